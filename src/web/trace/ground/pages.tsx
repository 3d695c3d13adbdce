import type { Forum } from '../../../forums/model.ts'
import type { View } from '../../context.ts'
import { VoicesBar, type Voice } from '../../ui/voices.tsx'
import type { Ground, GroundComment, Quotation } from './data.ts'
import { writeShortDate } from '../../../shared/time.ts'
import { NO_REGIONAL_GROUP } from '../../../shared/vocabularies.ts'
import { languageName } from '../../../shared/language.ts'
import { excerpt } from '../../../shared/text.ts'

/** Who stands behind a paragraph, in the forum's order of groups. */
export function voicesOf(view: View, forum: Forum, ground: Ground): Voice[] {
  const known = forum.stakeholderGroups.map((group, index) => ({ title: group.title, place: index + 1, count: ground.voices.get(group.key) ?? 0 }))
  const listed = new Set(forum.stakeholderGroups.map(({ key }) => key))
  const others = [...ground.voices].filter(([key]) => key === null || !listed.has(key)).reduce((sum, [, count]) => sum + count, 0)
  return [...known, { title: view.t('trace.group-not-recorded'), place: 0, count: others }]
}

/** The end margin of a paragraph: the bar, and in words how many stand behind it. */
export function Voices(props: { view: View; forum: Forum; ground: Ground | undefined; isOwnVoice: boolean }) {
  const { view, forum, ground, isOwnVoice } = props
  const words = wordsOf(view, ground)
  return (
    <aside class="voices" aria-label={view.t('trace.voices-of')}>
      {ground === undefined ? null : <VoicesBar view={view} counts={voicesOf(view, forum, ground)} />}
      <p>
        {isOwnVoice ? <span>{view.t('trace.own-voice')}</span> : null}
        {isOwnVoice && words !== '' ? ' · ' : null}
        {words}
        {(ground?.changedAfter ?? []).map((name, index) => {
          const url = ground?.comments.find((comment) => comment.name === name)?.url
          return <>{index > 0 || words !== '' || isOwnVoice ? ' · ' : null}<a href={url}>{view.t('trace.changed-after', { ref: name })}</a></>
        })}
      </p>
    </aside>
  )
}

