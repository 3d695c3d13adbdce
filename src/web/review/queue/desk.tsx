import { formatRef } from '../../../shared/refs.ts'
import { excerpt } from '../../../shared/text.ts'
import { writeShortDate } from '../../../shared/time.ts'
import { COMMENT_TYPES, NOT_RECORDED } from '../../../shared/vocabularies.ts'
import { QUEUE_STATES } from '../../../review/queue/model.ts'
import { formatParagraphNumbers } from '../../../review/model.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { ErrorSummary } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { CommentBlock, whoSays, writeTarget } from '../register/pages.tsx'
import { behindQueue, queueAddress, type AtQueue, type DeferredData, type QueueData, type Waiting } from './data.ts'

/** The queue of comments at the desk: what waits for an answer, for a second pair of eyes, what was answered and what was objected to. */
export function QueuePage(props: { view: View; data: QueueData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const done = Number(view.query['done'] ?? '')
  return (
    <Layout view={view} frame={data.frame} title={t('review.comments')} desk crumbs={[...deskCrumbs(view, data), { label: t('review.comments') }]} islands={['inbox.js']}>
      <h1>{t(`dispositions.title.${data.choice.state}`)}</h1>
      {done > 0 ? <p class="notice" role="status">{t('dispositions.done', { count: done })}</p> : null}
      <p class="meta">
        {QUEUE_STATES.map((state) => <a href={queueAddress(data, { state })} aria-current={data.choice.state === state ? 'true' : undefined}>{t(`dispositions.state.${state}`)} {data.counts[state]}</a>)}
      </p>
      <ErrorSummary view={view} form={form} labels={{ chosen: t('review.comments') }} />
      <Filters view={view} data={data} />
      {data.waiting.length === 0 ? <p class="empty">{t('review.desk.nothing')}</p> : <Rows view={view} data={data} />}
      <Pages view={view} data={data} />
      <QueueKeys view={view} keys={['j', 'k', 'o', 'r']} />
      <p class="actions">
        {data.setting === undefined ? null : <a class="button quiet" href={data.setting}>{t('dispositions.setting.do')}</a>}
        <a class="button quiet" href={`/desk${data.cycleBase}/reviews`}>{t('review.reviews')}</a>
        <a class="button quiet" href={`/desk${data.cycleBase}/anchors`}>{t('anchors.desk.title')}</a>
        {data.deferred === 0 ? null : <a class="button quiet" href={`${data.base}/deferred`}>{t('dispositions.deferred.title')}</a>}
      </p>
    </Layout>
  )
}

function Rows(props: { view: View; data: QueueData }) {
  const { view, data } = props
  const { t } = view
  return (
    <form method="post" action={queueAddress(data, {})}>
      <ul class="entries" id="field-chosen">{data.waiting.map((waiting) => <Row view={view} data={data} waiting={waiting} />)}</ul>
      <div class="actions">
        <button class="quiet" name="act" value="together">{t('dispositions.together.do')}</button>
        {data.choice.state === 'proposed' ? <button class="quiet" name="act" value="confirm">{t('dispositions.confirm.ticked')}</button> : null}
      </div>
      <div class="filters">
        <div class="field">
          <label for="assign">{t('dispositions.assign.to')}</label>
          <select id="assign" name="person">
            {data.answerers.map(({ id, name }) => <option value={id} selected={id === data.person.id}>{name}</option>)}
            <option value="">{t('dispositions.assign.nobody')}</option>
          </select>
        </div>
        <button class="quiet" name="act" value="assign">{t('dispositions.assign.do')}</button>
      </div>
    </form>
  )
}

function Row(props: { view: View; data: QueueData; waiting: Waiting }) {
  const { view, data, waiting } = props
  const { t } = view
  const { comment, needsLook, assignedTo, proposal } = waiting
  const ref = formatRef(data.cycle.slug, 'R', comment.number)
  return (
    <li data-row="true">
      <h2>
        <label class="choice"><input type="checkbox" name="chosen" value={comment.id} aria-label={t('dispositions.choose', { ref })} /></label>{' '}
        <a href={behindQueue(data, `R-${comment.number}`)}>{ref}</a> <bdi>{whoSays(view, data.forum, comment).slice(0, 1)}</bdi>
        {needsLook ? <> <span class="tag warn">{t('review.desk.needs-look')}</span></> : null}
      </h2>
      <p lang={comment.language ?? undefined} dir="auto">{excerpt(comment.text, 240)}</p>
      {proposal === undefined ? null : <p><strong>{t(`review.disposition.${proposal.disposition}`)}</strong> <span dir="auto">{excerpt(proposal.reason, 160)}</span></p>}
      {proposal === undefined ? null : <input type="hidden" name={`seen-${comment.id}`} value={String(proposal.revision)} />}
      <p class="meta">
        <span>{writeTarget(view, comment, formatParagraphNumbers(waiting.numbers))}</span>
        <span>{t(`review.type.${comment.type}`)}</span>
        <span>{writeShortDate(comment.receivedBy, view.lang)}</span>
        {comment.isLate ? <span class="tag">{t('review.late')}</span> : null}
        {assignedTo === undefined ? null : <span>{t('dispositions.assigned', { name: assignedTo })}</span>}
        {comment.response === null ? null : <span class="tag">{t(`review.disposition.${comment.response.disposition}`)}</span>}
        {comment.isSatisfied === false ? <span class="tag warn">{t('dispositions.objects')}</span> : null}
      </p>
    </li>
  )
}

function Filters(props: { view: View; data: QueueData }) {
  const { view, data } = props
  const { t } = view
  const { filter } = data
  return (
    <form class="filters" method="get" action={data.base}>
      <input type="hidden" name="state" value={data.choice.state} />
      {data.reviews.length < 2 ? null : <Choose name="review" label={t('dispositions.review')} all={t('review.all')} chosen={filter.review === undefined ? undefined : String(filter.review)} choices={data.reviews.map(({ number, title }) => ({ value: String(number), label: title }))} />}
      <Choose name="person" label={t('dispositions.person')} all={t('review.all')} chosen={filter.person} choices={[{ value: 'me', label: t('dispositions.person.me') }, { value: 'nobody', label: t('dispositions.person.nobody') }, ...data.answerers.map(({ id, name }) => ({ value: id, label: name }))]} />
      <Choose name="type" label={t('review.field.type')} all={t('review.all')} chosen={filter.type} choices={COMMENT_TYPES.map((type) => ({ value: type, label: t(`review.type.${type}`) }))} />
      <Choose name="group" label={t('review.field.stakeholder-group')} all={t('review.all')} chosen={filter.group} choices={[...data.forum.stakeholderGroups.map(({ key, title }) => ({ value: key, label: title })), { value: NOT_RECORDED, label: t('review.not-recorded') }]} />
      <div class="field"><label for="filter-words">{t('dispositions.words')}</label><input id="filter-words" name="words" dir="auto" value={filter.words ?? ''} /></div>
      {data.choice.reviewId === undefined ? null : <div class="field"><label for="filter-p">{t('review.filter.paragraph')}</label><input id="filter-p" name="p" inputmode="numeric" size={4} value={filter.p === undefined ? '' : String(filter.p)} /></div>}
      <button class="quiet">{t('review.filter.do')}</button>
    </form>
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

function Pages(props: { view: View; data: QueueData }) {
  const { view, data } = props
  if (data.pages < 2) return null
  return (
    <nav class="pages" aria-label={view.t('review.register-pages')}>
      {data.page > 1 ? <a href={queueAddress(data, { page: String(data.page - 1) })} rel="prev">{view.t('review.earlier')}</a> : null}
      <span>{data.page} / {data.pages}</span>
      {data.page < data.pages ? <a href={queueAddress(data, { page: String(data.page + 1) })} rel="next">{view.t('review.later')}</a> : null}
    </nav>
  )
}

export type QueueKey = 'j' | 'k' | 'o' | 'r' | 'digit' | 'a' | 'n' | 's' | 'send'
const WRITTEN: Readonly<Partial<Record<QueueKey, string>>> = { digit: '1–8', send: 'Ctrl Enter' }

/** What the keys do; the islands listen only where nothing is being typed. */
export function QueueKeys(props: { view: View; keys: readonly QueueKey[] }) {
  const { t } = props.view
  return (
    <details id="keys" class="block">
      <summary>{t('inbox.keys')}</summary>
      <dl class="facts">
        {props.keys.map((key) => <><dt><kbd>{WRITTEN[key] ?? key}</kbd></dt><dd>{t(`dispositions.key.${key}`)}</dd></>)}
        <dt><kbd>?</kbd></dt><dd>{t('inbox.key.help')}</dd>
      </dl>
    </details>
  )
}

export function queueCrumbs(view: View, data: AtQueue, ...more: readonly { readonly href?: string; readonly label: string }[]) {
  return [...deskCrumbs(view, data), { href: queueAddress(data, {}), label: view.t('review.comments') }, ...more]
}

/** What other cycles of the forum carried over: here somebody has to come back to it. */
export function DeferredPage(props: { view: View; data: DeferredData }) {
  const { view, data } = props
  const { t } = view
  return (
    <Layout view={view} frame={data.frame} title={t('dispositions.deferred.title')} desk crumbs={queueCrumbs(view, data, { label: t('dispositions.deferred.title') })}>
      <h1>{t('dispositions.deferred.title')}</h1>
      <p class="lead">{t('dispositions.deferred.lead')}</p>
      {data.comments.length === 0 ? <p class="empty">{t('review.desk.nothing')}</p> : null}
      <ul class="entries">
        {data.comments.map(({ comment, cycle }) => <li><CommentBlock view={view} data={{ forum: data.forum, cycle: { ...data.cycle, slug: cycle }, cycleBase: `/${data.forum.slug}/${cycle}` }} comment={comment} /></li>)}
      </ul>
    </Layout>
  )
}
