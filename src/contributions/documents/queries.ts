import { sql } from 'kysely'
import type { Reader, Tx } from '../../platform/database.ts'
import { BETWEEN, type PlacedBlock, type Warning } from '../../shared/extraction.ts'
import type { Id } from '../../shared/ids.ts'
import { publicName, standingOf, type Contribution, type Standing } from '../model.ts'
import { findContributions } from '../queries.ts'
import { HAS_TEXT, NEEDS_PERSON, type ContributedDocument, type Outcome } from './model.ts'

/** The files of contributions with what came of reading them, by contribution and position. */
export async function listDocuments(db: Reader, contributionIds: readonly Id[]): Promise<ContributedDocument[]> {
  if (contributionIds.length === 0) return []
  const rows = await selectDocuments(db).where('contributions_attachment.contribution_id', 'in', [...new Set(contributionIds)]).orderBy('number').orderBy('position').execute()
  return rows.map(toDocument)
}

/** Documents by the ids of their attachments; ids that are none are left out. */
export async function findDocuments(db: Reader, attachmentIds: readonly Id[]): Promise<ContributedDocument[]> {
  if (attachmentIds.length === 0) return []
  const rows = await selectDocuments(db).where('contributions_attachment.id', 'in', [...new Set(attachmentIds)]).orderBy('number').orderBy('position').execute()
  return rows.map(toDocument)
}

/** The documents of a cycle of which there is text, by contribution and position, withdrawn ones too. */
export async function listDocumentsWithText(db: Reader, cycleId: Id): Promise<ContributedDocument[]> {
  const rows = await selectDocuments(db).where('cycle_id', '=', cycleId).where('outcome', 'in', [...HAS_TEXT]).orderBy('number').orderBy('position').execute()
  return rows.map(toDocument)
}

/** Whose words a document has, as anyone may know it: what a quotation from it says beside the words. */
export interface DocumentVoice {
  readonly id: Id<'attachment'>
  readonly cycleId: Id<'cycle'>
  readonly contributionId: Id<'contribution'>
  readonly contributionNumber: number
  readonly position: number
  readonly name: string
  readonly consent: Contribution['consent']
  readonly standing: Standing
  /** Null where it may not be said. */
  readonly contributor: string | null
  readonly stakeholderGroup: string | null
  readonly regionalGroup: string | null
  /** What the contributor named, else what the document declares or was guessed of it. */
  readonly language: string | null
}

/** Whose words documents have, by the ids of their attachments; ids that are none are left out. */
export async function findDocumentVoices(db: Reader, attachmentIds: readonly Id[]): Promise<DocumentVoice[]> {
  const documents = await findDocuments(db, attachmentIds)
  const contributions = new Map((await findContributions(db, documents.map(({ contributionId }) => contributionId))).map((contribution) => [contribution.id, contribution]))
  return documents.flatMap(({ attachmentId, contributionId, contributionNumber, position, name, language }) => {
    const contribution = contributions.get(contributionId)
    if (contribution === undefined) return []
    const { consent, cycleId, stakeholderGroup, regionalGroup } = contribution
    const terms = { standing: standingOf(contribution), contributor: publicName(contribution), language: contribution.language ?? language }
    return [{ id: attachmentId, cycleId, contributionId, contributionNumber, position, name, consent, stakeholderGroup, regionalGroup, ...terms }]
  })
}

/** One page of a cycle's documents: those that wait for a person first, or all of one outcome. */
export async function listDocumentsAtDesk(db: Reader, cycleId: Id, outcome: Outcome | undefined, page: { offset: number; limit: number }): Promise<ContributedDocument[]> {
  const needsPerson = sql<boolean>`coalesce(outcome, 'waiting') in (${sql.join([...NEEDS_PERSON])})`
  let query = selectDocuments(db).where('cycle_id', '=', cycleId)
  if (outcome !== undefined) query = query.where(sql`coalesce(outcome, 'waiting')`, '=', outcome)
  const rows = await query.orderBy(needsPerson, 'desc').orderBy('number').orderBy('position').offset(page.offset).limit(page.limit).execute()
  return rows.map(toDocument)
}

/** How many documents a cycle has of each outcome; those of none are left out. */
export async function countDocumentsByOutcome(db: Reader, cycleId: Id): Promise<Map<Outcome, number>> {
  const { rows } = await sql<{ outcome: Outcome; count: number }>`
    select coalesce(d.outcome, 'waiting') as outcome, count(*) as count
    from contributions_contribution c join contributions_attachment a on a.contribution_id = c.id left join contributions_document d on d.attachment_id = a.id
    where c.cycle_id = ${cycleId} and c.state = 'received' and c.withdrawn_at is null and c.declined_at is null group by 1`.execute(db)
  return new Map(rows.map(({ outcome, count }) => [outcome, count]))
}

