import { AddMarkStep, AttrStep, RemoveMarkStep, ReplaceAroundStep, ReplaceStep, Step } from 'prosemirror-transform'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { textSchema } from '../nodes/model.ts'
import type { Fate } from '../rebase/model.ts'
import { marksSetBy, MoveStep, setMarks } from '../steps/model.ts'
import type { NotMerged } from '../unmerged/model.ts'

/**
 * What goes between those who write in one text and its authority. Versions count steps: a text at version 40 has had forty.
 */

/** What a client sends: at most one at a time. The same `client` and `seq` mean the same batch, however often it arrives. */
export interface SentBatch {
  readonly client: Id<'client'>
  readonly seq: number
  /** The version that the first step applies to. */
  readonly version: number
  readonly steps: readonly SentStep[]
  /** What its author wrote and had to leave out before it could be sent. */
  readonly lost?: readonly NotMerged[] | undefined
}

export interface SentStep {
  readonly step: object
  /** The version that its author knew when it was made; not above the batch's. */
  readonly seen: number
  /** The number of the undoing that it belongs to, from 1; 0 for what undoes nothing. */
  readonly undo: number
}

/** Steps as they were taken, for everybody. */
export interface TakenBatch {
  /** Versions before and after. */
  readonly began: number
  readonly version: number
  /** Null for a form's. */
  readonly client: Id<'client'> | null
  readonly seq: number | null
  readonly person: Id<'person'> | null
  /** Whose words it took away that its author had not seen. */
  readonly swallowed: readonly Id<'person'>[]
  readonly steps: readonly object[]
}

/** The answer to a batch. */
export interface Answer {
  readonly client: Id<'client'>
  readonly seq: number
  readonly began: number
  readonly version: number
  /** One for each step that was sent. */
  readonly fates: readonly Fate[]
  /** The kept ones as they were taken. */
  readonly steps: readonly object[]
  /** What others did between the version that the batch was made on and `began`. */
  readonly missed: readonly TakenBatch[]
  /** True where what was missed is no longer kept: the text is to be opened anew. */
  readonly isTooOld?: boolean | undefined
}

/** What somebody wrote and the text does not have. */
export interface Leftover {
  readonly id: Id<'leftover'>
  readonly kind: 'not-merged' | 'swallowed'
  /** Why it was not merged; null for what was swallowed. */
  readonly reason: string | null
  readonly words: string
  readonly blockId: Id | null
  /** Who took away what was swallowed. */
  readonly byPerson: Id<'person'> | null
  readonly at: Instant
}

/** Where somebody is in a text: a block, and how far into it, in positions of the tree. */
export interface Presence {
  readonly client: Id<'client'>
  readonly person: Id<'person'>
  readonly block: Id | null
  readonly anchor: number
  readonly head: number
}

const KINDS: readonly (abstract new (...of: never[]) => Step)[] = [ReplaceStep, ReplaceAroundStep, AddMarkStep, RemoveMarkStep, AttrStep, MoveStep]

/** Reads a step that came from outside: one of the kinds there are, its numbers whole and not below 0. Undefined for anything else. */
export function readStep(json: unknown): Step | undefined {
  try {
    const step = Step.fromJSON(textSchema, json)
    const marks = marksSetBy(step)
    if (marks !== undefined) return marks.every((one) => readStep(one.toJSON()) !== undefined) ? step : undefined
    if (!KINDS.some((kind) => step instanceof kind)) return undefined
    // An identity is given with a block and never changed afterwards.
    if (step instanceof AttrStep && step.attr === 'id') return undefined
    const written = step.toJSON() as Readonly<Record<string, unknown>>
    if (!Object.values(written).every((value) => typeof value !== 'number' || (Number.isSafeInteger(value) && value >= 0))) return undefined
    return isInOrder(step) ? step : undefined
  } catch {
    return undefined
  }
}

function isInOrder(step: Step): boolean {
  if (step instanceof ReplaceAroundStep) return step.from <= step.gapFrom && step.gapFrom <= step.gapTo && step.gapTo <= step.to && step.insert <= step.slice.size
  if (step instanceof MoveStep) return step.start < step.middle && step.middle < step.end
  return step instanceof AttrStep || (step as ReplaceStep | AddMarkStep | RemoveMarkStep).from <= (step as ReplaceStep).to
}

export function writeStep(step: Step): object {
  const marks = marksSetBy(step)
  return (marks === undefined ? step : setMarks(marks)).toJSON() as object
}

/** Steps that were taken, read back. */
export function readTaken(batch: Pick<TakenBatch, 'steps'>): Step[] {
  return batch.steps.map((json) => {
    const step = readStep(json)
    if (step === undefined) throw new Error('A step that was taken cannot be read')
    return step
  })
}
