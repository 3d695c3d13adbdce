import { countCodePoints } from '../../shared/text.ts'
import { stepIn } from './marking-keys.ts'
import { keepLive } from './marking-live.ts'
import { Panel, type Selected } from './marking-panel.ts'
import { selectedIn } from './marking-text.ts'

/** The reading room in the browser: words are selected by mouse, touch or keyboard and get their themes without leaving the text. */
const marker = document.querySelector<HTMLFormElement>('#marker')
const base = marker?.dataset['base'] ?? ''

const textAt = (node: Node | null): HTMLElement | null => (node instanceof Element ? node : (node?.parentElement ?? null))?.closest<HTMLElement>('[data-text]') ?? null

function selectedNow(): Selected | undefined {
  const root = textAt(document.getSelection()?.anchorNode ?? null)
  const found = root === null ? undefined : selectedIn(root)
  return root === null || found === undefined ? undefined : { ...found, of: root.dataset['text'] ?? '', lang: root.lang }
}

if (marker !== null) {
  const live = keepLive(`${base}/live`, (part) => part.contains(document.getSelection()?.anchorNode ?? null) && selectedNow() !== undefined)
  const panel = new Panel(marker, async (selected, fields) => {
    const refusal = await send(`${base}/${selected.of}`, fields)
    if (refusal !== undefined) return refusal
    document.getSelection()?.removeAllRanges()
    await live.refresh()
    document.querySelector<HTMLElement>(`[data-text="${CSS.escape(selected.of)}"]`)?.focus({ preventScroll: true })
    return undefined
  })
  let waiting = 0
  document.addEventListener('selectionchange', () => {
    clearTimeout(waiting)
    // Told of at every step of a drag: the panel comes when it rests.
    waiting = window.setTimeout(() => {
      if (marker.contains(document.activeElement)) return
      const selected = selectedNow()
      if (selected !== undefined) panel.open(selected, false)
      else if (panel.isOpen() && !marker.contains(document.activeElement)) panel.close()
    }, 120)
  })
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    const target = event.target as HTMLElement
    if (target.matches('[data-text]')) {
      if (stepIn(target, event.key, event.shiftKey)) return event.preventDefault()
      const selected = selectedNow()
      if (event.key === 'Enter' && selected !== undefined) {
        event.preventDefault()
        return panel.open(selected, true)
      }
      if (event.key === 'Escape') {
        document.getSelection()?.removeAllRanges()
        return panel.close()
      }
    }
    if (!target.matches('input, textarea, select, [contenteditable]')) takeShortcut(event)
  })
}

/** Sends a form and stays: undefined when it was taken, else the sentence that stands with what is wrong. */
async function send(address: string, fields: URLSearchParams): Promise<string | undefined> {
  const answer = await fetch(address, { method: 'POST', body: fields, redirect: 'manual' }).catch(() => undefined)
  if (answer === undefined) return marker?.dataset['offline'] ?? '…'
  if (answer.type === 'opaqueredirect') return undefined
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  return page.querySelector('#errors li')?.textContent ?? page.querySelector('h1')?.textContent ?? String(answer.status)
}

const singleKeys = document.querySelector<HTMLInputElement>('#single-keys')
if (singleKeys !== null) {
  singleKeys.checked = localStorage.getItem('reading.single-keys') !== 'off'
  singleKeys.addEventListener('change', () => localStorage.setItem('reading.single-keys', singleKeys.checked ? 'on' : 'off'))
}

