import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { ReadSection } from '../contents/model.ts'
import { flatten } from '../model.ts'
import { loadWorkingText } from '../queries.ts'
import { loadFrozenText } from '../versions/queries.ts'
import type { BasePart } from './model.ts'
import { readSectionsSchema } from './schema.ts'

/** A file that came back, as it was read. */
export interface ReturnedFile {
  readonly id: Id<'return'>
  readonly documentId: Id<'document'>
  /** The version that it was made from; null: the text as it stands. */
  readonly versionId: Id<'version'> | null
  readonly name: string
  readonly sections: readonly ReadSection[]
  /** Pictures that stood in it, those of our own figures among them; none is taken. */
  readonly pictures: number
  readonly arrivedAt: Instant
  readonly takenAt: Instant | null
}

export async function findReturn(db: Reader, documentId: Id, id: Id): Promise<ReturnedFile | undefined> {
  const row = await db.selectFrom('drafts_return').selectAll().where('id', '=', id).where('document_id', '=', documentId).executeTakeFirst()
  if (row === undefined) return undefined
  return {
    id: row.id as Id<'return'>,
    documentId: row.document_id as Id<'document'>,
    versionId: row.version_id as Id<'version'> | null,
    name: row.name,
    sections: readSectionsSchema.parse(row.sections),
    pictures: row.pictures,
    arrivedAt: row.arrived_at,
    takenAt: row.taken_at,
  }
}

/** The paragraphs of the text that a file was made from. */
export async function loadBase(db: Reader, file: Pick<ReturnedFile, 'documentId' | 'versionId'>): Promise<BasePart[]> {
  return flatten<BasePart>(file.versionId === null ? await loadWorkingText(db, file.documentId) : await loadFrozenText(db, file.versionId))
}
