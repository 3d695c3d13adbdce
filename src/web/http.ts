import type { Readable } from 'node:stream'
import { Readable as NodeReadable } from 'node:stream'
import { Busboy } from '@fastify/busboy'
import type { FileStore, StoredFile } from '../platform/files.ts'
import type { Fields } from './context.ts'

export interface ReceivedFile extends StoredFile {
  readonly field: string
  readonly name: string
  readonly mediaType: string
}

export type Body =
  | { readonly ok: true; readonly fields: Fields; readonly files: readonly ReceivedFile[]; readonly tooLarge: readonly string[] }
  | { readonly ok: false; readonly problem: 'too-large' | 'not-a-form' }

/** All text fields of a form together, in bytes. */
const FIELDS_LIMIT = 4 * 1024 * 1024
/** One attached file, in bytes. */
export const FILE_LIMIT = 50 * 1024 * 1024
const FIELD_COUNT = 2000

/**
 * Reads a form, urlencoded or multipart, as a stream: files go to the store as they arrive. A file over 50 MB is read to its end,
 * dropped and named in `tooLarge`, so that what was typed beside it is not lost.
 */
export async function readBody(request: Request, files: FileStore): Promise<Body> {
  const type = request.headers.get('content-type') ?? ''
  const isEmpty = request.body === null || (type === '' && (request.headers.get('content-length') ?? '0') === '0')
  if (isEmpty) return { ok: true, fields: {}, files: [], tooLarge: [] }
  if (type.startsWith('application/x-www-form-urlencoded')) return readUrlencoded(request)
  if (type.startsWith('multipart/form-data')) return readMultipart(request, type, files)
  return { ok: false, problem: 'not-a-form' }
}

async function readUrlencoded(request: Request): Promise<Body> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of NodeReadable.fromWeb(request.body as import('node:stream/web').ReadableStream) as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > FIELDS_LIMIT) return { ok: false, problem: 'too-large' }
    chunks.push(chunk)
  }
  const fields: Record<string, string[]> = Object.create(null) as Record<string, string[]>
  for (const [name, value] of new URLSearchParams(Buffer.concat(chunks).toString('utf8'))) (fields[name] ??= []).push(value)
  return { ok: true, fields, files: [], tooLarge: [] }
}

async function readMultipart(request: Request, type: string, store: FileStore): Promise<Body> {
  const fields: Record<string, string[]> = Object.create(null) as Record<string, string[]>
  const received: Promise<ReceivedFile | string>[] = []
  let size = 0
  const parser = openParser(type)
  if (parser === undefined) return { ok: false, problem: 'not-a-form' }
  parser.on('field', (name: string, value: string) => {
    size += Buffer.byteLength(value)
    if (size <= FIELDS_LIMIT) (fields[name] ??= []).push(value)
  })
  parser.on('file', (field: string, stream: Readable, name: string | undefined, _encoding: string, mediaType: string) => {
    received.push(storeFile(store, { field, stream, name: name ?? '', mediaType }))
  })
  const finished = new Promise<void>((resolve, reject) => {
    parser.on('finish', resolve)
    parser.on('error', reject)
  })
  NodeReadable.fromWeb(request.body as import('node:stream/web').ReadableStream).on('error', (error) => parser.destroy(error)).pipe(parser)
  try {
    await finished
  } catch {
    await Promise.allSettled(received)
    return { ok: false, problem: 'not-a-form' }
  }
  const outcomes = await Promise.all(received)
  if (size > FIELDS_LIMIT) return { ok: false, problem: 'too-large' }
  const kept = outcomes.filter((outcome) => typeof outcome !== 'string').filter((file) => file.size > 0 || file.name !== '')
  return { ok: true, fields, files: kept, tooLarge: outcomes.filter((outcome) => typeof outcome === 'string') }
}

function openParser(type: string) {
  try {
    return new Busboy({ headers: { 'content-type': type }, limits: { fieldSize: FIELDS_LIMIT + 1, fields: FIELD_COUNT, files: 10 } })
  } catch {
    return undefined
  }
}

async function storeFile(store: FileStore, file: { field: string; stream: Readable; name: string; mediaType: string }): Promise<ReceivedFile | string> {
  const stored = await store.store(file.stream, FILE_LIMIT)
  if (stored === undefined) return file.field
  return { field: file.field, name: file.name, mediaType: file.mediaType, ...stored }
}
