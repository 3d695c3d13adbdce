import type { Node } from 'prosemirror-model'
import { type Command, type EditorState, NodeSelection, TextSelection, type Transaction } from 'prosemirror-state'
import { LIST_DEPTH } from '../../drafts/blocks/model.ts'
import { isHeading, textSchema, type TopKind } from '../../drafts/nodes/model.ts'
import { changeKind, joinWithPrevious, moveBlocks, splitAt } from '../../drafts/steps/model.ts'
import { isBlank } from '../../drafts/tree/model.ts'
import type { Id } from '../../shared/ids.ts'
import { makeId } from './editor-ids.ts'

/**
 * What the keys and the toolbar do to a text. Every step leaves each block with an identity of its own: a split, a new block and a
 * pasted one bring theirs with them.
 */

/** A block or heading of the text: its node, where it begins, and its place among all. */
export interface Top {
  readonly node: Node
  readonly pos: number
  readonly index: number
}

export function topAt(doc: Node, pos: number): Top | undefined {
  const $pos = doc.resolve(Math.min(pos, doc.content.size))
  const index = $pos.index(0)
  const node = doc.maybeChild(index)
  return node === null ? undefined : { node, index, pos: $pos.depth === 0 ? $pos.pos : $pos.before(1) }
}

/** Where the cursor is. */
export const topOf = (state: EditorState): Top | undefined => topAt(state.doc, state.selection.from)

/** The blocks that the selection touches, from the first to the last. */
function topsOf(state: EditorState): Top[] {
  const tops: Top[] = []
  const { from, to } = state.selection
  state.doc.forEach((node, pos, index) => {
    if (pos < Math.max(to, from + 1) && pos + node.nodeSize > from) tops.push({ node, pos, index })
  })
  return tops
}

const idIn = (node: Node): Id => node.attrs['id'] as Id
const isTable = (node: Node): boolean => node.type.name === 'table'
const isFigure = (node: Node): boolean => node.type.name === 'figure'

/** An empty paragraph behind a block; the cursor goes into it. */
function addParagraph(tr: Transaction, after: Top): Transaction {
  const pos = after.pos + after.node.nodeSize
  tr.insert(pos, textSchema.node('paragraph', { id: makeId() }))
  return tr.setSelection(TextSelection.create(tr.doc, pos + 1))
}

/** Enter: the block is split; an empty item or quotation becomes a paragraph; in a cell a new line, after a caption a paragraph. */
export const enter: Command = (state, dispatch) => {
  const top = topOf(state)
  if (top === undefined) return false
  const { $from, empty } = state.selection
  if (isTable(top.node) && $from.parent.type.name !== 'caption') return newLine(state, dispatch)
  if (isTable(top.node) || isFigure(top.node)) {
    dispatch?.(addParagraph(state.tr, top).scrollIntoView())
    return true
  }
  if (empty && top.node.content.size === 0 && !isHeading(top.node) && top.node.type.name !== 'paragraph') return outdent(state, dispatch)
  if (dispatch === undefined) return true
  const { tr } = state
  if (!empty) tr.deleteSelection()
  const $at = tr.selection.$from
  if ($at.depth !== 1) return false
  // At the beginning of a heading the new paragraph stands before it, so that the heading goes on being one.
  if (isHeading($at.parent) && $at.parentOffset === 0 && $at.parent.content.size > 0 && $at.index(0) > 0) tr.insert($at.before(1), textSchema.node('paragraph', { id: makeId() }))
  else if (splitAt(tr, $at.pos, makeId) === undefined) return false
  dispatch(tr.scrollIntoView())
  return true
}

/** A new line inside the block. Headings have none. */
export const newLine: Command = (state, dispatch) => {
  if (isHeading(state.selection.$from.parent)) return false
  dispatch?.(state.tr.replaceSelectionWith(textSchema.node('break')).scrollIntoView())
  return true
}

