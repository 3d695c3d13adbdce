import { type Node, Slice } from 'prosemirror-model'
import { type Command, type EditorState, Plugin, PluginKey, type Transaction } from 'prosemirror-state'
import { AttrStep, Mapping, ReplaceStep, type Step } from 'prosemirror-transform'
import { mapStep } from '../rebase/model.ts'
import { MoveStep } from '../steps/model.ts'
import { HOLDING_WORDS, wordsOfAttribute } from '../unmerged/model.ts'
import { theirsIn } from '../writing/model.ts'

/**
 * Who undoes what they did means their own words. What a writer put into the text is followed here, so that an undoing which would take
 * away others' words too, because they were written into what it put in, or moved there, takes the writer's own alone.
 */
interface Piece {
  readonly from: number
  readonly to: number
}

const key = new PluginKey<readonly Piece[]>('convoke-own')

/** Follows what the writer put in since the page was opened: pieces, none over the edge of a block, so that a move takes each as a whole. */
export function ownPlugin(): Plugin<readonly Piece[]> {
  return new Plugin<readonly Piece[]>({
    key,
    state: {
      init: () => [],
      apply: (tr, own) => (tr.docChanged ? ownAfter(tr, own) : own),
    },
  })
}

function ownAfter(tr: Transaction, own: readonly Piece[]): readonly Piece[] {
  const theirs = theirsIn(tr)
  const mapped = mapPieces(own, tr.mapping)
  const brought = (from: number, to: number): Piece[] => tr.steps.slice(from, to).flatMap((step, at) => mapPieces(broughtBy(step), tr.mapping.slice(from + at + 1)))
  return inBlocks(tr.doc, theirs === undefined ? [...mapped, ...brought(0, tr.steps.length)] : without(mapped, brought(...theirs)))
}

/** What a step put in, where it stands after it: of a footnote, or of the description of a picture, the place where it hangs. */
function broughtBy(step: Step): Piece[] {
  const pieces: Piece[] = []
  if (step instanceof MoveStep) return pieces
  if (isWorded(step)) return [{ from: step.pos, to: step.pos + 1 }]
  step.getMap().forEach((_oldStart, _oldEnd, from, to) => void (to > from && pieces.push({ from, to })))
  return pieces
}

function mapPieces(pieces: readonly Piece[], mapping: Mapping): Piece[] {
  return pieces.map(({ from, to }) => ({ from: mapping.map(from, 1), to: mapping.map(to, -1) })).filter(({ from, to }) => from < to)
}

function without(pieces: readonly Piece[], taken: readonly Piece[]): Piece[] {
  return taken.reduce<Piece[]>((left, hole) => left.flatMap(({ from, to }) => (hole.from >= to || hole.to <= from ? [{ from, to }] : [{ from, to: hole.from }, { from: hole.to, to }].filter((piece) => piece.from < piece.to))), [...pieces])
}

/** The same pieces in order, those that touch as one, cut at the edges of blocks. */
function inBlocks(doc: Node, pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = []
  for (const piece of pieces.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1)
    if (last !== undefined && piece.from <= last.to) joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, piece.to) }
    else joined.push(piece)
  }
  const cut: Piece[] = []
  let [start, at] = [0, 0]
  for (const { from, to } of joined) {
    while (at < doc.childCount && start + doc.child(at).nodeSize <= from) start += doc.child(at++).nodeSize
    for (let [pos, index] = [start, at]; index < doc.childCount && pos < to; pos += doc.child(index++).nodeSize) {
      cut.push({ from: Math.max(from, pos), to: Math.min(to, pos + doc.child(index).nodeSize) })
    }
  }
  return cut
}

const PARTLY = 'convoke-partly'

/** True for an undoing that left others' words, and with them a part of what was to be undone: `forgetPast` is due. */
export function isPartly(tr: Transaction): boolean {
  return tr.getMeta(PARTLY) === true
}

