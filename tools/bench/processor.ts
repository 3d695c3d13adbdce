/** Processor time where PostgreSQL does a part of the work: what other programs of the machine do at the same time is not in it. */
import { readdirSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import type { Db } from '../../src/platform/database.ts'
import { quantile } from './measure.ts'

/** Milliseconds of processor time so far, of this process and of PostgreSQL's that serve it; by the clock where Linux does not tell. */
export async function openProcessorClock(db: Db): Promise<() => number> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)
  const server = parentOf(String(rows[0]?.pid ?? 0))
  if (server === undefined) return () => performance.now()
  return () => {
    const { user, system } = process.cpuUsage()
    const backends = readdirSync('/proc').filter((name) => /^[0-9]+$/u.test(name) && parentOf(name) === server)
    return (user + system) / 1000 + backends.reduce((sum, pid) => sum + timeOf(pid), 0)
  }
}

function parentOf(pid: string): string | undefined {
  const stat = read(`/proc/${pid}/stat`)
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1]
}

/** The first number of schedstat: nanoseconds for which the process had a processor. */
function timeOf(pid: string): number {
  return Number(read(`/proc/${pid}/schedstat`)?.split(' ')[0] ?? 0) / 1_000_000
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // It has ended meanwhile, or this is no Linux.
    return undefined
  }
}

/** Milliseconds of processor time for one call: of batches of `size` calls the median, and the dearest. */
export async function workEach(db: Db, call: (turn: number) => Promise<unknown>, batches: number, size = 1): Promise<{ median: number; most: number }> {
  const clock = await openProcessorClock(db)
  const means: number[] = []
  let turn = 0
  for (let batch = -1; batch < batches; batch++) {
    const before = clock()
    for (let each = 0; each < size; each++) await call(turn++)
    // The first warms up.
    if (batch >= 0) means.push((clock() - before) / size)
  }
  return { median: quantile(means, 0.5), most: quantile(means, 1) }
}

/** Seconds of processor time so far, of a process and of all that it has started, with those of them that have ended. NaN where Linux does not tell. */
export function secondsOfFamily(pid: number): number {
  const members = readdirSync('/proc').filter((name) => /^[0-9]+$/u.test(name))
  const family = new Set([String(pid)])
  for (let known = 0; known < family.size; ) {
    known = family.size
    for (const each of members) if (family.has(parentOf(each) ?? '')) family.add(each)
  }
  return [...family].reduce((sum, each) => sum + ticksOf(each), 0) / TICKS
}

const TICKS = 100

/** utime, stime, cutime and cstime of proc(5). */
function ticksOf(pid: string): number {
  const stat = read(`/proc/${pid}/stat`)
  return stat === undefined ? 0 : stat.slice(stat.lastIndexOf(')') + 2).split(' ').slice(11, 15).reduce((sum, each) => sum + Number(each), 0)
}
