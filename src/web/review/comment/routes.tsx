import { transact } from '../../../platform/database.ts'
import { equalSecrets } from '../../../platform/digest.ts'
import { share } from '../../../platform/gathering.ts'
import { PUBLIC } from '../../../record/model.ts'
import { withdrawComment } from '../../../review/comments/commands.ts'
import { commentSchema, withdrawalSchema } from '../../../review/comments/schema.ts'
import { findComment } from '../../../review/comments/queries.ts'
import { saySatisfied } from '../../../review/responses/commands.ts'
import { wordAnew } from '../../../review/wordings/commands.ts'
import { wordingSchema } from '../../../review/wordings/schema.ts'
import { satisfactionSchema } from '../../../review/responses/schema.ts'
import type { Forum } from '../../../forums/model.ts'
import { parseFields, type FieldErrors } from '../../../shared/fields.ts'
import { formatRef, parseNumber } from '../../../shared/refs.ts'
import { NO_REGIONAL_GROUP } from '../../../shared/vocabularies.ts'
import type { App, Services } from '../../context.ts'
import { loadCycle } from '../../forums/data.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { servePage, type PageRequest } from '../../page.tsx'
import { fromPostJson } from '../../lists/taken/data.ts'
import { onAgendaToJson } from '../agenda/data.ts'
import { anchorToJson } from '../anchors/data.ts'
import { commentToJson } from '../register/data.ts'
import { loadComment, type CommentPageData } from './data.ts'
import { CommentForm, initialComment, loadCommentForm, refused, tokenOf, type CommentFormData } from './forms.tsx'
import { placeFollowRoutes } from '../followers/routes.tsx'
import { gatherComments, submitOrKeep, type TakeComment } from '../waiting/data.ts'
import { MyCommentPage } from './mine/pages.tsx'
import { CommentPage } from './pages.tsx'

/** One comment: its page, the form it is sent with, and the page by which its sender follows it. */
export function commentRoutes(app: App, services: Services): void {
  const take = gatherComments(services)
  // Before a deadline many open and send the same form: its review is looked up once for all who ask at the same time.
  const loading = share<CommentFormData | undefined>()
  placeFollowRoutes(app, services)
  servePage<CommentPageData>(app, services, {
    path: '/:forum/:cycle/comments/:comment',
    load: (request) => loadComment(request),
    json: commentPageToJson,
    render: (view, data) => <CommentPage view={view} data={data} />,
  })
  serveForm<CommentFormData>(app, services, {
    path: '/:forum/:cycle/reviews/:review/comment',
    load: (request) => (isForAll(request) ? loading(`${request.view.lang} ${request.view.path} ${request.query['p'] ?? ''}`, () => loadCommentForm(request)) : loadCommentForm(request)),
    initial: initialComment,
    render: (view, data, form) => <CommentForm view={view} data={data} form={form} />,
    submit: (request, data, submitted) => submitComment(request, take, data, submitted),
  })
  serveForm<CommentPageData>(app, services, {
    path: '/:forum/:cycle/comments/:comment/mine/:token',
    load: loadMine,
    initial: ({ comment }) => ({ revision: String(comment.revision), type: comment.type, text: comment.text, proposal: comment.proposal ?? '', missingWhere: comment.missingWhere ?? '' }),
    render: (view, data, form) => <MyCommentPage view={view} data={data} form={form} />,
    submit: submitMine,
  })
}

/** Whether everybody would be shown the same: nobody is signed in, and no key opens more. */
function isForAll({ view, readingKeys }: PageRequest): boolean {
  return view.person === undefined && readingKeys === undefined
}

/** Groups are lists that each forum keeps; what is not on them did not come from its form. */
export function strangeGroups(forum: Forum, comment: { readonly stakeholderGroup?: string | undefined; readonly regionalGroup?: string | undefined }): FieldErrors {
  const errors: Record<string, string> = {}
  const { stakeholderGroup, regionalGroup } = comment
  if (stakeholderGroup !== undefined && !forum.stakeholderGroups.some(({ key }) => key === stakeholderGroup)) errors['stakeholderGroup'] = 'not-in-list'
  if (regionalGroup !== undefined && regionalGroup !== NO_REGIONAL_GROUP && !forum.regionalGroups.some(({ key }) => key === regionalGroup)) errors['regionalGroup'] = 'not-in-list'
  return errors
}

