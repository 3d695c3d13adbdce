import { isOpen, stateOf } from '../../../review/model.ts'
import type { Id } from '../../../shared/ids.ts'
import { languageName } from '../../../shared/language.ts'
import { formatRef } from '../../../shared/refs.ts'
import { writeInstant, writeShortDate } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import { cycleCrumbs } from '../../forums/data.ts'
import { AgendaOfComment } from '../agenda/pages.tsx'
import { LaterWords, MarkedParagraph, StateLine } from '../anchors/pages.tsx'
import { WhatBecameOfIt } from '../../trace/pages.tsx'
import { FromPostLink } from '../../lists/taken/pages.tsx'
import { Layout } from '../../ui/layout.tsx'
import { FoldedTranslations } from '../../synthesis/translations/pages.tsx'
import type { ReviewedText } from '../proposals/pages.tsx'
import { CommentBlock, Disposition, Said, whoSays, Words, writeTarget } from '../register/pages.tsx'
import { Changes } from './changes/pages.tsx'
import type { CommentPageData, Standing } from './data.ts'

/** A comment's own page: what it says, on what, what became of it, and all that happened to it. */
export function CommentPage(props: { view: View; data: CommentPageData }) {
  const { view, data } = props
  const ref = formatRef(data.cycle.slug, 'R', data.comment.number)
  return (
    <Layout view={view} frame={data.frame} title={view.t('review.comment-title', { ref })} crumbs={crumbsOfComment(view, data)}>
      <h1>{view.t('review.comment-title', { ref })}</h1>
      <CommentFacts view={view} data={data} />
      <Words view={view} comment={data.comment} marks={data.marks} paragraph={reviewedText(data)} />
      <FoldedTranslations view={view} translations={data.translations} />
      <Wordings view={view} data={data} />
      <Agreeing view={view} data={data} />
      <Thread view={view} data={data} />
      <Standings view={view} data={data} />
      <AgendaOfComment view={view} forum={data.forum} agenda={data.agenda} />
      <Outcome view={view} data={data} />
      <History view={view} data={data} />
    </Layout>
  )
}

export function crumbsOfComment(view: View, data: CommentPageData) {
  const review = `${data.cycleBase}/reviews/${data.review.number}`
  return [
    ...cycleCrumbs(data),
    { href: review, label: data.review.title },
    { href: `${review}/comments`, label: view.t('review.comments') },
    { label: `R-${data.comment.number}` },
  ]
}

export function CommentFacts(props: { view: View; data: CommentPageData }) {
  const { view, data } = props
  const { comment } = data
  const numbers = data.standings.map(({ asRead }) => asRead.number).join(', ')
  return (
    <p class="meta">
      {whoSays(view, data.forum, comment).map((word) => <span dir="auto">{word}</span>)}
      <span>{writeTarget(view, comment, numbers)}</span>
      <span>{view.t(`review.type.${comment.type}`)}</span>
      <span>{view.t('review.received', { date: writeShortDate(comment.receivedBy, view.lang), channel: comment.channel })}</span>
      {data.fromPost === undefined ? null : <span><FromPostLink view={view} from={data.fromPost} /></span>}
      {data.origin === undefined ? null : <span>{view.t('files-in.origin', { kind: data.origin.kind, resolved: data.origin.isResolved ? 'yes' : 'no' })}</span>}
      {data.parent === undefined ? null : <span>{view.t('reviewing.reply-to')} <CommentLink data={data} number={data.parent.number} /></span>}
      {comment.language === null ? null : <span>{languageName(comment.language, view.lang)}</span>}
      {comment.isLate ? <span class="tag">{view.t('review.late')}</span> : null}
      <span class="tag">{view.t(`review.state.${stateOf(comment)}`)}</span>
      <a href={`${data.cycleBase}/comments/R-${comment.number}.json`}>{view.t('review.data')}</a>
    </p>
  )
}

/** The paragraph that a proposed wording is compared with: the one the comment is on. */
export function reviewedText(data: CommentPageData): ReviewedText | undefined {
  const [only, ...others] = data.standings
  return only === undefined || others.length > 0 ? undefined : { text: only.asRead.text, language: data.version.language }
}

