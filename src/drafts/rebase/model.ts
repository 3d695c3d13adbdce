import type { Node } from 'prosemirror-model'
import { AddMarkStep, AttrStep, Mapping, RemoveMarkStep, ReplaceAroundStep, ReplaceStep, type Step, type StepMap } from 'prosemirror-transform'
import type { Id } from '../../shared/ids.ts'
import { isId } from '../../shared/ids.ts'
import { cameFrom, holdsNews } from '../backward/model.ts'
import { idOf, isHeading, textSchema } from '../nodes/model.ts'
import { asSwap, marksSetBy, MoveStep, setMarks } from '../steps/model.ts'

/**
 * Why a step was not taken: its place is `gone`; what it spans was `moved` apart; it would leave an identity twice or none
 * (`identity`); it holds what no text may hold (`unfit`); it undoes what is no longer there (`undone`); the text would grow
 * beyond its bounds (`too-much`); it was made so long ago that what happened since is no longer kept (`too-old`).
 */
export const REASONS = ['gone', 'moved', 'identity', 'unfit', 'undone', 'too-much', 'too-old'] as const
export type Reason = (typeof REASONS)[number]

/** `moot`: it took away what another had taken away already, so that nothing is lost by leaving it. */
export type Fate = 'kept' | 'moot' | Reason

/** A step as its author made it: the version they knew then, and, for one that undoes, the number of its run (0: it undoes nothing). */
export interface Offered {
  readonly step: Step
  readonly seen: number
  readonly undo: number
}

export interface Kept {
  readonly step: Step
  /** Its place in what was offered. */
  readonly place: number
  readonly before: Node
  readonly after: Node
}

export interface Rebased {
  readonly doc: Node
  readonly fates: readonly Fate[]
  readonly kept: readonly Kept[]
  /** Where each dropped step would have stood in `doc` at its time, by its place. */
  readonly near: ReadonlyMap<number, Id | null>
}

/** Looks at a step that can be applied; a reason where it must not be. */
export type Judge = (before: Node, after: Node) => Reason | undefined

/**
 * Puts the steps of one author behind those that were `missed`: back through their own, through what was missed, and forward through
 * those of their own that were kept. Maps are enough; no earlier text is needed. What cannot be put is left out and has its reason.
 */
export function rebase(doc: Node, offered: readonly Offered[], missed: readonly StepMap[], judge: Judge): Rebased {
  const own = offered.length
  const mapping = new Mapping([...offered.map(({ step }) => step.getMap().invert()).reverse(), ...missed])
  const fates: Fate[] = []
  const kept: Kept[] = []
  const near = new Map<number, Id | null>()
  const broken = new Set<number>()
  let current = doc
  for (const [place, { step, undo }] of offered.entries()) {
    // Where nothing came between, a step is taken word for word.
    const isUnmoved = missed.length === 0 && kept.length === place
    const taken = takeStep(current, step, isUnmoved ? undefined : mapping.slice(own - place), { undo, isBroken: broken.has(undo), own: place }, judge)
    if (typeof taken === 'string') {
      fates.push(taken)
      near.set(place, blockAt(current, mapping.slice(own - place).map(startOf(step), -1)))
      if (undo > 0) broken.add(undo)
      continue
    }
    if (undo > 0 && sizeTaken(taken.step) < sizeTaken(step)) broken.add(undo)
    fates.push('kept')
    kept.push({ step: taken.step, place, before: current, after: taken.after })
    mapping.appendMap(taken.step.getMap(), own - place - 1)
    current = taken.after
  }
  return { doc: current, fates, kept, near }
}

/** What is known of a step that is put behind others: of which undoing it is (0: none), whether an earlier step of that was dropped or shrank, how many maps at the beginning of its mapping take back steps of its author's. */
export interface Undoing {
  readonly undo: number
  readonly isBroken: boolean
  readonly own: number
}

