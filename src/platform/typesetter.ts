/**
 * Sets pages in a child process: with a limit of memory that the operating system holds it to, a timer for each piece of work, no
 * environment, no network and no files but the faces. The process stays for a while, for a text is often set again after a small
 * change; whatever goes wrong ends it, and the next piece of work gets a new one.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { Socket } from 'node:net'
import { setPriority } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'

export interface TypesettingWork {
  /** What is compiled; it may read `files` by their names and nothing else. */
  readonly main: string
  readonly files: ReadonlyMap<string, Uint8Array>
  /** Such as `ua-1`; null: none. */
  readonly standard: string | null
}

export type Typeset =
  /** `missing`: letters that no face has; then the standard is not kept, and they are empty boxes. */
  | { readonly outcome: 'set'; readonly pdf: Uint8Array<ArrayBuffer>; readonly pages: number; readonly missing: readonly string[] }
  | { readonly outcome: 'failed'; readonly reason: 'refused' | 'too-slow' | 'too-much-memory' | 'ended'; readonly problem: string }

export interface Typesetter {
  /** Waits for its turn: one piece of work at a time. Never fails: whatever happens is an outcome. */
  typeset(work: TypesettingWork): Promise<Typeset>
  stop(): Promise<void>
}

export interface TypesettingLimits {
  readonly milliseconds: number
  /** Of private memory, in mebibytes: some 500 of them are Node's own before it has set anything. */
  readonly mebibytes: number
  /** How long a process waits for more work. */
  readonly idleMilliseconds: number
}

const LIMITS: TypesettingLimits = { milliseconds: 60_000, mebibytes: 1536, idleMilliseconds: 60_000 }
/** Address space that Node and the engine take for themselves without using it. */
const RESERVED_MEBIBYTES = 8192
const OUTPUT_LIMIT = 256_000_000
/** Pieces of work after which a process is replaced, whatever it may have kept. */
const WORKS = 200

const outcome = z.object({ pages: z.number().int().nonnegative(), missing: z.array(z.string()), problem: z.string().nullable() })

interface Warm {
  readonly child: ChildProcess
  works: number
  idle: NodeJS.Timeout | undefined
}

export function createTypesetter(over: Partial<TypesettingLimits> = {}, program = findProgram()): Typesetter {
  const limits = { ...LIMITS, ...over }
  let warm: Warm | undefined
  let isStopped = false
  let turn: Promise<unknown> = Promise.resolve()
  const drop = (): void => {
    if (warm === undefined) return
    clearTimeout(warm.idle)
    end(warm.child)
    warm = undefined
  }
  const work = async (piece: TypesettingWork): Promise<Typeset> => {
    if (isStopped) return { outcome: 'failed', reason: 'ended', problem: 'The server is stopping.' }
    if (warm !== undefined && (warm.works >= WORKS || warm.child.exitCode !== null || warm.child.signalCode !== null)) drop()
    const at = (warm ??= { child: start(program, limits), works: 0, idle: undefined })
    clearTimeout(at.idle)
    at.works += 1
    const done = await exchange(at.child, piece, limits.milliseconds)
    if (done.outcome === 'failed' && done.reason !== 'refused') drop()
    else {
      at.idle = setTimeout(drop, limits.idleMilliseconds)
      at.idle.unref()
    }
    return done
  }
  return {
    typeset: (piece) => {
      const mine = turn.then(() => work(piece))
      turn = mine
      return mine
    },
    stop: async () => {
      isStopped = true
      drop()
      await turn
    },
  }
}

/** Beside the built server, or in the sources. */
function findProgram(): string {
  const built = join(import.meta.dirname, 'typeset.js')
  return existsSync(built) ? built : join(import.meta.dirname, 'typesetting', 'program.ts')
}

/** Faces that every installation has: Latin, Greek and Cyrillic; Arabic; Chinese. */
export const FACES = ['Source Serif 4', 'Amiri', 'ZCOOL XiaoWei'] as const

function faceFolders(): string[] {
  const folder = (name: string): string => dirname(new URL(import.meta.resolve(`@expo-google-fonts/${name}/package.json`)).pathname)
  const serif = folder('source-serif-4')
  const amiri = folder('amiri')
  return [
    ...['400Regular', '400Regular_Italic', '600SemiBold', '600SemiBold_Italic'].map((face) => join(serif, face)),
    ...['400Regular', '700Bold'].map((face) => join(amiri, face)),
    join(folder('zcool-xiaowei'), '400Regular'),
  ]
}

