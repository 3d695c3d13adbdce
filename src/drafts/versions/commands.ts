import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'
import { actOf } from '../commands.ts'
import { lockDocument } from '../queries.ts'
import { recordStretches } from '../stretches/commands.ts'

export interface VersionToFreeze {
  readonly documentId: Id
  readonly title: string
  /** What changed since the version before, and why. */
  readonly note: string
  /** The day up to which contributions are reflected. */
  readonly cutOff?: PlainDate | undefined
  /** The day up to which comments are reflected. */
  readonly commentsCutOff?: PlainDate | undefined
  /** Held back from everybody but members and those who have its link, until it is released. */
  readonly isHeld?: boolean | undefined
  /** Of what is held back: the day on which it comes out by itself. */
  readonly releaseOn?: PlainDate | undefined
  /** The id of the version, when the form has named it: the same form sent twice is taken once. */
  readonly versionId?: Id<'version'> | undefined
}

export interface Frozen {
  readonly versionId: Id<'version'>
  readonly number: number
  readonly paragraphIds: readonly Id<'paragraph'>[]
  /** False when this version had been frozen before by the same form. */
  readonly isNew: boolean
}

/** Copies the working text, its numbers among it, into the next version. Refuses `nothing-to-freeze` when it has no paragraph. */
export async function freezeDraft(tx: Tx, actor: Actor, input: VersionToFreeze, now: Instant): Promise<Frozen | Refusal<'document-not-found' | 'nothing-to-freeze'>> {
  const document = await lockDocument(tx, input.documentId)
  if (document === undefined) return { refusal: 'document-not-found' }
  const versionId = input.versionId ?? newId<'version'>()
  const before = await tx.selectFrom('drafts_version').select('number').where('id', '=', versionId).executeTakeFirst()
  if (before !== undefined) return { versionId, number: before.number, paragraphIds: [], isNew: false }
  const last = await tx.selectFrom('drafts_version').select((select) => select.fn.max('number').as('number')).where('document_id', '=', document.id).executeTakeFirst()
  const number = (last?.number ?? 0) + 1
  const isHeld = input.isHeld === true
  await tx
    .insertInto('drafts_version')
    .values({ id: versionId, document_id: document.id, number, title: input.title, note: input.note, cut_off: input.cutOff ?? null, frozen_at: now, comments_cut_off: input.commentsCutOff ?? null, release_on: input.releaseOn ?? null, released_at: isHeld ? null : now })
    .execute()
  const paragraphIds = await copyText(tx, versionId, document.id)
  if (paragraphIds.length === 0) return { refusal: 'nothing-to-freeze' }
  // Who wrote what is frozen stands in the record before it.
  await recordStretches(tx, document, now)
  const detail = { document: document.slug, version: number, paragraphs: paragraphIds.length }
  const texts = { title: { text: input.title, isPublic: !isHeld }, note: { text: input.note, isPublic: !isHeld } }
  await appendAct(tx, actor, { ...actOf(document), act: 'version-frozen', subject: { kind: 'version', id: versionId }, detail, texts }, now)
  return { versionId, number, paragraphIds, isNew: true }
}

async function copyText(tx: Tx, versionId: Id, documentId: Id): Promise<Id<'paragraph'>[]> {
  await sql`
    insert into drafts_version_section (version_id, section_id, position, title, level, is_annex)
    select ${versionId}, id, row_number() over (order by position, id), title, level, is_annex
    from drafts_section where document_id = ${documentId} and removed_at is null`.execute(tx)
  const copied = await sql<{ paragraph_id: Id<'paragraph'> }>`
    insert into drafts_version_paragraph (version_id, paragraph_id, section_id, number, text, body, own_voice)
    select ${versionId}, paragraph.id, paragraph.section_id,
      row_number() over (order by section.position, section.id, paragraph.position, paragraph.id), paragraph.text, paragraph.body, paragraph.own_voice
    from drafts_paragraph paragraph join drafts_section section on section.id = paragraph.section_id
    where paragraph.document_id = ${documentId} and paragraph.removed_at is null and section.removed_at is null
    returning paragraph_id`.execute(tx)
  return copied.rows.map((row) => row.paragraph_id)
}
