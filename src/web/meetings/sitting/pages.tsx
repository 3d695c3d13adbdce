import { endDay, utcOf, type Sitting } from '../../../meetings/model.ts'
import { writeDate, writeShortDate, type PlainDate, type PlainTime } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import { OwnZoneTime } from '../../ui/zone.tsx'

/** Day with its computed weekday, local time and its UTC pair; the UTC day where it is another one. */
export function SittingTime(props: { view: View; sitting: Sitting }) {
  const { view, sitting } = props
  const utc = utcOf(sitting)
  const day = <time datetime={utc?.starts.at ?? sitting.date}>{writeDate(sitting.date, view.lang)}</time>
  if (utc === undefined || sitting.starts === null) return <>{day}, {view.t('meetings.time-unknown')}</>
  const ends = sitting.ends === null ? undefined : { date: endDay(sitting), time: sitting.ends }
  const local = writeSpan(view, { date: sitting.date, time: sitting.starts }, ends, sitting.date)
  return (
    <>
      {day}, {view.t('meetings.local', { time: local, zone: sitting.zone ?? '' })}
      {sitting.zone === 'UTC' ? null : <> · {view.t('meetings.utc', { time: writeSpan(view, utc.starts, utc.ends, sitting.date) })}</>}
      <OwnZoneTime view={view} starts={utc.starts.at} ends={utc.ends?.at} day={sitting.date} shown={['UTC', sitting.zone]} />
    </>
  )
}

type Clock = { readonly date: PlainDate; readonly time: PlainTime }

function writeSpan(view: View, starts: Clock, ends: Clock | undefined, day: PlainDate): string {
  const write = (clock: Clock, known: PlainDate): string =>
    clock.date === known ? clock.time : view.t('meetings.with-date', { time: clock.time, date: writeShortDate(clock.date, view.lang) })
  return ends === undefined ? write(starts, day) : view.t('meetings.span', { starts: write(starts, day), ends: write(ends, starts.date) })
}
