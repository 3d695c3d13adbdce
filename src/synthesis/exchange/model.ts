import type { Id } from '../../shared/ids.ts'
import type { FindingKind, Stance } from '../../shared/vocabularies.ts'

/** An answer as the sheets have it; its themes are those of its passages. */
export interface ExchangeAnswer {
  readonly id: Id
  /** `C-14/2`. */
  readonly ref: string
  /** `call/2`. */
  readonly question: string
  readonly text: string
  readonly themes: readonly string[]
  readonly note: string
}

export interface ExchangePassage {
  readonly id: Id
  readonly ref: string
  readonly of: string
  readonly sourceId: Id
  readonly stakeholderGroup: string | null
  readonly regionalGroup: string | null
  readonly themes: readonly string[]
  readonly text: string
  /** The findings that rest on it, and how it stands to each. */
  readonly findings: ReadonlyMap<string, Stance>
  /** True where it is the whole of its answer. */
  readonly isWhole: boolean
}

export interface ExchangeFinding {
  readonly id: Id<'finding'>
  readonly ref: string
  readonly kind: FindingKind
  /** `call/2`; empty for the cycle as a whole. */
  readonly question: string
  readonly statement: string
  readonly revision: number
}

export interface ExchangeContribution {
  readonly ref: string
  readonly contributor: string
  readonly stakeholderGroup: string | null
  readonly regionalGroup: string | null
  readonly language: string | null
  readonly consent: string
  /** By question. */
  readonly answers: ReadonlyMap<string, string>
}

/** A cycle's synthesis as the spreadsheet shows it, at one moment. */
export interface Exchange {
  readonly forum: string
  readonly cycle: string
  readonly questions: readonly { readonly id: Id<'question'>; readonly key: string; readonly text: string }[]
  readonly contributions: readonly ExchangeContribution[]
  readonly answers: readonly ExchangeAnswer[]
  readonly passages: readonly ExchangePassage[]
  readonly findings: readonly ExchangeFinding[]
  readonly themes: readonly { readonly id: Id<'theme'>; readonly slug: string; readonly title: string; readonly description: string | null }[]
}

export type Cell = string | number | null
export interface SheetOfCells {
  readonly name: string
  readonly rows: readonly (readonly Cell[])[]
}

/** The version of what the sheet `Convoke` says; others are not read. */
export const FORMAT = 'convoke-exchange/1'

/** What a cell of a spreadsheet can hold. Longer texts end with an ellipsis: texts are not changed from a sheet anyway. */
const CELL = 32_000

export function cellText(text: string): string {
  if (text.length <= CELL) return text
  const cut = text.slice(0, CELL)
  return `${/[\ud800-\udbff]$/u.test(cut) ? cut.slice(0, -1) : cut}…`
}

export function writeThemes(themes: readonly string[]): string {
  return [...themes].sort().join('; ')
}

export function writeAssignments(findings: ReadonlyMap<string, Stance>): string {
  return [...findings].sort(([a], [b]) => (a < b ? -1 : 1)).map(([ref, stance]) => (stance === 'supports' ? ref : `${ref} ${stance}`)).join('; ')
}

/**
 * The sheets: Matrix (contributions by questions), Answers, Passages, Findings, Codebook, and Convoke, which says what stood in the cells
 * that may be changed, so that what is read back can be told from what changed here meanwhile. Rows may be sorted, columns moved and
 * added: rows are known by their id, columns by their first cell.
 */
export function layExchange(exchange: Exchange): SheetOfCells[] {
  const { questions, contributions, answers, passages, findings, themes } = exchange
  const matrix = contributions.map((each) => [each.ref, each.contributor, each.stakeholderGroup, each.regionalGroup, each.language, each.consent, ...questions.map(({ key }) => cellText(each.answers.get(key) ?? ''))])
  const base = [
    ...answers.flatMap((each) => [['Answers', each.ref, 'themes', writeThemes(each.themes)], ['Answers', each.ref, 'note', each.note]]),
    ...passages.flatMap((each) => [['Passages', each.ref, 'themes', writeThemes(each.themes)], ['Passages', each.ref, 'findings', writeAssignments(each.findings)]]),
    ...findings.flatMap((each) => [['Findings', each.ref, 'kind', each.kind], ['Findings', each.ref, 'question', each.question], ['Findings', each.ref, 'statement', each.statement]]),
  ]
  return [
    { name: 'Matrix', rows: [['id', 'contributor', 'stakeholderGroup', 'regionalGroup', 'language', 'consent', ...questions.map(({ key, text }) => `${key} ${text}`)], ...matrix] },
    { name: 'Answers', rows: [['id', 'question', 'themes', 'note', 'text'], ...answers.map((each) => [each.ref, each.question, writeThemes(each.themes), each.note, cellText(each.text)])] },
    { name: 'Passages', rows: [PASSAGE_HEAD, ...passages.map(passageRow)] },
    { name: 'Findings', rows: [['id', 'kind', 'question', 'statement'], ...findings.map((each) => [each.ref, each.kind, each.question, each.statement])] },
    { name: 'Codebook', rows: [['theme', 'title', 'description'], ...themes.map((each) => [each.slug, each.title, each.description])] },
    { name: 'Convoke', rows: [[FORMAT, exchange.forum, exchange.cycle, ''], ['sheet', 'id', 'column', 'value'], ...base] },
  ]
}

const PASSAGE_HEAD = ['id', 'of', 'stakeholderGroup', 'regionalGroup', 'themes', 'findings', 'text'] as const

function passageRow(each: ExchangePassage): Cell[] {
  return [each.ref, each.of, each.stakeholderGroup, each.regionalGroup, writeThemes(each.themes), writeAssignments(each.findings), cellText(each.text)]
}
