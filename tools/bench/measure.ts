/** Takes times: processor time of this process for what is worked out, clock time for what is waited for. */

/** One measured figure. `promised` is the most it may be; `within` is computed from it when the table is printed. */
export interface Figure {
  readonly what: string
  readonly value: number
  readonly unit: 'ms' | 's' | 'KB' | 'MB' | 'requests'
  readonly promised?: number
}

export interface Measured {
  readonly figures: readonly Figure[]
  /** Sentences below the table: how it was measured, what was loaded. */
  readonly remarks: readonly string[]
}

/** What a bench works on: the built application in this process, on a PostgreSQL of its own with every commit on disk. */
export interface Installation {
  readonly db: import('../../src/platform/database.ts').Db
  /** The address it listens at. */
  readonly url: string
  /** Answers a request in this process, without a socket. */
  handle(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>
}

export interface Bench {
  readonly title: string
  run(installation: Installation): Promise<Measured>
}

const BATCHES = 12

/**
 * Milliseconds of this process's processor time for one call, after `warmUp` calls: the mean of each of twelve batches, and of
 * these the smallest. What else the machine does at the same time slows every batch that it meets and speeds up none.
 */
export async function cpuEach(call: (turn: number) => Promise<unknown>, times: number, warmUp: number): Promise<number> {
  for (let turn = 0; turn < warmUp; turn++) await call(turn)
  const size = Math.ceil(times / BATCHES)
  const means: number[] = []
  for (let batch = 0; batch < BATCHES; batch++) {
    const before = process.cpuUsage()
    for (let turn = 0; turn < size; turn++) await call(warmUp + batch * size + turn)
    const { user, system } = process.cpuUsage(before)
    means.push((user + system) / 1000 / size)
  }
  return Math.min(...means)
}

/** The value below which the given share of the values lies: 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

/** Milliseconds that a call took by the clock, with what it answered. */
export async function timed<T>(call: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const start = performance.now()
  const value = await call()
  return { ms: performance.now() - start, value }
}

/** A generator of the same numbers for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Watches the memory of this process until it is stopped: how much it took at most, and how much of that was new, in megabytes. */
export function watchMemory(): { most(): number; grown(): number; stop(): void } {
  const before = process.memoryUsage().rss
  let most = before
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 100)
  return { most: () => most / 1_000_000, grown: () => (most - before) / 1_000_000, stop: () => clearInterval(timer) }
}
