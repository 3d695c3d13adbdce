import { listVersionsOfCycle, type VersionOfCycle } from '../../drafts/versions/queries.ts'
import { may } from '../../people/policy.ts'
import { transact } from '../../platform/database.ts'
import type { Actor } from '../../record/model.ts'
import { closeReview, openReview, reopenReview } from '../../review/commands.ts'
import { enterComment } from '../../review/comments/commands.ts'
import { enteredCommentSchema } from '../../review/comments/schema.ts'
import { isOpen } from '../../review/model.ts'
import { reviewSchema } from '../../review/schema.ts'
import { parseFields } from '../../shared/fields.ts'
import { dateInZone } from '../../shared/time.ts'
import type { App, FormState, Services, View } from '../context.ts'
import { readKeptFor, type FromMail } from '../record/kept/data.ts'
import { reviewMailWriter } from '../drafts/following/data.ts'
import { deskCrumbs, loadCycle, type InCycle } from '../forums/data.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../form.tsx'
import { servePrivatePage, type PageRequest } from '../page.tsx'
import { ChoiceField, ErrorSummary, LineField, SelectField, TextField } from '../ui/fields.tsx'
import { Layout } from '../ui/layout.tsx'
import { EnterForm, initialComment, loadCommentForm, refused, type CommentFormData } from './comment/forms.tsx'
import { placeNewsWriter } from './followers/data.ts'
import { normalise, strangeGroups } from './comment/routes.tsx'
import { loadReview, loadReviews, standing, type InReview, type ReviewsPageData } from './data.ts'

/** The desk of reviews: opened, closed and reopened; and what came by other ways, entered. */
export function deskReviewRoutes(app: App, services: Services): void {
  servePrivatePage<ReviewsPageData>(app, services, {
    path: '/desk/:forum/:cycle/reviews',
    load: async (request) => guard(request, await loadReviews(request), 'enter-comments'),
    render: (view, data) => <DeskReviewsPage view={view} data={data} />,
  })
  serveForm<OpenData>(app, services, {
    path: '/desk/:forum/:cycle/reviews/open',
    load: loadOpen,
    initial: (data) => ({ version: data.versions[0]?.id ?? '', closing: 'soft' }),
    render: (view, data, form) => <OpenForm view={view} data={data} form={form} />,
    submit: submitOpen,
  })
  serveForm<InReview>(app, services, {
    path: '/desk/:forum/:cycle/reviews/:review',
    load: async (request) => guard(request, await loadReview(request)),
    render: (view, data, form) => <CloseForm view={view} data={data} form={form} />,
    submit: submitClose,
  })
  serveForm<CommentFormData & { readonly kept?: FromMail | undefined }>(app, services, {
    path: '/desk/:forum/:cycle/reviews/:review/enter',
    load: async (request) => {
      const data = guard(request, await loadCommentForm(request), 'enter-comments')
      return typeof data === 'object' ? { ...data, kept: await readKeptFor(request, data.forum.id) } : data
    },
    initial: (data, request) => {
      const { kept } = data
      return { ...initialComment(data, request), channel: 'mail', receivedBy: kept?.receivedBy ?? dateInZone(request.now, 'UTC'), ...(kept === undefined ? {} : { text: kept.text, author: kept.name, mail: kept.address }) }
    },
    render: (view, data, form) => <EnterForm view={view} data={data} form={form} />,
    submit: submitEntered,
  })
}

/** Rapporteurs enter what was said where they were, and run nothing. */
function guard<T extends InCycle>(request: PageRequest, data: T | undefined, permission: 'run-reviews' | 'enter-comments' = 'run-reviews'): T | 'forbidden' | undefined {
  if (data === undefined) return undefined
  return may(request.view.person, permission, { forumId: data.forum.id, cycleId: data.cycle.id }) ? data : 'forbidden'
}

