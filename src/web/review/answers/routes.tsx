import { transact } from '../../../platform/database.ts'
import { answerComment, type AnswerRefusal } from '../../../procedures/answer-comment.ts'
import { withdrawComment } from '../../../review/comments/commands.ts'
import { withdrawalSchema } from '../../../review/comments/schema.ts'
import { formatParagraphNumbers } from '../../../review/model.ts'
import { answerSchema } from '../../../review/responses/schema.ts'
import { parseFields, type FieldErrors } from '../../../shared/fields.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { servePrivatePage, type PageRequest } from '../../page.tsx'
import { actorOf } from '../desk.tsx'
import { loadAnswer, loadAnswers, type AnswerData, type AnswersData } from './data.ts'
import { AnswerPage, AnswersPage, DeskWithdrawForm } from './desk.tsx'

/** The desk at which comments are answered. */
export function answerRoutes(app: App, services: Services): void {
  servePrivatePage<AnswersData>(app, services, {
    path: '/desk/:forum/:cycle/comments',
    load: loadAnswers,
    render: (view, data) => <AnswersPage view={view} data={data} />,
  })
  serveForm<AnswerData>(app, services, {
    path: '/desk/:forum/:cycle/comments/:comment',
    load: loadAnswer,
    initial: initialAnswer,
    render: (view, data, form) => <AnswerPage view={view} data={data} form={form} />,
    submit: submitAnswer,
  })
  serveForm<AnswerData>(app, services, {
    path: '/desk/:forum/:cycle/comments/:comment/withdraw',
    load: loadAnswer,
    render: (view, data, form) => <DeskWithdrawForm view={view} data={data} form={form} />,
    submit: submitWithdrawal,
  })
}

function initialAnswer(data: AnswerData): Record<string, string> {
  const { response } = data.comment
  return {
    revision: String(response?.revision ?? 0),
    disposition: response?.disposition ?? '',
    reason: response?.reason ?? '',
    changed: formatParagraphNumbers(data.changedNumbers),
    changedIn: 'working',
    duplicateOf: data.duplicateOf === undefined ? '' : `R-${data.duplicateOf.number}`,
  }
}

async function submitAnswer(request: PageRequest, data: AnswerData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(answerSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const input = { ...parsed.value, commentId: data.comment.id, cycleSlug: data.cycle.slug, documentId: data.documentId }
  const answered = await transact(request.db, (tx) => answerComment(tx, actorOf(request), input, request.now))
  return 'refusal' in answered ? { errors: errorsOf(answered) } : { seeOther: `/desk/${data.forum.slug}/${data.cycle.slug}/comments` }
}

function errorsOf(refused: AnswerRefusal): FieldErrors {
  switch (refused.refusal) {
    case 'no-such-paragraph':
      return { changed: `review.refusal.no-such-paragraph:${refused.numbers}` }
    case 'no-such-version':
      return { changedIn: 'review.refusal.no-such-version' }
    case 'no-such-duplicate':
    case 'duplicate-of-itself':
    case 'duplicate-of-duplicate':
      return { duplicateOf: `review.refusal.${refused.refusal}` }
    default:
      return { '': `review.refusal.${refused.refusal}` }
  }
}

async function submitWithdrawal(request: PageRequest, data: AnswerData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(withdrawalSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const input = { commentId: data.comment.id, cycleSlug: data.cycle.slug, reason: parsed.value.reason }
  const outcome = await transact(request.db, (tx) => withdrawComment(tx, actorOf(request), input, request.now))
  if ('refusal' in outcome) return { errors: { '': `review.refusal.${outcome.refusal}` } }
  return { seeOther: `/desk/${data.forum.slug}/${data.cycle.slug}/comments` }
}