/** One step on the other side of a mapping (none: where it stands), applied; or why it cannot be. */
export function takeStep(doc: Node, step: Step, mapping: Mapping | undefined, { undo, isBroken, own }: Undoing, judge: Judge): { step: Step; after: Node } | Exclude<Fate, 'kept'> {
  // An undo that brings back what its run no longer took away would double it.
  if (undo > 0 && isBroken && sizeBrought(step) > 0) return 'undone'
  const mapped = mapping === undefined ? step : mapStep(step, mapping)
  if (mapped === 'gone') return step instanceof ReplaceStep && step.slice.size === 0 ? 'moot' : 'gone'
  if (mapped === 'moved') return 'moved'
  if (isIdle(mapped)) return 'moot'
  // Who undoes what they did means their own words only.
  if (undo > 0 && mapping !== undefined && mapped instanceof ReplaceStep && holdsNews([mapped.from, mapped.to], mapping, own)) return 'undone'
  const after = applyStep(doc, mapped)
  if (after === undefined) return 'unfit'
  return judge(doc, after) ?? { step: mapped, after }
}

/** True for a step that takes away what is gone already. One that says nothing at all is none. */
function isIdle(step: Step): boolean {
  return step instanceof ReplaceStep && step.from === step.to && step.slice.size === 0
}

/** The text after a step; undefined where it cannot be applied, whatever is wrong with it. */
export function applyStep(doc: Node, step: Step): Node | undefined {
  try {
    return step.apply(doc).doc ?? undefined
  } catch {
    return undefined
  }
}

/**
 * A step on the other side of a mapping. `gone`: what it was about is no longer there; `moved`: a part of it stands elsewhere now,
 * and the rest does not.
 */
export function mapStep(step: Step, mapping: Mapping): Step | 'gone' | 'moved' {
  const marks = marksSetBy(step)
  if (marks !== undefined) return mapMarks(marks, mapping)
  if (isTornApart(step, mapping)) return 'moved'
  const mapped = step.map(mapping)
  // What is put between two blocks of which one moves away goes with one of them, and takes nothing that came between.
  if (mapped instanceof ReplaceStep && rangeOf(step)?.[0] === rangeOf(step)?.[1] && mapped.from !== mapped.to) return new ReplaceStep(mapped.from, mapped.from, mapped.slice, isStructure(step))
  if (mapped !== null && isElsewhere(step, mapped, mapping)) return 'moved'
  return mapped ?? 'gone'
}

/** Of marks in several places those that have a place still. */
function mapMarks(marks: readonly (AddMarkStep | RemoveMarkStep)[], mapping: Mapping): Step | 'gone' | 'moved' {
  const mapped = marks.map((one) => mapStep(one, mapping))
  const left = mapped.filter((one) => one instanceof AddMarkStep || one instanceof RemoveMarkStep)
  return left.length > 0 ? setMarks(left) : mapped.includes('moved') ? 'moved' : 'gone'
}

/**
 * True where a step would now span what was known to its author to stand elsewhere: moves of others have brought it there, or steps of
 * the author's own that came to stand in another order, because all between them was taken away.
 */
function isElsewhere(step: Step, mapped: Step, mapping: Mapping): boolean {
  if (step instanceof MoveStep) return false
  const [old, now] = [rangeOf(step), rangeOf(mapped)]
  if (old === undefined || now === undefined || old[0] === old[1]) return false
  return mayReorder(mapping) && !cameFrom(now, mapping, old[0], old[1])
}

/** Without a move, and without steps that were taken back and done again, what stood in an order stands in it still. */
function mayReorder(mapping: Mapping): boolean {
  for (let at = mapping.to - 1; at >= mapping.from; at--) {
    const map = mapping.maps[at]
    if (map !== undefined && (asSwap(map) !== undefined || mapping.getMirror(at) !== undefined)) return true
  }
  return false
}

function isStructure(step: Step): boolean {
  return (step.toJSON() as { readonly structure?: unknown }).structure === true
}

/** True where a move has put a part of what the step spans elsewhere than the rest; one that its author made is undone and done again on the way, and tears nothing. */
function isTornApart(step: Step, mapping: Mapping): boolean {
  const ends = rangeOf(step)
  if (ends === undefined || ends[0] === ends[1]) return false
  let [from, to] = ends
  for (let at = mapping.from; at < mapping.to; at++) {
    const map = mapping.maps[at]
    if (map === undefined) continue
    const swap = asSwap(map)
    if (swap !== undefined && mapping.getMirror(at) === undefined) {
      const isWhole = from <= swap.start && to >= swap.end
      if (!isWhole && swap.sideOf(from, 1) !== swap.sideOf(to, -1)) return true
    }
    from = map.map(from, 1)
    to = map.map(to, -1)
  }
  return false
}

function rangeOf(step: Step): readonly [number, number] | undefined {
  if (step instanceof ReplaceStep || step instanceof ReplaceAroundStep || step instanceof AddMarkStep || step instanceof RemoveMarkStep) return [step.from, step.to]
  return step instanceof MoveStep ? [step.start, step.end] : undefined
}

