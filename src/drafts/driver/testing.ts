import { history } from 'prosemirror-history'
import { EditorState, type Transaction } from 'prosemirror-state'
import type { Node } from 'prosemirror-model'
import { isId, type Id } from '../../shared/ids.ts'
import { readStep, readTaken, writeStep, type Answer, type SentBatch, type TakenBatch } from '../live/model.ts'
import { fits, MOST_BLOCKS, MOST_SIZE } from '../nodes/schema.ts'
import { idsOf } from '../steps/model.ts'
import { judgeBy } from '../rebase/model.ts'
import { takeBatches, type Past, type TextState } from '../taking/model.ts'
import { forgetPast, isPartly, ownPlugin } from '../undoing/model.ts'
import { writingPlugin } from '../writing/model.ts'
import { drive, type Driver, type Kept, type Reply } from './model.ts'
import { restoreWriting } from '../writing/model.ts'

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function seededNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Ids that follow from a seed. */
export function seededIds(random: () => number): () => Id {
  const hex = (digits: number): string => Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('')
  return () => `${hex(8)}-${hex(4)}-7${hex(3)}-8${hex(3)}-${hex(12)}` as Id
}

/** The authority as a value in memory: the same rules as over PostgreSQL, without rows. */
export interface Authority {
  state: TextState
  readonly log: Past[]
  readonly taken: (TakenBatch & { readonly fates: Answer['fates'] })[]
  /** What was not merged, and what was swallowed, as words. */
  readonly leftovers: string[]
  submit(person: Id<'person'>, batch: SentBatch): Answer
}

export function authorityOf(doc: Node): Authority {
  const judge = judgeBy({ fits, mostBlocks: MOST_BLOCKS, mostSize: MOST_SIZE, brought: () => true })
  const authority: Authority = {
    state: { doc, version: 0 },
    log: [],
    taken: [],
    leftovers: [],
    submit: (person, sent) => {
      const before = authority.taken.find(({ client, seq }) => client === sent.client && seq === sent.seq)
      const outcome = before ?? takeOne(authority, person, sent, judge)
      const missed = authority.taken.filter(({ began, version }) => version > began && version > sent.version && version <= outcome.began)
      return { client: sent.client, seq: sent.seq, began: outcome.began, version: outcome.version, fates: outcome.fates, steps: outcome.steps, missed }
    },
  }
  return authority
}

function takeOne(authority: Authority, person: Id<'person'>, sent: SentBatch, judge: ReturnType<typeof judgeBy>): Authority['taken'][number] {
  const steps = sent.steps.map(({ step, seen, undo }) => {
    const read = readStep(JSON.parse(JSON.stringify(step)))
    if (read === undefined) throw new Error('A client sent a step that cannot be read')
    return { step: read, seen, undo }
  })
  const { state, taken } = takeBatches(authority.state, [{ client: sent.client, seq: sent.seq, person, version: sent.version, steps, lost: sent.lost ?? [] }], authority.log, 0, judge)
  const [batch] = taken.map((one) => ({ began: one.began, version: one.version, client: one.batch.client, seq: one.batch.seq, person: one.batch.person, swallowed: [], steps: one.steps.map((step) => JSON.parse(JSON.stringify(writeStep(step))) as object), fates: one.fates }))
    .map((each) => tellTaken(authority, each))
  if (batch === undefined) throw new Error('A batch was not taken')
  if (!authority.state.doc.eq(state.doc)) throw new Error('Steps as they are told make another text than the one that was taken')
  authority.leftovers.push(...taken.flatMap(({ notMerged, swallowed }) => [...notMerged, ...swallowed].map(({ words }) => words)))
  return batch
}

/** Every single step, not only the last, leaves every identity once. */
function tellTaken(authority: Authority, batch: Authority['taken'][number]): Authority['taken'][number] {
  let { doc } = authority.state
  for (const [at, step] of readTaken(batch).entries()) {
    doc = step.apply(doc).doc ?? doc
    doc.check()
    expectIdentities(doc)
    authority.log.push({ version: batch.began + at + 1, step, client: batch.client, person: batch.person })
  }
  authority.state = { doc, version: batch.version }
  authority.taken.push(batch)
  return batch
}

export function expectIdentities(doc: Node): void {
  const ids = idsOf(doc)
  if (!ids.every(isId) || new Set(ids).size !== ids.length) throw new Error(`Identities are missing or twice: ${ids.join(' ')}`)
}

