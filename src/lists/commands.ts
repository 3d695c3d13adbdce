import { newId } from '../platform/new-id.ts'
import type { Tx } from '../platform/database.ts'
import { appendAct } from '../record/commands.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import type { List, NamedAddress } from './model.ts'
import { findListById } from './queries.ts'
import type { ListSettings } from './schema.ts'

function columnsOf(settings: ListSettings) {
  return {
    title: settings.title,
    description: settings.description,
    kind: settings.kind,
    language: settings.language,
    tag: settings.tag ?? null,
    size_limit: settings.sizeLimit,
    trusted_after: settings.trusting === 'all' ? 0 : settings.trusting === 'first' ? 1 : null,
    strangers: settings.strangers,
    is_archive_private: settings.isArchivePrivate,
    digest_day: settings.digestDay,
    digest_hour: settings.digestHour,
    rewritten_domains: settings.rewrittenDomains,
  }
}

/**
 * Opens a list, with those who are mailed what waits. A form sent twice opens one: the second is answered with the first one's list.
 * Refuses: list-name-taken.
 */
export async function openList(
  tx: Tx,
  actor: Actor,
  input: { forumId: Id<'forum'>; cycleId: Id<'cycle'> | null; slug: string; settings: ListSettings; moderators: readonly NamedAddress[]; formKey?: Id | undefined },
  now: Instant,
): Promise<List | Refusal<'list-name-taken'>> {
  const { forumId, cycleId, slug, settings } = input
  const row = await tx
    .insertInto('lists_list')
    .values({ id: newId(), forum_id: forumId, cycle_id: cycleId, slug, ...columnsOf(settings), created_at: now, form_key: input.formKey ?? null })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (row === undefined) {
    const first = input.formKey === undefined ? undefined : await tx.selectFrom('lists_list').select('id').where('form_key', '=', input.formKey).where('forum_id', '=', forumId).executeTakeFirst()
    return (first === undefined ? undefined : await findListById(tx, first.id)) ?? { refusal: 'list-name-taken' }
  }
  await writeModerators(tx, row.id, settings.language, input.moderators, now)
  await appendAct(tx, actor, { forumId, cycleId, act: 'list-opened', subject: { kind: 'list', id: row.id }, detail: { list: slug, kind: settings.kind } }, now)
  return existing(tx, row.id)
}

/** Changes what is set of a list. Refuses: changed-meanwhile. */
export async function changeList(tx: Tx, actor: Actor, input: { listId: Id<'list'>; revision: number; settings: ListSettings }, now: Instant): Promise<List | Refusal<'changed-meanwhile'>> {
  const row = await tx
    .updateTable('lists_list')
    .set((of) => ({ ...columnsOf(input.settings), revision: of('revision', '+', 1) }))
    .where('id', '=', input.listId)
    .where('revision', '=', input.revision)
    .returning('id')
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'changed-meanwhile' }
  const list = await existing(tx, row.id)
  await appendOf(tx, actor, list, 'list-changed', now)
  return list
}

/** Closes a list: it takes no post and no member any more, and its archive stays. Or opens it again. Refuses: done-already. */
export async function setListClosed(tx: Tx, actor: Actor, input: { listId: Id<'list'>; isClosed: boolean }, now: Instant): Promise<List | Refusal<'done-already'>> {
  const row = await tx
    .updateTable('lists_list')
    .set({ closed_at: input.isClosed ? now : null })
    .where('id', '=', input.listId)
    .where('closed_at', input.isClosed ? 'is' : 'is not', null)
    .returning('id')
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'done-already' }
  const list = await existing(tx, row.id)
  await appendOf(tx, actor, list, input.isClosed ? 'list-closed' : 'list-reopened', now)
  return list
}

/** Says who is mailed what waits, from now on. */
export async function setModerators(tx: Tx, actor: Actor, input: { listId: Id<'list'>; moderators: readonly NamedAddress[] }, now: Instant): Promise<{ count: number }> {
  const list = await existing(tx, input.listId)
  const wanted = new Set(input.moderators.map(({ mail }) => mail.toLowerCase()))
  const held = await tx.selectFrom('lists_moderator').select(['id', 'mail']).where('list_id', '=', list.id).where('removed_at', 'is', null).forUpdate().execute()
  const gone = held.filter(({ mail }) => !wanted.has(mail.toLowerCase()))
  if (gone.length > 0) await tx.updateTable('lists_moderator').set({ removed_at: now }).where('id', 'in', gone.map(({ id }) => id)).execute()
  await writeModerators(tx, list.id, list.language, input.moderators, now)
  await appendAct(tx, actor, { forumId: list.forumId, cycleId: list.cycleId, act: 'list-moderators-set', subject: { kind: 'list', id: list.id }, detail: { list: list.slug, count: input.moderators.length } }, now)
  return { count: input.moderators.length }
}

async function writeModerators(tx: Tx, listId: Id, language: string, moderators: readonly NamedAddress[], now: Instant): Promise<void> {
  if (moderators.length === 0) return
  await tx
    .insertInto('lists_moderator')
    .values(moderators.map(({ name, mail }) => ({ id: newId(), list_id: listId, name: name ?? '', mail, language, added_at: now })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

async function existing(tx: Tx, id: Id): Promise<List> {
  const list = await findListById(tx, id)
  if (list === undefined) throw new Error(`List ${id} is gone`)
  return list
}

async function appendOf(tx: Tx, actor: Actor, list: List, act: 'list-changed' | 'list-closed' | 'list-reopened', now: Instant): Promise<void> {
  await appendAct(tx, actor, { forumId: list.forumId, cycleId: list.cycleId, act, subject: { kind: 'list', id: list.id }, detail: { list: list.slug } }, now)
}