/** How it was worded before, folded. */
export function Wordings(props: { view: View; data: CommentPageData }) {
  const { view, data } = props
  if (data.wordings.length === 0) return null
  return (
    <details class="rests">
      <summary>{view.t('reviewing.wordings', { count: data.wordings.length })}</summary>
      <div class="opened">
        {data.wordings.map((wording) => (
          <article>
            <p class="meta"><span>{view.t('reviewing.worded-until', { at: writeInstant(wording.replacedAt, view.lang) })}</span></p>
            <Said text={wording.text} language={data.comment.language} />
            {wording.proposal === null ? null : <><p>{view.t('review.proposes')}</p><Said text={wording.proposal} language={data.comment.language} /></>}
          </article>
        ))}
      </div>
    </details>
  )
}

/** Who agrees, and the way to agree too. */
function Agreeing(props: { view: View; data: CommentPageData }) {
  const { view, data } = props
  const { comment } = data
  const address = `${data.cycleBase}/comments/R-${comment.number}`
  if (comment.withdrawnAt !== null || comment.isFromEditors) return null
  const named = data.agreements.flatMap(({ name, organisation }) => [name, organisation].filter((part) => part !== null).join(', ') || [])
  return (
    <section class="block">
      <h2>{view.t('reviewing.agreed', { count: data.agreed.get(comment.id) ?? 0 })}</h2>
      {named.length === 0 ? null : <p>{named.map((name, index) => <>{index === 0 ? '' : ' · '}<bdi>{name}</bdi></>)}</p>}
      <p class="actions">
        {isOpen(data.review) ? <a class="button quiet" href={`${address}/agree`}>{view.t('reviewing.do-agree')}</a> : null}
        {isOpen(data.review) ? <a class="button quiet" href={`${address}/reply`}>{view.t('reviewing.do-reply')}</a> : null}
      </p>
    </section>
  )
}

/** What was said below it. */
export function Thread(props: { view: View; data: CommentPageData }) {
  const { view, data } = props
  if (data.replies.length === 0) return null
  const numbers = new Map<Id, number>([data.comment, ...data.replies].map(({ id, number }) => [id, number]))
  return (
    <section class="block">
      <h2>{view.t('reviewing.replies', { count: data.replies.length })}</h2>
      <ul class="entries">
        {data.replies.map((reply) => <li><CommentBlock view={view} data={data} comment={reply} repliesTo={numbers.get(reply.inReplyTo ?? reply.id)} /></li>)}
      </ul>
    </section>
  )
}

/** The paragraphs it is on: quoted as they stood, with the place where each is now. */
export function Standings(props: { view: View; data: CommentPageData }) {
  const { view, data } = props
  if (data.standings.length === 0) return null
  return (
    <section class="block">
      <h2>{view.t('review.as-reviewed', { version: data.version.title })}</h2>
      <ol class="paras">
        {data.standings.map((standing) => (
          <li class="para">
            <a class="mark" href={standing.asRead.href}>¶ {standing.asRead.number}</a>
            <div class="text"><MarkedParagraph language={data.version.language} text={standing.asRead.text} range={standing.anchor.range} /></div>
            <div class="voices"><p><Today view={view} data={data} standing={standing} /></p>{standing.anchor.now === undefined ? null : <StateLine view={view} now={standing.anchor.now} />}</div>
            {standing.anchor.now === undefined ? null : <LaterWords view={view} now={standing.anchor.now} before={standing.asRead.text} language={data.version.language} />}
          </li>
        ))}
      </ol>
    </section>
  )
}

function Today(props: { view: View; data: CommentPageData; standing: Standing }) {
  const { view, data, standing } = props
  if (data.latest === undefined || data.latest.id === data.version.id) return null
  const version = data.latest.title
  return (
    <>
      {standing.today === undefined ? view.t('review.gone', { version }) : <a href={standing.today.href}>{view.t('review.now', { number: standing.today.number, version })}</a>}
      {standing.wentOn.map(({ way, href, number }) => <> <a href={href}>{view.t(`review.went-on-${way}`, { number })}</a></>)}
    </>
  )
}

