import type { Node } from 'prosemirror-model'
import { NodeSelection, TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { type FigureSource, isLink, TABLE_COLUMNS, TABLE_ROWS, type TextRun } from '../../drafts/blocks/model.ts'
import { isHeading, placesOf, textSchema } from '../../drafts/nodes/model.ts'
import { rewordRuns } from '../../drafts/rewording/model.ts'
import { wordsOf } from '../../drafts/tree/model.ts'
import { excerpt } from '../../shared/text.ts'
import { insertBlock, say as set, topOf } from './editor-commands.ts'
import { ask, text } from './editor-dialogs.ts'
import { makeId } from './editor-ids.ts'
import { lookOf, nameOf, type Pictures } from './editor-look.ts'
import { plainRuns } from './editor-paste.ts'
import { find, type Say } from './editor-words.ts'

/** What is put into a text by a question: links, notes, references, figures, tables; and what a paragraph says of itself. */
export interface Desk {
  readonly root: HTMLElement
  readonly view: EditorView
  readonly say: Say
  readonly here: string
  readonly pictures: Pictures
}

export async function askLink({ view, say }: Desk): Promise<void> {
  const { from, to, empty, $from } = view.state.selection
  if (isHeading($from.parent)) return
  const type = textSchema.marks.link
  const range = empty ? rangeOfMark(view, from) : { from, to }
  const known = range === undefined ? undefined : type.isInSet(view.state.doc.nodeAt(range.from)?.marks ?? [])
  const answer = await ask('link', {
    values: { href: String(known?.attrs['href'] ?? '') },
    canGo: known !== undefined,
    check: (fields) => (isLink(addressOf(text(fields, 'href'))) ? undefined : say('failed-link')),
  })
  view.focus()
  if (answer === undefined) return
  // What others wrote in the meantime has moved the selection with its words.
  const { tr, selection } = view.state
  const now = selection.empty ? rangeOfMark(view, selection.from) : { from: selection.from, to: selection.to }
  if (now !== undefined) tr.removeMark(now.from, now.to, type)
  if (answer !== 'gone') {
    const mark = type.create({ href: addressOf(text(answer.fields, 'href')) })
    if (now === undefined) tr.insert(selection.from, textSchema.text(text(answer.fields, 'href'), [mark]))
    else tr.addMark(now.from, now.to, mark)
  }
  view.dispatch(tr)
}

/** People type addresses as they say them. */
function addressOf(typed: string): string {
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/u.test(typed)) return `mailto:${typed}`
  return /^[a-z][a-z0-9+.-]*:/iu.test(typed) ? typed : `https://${typed}`
}

/** The words around a place that have the same link. */
function rangeOfMark(view: EditorView, pos: number): { from: number; to: number } | undefined {
  const $pos = view.state.doc.resolve(pos)
  const here = textSchema.marks.link.isInSet($pos.marks()) ?? textSchema.marks.link.isInSet($pos.nodeAfter?.marks ?? [])
  if (here === undefined) return undefined
  let found: { from: number; to: number } | undefined
  $pos.parent.forEach((node, offset) => {
    if (!here.isInSet(node.marks)) return
    const from = $pos.start() + offset
    if (found !== undefined && found.to === from) found = { from: found.from, to: from + node.nodeSize }
    else if (found === undefined || found.to < pos) found = { from, to: from + node.nodeSize }
  })
  return found
}

