import { normaliseText } from '../../shared/text.ts'
import { FINDING_KINDS, STANCES, type FindingKind, type Stance } from '../../shared/vocabularies.ts'
import { cellText, FORMAT, writeAssignments, type Exchange } from '../exchange/model.ts'

/** A row of a sheet by the names of its columns. */
type Row = Readonly<Record<string, string>>

/** A spreadsheet read back: its rows, and what had stood in the cells when it was written. */
export interface ReadExchange {
  readonly forum: string
  readonly cycle: string
  readonly sheets: ReadonlyMap<string, readonly Row[]>
  readonly base: ReadonlyMap<string, string>
}

export interface FindingWords {
  readonly kind: FindingKind
  readonly question: string
  readonly statement: string
}

/** One thing that reading the file back would change; passages of a finding come with how they stand to it, null where they are let go. */
export type Change =
  | { readonly kind: 'passage-themes' | 'answer-themes'; readonly ref: string; readonly added: readonly string[]; readonly removed: readonly string[] }
  | { readonly kind: 'note'; readonly ref: string; readonly from: string; readonly to: string }
  | { readonly kind: 'finding'; readonly ref: string; readonly from: FindingWords; readonly to: FindingWords; readonly passages: readonly (readonly [string, Stance | null])[] }
  | { readonly kind: 'new-finding'; readonly ref: string; readonly to: FindingWords; readonly passages: readonly (readonly [string, Stance | null])[] }

/** A cell that was changed in the file and here: what it was, what the file says, what stands here now (nothing where it is gone). */
export interface Conflict {
  readonly sheet: string
  readonly id: string
  readonly column: string
  readonly was: string
  readonly sheetSays: string
  readonly now: string
}

export const PROBLEM_CODES = ['other-cycle', 'unknown-id', 'twice', 'unknown-theme', 'unknown-finding', 'unknown-kind', 'unknown-question', 'no-statement', 'too-long', 'text-differs', 'finding-without-passages'] as const

export interface Problem {
  readonly sheet: string
  readonly id: string
  readonly code: (typeof PROBLEM_CODES)[number]
  readonly value: string
}

export interface Plan {
  readonly changes: readonly Change[]
  readonly conflicts: readonly Conflict[]
  readonly problems: readonly Problem[]
  /** Rows of the export that the file does not have any more: nothing is changed for them. */
  readonly missing: number
}

/** Reads the sheets of a workbook, rows of cells each. `no-base`: it is no export of ours; `other-format`: of another version. */
export function readExchange(book: ReadonlyMap<string, readonly (readonly string[])[]>): ReadExchange | { readonly problem: 'no-base' | 'other-format' } {
  const own = book.get('Convoke')
  if (own === undefined || own.length === 0) return { problem: 'no-base' }
  const [format, forum = '', cycle = ''] = own[0] ?? []
  if (format !== FORMAT) return { problem: 'other-format' }
  const base = new Map(own.slice(1).map(([sheet = '', id = '', column = '', value = '']) => [`${sheet} ${id} ${column}`, clean(value)]))
  const sheets = new Map(
    ['Matrix', 'Answers', 'Passages', 'Findings'].map((name) => {
      const [head = [], ...rows] = book.get(name) ?? []
      const columns = head.map((cell) => cell.trim())
      const read = rows.filter((row) => row.some((cell) => cell.trim() !== '')).map((row): Row => Object.fromEntries(columns.flatMap((column, index) => (column === '' ? [] : [[column, clean(row[index] ?? '')]]))))
      return [name, read]
    }),
  )
  return { forum, cycle, sheets, base }
}

