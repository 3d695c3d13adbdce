import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { findForumById } from '../../forums/queries.ts'
import { appendAct, enqueueMail, type Mail } from '../../record/commands.ts'
import type { ActDetails, Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import { dateInZone, type Instant } from '../../shared/time.ts'
import type { ListAct } from '../acts.ts'
import type { ListLetter, WriteListLetter } from '../letters/model.ts'
import type { Delivery, List, NamedAddress, Subscription, SubscriptionState } from '../model.ts'
import { findListById } from '../queries.ts'
import { findSubscription, findSubscriptionOf, toSubscription } from './queries.ts'

export interface Asking {
  readonly listId: Id<'list'>
  readonly mail: string
  readonly name: string | null
  readonly language: string
  readonly delivery: Delivery
  readonly cameBy: 'mail' | 'web'
  readonly write: WriteListLetter
}

/**
 * Takes somebody's wish to join, and mails what confirms it, once a day at most. The answer is the same whether the address was known or
 * not, so that nobody learns who reads a list. Refuses: list-closed.
 */
export async function askToJoin(tx: Tx, actor: Actor, input: Asking, now: Instant): Promise<{ asked: true } | Refusal<'list-closed'>> {
  const list = await existingList(tx, input.listId)
  if (list.closedAt !== null) return { refusal: 'list-closed' }
  await tx
    .insertInto('lists_subscription')
    .values({ id: newId(), list_id: list.id, mail: input.mail, name: input.name, language: input.language, delivery: input.delivery, state: 'asked', came_by: input.cameBy, admitted_at: list.kind === 'members' ? null : now, asked_at: now, state_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const known = await findSubscriptionOf(tx, list.id, input.mail)
  if (known === undefined) throw new Error('A subscription is neither here nor new')
  if (known.state === 'asked' || known.state === 'left') {
    // Whoever comes back says anew how they want it.
    await tx.updateTable('lists_subscription').set({ delivery: input.delivery, language: input.language, ...(input.name === null ? {} : { name: input.name }) }).where('id', '=', known.id).execute()
  }
  const isMember = known.state !== 'asked' && known.state !== 'left'
  await send(tx, list, { to: input.mail, language: input.language, occasion: 'subscription-to-confirm', about: known.id, write: input.write }, { kind: isMember ? 'already' : 'to-confirm', subscriptionId: known.id, wish: 'join' }, now)
  await append(tx, actor, list, 'list-join-asked', {}, now)
  return { asked: true }
}

/**
 * Confirms a wish, by the link or by the answer to its mail. On a members' list the desk then has to let them in.
 * Refuses: confirmed-already, list-closed.
 */
export async function confirmJoining(tx: Tx, actor: Actor, input: { subscriptionId: Id<'subscription'>; write: WriteListLetter }, now: Instant): Promise<{ state: SubscriptionState } | Refusal<'confirmed-already' | 'list-closed'>> {
  const { list, subscription } = await existingMember(tx, input.subscriptionId)
  if (list.closedAt !== null) return { refusal: 'list-closed' }
  const isLetIn = list.kind !== 'members' || subscription.admittedAt !== null
  const row = await tx
    .updateTable('lists_subscription')
    .set({ state: isLetIn ? 'confirmed' : 'asked', confirmed_at: now, state_at: now })
    .where('id', '=', subscription.id)
    .where((where) => where.or([where('state', '=', 'left'), where.and([where('state', '=', 'asked'), ...(isLetIn ? [] : [where('confirmed_at', 'is', null)])])]))
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'confirmed-already' }
  await send(tx, list, { to: row.mail, language: row.language, occasion: 'subscription-answered', about: subscription.id, write: input.write }, { kind: isLetIn ? 'welcome' : 'waits-for-desk', subscriptionId: subscription.id, wish: 'join' }, now)
  await append(tx, actor, list, isLetIn ? 'list-joined' : 'list-join-asked', {}, now)
  return { state: row.state }
}

/** Lets a member in who asked and confirmed. Refuses: done-already. */
export async function letIn(tx: Tx, actor: Actor, input: { subscriptionId: Id<'subscription'>; write: WriteListLetter }, now: Instant): Promise<{ state: 'confirmed' } | Refusal<'done-already'>> {
  const { list, subscription } = await existingMember(tx, input.subscriptionId)
  const row = await tx
    .updateTable('lists_subscription')
    .set({ state: 'confirmed', admitted_at: now, state_at: now })
    .where('id', '=', subscription.id)
    .where('state', '=', 'asked')
    .where('confirmed_at', 'is not', null)
    .returning(['mail', 'language'])
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'done-already' }
  await send(tx, list, { to: row.mail, language: row.language, occasion: 'subscription-answered', about: subscription.id, write: input.write }, { kind: 'welcome', subscriptionId: subscription.id, wish: 'join' }, now)
  await append(tx, actor, list, 'list-let-in', {}, now)
  return { state: 'confirmed' }
}

/** Ends a subscription, by link, by one click or by mail; with `write`, says so once by mail. Refuses: left-already. */
export async function leaveList(tx: Tx, actor: Actor, input: { subscriptionId: Id<'subscription'>; write?: WriteListLetter | undefined; isRemoved?: boolean }, now: Instant): Promise<{ left: true } | Refusal<'left-already'>> {
  const { list, subscription } = await existingMember(tx, input.subscriptionId)
  // Who left and comes back is let in anew.
  const row = await tx.updateTable('lists_subscription').set({ state: 'left', state_at: now, admitted_at: list.kind === 'members' ? null : now }).where('id', '=', subscription.id).where('state', '<>', 'left').returning(['mail', 'language']).executeTakeFirst()
  if (row === undefined) return { refusal: 'left-already' }
  if (input.write !== undefined) await send(tx, list, { to: row.mail, language: row.language, occasion: 'subscription-answered', about: subscription.id, write: input.write }, { kind: 'left' }, now)
  await append(tx, actor, list, input.isRemoved === true ? 'list-member-removed' : 'list-left', {}, now)
  return { left: true }
}

/** Somebody wrote that an address wants to leave: that may be anybody, so the address is asked. Silent where it is no member. */
export async function askToLeave(tx: Tx, input: { listId: Id<'list'>; mail: string; write: WriteListLetter }, now: Instant): Promise<{ asked: boolean }> {
  const [list, known] = [await existingList(tx, input.listId), await findSubscriptionOf(tx, input.listId, input.mail)]
  if (known === undefined || known.state === 'left' || known.state === 'asked') return { asked: false }
  await send(tx, list, { to: known.mail, language: known.language, occasion: 'subscription-to-confirm', about: known.id, write: input.write }, { kind: 'to-confirm-leaving', subscriptionId: known.id }, now)
  return { asked: true }
}

/** Says how a member wants the posts, and under which name they write. Refuses: not-a-member. */
export async function setDelivery(tx: Tx, actor: Actor, input: { subscriptionId: Id<'subscription'>; delivery: Delivery; name: string | null }, now: Instant): Promise<{ delivery: Delivery } | Refusal<'not-a-member'>> {
  const { list, subscription } = await existingMember(tx, input.subscriptionId)
  const row = await tx
    .updateTable('lists_subscription')
    .set({ delivery: input.delivery, name: input.name })
    .where('id', '=', subscription.id)
    .where('state', 'in', ['confirmed', 'paused', 'bouncing'])
    .returning('id')
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'not-a-member' }
  await append(tx, actor, list, 'list-delivery-set', { delivery: input.delivery }, now)
  return { delivery: input.delivery }
}

