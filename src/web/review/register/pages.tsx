import type { Cycle, Forum } from '../../../forums/model.ts'
import { isOpen, stateOf, type Comment, type Response } from '../../../review/model.ts'
import { formatRef } from '../../../shared/refs.ts'
import { toThreads } from '../../../review/threads/model.ts'
import { splitParagraphs } from '../../../shared/text.ts'
import { writeShortDate } from '../../../shared/time.ts'
import { COMMENT_TYPES, NOT_RECORDED, NO_REGIONAL_GROUP } from '../../../shared/vocabularies.ts'
import type { View } from '../../context.ts'
import type { Id } from '../../../shared/ids.ts'
import { Proposal, type ReviewedText } from '../proposals/pages.tsx'
import type { Mark } from '../../synthesis/data.ts'
import { MarkedText } from '../../synthesis/pages.tsx'
import { writeLater } from '../anchors/pages.tsx'
import { Layout } from '../../ui/layout.tsx'
import { BlockText } from '../../drafts/blocks/pages.tsx'
import { crumbsOf } from '../data.ts'
import { SatisfactionLine } from '../satisfaction/pages.tsx'
import { PAGE, type ParagraphPageData, type RegisterData } from './data.ts'

interface Where {
  readonly forum: Forum
  readonly cycle: Cycle
  readonly cycleBase: string
  /** How many agree with each comment. */
  readonly agreed?: ReadonlyMap<Id, number>
  /** Replying and agreeing is offered beside each comment. */
  readonly takesComments?: boolean
}

/** A comment as it stands in a list: who, what, and what was answered. */
export function CommentBlock(props: { view: View; data: Where; comment: Comment; paragraphs?: string; paragraph?: ReviewedText | undefined; repliesTo?: number | undefined; later?: string | undefined }) {
  const { view, data, comment, paragraphs, repliesTo, later } = props
  const agreed = data.agreed?.get(comment.id) ?? 0
  const address = `${data.cycleBase}/comments/R-${comment.number}`
  const ref = `R-${comment.number}`
  return (
    <article id={ref}>
      <p class="meta">
        <a href={address}>{formatRef(data.cycle.slug, 'R', comment.number)}</a>
        {paragraphs === undefined ? null : <span>{paragraphs}</span>}
        {later === undefined ? null : <span>{later}</span>}
        {whoSays(view, data.forum, comment).map((word) => <span dir="auto">{word}</span>)}
        <span>{view.t(`review.type.${comment.type}`)}</span>
        {repliesTo === undefined ? null : <span>{view.t('reviewing.reply-to')} <a href={`${data.cycleBase}/comments/R-${repliesTo}`}>{`R-${repliesTo}`}</a></span>}
        {comment.isLate ? <span class="tag">{view.t('review.late')}</span> : null}
        {comment.isFromEditors ? <span class="tag">{view.t('reviewing.from-editors')}</span> : null}
        {agreed === 0 ? null : <span>{view.t('reviewing.agreed', { count: agreed })}</span>}
      </p>
      <Words view={view} comment={comment} paragraph={props.paragraph} />
      <ResponseLine view={view} comment={comment} />
      {data.takesComments === true && comment.withdrawnAt === null ? <p class="does"><a href={`${address}/reply`}>{view.t('reviewing.do-reply')}<span class="hidden-words"> {ref}</span></a>{comment.isFromEditors ? null : <> · <a href={`${address}/agree`}>{view.t('reviewing.do-agree')}<span class="hidden-words"> {ref}</span></a></>}</p> : null}
    </article>
  )
}

/** The words of a comment: what is said, where it belongs, the wording proposed; or why they are not shown. */
export function Words(props: { view: View; comment: Comment; marks?: readonly Mark[]; paragraph?: ReviewedText | undefined }) {
  const { view, comment } = props
  if (comment.withdrawnAt !== null && comment.setAsideFor !== null) return <p class="quiet-text">{view.t('reviewing.set-aside', { date: writeShortDate(datePart(comment.withdrawnAt), view.lang), reason: view.t(`reviewing.reason.${comment.setAsideFor}`) })}</p>
  if (comment.withdrawnAt !== null) return <p class="quiet-text">{view.t('review.withdrawn', { date: writeShortDate(datePart(comment.withdrawnAt), view.lang) })}</p>
  if (comment.consent === 'not-at-all' && comment.text === '') return <p class="quiet-text">{view.t('review.counted-only')}</p>
  return (
    <>
      {comment.missingWhere === null ? null : <p>{view.t('review.belongs')} <span lang={comment.language ?? undefined} dir="auto">{comment.missingWhere}</span></p>}
      {props.marks === undefined || props.marks.length === 0 ? <Said text={comment.text} language={comment.language} /> : <div class="prose"><MarkedText view={view} text={comment.text} lang={comment.language} passages={props.marks} /></div>}
      <Proposal view={view} comment={comment} paragraph={props.paragraph} />
    </>
  )
}

/** Somebody's own words, set to be read. */
export function Said(props: { text: string; language: string | null }) {
  return <div class="prose">{splitParagraphs(props.text).map((part) => <p lang={props.language ?? undefined} dir="auto">{part}</p>)}</div>
}

