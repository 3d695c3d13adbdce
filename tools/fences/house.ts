/**
 * The shape of the house as data: the order of its folders, the closed vocabularies of its file names, its limits.
 * `docs/reference/fences.md` says why each stands.
 */

/** What all others rest on; they know no concept. */
const ground = ['shared', 'platform']

/** The concepts in the order of the process. A concept imports only from folders above it. */
export const concepts = [
  'record', 'people', 'forums', 'library', 'lists', 'calls', 'contributions', 'meetings', 'outreach',
  'synthesis', 'drafts', 'review', 'trace', 'publication',
] as const

/** Where requests, mails and command lines come in. No door imports another. */
export const doors = ['web', 'mailroom', 'cli'] as const

/** All folders of `src/`, first to last, then the composition root. */
export const layers: readonly string[] = [...ground, ...concepts, 'procedures', ...doors, 'main']

/** What a file in a concept's folder may be called. */
export const conceptFiles = [
  'model', 'schema', 'tables', 'policy', 'queries', 'commands', 'acts', 'reactions', 'mail', 'carry-over', 'export',
  'testing',
] as const

/** What a file in `web/<concept>/` may be called. */
export const webFiles = ['routes', 'pages', 'desk', 'forms', 'data'] as const

/** What may stand directly in `web/`. */
export const webTop = ['answer', 'app', 'assets', 'context', 'errors', 'form', 'http', 'messages', 'page', 'welcome'] as const

/** What one concept may take from another. */
export const lentToConcepts: readonly string[] = ['model', 'queries', 'acts']

/**
 * The one concept that every other one writes to: a command is its rows plus one record entry in the same transaction,
 * so the record's commands are open to every command and reaction.
 */
export const ledger = 'record'

/** What no door ever takes from a concept. */
export const closedToDoors: readonly string[] = ['tables', 'reactions', 'carry-over']

/** Pure files: no database, no clock, no file, no network. */
export const pureFiles: readonly string[] = ['model', 'schema', 'acts']

/** Packages that depend on their arguments alone and run in a browser: what a document is, and how it changes. Models may use them. */
export const pureLibraries: readonly string[] = ['prosemirror-model', 'prosemirror-transform', 'prosemirror-state', 'prosemirror-history']

/** The files that read and write rows. */
export const databaseFiles: readonly string[] = ['queries', 'commands', 'reactions']

/** The module that holds the database handle. */
export const databaseModule = 'src/platform/database.ts'

/** The only files that know the language's own clock and calendar. */
export const timeFiles: readonly string[] = ['src/shared/time.ts', 'src/shared/zone-changes.ts', 'src/platform/clock.ts']

/** Words that say nothing about what a file holds. */
export const emptyWords: readonly string[] = [
  'util', 'utils', 'helper', 'helpers', 'service', 'services', 'manager', 'managers', 'misc', 'common',
]

export const limits = { fileLines: 300, testLines: 400, functionLines: 50 } as const

/** A broken rule at a place. `line` counts from 1. */
export interface Violation {
  readonly file: string
  readonly line: number
  readonly rule: Rule
  readonly sentence: string
}

/** Every rule by name; the tests plant one violation of each, and the reference page lists each. */
export const rules = [
  'parses', 'folders', 'file-names', 'one-verb', 'layers', 'lending', 'commands', 'pure', 'database', 'testing', 'cycles',
  'imports', 'table-names', 'table-mentions', 'table-keys', 'table-order', 'islands', 'ui', 'time', 'file-size',
  'function-size', 'logical-css', 'inline', 'silenced', 'mocks',
] as const
export type Rule = (typeof rules)[number]