/** Pauses what a member is sent; they stay a member. Refuses: not-a-member. */
export function pauseMember(tx: Tx, actor: Actor, input: { subscriptionId: Id<'subscription'> }, now: Instant): Promise<{ state: SubscriptionState } | Refusal<'not-a-member'>> {
  return move(tx, actor, input.subscriptionId, { from: ['confirmed'], to: 'paused', act: 'list-paused', detail: { because: 'asked' } }, now)
}

/** Sends again what was paused, by the member or for bounces. Refuses: not-a-member. */
export function resumeMember(tx: Tx, actor: Actor, input: { subscriptionId: Id<'subscription'> }, now: Instant): Promise<{ state: SubscriptionState } | Refusal<'not-a-member'>> {
  return move(tx, actor, input.subscriptionId, { from: ['paused', 'bouncing'], to: 'confirmed', act: 'list-resumed', detail: {} }, now)
}

/** Pauses what a member is sent because mail to them comes back. Refuses: not-a-member. */
export function pauseForBounces(tx: Tx, actor: Actor, input: { subscriptionId: Id<'subscription'> }, now: Instant): Promise<{ state: SubscriptionState } | Refusal<'not-a-member'>> {
  return move(tx, actor, input.subscriptionId, { from: ['confirmed'], to: 'bouncing', act: 'list-paused', detail: { because: 'bounces' } }, now)
}

/** Sends again what bounces had paused, and only that. Refuses: not-a-member. */
export function resumeAfterBounces(tx: Tx, actor: Actor, input: { subscriptionId: Id<'subscription'> }, now: Instant): Promise<{ state: SubscriptionState } | Refusal<'not-a-member'>> {
  return move(tx, actor, input.subscriptionId, { from: ['bouncing'], to: 'confirmed', act: 'list-resumed', detail: {} }, now)
}