async function submitComment(request: PageRequest, take: TakeComment, data: CommentFormData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(commentSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const strange = strangeGroups(data.forum, parsed.value)
  if (Object.keys(strange).length > 0) return { errors: strange }
  return submitOrKeep(request, take, data, { ...normalise(parsed.value), reviewId: data.review.id, cycleSlug: data.cycle.slug })
}

type Optional = 'missingWhere' | 'proposal' | 'author' | 'organisation' | 'stakeholderGroup' | 'regionalGroup' | 'language' | 'mail'

/** What the form left out is said to be left out. */
export function normalise<T extends Partial<Record<Optional, string | undefined>>>(value: T): T & Record<Optional, string | undefined> {
  const { missingWhere, proposal, author, organisation, stakeholderGroup, regionalGroup, language, mail } = value
  return { ...value, missingWhere, proposal, author, organisation, stakeholderGroup, regionalGroup, language, mail }
}

/** The page behind the secret link. A wrong link finds nothing, as if there were no such page. */
async function loadMine(request: PageRequest): Promise<CommentPageData | undefined> {
  const inCycle = await loadCycle(request)
  const number = parseNumber('R', request.params['comment'] ?? '')
  const comment = inCycle === undefined || number === undefined ? undefined : await findComment(request.db, inCycle.cycle.id, number)
  if (comment === undefined || !equalSecrets(tokenOf(request.services, comment.id), request.params['token'] ?? '')) return undefined
  return loadComment(request, true)
}

async function submitMine(request: PageRequest, data: CommentPageData, submitted: Submitted): Promise<FormOutcome> {
  const subject = { commentId: data.comment.id, cycleSlug: data.cycle.slug }
  if (submitted.value('act') === 'withdraw') {
    const parsed = parseFields(withdrawalSchema, fieldsToObject(submitted.fields))
    if (!parsed.ok) return parsed
    const outcome = await transact(request.db, (tx) => withdrawComment(tx, PUBLIC, { ...subject, reason: parsed.value.reason }, request.now))
    return 'refusal' in outcome ? { errors: { '': `review.refusal.${outcome.refusal}` } } : { seeOther: request.view.path }
  }
  if (submitted.value('act') === 'word') return submitWording(request, data, submitted)
  const parsed = parseFields(satisfactionSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const said = { ...subject, isSatisfied: parsed.value.satisfied === 'yes', words: parsed.value.words, revision: parsed.value.revision }
  const outcome = await transact(request.db, (tx) => saySatisfied(tx, PUBLIC, said, request.now))
  return 'refusal' in outcome ? { errors: { '': `review.refusal.${outcome.refusal}` } } : { seeOther: request.view.path }
}

async function submitWording(request: PageRequest, data: CommentPageData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(wordingSchema, { missingWhere: '', ...fieldsToObject(submitted.fields) })
  if (!parsed.ok) return parsed
  const { proposal, missingWhere, ...rest } = parsed.value
  const input = { ...rest, proposal, missingWhere: data.comment.target === 'missing' ? missingWhere : undefined, commentId: data.comment.id, cycleSlug: data.cycle.slug }
  const worded = await transact(request.db, (tx) => wordAnew(tx, PUBLIC, input, request.now))
  if (!('refusal' in worded)) return { seeOther: request.view.path }
  return worded.refusal === 'review-closed' ? refused(request.view, worded) : { errors: { '': `review.refusal.${worded.refusal === 'changed-meanwhile' ? 'worded-meanwhile' : worded.refusal}` } }
}

function commentPageToJson(data: CommentPageData): object {
  return {
    ...commentToJson(data, data.comment),
    objection: data.objection ?? null,
    origin: data.origin === undefined ? null : { kind: data.origin.kind, dated: data.origin.dated, resolved: data.origin.isResolved },
    fromPost: fromPostJson(data.fromPost),
    forum: data.forum.slug,
    cycle: data.cycle.slug,
    review: data.review.number,
    paragraphs: data.standings.map(({ asRead, today, wentOn, anchor }) => ({
      id: asRead.id,
      version: data.version.number,
      number: asRead.number,
      url: asRead.href,
      text: asRead.text,
      now: today === undefined ? null : { version: data.latest?.number, number: today.number, url: today.href },
      wentOn: wentOn.map(({ way, number, href }) => ({ kind: way, number, url: href })),
      ...anchorToJson(anchor),
    })),
    changed: data.changed.map((place) => (place === undefined ? null : { number: place.number, url: place.href })),
    inReplyTo: data.parent === undefined ? null : formatRef(data.cycle.slug, 'R', data.parent.number),
    replies: data.replies.map((reply) => commentToJson(data, reply)),
    agreements: data.agreements.map(({ name, organisation, stakeholderGroup, regionalGroup, agreedAt }) => ({ name, organisation, stakeholderGroup, regionalGroup, agreedAt })),
    wordings: data.wordings.map(({ type, text, proposal, missingWhere, replacedAt }) => ({ type, text, proposal, missingWhere, replacedAt })),
    agenda: data.agenda.map((on) => onAgendaToJson(data.forum, on)),
    translations: data.translations.map(({ language, text, machine }) => ({ language, text, machine })),
    duplicateOf: data.duplicateOf === undefined ? null : formatRef(data.cycle.slug, 'R', data.duplicateOf.number),
    duplicates: data.duplicates.map(({ number }) => formatRef(data.cycle.slug, 'R', number)),
    earlierResponses: data.earlier.map(({ disposition, reason, answeredAt }) => ({ disposition, reason, answeredAt })),
  }
}
