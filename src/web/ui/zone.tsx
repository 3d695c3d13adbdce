import { clockAt, timeOfMinute, writeDate, type Instant, type PlainDate } from '../../shared/time.ts'
import type { View } from '../context.ts'

/** A time in the reader's own zone, with its day where that is another one than `day`; nothing where no zone was chosen, or it is shown already. */
export function OwnZoneTime(props: { view: View; starts: Instant; ends?: Instant | undefined; day: PlainDate; shown: readonly (string | null)[] }) {
  const { view } = props
  const { zone } = view
  if (zone === undefined || props.shown.includes(zone)) return null
  return <> · <span class="own-zone">{view.t('shell.zone.own', { time: writeInZone(view.lang, zone, props), zone })}</span></>
}

function writeInZone(lang: string, zone: string, { starts, ends, day }: { readonly starts: Instant; readonly ends?: Instant | undefined; readonly day: PlainDate }): string {
  const first = clockAt(starts, zone)
  const at = timeOfMinute(first.minute)
  const begins = first.date === day ? at : `${writeDate(first.date, lang)}, ${at}`
  if (ends === undefined) return begins
  const last = clockAt(ends, zone)
  const until = timeOfMinute(last.minute)
  return `${begins} – ${last.date === first.date ? until : `${until} (${writeDate(last.date, lang)})`}`
}

/** Lets a reader choose the zone in which times are shown beside the local ones. Works without scripts; the choice is kept in the browser. */
export function ZoneChoice(props: { view: View }) {
  const { view } = props
  const asked = view.query['zone'] ?? ''
  const others = Object.entries(view.query).filter(([name]) => name !== 'zone' && name !== 'lang')
  const isUnknown = asked !== '' && view.zone === undefined
  return (
    <details class="zone-choice" open={isUnknown}>
      <summary>{view.zone === undefined ? view.t('shell.zone.choose') : view.t('shell.zone.chosen', { zone: view.zone })}</summary>
      <form method="get" action={view.path} class="inline">
        {others.map(([name, value]) => <input type="hidden" name={name} value={value} />)}
        <div class={isUnknown ? 'field wrong' : 'field'}>
          <label for="zone-choice">{view.t('shell.zone.field')}</label>
          <p class="hint" id="zone-choice-hint">{view.t('shell.zone.hint')}</p>
          {isUnknown ? <p class="error" id="zone-choice-error">{view.t('shell.zone.unknown', { zone: asked.slice(0, 60) })}</p> : null}
          <input id="zone-choice" name="zone" dir="ltr" autocomplete="off" value={isUnknown ? asked.slice(0, 60) : (view.zone ?? '')} aria-describedby={isUnknown ? 'zone-choice-hint zone-choice-error' : 'zone-choice-hint'} aria-invalid={isUnknown ? 'true' : undefined} />
        </div>
        <div class="actions">
          <button type="submit" class="quiet">{view.t('shell.zone.show')}</button>
          {view.zone === undefined ? null : <a href="?zone=">{view.t('shell.zone.none')}</a>}
        </div>
      </form>
    </details>
  )
}
