import { countCodePoints } from '../../shared/text.ts'

/** The words of a coded text: what stands in it besides (numbers of passages, hidden words) is marked `data-aside` and is no part of it. */
export interface TextPlace {
  readonly node: Text
  readonly offset: number
}

function textNodes(root: HTMLElement): Text[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node instanceof HTMLElement ? (node.dataset['aside'] === undefined ? NodeFilter.FILTER_SKIP : NodeFilter.FILTER_REJECT) : NodeFilter.FILTER_ACCEPT,
  )
  const nodes: Text[] = []
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) if (node instanceof Text) nodes.push(node)
  return nodes
}

export function wordsOf(root: HTMLElement): string {
  return textNodes(root).map((node) => node.data).join('')
}

/** Where a point of the document stands in the words, in code units: the end of what stands before it. */
export function unitOf(root: HTMLElement, node: Node, offset: number): number {
  let unit = 0
  for (const text of textNodes(root)) {
    if (text === node) return unit + offset
    const range = document.createRange()
    range.setStart(node, offset)
    // Behind the point: what comes is not before it.
    if (range.comparePoint(text, 0) >= 0) return unit
    unit += text.length
  }
  return unit
}

function placeOf(root: HTMLElement, unit: number, isEnd: boolean): TextPlace | undefined {
  let before = 0
  for (const node of textNodes(root)) {
    const within = unit - before
    if (isEnd ? within <= node.length : within < node.length) return { node, offset: within }
    before += node.length
  }
  return undefined
}

/** Selects the words between two places, in code units; the second may stand before the first. */
export function select(root: HTMLElement, anchor: number, focus: number): void {
  const from = placeOf(root, anchor, anchor > focus)
  const to = placeOf(root, focus, focus >= anchor)
  const selection = document.getSelection()
  if (from === undefined || to === undefined || selection === null) return
  selection.setBaseAndExtent(from.node, from.offset, to.node, to.offset)
  to.node.parentElement?.scrollIntoView({ block: 'nearest' })
}

/** What is selected in the words, without white space at its ends; undefined when nothing is, or something outside. */
export function selectedIn(root: HTMLElement): { readonly start: number; readonly end: number; readonly words: string } | undefined {
  const selection = document.getSelection()
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return undefined
  const range = selection.getRangeAt(0)
  if (!root.contains(range.startContainer) || !root.contains(range.endContainer)) return undefined
  const words = wordsOf(root)
  const [from, to] = [unitOf(root, range.startContainer, range.startOffset), unitOf(root, range.endContainer, range.endOffset)]
  const part = words.slice(from, to)
  const trimmed = part.trim()
  if (trimmed === '') return undefined
  const start = from + part.length - part.trimStart().length
  const before = countCodePoints(words.slice(0, start)) + Number(root.dataset['offset'] ?? '0')
  return { start: before, end: before + countCodePoints(trimmed), words: trimmed }
}

/** Where words or sentences begin and end in a text, in code units: stretches of words alone, for all scripts alike. */
export function stretchesOf(words: string, granularity: 'word' | 'sentence', language: string): { readonly start: number; readonly end: number }[] {
  const segments = [...new Intl.Segmenter(language === '' ? undefined : language, { granularity }).segment(words)]
  return segments.flatMap(({ segment, index, isWordLike }) => {
    const isAny = granularity === 'word' ? isWordLike === true : segment.trim() !== ''
    return isAny ? [{ start: index, end: index + segment.trimEnd().length }] : []
  })
}
