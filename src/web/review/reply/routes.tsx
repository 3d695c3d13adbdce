import { replySchema } from '../../../review/comments/schema.ts'
import { parseFields } from '../../../shared/fields.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { normalise, strangeGroups } from '../comment/routes.tsx'
import { gatherComments, submitOrKeep, type TakeComment } from '../waiting/data.ts'
import { initialReply, loadReply, ReplyForm, type ReplyData } from './forms.tsx'

/** Replies: comments of the same register, below the one they reply to. */
export function replyRoutes(app: App, services: Services): void {
  const take = gatherComments(services)
  serveForm<ReplyData>(app, services, {
    path: '/:forum/:cycle/comments/:comment/reply',
    load: loadReply,
    initial: initialReply,
    render: (view, data, form) => <ReplyForm view={view} data={data} form={form} />,
    submit: (request, data, submitted) => submitReply(request, take, data, submitted),
  })
}

async function submitReply(request: PageRequest, take: TakeComment, data: ReplyData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(replySchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const strange = strangeGroups(data.forum, parsed.value)
  if (Object.keys(strange).length > 0) return { errors: strange }
  const { as, ...said } = parsed.value
  const { comment } = data
  return submitOrKeep(request, take, data, {
    ...normalise(said),
    proposal: undefined,
    missingWhere: comment.missingWhere ?? undefined,
    target: comment.target,
    paragraphs: data.standings.map(({ asRead }) => asRead.number),
    inReplyTo: comment.id,
    ...(data.mayBeEditor && as !== 'myself' ? { isFromEditors: true } : {}),
    reviewId: data.review.id,
    cycleSlug: data.cycle.slug,
  })
}
