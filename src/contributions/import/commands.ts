import { sql } from 'kysely'
import { sha256 } from '../../platform/digest.ts'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import type { Upload } from '../../platform/uploads.ts'
import { isLateAt, isLateOn, type Call } from '../../calls/model.ts'
import { lockCallForInput } from '../../calls/queries.ts'
import { findCycleById, lockCycleForInput } from '../../forums/queries.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import { canonicalJson } from '../../shared/canonical-json.ts'
import type { Id } from '../../shared/ids.ts'
import { formatRef } from '../../shared/refs.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'
import type { Capacity, Channel, Consent } from '../../shared/vocabularies.ts'
import { lockNextNumber } from '../sending/commands.ts'
import { addToTally, gatherCount, type Counts } from '../tally/commands.ts'

/** One row of a file, read and checked. */
export interface ImportedRow {
  /** Tells it apart from every other row of this call, in this import and in those to come. */
  readonly key: string
  readonly contributor: string | null
  readonly organisation: string | null
  readonly capacity: Capacity | null
  readonly country: string | null
  readonly stakeholderGroup: string | null
  readonly regionalGroup: string | null
  readonly language: string | null
  readonly consent: Consent
  readonly channel: Channel
  readonly mail: string | null
  readonly label: string | null
  readonly receivedAt: Instant | null
  readonly receivedBy: PlainDate
  readonly answers: readonly { readonly questionId: Id<'question'>; readonly number: number; readonly text: string }[]
  readonly attachments: readonly Upload[]
}

export interface ImportOutcome {
  readonly taken: number
  /** Rows that an earlier import had taken. */
  readonly known: number
}

interface Place {
  readonly cycleId: Id<'cycle'>
  readonly callId: Id<'call'>
  /** Called anew when the transaction is tried again. */
  readonly batches: () => AsyncIterable<readonly ImportedRow[]>
}

interface Import extends Place {
  /** Rows refused before, for the record. */
  readonly refused: number
  /** The first of the numbers promised by `reserveNumbers`. */
  readonly first: number
}

/**
 * Promises an import the numbers of its rows, as many as are not here yet, in a transaction of its own: a form sent while the rows
 * are written takes the number after them and waits for nothing. Should the import fail, its numbers are left out: no act, for
 * nobody has seen them.
 */
export async function reserveNumbers(tx: Tx, _actor: Actor, input: Place, _now: Instant): Promise<{ first: number }> {
  let count = 0
  for await (const batch of input.batches()) count += (await leaveKnown(tx, input.callId, batch)).length
  const first = await lockNextNumber(tx, input.cycleId)
  if (count === 0) return { first }
  const last = first + count - 1
  await tx
    .insertInto('contributions_reservation')
    .values({ cycle_id: input.cycleId, number: last })
    .onConflict((conflict) => conflict.column('cycle_id').doUpdateSet({ number: last }))
    .execute()
  return { first }
}

/**
 * Takes the rows of a file, a batch at a time, in one transaction, under numbers promised before. Rows whose key is here already are
 * counted and left. One entry in the record holds a digest: SHA-256 over the digest so far and the canonical JSON of each row taken,
 * in order. What others wait for is touched last: the tallies and the record.
 */
export async function importContributions(tx: Tx, actor: Actor, input: Import, now: Instant): Promise<ImportOutcome> {
  await lockCycleForInput(tx, input.cycleId)
  const call = await lockCallForInput(tx, input.callId)
  if (call?.cycleId !== input.cycleId) throw new Error(`There is no call ${input.callId} in cycle ${input.cycleId}`)
  // Of two imports into one call the second waits, and then finds the rows of the first.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`import:${call.id}`}, 0))`.execute(tx)
  const { first } = input
  const counts: Counts = new Map()
  let [taken, known, digest] = [0, 0, sha256('')]
  for await (const batch of input.batches()) {
    const fresh = await leaveKnown(tx, call.id, batch)
    known += batch.length - fresh.length
    for (const row of await insertRows(tx, call, fresh, first + taken)) gatherCount(counts, row)
    for (const row of fresh) digest = sha256(`${digest}${canonicalJson(row)}`)
    taken += fresh.length
  }
  await addToTally(tx, counts)
  if (taken > 0) {
    const cycle = (await findCycleById(tx, input.cycleId))?.slug ?? ''
    const detail = { call: call.slug, taken, refused: input.refused, known, first: formatRef(cycle, 'C', first), last: formatRef(cycle, 'C', first + taken - 1), digest }
    await appendAct(tx, actor, { forumId: call.forumId, cycleId: call.cycleId, act: 'contributions-imported', subject: { kind: 'call', id: call.id }, detail }, now)
  }
  return { taken, known }
}

async function leaveKnown(tx: Tx, callId: Id, batch: readonly ImportedRow[]): Promise<readonly ImportedRow[]> {
  const { rows } = await sql<{ source_key: string }>`
    select source_key from contributions_contribution where call_id = ${callId} and source_key = any(${batch.map(({ key }) => key)})`.execute(tx)
  const known = new Set(rows.map((row) => row.source_key))
  return known.size === 0 ? batch : batch.filter(({ key }) => !known.has(key))
}

/** As one JSON text for each table: a statement of a thousand rows is then as small as one of a single row. */
async function insertRows(tx: Tx, call: Call, rows: readonly ImportedRow[], first: number): Promise<ReturnType<typeof toRow>[]> {
  if (rows.length === 0) return []
  const made = rows.map((row, place) => ({ row, id: newId<'contribution'>(), number: first + place }))
  const contributions = made.map(({ row, id, number }) => toRow(call, row, id, number))
  const answers = made.flatMap(({ row, id }) => row.answers.map(({ questionId, number, text }) => ({ id: newId(), contribution_id: id, question_id: questionId, number, text })))
  const files = made.flatMap(({ row, id }) =>
    row.attachments.map((file, place) => ({ id: newId(), contribution_id: id, position: place + 1, name: file.name, media_type: file.mediaType, size: file.size, sha256: file.sha256 })),
  )
  await sql`insert into contributions_contribution select * from json_populate_recordset(null::contributions_contribution, ${JSON.stringify(contributions)}::json)`.execute(tx)
  await sql`insert into contributions_answer select * from json_populate_recordset(null::contributions_answer, ${JSON.stringify(answers)}::json)`.execute(tx)
  if (files.length > 0) await sql`insert into contributions_attachment select * from json_populate_recordset(null::contributions_attachment, ${JSON.stringify(files)}::json)`.execute(tx)
  return contributions
}

function toRow(call: Call, row: ImportedRow, id: Id<'contribution'>, number: number) {
  return {
    id,
    forum_id: call.forumId,
    cycle_id: call.cycleId,
    call_id: call.id,
    number,
    contributor: row.contributor,
    organisation: row.organisation,
    capacity: row.capacity,
    country: row.country,
    stakeholder_group: row.stakeholderGroup,
    regional_group: row.regionalGroup,
    channel: row.channel,
    language: row.language,
    consent: row.consent,
    mail: row.mail,
    label: row.label,
    received_at: row.receivedAt,
    received_by: row.receivedBy,
    is_late: row.receivedAt === null ? isLateOn(call, row.receivedBy) : isLateAt(call, row.receivedAt),
    withdrawn_at: null,
    withdrawn_reason: null,
    held_at: null,
    declined_at: null,
    moderated_for: null,
    moderated_note: null,
    form_key: null,
    source_key: row.key,
    state: 'received' as const,
  }
}
