import { transact } from '../../../platform/database.ts'
import { PUBLIC } from '../../../record/model.ts'
import { declineKept, dropKept, restoreKept, takeKept } from '../../../review/waiting/commands.ts'
import { declineSchema } from '../../../review/waiting/schema.ts'
import { parseFields } from '../../../shared/fields.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { servePrivatePage, type PageRequest } from '../../page.tsx'
import { refused } from '../comment/forms.tsx'
import { actorOf } from '../desk.tsx'
import { floodRoutes } from '../floods/routes.tsx'
import { placeNewsWriter } from '../followers/data.ts'
import { declineWriter, loadMyWaiting, loadOneWaiting, loadQueue, mineAddress, receiptWriter, type MyWaitingData, type OneWaitingData, type QueueData } from './data.ts'
import { OneWaitingPage, QueuePage } from './desk.tsx'
import { MyWaitingPage } from './pages.tsx'

/** Comments that are not taken yet: the page of their sender, and the desk's queue. */
export function waitingRoutes(app: App, services: Services): void {
  floodRoutes(app, services)
  serveForm<MyWaitingData>(app, services, {
    path: '/:forum/:cycle/reviews/:review/waiting/:waiting/:token',
    load: loadMyWaiting,
    render: (view, data, form) => <MyWaitingPage view={view} data={data} form={form} />,
    submit: submitMine,
  })
  servePrivatePage<QueueData>(app, services, { path: '/desk/:forum/:cycle/waiting-comments', load: loadQueue, render: (view, data) => <QueuePage view={view} data={data} /> })
  serveForm<OneWaitingData>(app, services, {
    path: '/desk/:forum/:cycle/waiting-comments/:waiting',
    load: loadOneWaiting,
    render: (view, data, form) => <OneWaitingPage view={view} data={data} form={form} />,
    submit: submitDecision,
  })
}

async function submitMine(request: PageRequest, data: MyWaitingData, submitted: Submitted): Promise<FormOutcome> {
  const which = { id: data.waiting.id, cycleId: data.cycle.id }
  if (submitted.value('act') === 'drop') {
    await transact(request.db, (tx) => dropKept(tx, PUBLIC, which, request.now))
    // Dropped now or by an earlier click: either way there is nothing of it any more.
    return { seeOther: `${data.cycleBase}/reviews/${data.review.number}` }
  }
  if (submitted.value('act') !== 'confirm') return { errors: { '': 'required' } }
  const taken = await transact(request.db, (tx) => takeKept(tx, PUBLIC, { ...which, by: 'sender', cycleSlug: data.cycle.slug, receipt: receiptWriter(request, data), toFollowers: placeNewsWriter(request.services) }, request.now))
  if (!('refusal' in taken)) return { seeOther: mineAddress(request, data.cycleBase, taken.commentId, taken.number) }
  return taken.refusal === 'not-waiting' ? { errors: { '': 'review.refusal.not-waiting' } } : refused(request.view, taken)
}

async function submitDecision(request: PageRequest, data: OneWaitingData, submitted: Submitted): Promise<FormOutcome> {
  const which = { id: data.waiting.id, cycleId: data.cycle.id }
  const [actor, queue] = [actorOf(request), { seeOther: `/desk${data.cycleBase}/waiting-comments` }]
  const act = submitted.value('act')
  if (act === 'restore') {
    const restored = await transact(request.db, (tx) => restoreKept(tx, actor, which, request.now))
    return 'refusal' in restored ? { errors: { '': `review.refusal.${restored.refusal}` } } : queue
  }
  if (act === 'take') {
    const taken = await transact(request.db, (tx) => takeKept(tx, actor, { ...which, by: 'desk', cycleSlug: data.cycle.slug, receipt: receiptWriter(request, data), toFollowers: placeNewsWriter(request.services) }, request.now))
    if (!('refusal' in taken)) return queue
    return taken.refusal === 'not-waiting' ? { errors: { '': 'review.refusal.not-waiting' } } : refused(request.view, taken)
  }
  const parsed = parseFields(declineSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const { reason, note } = parsed.value
  const write = declineWriter(request, { ...data, reviews: [data.review] }, data.waiting, { reason, note })
  const declined = await transact(request.db, (tx) => declineKept(tx, actor, { ...which, reason, note, write }, request.now))
  return 'refusal' in declined ? { errors: { '': `review.refusal.${declined.refusal}` } } : queue
}
