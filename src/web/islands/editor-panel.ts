import type { EditorView } from 'prosemirror-view'
import type { Id } from '../../shared/ids.ts'
import { topOf } from './editor-commands.ts'
import { lookOf, tell, type Cited, type Notice } from './editor-look.ts'
import { whenSettled } from './editor-settled.ts'
import { announce, find, note, type Say } from './editor-words.ts'

interface Source {
  readonly ref: string
  readonly words: string
  readonly lang: string | null
  readonly href: string
  readonly isUsed: boolean
}

/** The side panel: what can be cited into the paragraph where the cursor is, what it rests on, what the checks say. */
export interface Panel {
  readonly update: (view: EditorView) => void
  /** The text was saved: what is cited and checked may have changed. */
  readonly saved: () => void
  readonly open: () => void
}

const SOON = 250
const CHECK_AFTER = 1_500
const OFTEN = 15_000

interface Side {
  readonly view: EditorView
  readonly addresses: { readonly here: string; readonly checks: string }
  readonly say: Say
  readonly kind: HTMLSelectElement
  readonly words: HTMLInputElement
  readonly unused: HTMLInputElement
  /** What is shown of the paragraph where the cursor is. */
  shown: string
  /** How often sources were asked for: an answer that was overtaken is passed over. */
  asked: number
  waiting: number
  checking: number
}

export function startPanel(view: EditorView, addresses: Side['addresses'], say: Say): Panel {
  const panel = find<HTMLElement>('#editor-panel')
  const side: Side = {
    view, addresses, say, kind: find('#editor-source-kind'), words: find('#editor-source-words'), unused: find('#editor-source-unused'), shown: '', asked: 0, waiting: 0, checking: 0,
  }
  for (const field of [side.kind, side.unused]) field.addEventListener('change', () => void search(side))
  side.words.addEventListener('input', () => {
    clearTimeout(side.waiting)
    side.waiting = window.setTimeout(() => void search(side), SOON)
  })
  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') view.focus()
  })
  window.setInterval(() => {
    if (document.visibilityState === 'visible') void fetchCited(side)
  }, OFTEN)
  panel.hidden = false
  void Promise.all([fetchCited(side), search(side), check(side)])
  return {
    update: () => showHere(side),
    saved: () => {
      clearTimeout(side.checking)
      side.checking = window.setTimeout(() => void Promise.all([check(side), fetchCited(side)]), CHECK_AFTER)
    },
    open: () => side.words.focus(),
  }
}

function takeCited(side: Side, cited: Cited): void {
  if (side.view.isDestroyed || JSON.stringify(cited) === JSON.stringify(lookOf(side.view).cited)) return
  tell(side.view, { cited })
  side.shown = ''
  showHere(side)
}

async function fetchCited(side: Side): Promise<void> {
  const response = await fetch(`${side.addresses.here}/cited`).catch(() => undefined)
  if (response?.ok !== true) return
  const cited = (await response.json()) as Cited
  await whenSettled(side.view)()
  takeCited(side, cited)
}

function showHere(side: Side): void {
  const { view, say } = side
  const id = paragraphOf(view)
  const place = id === undefined ? undefined : lookOf(view).places.get(id)
  const refs = id === undefined ? [] : (lookOf(view).cited.paragraphs[id] ?? [])
  const now = `${id ?? ''} ${place?.kind === 'paragraph' ? place.number : ''} ${refs.join()}`
  if (now === side.shown) return
  side.shown = now
  find<HTMLElement>('#editor-here').dataset['number'] = place?.kind === 'paragraph' ? say('number', place.number) : ''
  find('#editor-cited').replaceChildren(...refs.map((ref) => line([bdi(ref), button('×', say('uncite', ref), () => void change(side, 'remove', ref))])))
}

async function change(side: Side, change: 'add' | 'remove', ref: string): Promise<void> {
  const { say } = side
  const id = paragraphOf(side.view)
  if (id === undefined) return note(say('no-paragraph'))
  const response = await fetch(`${side.addresses.here}/citations/${id}`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ change, ref }) }).catch(() => undefined)
  const told = response === undefined ? { error: say('unreached') } : ((await response.json()) as Cited & { error?: string })
  if (told.error !== undefined) return note(told.error)
  note('')
  takeCited(side, told as Cited)
  announce(say(change === 'add' ? 'cited' : 'uncited', ref))
  await search(side)
}