/** A note where the cursor is, or another wording for the one that is chosen. */
export async function askFootnote({ view }: Desk): Promise<void> {
  const chosen = chosenAtom(view, 'footnote')
  if (chosen === undefined && isHeading(view.state.selection.$from.parent)) return
  const runs = (chosen?.node.attrs['content'] ?? []) as readonly TextRun[]
  const words = runs.map((run) => run.text).join('')
  const answer = await ask('footnote', { values: { note: words }, canGo: chosen !== undefined })
  view.focus()
  if (answer === undefined) return
  const { tr } = view.state
  const now = chosen === undefined ? undefined : footnoteBy(view, chosen.node.attrs['id'])
  if (answer === 'gone') {
    if (now !== undefined) view.dispatch(tr.delete(now, now + 1))
    return
  }
  const typed = text(answer.fields, 'note')
  // One that another took away meanwhile is put in anew, where the cursor is: what was typed is not lost.
  if (now !== undefined) {
    if (typed !== words) view.dispatch(tr.setNodeAttribute(now, 'content', rewordRuns(runs, typed.replace(/\s+/gu, ' ').trim(), String(topOf(view.state)?.node.attrs['language'] ?? 'und'))))
    return
  }
  const { to } = view.state.selection
  tr.insert(to, textSchema.node('footnote', { id: makeId(), content: plainRuns(typed) }))
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, to + 1)).scrollIntoView())
}

/** Where a footnote stands now: what others write moves it. */
function footnoteBy(view: EditorView, id: unknown): number | undefined {
  let found: number | undefined
  view.state.doc.descendants((node, pos) => {
    if (node.type.name === 'footnote' && node.attrs['id'] === id) found = pos
    return found === undefined
  })
  return found
}

function chosenAtom(view: EditorView, kind: 'footnote' | 'reference'): { node: Node; pos: number } | undefined {
  const { selection } = view.state
  return selection instanceof NodeSelection && selection.node.type.name === kind ? { node: selection.node, pos: selection.from } : undefined
}

const OFFERED = 300

/** A reference to another paragraph or section. */
export async function askReference({ view, say }: Desk): Promise<void> {
  const chosen = chosenAtom(view, 'reference')
  if (chosen === undefined && isHeading(view.state.selection.$from.parent)) return
  const { places } = lookOf(view)
  const all = view.state.doc.children.flatMap((node) => {
    const place = places.get(node.attrs['id'] as never)
    return place === undefined ? [] : [{ id: String(node.attrs['id']), label: `${nameOf(place, say)} ${excerpt(wordsOf(node), 70)}` }]
  })
  const list = find<HTMLSelectElement>('#editor-to')
  const words = find<HTMLInputElement>('#editor-place')
  const show = (): void => {
    const typed = words.value.toLocaleLowerCase().trim()
    const fitting = all.filter(({ label }) => label.toLocaleLowerCase().includes(typed)).slice(0, OFFERED)
    list.replaceChildren(...fitting.map(({ id, label }) => new Option(label, id)))
    const [first] = fitting
    if (first !== undefined) list.value = String(chosen?.node.attrs['to'] ?? first.id)
    if (list.selectedIndex < 0) list.selectedIndex = 0
  }
  const over = new AbortController()
  words.addEventListener('input', show, { signal: over.signal })
  words.value = ''
  show()
  const answer = await ask('reference', { canGo: chosen !== undefined, values: { to: String(chosen?.node.attrs['to'] ?? all[0]?.id ?? '') }, check: (fields) => (text(fields, 'to') === '' ? say('nothing-found') : undefined) })
  over.abort()
  view.focus()
  if (answer === undefined) return
  const { tr } = view.state
  // Where it stands now; one that another took away meanwhile is put in anew.
  const now = chosen === undefined ? undefined : chosenAtom(view, 'reference')
  const at = now?.pos ?? view.state.selection.to
  if (answer === 'gone') {
    if (now !== undefined) tr.delete(at, at + 1)
  } else if (now !== undefined) tr.setNodeAttribute(at, 'to', text(answer.fields, 'to'))
  else tr.insert(at, textSchema.node('reference', { to: text(answer.fields, 'to') }))
  view.dispatch(tr.scrollIntoView())
}

