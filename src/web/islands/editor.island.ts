import { history } from 'prosemirror-history'
import type { Node } from 'prosemirror-model'
import { EditorState, type Plugin, type Transaction } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { drive, type Driver, type Kept, type World } from '../../drafts/driver/model.ts'
import type { Leftover } from '../../drafts/live/model.ts'
import { textSchema } from '../../drafts/nodes/model.ts'
import { idsOf } from '../../drafts/steps/model.ts'
import { forgetPast, isPartly, ownPlugin } from '../../drafts/undoing/model.ts'
import { restoreWriting, writingOf, writingPlugin } from '../../drafts/writing/model.ts'
import type { Id } from '../../shared/ids.ts'
import { makeId } from './editor-ids.ts'
import type { Desk } from './editor-insert.ts'
import { findKept, forget, hold, keep } from './editor-keep.ts'
import { keyPlugins } from './editor-keys.ts'
import { showLeftovers, wordsOfPending } from './editor-leftovers.ts'
import { openLine, type Line } from './editor-line.ts'
import { figureView, lookPlugin, type Pictures } from './editor-look.ts'
import { startPanel, type Panel } from './editor-panel.ts'
import { paste, readClipboard, rememberCopy, type ToPaste } from './editor-paste.ts'
import { hearOf, peoplePlugin, sayWhere } from './editor-people.ts'
import { readBeforeKey, takeFocus, whenSettled } from './editor-settled.ts'
import { startBar, type Bar } from './editor-toolbar.ts'
import { announce, find, note, readWords, type Say } from './editor-words.ts'

/** The editing page: one text, everybody who writes in it, and what is kept here while the line is gone. */
interface Page {
  readonly root: HTMLElement
  readonly say: Say
  readonly line: Line
  readonly documentId: Id<'document'>
  readonly person: string
  readonly pictures: Pictures
  readonly names: Map<string, string>
}

/** What stands around a view once it is open. */
interface Around {
  /** What can be undone. */
  readonly past: Plugin
  driver: Driver | undefined
  bar: Bar | undefined
  panel: Panel | undefined
  moved: ((view: EditorView) => void) | undefined
  /** What is on the page must be kept here before it may be forgotten. */
  keeping: number
  isKept: boolean
}

const root = document.querySelector<HTMLElement>('#editor')
if (root !== null) void start(root)

async function start(element: HTMLElement): Promise<void> {
  const data = element.dataset
  const figures = JSON.parse(data['figures'] ?? '[]') as { id: string; name: string; address: string }[]
  const page: Page = {
    root: element,
    say: readWords(),
    line: openLine(data['live'] ?? ''),
    documentId: (data['document'] ?? '') as Id<'document'>,
    person: data['person'] ?? '',
    pictures: { folder: data['pictures'] ?? '', pinned: new Map(figures.map((figure) => [figure.id, figure])), own: new Map() },
    names: new Map(),
  }
  const kept = await findKept(page.documentId, page.person)
  if (kept !== undefined && openKept(page, kept)) return
  await openFresh(page)
}

/** Begins where an earlier window of this browser stopped, with what it had not sent. */
function openKept(page: Page, kept: Kept): boolean {
  try {
    const { doc, start: writing } = restoreWriting(kept.writing)
    openView(page, doc, writingPlugin(writing), kept.client, kept)
    page.line.dismiss([]).then((leftovers) => show(page, leftovers), () => undefined)
    return true
  } catch {
    void forget(kept.client)
    return false
  }
}

async function openFresh(page: Page): Promise<void> {
  const opened = await page.line.open().catch(() => undefined)
  if (opened === undefined || 'refusal' in opened) {
    find('#editor-state').textContent = page.say(opened === undefined ? 'unreached' : 'closed')
    if (opened === undefined) window.setTimeout(() => void openFresh(page), 3_000)
    return
  }
  const client = makeId<'client'>()
  void hold(client)
  openView(page, textSchema.nodeFromJSON(opened.tree), writingPlugin({ version: opened.version }), client, undefined)
  show(page, opened.leftovers)
}

