import { transact } from '../../../platform/database.ts'
import { newId } from '../../../platform/new-id.ts'
import { registerRemark } from '../../../procedures/register-remark.ts'
import { isId } from '../../../shared/ids.ts'
import type { App, Services } from '../../context.ts'
import { serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { isMessageKey } from '../../messages.ts'
import { servePage, type PageRequest } from '../../page.tsx'
import { stampRoom } from '../room/data.ts'
import { loadRegister, loadRemarkPage, remarkAsData, type RegisterData, type RemarkData } from './data.ts'
import { RegisterPage, RemarkPage } from './pages.tsx'

/** The page of a remark, and how it comes into the register. */
export function remarkRoutes(app: App, services: Services): void {
  servePage<RemarkData>(app, services, { path: '/:forum/meetings/:meeting/remarks/:remark', load: loadRemarkPage, stamp: stampRoom, json: remarkAsData, render: (view, data) => <RemarkPage view={view} data={data} /> })
  serveForm<RegisterData>(app, services, {
    path: '/desk/:forum/meetings/:meeting/room/remarks/:remark/register',
    load: loadRegister,
    initial: () => ({ formKey: newId() }),
    render: (view, data, form) => <RegisterPage view={view} data={data} form={form} />,
    submit: register,
  })
}

async function register({ db, now }: PageRequest, data: RegisterData, submitted: Submitted): Promise<FormOutcome> {
  const [kind, id] = submitted.value('as').split(' ')
  const formKey = submitted.value('formKey')
  const review = kind === 'review' ? data.reviews.find((each) => each.review.id === id) : undefined
  const call = kind === 'question' ? data.calls.find((each) => each.call.questions.some((question) => question.id === id)) : undefined
  const question = call?.call.questions.find((each) => each.id === id)
  if (!isId(formKey)) return { errors: { '': 'not-found' } }
  const { meeting, remark, person } = data
  const said = { meetingId: meeting.id, remark: remark.position, receivedBy: meeting.sittings[0]?.date ?? null, formKey }
  const actor = { kind: 'person', id: person.id } as const
  const asked =
    review !== undefined
      ? ({ cycle: review.cycle, as: { kind: 'comment', reviewId: review.review.id } } as const)
      : call !== undefined && question !== undefined
        ? ({ cycle: call.cycle, as: { kind: 'contribution', callId: call.call.id, questionId: question.id } } as const)
        : undefined
  if (asked === undefined) return { errors: { as: 'not-in-list' } }
  const done = await transact(db, (tx) => registerRemark(tx, actor, { ...said, ...asked }, now))
  if ('ref' in done) return { seeOther: `/${data.forum.slug}/meetings/${meeting.slug}/remarks/${remark.position}` }
  const key = [`room.refusal.${done.refusal}`, `review.refusal.${done.refusal}`, `contributions.refusal.${done.refusal}`].find(isMessageKey)
  return { errors: { as: key ?? 'room.refusal.not-registered' } }
}
