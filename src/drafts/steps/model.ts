import { Fragment, type Node, type Schema, Slice } from 'prosemirror-model'
import { type AddMarkStep, type Mappable, type MapResult, type RemoveMarkStep, ReplaceStep, Step, StepMap, StepResult, type Transform } from 'prosemirror-transform'
import type { Id } from '../../shared/ids.ts'
import { idOf, isHeading, placesOf, textSchema, type TopKind } from '../nodes/model.ts'

/**
 * What is done to a text beyond typing: how an identity is kept, and where a new one begins. The editor and the forms build their
 * steps by these; the authority holds every step of anybody to the same rules (`rebase/model.ts`).
 */

/** Where the positions of a text go when two neighbouring runs of blocks change places: every one of them somewhere, none is lost. */
class SwapMap extends StepMap {
  readonly start: number
  readonly middle: number
  readonly end: number

  constructor(start: number, middle: number, end: number) {
    super([start, end - start, end - start])
    this.start = start
    this.middle = middle
    this.end = end
  }

  /** Which run a position belongs to; one between two blocks belongs to the run on the side asked for. */
  sideOf(pos: number, assoc: number): 'before' | 'first' | 'second' | 'after' {
    if (pos < this.start || (pos === this.start && assoc < 0)) return 'before'
    if (pos > this.end || (pos === this.end && assoc > 0)) return 'after'
    return pos < this.middle || (pos === this.middle && assoc < 0) ? 'first' : 'second'
  }

  override map(pos: number, assoc = 1): number {
    const side = this.sideOf(pos, assoc)
    return side === 'first' ? pos + (this.end - this.middle) : side === 'second' ? pos - (this.middle - this.start) : pos
  }

  override mapResult(pos: number, assoc = 1): MapResult {
    return StepMap.empty.mapResult(this.map(pos, assoc))
  }

  override forEach(change: (oldStart: number, oldEnd: number, newStart: number, newEnd: number) => void): void {
    change(this.start, this.end, this.start, this.end)
  }

  override invert(): SwapMap {
    return new SwapMap(this.start, this.start + (this.end - this.middle), this.end)
  }
}

/** The map of a move as such, where a map is one. */
export function asSwap(map: StepMap): SwapMap | undefined {
  return map instanceof SwapMap ? map : undefined
}

/**
 * A move: the blocks from `start` to `middle` change places with those from `middle` to `end`. A step of its own, because a move made
 * of a deletion and an insertion loses or doubles what others write into the moved block meanwhile.
 */
export class MoveStep extends Step {
  readonly start: number
  readonly middle: number
  readonly end: number

  constructor(start: number, middle: number, end: number) {
    super()
    this.start = start
    this.middle = middle
    this.end = end
  }

  override apply(doc: Node): StepResult {
    const { start, middle, end } = this
    if (!(start < middle && middle < end) || end > doc.content.size) return StepResult.fail('There is nothing to be moved')
    if ([start, middle, end].some((pos) => doc.resolve(pos).depth > 0)) return StepResult.fail('Only whole blocks are moved')
    const { content } = doc
    const moved = content.cut(0, start).append(content.cut(middle, end)).append(content.cut(start, middle)).append(content.cut(end))
    return doc.type.validContent(moved) ? StepResult.ok(doc.copy(moved)) : StepResult.fail('A text begins with a heading')
  }

  override getMap(): StepMap {
    return new SwapMap(this.start, this.middle, this.end)
  }

  override invert(): MoveStep {
    return new MoveStep(this.start, this.start + (this.end - this.middle), this.end)
  }

  override map(mapping: Mappable): MoveStep | null {
    const [start, end] = [mapping.map(this.start, 1), mapping.map(this.end, -1)]
    const [left, right] = [mapping.map(this.middle, -1), mapping.map(this.middle, 1)]
    // What was put between the two runs goes with the first; what was taken away of one may leave nothing to change places with.
    const middle = left < right ? right : left
    return start < middle && middle < end ? new MoveStep(start, middle, end) : null
  }

  override toJSON(): object {
    return { stepType: 'move', start: this.start, middle: this.middle, end: this.end }
  }

  static override fromJSON(_schema: Schema, json: { readonly start?: unknown; readonly middle?: unknown; readonly end?: unknown }): MoveStep {
    const { start, middle, end } = json
    if (typeof start !== 'number' || typeof middle !== 'number' || typeof end !== 'number') throw new RangeError('Invalid input for MoveStep.fromJSON')
    return new MoveStep(start, middle, end)
  }
}
Step.jsonID('move', MoveStep)

/** The library makes it where marks are undone that stood on a part of a range only, and keeps its class to itself. */
const noMarks = Step.fromJSON(textSchema, { stepType: 'markSet', steps: [] })

