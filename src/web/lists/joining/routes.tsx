import { askToJoin, confirmJoining, leaveList, pauseMember, resumeMember, setDelivery } from '../../../lists/members/commands.ts'
import { decidePost } from '../../../lists/posts/commands.ts'
import { declineSchema, deliverySchema, joinSchema } from '../../../lists/schema.ts'
import { transact, type Tx } from '../../../platform/database.ts'
import { PUBLIC, type Actor } from '../../../record/model.ts'
import { parseFields } from '../../../shared/fields.ts'
import { INTERFACE_LANGUAGES } from '../../../shared/language.ts'
import { isRefusal, type Refusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { isTooMany, tooMany, withinLimit } from '../../people/limits/data.ts'
import type { InList } from '../data.ts'
import { listLetterWriter } from '../letters/data.ts'
import { loadJoinable, loadLeaving, loadMembership, loadModeration, type InMembership, type InModeration } from './data.ts'
import { JoinPage, LeavePage, MemberPage, ModeratePage } from './forms.tsx'

const LIST = '/:forum/lists/:list'

/** Taking part in a list without an account: joining, one's own page, leaving by one click, and a moderator's link. */
export function joiningRoutes(app: App, services: Services): void {
  serveForm<InList>(app, services, {
    path: `${LIST}/join`,
    load: loadJoinable,
    initial: () => ({ delivery: 'at-once' }),
    render: (view, data, form) => <JoinPage view={view} data={data} form={form} />,
    submit: submitJoining,
  })
  serveForm<InMembership>(app, services, {
    path: `${LIST}/member/:token`,
    load: loadMembership,
    initial: ({ member }) => ({ delivery: member.delivery, name: member.name ?? '' }),
    render: (view, data, form) => <MemberPage view={view} data={data} form={form} />,
    submit: submitMember,
  })
  serveForm<InMembership>(app, services, {
    path: `${LIST}/leave/:token`,
    load: loadLeaving,
    render: (view, data, form) => <LeavePage view={view} data={data} form={form} />,
    submit: async (request, data) => {
      // Sent again by a mail program, it has been done: no mistake.
      await transact(request.db, (tx) => leaveList(tx, PUBLIC, { subscriptionId: data.member.id }, request.now))
      return { seeOther: request.view.path }
    },
  })
  serveForm<InModeration>(app, services, {
    path: `${LIST}/moderate/:token`,
    load: loadModeration,
    initial: () => ({ decision: 'publish' }),
    render: (view, data, form) => <ModeratePage view={view} data={data} form={form} />,
    submit: (request, data, submitted) => submitDecision(request, data, submitted, PUBLIC, request.view.path),
  })
}

async function submitJoining(request: PageRequest, data: InList, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(joinSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const { mail, name, delivery } = parsed.value
  const language = INTERFACE_LANGUAGES.find((each) => each === request.view.lang) ?? 'en'
  const input = { listId: data.list.id, mail, name: name ?? null, delivery, language, cameBy: 'web' as const, write: listLetterWriter(request.services) }
  const asked = await withinLimit(request, 'following', mail, (tx) => askToJoin(tx, PUBLIC, input, request.now))
  if (isTooMany(asked)) return tooMany(request, 'following', asked)
  return isRefusal(asked) ? { errors: { '': request.view.t(`lists.refusal.${asked.refusal}`) } } : { seeOther: `${request.view.path}?sent=1` }
}

async function submitMember(request: PageRequest, data: InMembership, submitted: Submitted): Promise<FormOutcome> {
  const { now, view } = request
  const subscriptionId = data.member.id
  const write = listLetterWriter(request.services)
  const shall = submitted.value('shall')
  if (shall === 'choose') {
    const parsed = parseFields(deliverySchema, fieldsToObject(submitted.fields))
    if (!parsed.ok) return parsed
    return answer(request, (tx) => setDelivery(tx, PUBLIC, { subscriptionId, delivery: parsed.value.delivery, name: parsed.value.name ?? null }, now))
  }
  const works: Readonly<Record<string, (tx: Tx) => Promise<object | MemberRefusal>>> = {
    confirm: (tx) => confirmJoining(tx, PUBLIC, { subscriptionId, write }, now),
    pause: (tx) => pauseMember(tx, PUBLIC, { subscriptionId }, now),
    resume: (tx) => resumeMember(tx, PUBLIC, { subscriptionId }, now),
    leave: (tx) => leaveList(tx, PUBLIC, { subscriptionId, write }, now),
  }
  const work = Object.hasOwn(works, shall) ? works[shall] : undefined
  return work === undefined ? { errors: { '': view.t('lists.refusal.nothing-chosen') } } : answer(request, work)
}

type MemberRefusal = Refusal<'confirmed-already' | 'list-closed' | 'not-a-member' | 'left-already'>

async function answer(request: PageRequest, work: (tx: Tx) => Promise<object | MemberRefusal>): Promise<FormOutcome> {
  const done = await transact<object | MemberRefusal>(request.db, work)
  return isRefusal(done) ? { errors: { '': request.view.t(`lists.refusal.${done.refusal}`) } } : { seeOther: request.view.path }
}

/** Decides about a post, for a moderator or the desk. */
export async function submitDecision(request: PageRequest, data: Pick<InModeration, 'post'>, submitted: Submitted, actor: Actor, seeOther: string): Promise<FormOutcome> {
  const parsed = parseFields(declineSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const { decision, reason } = parsed.value
  const done = await transact(request.db, (tx) => decidePost(tx, actor, { postId: data.post.id, decision, reason: reason ?? null, write: listLetterWriter(request.services) }, request.now))
  return isRefusal(done) ? { errors: { '': request.view.t(`lists.refusal.${done.refusal}`) } } : { seeOther }
}
