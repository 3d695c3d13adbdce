import type { EditorState, Transaction } from 'prosemirror-state'
import type { Id } from '../../shared/ids.ts'
import type { Answer, SentBatch, TakenBatch } from '../live/model.ts'
import { confirm, markSent, receive, saveWriting, sendable, writingOf, type SavedWriting } from '../writing/model.ts'

/** What a door answers to a batch: its answer, or why it takes none of it. */
export type Reply = { readonly answer: Answer } | { readonly refusal: string }

/** What the driver needs of the world; a promise that fails is a line that is gone. */
export interface World {
  readonly send: (batch: SentBatch) => Promise<Reply>
  /** What was taken after a version, the oldest first. */
  readonly fetchSince: (version: number) => Promise<readonly TakenBatch[]>
  readonly later: (milliseconds: number, work: () => void) => () => void
  readonly state: () => EditorState
  readonly dispatch: (tr: Transaction) => void
  /** Told whenever `stand` may have changed, and after everything that should be kept over a reload. */
  readonly changed: () => void
  /** What was missed is no longer kept, or the authority knows nothing of this version: the text is to be opened anew. */
  readonly reset: () => void
}

/** `saved`: all is with the authority; `sending`; `offline`: the line is gone, tried again; `refused`: not taken, with the reason. */
export type Stand = { readonly kind: 'saved' | 'sending' | 'offline'; readonly waiting: number } | { readonly kind: 'refused'; readonly waiting: number; readonly refusal: string }

/** What is kept over a reload. A batch that was on its way is sent again as it was, and answered as it was taken. */
export interface Kept {
  readonly client: Id<'client'>
  readonly seq: number
  readonly writing: SavedWriting
  readonly onItsWay: SentBatch | undefined
}

export interface Driver {
  /** To be called after every transaction of the writer's own. */
  readonly wrote: () => void
  /** What arrived from others, in the order of versions; what is known already is passed over. */
  readonly arrived: (batches: readonly TakenBatch[]) => void
  /** The line may be there again. */
  readonly retry: () => void
  readonly stand: () => Stand
  readonly keep: () => Kept
  readonly stop: () => void
}

const MOST = 500
/** How long an answer is waited for before the same batch is sent again. */
const ANSWER_WITHIN = 8_000
const [FIRST_PAUSE, LONGEST_PAUSE] = [500, 15_000]

interface Run {
  seq: number
  onItsWay: SentBatch | undefined
  /** Rises with every sending, so that an answer to an earlier one that comes late is passed over. */
  attempt: number
  queue: TakenBatch[]
  pause: number
  isOffline: boolean
  /** Between two attempts; while one is under way, another would only let its answer pass by. */
  isPausing: boolean
  refusal: string | undefined
  isStopped: boolean
  isFetching: boolean
  cancel: () => void
}

/**
 * Keeps one writer's text and the authority together: one batch on its way at a time, the same one again until it is answered, what
 * others did in between waiting for the answer. Knows no network and no clock of its own.
 */
export function drive(world: World, client: Id<'client'>, kept?: Pick<Kept, 'seq' | 'onItsWay'>): Driver {
  const run: Run = { seq: kept?.seq ?? 0, onItsWay: kept?.onItsWay, attempt: 0, queue: [], pause: FIRST_PAUSE, isOffline: false, isPausing: false, refusal: undefined, isStopped: false, isFetching: false, cancel: () => undefined }
  if (run.onItsWay !== undefined) {
    world.dispatch(markSent(world.state(), run.onItsWay.steps.length))
    transmit(world, run)
  }
  return {
    wrote: () => {
      sendNext(world, client, run)
      world.changed()
    },
    arrived: (batches) => {
      run.queue.push(...batches)
      if (run.onItsWay === undefined) takeQueue(world, run)
      world.changed()
    },
    retry: () => {
      run.pause = FIRST_PAUSE
      if (run.onItsWay !== undefined && run.isPausing) transmit(world, run)
      else sendNext(world, client, run)
    },
    stand: () => standOf(world, run),
    keep: () => ({ client, seq: run.seq, writing: saveWriting(world.state()), onItsWay: run.onItsWay }),
    stop: () => {
      run.isStopped = true
      run.cancel()
    },
  }
}

function standOf(world: World, run: Run): Stand {
  const { pending, lost } = writingOf(world.state())
  const waiting = pending.length + lost.length
  if (run.refusal !== undefined) return { kind: 'refused', waiting, refusal: run.refusal }
  return { kind: run.isOffline ? 'offline' : waiting > 0 ? 'sending' : 'saved', waiting }
}

function sendNext(world: World, client: Id<'client'>, run: Run): void {
  if (run.onItsWay !== undefined || run.isStopped || run.refusal !== undefined) return
  const batch = sendable(world.state(), MOST)
  if (batch === undefined) return
  run.seq += 1
  run.onItsWay = { client, seq: run.seq, ...batch }
  world.dispatch(markSent(world.state(), batch.steps.length))
  transmit(world, run)
}

function transmit(world: World, run: Run): void {
  const batch = run.onItsWay
  if (batch === undefined || run.isStopped) return
  run.cancel()
  run.isPausing = false
  run.attempt += 1
  const { attempt } = run
  const isCurrent = (): boolean => run.attempt === attempt && !run.isStopped
  run.cancel = world.later(ANSWER_WITHIN, () => {
    if (isCurrent()) tryAgain(world, run, 0)
  })
  world.send(batch).then(
    (reply) => {
      if (isCurrent()) answered(world, batch.client, run, reply)
    },
    () => {
      if (isCurrent()) tryAgain(world, run, run.pause)
    },
  )
}

function tryAgain(world: World, run: Run, pause: number): void {
  run.isOffline = true
  run.isPausing = true
  run.attempt += 1
  run.cancel()
  run.pause = Math.min(run.pause * 2, LONGEST_PAUSE)
  run.cancel = world.later(pause, () => transmit(world, run))
  world.changed()
}

function answered(world: World, client: Id<'client'>, run: Run, reply: Reply): void {
  run.cancel()
  run.attempt += 1
  run.isOffline = false
  run.pause = FIRST_PAUSE
  if ('refusal' in reply) {
    run.refusal = reply.refusal
    if (reply.refusal === 'no-such-version') world.reset()
  } else if (reply.answer.isTooOld === true) {
    run.onItsWay = undefined
    world.reset()
  } else {
    run.onItsWay = undefined
    world.dispatch(confirm(world.state(), reply.answer))
    takeQueue(world, run)
    sendNext(world, client, run)
  }
  world.changed()
}

/** Takes what waited, as far as it follows without a gap; where one is, what lies in it is asked for. */
function takeQueue(world: World, run: Run): void {
  const { version } = writingOf(world.state())
  const waiting = run.queue.filter((batch) => batch.version > version).sort((a, b) => a.version - b.version)
  const next: TakenBatch[] = []
  let at = version
  for (const batch of waiting) {
    if (batch.began !== at) {
      if (batch.began > at) break
      continue
    }
    next.push(batch)
    at = batch.version
  }
  run.queue = waiting.filter((batch) => batch.version > at)
  if (next.length > 0) world.dispatch(receive(world.state(), next))
  if (run.queue.length > 0) fetchGap(world, run, at)
}

function fetchGap(world: World, run: Run, since: number): void {
  if (run.isFetching || run.isStopped) return
  run.isFetching = true
  world.fetchSince(since).then(
    (batches) => {
      run.isFetching = false
      run.queue.push(...batches)
      if (run.onItsWay === undefined) takeQueue(world, run)
      world.changed()
    },
    () => {
      run.isFetching = false
    },
  )
}
