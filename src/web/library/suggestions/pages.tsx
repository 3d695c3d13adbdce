import { splitParagraphs } from '../../../shared/text.ts'
import { dateInZone, writeShortDate } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import type { PublicSuggestion, SuggestedData } from './data.ts'

/** Papers that somebody suggested, each with what became of it. Nothing stands here while there is none, and no mail is taken in. */
export function SuggestedPapers(props: { view: View; data: SuggestedData }) {
  const { view, data } = props
  const { t } = view
  if (data.suggestions.length === 0 && data.address === null) return null
  return (
    <section class="block" id="papers">
      <h2>{t('library.paper.title')}</h2>
      {data.address === null ? null : <p>{t('library.paper.how')} <a href={`mailto:${data.address}`} dir="ltr">{data.address}</a></p>}
      {data.suggestions.length === 0 ? <p class="empty">{t('library.paper.none')}</p> : (
        <ul class="entries aside">
          {data.suggestions.map((suggestion) => <Suggested view={view} suggestion={suggestion} />)}
        </ul>
      )}
      {data.older === null ? null : <nav class="pages" aria-label={t('library.paper.title')}><a href={`?suggested=${data.older}#papers`} rel="next">{t('library.paper.older')}</a></nav>}
    </section>
  )
}

function Suggested(props: { view: View; suggestion: PublicSuggestion }) {
  const { view, suggestion } = props
  const { t } = view
  const { ref, state, title, address, note, reason, reference } = suggestion
  const date = writeShortDate(dateInZone(suggestion.suggestedAt, 'UTC'), view.lang)
  return (
    <li id={ref}>
      <h3 dir="auto">{title ?? address ?? t(suggestion.isShown ? 'library.paper.file' : 'library.paper.unshown')}</h3>
      <p class="meta">
        <span>{ref}</span>
        {suggestion.author === null ? null : <span dir="auto">{suggestion.author}</span>}
        {suggestion.publisher === null ? null : <span dir="auto">{suggestion.publisher}</span>}
        {suggestion.published === null ? null : <span dir="auto">{suggestion.published}</span>}
        {suggestion.files === 0 ? null : <span>{t('library.paper.files', { count: suggestion.files })}</span>}
        <span>{suggestion.suggestedBy === null ? t('library.paper.on', { date }) : t('library.paper.by', { name: suggestion.suggestedBy, date })}</span>
        {reference === null ? null : <span>{t('library.paper.became')} <a href={reference.href}>{reference.ref}</a></span>}
        <span class="tag">{t(`library.paper.state.${state}`)}</span>
      </p>
      {title === null || address === null ? null : <p dir="ltr">{state === 'listed' ? <a href={address} rel="noreferrer nofollow ugc">{address}</a> : address}</p>}
      {note === null ? null : splitParagraphs(note).map((paragraph) => <p dir="auto">{paragraph}</p>)}
      {reason === null ? null : <p><strong>{t('library.paper.reason')}</strong> <span dir="auto">{reason}</span></p>}
    </li>
  )
}
