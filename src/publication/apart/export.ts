import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runOnce } from '../../platform/one-shot.ts'
import { parseWritten } from './schema.ts'
import { blocksOf, type Print } from '../text/model.ts'
import { writeDocument, type WrittenFormat, type WrittenPictures } from '../writing/export.ts'

export type WrittenApart =
  | { readonly outcome: 'written'; readonly bytes: Uint8Array }
  | { readonly outcome: 'failed'; readonly reason: 'refused' | 'too-slow' | 'too-much-memory' | 'ended'; readonly paragraph: number | null; readonly problem: string }

/** What is no longer than this, in paragraphs, comments and lines of annexes, is written in less time than a process takes to start. */
const SHORT = 400
const MILLISECONDS = 60_000
const MEBIBYTES = 1536
const DOCUMENT_LIMIT = 256_000_000

/** Writes a document: a short one at once, a long one in a process of its own, while which the server goes on answering. */
export async function writeApart(format: WrittenFormat, print: Print, pictures: WrittenPictures, program = findProgram()): Promise<WrittenApart> {
  if (lengthOf(print) <= SHORT) {
    const written = writeDocument(format, print, pictures)
    return written.outcome === 'written' ? written : { ...written, reason: 'refused' }
  }
  const header = Buffer.from(JSON.stringify({ format, print, pictures: [...pictures].map(([name, bytes]) => ({ name, size: bytes.length })) }))
  const size = Buffer.alloc(4)
  size.writeUInt32BE(header.length, 0)
  const run = await runOnce({ program, input: [size, header, ...pictures.values()], milliseconds: MILLISECONDS, mebibytes: MEBIBYTES, most: DOCUMENT_LIMIT })
  if (run.outcome === 'failed') return { ...run, reason: run.reason === 'too-large' ? 'refused' : run.reason, paragraph: null }
  return parseWritten(run.output)
}

function lengthOf(print: Print): number {
  const lines = [...print.annexes, ...print.sections].flatMap(({ parts = [] }) => parts.map((part) => (part.kind === 'table' ? part.rows.length : part.kind === 'list' ? part.lines.length : 1)))
  return blocksOf(print).length + print.comments.length + lines.reduce((sum, count) => sum + count, 0)
}

/** Beside the built server, or in the sources. */
function findProgram(): string {
  const built = join(import.meta.dirname, 'write.js')
  return existsSync(built) ? built : join(import.meta.dirname, '..', 'writing-program', 'export.ts')
}
