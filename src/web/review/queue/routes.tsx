import { z } from 'zod'
import { transact } from '../../../platform/database.ts'
import { answerTogether } from '../../../procedures/answer-together.ts'
import { confirmAnswers } from '../../../procedures/confirm-answers.ts'
import { assignComments } from '../../../review/desk/commands.ts'
import { togetherSchema } from '../../../review/responses/schema.ts'
import { parseFields, prose, type FieldErrors } from '../../../shared/fields.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { servePrivatePage, type PageRequest } from '../../page.tsx'
import { actorOf } from '../desk.tsx'
import { refusedAnswer, writeTold } from '../told/data.ts'
import { loadDeferred, loadQueue, loadTogether, queueAddress, type AtQueue, type DeferredData, type QueueData, type TogetherData } from './data.ts'
import { DeferredPage, QueuePage } from './desk.tsx'
import { TogetherForm } from './forms.tsx'

/** The queue of comments, and what is done with several of them at once. Comes before the address of one comment. */
export function queueRoutes(app: App, services: Services): void {
  serveForm<QueueData>(app, services, {
    path: '/desk/:forum/:cycle/comments',
    load: loadQueue,
    render: (view, data, form) => <QueuePage view={view} data={data} form={form} />,
    submit: submitMany,
  })
  serveForm<TogetherData>(app, services, {
    path: '/desk/:forum/:cycle/comments/together',
    load: loadTogether,
    initial: () => ({ changedIn: 'working' }),
    render: (view, data, form) => <TogetherForm view={view} data={data} form={form} />,
    submit: submitTogether,
  })
  servePrivatePage<DeferredData>(app, services, {
    path: '/desk/:forum/:cycle/comments/deferred',
    load: loadDeferred,
    render: (view, data) => <DeferredPage view={view} data={data} />,
  })
}

function chosenIn(submitted: Submitted): Id<'comment'>[] {
  return [...new Set((submitted.fields['chosen'] ?? []).filter((id): id is Id<'comment'> => isId(id)))]
}

/** What was ticked is answered together, given to somebody, or confirmed, all at once. */
async function submitMany(request: PageRequest, data: QueueData, submitted: Submitted): Promise<FormOutcome> {
  const { db, now } = request
  const chosen = chosenIn(submitted)
  const act = submitted.value('act')
  if (chosen.length === 0) return { errors: { chosen: 'dispositions.refusal.nothing-chosen' } }
  if (act === 'together') {
    const numbers = data.waiting.filter(({ comment }) => chosen.includes(comment.id)).map(({ comment }) => comment.number)
    return numbers.length === 0 ? { errors: { chosen: 'dispositions.refusal.nothing-chosen' } } : { seeOther: `${data.base}/together?refs=${numbers.join('.')}` }
  }
  const actor = actorOf(request)
  if (act === 'assign') {
    const personId = submitted.value('person')
    const person = data.answerers.find(({ id }) => id === personId)
    if (personId !== '' && person === undefined) return { errors: { chosen: 'dispositions.refusal.no-such-person' } }
    const assigned = await transact(db, (tx) => assignComments(tx, actor, { cycleId: data.cycle.id, commentIds: chosen, personId: person?.id }, now))
    return 'refusal' in assigned ? { errors: { chosen: `dispositions.refusal.${assigned.refusal}` } } : done(data, assigned.assigned)
  }
  if (act !== 'confirm') return { errors: { '': 'required' } }
  const proposals = chosen.map((commentId) => ({ commentId, revision: readFigure(submitted.value(`seen-${commentId}`)) }))
  const confirmed = await transact(db, (tx) => confirmAnswers(tx, actor, { cycleId: data.cycle.id, cycleSlug: data.cycle.slug, proposals, tell: writeTold(request, data) }, now))
  return 'refusal' in confirmed ? { errors: asWhole(refusedAnswer(confirmed)) } : done(data, confirmed.answered)
}

function done(data: AtQueue, count: number): FormOutcome {
  return { seeOther: queueAddress(data, { done: String(count) }) }
}

/** On a list there are no fields of an answer: what is wrong is said for the whole. */
function asWhole(errors: FieldErrors): FieldErrors {
  const [first = 'required'] = Object.values(errors)
  return { chosen: first }
}

async function submitTogether(request: PageRequest, data: TogetherData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(togetherSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const here = new Set<Id>(data.waiting.map(({ comment }) => comment.id))
  const own = parseFields(z.record(z.string(), prose(OWN_LIMIT)), Object.fromEntries(data.waiting.map(({ comment: { id } }) => [`own-${id}`, submitted.value(`own-${id}`)])))
  if (!own.ok) return own
  const comments = chosenIn(submitted).filter((id) => here.has(id)).map((commentId) => {
    const [revision = 0, proposal = 0] = submitted.value(`seen-${commentId}`).split('.').map(readFigure)
    return { commentId, revision, proposal, own: own.value[`own-${commentId}`] ?? '' }
  })
  if (comments.length === 0) return { errors: { chosen: 'dispositions.refusal.nothing-chosen' } }
  if (parsed.value.reason === '' && comments.some(({ own }) => own === '')) return { errors: { reason: 'required' } }
  const act = submitted.value('act')
  const input = { ...parsed.value, cycleId: data.cycle.id, cycleSlug: data.cycle.slug, documentId: data.documentId, comments, isProposal: act === 'propose', tell: writeTold(request, data) }
  if (data.documentId === undefined && parsed.value.changed.length > 0) return { errors: { changed: 'dispositions.refusal.several-documents' } }
  const answered = await transact(request.db, (tx) => answerTogether(tx, actorOf(request), input, request.now))
  return 'refusal' in answered ? { errors: refusedAnswer(answered) } : { seeOther: queueAddress(data, { done: String(answered.answered), refs: undefined }) }
}

const OWN_LIMIT = 5_000

/** A revision as the form sends it back; what is none is 0, and meets nothing. */
function readFigure(text: string): number {
  return /^[0-9]{1,9}$/u.test(text) ? Number(text) : 0
}
