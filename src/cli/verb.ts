import type { Installation } from './installation.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** One thing that was not taken: which row (of a table its number, else a file, a part, a subject), which field of it, and why. */
export interface Refused {
  readonly row: number | string | null
  readonly field: string | null
  readonly reason: string
}

/** What `--json` prints, of every verb alike: how much was read and taken, and what was refused; then the verb's own members. */
export interface Result {
  readonly read: number
  readonly taken: number
  readonly refused: readonly Refused[]
  readonly [own: string]: unknown
}

/** How a command ended: 0 done, 1 refused, 2 usage. `result` is printed as JSON with `--json`, else `text`, line by line. */
export interface Outcome {
  readonly exit: 0 | 1 | 2
  readonly result: Result
  readonly text: readonly string[]
}

export interface Verb {
  /** How it is called, as one line of the usage text. */
  readonly usage: string
  readonly words: readonly string[]
  readonly options?: Readonly<Record<string, 'flag' | 'value'>>
  readonly arguments: readonly [least: number, most: number]
  /** Whether it takes the tables as they are; any other verb finds them brought up to date. */
  readonly asItIs?: boolean
  /** For a verb that needs no installation: this is run in the place of `run`, and nothing is opened. */
  readonly runAlone?: (args: readonly string[], options: Readonly<Record<string, string | boolean | undefined>>) => Promise<Outcome>
  readonly run: (installation: Installation, args: readonly string[], options: Readonly<Record<string, string | boolean | undefined>>) => Promise<Outcome>
}

/** Nothing was taken, for one reason: a code or a sentence. `own` are the verb's own members. */
export function refusedWhole(reason: string, field: string | null = null, own: Readonly<Record<string, unknown>> = {}): Result {
  return { read: 0, taken: 0, ...own, refused: [{ row: null, field, reason }] }
}