async function search(side: Side): Promise<void> {
  const { say, kind, words, unused } = side
  side.asked += 1
  const mine = side.asked
  const query = new URLSearchParams({ kind: kind.value, q: words.value, ...(unused.checked ? { unused: 'yes' } : {}) })
  const response = await fetch(`${side.addresses.here}/sources?${query.toString()}`).catch(() => undefined)
  if (response?.ok !== true || mine !== side.asked) return
  const found = (await response.json()) as { items: readonly Source[]; more: number }
  const list = find('#editor-sources')
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['ref'] : undefined
  find('#editor-source-count').textContent = found.items.length === 0 ? say('nothing-found') : found.more > 0 ? say('more', found.more) : ''
  list.replaceChildren(...found.items.map((source) => sourceLine(source, say, () => void change(side, 'add', source.ref))))
  // The list is made anew under the keyboard: it goes on where it was.
  if (focused !== undefined) (list.querySelector<HTMLElement>(`[data-ref="${CSS.escape(focused)}"]`) ?? words).focus()
}

async function check({ view, addresses }: Side): Promise<void> {
  const response = await fetch(addresses.checks, { headers: { accept: 'application/json' } }).catch(() => undefined)
  if (response?.ok !== true) return
  const { notices = [] } = (await response.json()) as { notices?: readonly (Notice & { message?: string })[] }
  await whenSettled(view)()
  if (view.isDestroyed) return
  tell(view, { notices: new Set(notices.flatMap(({ paragraph }) => paragraph ?? [])) })
  find<HTMLElement>('#editor-checks-none').hidden = notices.length > 0
  find('#editor-checks').replaceChildren(...notices.slice(0, 100).map((notice) => noticeLine(view, notice)))
}

/** The paragraph where the cursor is, where it has a number: what is blank or a heading rests on nothing. */
function paragraphOf(view: EditorView): Id | undefined {
  const id = topOf(view.state)?.node.attrs['id'] as Id | undefined
  return id !== undefined && lookOf(view).places.get(id)?.kind === 'paragraph' ? id : undefined
}

function line(parts: readonly Node[]): HTMLLIElement {
  const item = document.createElement('li')
  item.append(...parts)
  return item
}

function bdi(words: string, lang?: string | null): HTMLElement {
  const element = document.createElement('bdi')
  element.textContent = words
  if (lang !== undefined && lang !== null) element.lang = lang
  return element
}

function button(sign: string, label: string, press: () => void): HTMLButtonElement {
  const element = document.createElement('button')
  element.type = 'button'
  element.className = 'quiet'
  element.textContent = sign
  if (label !== sign) element.setAttribute('aria-label', label)
  element.addEventListener('click', press)
  return element
}

function sourceLine(source: Source, say: Say, press: () => void): HTMLLIElement {
  const name = document.createElement('a')
  name.href = source.href
  name.target = '_blank'
  name.textContent = source.ref
  const used = document.createElement('span')
  used.className = 'tag'
  used.textContent = say('used')
  const words = document.createElement('span')
  words.className = 'words'
  words.append(name, ' ', bdi(source.words, source.lang), ...(source.isUsed ? [' ', used] : []))
  const cite = button('+', say('cite', source.ref), press)
  cite.dataset['ref'] = source.ref
  return line([words, cite])
}

function noticeLine(view: EditorView, notice: Notice & { readonly message?: string }): HTMLLIElement {
  const place = notice.paragraph === null ? undefined : lookOf(view).places.get(notice.paragraph as Id)
  const go = button(place?.kind === 'paragraph' ? `¶ ${place.number}` : '¶', place?.kind === 'paragraph' ? `¶ ${place.number}` : '¶', () => {
    const element = notice.paragraph === null ? null : view.dom.querySelector(`[data-id="${CSS.escape(notice.paragraph)}"]`)
    element?.scrollIntoView({ block: 'center' })
    view.focus()
  })
  return line([go, bdi(notice.message ?? notice.text)])
}
