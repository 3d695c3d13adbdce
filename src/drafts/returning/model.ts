import type { Id } from '../../shared/ids.ts'
import { bodyOf, piecesOf, textOf, type Body, type Inline } from '../blocks/model.ts'
import { isSpeltAlike } from '../comparing/model.ts'
import type { ReadBlock, ReadSection } from '../contents/model.ts'
import { matchTexts, type Method } from '../matching/model.ts'

/** A paragraph as the file was made from it. */
export interface BasePart {
  readonly id: Id<'paragraph'>
  readonly number: number
  readonly text: string
  readonly body?: Body | undefined
}

/** How a paragraph was found again: by the identity that the file still carries, or as its words say. */
export type Found = Method | 'identity'

/** What became of a paragraph in the file. Places count its blocks from 0. */
export type Fate =
  | { readonly kind: 'carried'; readonly method: Found; readonly to: readonly number[] }
  /** A person has to say; the likeliest first. */
  | { readonly kind: 'doubtful'; readonly candidates: readonly number[] }
  | { readonly kind: 'gone' }

export interface Returned {
  /** The blocks of the file, in order; what stands under a heading says which. */
  readonly blocks: readonly (ReadBlock & { readonly section: number; readonly text: string })[]
  readonly fates: ReadonlyMap<Id, Fate>
}

/**
 * Finds the paragraphs of a text in a file that was made from it and edited outside. Identities that our own files carry decide where
 * they survived; the rest is found by its words, and what could be otherwise is left to a person.
 */
export function matchReturned(base: readonly BasePart[], sections: readonly ReadSection[], language: string): Returned {
  const blocks = joinCaptions(base, sections.flatMap(({ blocks: own }, section) => own.map((block) => ({ ...block, section, text: textOf(block.body) }))))
  const claims = claimedPlaces(base, blocks)
  const owners = new Map<number, Set<Id>>()
  for (const [id, place] of claims) owners.set(place, (owners.get(place) ?? new Set()).add(id))
  const isOthers = (place: number, id: Id): boolean => owners.get(place)?.has(id) === false
  const fates = new Map<Id, Fate>()
  for (const fate of matchTexts(base, blocks, language).fates) {
    const { id } = fate
    const claim = claims.get(id)
    if (claim !== undefined) {
      // The words may say that more of it stands elsewhere: a part that was cut off.
      const also = fate.kind === 'carried' && fate.to.includes(claim) ? fate.to.filter((place) => place === claim || !owners.has(place)) : []
      fates.set(id, { kind: 'carried', method: 'identity', to: [claim, ...also.filter((place) => place !== claim)].sort((a, b) => a - b) })
    } else if (fate.kind === 'carried') {
      const free = fate.method === 'merged' ? fate.to : fate.to.filter((place) => !isOthers(place, id))
      fates.set(id, free.length > 0 ? { kind: 'carried', method: fate.method, to: free } : { kind: 'doubtful', candidates: fate.to })
    } else fates.set(id, fate.kind === 'gone' ? { kind: 'gone' } : { kind: 'doubtful', candidates: fate.candidates.toSorted((a, b) => Number(isOthers(a, id)) - Number(isOthers(b, id))) })
  }
  return { blocks, fates }
}

/** Where an identity of the text stands once in the file, and nowhere else. */
function claimedPlaces(base: readonly BasePart[], blocks: readonly ReadBlock[]): Map<Id, number> {
  const known = new Set<string>(base.map(({ id }) => `p-${id}`))
  const places = new Map<string, number[]>()
  blocks.forEach(({ names }, place) => {
    for (const name of new Set(names)) if (known.has(name)) places.set(name, [...(places.get(name) ?? []), place])
  })
  return new Map([...places].flatMap(([name, [place, ...more]]) => (place === undefined || more.length > 0 ? [] : [[name.slice(2) as Id, place]])))
}

type Placed = Returned['blocks'][number]

/** Our files write the caption of a table before it, and the identity with the caption: the two are one. A figure's caption stands for the figure. */
function joinCaptions(base: readonly BasePart[], blocks: readonly Placed[]): Placed[] {
  const kinds = new Map<string, BasePart>(base.map((part) => [`p-${part.id}`, part]))
  const joined: Placed[] = []
  for (let at = 0; at < blocks.length; at++) {
    const [block, next] = [blocks[at], blocks[at + 1]]
    if (block === undefined) continue
    const part = block.names.map((name) => kinds.get(name)).find((each) => each?.body?.kind === 'table' || each?.body?.kind === 'figure')
    if (part?.body?.kind === 'figure') {
      // A chart that we drew has its numbers before its caption, as a table that nobody wrote.
      const numbers = part.body.source.kind === 'pinned' ? joined.at(-1) : undefined
      if (numbers?.body.kind === 'table' && numbers.names.length === 0 && numbers.section === block.section) joined.pop()
      joined.push({ ...block, body: part.body, text: part.text })
    } else if (part !== undefined && block.body.kind !== 'table' && next?.body.kind === 'table' && next.names.length === 0) {
      const body: Body = { ...next.body, content: part.body?.content ?? [] }
      joined.push({ ...block, body, text: textOf(body) })
      at += 1
    } else joined.push(block)
  }
  return joined
}

/** Characters that a reference may have become when a file was written: "section 12.3". */
const REFERENCE = 24

/** Whether a block says what it said when the file was made. References are words in a file, and pictures are not read from it. */
export function isUntouched(from: BasePart, to: { readonly text: string; readonly body: Body }, language: string): boolean {
  const body = bodyOf(from)
  if (body.kind === 'figure') return true
  if (to.body.kind !== body.kind) return false
  const references = piecesOf(body).filter(({ kind }) => kind === 'reference').length
  if (references > 0) return isWithin(from.text, to.text, references * REFERENCE)
  if (body.kind === 'table') return from.text === to.text || textOf({ ...body, content: [] }) === textOf({ ...to.body, content: [] })
  return isSpeltAlike({ text: from.text, body }, { text: to.text, body: to.body }, language)
}

/** Whether the one text is the other with so many characters put in at most. */
function isWithin(from: string, to: string, most: number): boolean {
  let at = 0
  for (const letter of to) if (from.startsWith(letter, at)) at += letter.length
  return at === from.length && to.length - from.length <= most
}

/** The body of a file for a paragraph that stood there: footnotes with the same words keep their identities, direction and language stay. */
export function adopt(from: Body, to: Body): Body {
  const notes = new Map(piecesOf(from).flatMap((piece) => (piece.kind === 'footnote' ? [[piece.content.map(({ text }) => text).join(''), piece.id] as const] : [])))
  const turn = (content: readonly Inline[]): Inline[] =>
    content.map((piece) => {
      const known = piece.kind === 'footnote' ? notes.get(piece.content.map(({ text }) => text).join('')) : undefined
      return piece.kind === 'footnote' && known !== undefined ? { ...piece, id: known } : piece
    })
  const own = { ...(from.direction === undefined ? {} : { direction: from.direction }), ...(from.language === undefined ? {} : { language: from.language }) }
  if (to.kind === 'table') return { ...to, ...own, content: turn(to.content), rows: to.rows.map((row) => row.map((cell) => ({ ...cell, content: turn(cell.content) }))) }
  return { ...to, ...own, content: turn(to.content) }
}
