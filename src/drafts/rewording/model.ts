import type { Mark, Node } from 'prosemirror-model'
import { Transform } from 'prosemirror-transform'
import type { Id } from '../../shared/ids.ts'
import { diffWords, joinStretches, segmentWords } from '../../shared/word-diff.ts'
import type { TextRun } from '../blocks/model.ts'
import type { Tie } from '../effects/model.ts'
import { placesOf, textSchema } from '../nodes/model.ts'
import { splitAt, type MakeId } from '../steps/model.ts'
import { toBody, toNode } from '../tree/model.ts'

/** True for a block whose words a plain field can hold: all but a table. */
export function isWorded(node: Node): boolean {
  return node.isTextblock
}

/**
 * Gives a block other words, as somebody typed them into a plain field: only what differs is taken away and put in, so that marks,
 * notes and references of the rest stay. `parts` are paragraphs: the first keeps the id, each further one is split off, tied to it.
 */
export function reword(tr: Transform, id: Id, parts: readonly string[], language: string, makeId: MakeId): { readonly splitOff: Id<'paragraph'>[]; readonly ties: Tie[] } {
  const node = placesOf(tr.doc).get(id)?.node
  if (node === undefined || !isWorded(node)) return { splitOff: [], ties: [] }
  replaceWords(tr, id, parts.join('\n\n'), language)
  const splitOff: Id<'paragraph'>[] = []
  let end = parts.join('\n\n').length
  for (const part of parts.slice(1).toReversed()) {
    end -= part.length
    const block = placesOf(tr.doc).get(id)
    if (block === undefined) break
    const places = placesOfWords(block.node, block.pos)
    const [first, second] = [places[end - 2], places[end - 1]]
    if (first === undefined || second === undefined) break
    // The empty line between the two.
    tr.delete(second, second + 1).delete(first, first + 1)
    const made = splitAt(tr, first, makeId)
    if (made !== undefined) splitOff.unshift(made as Id<'paragraph'>)
    end -= 2
  }
  return { splitOff, ties: splitOff.map((to) => ({ from: id as Id<'paragraph'>, to, kind: 'split' as const })) }
}

/** The same runs of words with other words, as somebody typed them into a plain field: the marks and links of what stays, stay. */
export function rewordRuns(runs: readonly TextRun[], words: string, language: string): readonly TextRun[] {
  const [title, note] = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'] as [Id, Id<'paragraph'>]
  const tr = new Transform(textSchema.node('doc', null, [textSchema.node('heading', { id: title }), toNode({ id: note, isOwnVoice: false, body: { kind: 'paragraph', content: runs } })]))
  replaceWords(tr, note, words, language)
  return toBody(tr.doc.child(1)).content.filter((piece) => piece.kind === 'text')
}

/** Where each character of a block's words stands, in UTF-16 units; notes and references are no words. */
function placesOfWords(node: Node, pos: number): number[] {
  const places: number[] = []
  node.forEach((piece, offset) => {
    if (piece.isText) for (let at = 0; at < piece.nodeSize; at++) places.push(pos + 1 + offset + at)
    else if (piece.type.name === 'break') places.push(pos + 1 + offset)
  })
  return places
}

function replaceWords(tr: Transform, id: Id, words: string, language: string): void {
  const block = placesOf(tr.doc).get(id)
  if (block === undefined) return
  const { node, pos } = block
  const places = placesOfWords(node, pos)
  const old = node.textBetween(0, node.content.size, '', (leaf) => (leaf.type.name === 'break' ? '\n' : ''))
  const stretches = joinStretches(diffWords(segmentWords(old, language), segmentWords(words, language)))
  let at = old.length
  // From the end, so that what stands before keeps its places.
  for (const { kind, text } of stretches.toReversed()) {
    if (kind === 'same') at -= text.length
    else if (kind === 'deleted') {
      for (const [from, to] of runsOf(places.slice(at - text.length, at)).toReversed()) tr.delete(from, to)
      at -= text.length
    } else {
      const last = places[at - 1]
      const goal = last === undefined ? pos + 1 : last + 1
      tr.insert(goal, nodesOf(text, last === undefined ? (node.firstChild?.marks ?? []) : marksAt(tr.doc, goal)))
    }
  }
}

/** Places that follow each other without a gap, as ranges. */
function runsOf(places: readonly number[]): [number, number][] {
  const runs: [number, number][] = []
  for (const place of places) {
    const last = runs.at(-1)
    if (last !== undefined && last[1] === place) last[1] = place + 1
    else runs.push([place, place + 1])
  }
  return runs
}

function marksAt(doc: Node, pos: number): readonly Mark[] {
  return (doc.resolve(pos).nodeBefore?.marks ?? []).filter(({ type }) => type !== textSchema.marks.link)
}

function nodesOf(words: string, marks: readonly Mark[]): Node[] {
  return words.split('\n').flatMap((line, at) => [...(at === 0 ? [] : [textSchema.node('break')]), ...(line === '' ? [] : [textSchema.text(line, marks)])])
}
