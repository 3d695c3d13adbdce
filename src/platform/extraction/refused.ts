import type { Format, Reason, Warning } from '../../shared/extraction.ts'
import type { Block } from '../../shared/extraction.ts'
import type { StyledText } from '../../shared/styled-text.ts'

/** A document that is not read, and why. The only exception that a reader throws on purpose. */
export class Refused extends Error {
  readonly reason: Reason
  constructor(reason: Reason) {
    super(reason)
    this.reason = reason
  }
}

/** What the reader of a format answers; counting, cutting and guessing the language are the same for all of them. */
export interface Read {
  readonly format: Format
  readonly blocks: readonly Block[]
  readonly pages?: number | null
  /** As the document declares it. */
  readonly language?: string | null
  readonly title?: string | null
  readonly author?: string | null
  readonly warnings?: readonly Warning[]
  /** The same with its marks, links, tables and notes, for who asks for them. */
  readonly styled?: (() => StyledText | Promise<StyledText>) | undefined
}

/** A block of a format without pages. */
export function block(kind: Block['kind'], text: string, level: number | null = null): Block {
  return { kind, level, text, page: null, label: null }
}

/** Warnings of which there is something to say. */
export function warn(counts: Partial<Record<Warning['code'], number>>): Warning[] {
  return Object.entries(counts).flatMap(([code, count]) => (count > 0 ? [{ code: code as Warning['code'], count }] : []))
}
