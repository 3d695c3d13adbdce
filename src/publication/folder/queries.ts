import type { Reader } from '../../platform/database.ts'
import { type FolderNames, shortRef, tidy } from '../../shared/folder.ts'
import { listErrata } from '../errata/queries.ts'
import { listTranslated, listTranslations } from '../translations/queries.ts'
import type { Id } from '../../shared/ids.ts'
import { writeShortcoming } from '../gate-folder/schema.ts'
import { listShortcomings } from '../gate/queries.ts'

/** The editions of a cycle as their file has them. */
export async function listEditionsForFolder(db: Reader, cycle: { id: Id; slug: string }, names: FolderNames, isPublic: boolean) {
  const editions = await db.selectFrom('publication_edition').selectAll().where('cycle_id', '=', cycle.id).orderBy('number').execute()
  if (editions.length === 0) return []
  const residue = await db.selectFrom('publication_residue').selectAll().where('edition_id', 'in', editions.map(({ id }) => id)).orderBy('position').execute()
  const shortcomings = new Map<Id, Awaited<ReturnType<typeof listShortcomings>>>()
  for (const { id } of editions) shortcomings.set(id, await listShortcomings(db, id))
  const errata = Map.groupBy(await listErrata(db, editions.map(({ id }) => id)), ({ editionId }) => editionId as Id)
  const translations = Map.groupBy(await listTranslationsForFolder(db, editions.map(({ id }) => id), isPublic), ({ editionId }) => editionId as Id)
  const left = Map.groupBy(residue, (row) => row.edition_id)
  return editions.map((row) => {
    const [document, version] = names.of(row.version_id).split('/')
    return {
      id: row.id,
      number: row.number,
      document,
      version: Number(version),
      title: row.title,
      summary: row.summary,
      publishedAt: row.published_at,
      accounted: row.accounted,
      units: row.units,
      annexes: row.annexes ?? undefined,
      credits: row.credits === '' ? undefined : row.credits,
      errata: (errata.get(row.id) ?? []).map(({ id, number: count, paragraphId, dated, text, notedAt }) => ({ id, number: count, paragraph: paragraphId ?? undefined, dated, text, notedAt })),
      translations: (translations.get(row.id) ?? []).map(({ written }) => written),
      residue: (left.get(row.id) ?? []).map(({ unit_id: unitId }) => shortRef(names.of(unitId), cycle.slug)),
      shortcomings: (shortcomings.get(row.id) ?? []).map((each) => tidy(writeShortcoming(each))),
    }
  })
}

async function listTranslationsForFolder(db: Reader, editionIds: readonly Id[], isPublic: boolean) {
  const written = []
  for (const translation of await listTranslations(db, editionIds)) {
    if (isPublic && translation.publishedAt === null) continue
    const { id, editionId, language, title, summary, translator, createdAt, publishedAt, revision } = translation
    const parts = await listTranslated(db, id)
    const sections = parts.filter(({ kind }) => kind === 'section').map(({ partId: of, text }) => ({ of, title: text }))
    const paragraphs = parts.filter(({ kind }) => kind === 'paragraph').map(({ partId: of, text }) => ({ of, text }))
    written.push({ editionId, written: { id, language, title, summary, translator: translator === '' ? undefined : translator, createdAt, publishedAt: publishedAt ?? undefined, revision, sections, paragraphs } })
  }
  return written
}