/** One list level out; from the outermost, and out of a quotation, to a paragraph. */
export const outdent: Command = (state, dispatch) => {
  const tops = topsOf(state).filter(({ node }) => node.type.name === 'item' || node.type.name === 'quotation')
  if (tops.length === 0) return false
  const { tr } = state
  for (const { node, pos } of tops) {
    const depth = node.type.name === 'item' ? Number(node.attrs['depth']) : 1
    if (depth > 1) tr.setNodeAttribute(pos, 'depth', depth - 1)
    else changeKind(tr, idIn(node), 'paragraph', {}, makeId)
  }
  dispatch?.(tr)
  return true
}

/** One list level in, but no deeper than one below the item before. */
export const indent: Command = (state, dispatch) => {
  const tops = topsOf(state).filter(({ node }) => node.type.name === 'item')
  if (tops.length === 0) return false
  const { tr } = state
  for (const { node, pos, index } of tops) {
    const before = state.doc.maybeChild(index - 1)
    const most = before?.type.name === 'item' ? Math.min(LIST_DEPTH, Number(before.attrs['depth']) + 1) : 1
    const depth = Number(node.attrs['depth'])
    if (depth < Math.max(most, depth) || depth < most) tr.setNodeAttribute(pos, 'depth', depth + 1)
  }
  if (tr.docChanged) dispatch?.(tr)
  return true
}

/** Backspace at the beginning of a block: out of what it is first, then it joins the one before. */
export const joinBack: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  if (!empty || $from.parentOffset > 0 || $from.depth !== 1) return false
  const top = topOf(state)
  if (top === undefined || isTable(top.node) || isFigure(top.node)) return false
  if (top.node.type.name === 'item' || top.node.type.name === 'quotation') return outdent(state, dispatch)
  const before = state.doc.maybeChild(top.index - 1)
  return before !== null && joinTops(state, dispatch, { node: before, pos: top.pos - before.nodeSize, index: top.index - 1 }, top)
}

/** Delete at the end of a block: the next one joins it. */
export const joinForward: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  if (!empty || $from.depth !== 1 || $from.parentOffset < $from.parent.content.size) return false
  const top = topOf(state)
  const after = top === undefined ? null : state.doc.maybeChild(top.index + 1)
  return top !== undefined && after !== null && joinTops(state, dispatch, top, { node: after, pos: top.pos + top.node.nodeSize, index: top.index + 1 })
}

function joinTops(state: EditorState, dispatch: ((tr: Transaction) => void) | undefined, left: Top, right: Top): boolean {
  const isRightEmpty = right.node.isTextblock && right.node.content.size === 0
  const { tr } = state
  if (!left.node.isTextblock || isFigure(left.node) || !right.node.isTextblock || isFigure(right.node)) {
    // Nothing joins a table or a figure: an empty block beside one goes, else it is chosen as a whole.
    if (isRightEmpty) dispatch?.(tr.delete(right.pos, right.pos + right.node.nodeSize))
    else dispatch?.(tr.setSelection(NodeSelection.create(tr.doc, left.node.isTextblock && !isFigure(left.node) ? right.pos : left.pos)))
    return true
  }
  if (left.node.content.size === 0 && left.index > 0 && !isHeading(left.node)) tr.delete(left.pos, left.pos + left.node.nodeSize)
  else if (isHeading(left.node) && !isHeading(right.node) && !isPlainInline(right.node)) return true
  else if (!joinWithPrevious(tr, idIn(right.node))) return true
  dispatch?.(tr.scrollIntoView())
  return true
}

function isPlainInline(node: Node): boolean {
  return node.children.every((piece) => piece.isText && piece.marks.length === 0)
}

/** What a block becomes. */
export function become(kind: Exclude<TopKind, 'table' | 'figure'>, attrs: Readonly<Record<string, unknown>> = {}): Command {
  return (state, dispatch) => {
    const tops = topsOf(state).filter(({ node, index }) => node.isTextblock && !isFigure(node) && (index > 0 || kind === 'heading'))
    if (tops.length === 0) return false
    const { tr } = state
    // From the end: a change of kind can change the size of a block.
    for (const { node } of tops.toReversed()) changeKind(tr, idIn(node), kind, attrs, makeId)
    dispatch?.(tr)
    return true
  }
}

