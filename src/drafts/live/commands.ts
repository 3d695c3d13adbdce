import { sql } from 'kysely'
import type { Step, Transform } from 'prosemirror-transform'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import type { Tie } from '../effects/model.ts'
import type { Document } from '../model.ts'
import { pictureOf } from '../nodes/model.ts'
import { fits, MOST_BLOCKS, MOST_SIZE } from '../nodes/schema.ts'
import { projectText } from '../projection/commands.ts'
import { judgeBy, type Brought } from '../rebase/model.ts'
import { FOLLOWED, takeBatches, type OfferedBatch, type Past, type TakenSteps } from '../taking/model.ts'
import { MOVED } from './acts.ts'
import { readStep, readTaken, writeStep, type Answer, type SentBatch, type TakenBatch } from './model.ts'
import { listBatches, listForeignIds, listOutcomes, loadLiveText, loadTextOfRows, type LiveText } from './queries.ts'

/** A batch with who sent it; that they may write here is for the caller to know. */
export interface PersonsBatch {
  readonly person: Id<'person'>
  readonly sent: SentBatch
  /** Digests of pictures that it names and that are not stored: a figure with one of them is not taken. */
  readonly missing?: ReadonlySet<string>
}

/** `unreadable`: a step is of no kind there is; `not-yours`: another person's client; `no-such-version`: the text has never come so far. */
export type BatchRefusal = Refusal<'unreadable' | 'not-yours' | 'no-such-version'>

export interface Submitted {
  readonly answers: readonly (Answer | BatchRefusal)[]
  /** To be remembered once it is committed. */
  readonly text: LiveText
  /** Words that went on under another id, by whose doing. */
  readonly ties: readonly (Tie & { readonly person: Id<'person'> })[]
}

/** The text as it can be written in; opened from its rows the first time. The document is locked by the caller. */
export async function openLiveText(tx: Tx, documentId: Id): Promise<LiveText> {
  const standing = await loadLiveText(tx, documentId)
  if (standing !== undefined) return standing
  const doc = await loadTextOfRows(tx, documentId)
  await tx.insertInto('drafts_live').values({ document_id: documentId, version: 0, tree: JSON.stringify(doc.toJSON()), tree_version: 0 }).execute()
  return { documentId, version: 0, doc, treeVersion: 0, oldest: 0 }
}

/**
 * Takes what several clients sent, in order, behind all that was taken before: text, rows, lineage, what was not merged and what was
 * swallowed, in the caller's transaction, which has locked the document. A batch that was taken before is answered as it was then.
 */
export async function submitBatches(tx: Tx, document: Document, batches: readonly PersonsBatch[], now: Instant): Promise<Submitted> {
  const text = await openLiveText(tx, document.id)
  const outcomes = await listOutcomes(tx, document.id, batches.map(({ sent }) => sent))
  const offered = batches.map(({ person, sent }) => offer(person, sent, text, outcomes))
  const fresh = offered.filter(isFresh).filter((one, at, all) => all.findIndex(({ client, seq }) => client === one.client && seq === one.seq) === at)
  const { oldest } = text
  // What was missed belongs to an answer that is given again, too.
  const again = batches.flatMap(({ sent }, at) => (offered[at] !== undefined && 'fates' in offered[at] ? [sent.version] : []))
  const lowest = Math.min(text.version, ...again, ...fresh.flatMap(({ version, steps }) => [version, ...steps.map(({ seen }) => Math.max(seen, text.version - FOLLOWED))]))
  // Whoever knows the text as it stands has missed nothing.
  const log = lowest < text.version ? await listBatches(tx, document.id, Math.max(lowest, oldest)) : []
  const taken = await take(tx, text, fresh, { log, oldest, missing: new Set(batches.flatMap(({ missing }) => [...(missing ?? [])])) })
  const after: LiveText = { ...text, ...taken.state }
  const stored = await writeTaken(tx, text, after, taken.taken, now)
  await projectText(tx, document.id, text.doc, after.doc, taken.taken.flatMap(({ ties }) => ties), now)
  const all = [...log, ...taken.taken.map(asTaken)]
  const answers = batches.map(({ sent }, at) => {
    const one = offered[at]
    if (one === undefined || 'refusal' in one) return one ?? { refusal: 'unreadable' as const }
    return answerTo(sent, one, taken.taken, all, oldest)
  })
  return { answers, text: stored, ties: taken.taken.flatMap(({ ties, batch: { person } }) => (person === null ? [] : ties.map((tie) => ({ ...tie, person })))) }
}