/** What was answered, in one or two sentences. */
export function ResponseLine(props: { view: View; comment: Comment }) {
  const { view, comment } = props
  if (comment.response !== null) return <Disposition view={view} response={comment.response} />
  return stateOf(comment) === 'open' ? <p class="quiet-text">{view.t('review.not-answered')}</p> : null
}

export function Disposition(props: { view: View; response: Pick<Response, 'disposition' | 'reason'> }) {
  const { view, response } = props
  return (
    <>
      <p><strong>{view.t(`review.disposition.${response.disposition}`)}</strong></p>
      {splitParagraphs(response.reason).map((part) => <p dir="auto">{part}</p>)}
    </>
  )
}

/** Who says it, as far as it may be known: name, organisation, groups. */
export function whoSays(view: View, forum: Forum, comment: Comment): string[] {
  const name = [comment.author, comment.organisation, ...comment.jointBodies].filter((part) => part !== null).join(', ')
  const groups = [comment.stakeholderGroup, comment.regionalGroup === NO_REGIONAL_GROUP ? null : comment.regionalGroup].filter((part) => part !== null)
  const title = (key: string): string => forum.stakeholderGroups.find((group) => group.key === key)?.title ?? key
  return [name === '' ? view.t('review.without-name') : name, ...groups.map(title)]
}

function datePart(instant: string) {
  return instant.slice(0, 10) as Parameters<typeof writeShortDate>[0]
}

/** What a comment is on, in words: `¶ 3, 5–7`, the whole, something missing. */
export function writeTarget(view: View, comment: Comment, numbers: string): string {
  if (comment.target !== 'paragraphs') return view.t(`review.on-${comment.target}`)
  return `¶ ${numbers}`
}

/** Comments with their replies below them. */
export function Threads(props: { view: View; data: Where; comments: readonly Comment[]; paragraph?: ReviewedText | undefined }) {
  const { view, data, paragraph } = props
  const numbers = new Map<string, number>(props.comments.map(({ id, number }) => [id, number]))
  return (
    <ul class="entries">
      {toThreads(props.comments).map(({ comment, replies }) => (
        <li>
          <CommentBlock view={view} data={data} comment={comment} paragraph={comment.paragraphIds.length === 1 ? paragraph : undefined} />
          {replies.length === 0 ? null : <ul class="thread">{replies.map((reply) => <li><CommentBlock view={view} data={data} comment={reply} repliesTo={numbers.get(reply.inReplyTo ?? '')} /></li>)}</ul>}
        </li>
      ))}
    </ul>
  )
}

/** The text of the paragraph that a comment is on, where it is one. */
function textOf(data: RegisterData, { paragraphIds }: Comment): ReviewedText | undefined {
  const [only, ...others] = paragraphIds
  const text = only === undefined || others.length > 0 ? undefined : data.texts.get(only)
  return text === undefined ? undefined : { text, language: data.version.language }
}

/** One paragraph with every comment on it. */
export function ParagraphPage(props: { view: View; data: ParagraphPageData }) {
  const { view, data } = props
  const { paragraph, base } = data
  const title = view.t('review.on-paragraph', { number: paragraph.number })
  return (
    <Layout view={view} frame={data.frame} title={`${title} – ${data.review.title}`} crumbs={[...crumbsOf(view, data).slice(0, -1), { href: `${base}#p${paragraph.number}`, label: data.review.title }, { label: `¶ ${paragraph.number}` }]}>
      <h1>{title}</h1>
      <ol class="paras">
        <li class="para">
          <a class="mark" href={`${base}#p${paragraph.number}`}>¶ {paragraph.number}</a>
          <BlockText view={view} setting={data.setting} paragraph={paragraph} />
        </li>
      </ol>
      {isOpen(data.review) ? <p class="actions"><a class="button" href={`${base}/comment?p=${paragraph.number}`}>{view.t('review.do-comment')}</a> <a class="button quiet" href={`${base}/paragraphs/${paragraph.number}/follow`}>{view.t('followers.follow.paragraph', { name: `¶ ${paragraph.number}` })}</a></p> : null}
      <h2>{view.t('review.count', { count: data.total })}</h2>
      <Threads view={view} data={data} comments={data.comments} paragraph={{ text: paragraph.text, language: data.version.language }} />
      {data.total <= PAGE ? null : (
        <nav class="pages" aria-label={view.t('review.register-pages')}>
          {data.page > 1 ? <a href={`${base}/paragraphs/${paragraph.number}?page=${data.page - 1}`}>{view.t('review.earlier')}</a> : null}
          {data.page * PAGE < data.total ? <a href={`${base}/paragraphs/${paragraph.number}?page=${data.page + 1}`}>{view.t('review.later')}</a> : null}
        </nav>
      )}
      {data.ofOtherRounds.length === 0 ? null : <section class="block"><h2>{view.t('reviewing.earlier-rounds')}</h2><Threads view={view} data={{ ...data, takesComments: false }} comments={data.ofOtherRounds} /></section>}
      <nav class="pages" aria-label={view.t('review.neighbours')}>
        {data.before === undefined ? null : <a href={`${base}/paragraphs/${data.before}`}>¶ {data.before}</a>}
        {data.after === undefined ? null : <a href={`${base}/paragraphs/${data.after}`}>¶ {data.after}</a>}
      </nav>
    </Layout>
  )
}