function show(page: Page, leftovers: readonly Leftover[]): void {
  showLeftovers(page.documentId, leftovers, page.names, page.say, (ids) => page.line.dismiss(ids).then((left) => show(page, left), () => note(page.say('unreached'))))
}

function openView(page: Page, doc: Node, writing: Plugin, client: Id<'client'>, kept: Kept | undefined): void {
  const { say, line } = page
  const around: Around = { past: history(), driver: undefined, bar: undefined, panel: undefined, moved: undefined, keeping: 0, isKept: kept !== undefined }
  const keys = keyPlugins((does) => around.bar?.run(does) === true, { toBar: () => find<HTMLElement>('.editor-bar [tabindex="0"]').focus(), toPanel: () => around.panel?.open() })
  const place = find<HTMLElement>('#editor-text')
  place.replaceChildren()
  const view = new EditorView(place, {
    state: EditorState.create({ doc, plugins: [...keys, around.past, ownPlugin(), writing, lookPlugin(page.documentId, say), peoplePlugin()] }),
    attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-labelledby': 'content-title', spellcheck: 'true', class: 'text' },
    handleDOMEvents: { focus: takeFocus, keydown: readBeforeKey },
    nodeViews: { figure: figureView(page.pictures) },
    dispatchTransaction: (tr) => dispatch(view, tr, around, say),
    transformCopied: rememberCopy,
    handlePaste: (_, event) => event.clipboardData !== null && take(view, readClipboard(view, event.clipboardData), say),
    handleDrop: (_, event) => drop(view, event, say),
    handleDoubleClickOn: (_, _pos, node) => (node.type.name === 'footnote' || node.type.name === 'reference') && around.bar?.run(node.type.name) === true,
  })
  const open: OpenView = { page, view, client, around, settled: whenSettled(view), refresh: () => void line.dismiss([]).then((leftovers) => show(page, leftovers), () => undefined) }
  const driver = drive(worldOf(open), client, kept)
  around.driver = driver
  const desk: Desk = { root: page.root, view, say, here: page.root.dataset['here'] ?? '', pictures: page.pictures }
  around.bar = startBar(desk)
  around.panel = startPanel(view, { here: desk.here, checks: page.root.dataset['checks'] ?? '' }, say)
  const where = sayWhere(line, client)
  around.moved = where.moved
  const stop = listenTo(open, driver, where.asked)
  stops.set(view, () => {
    stop()
    where.stop()
    driver.stop()
  })
  around.bar.update(view)
  around.panel.update(view)
  where.moved(view)
  driver.retry()
  changed(page, client, around)
}

interface OpenView {
  readonly page: Page
  readonly view: EditorView
  readonly client: Id<'client'>
  readonly around: Around
  /** Waits for the end of a composition. */
  readonly settled: () => Promise<void>
  /** Asks for the list of what is not in the text. */
  readonly refresh: () => void
}

/** What the driver has of this browser. */
function worldOf({ page, view, client, around, settled, refresh }: OpenView): World {
  return {
    send: async (batch) => {
      // What is kept here must know of every batch that is sent: after a reload the last one is asked for again, as it was.
      if (around.isKept) await write(page, around)
      const reply = await page.line.send(batch)
      await settled()
      if ('answer' in reply && (reply.answer.fates.some((fate) => fate !== 'kept') || (batch.lost ?? []).length > 0)) window.setTimeout(refresh, 0)
      return reply
    },
    fetchSince: async (version) => {
      const batches = await page.line.fetchSince(version)
      await settled()
      return batches
    },
    later: (milliseconds, work) => {
      const timer = window.setTimeout(work, milliseconds)
      return () => clearTimeout(timer)
    },
    state: () => view.state,
    dispatch: (tr) => view.updateState(view.state.apply(tr)),
    changed: () => changed(page, client, around),
    reset: () => reopen(page, view, client, around),
  }
}

function listenTo({ page, view, client, settled, refresh }: OpenView, driver: Driver, asked: () => void): () => void {
  return page.line.listen(writingOf(view.state).version, client, {
    taken: (batches) =>
      void settled().then(() => {
        driver.arrived(batches)
        if (batches.some(({ swallowed }) => (swallowed as readonly string[]).includes(page.person))) refresh()
      }),
    present: (people) => void settled().then(() => view.isDestroyed || hearOf(view, people, client, page.names, page.say)),
    asked,
    opened: () => driver.retry(),
  })
}

