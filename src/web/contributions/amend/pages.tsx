import type { Amendment, ChangedAnswer } from '../../../contributions/amendments/model.ts'
import { splitParagraphs } from '../../../shared/text.ts'
import { writeInstant } from '../../../shared/time.ts'
import { diffWords, joinStretches, segmentWords } from '../../../shared/word-diff.ts'
import type { View } from '../../context.ts'

/** What amendments changed, latest first, word by word: for whoever may read the words. */
export function Amendments(props: { view: View; amendments: readonly (Amendment & { readonly changes: readonly ChangedAnswer[] })[]; language: string | null }) {
  const { view, amendments, language } = props
  const { t } = view
  if (amendments.length === 0) return null
  return (
    <section class="block" aria-labelledby="amendments">
      <h2 id="amendments">{t('sending.amended.title')}</h2>
      {amendments.map((amendment) => (
        <details class="rests" id={`amendment-${amendment.number}`}>
          <summary>{t('sending.amended.one', { number: amendment.number, at: writeInstant(amendment.amendedAt, view.lang) })}{amendment.isLate ? <> <span class="tag warn">{t('sending.amended.late')}</span></> : null}</summary>
          <div class="opened">
            {amendment.note === null ? null : splitParagraphs(amendment.note).map((part) => <p lang={language ?? undefined} dir="auto">{part}</p>)}
            {amendment.changes.length === 0 ? <p>{t('sending.amended.terms')}</p> : null}
            {amendment.changes.map((change) => <Change view={view} change={change} language={language} />)}
          </div>
        </details>
      ))}
    </section>
  )
}

function Change(props: { view: View; change: ChangedAnswer; language: string | null }) {
  const { view, change, language } = props
  if (change.before === null) return <p>{view.t('sending.amended.added', { number: change.number })}</p>
  if (change.after === null) return <p>{view.t('sending.amended.removed', { number: change.number })}</p>
  // Empty: something in it is blackened, and what stood before is not shown.
  if (change.before === '' && change.after === '') return <p>{view.t('sending.amended.hidden', { number: change.number })}</p>
  return (
    <>
      <h3>{view.t('sending.amended.changed', { number: change.number })}</h3>
      <WordDiff view={view} before={change.before} after={change.after} language={language} />
    </>
  )
}

/** Both texts in one, each word said to be in both, only in the later, or only in the earlier one. */
export function WordDiff(props: { view: View; before: string; after: string; language: string | null }) {
  const { view } = props
  const language = props.language ?? 'en'
  const stretches = joinStretches(diffWords(segmentWords(props.before, language), segmentWords(props.after, language)))
  return (
    <p class="kept-text" lang={props.language ?? undefined} dir="auto">
      {stretches.map(({ kind, text }) =>
        kind === 'same' ? text : kind === 'inserted' ? <ins title={view.t('sending.amended.inserted')}>{text}</ins> : <del title={view.t('sending.amended.deleted')}>{text}</del>,
      )}
    </p>
  )
}
