import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { enqueueMail } from '../../record/commands.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { SentFile } from '../sending/model.ts'
import type { Instant } from '../../shared/time.ts'
import { changedFields, FILES_LIMIT, FILES_SIZE_LIMIT, keepable, TYPED_LIMIT, type TypedFields, type Unsent } from './model.ts'
import { findUnsent, listUnsentFiles } from './queries.ts'

// Nothing here writes the record: what nobody has sent is nobody's business, and is gone without a trace when its writer drops it.

export interface Saving {
  /** Made with the form; what is sent in the end bears it as its form key. */
  readonly id: Id
  readonly place: { readonly forumId: Id<'forum'>; readonly cycleId: Id<'cycle'>; readonly callId: Id<'call'>; readonly invitationId?: Id | undefined }
  /** The fields of the step; those of other steps stay as they are. */
  readonly typed: TypedFields
  /** The revision that the page had before its eyes; 0 for one that was not saved before. */
  readonly revision: number
  /** Which page saves; undefined for one without a script. */
  readonly from?: string | undefined
}

export type SaveRefusal = Refusal<'too-much' | 'gone'> | (Refusal<'changed-meanwhile'> & { readonly kept: Unsent })

/**
 * Keeps what is being written; the first time it makes the row. Refuses `changed-meanwhile`, with what is kept, when another page
 * has saved something else since `revision`: nothing is overwritten that its writer has not seen. The same fields again are no
 * change, and a page's own save is no clash with itself. Refuses also `too-much`, and `gone` when it was sent or dropped.
 */
export async function saveUnsent(tx: Tx, input: Saving, now: Instant): Promise<Unsent | SaveRefusal> {
  const typed = keepable(input.typed)
  if (Buffer.byteLength(JSON.stringify(typed)) > TYPED_LIMIT) return { refusal: 'too-much' }
  if (input.revision === 0) await begin(tx, input, typed, now)
  const kept = await lockUnsent(tx, input.id)
  if (kept === undefined || kept.callId !== input.place.callId) return { refusal: 'gone' }
  const changed = changedFields(kept.fields, typed)
  if (changed.length === 0) return kept
  const isOwn = kept.revision === input.revision || (input.from !== undefined && input.from === kept.savedFrom)
  if (!isOwn) return { refusal: 'changed-meanwhile', kept }
  const fields = { ...kept.fields, ...typed }
  if (Buffer.byteLength(JSON.stringify(fields)) > TYPED_LIMIT) return { refusal: 'too-much' }
  await tx
    .updateTable('contributions_unsent')
    .set({ fields: JSON.stringify(fields), revision: kept.revision + 1, saved_from: input.from ?? null, changed_at: now })
    .where('id', '=', input.id)
    .where('revision', '=', kept.revision)
    .execute()
  return { ...kept, fields, revision: kept.revision + 1, savedFrom: input.from ?? null, changedAt: now }
}

async function begin(tx: Tx, { id, place, from }: Saving, typed: Record<string, string[]>, now: Instant): Promise<void> {
  // A form whose contribution was sent already begins nothing anew.
  await sql`
    insert into contributions_unsent (id, forum_id, cycle_id, call_id, invitation_id, fields, revision, saved_from, created_at, changed_at)
    select ${id}::uuid, ${place.forumId}::uuid, ${place.cycleId}::uuid, ${place.callId}::uuid, ${place.invitationId ?? null}::uuid, ${JSON.stringify(typed)}::jsonb, 1, ${from ?? null}, ${now}::timestamptz, ${now}::timestamptz
    where not exists (select from contributions_contribution where form_key = ${id}::uuid)
    on conflict (id) do nothing`.execute(tx)
}

async function lockUnsent(tx: Tx, id: Id): Promise<Unsent | undefined> {
  const row = await tx.selectFrom('contributions_unsent').select('id').where('id', '=', id).forUpdate().executeTakeFirst()
  return row === undefined ? undefined : findUnsent(tx, id)
}

