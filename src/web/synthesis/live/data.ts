import type { Db } from '../../../platform/database.ts'
import { findChain } from '../../../record/queries.ts'
import type { Id } from '../../../shared/ids.ts'

/** How often the record is asked whether anything was added, in milliseconds: once for each forum, however many people look. */
const EVERY = 150

type Listener = (sequence: number) => void

interface Watch {
  readonly listeners: Set<Listener>
  timer: NodeJS.Timeout | undefined
  sequence: number
}

/** The forums that somebody in this process looks at. Each process asks the database for itself: none has to tell another. */
const watches = new Map<Id, Watch>()

/** How long a forum's record is. */
export async function readSequence(db: Db, forumId: Id): Promise<number> {
  return (await findChain(db, forumId))?.length ?? 0
}

/** Calls back whenever something was recorded in a forum, until the function that it answers is called. */
export async function watchRecord(db: Db, forumId: Id, listener: Listener): Promise<() => void> {
  // Known at once, so that somebody who comes while the database is asked joins in.
  const watch = watches.get(forumId) ?? { listeners: new Set(), timer: undefined, sequence: 0 }
  watches.set(forumId, watch)
  watch.listeners.add(listener)
  if (watch.listeners.size === 1) {
    watch.sequence = await readSequence(db, forumId)
    if (watch.timer === undefined) turn(db, forumId, watch)
  }
  return () => {
    watch.listeners.delete(listener)
    if (watch.listeners.size > 0) return
    clearTimeout(watch.timer)
    watch.timer = undefined
    if (watches.get(forumId) === watch) watches.delete(forumId)
  }
}

function turn(db: Db, forumId: Id, watch: Watch): void {
  watch.timer = setTimeout(() => void ask(db, forumId, watch), EVERY)
  watch.timer.unref()
}

/** A database that does not answer just now is asked again at the next turn. */
async function ask(db: Db, forumId: Id, watch: Watch): Promise<void> {
  const sequence = await readSequence(db, forumId).catch(() => watch.sequence)
  if (watch.listeners.size === 0) return
  if (sequence !== watch.sequence) {
    watch.sequence = sequence
    for (const listener of watch.listeners) listener(sequence)
  }
  turn(db, forumId, watch)
}