/** A figure behind the paragraph, or another picture or alternative for the one where the cursor is. */
export async function askFigure(desk: Desk): Promise<void> {
  const { view } = desk
  const top = topOf(view.state)
  const known = top?.node.type.name === 'figure' ? top : undefined
  const old = known?.node.attrs['source'] as FigureSource | undefined
  let source: FigureSource | undefined = old
  const answer = await ask('figure', {
    values: { alternative: String(known?.node.attrs['alternative'] ?? ''), pinned: old?.kind === 'pinned' ? old.id : '' },
    canGo: known !== undefined,
    check: async (fields) => {
      const found = await readSource(desk, fields, old)
      if (typeof found === 'string') return found
      source = found
      return undefined
    },
  })
  view.focus()
  if (answer === undefined) return
  const now = known === undefined ? undefined : placesOf(view.state.doc).get(known.node.attrs['id'] as never)
  if (answer === 'gone') {
    if (now !== undefined) view.dispatch(view.state.tr.delete(now.pos, now.pos + now.node.nodeSize))
    return
  }
  const alternative = text(answer.fields, 'alternative').replace(/\s+/gu, ' ')
  if (source === undefined) return
  if (now === undefined) view.dispatch(insertBlock(view.state, textSchema.node('figure', { id: makeId(), source, alternative })))
  else view.dispatch(view.state.tr.setNodeAttribute(now.pos, 'source', source).setNodeAttribute(now.pos, 'alternative', alternative))
}

/** A pinned figure, or a picture that the server has read and kept; else a sentence that says what is wrong. */
async function readSource({ here, pictures, say }: Desk, fields: FormData, old: FigureSource | undefined): Promise<FigureSource | string> {
  const pinned = text(fields, 'pinned')
  if (pinned !== '') return { kind: 'pinned', id: pinned as never }
  const file = fields.get('picture')
  if (!(file instanceof File) || file.size === 0) return old?.kind === 'file' ? old : say('no-picture')
  try {
    const response = await fetch(`${here}/pictures`, { method: 'PUT', body: file, headers: { 'content-type': 'application/octet-stream' } })
    const told = (await response.json()) as { error?: string; sha256?: string; mediaType?: 'image/png' | 'image/jpeg' }
    if (told.sha256 === undefined || told.mediaType === undefined) return told.error ?? say('failed')
    pictures.own.set(told.sha256, await asAddress(file))
    return { kind: 'file', sha256: told.sha256, mediaType: told.mediaType }
  } catch {
    return say('unreached')
  }
}

function asAddress(file: File): Promise<string> {
  return new Promise((resolve) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(typeof reader.result === 'string' ? reader.result : ''))
    reader.addEventListener('error', () => resolve(''))
    reader.readAsDataURL(file)
  })
}

export async function askTable({ view }: Desk): Promise<void> {
  const answer = await ask('table', { values: { rows: '3', columns: '3' } })
  view.focus()
  if (answer === undefined || answer === 'gone') return
  const count = (name: string, most: number): number => Math.max(1, Math.min(most, Math.floor(Number(text(answer.fields, name))) || 1))
  const [rows, columns] = [count('rows', TABLE_ROWS), count('columns', TABLE_COLUMNS)]
  const row = (isHeading: boolean): Node => textSchema.node('row', null, Array.from({ length: columns }, () => textSchema.node(isHeading ? 'headingCell' : 'cell')))
  const grid = textSchema.node('grid', null, Array.from({ length: rows }, (_, at) => row(at === 0)))
  view.dispatch(insertBlock(view.state, textSchema.node('table', { id: makeId() }, [grid, textSchema.node('caption')])))
}

export async function askLanguage({ view }: Desk): Promise<void> {
  const top = topOf(view.state)
  if (top === undefined || isHeading(top.node)) return
  const answer = await ask('language', { values: { language: String(top.node.attrs['language'] ?? ''), direction: String(top.node.attrs['direction'] ?? '') } })
  view.focus()
  if (answer === undefined || answer === 'gone') return
  const or = (value: string): string | null => (value === '' ? null : value)
  const attrs = { language: or(text(answer.fields, 'language')), direction: or(text(answer.fields, 'direction')) }
  set(() => attrs)(view.state, (tr) => view.dispatch(tr))
}
