import { select, stretchesOf, unitOf, wordsOf } from './marking-text.ts'

/** Moving in the words of an answer by keyboard: by word and by sentence, in the direction of its writing; with Shift the selection grows. */
interface Caret {
  readonly anchor: number
  readonly focus: number
}

function caretIn(root: HTMLElement): Caret | undefined {
  const selection = document.getSelection()
  if (selection?.anchorNode == null || selection.focusNode === null || selection.isCollapsed) return undefined
  if (!root.contains(selection.anchorNode) || !root.contains(selection.focusNode)) return undefined
  return { anchor: unitOf(root, selection.anchorNode, selection.anchorOffset), focus: unitOf(root, selection.focusNode, selection.focusOffset) }
}

const STEPS: Readonly<Record<string, { readonly by: 'word' | 'sentence'; readonly isForward: (isRightToLeft: boolean) => boolean }>> = {
  ArrowRight: { by: 'word', isForward: (isRightToLeft) => !isRightToLeft },
  ArrowLeft: { by: 'word', isForward: (isRightToLeft) => isRightToLeft },
  ArrowDown: { by: 'sentence', isForward: () => true },
  ArrowUp: { by: 'sentence', isForward: () => false },
}

/** Takes an arrow key in a coded text; answers whether it was one. */
export function stepIn(root: HTMLElement, key: string, isExtending: boolean): boolean {
  const step = STEPS[key]
  if (step === undefined) return false
  const isRightToLeft = getComputedStyle(root).direction === 'rtl'
  const stretches = stretchesOf(wordsOf(root), step.by, root.lang)
  const caret = caretIn(root)
  const isForward = step.isForward(isRightToLeft)
  if (isExtending && caret !== undefined) extend(root, caret, stretches, isForward)
  else move(root, caret, stretches, isForward, step.by === 'word' && isSentence(root, caret))
  return true
}

type Stretches = ReturnType<typeof stretchesOf>

/** Whether what is chosen is a whole sentence, into which one goes by its words. */
function isSentence(root: HTMLElement, caret: Caret | undefined): boolean {
  if (caret === undefined) return false
  const [low, high] = edgesOf(caret)
  return stretchesOf(wordsOf(root), 'sentence', root.lang).some(({ start, end }) => start === low && end === high)
}

function edgesOf({ anchor, focus }: Caret): readonly [number, number] {
  return [Math.min(anchor, focus), Math.max(anchor, focus)]
}

function move(root: HTMLElement, caret: Caret | undefined, stretches: Stretches, isForward: boolean, goesInto: boolean): void {
  const [low, high] = caret === undefined ? [0, 0] : edgesOf(caret)
  const inside = goesInto ? stretches.filter(({ start, end }) => start >= low && end <= high) : []
  const next = caret === undefined ? stretches[0] : inside.length > 1 ? inside.at(isForward ? 0 : -1) : isForward ? stretches.find(({ start }) => start >= high) : stretches.findLast(({ end }) => end <= low)
  if (next !== undefined) select(root, next.start, next.end)
}

/** The end that moves is the one that moved last; the other stays. */
function extend(root: HTMLElement, { anchor, focus }: Caret, stretches: Stretches, isForward: boolean): void {
  const isAhead = focus >= anchor
  const edges = stretches.flatMap(({ start, end }) => [start, end])
  const wanted = stretches.map(({ start, end }) => (isForward === isAhead ? (isAhead ? end : start) : isAhead ? end : start))
  const next = isForward ? wanted.find((edge) => edge > focus) : wanted.findLast((edge) => edge < focus)
  const outermost = isForward ? edges.at(-1) : edges[0]
  const reached = next ?? outermost
  // Never shrunk to nothing: the first stretch stays.
  if (reached !== undefined && reached !== anchor && (isAhead ? reached > anchor : reached < anchor)) select(root, anchor, reached)
}
