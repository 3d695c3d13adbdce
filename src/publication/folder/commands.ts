import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { storeShortcomings } from '../gate/commands.ts'
import type { FolderEdition } from './schema.ts'

/** Takes the editions of a cycle as its folder has them, each with the annex of what had no fate. */
export async function insertEditions(tx: Tx, forumId: Id, cycleId: Id, editions: readonly FolderEdition[]): Promise<void> {
  const rows = editions.map(({ id, versionId, item }) => ({
    id,
    forum_id: forumId,
    cycle_id: cycleId,
    number: item.number,
    version_id: versionId,
    title: item.title,
    summary: item.summary ?? '',
    published_at: item.publishedAt,
    accounted: item.accounted,
    units: item.units,
    annexes: item.annexes ?? null,
    credits: item.credits ?? '',
  }))
  for (const part of inParts(rows)) await tx.insertInto('publication_edition').values(part).execute()
  const residue = editions.flatMap((edition) => edition.residue.map(({ kind, id, ref }, position) => ({ edition_id: edition.id, position, unit_kind: kind, unit_id: id, ref })))
  for (const part of inParts(residue)) await tx.insertInto('publication_residue').values(part).execute()
  for (const { id, shortcomings } of editions) await storeShortcomings(tx, id, shortcomings)
  const errata = editions.flatMap((edition) => edition.errata.map(({ id, number, paragraphId, dated, text, notedAt }) => ({ id, edition_id: edition.id, number, paragraph_id: paragraphId, dated, text, noted_at: notedAt })))
  for (const part of inParts(errata)) await tx.insertInto('publication_erratum').values(part).execute()
  const translations = editions.flatMap((edition) => edition.translations.map(({ id, item }) => ({
    id,
    edition_id: edition.id,
    language: item.language,
    title: item.title,
    summary: item.summary ?? '',
    translator: item.translator ?? '',
    created_at: item.createdAt,
    published_at: item.publishedAt ?? null,
    revision: item.revision ?? 1,
  })))
  for (const part of inParts(translations)) await tx.insertInto('publication_translation').values(part).execute()
  const parts = editions.flatMap((edition) => edition.translations.flatMap((translation) => translation.parts.map(({ id, kind, text }) => ({ translation_id: translation.id, part_id: id, part_kind: kind, text }))))
  for (const part of inParts(parts)) await tx.insertInto('publication_translated').values(part).execute()
}