function takeShortcut(event: KeyboardEvent): void {
  if (singleKeys?.checked === false) return
  const answers = [...document.querySelectorAll<HTMLElement>('.answer')]
  const here = answers.findIndex((answer) => answer.contains(document.activeElement))
  const go = (answer: HTMLElement | undefined, direction: 'next' | 'prev'): void => {
    if (answer !== undefined) {
      answer.scrollIntoView({ block: 'start' })
      answer.querySelector<HTMLElement>('[data-text]')?.focus({ preventScroll: true })
    } else document.querySelector<HTMLAnchorElement>(`a[rel="${direction}"]`)?.click()
  }
  const keys: Readonly<Record<string, () => void>> = {
    j: () => go(answers[here + 1], 'next'),
    k: () => go(here < 0 ? answers[0] : answers[here - 1], 'prev'),
    n: () => go(answers.slice(here + 1).find((answer) => answer.dataset['unread'] !== undefined), 'next'),
    m: () => answers[here]?.querySelector<HTMLButtonElement>('.read-by button')?.click(),
    '?': () => {
      const sheet = document.querySelector<HTMLDetailsElement>('#keys')
      if (sheet === null) return
      sheet.open = !sheet.open
      sheet.querySelector('summary')?.focus()
    },
  }
  const does = keys[event.key]
  if (does === undefined) return
  event.preventDefault()
  does()
}

/** "I have read this" without leaving the page; the next unread one gets the keyboard. */
document.addEventListener('submit', (event) => {
  const form = event.target as HTMLFormElement
  const button = event.submitter
  if (!form.matches('.board .read-by') || !(button instanceof HTMLButtonElement)) return
  event.preventDefault()
  const answer = form.closest<HTMLElement>('.answer')
  const fields = new URLSearchParams([...new FormData(form)].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
  fields.set(button.name, button.value)
  const following = [...document.querySelectorAll<HTMLElement>('.answer')]
  const next = following.slice(answer === null ? 0 : following.indexOf(answer) + 1).find((each) => each.dataset['unread'] !== undefined)
  void send(form.action, fields).then((refusal) => {
    if (refusal !== undefined) return form.submit()
    if (button.value === 'read') next?.querySelector<HTMLElement>('[data-text]')?.focus()
  })
})

/** The plain form on the page of one text: what is selected among its sentences is taken over, its words and its places (code points, end exclusive). */
const sentences = document.querySelector<HTMLElement>('[data-selectable]')
const quote = document.querySelector<HTMLTextAreaElement>('textarea[name="quote"]')
const places = document.querySelector<HTMLInputElement>('input[name="places"]')

if (sentences !== null && quote !== null && places !== null) {
  document.addEventListener('selectionchange', () => {
    const selection = document.getSelection()
    if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return
    const range = selection.getRangeAt(0)
    const start = placeIn(sentences, range.startContainer, range.startOffset)
    const end = placeIn(sentences, range.endContainer, range.endOffset)
    if (start === undefined || end === undefined || start >= end) return
    quote.value = wordsBetween(sentences, start, end)
    places.value = `${start}-${end}`
  })
  quote.addEventListener('input', () => {
    places.value = ''
  })
}

/** The place of a point of the document in the text, in code points; undefined outside of it. A point between sentences is the next one's beginning. */
function placeIn(root: HTMLElement, node: Node, offset: number): number | undefined {
  if (!root.contains(node)) return undefined
  const before = document.createRange()
  for (const sentence of root.querySelectorAll<HTMLElement>('[data-start]')) {
    const start = Number(sentence.dataset['start'])
    if (sentence.contains(node)) {
      before.selectNodeContents(sentence)
      before.setEnd(node, offset)
      return start + countCodePoints(before.toString())
    }
    before.selectNode(sentence)
    if (before.comparePoint(node, offset) <= 0) return start
  }
  const last = Array.from(root.querySelectorAll<HTMLElement>('[data-start]')).at(-1)
  return last === undefined ? undefined : Number(last.dataset['start']) + countCodePoints(last.textContent)
}

function wordsBetween(root: HTMLElement, start: number, end: number): string {
  const sentences = [...root.querySelectorAll<HTMLElement>('[data-start]')]
  const whole = sentences.map((sentence) => sentence.textContent).join('')
  const offset = Number(sentences[0]?.dataset['start'] ?? '0')
  return Array.from(whole).slice(start - offset, end - offset).join('')
}