/** The single steps of one that sets or takes away marks in several places, in their order; undefined for any other step. */
export function marksSetBy(step: Step): (AddMarkStep | RemoveMarkStep)[] | undefined {
  if (!(step instanceof noMarks.constructor)) return undefined
  // What is undone and done again puts such a step into another, which the library itself does not read back.
  return (step as Step & { readonly steps: readonly (AddMarkStep | RemoveMarkStep)[] }).steps.flatMap((one) => marksSetBy(one) ?? [one])
}

/** Marks set and taken away in several places, as one step. */
export function setMarks(marks: readonly (AddMarkStep | RemoveMarkStep)[]): Step {
  return Step.fromJSON(textSchema, { stepType: 'markSet', steps: marks.map((one) => one.toJSON() as unknown) })
}

/** Makes an id that nothing has yet; handed in, for what is pure makes none by itself. */
export type MakeId = () => Id

/** Moves the blocks `from` to `to` (of whole blocks) so that they stand before what now begins at `goal`. False where that changes nothing. */
export function moveBlocks(tr: Transform, from: number, to: number, goal: number): boolean {
  if (goal >= from && goal <= to) return false
  const step = goal < from ? new MoveStep(goal, from, to) : new MoveStep(from, to, goal)
  return tr.maybeStep(step).failed === null
}

/** Splits the block or heading around `pos` in two: the first part keeps the id, the second has a new one; what follows a heading is a paragraph. */
export function splitAt(tr: Transform, pos: number, makeId: MakeId): Id | undefined {
  const $pos = tr.doc.resolve(pos)
  if ($pos.depth !== 1) return undefined
  const block = $pos.parent
  const id = makeId()
  const after = isHeading(block) ? { type: textSchema.nodes.paragraph, attrs: { id } } : { type: block.type, attrs: { ...block.attrs, id } }
  if (block.type.name === 'figure') return undefined
  tr.split(pos, 1, [after])
  return id
}

/**
 * Joins a block with the one before it, whose id goes on. Words stand between the two (`between`: a space, where their script has
 * one) when given. False where one of the two cannot be joined: a table, a figure.
 */
export function joinWithPrevious(tr: Transform, id: Id, between = ''): boolean {
  const here = placesOf(tr.doc).get(id)
  const left = here === undefined ? null : tr.doc.maybeChild(here.index - 1)
  if (here === undefined || left === null || !left.isTextblock || !here.node.isTextblock || left.type.name === 'figure' || here.node.type.name === 'figure') return false
  if (between !== '') tr.insert(here.pos - 1, textSchema.text(between))
  const pos = here.pos + between.length
  return tr.maybeStep(new ReplaceStep(pos - 1, pos + 1, Slice.empty, true)).failed === null
}

/** Another kind for a block of words, or other attributes. Its id goes on, unless it becomes a heading or was one: those count by themselves. */
export function changeKind(tr: Transform, id: Id, kind: Exclude<TopKind, 'table' | 'figure'>, attrs: Readonly<Record<string, unknown>>, makeId: MakeId): boolean {
  const here = placesOf(tr.doc).get(id)
  if (here === undefined || !here.node.isTextblock || here.node.type.name === 'figure') return false
  // The first of a text stays a heading.
  if (here.index === 0 && kind !== 'heading') return false
  const type = textSchema.nodes[kind]
  const isOther = (here.node.type.name === 'heading') !== (kind === 'heading')
  const kept = Object.fromEntries(Object.entries(here.node.attrs).filter(([name]) => name in (type.spec.attrs ?? {})))
  // A heading is words alone: marks, notes and line breaks cannot stay.
  if (kind === 'heading') tr.clearIncompatible(here.pos, type)
  tr.setNodeMarkup(here.pos, type, { ...kept, ...attrs, id: isOther ? makeId() : id })
  return true
}

/** Fresh ids for all that has one in what is about to be inserted: pasted or doubled blocks are new ones, and so are their footnotes. */
export function withFreshIds(slice: Slice, makeId: MakeId): Slice {
  return new Slice(freshen(slice.content, makeId), slice.openStart, slice.openEnd)
}

function freshen(content: Fragment, makeId: MakeId): Fragment {
  return Fragment.fromArray(content.content.map((node) => {
    if (node.isText) return node
    const attrs = 'id' in (node.type.spec.attrs ?? {}) ? { ...node.attrs, id: makeId() } : node.attrs
    return node.type.create(attrs, freshen(node.content, makeId), node.marks)
  }))
}

/** The ids of all headings and blocks, in order. */
export function idsOf(doc: Node): Id[] {
  return doc.children.map(idOf)
}

/** Where what stands below a heading ends: at the next heading, or with the text. */
export function endOfSection(doc: Node, sectionId: Id): number {
  const here = placesOf(doc).get(sectionId)
  if (here === undefined) return doc.content.size
  let end = here.pos + here.node.nodeSize
  for (let at = here.index + 1; at < doc.childCount; at++) {
    const node = doc.child(at)
    if (isHeading(node)) break
    end += node.nodeSize
  }
  return end
}
