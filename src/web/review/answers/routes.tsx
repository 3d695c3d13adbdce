import { transact } from '../../../platform/database.ts'
import { answerComment } from '../../../procedures/answer-comment.ts'
import { answerTogether } from '../../../procedures/answer-together.ts'
import { confirmAnswers } from '../../../procedures/confirm-answers.ts'
import { withdrawComment } from '../../../review/comments/commands.ts'
import { withdrawalSchema } from '../../../review/comments/schema.ts'
import { assignComments, dropProposal, strikeCommentNote, writeCommentNote } from '../../../review/desk/commands.ts'
import { commentNoteSchema } from '../../../review/desk/schema.ts'
import { formatParagraphNumbers } from '../../../review/model.ts'
import { answerSchema } from '../../../review/responses/schema.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { actorOf } from '../desk.tsx'
import { behindQueue, queueAddress } from '../queue/data.ts'
import { refusedAnswer, writeTold } from '../told/data.ts'
import { loadAnswer, type AnswerData } from './data.ts'
import { AnswerPage, DeskWithdrawForm } from './desk.tsx'

/** The desk at which one comment is answered. */
export function answerRoutes(app: App, services: Services): void {
  serveForm<AnswerData>(app, services, {
    path: '/desk/:forum/:cycle/comments/:comment',
    load: loadAnswer,
    initial: initialAnswer,
    render: (view, data, form) => <AnswerPage view={view} data={data} form={form} />,
    submit: submitAct,
  })
  serveForm<AnswerData>(app, services, {
    path: '/desk/:forum/:cycle/comments/:comment/withdraw',
    load: loadAnswer,
    render: (view, data, form) => <DeskWithdrawForm view={view} data={data} form={form} />,
    submit: submitWithdrawal,
  })
}

/** The answer that stands, or the one that is proposed. */
function initialAnswer(data: AnswerData): Record<string, string> {
  const { comment, proposal } = data
  const shown = proposal ?? comment.response
  const original = proposal === undefined ? data.duplicateOf?.number : data.proposedOriginal
  return {
    revision: String(comment.response?.revision ?? 0),
    proposal: String(proposal?.revision ?? 0),
    disposition: shown?.disposition ?? '',
    reason: shown?.reason ?? '',
    changed: formatParagraphNumbers(data.changedNumbers),
    changedIn: 'working',
    duplicateOf: original === undefined ? '' : `R-${original}`,
  }
}

async function submitAct(request: PageRequest, data: AnswerData, submitted: Submitted): Promise<FormOutcome> {
  switch (submitted.value('act')) {
    case 'confirm':
      return confirm(request, data, submitted)
    case 'drop':
    case 'note':
    case 'strike':
    case 'assign':
      return work(request, data, submitted)
    case 'propose':
      return propose(request, data, submitted)
    default:
      return answer(request, data, submitted)
  }
}

async function answer(request: PageRequest, data: AnswerData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(answerSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const input = { ...parsed.value, commentId: data.comment.id, cycleSlug: data.cycle.slug, documentId: data.documentId, tell: writeTold(request, data) }
  const answered = await transact(request.db, (tx) => answerComment(tx, actorOf(request), input, request.now))
  return 'refusal' in answered ? { errors: refusedAnswer(answered) } : onward(data)
}

async function propose(request: PageRequest, data: AnswerData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(answerSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const { revision, ...typed } = parsed.value
  const comments = [{ commentId: data.comment.id, revision, proposal: revisionIn(submitted), own: '' }]
  const input = { ...typed, cycleId: data.cycle.id, cycleSlug: data.cycle.slug, documentId: data.documentId, comments, isProposal: true }
  const proposed = await transact(request.db, (tx) => answerTogether(tx, actorOf(request), input, request.now))
  return 'refusal' in proposed ? { errors: refusedAnswer(proposed) } : onward(data)
}

async function confirm(request: PageRequest, data: AnswerData, submitted: Submitted): Promise<FormOutcome> {
  const input = { cycleId: data.cycle.id, cycleSlug: data.cycle.slug, proposals: [{ commentId: data.comment.id, revision: revisionIn(submitted) }], tell: writeTold(request, data) }
  const confirmed = await transact(request.db, (tx) => confirmAnswers(tx, actorOf(request), input, request.now))
  return 'refusal' in confirmed ? { errors: refusedAnswer(confirmed) } : onward(data)
}

/** Whoever works through the queue goes on to the next in it. */
function onward(data: AnswerData): FormOutcome {
  return { seeOther: data.query === '' || data.after === undefined ? queueAddress(data, {}) : behindQueue(data, `R-${data.after}`) }
}

/** What leaves the answer as it is: who is to give it, notes, and what is proposed no longer. */
async function work(request: PageRequest, data: AnswerData, submitted: Submitted): Promise<FormOutcome> {
  const { db, now } = request
  const [actor, of] = [actorOf(request), { cycleId: data.cycle.id, commentId: data.comment.id }]
  const here: FormOutcome = { seeOther: behindQueue(data, `R-${data.comment.number}`) }
  switch (submitted.value('act')) {
    case 'note': {
      const parsed = parseFields(commentNoteSchema, fieldsToObject(submitted.fields))
      if (!parsed.ok) return parsed
      const written = await transact(db, (tx) => writeCommentNote(tx, actor, { ...of, text: parsed.value.text }, now))
      return 'refusal' in written ? { errors: { text: `dispositions.refusal.${written.refusal}` } } : here
    }
    case 'strike': {
      const note = submitted.value('note')
      const struck = isId(note) ? await transact(db, (tx) => strikeCommentNote(tx, actor, { ...of, noteId: note }, now)) : { refusal: 'already-struck' as const }
      return 'refusal' in struck ? { errors: { '': `dispositions.refusal.${struck.refusal}` } } : here
    }
    case 'assign': {
      const person = submitted.value('person')
      if (person !== '' && !data.answerers.some(({ id }) => id === person)) return { errors: { person: 'dispositions.refusal.no-such-person' } }
      const assigned = await transact(db, (tx) => assignComments(tx, actor, { cycleId: of.cycleId, commentIds: [of.commentId], personId: person === '' ? undefined : (person as Id) }, now))
      return 'refusal' in assigned ? { errors: { '': `review.refusal.comment-withdrawn` } } : here
    }
    default: {
      const dropped = await transact(db, (tx) => dropProposal(tx, actor, { ...of, revision: revisionIn(submitted) }, now))
      return 'refusal' in dropped ? { errors: { '': `review.refusal.${dropped.refusal}` } } : here
    }
  }
}

/** Of the proposal that was on the screen; what is no figure is 0, and meets nothing. */
function revisionIn(submitted: Submitted): number {
  const text = submitted.value('proposal')
  return /^[0-9]{1,9}$/u.test(text) ? Number(text) : 0
}

async function submitWithdrawal(request: PageRequest, data: AnswerData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(withdrawalSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const input = { commentId: data.comment.id, cycleSlug: data.cycle.slug, reason: parsed.value.reason }
  const outcome = await transact(request.db, (tx) => withdrawComment(tx, actorOf(request), input, request.now))
  if ('refusal' in outcome) return { errors: { '': `review.refusal.${outcome.refusal}` } }
  return { seeOther: data.base }
}
