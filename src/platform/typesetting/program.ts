/**
 * The program that sets pages: it is given a text to compile and the files that it reads, and answers with a PDF, one after the other,
 * as frames on its standard input and output. It is started with limits by platform/typesetter, stays warm between two pieces of work
 * so that a text that was changed little is set again in little time, and is never part of the server. It reads nothing but what it is
 * given: no file of the machine, no package, no address.
 */
import { readSync } from 'node:fs'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { writeWhole } from '../whole-output.ts'

interface Work {
  readonly main: string
  readonly standard: string | null
  /** Files by their names, each with its size; their bytes follow the frame in this order. */
  readonly files: readonly { readonly name: string; readonly size: number }[]
}

interface Outcome {
  readonly pages: number
  /** Letters that no face at hand has, where the standard asks for all of them. */
  readonly missing: readonly string[]
  /** Of what could not be set: what the engine said. */
  readonly problem: string | null
}

/** A folder that does not exist: what is compiled sees only what is put there. */
const ROOT = '/typesetting'
const LARGEST = 256_000_000

const compiler = NodeCompiler.create({ workspace: ROOT, fontArgs: [{ fontPaths: process.argv.slice(2) }] })

function readBytes(size: number): Buffer | undefined {
  const bytes = Buffer.alloc(size)
  for (let filled = 0; filled < size; ) {
    const count = readSome(bytes, filled, size - filled)
    if (count === 0) return undefined
    filled += count
  }
  return bytes
}

function readSome(bytes: Buffer, offset: number, length: number): number {
  for (;;) {
    try {
      return readSync(0, bytes, offset, length, null)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EOF') return 0
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
}

function compile({ main, standard }: Work): { outcome: Outcome; pdf: Uint8Array } {
  const nothing = new Uint8Array()
  const result = compiler.compile({ mainFileContent: main, resetRead: true })
  const document = result.result
  if (document === null) return { outcome: { pages: 0, missing: [], problem: readProblem(result) }, pdf: nothing }
  const pages = document.numOfPages
  if (standard === null) return { outcome: { pages, missing: [], problem: null }, pdf: compiler.pdf(document) }
  try {
    return { outcome: { pages, missing: [], problem: null }, pdf: compiler.pdf(document, { pdfStandard: standard }) }
  } catch (error) {
    const remarks = error instanceof Error ? error.message : String(error)
    const missing = [...remarks.matchAll(/the text `\\?"(.+?)\\?"` could not be displayed/gsu)].map(([, text = '']) => unescape(text))
    const others = remarks.match(/message: "/gu)?.length ?? 0
    if (missing.length === 0 || missing.length < others) return { outcome: { pages, missing, problem: remarks.slice(0, 2_000) }, pdf: nothing }
    return { outcome: { pages, missing, problem: null }, pdf: compiler.pdf(document) }
  }
}

/** As the engine writes letters: `\u{94d}`. */
function unescape(text: string): string {
  return text.replace(/\\+u\{([0-9a-f]+)\}/giu, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16))).replace(/\\(.)/gu, '$1')
}

function readProblem(result: ReturnType<NodeCompiler['compile']>): string {
  const error = result.takeDiagnostics() ?? result.takeError()
  return error === null ? 'no document' : JSON.stringify(compiler.fetchDiagnostics(error)).slice(0, 2_000)
}

for (;;) {
  const size = readBytes(4)?.readUInt32BE(0)
  const header = size === undefined || size > LARGEST ? undefined : readBytes(size)
  if (header === undefined) process.exit(0)
  const work = JSON.parse(header.toString('utf8')) as Work
  compiler.resetShadow()
  for (const file of work.files) {
    const bytes = readBytes(file.size)
    if (bytes === undefined) process.exit(0)
    compiler.mapShadow(`${ROOT}/${file.name}`, bytes)
  }
  const { outcome, pdf } = compile(work)
  const answer = Buffer.from(JSON.stringify(outcome))
  const sizes = Buffer.alloc(8)
  sizes.writeUInt32BE(answer.length, 0)
  sizes.writeUInt32BE(pdf.length, 4)
  for (const part of [sizes, answer, pdf]) writeWhole(part)
  compiler.evictCache(10)
}
