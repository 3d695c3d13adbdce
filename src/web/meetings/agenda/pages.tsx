import { excerpt } from '../../../shared/text.ts'
import type { View } from '../../context.ts'
import { WhatWasSaid } from '../../review/agenda/pages.tsx'
import type { AgendaOfMeeting } from './data.ts'

/** The comments on the agenda of a meeting, each with its reference and what was said of it. `isDesk`: the links lead to where that is entered. */
export function AgendaOfMeetingBlock(props: { view: View; language: string; agenda: AgendaOfMeeting; isDesk?: boolean }) {
  const { view, language, agenda } = props
  const { t } = view
  if (agenda.total === 0) return null
  return (
    <section class="block" id="agenda">
      <h2>{t('agenda.of-meeting', { count: agenda.total })}</h2>
      <ul class="entries">
        {agenda.comments.map(({ ref, href, comment, item }) => (
          <li>
            <h3><a href={props.isDesk === true ? `/desk${href}/agenda` : href}>{ref}</a></h3>
            {comment.text === '' ? <p class="quiet-text">{t('review.counted-only')}</p> : <div class="prose"><p lang={comment.language ?? undefined} dir="auto">{excerpt(comment.text, 200)}</p></div>}
            <WhatWasSaid view={view} language={language} item={item} />
            {item.said === null && props.isDesk === true ? <p class="quiet-text">{t('agenda.not-said')}</p> : null}
          </li>
        ))}
      </ul>
      {agenda.pages === 1 ? null : (
        <nav class="pages" aria-label={t('agenda.pages')}>
          {agenda.page > 1 ? <a href={`?page=${agenda.page - 1}#agenda`}>{t('review.earlier')}</a> : null}
          {agenda.page < agenda.pages ? <a href={`?page=${agenda.page + 1}#agenda`}>{t('review.later')}</a> : null}
        </nav>
      )}
    </section>
  )
}