/** Adds files to what is being written. The same file again is not added twice. Refuses `too-many-files`, `files-too-large`, `gone`. */
export async function addFiles(tx: Tx, input: { readonly id: Id; readonly files: readonly SentFile[] }, now: Instant): Promise<{ added: number } | Refusal<'too-many-files' | 'files-too-large' | 'gone'>> {
  const unsent = await lockUnsent(tx, input.id)
  if (unsent === undefined) return { refusal: 'gone' }
  const known = new Set(unsent.files.map((file) => `${file.sha256} ${file.name}`))
  const fresh = input.files.filter((file) => !known.has(`${file.sha256} ${file.name}`))
  if (unsent.files.length + fresh.length > FILES_LIMIT) return { refusal: 'too-many-files' }
  if ([...unsent.files, ...fresh].reduce((sum, file) => sum + file.size, 0) > FILES_SIZE_LIMIT) return { refusal: 'files-too-large' }
  if (fresh.length > 0) {
    const last = unsent.files.reduce((most, file) => Math.max(most, file.position), 0)
    const rows = fresh.map((file, place) => ({ id: newId(), unsent_id: input.id, position: last + place + 1, name: file.name, media_type: file.mediaType, size: file.size, sha256: file.sha256, added_at: now }))
    await tx.insertInto('contributions_unsent_file').values(rows).execute()
    await touch(tx, input.id, now)
  }
  return { added: fresh.length }
}

/** Takes a file out again; taken out twice it is out. */
export async function removeFile(tx: Tx, input: { readonly id: Id; readonly fileId: Id }, now: Instant): Promise<{ left: number }> {
  await tx.deleteFrom('contributions_unsent_file').where('id', '=', input.fileId).where('unsent_id', '=', input.id).execute()
  await touch(tx, input.id, now)
  return { left: (await listUnsentFiles(tx, input.id)).length }
}

/** Drops what is being written, with its files and remarks. Nothing of it is kept. */
export async function dropUnsent(tx: Tx, input: { readonly id: Id }): Promise<{ dropped: boolean }> {
  const dropped = await tx.deleteFrom('contributions_unsent').where('id', '=', input.id).returning('id').executeTakeFirst()
  return { dropped: dropped !== undefined }
}

/** Drops everything that was last changed before an instant; see `KEPT_DAYS`. Answers how many. */
export async function dropOldUnsent(tx: Tx, before: Instant): Promise<number> {
  const dropped = await tx.deleteFrom('contributions_unsent').where('changed_at', '<', before).returning('id').execute()
  return dropped.length
}

/** Mails the link to what is being written; once to each address. */
export async function mailUnsentLink(tx: Tx, input: { readonly unsent: Pick<Unsent, 'id' | 'forumId'>; readonly to: string; readonly mail: { readonly subject: string; readonly body: string; readonly language?: string | undefined } }, now: Instant): Promise<{ to: string }> {
  await enqueueMail(tx, { forumId: input.unsent.forumId, recipient: input.to, ...input.mail, occasion: 'unsent-link', about: { kind: 'unsent', id: input.unsent.id }, cause: `unsent:${input.unsent.id}` }, now)
  return { to: input.to }
}

/** Keeps what one of those who clear it says, of what is being written or of what waits for them. The same words again are kept once. */
export async function addRemark(
  tx: Tx,
  input: { readonly unsentId?: Id | undefined; readonly contributionId?: Id | undefined; readonly name: string; readonly text: string; readonly isCleared: boolean },
  now: Instant,
): Promise<{ remarkId: Id }> {
  const same = await tx
    .selectFrom('contributions_remark')
    .select('id')
    .where('unsent_id', input.unsentId === undefined ? 'is' : '=', input.unsentId ?? null)
    .where('contribution_id', input.contributionId === undefined ? 'is' : '=', input.contributionId ?? null)
    .where('name', '=', input.name)
    .where('text', '=', input.text)
    .where('is_cleared', '=', input.isCleared)
    .executeTakeFirst()
  if (same !== undefined) return { remarkId: same.id }
  const remarkId = newId()
  await tx
    .insertInto('contributions_remark')
    .values({ id: remarkId, unsent_id: input.unsentId ?? null, contribution_id: input.contributionId ?? null, made_at: now, name: input.name, text: input.text, is_cleared: input.isCleared })
    .execute()
  return { remarkId }
}

async function touch(tx: Tx, id: Id, now: Instant): Promise<void> {
  await tx.updateTable('contributions_unsent').set({ changed_at: now }).where('id', '=', id).execute()
}