/** Who acts at the desk. Only reached behind a guard: nobody acts there unnamed. */
export function actorOf(request: PageRequest): Actor {
  if (request.view.person === undefined) throw new Error('Somebody who is not signed in got past the guard of the desk')
  return { kind: 'person', id: request.view.person.id }
}

function DeskReviewsPage(props: { view: View; data: ReviewsPageData }) {
  const { view, data } = props
  const base = `/desk/${data.forum.slug}/${data.cycle.slug}`
  const runs = may(view.person, 'run-reviews', { forumId: data.forum.id, cycleId: data.cycle.id })
  return (
    <Layout view={view} frame={data.frame} title={view.t('review.reviews')} desk crumbs={[...deskCrumbs(view, data), { label: view.t('review.reviews') }]}>
      <h1>{view.t('review.reviews')}</h1>
      {runs ? <p class="actions"><a class="button" href={`${base}/reviews/open`}>{view.t('review.desk.open')}</a> <a href={`${base}/comments`}>{view.t('review.desk.comments')}</a> <a href={`${base}/waiting-comments`}>{view.t('reviewing.queue.title')}</a></p> : null}
      {data.reviews.length === 0 ? <p class="empty">{view.t('review.none')}</p> : null}
      <ul class="todo">
        {data.reviews.map(({ review, count }) => (
          <li>
            <span><a href={`/${data.forum.slug}/${data.cycle.slug}/reviews/${review.number}`}>{review.title}</a> · {standing(view, review)} · {view.t('review.count-open', { count: count?.open ?? 0 })}</span>
            <span>
              {runs && isOpen(review) && review.closesOn !== null ? <><a href={`${base}/reviews/${review.number}/extend`}>{view.t('reviewing.extend')}</a> · </> : null}
              <a href={`${base}/reviews/${review.number}/enter`}>{view.t('review.enter.do')}</a>
              {runs ? <> · <a href={`${base}/reviews/${review.number}/files`}>{view.t('files-in.link')}</a> · <a href={`${base}/reviews/${review.number}`}>{view.t(isOpen(review) ? 'review.desk.close' : 'review.desk.reopen')}</a></> : null}
            </span>
          </li>
        ))}
      </ul>
    </Layout>
  )
}

interface OpenData extends InCycle {
  readonly versions: readonly VersionOfCycle[]
}

async function loadOpen(request: PageRequest): Promise<OpenData | 'forbidden' | undefined> {
  const inCycle = guard(request, await loadCycle(request))
  if (inCycle === undefined || inCycle === 'forbidden') return inCycle
  return { ...inCycle, versions: await listVersionsOfCycle(request.db, inCycle.cycle.id, { withHeld: true }) }
}