async function move<Act extends 'list-paused' | 'list-resumed'>(
  tx: Tx,
  actor: Actor,
  id: Id<'subscription'>,
  how: { from: readonly SubscriptionState[]; to: SubscriptionState; act: Act; detail: Omit<ActDetails[Act], 'list'> },
  now: Instant,
): Promise<{ state: SubscriptionState } | Refusal<'not-a-member'>> {
  const row = await tx.updateTable('lists_subscription').set({ state: how.to, state_at: now }).where('id', '=', id).where('state', 'in', [...how.from]).returning('list_id').executeTakeFirst()
  if (row === undefined) return { refusal: 'not-a-member' }
  await append(tx, actor, await existingList(tx, row.list_id), how.act, how.detail, now)
  return { state: how.to }
}

/** Says by hand whether posts of a member go out by themselves; null: their count decides again. Refuses: not-a-member. */
export async function setTrust(tx: Tx, actor: Actor, input: { subscriptionId: Id<'subscription'>; isTrusted: boolean | null }, now: Instant): Promise<{ done: true } | Refusal<'not-a-member'>> {
  const row = await tx.updateTable('lists_subscription').set({ is_trusted: input.isTrusted }).where('id', '=', input.subscriptionId).where('state', '<>', 'left').returning('list_id').executeTakeFirst()
  if (row === undefined) return { refusal: 'not-a-member' }
  await append(tx, actor, await existingList(tx, row.list_id), 'list-trust-set', {}, now)
  return { done: true }
}

export interface Entered {
  readonly entered: number
  /** Members already. */
  readonly known: number
  /** Had left: they are not entered again by others. */
  readonly left: number
}

/** Enters members whose consent the desk holds and notes; each is told by mail, with the way out. Who had left is not entered. */
export async function enterMembers(tx: Tx, actor: Actor, input: { listId: Id<'list'>; members: readonly NamedAddress[]; consent: string; write: WriteListLetter }, now: Instant): Promise<Entered> {
  const list = await existingList(tx, input.listId)
  let [entered, known, left] = [0, 0, 0]
  for (const { name, mail } of input.members) {
    const before = await findSubscriptionOf(tx, list.id, mail)
    if (before !== undefined && before.state !== 'asked') {
      if (before.state === 'left') left++
      else known++
      continue
    }
    const columns = { state: 'confirmed' as const, came_by: 'desk' as const, consent: input.consent, admitted_at: now, confirmed_at: now, state_at: now }
    const row =
      before === undefined
        ? await tx.insertInto('lists_subscription').values({ id: newId(), list_id: list.id, mail, name, language: list.language, asked_at: now, ...columns }).onConflict((conflict) => conflict.doNothing()).returningAll().executeTakeFirst()
        : await tx.updateTable('lists_subscription').set(columns).where('id', '=', before.id).where('state', '=', 'asked').returningAll().executeTakeFirst()
    if (row === undefined) continue
    entered++
    const subscription = toSubscription(row)
    await send(tx, list, { to: mail, language: row.language, occasion: 'subscription-answered', about: subscription.id, write: input.write }, { kind: 'entered', subscriptionId: subscription.id, wish: 'join' }, now)
  }
  if (entered > 0) await append(tx, actor, list, 'list-members-entered', { count: entered }, now)
  return { entered, known, left }
}

interface Letter {
  readonly to: string
  readonly language: string
  readonly occasion: Mail['occasion']
  readonly about: Id<'subscription'>
  readonly write: WriteListLetter
}

/** The same letter about the same subscription leaves once a day at most: nobody's mailbox is filled by somebody else's wishes. */
async function send(tx: Tx, list: List, { to, language, occasion, about, write }: Letter, letter: ListLetter, now: Instant): Promise<void> {
  const forum = await findForumById(tx, list.forumId)
  if (forum === undefined) throw new Error(`List ${list.slug} is of no forum`)
  const written = write({ ...list, forum: forum.slug }, letter, language)
  await enqueueMail(tx, { forumId: list.forumId, recipient: to, ...written, language, occasion, about: { kind: 'subscription', id: about }, cause: `list-${letter.kind}:${about}:${dateInZone(now, 'UTC')}` }, now)
}

async function existingList(tx: Tx, id: Id): Promise<List> {
  const list = await findListById(tx, id)
  if (list === undefined) throw new Error(`List ${id} is gone`)
  return list
}

async function existingMember(tx: Tx, id: Id): Promise<{ list: List; subscription: Subscription }> {
  const subscription = await findSubscription(tx, id)
  if (subscription === undefined) throw new Error(`Subscription ${id} is gone`)
  return { list: await existingList(tx, subscription.listId), subscription }
}

async function append<Act extends ListAct>(tx: Tx, actor: Actor, list: List, act: Act, detail: Omit<ActDetails[Act], 'list'>, now: Instant): Promise<void> {
  await appendAct(tx, actor, { forumId: list.forumId, cycleId: list.cycleId, act, subject: { kind: 'list', id: list.id }, detail: { list: list.slug, ...detail } as unknown as ActDetails[Act] }, now)
}
