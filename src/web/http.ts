import { BlockList, isIP } from 'node:net'
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
  | { readonly ok: true; readonly fields: Fields; readonly files: readonly ReceivedFile[]; readonly tooLarge: readonly string[]; readonly empty: readonly string[] }
  | { readonly ok: false; readonly problem: 'too-large' | 'not-a-form' }

/** All text fields of a form together, in bytes. */
const FIELDS_LIMIT = 4 * 1024 * 1024
/** One attached file, in bytes. */
export const FILE_LIMIT = 50 * 1024 * 1024
const FIELD_COUNT = 2000
/** Characters of an attached file's name. */
const NAME_LIMIT = 500

/**
 * Reads a form, urlencoded or multipart, as a stream: files go to the store as they arrive. A file over 50 MB is read to its end,
 * dropped and named in `tooLarge`, and one without content in `empty`, so that what was typed beside it is not lost.
 */
export async function readBody(request: Request, files: FileStore): Promise<Body> {
  const type = request.headers.get('content-type') ?? ''
  const isEmpty = request.body === null || (type === '' && (request.headers.get('content-length') ?? '0') === '0')
  if (isEmpty) return { ok: true, fields: {}, files: [], tooLarge: [], empty: [] }
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
  return { ok: true, fields, files: [], tooLarge: [], empty: [] }
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
  const files = outcomes.filter((outcome) => typeof outcome !== 'string')
  // A field in which no file was chosen arrives without name and content.
  const empty = files.filter((file) => file.size === 0 && file.name !== '').map((file) => file.field)
  return { ok: true, fields, files: files.filter((file) => file.size > 0), tooLarge: outcomes.filter((outcome) => typeof outcome === 'string'), empty }
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
  return { field: file.field, name: fileName(file.name), mediaType: file.mediaType.slice(0, 200), ...stored }
}

/** A file's name as its sender gave it, but for what no database keeps: NUL, halves of characters, and all beyond 500 characters (its ending is kept). */
function fileName(name: string): string {
  const points = Array.from(name.replaceAll('\u0000', '').toWellFormed())
  return points.length <= NAME_LIMIT ? points.join('') : `${points.slice(0, NAME_LIMIT - 20).join('')}${points.slice(-20).join('')}`
}

/** Addresses that no network outside knows: of this machine, of the network that a proxy stands in (RFC 1918, 4193, 3927, 6598). */
const PRIVATE = new BlockList()
for (const [network, prefix] of [['127.0.0.0', 8], ['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16], ['169.254.0.0', 16], ['100.64.0.0', 10]] as const) PRIVATE.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of [['::1', 128], ['fc00::', 7], ['fe80::', 10]] as const) PRIVATE.addSubnet(network, prefix, 'ipv6')

/**
 * The network address that a request comes from. Behind a proxy of the own machine or network it is the last one in
 * `X-Forwarded-For` that is not private; who comes from outside cannot say so of themselves. Undefined for what comes from this
 * machine itself. Of IPv6 the first half counts: the rest is given out by whoever has it.
 */
export function addressOf(peer: string | undefined, forwardedFor: string | undefined): string | undefined {
  const near = plainAddress(peer ?? '')
  if (near === undefined) return undefined
  if (!isPrivate(near)) return networkOf(near)
  const told = (forwardedFor ?? '').split(',').flatMap((part) => plainAddress(part.trim()) ?? [])
  const far = told.findLast((each) => !isPrivate(each)) ?? told[0] ?? near
  return isLoopback(far) ? undefined : networkOf(far)
}

/** Without port and zone; IPv4 as such, also where it is written as IPv6. */
function plainAddress(text: string): string | undefined {
  const bare = text.replace(/^\[(.*)\](?::\d+)?$/u, '$1').replace(/%.*$/u, '').replace(/^::ffff:(?=\d+\.)/iu, '')
  const plain = /^\d+\.\d+\.\d+\.\d+:\d+$/u.test(bare) ? bare.replace(/:\d+$/u, '') : bare
  return isIP(plain) === 0 ? undefined : plain
}

function isPrivate(address: string): boolean {
  return PRIVATE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1'
}

function networkOf(address: string): string {
  if (isIP(address) === 4) return address
  // The URL parser writes every IPv6 address in one way, with the longest run of zeros left out.
  const [head = '', tail] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::')
  const [left, right] = [head.split(':').filter(Boolean), (tail ?? '').split(':').filter(Boolean)]
  const groups = tail === undefined ? left : [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right]
  return `${groups.slice(0, 4).join(':')}::/64`
}
