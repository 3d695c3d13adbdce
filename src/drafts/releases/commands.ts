import { findCycleById, findForumById } from '../../forums/queries.ts'
import type { Tx } from '../../platform/database.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import { dateInZone, type Instant, type PlainDate } from '../../shared/time.ts'
import { actOf } from '../commands.ts'
import { enqueueVersionMails } from '../following/commands.ts'
import type { Occasion, Recipient, WriteVersionMail } from '../following/model.ts'
import { listFollowers } from '../following/queries.ts'
import type { Document, Version } from '../model.ts'
import { findDocumentById } from '../queries.ts'
import { findVersionById } from '../versions/queries.ts'

export type ReleaseRefusal = Refusal<'version-not-found' | 'released-already'>

/**
 * Sends a version that is held back round: to those who follow the document, to addresses that the desk has, each once. Members read it
 * from now on. Refuses `version-not-found`, `released-already`.
 */
export async function circulateVersion(
  tx: Tx,
  actor: Actor,
  input: { versionId: Id; toFollowers: boolean; addresses: readonly string[]; language: string; write: WriteVersionMail },
  now: Instant,
): Promise<{ mails: number } | ReleaseRefusal> {
  const sent = await tx
    .updateTable('drafts_version')
    .set((set) => ({ circulated_at: set.fn.coalesce('circulated_at', set.val(now)) }))
    .where('id', '=', input.versionId)
    .where('released_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  const found = await findBoth(tx, input.versionId)
  if (found === undefined) return { refusal: 'version-not-found' }
  if (sent === undefined) return { refusal: 'released-already' }
  const followers = input.toFollowers ? await listFollowers(tx, found.document.id) : []
  const known = new Set(followers.map(({ mail }) => mail.toLowerCase()))
  const others = input.addresses.filter((mail) => !known.has(mail.toLowerCase())).map((mail) => ({ id: null, mail, language: input.language }))
  const mails = await tell(tx, found, { occasion: 'circulated', recipients: [...followers, ...others], write: input.write }, now)
  await appendAct(tx, actor, { ...toSubject(found), act: 'version-circulated', detail: { document: found.document.slug, version: found.version.number, mails } }, now)
  return { mails }
}

/** Makes a version public that was held back, and tells those who follow the document. Refuses `version-not-found`, `released-already`. */
export async function releaseVersion(tx: Tx, actor: Actor, input: { versionId: Id; write: WriteVersionMail }, now: Instant): Promise<{ mails: number } | ReleaseRefusal> {
  const released = await tx.updateTable('drafts_version').set({ released_at: now, release_on: null }).where('id', '=', input.versionId).where('released_at', 'is', null).returning('id').executeTakeFirst()
  const found = await findBoth(tx, input.versionId)
  if (found === undefined) return { refusal: 'version-not-found' }
  if (released === undefined) return { refusal: 'released-already' }
  const mails = await tell(tx, found, { occasion: 'released', recipients: await listFollowers(tx, found.document.id), write: input.write }, now)
  const { title, note } = found.version
  const texts = { title: { text: title, isPublic: true }, note: { text: note, isPublic: true } }
  await appendAct(tx, actor, { ...toSubject(found), act: 'version-released', detail: { document: found.document.slug, version: found.version.number, mails }, texts }, now)
  return { mails }
}

/** Says on which day a version comes out by itself, or that none is set. Refuses `in-the-past` besides what releasing refuses. */
export async function planRelease(tx: Tx, actor: Actor, input: { versionId: Id; releaseOn: PlainDate | undefined }, now: Instant): Promise<{ planned: true } | ReleaseRefusal | Refusal<'in-the-past'>> {
  if (input.releaseOn !== undefined && input.releaseOn < dateInZone(now, 'UTC')) return { refusal: 'in-the-past' }
  const planned = await tx.updateTable('drafts_version').set({ release_on: input.releaseOn ?? null }).where('id', '=', input.versionId).where('released_at', 'is', null).returning('id').executeTakeFirst()
  const found = await findBoth(tx, input.versionId)
  if (found === undefined) return { refusal: 'version-not-found' }
  if (planned === undefined) return { refusal: 'released-already' }
  await appendAct(tx, actor, { ...toSubject(found), act: 'release-planned', detail: { document: found.document.slug, version: found.version.number, on: input.releaseOn ?? 'none' } }, now)
  return { planned: true }
}

/** Tells those who follow a document of a version that was public from its first moment, as part of its freezing. */
export async function tellOfVersion(tx: Tx, input: { versionId: Id; write: WriteVersionMail }, now: Instant): Promise<void> {
  const found = await findBoth(tx, input.versionId)
  if (found !== undefined && found.version.releasedAt !== null) await tell(tx, found, { occasion: 'released', recipients: await listFollowers(tx, found.document.id), write: input.write }, now)
}

interface Both {
  readonly document: Document
  readonly version: Version
}

async function findBoth(tx: Tx, versionId: Id): Promise<Both | undefined> {
  const version = await findVersionById(tx, versionId)
  const document = version === undefined ? undefined : await findDocumentById(tx, version.documentId)
  return version === undefined || document === undefined ? undefined : { version, document }
}

function toSubject({ document, version }: Both) {
  return { ...actOf(document), subject: { kind: 'version', id: version.id } }
}

async function tell(tx: Tx, { document, version }: Both, what: { occasion: Occasion; recipients: readonly Recipient[]; write: WriteVersionMail }, now: Instant): Promise<number> {
  const [forum, cycle] = [await findForumById(tx, document.forumId), await findCycleById(tx, document.cycleId)]
  if (forum === undefined || cycle === undefined) throw new Error(`Document ${document.id} is in no cycle`)
  return enqueueVersionMails(tx, { forum, cycle, document, version, occasion: what.occasion }, what.recipients, what.write, now)
}
