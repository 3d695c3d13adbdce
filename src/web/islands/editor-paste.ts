import { Fragment, type Node, Slice } from 'prosemirror-model'
import { Selection, type Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { Inline } from '../../drafts/blocks/model.ts'
import { isHeading, textSchema } from '../../drafts/nodes/model.ts'
import { cleanPasted, cleanPastedText, type Pasted, type PastedPiece } from '../../drafts/paste/model.ts'
import type { PasteNode } from '../../drafts/paste-nodes/model.ts'
import { splitAt, withFreshIds } from '../../drafts/steps/model.ts'
import { toNode } from '../../drafts/tree/model.ts'
import { makeId } from './editor-ids.ts'

/** What was copied here last, with its words: pasted here again it comes whole, notes and all. */
let copied: Slice | undefined

export function rememberCopy(slice: Slice): Slice {
  copied = slice
  return slice
}

/** What the clipboard has, as it goes into the text, and what had to be left out. */
export interface ToPaste {
  readonly slice: Slice
  readonly pasted: Pick<Pasted, 'pictures' | 'lostNotes' | 'isCut'>
}

const ALL_THERE = { pictures: 0, lostNotes: 0, isCut: false } as const

/** Makes blocks of what the clipboard has. The browser's own parser reads it, in a document in which nothing runs or is fetched. */
export function readClipboard(view: EditorView, data: DataTransfer): ToPaste | undefined {
  const html = data.getData('text/html')
  const text = data.getData('text/plain')
  if (html.includes('data-pm-slice') && copied !== undefined && sameWords(copied, text)) return { slice: withFreshIds(copied, makeId), pasted: ALL_THERE }
  if (html === '' && text === '') return undefined
  const language = view.dom.closest('[data-language]')?.getAttribute('data-language') ?? ''
  const pasted = html === '' ? cleanPastedText(text) : cleanPasted(wrap(new DOMParser().parseFromString(html, 'text/html').body, undefined), language, makeId)
  return { slice: sliceOf(pasted.pieces), pasted }
}

function sameWords(slice: Slice, text: string): boolean {
  const words = (value: string): string => value.replace(/\s+/gu, '')
  return words(slice.content.textBetween(0, slice.content.size, '\n', ' ')) === words(text)
}

function wrap(node: globalThis.Node, parent: PasteNode | undefined): PasteNode {
  const name = node instanceof Element ? node.nodeName.toLowerCase() : node instanceof Text ? '#text' : '#other'
  let children: PasteNode[] | undefined
  const own: PasteNode = {
    name,
    text: node instanceof Text ? node.data : '',
    parent,
    attribute: (key) => (node instanceof Element ? (node.getAttribute(key) ?? undefined) : undefined),
    get children() {
      children ??= Array.from(node.childNodes, (child) => wrap(child, own))
      return children
    },
  }
  return own
}

function sliceOf(pieces: readonly PastedPiece[]): Slice {
  const nodes = pieces.map((piece): Node =>
    piece.kind === 'heading' ? textSchema.node('heading', { id: makeId(), level: piece.level }, textSchema.text(piece.text)) : toNode({ id: makeId(), isOwnVoice: false, body: piece.body }),
  )
  const isOpen = (node: Node | undefined): boolean => node?.type.name === 'paragraph'
  return new Slice(Fragment.from(nodes), isOpen(nodes[0]) ? 1 : 0, isOpen(nodes.at(-1)) ? 1 : 0)
}

/**
 * Puts what was read in the place of the selection. In a heading, a cell, a caption only its words; else blocks stay what they are: the
 * words before the cursor keep their block and its identity, what stood behind it has a new one.
 */
export function paste(tr: Transaction, { slice }: ToPaste): Transaction {
  if (slice.size === 0) return tr
  const { $from, $to } = tr.selection
  const isWithin = $from.depth !== 1 || $to.depth !== 1 || isHeading($from.parent) || $from.parent.type.name === 'figure'
  if (isWithin) return $from.sameParent($to) ? tr.replaceSelection(new Slice(inlineOf(slice.content, isHeading($from.parent)), 0, 0)) : tr
  if (!tr.selection.empty) tr.deleteSelection()
  const $at = tr.selection.$from
  if ($at.parent.type.name === 'paragraph' && $at.parent.content.size === 0 && $at.index(0) > 0 && !(slice.content.childCount === 1 && slice.openStart > 0)) {
    return endAt(tr.replaceWith($at.before(1), $at.after(1), slice.content), $at.before(1) + slice.content.size)
  }
  return pasteInto(tr, $at.pos, slice)
}

function pasteInto(tr: Transaction, start: number, slice: Slice): Transaction {
  const blocks = [...slice.content.content]
  const first = slice.openStart > 0 && blocks[0]?.isTextblock === true ? (blocks.shift()?.content ?? Fragment.empty) : Fragment.empty
  const last = slice.openEnd > 0 && blocks.at(-1)?.isTextblock === true ? (blocks.pop()?.content ?? Fragment.empty) : Fragment.empty
  tr.insert(start, first)
  const pos = start + first.size
  if (blocks.length === 0 && last.size === 0) return endAt(tr, pos)
  const middle = Fragment.fromArray(blocks)
  if (last.size === 0 && pos === tr.doc.resolve(pos).end()) return endAt(tr.insert(pos + 1, middle), pos + 1 + middle.size)
  if (splitAt(tr, pos, makeId) === undefined) return tr
  tr.insert(pos + 2, last)
  tr.insert(pos + 1, middle)
  return endAt(tr, pos + 2 + middle.size + last.size)
}

function endAt(tr: Transaction, pos: number): Transaction {
  return tr.setSelection(Selection.near(tr.doc.resolve(Math.min(pos, tr.doc.content.size)), -1)).scrollIntoView()
}

function inlineOf(content: Fragment, isOnlyText: boolean): Fragment {
  const pieces: Node[] = []
  content.descendants((node) => {
    if (node.isTextblock && pieces.length > 0) pieces.push(isOnlyText ? textSchema.text(' ') : textSchema.node('break'))
    if (!node.isInline) return true
    if (!isOnlyText) pieces.push(node)
    else if (node.isText) pieces.push(textSchema.text(node.text ?? ''))
    return false
  })
  return Fragment.fromArray(pieces)
}

/** The runs of a note, written as plain words: what a small field holds. */
export function plainRuns(text: string): readonly Inline[] {
  const words = text.replace(/\s+/gu, ' ').trim()
  return words === '' ? [] : [{ kind: 'text', text: words }]
}
