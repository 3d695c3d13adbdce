import type { Node } from 'prosemirror-model'
import { isHistoryTransaction } from 'prosemirror-history'
import { type EditorState, Plugin, PluginKey, type Transaction } from 'prosemirror-state'
import type { Mapping, Step } from 'prosemirror-transform'
import { readStep, readTaken, writeStep, type Answer, type SentBatch, type SentStep, type TakenBatch } from '../live/model.ts'
import { textSchema } from '../nodes/model.ts'
import { judgeBy, sizeTaken, takeStep, type Reason } from '../rebase/model.ts'
import { inPieces, type NotMerged } from '../unmerged/model.ts'

/**
 * What one who writes holds: the text as it stands with what they wrote on top of it. Steps that the authority has not answered for are
 * pending; the first `sent` of them are on their way, and while they are, what others did waits (`driver/model.ts`).
 */
export interface Pending {
  readonly step: Step
  readonly inverted: Step
  readonly seen: number
  readonly undo: number
}

export interface Writing {
  readonly version: number
  readonly pending: readonly Pending[]
  readonly sent: number
  /** How often something was undone: each undoing is a run with a number. */
  readonly runs: number
  /** What had to be left out before it was sent; goes to the authority with the next batch. */
  readonly lost: readonly NotMerged[]
}

const key = new PluginKey<Writing>('convoke-writing')

/** The plugin that keeps what is pending beside a state of the editor. With `prosemirror-history`, an undo takes back one's own steps only. */
export function writingPlugin(start: Pick<Writing, 'version'> & Partial<Writing>): Plugin<Writing> {
  return new Plugin<Writing>({
    key,
    state: {
      init: () => ({ version: start.version, pending: start.pending ?? [], sent: start.sent ?? 0, runs: start.runs ?? 0, lost: start.lost ?? [] }),
      apply: (tr, writing) => (tr.getMeta(key) as Writing | undefined) ?? (tr.docChanged ? withOwn(writing, tr) : writing),
    },
    // The history's own items must line up with what is pending, else an undo after a rebase takes back something else.
    historyPreserveItems: true,
  })
}

function withOwn(writing: Writing, tr: Transaction): Writing {
  const isUndo = isHistoryTransaction(tr)
  const runs = isUndo ? writing.runs + 1 : writing.runs
  const own = tr.steps.map((step, at): Pending => ({ step, inverted: step.invert(tr.docs[at] ?? tr.doc), seen: writing.version, undo: isUndo ? runs : 0 }))
  return { ...writing, runs, pending: [...writing.pending, ...own] }
}

export function writingOf(state: EditorState): Writing {
  const writing = key.getState(state)
  if (writing === undefined) throw new Error('The state has no plugin of writing')
  return writing
}

/** Marks the first `sent` pending steps as on their way; what was lost goes with them. */
export function markSent(state: EditorState, sent: number): Transaction {
  return state.tr.setMeta(key, { ...writingOf(state), sent })
}

/** What goes into one batch. */
export function sendable(state: EditorState, most: number): Pick<SentBatch, 'version' | 'steps' | 'lost'> | undefined {
  const { version, pending, sent, lost } = writingOf(state)
  if (sent > 0 || (pending.length === 0 && lost.length === 0)) return undefined
  const steps = pending.slice(0, wholeRun(pending, most)).map(({ step, seen, undo }) => ({ step: writeStep(step), seen: Math.min(seen, version), undo }))
  return lost.length === 0 ? { version, steps } : { version, steps, lost: lost.slice(0, most) }
}

/** As many as go, without cutting an undoing in two: its steps are judged together. */
function wholeRun(pending: readonly Pending[], most: number): number {
  if (pending.length <= most) return pending.length
  const cut = pending[most]?.undo ?? 0
  if (cut === 0) return most
  const start = pending.findIndex(({ undo }) => undo === cut)
  return start > 0 ? start : most
}

const THEIRS = 'convoke-theirs'

/** Which steps of a transaction are others'; undefined for one that is all its writer's own. */
export function theirsIn(tr: Transaction): readonly [number, number] | undefined {
  return tr.getMeta(THEIRS) as readonly [number, number] | undefined
}

const ANYTHING = judgeBy({ fits: () => true, mostBlocks: Infinity, mostSize: Infinity, brought: () => true })

/** What others did, where nothing is on its way: what is pending comes to stand behind it. Nothing of it is lost unsaid. */
export function receive(state: EditorState, batches: readonly TakenBatch[]): Transaction {
  const writing = writingOf(state)
  const tr = state.tr
  undoPending(tr, writing.pending)
  const theirs = tr.steps.length
  for (const step of batches.flatMap(readTaken)) tr.step(step)
  tr.setMeta(THEIRS, [theirs, tr.steps.length])
  const version = batches.at(-1)?.version ?? writing.version
  return finish(tr, { ...writing, version }, writing.pending, 0)
}