function wordsOf(view: View, ground: Ground | undefined): string {
  if (ground === undefined) return ''
  const cited = ground.comments.filter(({ name }) => ground.refs.includes(name)).length
  const parts = [
    ground.contributions === 0 ? '' : view.t('trace.contributions', { count: ground.contributions }),
    cited === 0 ? '' : view.t('trace.comments', { count: cited }),
    ground.figures.length === 0 ? '' : view.t('figures.pin.count', { count: ground.figures.length }),
    ground.references.length === 0 ? '' : view.t('trace.references', { count: ground.references.length }),
    ground.said.length === 0 ? '' : view.t('room.said', { count: ground.said.length }),
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

/** The same by regional group, in the forum's order; what belongs to none and what is not recorded last. */
export function regionsOf(view: View, forum: Forum, ground: Ground): Voice[] {
  const known = forum.regionalGroups.map((group, index) => ({ title: group.title, place: index + 1, count: ground.regions.get(group.key) ?? 0 }))
  const listed = new Set<string | null>([...forum.regionalGroups.map(({ key }) => key), NO_REGIONAL_GROUP])
  const others = [...ground.regions].filter(([key]) => !listed.has(key)).reduce((sum, [, count]) => sum + count, 0)
  return [...known, { title: view.t('became.region.none'), place: known.length + 1, count: ground.regions.get(NO_REGIONAL_GROUP) ?? 0 }, { title: view.t('became.region.unknown'), place: 0, count: others }]
}

/** What a paragraph rests on, folded; nothing where it rests on nothing. `behind`: the page of all that stands behind it. */
export function RestsOn(props: { view: View; ground: Ground | undefined; behind?: string | undefined }) {
  const { view, ground, behind } = props
  if (ground === undefined || ground.refs.length + ground.comments.length === 0) return null
  return (
    <details class="rests">
      <summary>{view.t('trace.rests-on')}</summary>
      <GroundList view={view} ground={ground} />
      {behind === undefined ? null : <p><a href={behind}>{view.t('became.behind')}</a></p>}
    </details>
  )
}

/** Everything that a paragraph rests on: findings with their passages, passages, comments, figures, references. */
export function GroundList(props: { view: View; ground: Ground }) {
  const { view, ground } = props
  return (
    <div class="opened">
      {ground.findings.map((finding) => (
        <>
          <p>
            <span class="tag">{view.t(`trace.finding.${finding.kind}`)}</span> <a href={finding.url}>{finding.name}</a> <span dir="auto">{finding.statement}</span>
          </p>
          {finding.quotations.map((quotation) => <Quote view={view} quotation={quotation} />)}
        </>
      ))}
      {ground.quotations.map((quotation) => <Quote view={view} quotation={quotation} />)}
      {ground.comments.map((comment) => <CommentLine view={view} comment={comment} />)}
      {ground.figures.map(({ name, title, asOf, total, url }) => (
        <p><a href={url}>{name}</a> <span dir="auto">{title}</span> · {view.t('figures.pin.cited', { total, date: writeShortDate(asOf, view.lang) })}</p>
      ))}
      {ground.said.map(({ ref, text, language, who, url }) => (
        <p><a href={url}>{ref}</a> <span lang={language ?? undefined} dir="auto">{excerpt(text, 300)}</span>{who === null ? null : <span dir="auto"> · {who}</span>}</p>
      ))}
      {ground.references.map(({ name, title, author, url }) => (
        <p><a href={url}>{name}</a> <span dir="auto">{title}{author === null ? '' : `, ${author}`}</span></p>
      ))}
    </div>
  )
}

/** A passage quoted, with its reference, question, groups, language and the way to its context. */
export function Quote(props: { view: View; quotation: Quotation }) {
  const { view, quotation } = props
  const about = [
    quotation.question === null ? quotation.source : view.t('trace.source-question', { ref: quotation.source, number: quotation.question }),
    quotation.page === null ? '' : view.t('documents.page', { page: quotation.page }),
    [quotation.stakeholderGroup, quotation.regionalGroup].filter((group) => group !== null).join(', '),
    quotation.language === null || quotation.language === view.lang ? '' : languageName(quotation.language, view.lang),
  ].filter((part) => part !== '')
  return (
    <blockquote class="quote">
      {quotation.quote === null ? <p class="source">{view.t('trace.not-public')}</p> : <p lang={quotation.language ?? undefined} dir="auto"><span>{view.t('trace.quote', { quote: quotation.quote })}</span></p>}
      {quotation.redactedFor.length === 0 ? null : <p class="source">{quotation.redactedFor.map((reason) => view.t('redaction.in-place', { reason: view.t(`redaction.reason.${reason}`) })).join(', ')}</p>}
      <p class="source">{about.join(' · ')} · <a href={quotation.url}>{view.t('trace.in-context')}</a></p>
    </blockquote>
  )
}

function CommentLine(props: { view: View; comment: GroundComment }) {
  const { view, comment } = props
  return (
    <div>
      {comment.text === '' ? null : <blockquote class="quote"><p lang={comment.language ?? undefined} dir="auto"><span>{view.t('trace.quote', { quote: comment.text })}</span></p></blockquote>}
      <p>
        <a href={comment.url}>{view.t('trace.comment', { ref: comment.name })}</a>
        {comment.disposition === null ? null : <> <strong>{view.t(`trace.disposition.${comment.disposition}`)}</strong></>}
        {comment.reason === null ? null : <>: <span dir="auto">{comment.reason}</span></>}
      </p>
      {comment.disposition === null ? null : <p class="source">{view.t(comment.isSatisfied === null ? 'trace.satisfied.silent' : comment.isSatisfied ? 'trace.satisfied.yes' : 'trace.satisfied.no')}</p>}
    </div>
  )
}

