import { commentHere } from './comment-in-place.ts'
import { stepIn } from './marking-keys.ts'

/**
 * Words of a paragraph under review are selected, by mouse, touch or keyboard, and the form opens below it with these words in it. From
 * a paragraph's number, Enter goes into its words: arrows choose words and sentences, Shift takes more, Enter comments on them. The
 * link beside a paragraph opens the form in the same place.
 */
const offer = document.querySelector<HTMLElement>('#comment-on-words')
const link = offer?.querySelector<HTMLAnchorElement>('a')
const words = offer?.querySelector<HTMLElement>('q')

const textAt = (node: Node | null): HTMLElement | null => (node instanceof Element ? node : (node?.parentElement ?? null))?.closest<HTMLElement>('.para > .text') ?? null

interface Chosen {
  readonly quote: string
  /** Which of the places where these words stand in the paragraph, from 1. */
  readonly occurrence: number
  readonly paragraph: string
}

function chosenNow(): Chosen | undefined {
  const selection = document.getSelection()
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return undefined
  const range = selection.getRangeAt(0)
  const text = textAt(range.startContainer)
  if (text === null || textAt(range.endContainer) !== text) return undefined
  const quote = plainWords(range).trim()
  if (quote === '') return undefined
  const until = document.createRange()
  until.selectNodeContents(text)
  until.setEnd(range.endContainer, range.endOffset)
  return { quote, occurrence: Math.max(1, plainWords(until).split(quote).length - 1), paragraph: text.closest('.para')?.id.slice(1) ?? '' }
}

/** The words of a part of the page without what is no part of the text (numbers of notes, signs of lists); a line's end is a space. */
function plainWords(range: Range): string {
  const part = range.cloneContents()
  for (const aside of part.querySelectorAll('[data-aside]')) aside.remove()
  for (const end of part.querySelectorAll('br, p, td, th, tr')) end.after(' ')
  return (part.textContent ?? '').replace(/\s+/gu, ' ')
}

function show(chosen: Chosen | undefined): void {
  if (offer === null || link == null || words == null) return
  offer.hidden = chosen === undefined
  if (chosen === undefined) return
  words.textContent = chosen.quote.length > 80 ? `${Array.from(chosen.quote).slice(0, 80).join('')}…` : chosen.quote
  link.href = `${offer.dataset['form'] ?? ''}?${new URLSearchParams({ p: chosen.paragraph, quote: chosen.quote, occurrence: String(chosen.occurrence) }).toString()}`
}

if (offer !== null) {
  let waiting = 0
  document.addEventListener('selectionchange', () => {
    clearTimeout(waiting)
    // Told of at every step of a drag: the offer comes when it rests, and stays while it has the keyboard.
    waiting = window.setTimeout(() => {
      if (!offer.contains(document.activeElement)) show(chosenNow())
    }, 120)
  })
  document.addEventListener('click', (event) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || !(event.target instanceof Element)) return
    const followed = event.target.closest<HTMLAnchorElement>('#comment-on-words a, .para > .voices a[href*="/comment?p="]')
    const paragraph = followed === null ? null : document.querySelector<HTMLElement>(`#p${new URL(followed.href).searchParams.get('p') ?? ''}`)
    if (followed === null || paragraph === null) return
    event.preventDefault()
    const text = paragraph.querySelector<HTMLElement>(':scope > .text')
    const before = followed === link ? (text?.tabIndex === -1 ? text : paragraph.querySelector<HTMLElement>(':scope > .mark')) : followed
    show(undefined)
    void commentHere(paragraph, followed.href, offer.dataset['close'] ?? '', before ?? followed)
  })
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !(event.target instanceof HTMLElement)) return
    if (takeKey(event.target, event)) event.preventDefault()
  })
}

function takeKey(target: HTMLElement, { key, shiftKey }: KeyboardEvent): boolean {
  const text = target.matches('.para > .mark') ? target.parentElement?.querySelector<HTMLElement>(':scope > .text') : target.matches('.para > .text') ? target : undefined
  if (text == null) return false
  if (text !== target) {
    if (key !== 'Enter') return false
    // Its direction and language are those of its first words.
    text.tabIndex = -1
    text.dir = getComputedStyle(text.querySelector('[dir]') ?? text).direction
    text.lang ||= text.querySelector<HTMLElement>('[lang]')?.lang ?? ''
    text.focus()
    return stepIn(text, 'ArrowDown', false)
  }
  if (stepIn(text, key, shiftKey)) return true
  const chosen = chosenNow()
  if (key === 'Enter' && chosen !== undefined) {
    show(chosen)
    link?.click()
    return true
  }
  if (key !== 'Escape') return false
  document.getSelection()?.removeAllRanges()
  text.parentElement?.querySelector<HTMLElement>(':scope > .mark')?.focus()
  return true
}