function OpenForm(props: { view: View; data: OpenData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const labels = { version: t('review.field.version'), title: t('review.field.title'), introduction: t('review.field.introduction'), closesOn: t('review.field.closes-on'), zone: t('reviewing.field.zone'), closing: t('reviewing.field.ends') }
  const versions = data.versions.map((version) => ({ value: version.id, label: `${version.documentTitle}, ${version.title}` }))
  return (
    <Layout view={view} frame={data.frame} title={t('review.desk.open')} desk crumbs={[...deskCrumbs(view, data), { href: `/desk/${data.forum.slug}/${data.cycle.slug}/reviews`, label: t('review.reviews') }, { label: t('review.desk.open') }]}>
      <h1>{t('review.desk.open')}</h1>
      {data.versions.length === 0 ? <p class="differs">{t('review.desk.no-versions')}</p> : (
        <form class="sheet" method="post" novalidate>
          <ErrorSummary view={view} form={form} labels={labels} />
          <SelectField view={view} form={form} name="version" label={labels.version} choices={versions} />
          <LineField view={view} form={form} name="title" label={labels.title} />
          <TextField view={view} form={form} name="introduction" optional label={labels.introduction} hint={t('review.hint.introduction')} />
          <LineField view={view} form={form} name="closesOn" type="date" optional label={labels.closesOn} hint={t('review.hint.closes-on')} />
          <LineField view={view} form={form} name="zone" optional dir="ltr" label={labels.zone} hint={t('reviewing.hint.zone')} />
          <ChoiceField view={view} form={form} name="closing" label={labels.closing} choices={(['soft', 'by-itself'] as const).map((closing) => ({ value: closing, label: t(`reviewing.ends.${closing}`) }))} />
          <div class="actions"><button>{t('review.desk.open')}</button></div>
        </form>
      )}
    </Layout>
  )
}

async function submitOpen(request: PageRequest, data: OpenData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(reviewSchema, { closesOn: '', introduction: '', ...fieldsToObject(submitted.fields) })
  if (!parsed.ok) return parsed
  const { version, title, introduction, closesOn, zone, closing } = parsed.value
  const versionId = data.versions.find((known) => known.id === version)?.id
  if (versionId === undefined) return { errors: { version: 'not-in-list' } }
  const input = { forumId: data.forum.id, cycleId: data.cycle.id, versionId, title, introduction, closesOn, zone, closesByItself: closing === 'by-itself', write: reviewMailWriter(request.services, data) }
  const opened = await transact(request.db, (tx) => openReview(tx, actorOf(request), input, request.now))
  if (!('refusal' in opened)) return { seeOther: `/desk/${data.forum.slug}/${data.cycle.slug}/reviews` }
  return { errors: { [opened.refusal === 'closes-in-the-past' ? 'closesOn' : 'version']: `review.refusal.${opened.refusal}` } }
}

function CloseForm(props: { view: View; data: InReview; form: FormState }) {
  const { view, data, form } = props
  const title = view.t(isOpen(data.review) ? 'review.desk.close' : 'review.desk.reopen')
  return (
    <Layout view={view} frame={data.frame} title={title} desk crumbs={[...deskCrumbs(view, data), { href: `/desk${data.cycleBase}/reviews`, label: view.t('review.reviews') }, { label: data.review.title }]}>
      <h1>{data.review.title}</h1>
      <p class="lead">{standing(view, data.review)}</p>
      <form class="sheet" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={{}} />
        <p>{view.t(isOpen(data.review) ? 'review.desk.close-means' : 'review.desk.reopen-means')}</p>
        <div class="actions"><button name="act" value={isOpen(data.review) ? 'close' : 'reopen'}>{title}</button></div>
      </form>
    </Layout>
  )
}

async function submitClose(request: PageRequest, data: InReview, submitted: Submitted): Promise<FormOutcome> {
  const [actor, subject] = [actorOf(request), { reviewId: data.review.id }]
  const act = submitted.value('act')
  if (act !== 'close' && act !== 'reopen') return { errors: { '': 'required' } }
  const outcome =
    act === 'reopen'
      ? await transact(request.db, (tx) => reopenReview(tx, actor, subject, request.now))
      : await transact(request.db, (tx) => closeReview(tx, actor, subject, request.now))
  return 'refusal' in outcome ? { errors: { '': `review.refusal.${outcome.refusal}` } } : { seeOther: `/desk${data.cycleBase}/reviews` }
}

async function submitEntered(request: PageRequest, data: CommentFormData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(enteredCommentSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const strange = strangeGroups(data.forum, parsed.value)
  if (Object.keys(strange).length > 0) return { errors: strange }
  const input = { ...parsed.value, ...normalise(parsed.value), reviewId: data.review.id, cycleSlug: data.cycle.slug }
  const taken = await transact(request.db, (tx) => enterComment(tx, actorOf(request), { ...input, toFollowers: placeNewsWriter(request.services) }, request.now))
  if ('refusal' in taken) return refused(request.view, taken)
  const answers = may(request.view.person, 'answer-comments', { forumId: data.forum.id, cycleId: data.cycle.id })
  return { seeOther: `${answers ? '/desk' : ''}${data.cycleBase}/comments/R-${taken.number}` }
}
