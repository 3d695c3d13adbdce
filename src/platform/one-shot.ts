/**
 * Runs a program of ours once: what it works on goes in as its standard input, what it makes comes out of its standard output. It has
 * a limit of memory that the operating system holds it to, a timer, no environment, and gives way to the server, which only waits.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { setPriority } from 'node:os'

export interface OneShot {
  /** The built program, or its source. */
  readonly program: string
  readonly input: readonly Uint8Array[]
  readonly milliseconds: number
  /** Of private memory, in mebibytes: some 500 of them are Node's own before it has read anything. */
  readonly mebibytes: number
  /** Bytes of output at most. */
  readonly most: number
}

export type OneShotOutcome =
  | { readonly outcome: 'done'; readonly output: Buffer }
  | { readonly outcome: 'failed'; readonly reason: 'too-slow' | 'too-much-memory' | 'ended' | 'too-large'; readonly problem: string }

/** Address space that Node takes for itself without using it. */
const RESERVED_MEBIBYTES = 1536

// A limit that a system does not know is left out: the heap's own limit and the timer hold everywhere.
const LIMITED = 'ulimit -c 0 2>/dev/null; ulimit -d "$1" 2>/dev/null; ulimit -v "$2" 2>/dev/null; shift 2; exec "$@"'

/** Never fails: whatever happens is an outcome. */
export async function runOnce({ program, input, milliseconds, mebibytes, most }: OneShot): Promise<OneShotOutcome> {
  const node = [process.execPath, `--max-old-space-size=${Math.ceil(mebibytes * 0.6)}`, '--disable-warning=ExperimentalWarning', program]
  const command = process.platform === 'win32' ? node : ['/bin/sh', '-c', LIMITED, 'sh', String(mebibytes * 1024), String((mebibytes + RESERVED_MEBIBYTES) * 1024), ...node]
  const child = spawn(command[0] ?? '', command.slice(1), { cwd: '/', env: {}, detached: true, stdio: ['pipe', 'pipe', 'pipe'] })
  giveWay(child, 5)
  // It may end before it has read all: what came of it is told by its end.
  child.stdin.on('error', () => undefined)
  for (const part of input) child.stdin.write(part)
  child.stdin.end()
  return receive(child, milliseconds, most)
}

/** Pages are served first: `by` as `nice` counts. */
export function giveWay({ pid }: ChildProcess, by: number): void {
  if (pid === undefined) return
  try {
    setPriority(pid, by)
  } catch {
    // It has ended already.
  }
}

/** What a program writes until it ends, within a time in milliseconds and a number of bytes; it is ended where it goes beyond. */
export async function receive(child: ChildProcess, milliseconds: number, most: number): Promise<OneShotOutcome> {
  const output: Buffer[] = []
  let [length, remarks, isLate] = [0, '', false]
  child.stdout?.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length > most) end(child)
    else output.push(chunk)
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    if (remarks.length < 20_000) remarks += chunk.toString('latin1')
  })
  const timer = setTimeout(() => {
    isLate = true
    end(child)
  }, milliseconds)
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null))
    child.once('close', resolve)
  })
  clearTimeout(timer)
  const failed = (reason: 'too-slow' | 'too-much-memory' | 'ended' | 'too-large'): OneShotOutcome => ({ outcome: 'failed', reason, problem: remarks.slice(-500) })
  if (length > most) return failed('too-large')
  if (code === 0) return { outcome: 'done', output: Buffer.concat(output) }
  if (isLate) return failed('too-slow')
  return failed(/out of memory|allocation failed|Failed to allocate|bad_alloc|Cannot allocate|Failed to reserve|Array buffer allocation/iu.test(remarks) ? 'too-much-memory' : 'ended')
}

/** Ends a program with all that it may have started. */
export function end(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL')
  } catch {
    // It has ended already.
  }
}