/** The register: every comment of a review, narrowed as one likes. */
export function RegisterPage(props: { view: View; data: RegisterData }) {
  const { view, data } = props
  const { filter } = data
  const title = view.t('review.register', { title: data.review.title })
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...crumbsOf(view, data).slice(0, -1), { href: data.base, label: data.review.title }, { label: view.t('review.comments') }]}>
      <h1>{title}</h1>
      <Filters view={view} data={data} />
      <p class="meta"><span>{view.t('review.count', { count: data.total })}</span><a href={`${data.base}/comments.json${search(filter, filter.page)}`}>{view.t('review.data')}</a><a href={`${data.base}/dispositions`}>{view.t('dispositions.table')}</a></p>
      <SatisfactionLine view={view} satisfaction={data.satisfaction} judgedUntil={data.judgedUntil} />
      {data.comments.length === 0 ? <p class="empty">{view.t('review.no-comments')}</p> : null}
      <ul class="entries">{data.comments.map((comment) => <li><CommentBlock view={view} data={data} comment={comment} paragraphs={writeTarget(view, comment, numbersOf(data, comment))} paragraph={textOf(data, comment)} later={writeLater(view, data.later, comment.id)} /></li>)}</ul>
      <nav class="pages" aria-label={view.t('review.register-pages')}>
        {filter.page > 1 ? <a href={`${data.base}/comments${search(filter, filter.page - 1)}`}>{view.t('review.earlier')}</a> : null}
        {filter.page * PAGE < data.total ? <a href={`${data.base}/comments${search(filter, filter.page + 1)}`}>{view.t('review.later')}</a> : null}
      </nav>
    </Layout>
  )
}

export function numbersOf(data: RegisterData, comment: Comment): string {
  return comment.paragraphIds.map((id) => data.numbers.get(id) ?? '–').join(', ')
}

function search(filter: RegisterData['filter'], page: number): string {
  const { group, region, type, target, state, p } = filter
  const given = Object.entries({ group, region, type, target, state, p, page: page === 1 ? undefined : page }).filter(([, value]) => value !== undefined)
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()}`
}

function Filters(props: { view: View; data: RegisterData }) {
  const { view, data } = props
  const { t } = view
  return (
    <form class="filters" method="get" action={`${data.base}/comments`}>
      <NarrowFields view={view} forum={data.forum} filter={data.filter} />
      <Choose name="target" label={t('review.field.target')} all={t('review.all')} chosen={data.filter.target} choices={(['paragraphs', 'whole', 'missing'] as const).map((target) => ({ value: target, label: t(`review.on-${target}`) }))} />
      <div class="field"><label for="filter-p">{t('review.filter.paragraph')}</label><input id="filter-p" name="p" inputmode="numeric" size={4} value={data.filter.p === undefined ? '' : String(data.filter.p)} /></div>
      <button class="quiet">{t('review.filter.do')}</button>
    </form>
  )
}

/** By whom, of which kind, and how far: what every list of comments can be narrowed to. */
export function NarrowFields(props: { view: View; forum: Forum; filter: Pick<RegisterData['filter'], 'group' | 'region' | 'type' | 'state'> }) {
  const { view, forum, filter } = props
  const { t } = view
  const unknown = { value: NOT_RECORDED, label: t('review.not-recorded') }
  const named = (list: Forum['stakeholderGroups']) => list.map(({ key, title }) => ({ value: key, label: title }))
  return (
    <>
      <Choose name="group" label={t('review.field.stakeholder-group')} all={t('review.all')} chosen={filter.group} choices={[...named(forum.stakeholderGroups), unknown]} />
      <Choose name="region" label={t('review.field.regional-group')} all={t('review.all')} chosen={filter.region} choices={[...named(forum.regionalGroups), { value: NO_REGIONAL_GROUP, label: t('review.no-regional-group') }, unknown]} />
      <Choose name="type" label={t('review.field.type')} all={t('review.all')} chosen={filter.type} choices={COMMENT_TYPES.map((type) => ({ value: type, label: t(`review.type.${type}`) }))} />
      <Choose name="state" label={t('review.state')} all={t('review.all')} chosen={filter.state} choices={(['open', 'answered', 'withdrawn'] as const).map((state) => ({ value: state, label: t(`review.state.${state}`) }))} />
    </>
  )
}

function Choose(props: { name: string; label: string; all: string; chosen: string | undefined; choices: readonly { readonly value: string; readonly label: string }[] }) {
  return (
    <div class="field">
      <label for={`filter-${props.name}`}>{props.label}</label>
      <select id={`filter-${props.name}`} name={props.name}>
        <option value="">{props.all}</option>
        {props.choices.map(({ value, label }) => <option value={value} selected={value === props.chosen}>{label}</option>)}
      </select>
    </div>
  )
}