type Outcome = Awaited<ReturnType<typeof listOutcomes>>[number]

function isFresh(one: OfferedBatch | Outcome | BatchRefusal): one is OfferedBatch {
  return !('refusal' in one) && !('fates' in one)
}

function offer(person: Id<'person'>, sent: SentBatch, text: LiveText, outcomes: readonly Outcome[]): OfferedBatch | Outcome | BatchRefusal {
  const before = outcomes.find(({ client, seq }) => client === sent.client && seq === sent.seq)
  if (before !== undefined) return before.person === person ? before : { refusal: 'not-yours' }
  if (sent.version > text.version) return { refusal: 'no-such-version' }
  const steps = sent.steps.map(({ step }) => readStep(step))
  if (steps.includes(undefined)) return { refusal: 'unreadable' }
  const read = steps.filter((step): step is Step => step !== undefined)
  return { client: sent.client, seq: sent.seq, person, version: sent.version, steps: read.map((step, at) => ({ step, seen: sent.steps[at]?.seen ?? 0, undo: sent.steps[at]?.undo ?? 0 })), lost: sent.lost ?? [] }
}

/** Takes the batches; where one brings an id that is another document's, again without it. */
async function take(tx: Tx, text: LiveText, fresh: readonly OfferedBatch[], { log, oldest, missing }: { readonly log: readonly TakenBatch[]; readonly oldest: number; readonly missing: ReadonlySet<string> }): Promise<ReturnType<typeof takeBatches>> {
  const past = log.flatMap((batch): Past[] => readTaken(batch).map((step, at) => ({ version: batch.began + at + 1, step, client: batch.client, person: batch.person })))
  const forbidden = new Set<Id>()
  for (;;) {
    const brought: Brought[] = []
    const judge = judgeBy({
      fits: (node) => fits(node) && !missing.has(pictureOf(node) ?? ''),
      mostBlocks: MOST_BLOCKS,
      mostSize: MOST_SIZE,
      brought: (one) => {
        brought.push(one)
        return !forbidden.has(one.id)
      },
    })
    const taken = takeBatches(text, fresh, past, oldest, judge)
    const foreign = [...(await listForeignIds(tx, text.documentId, brought))].filter((id) => !forbidden.has(id))
    if (foreign.length === 0) return taken
    for (const id of foreign) forbidden.add(id)
  }
}

export function asTaken({ batch, began, version, steps, fates, swallowed }: TakenSteps): TakenBatch & { readonly fates: TakenSteps['fates'] } {
  return { began, version, client: batch.client, seq: batch.seq, person: batch.person, swallowed: [...new Set(swallowed.map(({ author }) => author))], steps: steps.map(writeStep), fates }
}

function answerTo(sent: SentBatch, one: OfferedBatch | Outcome, taken: readonly TakenSteps[], all: readonly TakenBatch[], oldest: number): Answer {
  const now = taken.find(({ batch }) => batch.client === sent.client && batch.seq === sent.seq)
  const outcome = now === undefined ? (one as Outcome) : asTaken(now)
  const missed = all.filter(({ began, version }) => version > sent.version && version > began && version <= outcome.began)
  const { client, seq } = sent
  return { client, seq, began: outcome.began, version: outcome.version, fates: outcome.fates, steps: outcome.steps, missed, ...(sent.version < oldest ? { isTooOld: true } : {}) }
}

/** How many steps are kept at most for those who come back, however long ago they were. */
const KEPT_STEPS = 20_000

