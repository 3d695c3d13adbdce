import type { Forum } from '../../../forums/model.ts'
import { splitParagraphs } from '../../../shared/text.ts'
import { writeDate, writeInstant } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import type { OnAgenda } from './data.ts'

/** The meetings on whose agenda a comment is, and what was said of it there. */
export function AgendaOfComment(props: { view: View; forum: Forum; agenda: readonly OnAgenda[] }) {
  const { view, forum, agenda } = props
  if (agenda.length === 0) return null
  return (
    <section class="block">
      <h2>{view.t('agenda.on')}</h2>
      <ul class="entries">
        {agenda.map((on) => (
          <li>
            <h3><a href={`/${forum.slug}/meetings/${on.meeting.slug}`} lang={forum.language} dir="auto">{on.meeting.title}</a></h3>
            <MeetingDates view={view} on={on} />
            <WhatWasSaid view={view} language={forum.language} item={on.item} />
          </li>
        ))}
      </ul>
    </section>
  )
}

export function MeetingDates(props: { view: View; on: OnAgenda }) {
  const { view, on } = props
  // A meeting may be held twice on one day, so that all zones can join.
  const days = [...new Set(on.meeting.sittings.map(({ date }) => date))]
  return <p class="meta">{days.map((date) => <span>{writeDate(date, view.lang)}</span>)}<span>{view.t(`meetings.kind.${on.meeting.kind}`)}</span></p>
}

/** Why it is discussed, and what was said: in the forum's language. */
export function WhatWasSaid(props: { view: View; language: string; item: OnAgenda['item'] }) {
  const { view, language, item } = props
  if (item.why === null && item.said === null) return null
  return (
    <dl class="facts">
      {item.why === null ? null : <><dt>{view.t('agenda.why')}</dt><dd><OwnWords text={item.why} language={language} /></dd></>}
      {item.said === null || item.saidAt === null ? null : (
        <>
          <dt>{view.t('agenda.said')}</dt>
          <dd><OwnWords text={item.said} language={language} /><p class="meta"><span>{view.t('agenda.entered', { at: writeInstant(item.saidAt, view.lang) })}</span></p></dd>
        </>
      )}
    </dl>
  )
}

function OwnWords(props: { text: string; language: string }) {
  return <div class="prose">{splitParagraphs(props.text).map((part) => <p lang={props.language} dir="auto">{part}</p>)}</div>
}