/** A clock that goes on by itself only: what is due runs in the order of time. */
export interface Clock {
  now: number
  later(milliseconds: number, work: () => void): () => void
  /** Runs what is due up to a time, letting promises settle in between. */
  until(time: number): Promise<void>
}

export function virtualClock(): Clock {
  let due: { readonly at: number; readonly work: () => void }[] = []
  const clock: Clock = {
    now: 0,
    later: (milliseconds, work) => {
      const one = { at: clock.now + milliseconds, work }
      due.push(one)
      return () => {
        due = due.filter((other) => other !== one)
      }
    },
    until: async (time) => {
      for (;;) {
        const next = due.filter(({ at }) => at <= time).reduce<(typeof due)[number] | undefined>((first, one) => (first === undefined || one.at < first.at ? one : first), undefined)
        if (next === undefined) break
        due = due.filter((other) => other !== next)
        clock.now = Math.max(clock.now, next.at)
        next.work()
        for (let turn = 0; turn < 4; turn++) await Promise.resolve()
      }
      clock.now = time
    },
  }
  return clock
}

/** One who writes, on a line that is slow, breaks off and comes back. */
export interface Writer {
  readonly person: Id<'person'>
  state: EditorState
  driver: Driver
  isOnline: boolean
  dispatch(tr: Transaction): void
  /** As after closing and opening the page: only what was kept goes on. */
  reload(): void
}

export interface Line {
  readonly delay: () => number
  readonly isLost: () => boolean
}

/** A batch on its way over a line: there and back, each of which may take long or fail; some answers are lost without a word. */
function sendOver({ authority, clock, line, tell }: Scene, person: Id<'person'>, isOnline: () => boolean, batch: SentBatch): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const copy = JSON.parse(JSON.stringify(batch)) as SentBatch
    const fail = (): void => void clock.later(line.delay(), () => reject(new Error('lost on the way')))
    if (!isOnline() || line.isLost()) return fail()
    return void clock.later(line.delay(), () => {
      const count = authority.taken.length
      const answer = authority.submit(person, copy)
      for (const taken of authority.taken.slice(count)) if (taken.version > taken.began) tell(taken)
      if (!isOnline() || line.isLost()) return line.isLost() ? undefined : fail()
      return void clock.later(line.delay(), () => resolve({ answer: JSON.parse(JSON.stringify(answer)) as Answer }))
    })
  })
}

export interface Scene {
  readonly authority: Authority
  readonly clock: Clock
  readonly line: Line
  readonly makeId: () => Id
  /** Told of every batch that was taken. */
  readonly tell: (batch: TakenBatch) => void
}

export function writerOn(scene: Scene): Writer {
  const { authority, clock, line, makeId } = scene
  const person = makeId() as Id<'person'>
  const past = history()
  const begin = (doc: Node, start: Parameters<typeof writingPlugin>[0]): EditorState => EditorState.create({ doc, plugins: [past, ownPlugin(), writingPlugin(start)] })
  const open = (kept?: Kept): Driver =>
    drive(
      {
        send: (batch) => sendOver(scene, person, () => writer.isOnline, batch),
        fetchSince: (version) =>
          new Promise((resolve, reject) => {
            clock.later(line.delay(), () => (writer.isOnline ? resolve(authority.taken.filter((batch) => batch.version > version && batch.version > batch.began)) : reject(new Error('offline'))))
          }),
        later: (milliseconds, work) => clock.later(milliseconds, work),
        state: () => writer.state,
        dispatch: (tr) => void (writer.state = writer.state.apply(tr)),
        changed: () => undefined,
        reset: () => {
          throw new Error('Nothing was so long ago')
        },
      },
      kept?.client ?? (makeId() as Id<'client'>),
      kept,
    )
  const writer: Writer = {
    person,
    state: begin(authority.state.doc, { version: authority.state.version }),
    driver: undefined as unknown as Driver,
    isOnline: true,
    dispatch: (tr) => {
      writer.state = isPartly(tr) ? forgetPast(writer.state.apply(tr), past) : writer.state.apply(tr)
      writer.driver.wrote()
    },
    reload: () => {
      const kept = JSON.parse(JSON.stringify(writer.driver.keep())) as Kept
      writer.driver.stop()
      const { doc, start } = restoreWriting(kept.writing)
      writer.state = begin(doc, start)
      writer.driver = open(kept)
    },
  }
  writer.driver = open()
  return writer
}
