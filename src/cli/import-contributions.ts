import { stat } from 'node:fs/promises'
import type { Call } from '../calls/model.ts'
import { findCall } from '../calls/queries.ts'
import { importContributions, reserveNumbers } from '../contributions/import/commands.ts'
import type { ImportMap } from '../contributions/import/model.ts'
import type { Forum } from '../forums/model.ts'
import { findCycle, findForum } from '../forums/queries.ts'
import { transact } from '../platform/database.ts'
import { SYSTEM } from '../record/model.ts'
import { dateInZone } from '../shared/time.ts'
import { checkRows, type Checked, type Documents } from './import-rows.ts'
import { openTable, readMap, type Table, type TableProblem } from './import-table.ts'
import type { Installation } from './installation.ts'
import type { Outcome, Result, Verb } from './verb.ts'

/** How many refusals are written out without `--json`. */
const SHOWN = 50

/**
 * `convoke import contributions FORUM/CYCLE/CALL FILE`: all rows or, when one is refused, none; with `--partial` all that can be
 * taken. docs/reference/import.md says what a file may look like.
 */
export const importContributionsVerb: Verb = {
  usage: 'import contributions FORUM/CYCLE/CALL FILE [--map MAP.yaml] [--documents FOLDER] [--partial]',
  words: ['import', 'contributions'],
  options: { map: 'value', documents: 'value', partial: 'flag' },
  arguments: [2, 2],
  run: importFile,
}

/** What an import works with. */
type Place = Pick<Installation, 'db' | 'files' | 'clock'>

/** Runs the import: `args` are the call's place and the file. */
export async function importFile(installation: Place, [place = '', file = '']: readonly string[], options: Readonly<Record<string, string | boolean | undefined>>): Promise<Outcome> {
  const slugs = place.split('/')
  if (slugs.length !== 3) return { exit: 2, result: toResult(0, 0, []), text: [`Name the call as FORUM/CYCLE/CALL, not “${place}”.`] }
  const found = await findPlace(installation, slugs)
  if (found === undefined) return refuseAll(`There is no call ${place} here.`)
  const mapPath = typeof options['map'] === 'string' ? options['map'] : undefined
  const map = await readMap(mapPath)
  if ('problem' in map) return refuseAll(map.problem)
  const documents = await findDocuments(typeof options['documents'] === 'string' ? options['documents'] : undefined, map)
  if (documents !== undefined && 'problem' in documents) return refuseAll(documents.problem)
  const table = await openTable(file, map, mapPath, found.call.questions)
  if ('reason' in table) return refuseAll(table.reason, table.row)
  const now = installation.clock()
  const days = { today: dateInZone(now, '+14:00'), importedOn: dateInZone(now, 'UTC') }
  const checked = await checkRows(table, { map, columns: table.columns, ...found, ...days }, documents, installation.files)
  return take(installation, found.call, table, checked, options['partial'] === true)
}

async function take(installation: Place, call: Call, table: Table, checked: Checked, isPartial: boolean): Promise<Outcome> {
  const { read, refused } = checked
  if (read === 0 && refused.length === 0) return refuseAll('The file has a header and no rows below it.')
  const sentences = refused.slice(0, SHOWN).map(({ row, field, reason }) => `Row ${row}${field === null ? '' : `, ${field}`}: ${reason}`)
  const rest = refused.length > SHOWN ? [`… and ${refused.length - SHOWN} more; --json names them all.`] : []
  if (refused.length > 0 && !isPartial) {
    return { exit: 1, result: toResult(read, 0, refused), text: [...sentences, ...rest, `Nothing was taken of ${read} rows. With --partial, those without a mistake are.`] }
  }
  const rows = new Set(refused.map(({ row }) => row)).size
  const input = { cycleId: call.cycleId, callId: call.id, refused: rows, batches: checked.batches }
  const { first } = await transact(installation.db, (tx) => reserveNumbers(tx, SYSTEM, input, installation.clock()))
  const { taken, known } = await transact(installation.db, (tx) => importContributions(tx, SYSTEM, { ...input, first }, installation.clock()))
  const text = [...table.notes, ...sentences, ...rest, `Read ${read} rows: ${taken} taken, ${known} here already, ${rows} refused.`]
  return { exit: refused.length > 0 ? 1 : 0, result: toResult(read, taken, refused), text }
}

async function findPlace({ db }: Place, [forumSlug = '', cycleSlug = '', callSlug = '']: readonly string[]): Promise<{ forum: Forum; call: Call } | undefined> {
  const forum = await findForum(db, forumSlug)
  const cycle = forum === undefined ? undefined : await findCycle(db, forum.id, cycleSlug)
  const call = cycle === undefined ? undefined : await findCall(db, cycle.id, callSlug)
  return forum === undefined || call === undefined ? undefined : { forum, call }
}

async function findDocuments(folder: string | undefined, map: ImportMap): Promise<Documents | { problem: string } | undefined> {
  if (folder === undefined) return undefined
  const isFolder = await stat(folder).then((entry) => entry.isDirectory(), () => false)
  if (!isFolder) return { problem: `There is no folder ${folder}.` }
  if (map.documents === undefined) return { problem: 'The map does not say how documents are named (documents: "{Document ID}.pdf").' }
  return { folder, patterns: map.documents }
}

function refuseAll(reason: string, row = 0): Outcome {
  return { exit: 1, result: toResult(0, 0, [{ row, field: null, reason }]), text: [reason] }
}

function toResult(read: number, taken: number, refused: readonly TableProblem[]): Result {
  return { read, taken, refused: refused.map(({ row, field, reason }) => ({ row, field, reason })) }
}