/** Everything about the batches in one statement, guarded by the version; then, now and then, the tree anew. */
async function writeTaken(tx: Tx, before: LiveText, after: LiveText, taken: readonly TakenSteps[], now: Instant): Promise<LiveText> {
  if (taken.length === 0) return before
  const documentId = before.documentId
  const batches = taken.map((one) => ({ document_id: documentId, ...rowOf(asTaken(one)), at: now }))
  const leftovers = taken.flatMap((one) => leftoversOf(one).map((leftover) => ({ id: newId(), document_id: documentId, ...leftover, at: now })))
  const stretches = stretchesOf(taken).map((stretch) => ({ document_id: documentId, began_at: now, last_at: now, ...stretch }))
  const told = await sql`
    with moved as (update drafts_live set version = ${after.version} where document_id = ${documentId} and version = ${before.version} returning document_id),
      batch as (insert into drafts_batch select row.* from moved, json_populate_recordset(null::drafts_batch, ${JSON.stringify(batches)}::json) as row),
      leftover as (insert into drafts_leftover select row.* from moved, json_populate_recordset(null::drafts_leftover, ${JSON.stringify(leftovers)}::json) as row),
      stretch as (
        insert into drafts_stretch as standing select row.* from moved, json_populate_recordset(null::drafts_stretch, ${JSON.stringify(stretches)}::json) as row
        on conflict (document_id, person_id) do update set last_at = excluded.last_at, steps = standing.steps + excluded.steps,
          blocks = array(select distinct unnest(standing.blocks || excluded.blocks)))
    select pg_notify(${MOVED}, ${`${documentId} ${after.version}`}) from moved`.execute(tx)
  if (told.rows.length === 0) throw new Error('A text moved while its document was locked')
  return keepTree(tx, after)
}

function rowOf({ began, version, client, seq, person, steps, fates, swallowed }: ReturnType<typeof asTaken>) {
  return { began, version, client, seq, person_id: person, steps, fates, swallowed }
}

function leftoversOf({ batch, notMerged, swallowed }: TakenSteps) {
  const { person } = batch
  return [
    ...(person === null ? [] : notMerged.map(({ reason, words, block }) => ({ person_id: person, kind: 'not-merged', reason, words: kept(words), block_id: block, by_person: null }))),
    ...swallowed.map(({ author, words, block }) => ({ person_id: author, kind: 'swallowed', reason: null, words: kept(words), block_id: block, by_person: person })),
  ]
}

/** What somebody wrote may hold what no text may, which is why it was not merged; the database takes all of it but these. */
function kept(words: string): string {
  return words.replaceAll('\u0000', '').toWellFormed()
}

function stretchesOf(taken: readonly TakenSteps[]) {
  const byPerson = Map.groupBy(taken.filter(({ steps, batch: { person, client } }) => steps.length > 0 && person !== null && client !== null), ({ batch: { person } }) => person)
  return [...byPerson].map(([person, own]) => ({ person_id: person, steps: own.reduce((sum, { steps }) => sum + steps.length, 0), blocks: [...new Set(own.flatMap(({ blocks }) => [...blocks]))] }))
}

/** Steps that a command of ours made on the text as it stands, whose document it has locked. */
export async function takeOwn(tx: Tx, text: LiveText, tr: Transform, person: Id<'person'> | null, now: Instant): Promise<void> {
  const version = text.version + tr.steps.length
  const batch: OfferedBatch = { client: null, seq: null, person, version: text.version, steps: [], lost: [] }
  const own: TakenSteps = { batch, began: text.version, version, fates: tr.steps.map(() => 'kept'), steps: tr.steps, ties: [], notMerged: [], swallowed: [], blocks: new Set() }
  await writeTaken(tx, text, { ...text, version, doc: tr.doc }, [own], now)
}

/** Stores the tree when replaying what came since would take as long as reading it, and lets go of what is too long ago. */
async function keepTree(tx: Tx, text: LiveText): Promise<LiveText> {
  const { documentId, version, doc, treeVersion } = text
  if (version - treeVersion < 200 + doc.childCount) return text
  const oldest = Math.max(0, version - KEPT_STEPS)
  await tx
    .updateTable('drafts_live')
    .set((set) => ({ tree: JSON.stringify(doc.toJSON()), tree_version: version, oldest_version: set.fn<number>('greatest', ['oldest_version', set.val(oldest)]) }))
    .where('document_id', '=', documentId)
    .execute()
  if (oldest > 0) await tx.deleteFrom('drafts_batch').where('document_id', '=', documentId).where('began', '<', oldest).execute()
  return { ...text, treeVersion: version, oldest: Math.max(text.oldest, oldest) }
}

/** Takes what somebody has read, or copied elsewhere, off their list. */
export async function dismissLeftovers(tx: Tx, input: { readonly documentId: Id; readonly personId: Id; readonly ids: readonly Id[] }): Promise<{ readonly dismissed: number }> {
  if (input.ids.length === 0) return { dismissed: 0 }
  const gone = await tx.deleteFrom('drafts_leftover').where('document_id', '=', input.documentId).where('person_id', '=', input.personId).where('id', 'in', [...input.ids]).returning('id').execute()
  return { dismissed: gone.length }
}
