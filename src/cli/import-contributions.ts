import type { Call } from '../calls/model.ts'
import { findCall } from '../calls/queries.ts'
import { mapAsRead } from '../contributions/mappings/model.ts'
import { findMapping } from '../contributions/mappings/queries.ts'
import { saidInMap, type ImportMap } from '../contributions/import/model.ts'
import type { Forum } from '../forums/model.ts'
import { findCycle, findForum } from '../forums/queries.ts'
import { openShelf } from '../platform/document-shelf.ts'
import { checkImport, type RowRefusal } from '../procedures/check-import.ts'
import { openImportTable, type ImportTable } from '../procedures/open-import-table.ts'
import { takeImport, type ImportToTake } from '../procedures/take-import.ts'
import { SYSTEM } from '../record/model.ts'
import { dateInZone } from '../shared/time.ts'
import { told } from '../shared/told.ts'
import { readMap, saveMap } from './import-map.ts'
import { tell } from './import-sentences.ts'
import type { Installation } from './installation.ts'
import type { Outcome, Result, Verb } from './verb.ts'

/** How many refusals are written out without `--json`. */
const SHOWN = 50

/**
 * `convoke import contributions FORUM/CYCLE/CALL FILE`: all rows or, when one is refused, none; with `--partial` all that can be
 * taken. docs/reference/import.md says what a file may look like.
 */
export const importContributionsVerb: Verb = {
  usage:
    'import contributions FORUM/CYCLE/CALL FILE [--map MAP.yaml | --remembered] [--documents FOLDER|ZIP] [--partial] [--sheet NAME] [--encoding NAME] [--delimiter SIGN] [--header-line N] [--dates ORDER] [--repeated first|each] [--damaged words] [--save-map MAP.yaml]',
  words: ['import', 'contributions'],
  options: {
    map: 'value', remembered: 'flag', documents: 'value', partial: 'flag', sheet: 'value', encoding: 'value', delimiter: 'value', 'header-line': 'value', dates: 'value', repeated: 'value', damaged: 'value', 'save-map': 'value',
  },
  arguments: [2, 2],
  run: importFile,
}

/** What an import works with. */
type Place = Pick<Installation, 'db' | 'files' | 'clock'>
type Options = Readonly<Record<string, string | boolean | undefined>>

interface Opened {
  readonly table: ImportTable
  readonly map: ImportMap
}

/** Runs the import: `args` are the call's place and the file. */
export async function importFile(installation: Place, [place = '', file = '']: readonly string[], options: Options): Promise<Outcome> {
  const slugs = place.split('/')
  if (slugs.length !== 3) return { exit: 2, result: toResult(0, 0, []), text: [`Name the call as FORUM/CYCLE/CALL, not “${place}”.`] }
  const found = await findPlace(installation, slugs)
  if (found === undefined) return refuseAll(`There is no call ${place} here.`)
  const opened = await open(installation, found, file, options)
  if ('exit' in opened) return opened
  const shelf = typeof options['documents'] === 'string' ? await openShelf(options['documents']) : { files: [] }
  if ('problem' in shelf) return refuseAll(tell(shelf.problem))
  const now = installation.clock()
  const days = { today: dateInZone(now, '+14:00'), importedOn: dateInZone(now, 'UTC') }
  const checked = await checkImport({ ...opened, ...found, ...days, documents: shelf.files })
  try {
    const mapping = { header: opened.table.names, map: mapAsRead(opened.map, opened.table) }
    if (typeof options['save-map'] === 'string') await saveMap(options['save-map'], mapping.map)
    return await take(installation, { call: found.call, checked, documents: shelf.files, mapping }, options['partial'] === true)
  } finally {
    await checked.close()
  }
}

async function open({ db }: Place, { forum, call }: { forum: Forum; call: Call }, file: string, options: Options): Promise<Opened | Outcome> {
  const mapPath = typeof options['map'] === 'string' ? options['map'] : undefined
  if (mapPath !== undefined && options['remembered'] === true) return { exit: 2, result: toResult(0, 0, []), text: ['Give a map, or say --remembered, not both.'] }
  const map = await readMap(mapPath, options)
  if ('problem' in map) return refuseAll(map.problem)
  const source = { path: file, map, mapPath, questions: call.questions }
  const table = await openImportTable({ ...source, maySearch: options['remembered'] === true })
  if ('reason' in table) return refuseAll(tell(table.reason), table.row)
  if (options['remembered'] !== true) return { table, map }
  const kept = await findMapping(db, forum.id, table.names)
  if (kept === undefined) return refuseAll('No file with these columns was imported into this forum before.')
  const whole = { ...kept.map, ...saidInMap(map) }
  const again = await openImportTable({ ...source, map: whole, maySearch: false })
  return 'reason' in again ? refuseAll(tell(again.reason), again.row) : { table: again, map: whole }
}

async function take(installation: Place, work: Pick<ImportToTake, 'call' | 'checked' | 'documents' | 'mapping'>, isPartial: boolean): Promise<Outcome> {
  const { read, refused, refusedRows, notes: remarks } = work.checked
  if (read === 0 && refused.length === 0) return refuseAll(tell(told('no-rows')))
  const sentences = refused.slice(0, SHOWN).map(({ row, field, reason }) => `Row ${row}${field === null ? '' : `, ${field}`}: ${tell(reason)}`)
  const rest = refused.length > SHOWN ? [`… and ${refused.length - SHOWN} more; --json names them all.`] : []
  const notes = remarks.map(tell)
  if (refused.length > 0 && !isPartial) {
    return { exit: 1, result: { ...toResult(read, 0, refused), notes }, text: [...notes, ...sentences, ...rest, `Nothing was taken of ${read} rows. With --partial, those without a mistake are.`] }
  }
  const { taken, known, differing } = await takeImport(installation.db, SYSTEM, { ...work, ...installation })
  const differ = differing.length === 0 ? [] : [tell(told('rows-differ', { count: differing.length, rows: `${differing.slice(0, SHOWN).join(', ')}${differing.length > SHOWN ? ' …' : ''}` }))]
  const text = [...notes, ...sentences, ...rest, ...differ, `Read ${read} rows: ${taken} taken, ${known} here already, ${refusedRows} refused.`]
  return { exit: refused.length > 0 ? 1 : 0, result: { ...toResult(read, taken, refused), known, differing, notes }, text }
}

async function findPlace({ db }: Place, [forumSlug = '', cycleSlug = '', callSlug = '']: readonly string[]): Promise<{ forum: Forum; call: Call } | undefined> {
  const forum = await findForum(db, forumSlug)
  const cycle = forum === undefined ? undefined : await findCycle(db, forum.id, cycleSlug)
  const call = cycle === undefined ? undefined : await findCall(db, cycle.id, callSlug)
  return forum === undefined || call === undefined ? undefined : { forum, call }
}

function refuseAll(reason: string, row = 0): Outcome {
  return { exit: 1, result: { read: 0, taken: 0, refused: [{ row, field: null, reason }] }, text: [reason] }
}

function toResult(read: number, taken: number, refused: readonly RowRefusal[]): Result {
  return { read, taken, refused: refused.map(({ row, field, reason }) => ({ row, field, reason: tell(reason) })) }
}
