import { sql } from 'kysely'
import type { Node } from 'prosemirror-model'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { Tie } from '../effects/model.ts'
import { differenceOf, placesFor, type Difference } from './model.ts'

/**
 * Writes into the rows of sections, paragraphs and lineage what differs between two trees of a text, whose document is locked: the rows
 * are what pages, citations and versions read. A paragraph's revision counts up when its words or its make-up changed. Blocks in
 * which nothing stands have no row, or keep the one they had as removed.
 */
export async function projectText(tx: Tx, documentId: Id, before: Node, after: Node, ties: readonly Tie[], now: Instant): Promise<void> {
  const difference = differenceOf(before, after, documentId)
  await writeSections(tx, documentId, difference)
  await writeParagraphs(tx, documentId, difference)
  if (difference.removedParagraphs.length > 0) {
    await tx.updateTable('drafts_paragraph').set({ removed_at: now }).where('id', 'in', [...difference.removedParagraphs]).where('document_id', '=', documentId).where('removed_at', 'is', null).execute()
  }
  for (const [sectionId, order] of difference.orders) await placeParagraphs(tx, sectionId, order)
  if (difference.removedSections.length > 0) {
    await tx.updateTable('drafts_section').set({ removed_at: now }).where('id', 'in', [...difference.removedSections]).where('document_id', '=', documentId).where('removed_at', 'is', null).execute()
  }
  if (ties.length > 0) await writeTies(tx, documentId, ties, now)
}

async function writeSections(tx: Tx, documentId: Id, { sections, sectionOrder }: Difference): Promise<void> {
  if (sections.length > 0) {
    await tx
      .insertInto('drafts_section')
      .values(sections.map(({ id, title, level, isAnnex }) => ({ id, document_id: documentId, position: 0, title, level, is_annex: isAnnex, removed_at: null })))
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet((set) => ({ title: set.ref('excluded.title'), level: set.ref('excluded.level'), is_annex: set.ref('excluded.is_annex'), removed_at: null }))
          .where('drafts_section.document_id', '=', documentId),
      )
      .execute()
  }
  if (sectionOrder === undefined) return
  const rows = await tx.selectFrom('drafts_section').select(['id', 'position']).where('document_id', '=', documentId).where('id', 'in', [...sectionOrder]).execute()
  await place(tx, 'drafts_section', placesFor(sectionOrder, new Map(rows.map(({ id, position }) => [id, position]))))
}

/** One statement, whatever is new and whatever is changed. */
async function writeParagraphs(tx: Tx, documentId: Id, { paragraphs }: Difference): Promise<void> {
  if (paragraphs.length === 0) return
  const rows = paragraphs.map(({ id, sectionId, text, storedBody, isOwnVoice }) => ({ id, section_id: sectionId, text, body: storedBody, own_voice: isOwnVoice }))
  await sql`
    insert into drafts_paragraph as standing (id, document_id, section_id, position, text, body, own_voice)
    select id, ${documentId}, section_id, 0, text, nullif(body, 'null'::jsonb), own_voice
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, section_id uuid, text text, body jsonb, own_voice boolean)
    on conflict (id) do update set
      section_id = excluded.section_id, text = excluded.text, body = excluded.body, own_voice = excluded.own_voice, removed_at = null,
      position = case when standing.section_id = excluded.section_id and standing.removed_at is null then standing.position else 0 end,
      revision = standing.revision + case when standing.text = excluded.text and standing.body is not distinct from excluded.body and standing.removed_at is null then 0 else 1 end
    where standing.document_id = excluded.document_id`.execute(tx)
}

async function placeParagraphs(tx: Tx, sectionId: Id, order: readonly Id[]): Promise<void> {
  const rows = await tx.selectFrom('drafts_paragraph').select(['id', 'position']).where('section_id', '=', sectionId).where('id', 'in', [...order]).execute()
  await place(tx, 'drafts_paragraph', placesFor(order, new Map(rows.map(({ id, position }) => [id, position]))))
}

async function place(tx: Tx, table: 'drafts_section' | 'drafts_paragraph', places: ReadonlyMap<Id, number>): Promise<void> {
  if (places.size === 0) return
  await sql`
    update ${sql.table(table)} as standing set position = placed.position
    from unnest(${[...places.keys()]}::uuid[], ${[...places.values()]}::integer[]) as placed (id, position)
    where standing.id = placed.id`.execute(tx)
}

/** A paragraph that came and went within one go never had a row; what was tied through it is not to be lost, so it gets one, as removed. */
async function writeTies(tx: Tx, documentId: Id, ties: readonly Tie[], now: Instant): Promise<void> {
  const ids = [...new Set(ties.flatMap(({ from, to }) => [from, to]))]
  await sql`
    insert into drafts_paragraph (id, document_id, section_id, position, text, own_voice, removed_at)
    select id, ${documentId}, (select section.id from drafts_section section where section.document_id = ${documentId} order by section.removed_at nulls first, section.position limit 1), 0, '', false, ${now}
    from unnest(${ids}::uuid[]) as tied (id)
    on conflict (id) do nothing`.execute(tx)
  await tx
    .insertInto('drafts_lineage')
    .values(ties.map(({ from, to, kind }) => ({ id: newId(), document_id: documentId, from_paragraph: from, to_paragraph: to, kind, at: now })))
    .execute()
}
