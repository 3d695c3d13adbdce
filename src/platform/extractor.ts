/**
 * Reads documents in child processes: one for each file, with a limit of memory that the operating system holds it to, a timer, no
 * environment, no network, and nothing but the file itself. The server only waits; as many work at once as there are cores.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { end, giveWay, receive } from './one-shot.ts'
import { BLOCK_KINDS, FORMATS, REASONS, WARNINGS, type Extraction, type Reason } from '../shared/extraction.ts'
import type { RemarksRead } from '../shared/file-remarks.ts'
import { STYLED_MARKS } from '../shared/styled-text.ts'
import { remarksRead } from './remarks/outcome.ts'

export interface ExtractionLimits {
  readonly milliseconds: number
  /** Of private memory, in mebibytes: some 500 of them are Node's own before it has read anything. */
  readonly mebibytes: number
  readonly atOnce: number
}

export interface Extractor {
  /** Reads a file; `name` is what its sender called it. Waits for its turn. Never fails: whatever happens is an outcome. */
  extract(path: string, name: string): Promise<Extraction>
  /** The same with the marks, links, tables and notes of the text. */
  extractStyled(path: string, name: string): Promise<Extraction>
  /** What a file says about a text: comments, tracked changes, notes on pages, tables. */
  readRemarks(path: string, name: string): Promise<RemarksRead>
  /** Ends what is being read, and takes no more: what waits is answered with `ended`. */
  stop(): Promise<void>
  /** How many are read at once. */
  readonly places: number
}

/** Of one document. The same limit holds where files are taken. */
export const DOCUMENT_LIMIT = 50_000_000

/** It gives way to the server, and on a busy machine waits more than it works: three times as long as it may work. */
const LIMITS: ExtractionLimits = { milliseconds: 180_000, mebibytes: 1024, atOnce: Math.min(availableParallelism(), 4) }
const OUTPUT_LIMIT = 64_000_000
/** Address space that Node takes for itself without using it. */
const RESERVED_MEBIBYTES = 1536

/** `program` is the built reader, or its source beside this file. */
export function createExtractor(over: Partial<ExtractionLimits> = {}, program = findProgram()): Extractor {
  const limits = { ...LIMITS, ...over }
  const running = new Set<ChildProcess>()
  const waiting: (() => void)[] = []
  let [places, isStopped] = [limits.atOnce, false]
  const takePlace = async (): Promise<void> => {
    if (places > 0) places -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
  }
  const givePlace = (): void => {
    const next = waiting.shift()
    if (next === undefined) places += 1
    else next()
  }
  const read = async <T>(path: string, words: readonly string[], outcomeOf: (made: Made) => T): Promise<T> => {
    await takePlace()
    try {
      return outcomeOf(isStopped ? { reason: 'ended' } : await run({ program, path, words, limits, running, isStopped: () => isStopped }))
    } finally {
      givePlace()
    }
  }
  return {
    places: limits.atOnce,
    extract: (path, name) => read(path, [name], toExtraction),
    extractStyled: (path, name) => read(path, [name, 'styled'], toExtraction),
    readRemarks: (path, name) => read(path, [name, 'remarks'], toRemarks),
    stop: async () => {
      isStopped = true
      for (const child of running) end(child)
      for (const resolve of waiting.splice(0)) resolve()
    },
  }
}

/** Beside the built server, or in the sources. */
function findProgram(): string {
  const built = join(import.meta.dirname, 'extract.js')
  return existsSync(built) ? built : join(import.meta.dirname, 'extraction', 'program.ts')
}

interface Run {
  readonly program: string
  readonly path: string
  /** The file's name, and what is wanted of it. */
  readonly words: readonly string[]
  readonly limits: ExtractionLimits
  readonly running: Set<ChildProcess>
  readonly isStopped: () => boolean
}

/** What a reader has said, or why it said nothing. */
type Made = { readonly said: string } | { readonly reason: Reason }

async function run({ program, path, words, limits, running, isStopped }: Run): Promise<Made> {
  const file = await open(path, 'r').catch(() => undefined)
  if (file === undefined) return { reason: 'file-missing' }
  try {
    const { size } = await file.stat()
    if (size === 0) return { reason: 'empty' }
    if (size > DOCUMENT_LIMIT) return { reason: 'too-large' }
    if (isStopped()) return { reason: 'ended' }
    const child = start(program, file.fd, words, limits)
    running.add(child)
    try {
      return await outcomeOf(child, limits.milliseconds)
    } finally {
      running.delete(child)
    }
  } finally {
    await file.close()
  }
}

