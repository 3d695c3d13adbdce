import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from './log.ts'

/** Work that goes on beside the pages until it is stopped. */
export interface Background {
  readonly stop: () => Promise<void>
}

export interface BackgroundWork {
  /** For the log: what could not be done. */
  readonly what: string
  /** Milliseconds between the end of one turn and the next, while there is nothing to do. */
  readonly every: number
  /** One turn; it looks at `signal` between two pieces of work. True when there may be more to do at once. A fault is logged, and the next turn tries again. */
  readonly turn: (signal: AbortSignal) => Promise<boolean>
  readonly log: Log
}

/** Takes turns until it is stopped; stopping waits for the piece of work at hand. */
export function startBackground({ what, every, turn, log }: BackgroundWork): Background {
  const stopping = new AbortController()
  const { signal } = stopping
  const running = (async () => {
    while (!signal.aborted) {
      const isMore = await turn(signal).catch((error: unknown) => {
        log.error('Work beside the pages failed', { what, error: error instanceof Error ? error.message : String(error) })
        return false
      })
      if (!isMore) await pause(every, undefined, { signal }).catch(() => undefined)
    }
  })()
  return {
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}