/**
 * The answer to what was sent: pending steps are taken back, what was missed and one's own as the authority has them are put in their
 * place, and what was typed since comes to stand behind. Where all was taken word for word, the text is not touched.
 */
export function confirm(state: EditorState, answer: Answer): Transaction {
  const writing = writingOf(state)
  const rest = writing.pending.slice(writing.sent)
  // What was left out before went with the batch.
  const lost: readonly NotMerged[] = []
  if (answer.missed.length === 0 && answer.fates.every((fate) => fate === 'kept')) return state.tr.setMeta(key, { ...writing, version: answer.version, pending: rest, sent: 0, lost })
  const tr = state.tr
  undoPending(tr, writing.pending)
  const theirs = tr.steps.length
  for (const step of answer.missed.flatMap(readTaken)) tr.step(step)
  tr.setMeta(THEIRS, [theirs, tr.steps.length])
  const places = answer.fates.flatMap((fate, place) => (fate === 'kept' ? [place] : []))
  for (const [at, step] of readTaken(answer).entries()) {
    tr.step(step)
    mirror(tr.mapping, writing.pending.length - 1 - (places[at] ?? 0), tr.steps.length - 1)
  }
  return finish(tr, { ...writing, version: answer.version, sent: 0, lost }, rest, writing.sent)
}

function undoPending(tr: Transaction, pending: readonly Pending[]): void {
  for (const { inverted } of pending.toReversed()) tr.step(inverted)
}

/** Puts pending steps behind all that stands in the transaction; `before` of the pending ones it began with come first and are done. */
function finish(tr: Transaction, writing: Writing, pending: readonly Pending[], before: number): Transaction {
  const rebased: Pending[] = []
  const lost: { readonly step: Step; readonly reason: Reason; readonly block: null }[] = []
  const broken = new Set<number>()
  const all = before + pending.length
  for (const [at, one] of pending.entries()) {
    const from = all - before - at
    const taken = takeStep(tr.doc, one.step, tr.mapping.slice(from), { undo: one.undo, isBroken: broken.has(one.undo), own: before + at }, ANYTHING)
    if (typeof taken === 'string') {
      if (taken !== 'moot') lost.push({ step: one.step, reason: taken, block: null })
      if (one.undo > 0) broken.add(one.undo)
      continue
    }
    if (one.undo > 0 && sizeTaken(taken.step) < sizeTaken(one.step)) broken.add(one.undo)
    const doc = tr.doc
    tr.step(taken.step)
    mirror(tr.mapping, from - 1, tr.steps.length - 1)
    rebased.push({ step: taken.step, inverted: taken.step.invert(doc), seen: one.seen, undo: one.undo })
  }
  tr.setMeta(key, { ...writing, pending: rebased, lost: [...writing.lost, ...inPieces(lost)] })
  return tr.setMeta('rebased', all).setMeta('addToHistory', false)
}

/** Says that one map takes back what another did: positions pass from one to the other. The library keeps this to itself and its own. */
function mirror(mapping: Mapping, one: number, other: number): void {
  ;(mapping as Mapping & { setMirror(one: number, other: number): void }).setMirror(one, other)
}

/** All of it as plain data, to be kept over a reload or a lost battery: the text that the authority knows and what is pending on it. */
export interface SavedWriting {
  readonly version: number
  readonly tree: object
  readonly pending: readonly SentStep[]
  readonly runs: number
  readonly lost: readonly NotMerged[]
}

export function saveWriting(state: EditorState): SavedWriting {
  const { version, pending, runs, lost } = writingOf(state)
  const tr = state.tr
  undoPending(tr, pending)
  return { version, tree: tr.doc.toJSON() as object, pending: pending.map(({ step, seen, undo }) => ({ step: writeStep(step), seen, undo })), runs, lost }
}

/** The text with what is pending on it, and what the plugin begins with. Fails where it cannot be read. */
export function restoreWriting(saved: SavedWriting): { readonly doc: Node; readonly start: Writing } {
  let doc = textSchema.nodeFromJSON(saved.tree)
  const pending: Pending[] = []
  for (const { step: json, seen, undo } of saved.pending) {
    const step = readStep(json)
    const after = step?.apply(doc).doc ?? undefined
    if (step === undefined || after === undefined) throw new Error('What was kept of this text cannot be read')
    pending.push({ step, inverted: step.invert(doc), seen, undo })
    doc = after
  }
  return { doc, start: { version: saved.version, pending, sent: 0, runs: saved.runs, lost: saved.lost } }
}
