import type { Id } from '../../shared/ids.ts'
import type { Body, Inline } from '../blocks/model.ts'

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

/** A block of a file, with the identities that our own files had given it. */
export interface ReadBlock {
  readonly names: readonly string[]
  readonly body: Body
}

export interface ReadSection {
  readonly names: readonly string[]
  readonly title: string
  readonly level: number
  readonly isAnnex: boolean
  readonly blocks: readonly ReadBlock[]
}

/** What is to be written of what was read: references to what is in it follow it, others become the words that stood there. */
export function asNew(sections: readonly ReadSection[], newId: () => Id): NewSection[] {
  const ids = new Map<string, Id>()
  for (const section of sections) {
    for (const name of section.names) ids.set(name.slice(2), newId())
    for (const { names } of section.blocks) {
      const id = newId()
      for (const name of names) ids.set(name.slice(2), id)
    }
  }
  const idOf = <K extends string>(names: readonly string[]): Id<K> | undefined => names.flatMap((name) => ids.get(name.slice(2)) ?? [])[0] as Id<K> | undefined
  return sections.map((section) => ({
    ...section,
    id: idOf<'section'>(section.names),
    blocks: section.blocks.map(({ names, body }) => ({ id: idOf<'paragraph'>(names), body: pointTo(body, (to) => ids.get(to)) })),
  }))
}

/** A body whose references lead where `find` says; those that it does not know are left as they are: they say themselves that they are broken. */
export function pointTo(body: Body, find: (to: Id) => Id | undefined): Body {
  const turn = (content: readonly Inline[]): Inline[] => content.map((piece) => (piece.kind === 'reference' ? { ...piece, to: (find(piece.to) ?? piece.to) as Id<'paragraph'> } : piece))
  if (body.kind === 'table') return { ...body, content: turn(body.content), rows: body.rows.map((row) => row.map((cell) => ({ ...cell, content: turn(cell.content) }))) }
  return { ...body, content: turn(body.content) }
}
