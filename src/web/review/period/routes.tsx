import { may } from '../../../people/policy.ts'
import { transact } from '../../../platform/database.ts'
import { isOpen } from '../../../review/model.ts'
import { extendReview } from '../../../review/periods/commands.ts'
import { extensionSchema } from '../../../review/periods/schema.ts'
import { parseFields } from '../../../shared/fields.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { loadReview, type InReview } from '../data.ts'
import { actorOf } from '../desk.tsx'
import { ExtendPage } from './desk.tsx'

/** The last day of a review, moved with a reason. */
export function periodRoutes(app: App, services: Services): void {
  serveForm<InReview>(app, services, {
    path: '/desk/:forum/:cycle/reviews/:review/extend',
    load: loadToExtend,
    initial: ({ review }) => ({ earlier: review.closesOn ?? '' }),
    render: (view, data, form) => <ExtendPage view={view} data={data} form={form} />,
    submit: submitExtension,
  })
}

async function loadToExtend(request: PageRequest): Promise<InReview | 'forbidden' | undefined> {
  const data = await loadReview(request)
  if (data === undefined) return undefined
  if (!may(request.view.person, 'run-reviews', { forumId: data.forum.id, cycleId: data.cycle.id })) return 'forbidden'
  return isOpen(data.review) && data.review.closesOn !== null ? data : undefined
}

async function submitExtension(request: PageRequest, data: InReview, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(extensionSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const done = await transact(request.db, (tx) => extendReview(tx, actorOf(request), { ...parsed.value, reviewId: data.review.id }, request.now))
  if (!('refusal' in done)) return { seeOther: `/desk${data.cycleBase}/reviews` }
  return { errors: done.refusal === 'changed-meanwhile' ? { '': 'review.refusal.period-changed' } : { closesOn: `review.refusal.${done.refusal}` } }
}
