import type { Node } from 'prosemirror-model'
import { AttrStep, type Step, type StepMap } from 'prosemirror-transform'
import type { Id } from '../../shared/ids.ts'
import { cutBy, type Stretch } from '../backward/model.ts'
import { idOf, isHeading } from '../nodes/model.ts'
import { changedBlocks } from '../rebase/model.ts'
import { MoveStep } from '../steps/model.ts'
import { wordsBetween, wordsOfAttribute } from '../unmerged/model.ts'

/** What follows from a step that was taken, read off the step itself and the texts before and after it; nobody's claim counts. */

export interface Tie {
  readonly from: Id<'paragraph'>
  readonly to: Id<'paragraph'>
  readonly kind: 'split' | 'merge'
}

interface Owned {
  readonly id: Id
  readonly isHeading: boolean
  readonly from: number
  readonly to: number
}

/**
 * Whose words went on under another id: `split` where the block they stood in is still there, `merge` where it is gone. A new block
 * that took no words from another is tied to none, so that what one writes below a paragraph does not rest on what that one rests on.
 */
export function tiesOf(step: Step, before: Node, after: Node): Tie[] {
  if (step instanceof MoveStep) return []
  const changed = changedBlocks(before, after)
  const [old, now] = [blocksFrom(before, changed.start, changed.before), blocksFrom(after, changed.start, changed.after)]
  if (old.length === now.length && old.every(({ id }, at) => id === now[at]?.id)) return []
  const map = step.getMap()
  const staying = new Set(now.map(({ id }) => id))
  const ties = new Map<string, Tie>()
  for (const block of old.filter(({ isHeading: is }) => !is)) {
    for (const [from, to] of keptRanges(map, block.from, block.to)) {
      for (const owner of ownersOf(now, map, from, to)) {
        if (owner.id === block.id || owner.isHeading || !hasWords(before, after, map, from, to, owner)) continue
        const tie: Tie = { from: block.id as Id<'paragraph'>, to: owner.id as Id<'paragraph'>, kind: staying.has(block.id) ? 'split' : 'merge' }
        ties.set(`${tie.from} ${tie.to}`, tie)
      }
    }
  }
  return [...ties.values()]
}

function blocksFrom(doc: Node, start: number, nodes: readonly Node[]): Owned[] {
  let pos = 0
  for (let at = 0; at < start; at++) pos += doc.child(at).nodeSize
  return nodes.map((node) => {
    const from = pos
    pos += node.nodeSize
    return { id: idOf(node), isHeading: isHeading(node), from, to: pos }
  })
}

/** What of a range a step left standing, in positions before it. */
function keptRanges(map: StepMap, from: number, to: number): [number, number][] {
  const kept: [number, number][] = []
  let at = from
  map.forEach((oldStart, oldEnd) => {
    if (oldEnd < at || oldStart > to) return
    if (oldStart > at) kept.push([at, oldStart])
    at = Math.max(at, oldEnd)
  })
  if (at < to) kept.push([at, to])
  return kept
}

/** The blocks after the step in which words of a range that stayed in one piece stand: a kept range is never cut but at its ends. */
function ownersOf(now: readonly Owned[], map: StepMap, from: number, to: number): Owned[] {
  const [start, end] = [map.map(from, 1), map.map(to, -1)]
  return now.filter((block) => block.from < end && block.to > start)
}

function hasWords(before: Node, after: Node, map: StepMap, from: number, to: number, owner: Owned): boolean {
  const [start, end] = [Math.max(map.map(from, 1), owner.from), Math.min(map.map(to, -1), owner.to)]
  return start < end && from < to && /\S/u.test(after.textBetween(start, end, ' ')) && before.content.size > 0
}

/** What somebody put into a text, as the one whose deletion is looked at may not have seen it. */
export interface Unseen {
  readonly step: Step
  /** Undefined for the deleter's own. */
  readonly author: Id<'person'> | undefined
}

export interface Swallowed {
  readonly author: Id<'person'>
  readonly words: string
  /** The block in which they stood. */
  readonly block: Id | null
}

/**
 * The words that a step takes away and that came into the text by `unseen` steps, the oldest first: those which the step's author
 * had not seen. Goes back from the deletion, so that it costs no more than there are steps, whatever their number.
 */
export function swallowedBy(step: Step, before: Node, unseen: readonly Unseen[]): Swallowed[] {
  if (unseen.length === 0 || step instanceof MoveStep) return []
  if (step instanceof AttrStep) return overwrittenBy(step, before, unseen)
  let stretches: Stretch[] = []
  step.getMap().forEach((from, to) => {
    if (to > from) stretches.push({ from, to, origin: from })
  })
  const found: { readonly author: Id<'person'>; readonly from: number; readonly to: number; readonly words?: string }[] = []
  for (let at = unseen.length - 1; at >= 0 && stretches.length > 0; at--) {
    const one = unseen[at]
    if (one === undefined) continue
    const { author } = one
    const words = one.step instanceof AttrStep ? wordsOfAttribute(one.step.attr, one.step.value) : ''
    if (one.step instanceof AttrStep && author !== undefined && words !== '') {
      const { pos } = one.step
      found.push(...stretches.filter(({ from, to }) => pos >= from && pos < to).map(({ from, origin }) => ({ author, from: origin + (pos - from), to: origin + (pos - from), words })))
    }
    const { inside, outside } = cutBy(one.step.getMap(), stretches)
    if (author !== undefined) found.push(...inside.map(({ from, to, origin }) => ({ author, from: origin, to: origin + (to - from) })))
    stretches = outside
  }
  return found
    .sort((a, b) => a.from - b.from)
    .flatMap(({ author, from, to, words = wordsBetween(before, from, to) }) => (words.trim() === '' ? [] : [{ author, words, block: blockOf(before, from, to) }]))
}

/** The words of a footnote, or of the description of a picture, in whose place a step puts others, though its author had not seen them. */
function overwrittenBy(step: AttrStep, before: Node, unseen: readonly Unseen[]): Swallowed[] {
  const words = wordsOfAttribute(step.attr, before.nodeAt(step.pos)?.attrs[step.attr])
  if (words === '' || words === wordsOfAttribute(step.attr, step.value)) return []
  let { pos } = step
  for (const one of unseen.toReversed()) {
    if (one.step instanceof AttrStep && one.step.attr === step.attr && one.step.pos === pos) return one.author === undefined ? [] : [{ author: one.author, words, block: blockOf(before, step.pos, step.pos + 1) }]
    pos = one.step.getMap().invert().map(pos, 1)
  }
  return []
}

function blockOf(doc: Node, from: number, to: number): Id | null {
  const $pos = doc.resolve(Math.min(from + 1, to))
  return $pos.depth > 0 ? idOf($pos.node(1)) : null
}