/** The blocks of a document's text in order: all, or those of one part. */
export async function listBlocks(db: Reader, attachmentId: Id, part?: number): Promise<PlacedBlock[]> {
  let query = db.selectFrom('contributions_document_block').selectAll().where('attachment_id', '=', attachmentId)
  if (part !== undefined) query = query.where('part', '=', part)
  const rows = await query.orderBy('position').execute()
  return rows.map((row) => ({ kind: row.kind, level: row.level, text: row.text, page: row.page, label: row.label, position: row.position, start: row.range_start, end: row.range_end, part: row.part }))
}

/** Where each page of a document begins: the part it is in; pages in the order in which they first stand. */
export async function listPages(db: Reader, attachmentId: Id): Promise<{ page: number; label: string | null; part: number }[]> {
  const rows = await db
    .selectFrom('contributions_document_block')
    .select(['page', (select) => select.fn.min('label').as('label'), (select) => select.fn.min('part').as('part')])
    .where('attachment_id', '=', attachmentId)
    .where('page', 'is not', null)
    .groupBy('page')
    .orderBy('page')
    .execute()
  return rows.flatMap(({ page, label, part }) => (page === null ? [] : [{ page, label, part }]))
}

/** The part in which a place of a document's text stands. */
export async function findPart(db: Reader, attachmentId: Id, start: number): Promise<number | undefined> {
  const row = await db
    .selectFrom('contributions_document_block')
    .select('part')
    .where('attachment_id', '=', attachmentId)
    .where('range_start', '<=', start)
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.part
}

/** The flattened text that passages are marked in; empty where there is none. */
export async function readText(db: Reader, attachmentId: Id): Promise<string> {
  const { rows } = await sql<{ text: string | null }>`
    select string_agg(text, ${BETWEEN} order by position) as text from contributions_document_block where attachment_id = ${attachmentId}`.execute(db)
  return rows[0]?.text ?? ''
}

/** Keeps a document's text from being typed anew until the transaction ends. */
export async function lockDocumentForMarking(tx: Tx, attachmentId: Id): Promise<void> {
  await tx.selectFrom('contributions_document').select('attachment_id').where('attachment_id', '=', attachmentId).forShare().execute()
}

/** Holds a document while its text is changed. */
export async function lockDocument(tx: Tx, attachmentId: Id): Promise<void> {
  await tx.selectFrom('contributions_document').select('attachment_id').where('attachment_id', '=', attachmentId).forUpdate().execute()
}

function selectDocuments(db: Reader) {
  return db
    .selectFrom('contributions_attachment')
    .innerJoin('contributions_contribution', 'contributions_contribution.id', 'contributions_attachment.contribution_id')
    .leftJoin('contributions_document', 'contributions_document.attachment_id', 'contributions_attachment.id')
    .select(['contributions_attachment.id', 'contributions_attachment.contribution_id', 'contributions_contribution.number', 'contributions_attachment.position', 'contributions_attachment.name'])
    .select(['outcome', 'reason', 'format', 'pages', 'contributions_document.language', 'title', 'author', 'characters', 'warnings', 'read_at', 'revision'])
    .select((select) =>
      select
        .selectFrom('contributions_document_block')
        .select((block) => block.fn.max('part').as('parts'))
        .whereRef('contributions_document_block.attachment_id', '=', 'contributions_attachment.id')
        .as('parts'),
    )
}

type DocumentWithFile = Awaited<ReturnType<ReturnType<typeof selectDocuments>['execute']>>[number]

function toDocument(row: DocumentWithFile): ContributedDocument {
  return {
    attachmentId: row.id as Id<'attachment'>,
    contributionId: row.contribution_id as Id<'contribution'>,
    contributionNumber: row.number,
    position: row.position,
    name: row.name,
    outcome: row.outcome ?? 'waiting',
    reason: row.reason,
    format: row.format,
    pages: row.pages,
    language: row.language,
    title: row.title,
    author: row.author,
    characters: row.characters ?? 0,
    warnings: JSON.parse(row.warnings ?? '[]') as Warning[],
    readAt: row.read_at,
    revision: row.revision ?? 0,
    parts: row.parts ?? 0,
  }
}
