import type { Id } from '../../shared/ids.ts'
import type { Body } from '../blocks/model.ts'

/** What a document is to hold when it does not begin with nothing. */
export interface NewBlock {
  /** Given where something refers to it; else it gets its own. */
  readonly id?: Id<'paragraph'> | undefined
  readonly body: Body
  readonly isOwnVoice?: boolean | undefined
}

export interface NewSection {
  readonly id?: Id<'section'> | undefined
  readonly title: string
  readonly level: number
  readonly isAnnex: boolean
  readonly blocks: readonly NewBlock[]
}

/** What a document began with, as the record says it. */
export const BEGINNINGS = ['breakdown', 'document', 'version', 'paper', 'file', 'outline'] as const
export type Beginning = (typeof BEGINNINGS)[number]

/** Blocks of one document at most: what is longer is several documents. */
export const BLOCKS_LIMIT = 5_000