/** Undoes or does again, by the command of the history (`turn`), and takes nobody's words but the writer's own. */
export function turnOwn(turn: Command): Command {
  return (state, dispatch) => {
    const turned: Transaction[] = []
    const can = turn(state, (tr) => void turned.push(tr))
    const [tr] = turned
    if (tr === undefined || dispatch === undefined) return can
    const foreign = tr.steps.map((step, at) => takesForeign(step, tr.docs[at] ?? tr.doc, ownBefore(tr, at, state)))
    dispatch(foreign.includes(true) ? ownPartOf(tr, foreign, state).setMeta(PARTLY, true) : tr)
    return can
  }
}

/** A state whose history is empty: what was done before an undoing in part was done to a text that will not be there again. */
export function forgetPast(state: EditorState, past: Plugin): EditorState {
  const { plugins } = state
  return state.reconfigure({ plugins: plugins.filter((plugin) => plugin !== past) }).reconfigure({ plugins })
}

function ownBefore(tr: Transaction, at: number, state: EditorState): Piece[] {
  const own = mapPieces(key.getState(state) ?? [], tr.mapping.slice(0, at))
  return [...own, ...tr.steps.slice(0, at).flatMap((step, index) => mapPieces(broughtBy(step), tr.mapping.slice(index + 1, at)))]
}

/** True for a step that puts other words into a footnote or a description. */
function isWorded(step: Step): step is AttrStep {
  return step instanceof AttrStep && HOLDING_WORDS.has(step.attr)
}

/** True for a step that takes away words which are not among the pieces. */
function takesForeign(step: Step, doc: Node, own: readonly Piece[]): boolean {
  if (isWorded(step)) return wordsOfAttribute(step.attr, doc.nodeAt(step.pos)?.attrs[step.attr]) !== '' && without([{ from: step.pos, to: step.pos + 1 }], own).length > 0
  if (!(step instanceof ReplaceStep) || step.from === step.to) return false
  const words: Piece[] = []
  doc.nodesBetween(step.from, step.to, (node, pos) => void (node.isInline && words.push({ from: Math.max(pos, step.from), to: Math.min(pos + node.nodeSize, step.to) })))
  return without(words, own).length > 0
}

/** What an undoing does, put onto the text as it stands: of steps that take away others' words, the writer's own pieces alone. */
function ownPartOf(tr: Transaction, foreign: readonly boolean[], state: EditorState): Transaction {
  const part = state.tr
  const count = tr.steps.length
  const mapping = new Mapping(tr.mapping.maps.map((map) => map.invert()).toReversed())
  for (const [at, step] of tr.steps.entries()) {
    const put = (one: Step, isWhole: boolean): void => {
      if (part.maybeStep(one).failed === null) mapping.appendMap(one.getMap(), isWhole ? count - at - 1 : undefined)
    }
    const now = (): Mapping => mapping.slice(count - at)
    if (foreign[at] === true && step instanceof ReplaceStep) {
      const pieces = ownBefore(tr, at, state).map(({ from, to }) => ({ from: Math.max(from, step.from), to: Math.min(to, step.to) })).filter(({ from, to }) => from < to)
      for (const piece of inBlocks(part.doc, mapPieces(pieces, now())).toReversed()) for (const one of removalOf(part.doc, piece)) put(one, false)
      const place = now().map(step.from)
      if (step.slice.size > 0 && step.slice.openStart === 0 && step.slice.openEnd === 0) put(new ReplaceStep(place, place, step.slice), false)
      continue
    }
    const mapped = foreign[at] === true ? 'gone' : mapStep(step, now())
    if (typeof mapped !== 'string') put(mapped, true)
  }
  return part.setMeta('addToHistory', false)
}

/** Takes a piece away: the whole block where it is all of it, else its words, from the last. */
function removalOf(doc: Node, { from, to }: Piece): Step[] {
  if (doc.resolve(from).depth === 0 && doc.nodeAt(from)?.nodeSize === to - from) return [new ReplaceStep(from, to, Slice.empty)]
  const steps: Step[] = []
  doc.nodesBetween(from, to, (node, pos) => {
    if (node.isInline) steps.unshift(new ReplaceStep(Math.max(pos, from), Math.min(pos + node.nodeSize, to), Slice.empty))
  })
  return steps
}
