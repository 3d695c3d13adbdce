import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Context } from 'hono'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { LRUCache } from 'lru-cache'
import { fingerprint } from '../platform/digest.ts'
import type { Env } from './context.ts'

export interface Rendered {
  readonly type: string
  /** A text, or the bytes of a picture. */
  readonly text: string | Uint8Array<ArrayBuffer>
  /** The name under which it is kept, for what is not to be read in the browser. */
  readonly saveAs?: string
}

type Encoding = 'br' | 'gzip' | 'identity'

/** One rendered page, with its entity tag and its compressed forms, each made when first asked for. */
export interface Kept {
  readonly type: string
  readonly saveAs: string | undefined
  readonly tag: string
  readonly size: number
  bytes(encoding: Encoding): Promise<Uint8Array<ArrayBuffer>>
}

const compressBrotli = promisify(brotliCompress)
const compressGzip = promisify(gzip)

const LIMIT = 64 * 1024 * 1024

const cache = new LRUCache<string, { stamp: string; kept: Kept }>({ maxSize: LIMIT, sizeCalculation: ({ kept }) => kept.size + 500 })

/** Pages kept by address and language while their stamp holds; bounded by bytes, each process its own. */
export const cachedPages = {
  find(key: string, stamp: string): Kept | undefined {
    const found = cache.get(key)
    return found !== undefined && found.stamp === stamp ? found.kept : undefined
  },
  keep(key: string, stamp: string, rendered: Rendered): Kept {
    const kept = prepare(rendered)
    cache.set(key, { stamp, kept })
    return kept
  },
  unkept: prepare,
}

// Faster than Buffer.from for a text of this length.
const encoder = new TextEncoder()

function prepare(rendered: Rendered): Kept {
  const body = typeof rendered.text === 'string' ? encoder.encode(rendered.text) : rendered.text
  const made = new Map<Encoding, Promise<Uint8Array<ArrayBuffer>>>()
  return {
    type: rendered.type,
    saveAs: rendered.saveAs,
    tag: fingerprint(body).slice(0, 20),
    // The text and both compressed forms, which are seldom more than a third of it together.
    size: Math.ceil(body.length * 1.4),
    bytes(encoding) {
      const known = made.get(encoding)
      if (known !== undefined) return known
      const making = compress(body, encoding)
      made.set(encoding, making)
      return making
    },
  }
}

async function compress(body: Uint8Array<ArrayBuffer>, encoding: Encoding): Promise<Uint8Array<ArrayBuffer>> {
  if (encoding === 'br') {
    return compressBrotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } })
  }
  return encoding === 'gzip' ? compressGzip(body, { level: 6 }) : body
}

/** Sends a rendered page: 304 when the reader has it, else compressed as the reader can take it. */
export async function answer(c: Context, kept: Kept): Promise<Response> {
  // A picture is packed already.
  const encoding = kept.type === 'image/png' ? 'identity' : chooseEncoding(c.req.header('accept-encoding') ?? '')
  const tag = `"${kept.tag}-${encoding}"`
  const headers: Record<string, string> = {
    'content-type': kept.type,
    'cache-control': 'no-cache',
    vary: 'accept-encoding, accept-language, cookie',
    etag: tag,
  }
  if (kept.saveAs !== undefined) headers['content-disposition'] = `inline; filename="${kept.saveAs}"`
  if ((c.req.header('if-none-match') ?? '').includes(tag)) return c.body(null, 304, headers)
  if (encoding !== 'identity') headers['content-encoding'] = encoding
  const bytes = await kept.bytes(encoding)
  headers['content-length'] = String(bytes.length)
  return c.body(bytes, 200, headers)
}

/** The best encoding that the reader takes: brotli, else gzip, else none. */
export function chooseEncoding(accepted: string): Encoding {
  if (/\bbr\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/u.test(accepted)) return 'br'
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/u.test(accepted) ? 'gzip' : 'identity'
}

/** What a page is made into when it is written: parts of it may still be loading, which its type does not say. */
interface Written {
  toString(): string | Promise<string>
}

/** The text of a page, with all its parts. */
export async function writeDocument(page: JSX.Element): Promise<string> {
  return `<!doctype html>${await writeFragment(page)}`
}

/** The text of a part of a page, which an open page puts in its place. */
export async function writeFragment(part: JSX.Element): Promise<string> {
  const written: Written = await part
  return written.toString()
}

/** Answers a page that nobody else may be shown from a cache. */
export async function privateHtml(c: Context<Env>, page: JSX.Element, status: 200 | 400 | 403 | 404 | 409 | 413 | 422 | 429 | 500 = 200): Promise<Response> {
  c.header('cache-control', 'no-store')
  c.header('x-robots-tag', 'noindex')
  return c.body(await writeDocument(page), status, { 'content-type': 'text/html; charset=utf-8' })
}

/** A body that is made while it is sent, however long it is; a reader who goes away ends its making. */
export function streamBody(parts: AsyncIterable<string | Uint8Array>): ReadableStream<Uint8Array> {
  async function* toBytes(): AsyncGenerator<Uint8Array> {
    for await (const part of parts) yield typeof part === 'string' ? encoder.encode(part) : part
  }
  return Readable.toWeb(Readable.from(toBytes())) as ReadableStream<Uint8Array>
}