// A limit that a system does not know is left out: the timer holds everywhere.
const LIMITED = 'ulimit -c 0 2>/dev/null; ulimit -d "$1" 2>/dev/null; ulimit -v "$2" 2>/dev/null; shift 2; exec "$@"'

function start(program: string, { mebibytes }: TypesettingLimits): ChildProcess {
  const node = [process.execPath, `--max-old-space-size=${Math.ceil(mebibytes / 3)}`, '--disable-warning=ExperimentalWarning', program, ...faceFolders()]
  const command = process.platform === 'win32' ? node : ['/bin/sh', '-c', LIMITED, 'sh', String(mebibytes * 1024), String((mebibytes + RESERVED_MEBIBYTES) * 1024), ...node]
  const child = spawn(command[0] ?? '', command.slice(1), { cwd: '/', env: { RAYON_NUM_THREADS: '2' }, detached: true, stdio: ['pipe', 'pipe', 'pipe'] })
  // It may end before it has read all: what came of it is told by `close`.
  child.stdin?.on('error', () => undefined)
  child.on('error', () => undefined)
  // A process that waits for work keeps nobody from ending; its pipe closes with us, and it ends.
  child.unref()
  for (const stream of [child.stdin, child.stdout, child.stderr]) if (stream instanceof Socket) stream.unref()
  if (child.pid !== undefined) lowerPriority(child.pid)
  return child
}

/** Pages are served first. */
function lowerPriority(pid: number): void {
  try {
    setPriority(pid, 5)
  } catch {
    // It has ended already.
  }
}

async function exchange(child: ChildProcess, { main, standard, files }: TypesettingWork, milliseconds: number): Promise<Typeset> {
  const header = Buffer.from(JSON.stringify({ main, standard, files: [...files].map(([name, bytes]) => ({ name, size: bytes.length })) }))
  const size = Buffer.alloc(4)
  size.writeUInt32BE(header.length, 0)
  const answer = receive(child, milliseconds)
  for (const part of [size, header, ...files.values()]) child.stdin?.write(part)
  return answer
}

function receive(child: ChildProcess, milliseconds: number): Promise<Typeset> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let [length, remarks] = [0, '']
    let needed: number | undefined
    const onRemark = (chunk: Buffer): void => {
      if (remarks.length < 20_000) remarks += chunk.toString('latin1')
    }
    const onData = (chunk: Buffer): void => {
      chunks.push(chunk)
      length += chunk.length
      needed ??= sizeOf(chunks, length)
      if (needed !== undefined && (length >= needed || needed > OUTPUT_LIMIT)) finish(parse(Buffer.concat(chunks), needed))
    }
    const onClose = (): void => finish({ outcome: 'failed', reason: /out of memory|allocation|bad_alloc|Cannot allocate|Failed to reserve/iu.test(remarks) ? 'too-much-memory' : 'ended', problem: remarks.slice(-500) })
    const timer = setTimeout(() => finish({ outcome: 'failed', reason: 'too-slow', problem: `more than ${milliseconds} ms` }), milliseconds)
    const finish = (outcome: Typeset): void => {
      clearTimeout(timer)
      child.stdout?.off('data', onData)
      child.stderr?.off('data', onRemark)
      child.off('close', onClose)
      resolve(outcome)
    }
    child.stdout?.on('data', onData)
    child.stderr?.on('data', onRemark)
    child.on('close', onClose)
    if (child.exitCode !== null) onClose()
  })
}

/** How long the answer is, once its first bytes are there. */
function sizeOf(chunks: readonly Buffer[], length: number): number | undefined {
  if (length < 8) return undefined
  const first = Buffer.concat(chunks).subarray(0, 8)
  return 8 + first.readUInt32BE(0) + first.readUInt32BE(4)
}

function parse(first: Buffer, needed: number): Typeset {
  if (needed > OUTPUT_LIMIT) return { outcome: 'failed', reason: 'refused', problem: 'too large' }
  const [text, pdf] = [first.readUInt32BE(0), first.readUInt32BE(4)]
  try {
    const { pages, missing, problem } = outcome.parse(JSON.parse(first.subarray(8, 8 + text).toString('utf8')))
    if (problem !== null) return { outcome: 'failed', reason: 'refused', problem }
    return { outcome: 'set', pages, missing: [...new Set(missing)], pdf: new Uint8Array(first.subarray(8 + text, 8 + text + pdf)) }
  } catch {
    return { outcome: 'failed', reason: 'ended', problem: 'no answer that can be read' }
  }
}

/** Ends a process with all that it may have started. */
function end(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL')
  } catch {
    // It has ended already.
  }
}
