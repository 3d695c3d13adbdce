import type { Installation } from './installation.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** How a command ended: 0 done, 1 refused, 2 usage. `result` is printed as JSON with `--json`, else `text`, line by line. */
export interface Outcome {
  readonly exit: 0 | 1 | 2
  readonly result: object
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
  readonly run: (installation: Installation, args: readonly string[], options: Readonly<Record<string, string | boolean | undefined>>) => Promise<Outcome>
}