/** What a file that was changed outside would change here: three ways, between what was written, what it says, and what stands here now. */
export function planExchange(read: ReadExchange, now: Exchange): Plan {
  if (read.forum !== now.forum || read.cycle !== now.cycle) return { changes: [], conflicts: [], problems: [{ sheet: 'Convoke', id: `${read.forum}/${read.cycle}`, code: 'other-cycle', value: '' }], missing: 0 }
  const work: Work = { read, now, conflicts: [], problems: [], seen: new Set(), assigned: new Map() }
  checkMatrix(work)
  const answers = planAnswers(work)
  const passages = planPassages(work)
  const findings = planFindings(work)
  const known = new Set([...read.base.keys()].map((key) => key.split(' ').slice(0, 2).join(' ')))
  known.delete('sheet id')
  const order = (conflict: Conflict): number => ['Answers', 'Passages', 'Findings'].indexOf(conflict.sheet)
  return { changes: [...passages, ...answers, ...findings], conflicts: work.conflicts.sort((a, b) => order(a) - order(b)), problems: work.problems, missing: [...known].filter((key) => !work.seen.has(key)).length }
}

interface Work {
  readonly read: ReadExchange
  readonly now: Exchange
  readonly conflicts: Conflict[]
  readonly problems: Problem[]
  /** Rows of the export that were met again. */
  readonly seen: Set<string>
  /** By finding or label: passages whose stance to it changes, null where they are let go. */
  readonly assigned: Map<string, Map<string, Stance | null>>
}

/** Texts are not changed from a sheet; one that was changed there is named, so that nobody thinks it was. */
function checkMatrix({ read, now, problems }: Work): void {
  const contributions = new Map(now.contributions.map((each) => [each.ref, each]))
  for (const row of read.sheets.get('Matrix') ?? []) {
    const contribution = contributions.get(row['id'] ?? '')
    if (contribution === undefined) continue
    for (const { key, text } of now.questions) {
      const cell = row[clean(`${key} ${text}`)]
      if (cell !== undefined && cell !== clean(cellText(contribution.answers.get(key) ?? ''))) problems.push({ sheet: 'Matrix', id: contribution.ref, code: 'text-differs', value: key })
    }
  }
}

function planAnswers(work: Work): Change[] {
  const answers = new Map(work.now.answers.map((each) => [each.ref, each]))
  return rowsOf(work, 'Answers').flatMap(({ id, row }): Change[] => {
    const answer = answers.get(id)
    if (answer !== undefined && row['text'] !== undefined && row['text'] !== clean(cellText(answer.text))) work.problems.push({ sheet: 'Answers', id, code: 'text-differs', value: '' })
    const themes = changeOfThemes(work, 'Answers', id, row, answer?.themes)
    const note = changeOfText(work, 'Answers', id, 'note', row, answer?.note)
    if (note !== undefined && note.to.length > 10_000) work.problems.push({ sheet: 'Answers', id, code: 'too-long', value: 'note' })
    return [...(themes === undefined ? [] : [{ kind: 'answer-themes' as const, ref: id, ...themes }]), ...(note === undefined || note.to.length > 10_000 ? [] : [{ kind: 'note' as const, ref: id, ...note }])]
  })
}

function planPassages(work: Work): Change[] {
  const passages = new Map(work.now.passages.map((each) => [each.ref, each]))
  return rowsOf(work, 'Passages').flatMap(({ id, row }): Change[] => {
    const passage = passages.get(id)
    if (passage !== undefined && row['text'] !== undefined && row['text'] !== clean(cellText(passage.text))) work.problems.push({ sheet: 'Passages', id, code: 'text-differs', value: '' })
    assign(work, id, row, passage?.findings)
    const themes = changeOfThemes(work, 'Passages', id, row, passage?.themes)
    return themes === undefined ? [] : [{ kind: 'passage-themes', ref: id, ...themes }]
  })
}

/** Notes which findings a passage was given to or taken from in the file. */
function assign(work: Work, id: string, row: Row, current: ReadonlyMap<string, Stance> | undefined): void {
  const cell = row['findings']
  const was = work.read.base.get(`Passages ${id} findings`) ?? ''
  if (cell === undefined) return
  const [before, after] = [readAssignments(was), readAssignments(cell)]
  for (const ref of new Set([...before.keys(), ...after.keys()])) {
    const [old, wanted, now] = [before.get(ref), after.get(ref), current?.get(ref)]
    if (old === wanted || now === wanted) continue
    if (current === undefined || now !== old) {
      work.conflicts.push({ sheet: 'Passages', id, column: 'findings', was, sheetSays: cell, now: current === undefined ? '' : writeAssignments(current) })
      return
    }
    const own = work.assigned.get(ref) ?? new Map<string, Stance | null>()
    own.set(id, wanted ?? null)
    work.assigned.set(ref, own)
  }
}