/** Moves a block past its neighbour; a heading takes its section with it past the next section of its level. */
export function move(direction: 'up' | 'down'): Command {
  return (state, dispatch) => {
    const tops = topsOf(state)
    const [first, last] = [tops[0], tops.at(-1)]
    if (first === undefined || last === undefined || first.index === 0) return false
    const run = isHeading(first.node) ? { from: first.index, to: sectionEnd(state.doc, first.index) } : { from: first.index, to: last.index + 1 }
    const goal = direction === 'up' ? placeBefore(state.doc, run.from) : placeAfter(state.doc, run.from, run.to)
    if (goal === undefined) return false
    const { tr } = state
    const anchor = state.selection
    if (!moveBlocks(tr, startOf(state.doc, run.from), startOf(state.doc, run.to), startOf(state.doc, goal))) return false
    tr.setSelection(TextSelection.between(tr.doc.resolve(tr.mapping.map(anchor.from)), tr.doc.resolve(tr.mapping.map(anchor.to))))
    dispatch?.(tr.scrollIntoView())
    return true
  }
}

function startOf(doc: Node, index: number): number {
  let pos = 0
  for (let at = 0; at < index; at++) pos += doc.child(at).nodeSize
  return pos
}

/** Where the section that a heading begins ends: at the next heading as high or higher. */
function sectionEnd(doc: Node, index: number): number {
  const level = Number(doc.child(index).attrs['level'])
  for (let at = index + 1; at < doc.childCount; at++) if (isHeading(doc.child(at)) && Number(doc.child(at).attrs['level']) <= level) return at
  return doc.childCount
}

function placeBefore(doc: Node, from: number): number | undefined {
  if (!isHeading(doc.child(from))) return from > 1 ? from - 1 : undefined
  const level = Number(doc.child(from).attrs['level'])
  // The first heading may change places too: then another one is the first.
  for (let at = from - 1; at >= 0; at--) if (isHeading(doc.child(at)) && Number(doc.child(at).attrs['level']) <= level) return at
  return undefined
}

function placeAfter(doc: Node, from: number, to: number): number | undefined {
  if (to >= doc.childCount) return undefined
  return isHeading(doc.child(from)) && isHeading(doc.child(to)) ? sectionEnd(doc, to) : to + 1
}

/** Sets attributes of the blocks that are chosen: own voice, direction, language. */
export function say(attrs: (node: Node) => Readonly<Record<string, unknown>>): Command {
  return (state, dispatch) => {
    const tops = topsOf(state).filter(({ node }) => !isHeading(node))
    if (tops.length === 0) return false
    const { tr } = state
    for (const { node, pos } of tops) for (const [name, value] of Object.entries(attrs(node))) if (node.attrs[name] !== value) tr.setNodeAttribute(pos, name, value)
    if (tr.docChanged) dispatch?.(tr)
    return true
  }
}

/** Puts a whole block behind the one where the cursor is, or in the place of an empty one. */
export function insertBlock(state: EditorState, node: Node): Transaction {
  const top = topOf(state)
  const { tr } = state
  const isEmpty = top !== undefined && top.index > 0 && isBlank(top.node)
  const pos = top === undefined ? state.doc.content.size : isEmpty ? top.pos : top.pos + top.node.nodeSize
  if (isEmpty) tr.delete(top.pos, top.pos + top.node.nodeSize)
  tr.insert(pos, node)
  const inside = TextSelection.findFrom(tr.doc.resolve(pos + 1), 1, true)
  return (inside === null ? tr : tr.setSelection(inside)).scrollIntoView()
}

/** All words from the first heading to the end: a text keeps its first heading even when all of it is taken away. */
export const chooseAll: Command = (state, dispatch) => {
  dispatch?.(state.tr.setSelection(TextSelection.between(state.doc.resolve(1), state.doc.resolve(state.doc.content.size - 1))))
  return true
}
