import { countCodePoints } from '../../shared/text.ts'

/** Takes what is selected in the text over into the form: its words into the field, its places (code points, end exclusive) beside it. */
const text = document.querySelector<HTMLElement>('[data-selectable]')
const quote = document.querySelector<HTMLTextAreaElement>('textarea[name="quote"]')
const places = document.querySelector<HTMLInputElement>('input[name="places"]')

if (text !== null && quote !== null && places !== null) {
  document.addEventListener('selectionchange', () => {
    const selection = document.getSelection()
    if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return
    const range = selection.getRangeAt(0)
    const start = placeOf(text, range.startContainer, range.startOffset)
    const end = placeOf(text, range.endContainer, range.endOffset)
    if (start === undefined || end === undefined || start >= end) return
    quote.value = wordsBetween(text, start, end)
    places.value = `${start}-${end}`
  })
  quote.addEventListener('input', () => {
    places.value = ''
  })
}

/** The place of a point of the document in the text, in code points; undefined outside of it. A point between sentences is the next one's beginning. */
function placeOf(root: HTMLElement, node: Node, offset: number): number | undefined {
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
  const whole = Array.from(root.querySelectorAll<HTMLElement>('[data-start]'), (sentence) => sentence.textContent).join('')
  return Array.from(whole).slice(start, end).join('')
}