function planFindings(work: Work): Change[] {
  const { now, problems, assigned } = work
  const findings = new Map(now.findings.map((each) => [each.ref, each]))
  const rows = new Map(rowsOf(work, 'Findings').map((each) => [each.id === '' ? Symbol('unnamed') : each.id, each]))
  const changes = [...rows.values()].flatMap(({ id, row }): Change[] => {
    const passages = [...(assigned.get(id) ?? [])]
    return isFindingRef(id) ? changeOfFinding(work, id, row, passages) : newFinding(work, id, row, passages)
  })
  // Passages may be given to findings whose row was taken out, or that are not known at all.
  const apart = [...assigned].filter(([ref]) => !rows.has(ref)).flatMap(([ref, passages]): Change[] => {
    if (findings.has(ref)) return changeOfFinding(work, ref, {}, [...passages])
    problems.push({ sheet: 'Passages', id: [...passages.keys()].join(', '), code: 'unknown-finding', value: ref })
    return []
  })
  return [...changes, ...apart]
}

function changeOfFinding(work: Work, ref: string, row: Row, passages: readonly (readonly [string, Stance | null])[]): Change[] {
  const finding = work.now.findings.find((each) => each.ref === ref)
  const statement = changeOfText(work, 'Findings', ref, 'statement', row, finding?.statement)
  const kind = changeOfText(work, 'Findings', ref, 'kind', row, finding?.kind)
  const question = changeOfText(work, 'Findings', ref, 'question', row, finding?.question)
  if (finding === undefined || (statement === undefined && kind === undefined && question === undefined && passages.length === 0)) return []
  const from = { kind: finding.kind, question: finding.question, statement: finding.statement }
  const to = readWords(work, ref, { kind: kind?.to ?? from.kind, question: question?.to ?? from.question, statement: statement?.to ?? from.statement })
  const kept = work.now.passages.filter((passage) => passage.findings.has(ref) && !passages.some(([id, stance]) => id === passage.ref && stance === null)).length
  const given = passages.filter(([, stance]) => stance !== null).length
  if (kept + given === 0) work.problems.push({ sheet: 'Findings', id: ref, code: 'finding-without-passages', value: '' })
  return to === undefined || kept + given === 0 ? [] : [{ kind: 'finding', ref, from, to, passages }]
}

function newFinding(work: Work, ref: string, row: Row, passages: readonly (readonly [string, Stance | null])[]): Change[] {
  const to = readWords(work, ref, { kind: row['kind'] ?? '', question: row['question'] ?? '', statement: row['statement'] ?? '' })
  if (to === undefined) return []
  if (passages.length > 0) return [{ kind: 'new-finding', ref, to, passages }]
  work.problems.push({ sheet: 'Findings', id: ref, code: 'finding-without-passages', value: '' })
  return []
}

function readWords({ now, problems }: Work, id: string, said: { readonly kind: string; readonly question: string; readonly statement: string }): FindingWords | undefined {
  const kind = FINDING_KINDS.find((each) => each === said.kind.toLowerCase())
  const code = kind === undefined ? 'unknown-kind' : said.question !== '' && !now.questions.some(({ key }) => key === said.question) ? 'unknown-question' : said.statement === '' ? 'no-statement' : said.statement.length > 2000 ? 'too-long' : undefined
  if (code === undefined && kind !== undefined) return { ...said, kind }
  problems.push({ sheet: 'Findings', id, code: code ?? 'unknown-kind', value: code === 'unknown-kind' ? said.kind : code === 'unknown-question' ? said.question : '' })
  return undefined
}