/** What became of it: the response with its reason, what changed, whether the commenter is satisfied, and what was answered before. */
export function Outcome(props: { view: View; data: CommentPageData }) {
  const { view, data } = props
  const { comment } = data
  return (
    <section class="block">
      <h2>{view.t('review.outcome')}</h2>
      {comment.response === null ? (
        <p class="empty">{view.t(comment.withdrawnAt === null ? 'review.not-answered' : 'review.withdrawn-needs-none')}</p>
      ) : (
        <>
          <p class="meta"><span>{writeInstant(comment.response.answeredAt, view.lang)}</span></p>
          <Disposition view={view} response={comment.response} />
          {data.changed.length === 0 ? null : <p>{view.t('review.changed')} {data.changed.map((place, index) => <>{index === 0 ? '' : ', '}<Changed view={view} place={place} /></>)}</p>}
          <Changes view={view} changes={data.changes} language={data.version.language} />
          {data.duplicateOf === undefined ? null : <p>{view.t('review.same-as')} <CommentLink data={data} number={data.duplicateOf.number} /></p>}
          <p class="quiet-text">{view.t(comment.isSatisfied === null ? 'review.silent' : comment.isSatisfied ? 'review.satisfied' : 'review.not-satisfied')}</p>
          {data.objection === undefined || comment.isSatisfied !== false || comment.withdrawnAt !== null ? null : <Said text={data.objection} language={comment.language} />}
        </>
      )}
      {data.duplicates.length === 0 ? null : <p>{view.t('review.duplicates')} {data.duplicates.map((other, index) => <>{index === 0 ? '' : ', '}<CommentLink data={data} number={other.number} /></>)}</p>}
      {data.fate === undefined || comment.withdrawnAt !== null ? null : <Fate view={view} comment={comment} fate={data.fate} />}
      {data.restedOn === 0 ? null : <p>{view.t('review.rested-on', { count: data.restedOn })}</p>}
      {data.earlier.length === 0 ? null : (
        <details class="rests">
          <summary>{view.t('review.earlier-responses', { count: data.earlier.length })}</summary>
          <div class="opened">
            {data.earlier.map((response) => <article><p class="meta"><span>{writeInstant(response.answeredAt, view.lang)}</span></p><Disposition view={view} response={response} /></article>)}
          </div>
        </details>
      )}
    </section>
  )
}

/** Where it went. The reason stands in the response already, and is not said twice. */
function Fate(props: { view: View; comment: CommentPageData['comment']; fate: NonNullable<CommentPageData['fate']> }) {
  const { view, comment, fate } = props
  if (comment.response === null) return <WhatBecameOfIt view={view} fate={fate} />
  return fate.by.length === 0 ? null : <WhatBecameOfIt view={view} fate={{ ...fate, reason: null }} />
}

function Changed(props: { view: View; place: CommentPageData['changed'][number] }) {
  const { view, place } = props
  if (place === undefined) return <span>{view.t('review.changed-later')}</span>
  return <a href={place.href}>{place.isLatest ? `¶ ${place.number}` : view.t('review.changed-in', { number: place.number, version: place.version })}</a>
}

function CommentLink(props: { data: CommentPageData; number: number }) {
  return <a href={`${props.data.cycleBase}/comments/R-${props.number}`}>{formatRef(props.data.cycle.slug, 'R', props.number)}</a>
}

/** What happened to it, from the record, oldest first. */
export function History(props: { view: View; data: CommentPageData }) {
  const { view, data } = props
  if (data.history.length === 0) return null
  return (
    <section class="block">
      <h2>{view.t('review.history')}</h2>
      <ul class="lines">
        {data.history.map(({ entry, sentence }) => <li><span>{sentence}</span><span class="quiet-text">{writeInstant(entry.at, view.lang)}</span></li>)}
      </ul>
    </section>
  )
}

/** The paragraphs that a form is about, so that one sees what one speaks of. */
export function QuotedParagraphs(props: { language: string; base: string; paragraphs: readonly { readonly number: number; readonly text: string }[] }) {
  if (props.paragraphs.length === 0) return null
  return (
    <ol class="paras">
      {props.paragraphs.map(({ number, text }) => (
        <li class="para">
          <a class="mark" href={`${props.base}#p${number}`}>¶ {number}</a>
          <div class="text"><p lang={props.language} dir="auto">{text}</p></div>
        </li>
      ))}
    </ol>
  )
}
