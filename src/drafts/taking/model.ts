import type { Node } from 'prosemirror-model'
import { type Step, Transform } from 'prosemirror-transform'
import type { Id } from '../../shared/ids.ts'
import { idOf } from '../nodes/model.ts'
import { swallowedBy, tiesOf, type Swallowed, type Tie, type Unseen } from '../effects/model.ts'
import { changedBlocks, rebase, type Fate, type Judge, type Kept, type Offered } from '../rebase/model.ts'
import { squareTables } from '../squaring/model.ts'
import { inPieces, type NotMerged } from '../unmerged/model.ts'

/** A batch as the authority takes it: from whom, and its steps read. */
export interface OfferedBatch {
  readonly client: Id<'client'> | null
  readonly seq: number | null
  readonly person: Id<'person'> | null
  readonly version: number
  readonly steps: readonly Offered[]
  /** What its author left out before sending. */
  readonly lost: readonly NotMerged[]
}

/** One step of the past: the version after it, and whose it was. */
export interface Past {
  readonly version: number
  readonly step: Step
  readonly client: Id<'client'> | null
  readonly person: Id<'person'> | null
}

export interface TakenSteps {
  readonly batch: OfferedBatch
  readonly began: number
  readonly version: number
  readonly fates: readonly Fate[]
  readonly steps: readonly Step[]
  readonly ties: readonly Tie[]
  readonly notMerged: readonly NotMerged[]
  readonly swallowed: readonly Swallowed[]
  /** Blocks that it changed. */
  readonly blocks: ReadonlySet<Id>
}

export interface TextState {
  readonly doc: Node
  readonly version: number
}

/** How far back what an author says to have seen is followed; one who was away longer is told of what was swallowed since. */
export const FOLLOWED = 2_000

/**
 * Takes batches one after the other. `past` is what happened since the oldest version that any of them speaks of, the oldest first.
 * Where they leave a table ragged between them, a batch of nobody's makes it square: it is the last of what was taken.
 */
export function takeBatches(start: TextState, batches: readonly OfferedBatch[], past: readonly Past[], oldest: number, judge: Judge): { readonly state: TextState; readonly taken: readonly TakenSteps[] } {
  const log = [...past]
  let state = start
  const taken = batches.map((batch) => {
    const one = batch.version < oldest ? tooOld(batch, state) : takeBatch(state, batch, log, judge)
    state = one.state
    return one.taken
  })
  const mended = mend(start, state)
  return mended === undefined ? { state, taken } : { state: mended.state, taken: [...taken, mended.taken] }
}

function mend(start: TextState, { doc, version }: TextState): { state: TextState; taken: TakenSteps } | undefined {
  const steps = squareTables(start.doc, doc)
  if (steps.length === 0) return undefined
  const tr = new Transform(doc)
  for (const step of steps) tr.step(step)
  const batch: OfferedBatch = { client: null, seq: null, person: null, version, steps: [], lost: [] }
  const state = { doc: tr.doc, version: version + steps.length }
  return { state, taken: { batch, began: version, version: state.version, fates: steps.map((): Fate => 'kept'), steps, ties: [], notMerged: [], swallowed: [], blocks: new Set() } }
}

function takeBatch(state: TextState, batch: OfferedBatch, log: Past[], judge: Judge): { state: TextState; taken: TakenSteps } {
  const missed = log.filter(({ version }) => version > batch.version).map(({ step }) => step.getMap())
  const { doc, fates, kept, near } = rebase(state.doc, batch.steps, missed, judge)
  const [ties, swallowed, blocks]: [Tie[], Swallowed[], Set<Id>] = [[], [], new Set()]
  let version = state.version
  for (const one of kept) {
    ties.push(...tiesOf(one.step, one.before, one.after))
    swallowed.push(...swallowedBy(one.step, one.before, unseenBy(batch, one, log)))
    for (const node of changedBlocks(one.before, one.after).after) blocks.add(idOf(node))
    version += 1
    log.push({ version, step: one.step, client: batch.client, person: batch.person })
  }
  const taken = { batch, began: state.version, version, fates, steps: kept.map(({ step }) => step), ties, notMerged: notMergedOf(batch, fates, near), swallowed, blocks }
  return { state: { doc, version }, taken }
}

function unseenBy(batch: OfferedBatch, { place }: Kept, log: readonly Past[]): Unseen[] {
  const latest = log.at(-1)?.version ?? 0
  const since = Math.max(Math.min(batch.steps[place]?.seen ?? 0, batch.version), latest - FOLLOWED)
  const isOwn = (past: Past): boolean => batch.client !== null && past.client === batch.client
  return log.filter(({ version }) => version > since).map((past) => ({ step: past.step, author: isOwn(past) ? undefined : (past.person ?? undefined) }))
}

function tooOld(batch: OfferedBatch, state: TextState): { state: TextState; taken: TakenSteps } {
  const fates = batch.steps.map((): Fate => 'too-old')
  const taken = { batch, began: state.version, version: state.version, fates, steps: [], ties: [], notMerged: notMergedOf(batch, fates, new Map()), swallowed: [], blocks: new Set<Id>() }
  return { state, taken }
}

function notMergedOf(batch: OfferedBatch, fates: readonly Fate[], near: ReadonlyMap<number, Id | null>): NotMerged[] {
  const dropped = batch.steps.flatMap(({ step }, place) => {
    const fate = fates[place]
    return fate === undefined || fate === 'kept' || fate === 'moot' ? [] : [{ step, reason: fate, block: near.get(place) ?? null }]
  })
  return [...batch.lost, ...inPieces(dropped)]
}
