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
import { rememberMapping } from '../mappings/commands.ts'
import type { Mapping } from '../mappings/model.ts'
import { choiceRows } from '../choices/commands.ts'
import type { Choice } from '../choices/model.ts'
import { addToTally, gatherCount, type Counts } from '../tally/commands.ts'

/** One row of a file, read and checked. */
export interface ImportedRow {
  /** Tells it apart from every other row of this call, in this import and in those to come. */
  readonly key: string
  /** Of what it says: kept, so that a later import can tell a row that was changed. */
  readonly digest: string
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
  /** What closed questions are answered with. */
  readonly choices?: readonly Choice[] | undefined
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
}

interface Import extends Place {
  /** The rows in their order. Called anew when the transaction is tried again. */
  readonly batches: () => AsyncIterable<readonly ImportedRow[]>
  /** Rows refused before, for the record. */
  readonly refused: number
  /** The first of the numbers promised by `reserveNumbers`. */
  readonly first: number
  /** How the file was read: kept for the next one of its make. */
  readonly mapping?: Mapping | undefined
  readonly onTaken?: ((taken: number) => void) | undefined
}

/**
 * Promises an import the numbers of its rows, as many as are not here yet, in a transaction of its own: a form sent while the rows
 * are written takes the number after them and waits for nothing. Should the import fail, its numbers are left out: no act, for
 * nobody has seen them.
 */
export async function reserveNumbers(tx: Tx, _actor: Actor, input: Pick<Place, 'cycleId'> & { readonly count: number }, _now: Instant): Promise<{ first: number }> {
  const first = await lockNextNumber(tx, input.cycleId)
  if (input.count === 0) return { first }
  const last = first + input.count - 1
  await tx
    .insertInto('contributions_reservation')
    .values({ cycle_id: input.cycleId, number: last })
    .onConflict((conflict) => conflict.column('cycle_id').doUpdateSet({ number: last }))
    .execute()
  return { first }
}

/**
 * Takes the rows of a file, a batch at a time, in one transaction, under numbers promised before. Rows whose key is here already are
 * counted and left. One entry in the record holds a digest: SHA-256 over the digest so far and the canonical JSON of each row's key,
 * digest, day and documents, in order. What others wait for is touched last: the tallies and the record.
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
  let writing: Promise<void> = Promise.resolve()
  for await (const batch of input.batches()) {
    // Made ready while the database still writes the batch before; most often none of its rows is here already.
    const all = prepareRows(call, batch, first + taken)
    await writing
    const here = await findTaken(tx, call.id, batch.map(({ key }) => key))
    const fresh = here.size === 0 ? batch : batch.filter(({ key }) => !here.has(key))
    known += batch.length - fresh.length
    const rows = here.size === 0 ? all : prepareRows(call, fresh, first + taken)
    for (const row of rows.counted) gatherCount(counts, row)
    for (const row of fresh) digest = sha256(`${digest}${canonicalJson([row.key, row.digest, row.receivedBy, row.attachments.map((file) => file.sha256)])}`)
    taken += fresh.length
    writing = insertRows(tx, rows)
    writing.catch(() => undefined)
    input.onTaken?.(taken)
  }
  await writing
  if (input.mapping !== undefined && taken > 0) await rememberMapping(tx, call.forumId, input.mapping, now)
  await addToTally(tx, counts)
  if (taken > 0) {
    const cycle = (await findCycleById(tx, input.cycleId))?.slug ?? ''
    const detail = { call: call.slug, taken, refused: input.refused, known, first: formatRef(cycle, 'C', first), last: formatRef(cycle, 'C', first + taken - 1), digest }
    await appendAct(tx, actor, { forumId: call.forumId, cycleId: call.cycleId, act: 'contributions-imported', subject: { kind: 'call', id: call.id }, detail }, now)
  }
  return { taken, known }
}

/** Which of these keys the call has already. */
async function findTaken(tx: Tx, callId: Id, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ source_key: string }>`select source_key from contributions_contribution where call_id = ${callId} and source_key = any(${keys})`.execute(tx)
  return new Set(rows.map((row) => row.source_key))
}

const COLUMNS = [
  'id', 'forum_id', 'cycle_id', 'call_id', 'number', 'contributor', 'organisation', 'capacity', 'country', 'stakeholder_group', 'regional_group', 'channel', 'language',
  'consent', 'mail', 'label', 'received_at', 'received_by', 'is_late', 'source_key', 'source_digest',
] as const
const COLUMN_LIST = sql.join(COLUMNS.map((column) => sql.ref(column)))

/** One JSON text for each table: a statement of a thousand rows is then as small as one of a single row. */
interface PreparedRows {
  readonly counted: readonly ReturnType<typeof toRow>[]
  readonly contributions: string
  readonly answers: string
  readonly choices: string
  readonly files: string
}

function prepareRows(call: Call, rows: readonly ImportedRow[], first: number): PreparedRows {
  const made = rows.map((row, place) => ({ row, id: newId<'contribution'>(), number: first + place }))
  const counted = made.map(({ row, id, number }) => toRow(call, row, id, number))
  const answers = made.flatMap(({ row, id }) => row.answers.map(({ questionId, number, text }) => ({ id: newId(), contribution_id: id, question_id: questionId, number, text })))
  const files = made.flatMap(({ row, id }) =>
    row.attachments.map((file, place) => ({ id: newId(), contribution_id: id, position: place + 1, name: file.name, media_type: file.mediaType, size: file.size, sha256: file.sha256 })),
  )
  const choices = made.flatMap(({ row, id }) => choiceRows(id, call.questions, row.choices ?? []))
  return { counted, contributions: JSON.stringify(counted), answers: JSON.stringify(answers), choices: JSON.stringify(choices), files: JSON.stringify(files) }
}

const EMPTY = '[]'

async function insertRows(tx: Tx, { contributions, answers, choices, files }: PreparedRows): Promise<void> {
  if (contributions === EMPTY) return
  await sql`insert into contributions_contribution (${COLUMN_LIST}) select ${COLUMN_LIST} from json_populate_recordset(null::contributions_contribution, ${contributions}::json)`.execute(tx)
  if (answers !== EMPTY) {
    await sql`insert into contributions_answer (id, contribution_id, question_id, number, text)
      select id, contribution_id, question_id, number, text from json_populate_recordset(null::contributions_answer, ${answers}::json)`.execute(tx)
  }
  if (choices !== EMPTY) {
    await sql`insert into contributions_choice (contribution_id, question_id, option_number, place)
      select contribution_id, question_id, option_number, place from json_populate_recordset(null::contributions_choice, ${choices}::json)`.execute(tx)
  }
  if (files === EMPTY) return
  await sql`insert into contributions_attachment (id, contribution_id, position, name, media_type, size, sha256)
    select id, contribution_id, position, name, media_type, size, sha256 from json_populate_recordset(null::contributions_attachment, ${files}::json)`.execute(tx)
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
    source_key: row.key,
    state: 'received' as const,
    source_digest: row.digest,
  }
}
