import type { View } from '../../context.ts'
import type { Contest, SaidTo } from './data.ts'

/** What was contested, and the desk's answer: it stays, whatever became of the sentence. */
export function Contests(props: { view: View; base: string; language: string; said: { readonly contests: readonly Contest[]; readonly statement: string } }) {
  const { view, base, language, said } = props
  const { t } = view
  if (said.contests.length === 0) return null
  return (
    <details class="rests" open={said.contests.some((contest) => contest.settlement === null)}>
      <summary>{t('corrections.contests', { count: said.contests.length })}</summary>
      <div class="opened">
        {said.contests.map((contest) => (
          <div class="contest">
            <p>
              {t('corrections.contested-by')} <a href={`${base}/contributions/C-${contest.number}`}>C-{contest.number}</a>
              {contest.statement === said.statement ? null : <>{' · '}{t('corrections.as-it-was')} <q lang={language}>{contest.statement}</q></>}
            </p>
            {contest.reason === null ? <p class="empty">{t('synthesis.withheld.not-public')}</p> : <blockquote class="quote"><p dir="auto"><span class="words">{contest.reason}</span></p></blockquote>}
            <p>{contest.settlement === null ? <span class="tag warn">{t('corrections.unsettled')}</span> : <><strong>{t(`corrections.settlement.${contest.settlement}`)}</strong> <span lang={language} dir="auto">{contest.settledReason}</span></>}</p>
          </div>
        ))}
      </div>
    </details>
  )
}

/** How those whom a paragraph cites answered, and what they contested. */
export function SaidToParagraph(props: { view: View; base: string; language: string; said: SaidTo | undefined }) {
  const { view, base, language, said } = props
  if (said === undefined) return null
  return (
    <div class="rests">
      <p class="quiet-text">{view.t('corrections.tally', { ...said.tally })}</p>
      <Contests view={view} base={base} language={language} said={said} />
    </div>
  )
}
