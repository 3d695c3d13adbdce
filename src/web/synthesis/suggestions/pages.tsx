import type { Forum } from '../../../forums/model.ts'
import { dateInZone, writeShortDate } from '../../../shared/time.ts'
import { diffWords, joinStretches, segmentWords } from '../../../shared/word-diff.ts'
import type { Suggestion } from '../../../synthesis/suggestions/model.ts'
import type { View } from '../../context.ts'

/** A suggestion with what became of it. */
export function SuggestionEntry(props: { view: View; forum: Forum; suggestion: Suggestion }) {
  const { view, forum, suggestion } = props
  const { t } = view
  const day = writeShortDate(dateInZone(suggestion.receivedAt, 'UTC'), view.lang)
  return (
    <div class="suggestion" id={`S-${suggestion.number}`}>
      <p class="source">S-{suggestion.number} · {suggestion.author === null ? t('suggestions.no-name') : <bdi>{suggestion.author}</bdi>} · {day}</p>
      {suggestion.withdrawnAt === null ? null : <p class="empty">{t('suggestions.withdrawn')}</p>}
      {suggestion.proposal === null ? null : <WordingChange view={view} language={forum.language} from={suggestion.statement} to={suggestion.proposal} />}
      {suggestion.comment === null ? null : <blockquote class="quote"><p lang={suggestion.language ?? undefined} dir="auto"><span class="words">{suggestion.comment}</span></p></blockquote>}
      {suggestion.withdrawnAt !== null ? null : (
        <p>
          {suggestion.verdict === null ? <span class="tag warn">{t('suggestions.waiting')}</span> : <strong>{t(`suggestions.verdict.${suggestion.verdict}`)}</strong>}
          {suggestion.reason === null ? null : <> <span lang={forum.language} dir="auto">{suggestion.reason}</span></>}
        </p>
      )}
    </div>
  )
}

/** What a wording changes, word by word. */
export function WordingChange(props: { view: View; language: string; from: string; to: string }) {
  const { language, from, to } = props
  const stretches = joinStretches(diffWords(segmentWords(from, language), segmentWords(to, language)))
  return (
    <p class="wording" lang={language} dir="auto">
      {stretches.map((stretch) => (stretch.kind === 'inserted' ? <ins>{stretch.text}</ins> : stretch.kind === 'deleted' ? <del>{stretch.text}</del> : stretch.text))}
    </p>
  )
}
