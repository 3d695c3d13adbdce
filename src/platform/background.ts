import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from './log.ts'

/** Work that goes on beside the pages until it is stopped. */
export interface Background {
  readonly stop: () => Promise<void>
}

export interface Wakeable extends Background {
  /** Tells it that there is something to do: it need not wait until its time to look has come. */
  readonly wake: () => void
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
export function startBackground({ what, every, turn, log }: BackgroundWork): Wakeable {
  const stopping = new AbortController()
  const { signal } = stopping
  let pausing: AbortController | undefined
  let isWoken = false
  const rest = async (): Promise<void> => {
    pausing = new AbortController()
    if (!isWoken && !signal.aborted) await pause(every, undefined, { signal: pausing.signal }).catch(() => undefined)
    pausing = undefined
  }
  const running = (async () => {
    while (!signal.aborted) {
      isWoken = false
      const isMore = await turn(signal).catch((error: unknown) => {
        log.error('Work beside the pages failed', { what, error: error instanceof Error ? error.message : String(error) })
        return false
      })
      if (!isMore) await rest()
    }
  })()
  return {
    wake: () => {
      isWoken = true
      pausing?.abort()
    },
    stop: async () => {
      stopping.abort()
      pausing?.abort()
      await running
    },
  }
}