function startOf(step: Step): number {
  return rangeOf(marksSetBy(step)?.[0] ?? step)?.[0] ?? (step instanceof AttrStep ? step.pos : 0)
}

/** How much a step takes away, in positions. */
export function sizeTaken(step: Step): number {
  return step instanceof ReplaceStep ? step.to - step.from : step instanceof ReplaceAroundStep ? step.gapFrom - step.from + (step.to - step.gapTo) : 0
}

function sizeBrought(step: Step): number {
  return step instanceof ReplaceStep || step instanceof ReplaceAroundStep ? step.slice.size : 0
}

/** The id of the block or heading at a position; null where there is none. */
export function blockAt(doc: Node, pos: number): Id | null {
  if (pos < 0 || pos > doc.content.size) return null
  const $pos = doc.resolve(pos)
  const node = $pos.depth > 0 ? $pos.node(1) : ($pos.nodeAfter ?? $pos.nodeBefore)
  return node === null ? null : idOf(node)
}

/** The blocks of two texts that are not the very same, between those at the beginning and those at the end that are. */
export function changedBlocks(before: Node, after: Node): { readonly start: number; readonly before: readonly Node[]; readonly after: readonly Node[] } {
  const [old, now] = [before.children, after.children]
  const least = Math.min(old.length, now.length)
  let start = 0
  while (start < least && old[start] === now[start]) start++
  let tail = 0
  while (tail < least - start && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++
  return { start, before: old.slice(start, old.length - tail), after: now.slice(start, now.length - tail) }
}

/** Ids that a step would bring into a text. */
export interface Brought {
  readonly id: Id
  readonly isHeading: boolean
}

/**
 * The rules that every single step is held to, whoever sent it: each id a uuid, each once, the text within its bounds, and in
 * each block nothing but what a row may hold (`fits`). `brought` is told each id that was not in the text before.
 */
export function judgeBy(rules: { readonly fits: (node: Node) => boolean; readonly mostBlocks: number; readonly mostSize: number; readonly brought: (one: Brought) => boolean }): Judge {
  return (before, after) => {
    const changed = changedBlocks(before, after)
    const known = new Set(changed.before)
    const fresh = changed.after.filter((node) => !known.has(node))
    if (!isSameOrder(changed.before, changed.after) && !keepsIdentities(before, after, changed, rules.brought)) return 'identity'
    if (after.childCount > rules.mostBlocks && after.childCount > before.childCount) return 'too-much'
    if (after.content.size > rules.mostSize && after.content.size > before.content.size) return 'too-much'
    if (!fresh.every(rules.fits)) return 'unfit'
    return hasTwinNotes(after, fresh) ? 'identity' : undefined
  }
}

function isSameOrder(before: readonly Node[], after: readonly Node[]): boolean {
  return before.length === after.length && before.every((node, at) => node === after[at] || (idOf(node) === (after[at] === undefined ? null : idOf(after[at])) && isHeading(node) === isHeading(after[at] ?? node)))
}

function keepsIdentities(before: Node, after: Node, changed: { readonly before: readonly Node[]; readonly after: readonly Node[] }, brought: (one: Brought) => boolean): boolean {
  const ids = after.children.map(idOf)
  if (new Set(ids).size !== ids.length) return false
  const known = new Map(before.children.map((node) => [idOf(node), isHeading(node)]))
  return changed.after.every((node) => {
    const [id, heading] = [idOf(node), isHeading(node)]
    return isId(id) && (known.get(id) === heading || (!known.has(id) && brought({ id, isHeading: heading })))
  })
}

/** True where a footnote of a changed block has the id of another one. */
function hasTwinNotes(doc: Node, fresh: readonly Node[]): boolean {
  if (!fresh.some(holdsNote)) return false
  const seen = new Set<unknown>()
  let isTwin = false
  doc.descendants((node) => {
    if (node.type === textSchema.nodes.footnote) {
      if (seen.has(node.attrs['id'])) isTwin = true
      seen.add(node.attrs['id'])
    }
    return !isTwin
  })
  return isTwin
}

function holdsNote(block: Node): boolean {
  let isFound = false
  block.descendants((node) => {
    isFound ||= node.type === textSchema.nodes.footnote
    return !isFound
  })
  return isFound
}