const stops = new WeakMap<EditorView, () => void>()

/** A change of the writer's own. One that would leave a block without an identity of its own is not made. */
function dispatch(view: EditorView, tr: Transaction, around: Around, say: Say): void {
  if (tr.docChanged && ![...tr.docs.slice(1), tr.doc].every(isIdentified)) {
    note(say('failed'))
    return
  }
  const next = view.state.apply(tr)
  view.updateState(isPartly(tr) ? forgetPast(next, around.past) : next)
  if (tr.docChanged || isPartly(tr)) {
    note(isPartly(tr) ? say('undone-partly') : '')
    around.driver?.wrote()
  }
  if (tr.docChanged || tr.selectionSet || tr.storedMarksSet) {
    around.bar?.update(view)
    around.panel?.update(view)
    around.moved?.(view)
  }
}

function isIdentified(doc: Node): boolean {
  const ids = idsOf(doc) as (string | null)[]
  return !ids.includes(null) && new Set(ids).size === ids.length
}

function take(view: EditorView, read: ToPaste | undefined, say: Say): boolean {
  if (read === undefined) return true
  view.dispatch(paste(view.state.tr, read).setMeta('paste', true).setMeta('uiEvent', 'paste'))
  const { pictures, lostNotes, isCut } = read.pasted
  const left = [...(pictures > 0 ? [say('pasted-pictures', pictures)] : []), ...(lostNotes > 0 ? [say('pasted-notes', lostNotes)] : []), ...(isCut ? [say('pasted-cut')] : [])]
  if (left.length > 0) note(left.join(' '))
  return true
}

/** What is dragged in comes as a paste does. What is dragged within the text stays: paragraphs are moved by their own keys, whole. */
function drop(view: EditorView, event: DragEvent, say: Say): boolean {
  if (view.dragging === null && event.dataTransfer !== null) take(view, readClipboard(view, event.dataTransfer), say)
  event.preventDefault()
  return true
}

/** Says how things stand, and keeps here what is not yet with the server. */
function changed(page: Page, client: Id<'client'>, around: Around): void {
  const stand = around.driver?.stand()
  if (stand === undefined) return
  const { say } = page
  const sentence = stand.kind === 'saved' ? say('saved') : stand.kind === 'refused' ? say('closed') : stand.kind === 'offline' ? say('offline', stand.waiting) : say('waiting', stand.waiting)
  const state = find<HTMLElement>('#editor-state')
  state.dataset['stand'] = stand.kind
  // What is saved within a moment is not worth reading out.
  if (stand.kind !== 'sending' || around.keeping === 0) {
    if (state.textContent !== sentence && (stand.kind !== 'sending' || stand.waiting > 1)) state.textContent = sentence
  }
  window.clearTimeout(around.keeping)
  around.keeping = 0
  if (stand.kind === 'saved') {
    if (around.isKept) void forget(client).then(() => (around.isKept = around.driver?.stand().kind !== 'saved' && around.isKept))
    around.panel?.saved()
    return
  }
  around.keeping = window.setTimeout(() => void write(page, around), KEEP_AFTER)
  window.addEventListener('pagehide', () => void write(page, around), { once: true })
}

/** What is saved within this time, in milliseconds, need not be kept here. */
const KEEP_AFTER = 250

async function write(page: Page, around: Around): Promise<void> {
  const kept = around.driver?.keep()
  if (kept === undefined) return
  around.isKept = true
  // A browser that keeps nothing (a private window) writes all the same, as long as the line holds.
  await keep(page.documentId, page.person, kept).catch(() => undefined)
}

/** What was missed is no longer there to be put in: the text is opened anew, and what was not sent goes onto the list of words. */
function reopen(page: Page, view: EditorView, client: Id<'client'>, around: Around): void {
  wordsOfPending(page.documentId, writingOf(view.state).pending.map(({ step }) => step))
  stops.get(view)?.()
  window.clearTimeout(around.keeping)
  void forget(client)
  view.destroy()
  announce(page.say('not-merged'))
  void openFresh(page)
}
