import { toggleMark } from 'prosemirror-commands'
import { redo, redoDepth, undo, undoDepth } from 'prosemirror-history'
import type { Command, EditorState } from 'prosemirror-state'
import { addColumnAfter, addColumnBefore, addRowAfter, addRowBefore, CellSelection, deleteColumn, deleteRow, isInTable, mergeCells, splitCell, TableMap, toggleHeaderRow } from 'prosemirror-tables'
import type { EditorView } from 'prosemirror-view'
import { MARKS } from '../../drafts/blocks/model.ts'
import { isHeading, textSchema } from '../../drafts/nodes/model.ts'
import { turnOwn } from '../../drafts/undoing/model.ts'
import { become, indent, move, outdent, say as set, topOf } from './editor-commands.ts'
import { askFigure, askFootnote, askLanguage, askLink, askReference, askTable, type Desk } from './editor-insert.ts'
import { announce, find } from './editor-words.ts'
import { lookOf } from './editor-look.ts'

/** What the buttons do, by their names; each also has keys. */
export interface Bar {
  readonly run: (does: string) => boolean
  readonly update: (view: EditorView) => void
}

const asks: Readonly<Record<string, (desk: Desk) => Promise<void>>> = { link: askLink, footnote: askFootnote, reference: askReference, figure: askFigure, table: askTable, language: askLanguage }

const commands: Readonly<Record<string, Command>> = {
  ...Object.fromEntries(MARKS.map((mark) => [mark, toggleMark(textSchema.marks[mark])])),
  shallower: outdent,
  deeper: indent,
  up: move('up'),
  down: move('down'),
  'own-voice': (state, dispatch) => set(() => ({ ownVoice: topOf(state)?.node.attrs['ownVoice'] !== true }))(state, dispatch),
  undo: turnOwn(undo),
  redo: turnOwn(redo),
  paragraph: become('paragraph'),
  'heading-1': become('heading', { level: 1, isAnnex: false }),
  'heading-2': become('heading', { level: 2, isAnnex: false }),
  'heading-3': become('heading', { level: 3, isAnnex: false }),
  'heading-4': become('heading', { level: 4, isAnnex: false }),
  annex: become('heading', { level: 1, isAnnex: true }),
  quotation: become('quotation'),
  bullet: become('item', { list: 'bullet' }),
  ordered: become('item', { list: 'ordered' }),
  'row-before': addRowBefore,
  'row-after': addRowAfter,
  'column-before': addColumnBefore,
  'column-after': addColumnAfter,
  'row-gone': deleteRow,
  'column-gone': deleteColumn,
  'heading-row': toggleHeaderRow,
  merge: mergeWithNext,
  split: splitCell,
  'table-gone': (state, dispatch) => {
    const top = topOf(state)
    if (top?.node.type.name !== 'table') return false
    dispatch?.(state.tr.delete(top.pos, top.pos + top.node.nodeSize).scrollIntoView())
    return true
  },
}

/** Joins the cell where the cursor is with the one beside it: cells need not be drawn over with a mouse. */
function mergeWithNext(state: EditorState, dispatch?: Parameters<Command>[1]): boolean {
  if (!isInTable(state)) return false
  const { $from } = state.selection
  for (let depth = $from.depth; depth > 0; depth--) {
    if ($from.node(depth).type.spec['tableRole'] !== 'table') continue
    const start = $from.start(depth)
    const map = TableMap.get($from.node(depth))
    const cell = $from.before(depth + 2)
    const next = map.nextCell(cell - start, 'horiz', 1)
    if (next === null) return false
    return mergeCells(state.apply(state.tr.setSelection(CellSelection.create(state.doc, cell, start + next))), dispatch === undefined ? undefined : (tr) => dispatch(tr))
  }
  return false
}

const KINDS = new Set(['paragraph', 'heading-1', 'heading-2', 'heading-3', 'heading-4', 'annex', 'quotation', 'bullet', 'ordered'])