/** The rows of a sheet by their ids; those unknown or given twice are problems. Findings may be new. */
function rowsOf({ read, problems, seen }: Work, sheet: string): { readonly id: string; readonly row: Row }[] {
  const rows = (read.sheets.get(sheet) ?? []).map((row) => ({ id: row['id'] ?? '', row }))
  const counts = new Map<string, number>()
  for (const { id } of rows) counts.set(id, (counts.get(id) ?? 0) + 1)
  for (const [id, count] of counts) if (count > 1 && id !== '') problems.push({ sheet, id, code: 'twice', value: '' })
  return rows.filter(({ id }) => {
    if (id !== '' && (counts.get(id) ?? 0) > 1) {
      seen.add(`${sheet} ${id}`)
      return false
    }
    const column = sheet === 'Findings' ? 'statement' : 'themes'
    const isKnown = read.base.has(`${sheet} ${id} ${column}`)
    if (isKnown) seen.add(`${sheet} ${id}`)
    const isNew = sheet === 'Findings' && !isFindingRef(id)
    if (!isKnown && !isNew) problems.push({ sheet, id, code: 'unknown-id', value: '' })
    return isKnown || isNew
  })
}

/** Which themes a row gains and loses; undefined for none. Sets do not conflict: what is there already is not added again. */
function changeOfThemes(work: Work, sheet: string, id: string, row: Row, current: readonly string[] | undefined): { added: string[]; removed: string[] } | undefined {
  const cell = row['themes']
  const was = work.read.base.get(`${sheet} ${id} themes`) ?? ''
  if (cell === undefined || cell === was) return undefined
  const wanted = readThemes(work, cell)
  if ('unknown' in wanted) {
    work.problems.push({ sheet, id, code: 'unknown-theme', value: wanted.unknown })
    return undefined
  }
  const before = was === '' ? [] : was.split('; ')
  const [added, removed] = [wanted.slugs.filter((slug) => !before.includes(slug)), before.filter((slug) => !wanted.slugs.includes(slug))]
  if (added.length + removed.length === 0) return undefined
  if (current === undefined) {
    work.conflicts.push({ sheet, id, column: 'themes', was, sheetSays: cell, now: '' })
    return undefined
  }
  const change = { added: added.filter((slug) => !current.includes(slug)), removed: removed.filter((slug) => current.includes(slug)) }
  return change.added.length + change.removed.length === 0 ? undefined : change
}

/** A title may have a semicolon in it, so the whole cell is tried first. */
function readThemes({ now }: Work, cell: string): { readonly slugs: readonly string[] } | { readonly unknown: string } {
  const find = (name: string): string | undefined => now.themes.find(({ slug, title }) => slug === name.toLowerCase() || title.toLowerCase() === name.toLowerCase())?.slug
  const whole = find(cell)
  if (whole !== undefined) return { slugs: [whole] }
  const slugs: string[] = []
  for (const name of cell.split(/[;\n]/u).map((part) => part.trim()).filter((part) => part !== '')) {
    const slug = find(name)
    if (slug === undefined) return { unknown: name }
    slugs.push(slug)
  }
  return { slugs: [...new Set(slugs)] }
}

/** Which text takes the place of which; undefined where the cell was left alone, says what stands here already, or conflicts. */
function changeOfText(work: Work, sheet: string, id: string, column: string, row: Row, current: string | undefined): { from: string; to: string } | undefined {
  const cell = row[column]
  const was = work.read.base.get(`${sheet} ${id} ${column}`) ?? ''
  if (cell === undefined || cell === was || cell === clean(current ?? '')) return undefined
  if (current !== undefined && clean(current) === was) return { from: current, to: cell }
  work.conflicts.push({ sheet, id, column, was, sheetSays: cell, now: current ?? '' })
  return undefined
}

const STANCE_AT_END = new RegExp(`^(.+?)\\s+\\(?(${STANCES.join('|')})\\)?$`, 'iu')

function readAssignments(cell: string): Map<string, Stance> {
  const items = cell.split(/[;\n]/u).map((part) => part.trim()).filter((part) => part !== '')
  return new Map(
    items.map((item): [string, Stance] => {
      const [, ref, stance] = STANCE_AT_END.exec(item) ?? []
      return ref === undefined ? [item, 'supports'] : [ref, STANCES.find((each) => each === stance?.toLowerCase()) ?? 'supports']
    }),
  )
}

function isFindingRef(id: string): boolean {
  return /^F-[1-9][0-9]*$/u.test(id)
}

function clean(cell: string): string {
  return normaliseText(cell)
}