// A limit that a system does not know is left out: the heap's own limit and the timer hold everywhere.
const LIMITED = 'ulimit -c 0 2>/dev/null; ulimit -d "$1" 2>/dev/null; ulimit -v "$2" 2>/dev/null; ulimit -t "$3" 2>/dev/null; shift 3; exec "$@"'

function start(program: string, input: number, words: readonly string[], { mebibytes, milliseconds }: ExtractionLimits): ChildProcess {
  const root = dirname(program)
  // Built it is one file; from the sources it needs what it imports.
  const sources = program.endsWith('.ts') ? [join(root, '..', '..'), realpathSync(join(root, '..', '..', '..', 'node_modules')), join(root, '..', '..', '..', 'package.json'), join(root, '..', '..', '..', 'node_modules')] : [program]
  const node = [process.execPath, `--max-old-space-size=${Math.ceil(mebibytes * 0.6)}`, '--permission', ...sources.map((path) => `--allow-fs-read=${path}`), '--disable-warning=ExperimentalWarning', '--disable-warning=SecurityWarning', program, ...words]
  const seconds = String(Math.ceil(milliseconds / 3000) + 5)
  const command = process.platform === 'win32' ? node : ['/bin/sh', '-c', LIMITED, 'sh', String(mebibytes * 1024), String((mebibytes + RESERVED_MEBIBYTES) * 1024), seconds, ...node]
  const child = spawn(command[0] ?? '', command.slice(1), { cwd: '/', env: {}, detached: true, stdio: [input, 'pipe', 'pipe'] })
  giveWay(child, 5)
  return child
}

async function outcomeOf(child: ChildProcess, milliseconds: number): Promise<Made> {
  const received = await receive(child, milliseconds, OUTPUT_LIMIT)
  if (received.outcome === 'done') return { said: received.output.toString('utf8') }
  // Of what is read it is the text that is too long, not the file that is too large.
  return { reason: received.reason === 'too-large' ? 'too-long' : received.reason }
}

function toExtraction(made: Made): Extraction {
  return ('said' in made ? parse(outcome, made.said) : undefined) ?? { outcome: 'refused', reason: 'reason' in made ? made.reason : 'ended', format: null }
}

function toRemarks(made: Made): RemarksRead {
  return ('said' in made ? parse(remarksRead, made.said) : undefined) ?? { outcome: 'refused', reason: 'reason' in made ? made.reason : 'ended' }
}

const about = {
  format: z.enum(FORMATS),
  pages: z.number().int().nonnegative().nullable(),
  language: z.string().nullable(),
  title: z.string().nullable(),
  author: z.string().nullable(),
  characters: z.number().int().nonnegative(),
  warnings: z.array(z.object({ code: z.enum(WARNINGS), count: z.number().int().nonnegative() })),
}
const block = z.object({ kind: z.enum(BLOCK_KINDS), level: z.number().int().nullable(), text: z.string(), page: z.number().int().nullable(), label: z.string().nullable() })
const piece = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string(), marks: z.array(z.enum(STYLED_MARKS)), link: z.string().nullable() }),
  z.object({ kind: z.literal('break') }),
  z.object({ kind: z.literal('note'), key: z.string() }),
  z.object({ kind: z.literal('reference'), to: z.string(), words: z.string() }),
])
const content = z.array(piece)
const names = z.array(z.string())
const cell = z.object({ content, isHeading: z.boolean(), columns: z.number().int().positive(), rows: z.number().int().positive() })
const styledBlock = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), level: z.number().int().positive(), content, names }),
  z.object({ kind: z.enum(['paragraph', 'quotation']), content, names }),
  z.object({ kind: z.literal('item'), list: z.enum(['bullet', 'ordered']), depth: z.number().int().positive(), content, names }),
  z.object({ kind: z.literal('table'), rows: z.array(z.array(cell)), content, names }),
])
const styled = z.object({ blocks: z.array(styledBlock), notes: z.record(z.string(), content) })
const outcome = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('extracted'), blocks: z.array(block), styled: styled.optional(), ...about }),
  z.object({ outcome: z.literal('no-text'), ...about }),
  z.object({ outcome: z.literal('refused'), reason: z.enum(REASONS), format: z.enum(FORMATS).nullable() }),
])

/** What a program says that was fed by a stranger is itself a stranger's. */
function parse<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}