export function startBar(desk: Desk): Bar {
  const bar = find<HTMLElement>('.editor-bar')
  const kind = find<HTMLSelectElement>('#editor-kind')
  const { view } = desk
  const run = (does: string): boolean => {
    const question = asks[does]
    if (question !== undefined) {
      void question(desk)
      return true
    }
    const done = commands[does]?.(view.state, (tr) => view.dispatch(tr)) === true
    if (done && (does === 'up' || does === 'down')) announceMove(desk, does)
    return done
  }
  // The selection stays in the text while a button is pressed.
  bar.addEventListener('mousedown', (event) => {
    if (event.target instanceof Element && event.target.closest('button') !== null) event.preventDefault()
  })
  bar.addEventListener('click', (event) => {
    const does = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-do]')?.dataset['do'] : undefined
    if (does === undefined) return
    run(does)
    if (asks[does] === undefined && !bar.contains(document.activeElement)) view.focus()
  })
  kind.addEventListener('change', () => {
    run(kind.value)
    view.focus()
  })
  bar.hidden = false
  rove(bar, view)
  desk.root.addEventListener('keydown', (event) => {
    if (event.key === 'F10' && event.altKey && !event.defaultPrevented) find<HTMLElement>('[tabindex="0"]', bar).focus()
  })
  return { run, update: (shown) => update(bar, kind, shown) }
}

function announceMove({ view, say }: Desk, direction: 'up' | 'down'): void {
  const top = topOf(view.state)
  const place = top === undefined ? undefined : lookOf(view).places.get(top.node.attrs['id'] as never)
  if (place?.kind === 'paragraph') announce(say(direction === 'up' ? 'moved-up' : 'moved-down', place.number))
}

/** One stop for the Tab key; the arrows go from one to the next (WAI-ARIA, toolbar). */
function rove(bar: HTMLElement, view: EditorView): void {
  const all = (): HTMLElement[] => [...bar.querySelectorAll<HTMLElement>('button, select')].filter((item) => item.closest('[hidden]') === null)
  const go = (to: HTMLElement | undefined): void => {
    if (to === undefined) return
    for (const item of all()) item.tabIndex = item === to ? 0 : -1
    to.focus()
  }
  const [first] = all()
  if (first !== undefined) first.tabIndex = 0
  bar.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') return view.focus()
    const items = all()
    const here = items.indexOf(document.activeElement as HTMLElement)
    const forward = getComputedStyle(bar).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
    const back = forward === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft'
    const goals: Readonly<Record<string, number>> = { [forward]: (here + 1) % items.length, [back]: (here - 1 + items.length) % items.length, Home: 0, End: items.length - 1 }
    const goal = goals[event.key]
    if (goal === undefined) return
    event.preventDefault()
    go(items[goal])
  })
}

function update(bar: HTMLElement, kind: HTMLSelectElement, { state }: EditorView): void {
  const top = topOf(state)
  const node = top?.node
  const name = node === undefined ? '' : isHeading(node) ? (node.attrs['isAnnex'] === true ? 'annex' : `heading-${String(node.attrs['level'])}`) : node.type.name === 'item' ? String(node.attrs['list']) : node.type.name
  kind.disabled = !KINDS.has(name)
  if (KINDS.has(name) && document.activeElement !== kind) kind.value = name
  const { from, to, empty, $from } = state.selection
  const stored = state.storedMarks ?? $from.marks()
  for (const mark of MARKS) {
    const type = textSchema.marks[mark]
    press(bar, mark, empty ? type.isInSet(stored) !== undefined : state.doc.rangeHasMark(from, to, type))
  }
  press(bar, 'own-voice', node?.attrs['ownVoice'] === true)
  enable(bar, 'undo', undoDepth(state) > 0)
  enable(bar, 'redo', redoDepth(state) > 0)
  const tools = find<HTMLElement>('#editor-table-tools', bar)
  tools.hidden = !isInTable(state)
}

function press(bar: HTMLElement, does: string, isOn: boolean): void {
  bar.querySelector(`[data-do="${does}"]`)?.setAttribute('aria-pressed', String(isOn))
}

/** Said, and still reached by the arrows. */
function enable(bar: HTMLElement, does: string, isOn: boolean): void {
  bar.querySelector(`[data-do="${does}"]`)?.setAttribute('aria-disabled', String(!isOn))
}
