import { readFile } from 'node:fs/promises'
import { ReadableStream } from 'node:stream/web'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startServer, type TestServer } from '../harness/server.ts'

/** Files at the limit and beyond it, sent to the running product: they go to the disk as they come, and memory does not grow by them. */

const MEBIBYTE = 1024 * 1024
const GROWTH = 150 * MEBIBYTE
const CONTRIBUTE = '/forum/cycle/calls/main/contribute?whole=1'

let server: TestServer
let form: URLSearchParams

beforeAll(async () => {
  server = await startServer({ env: { CONVOKE_SAMPLE: 'none' } })
  afterAll(() => server.stop())
  const link = new URL(await server.secretariatLink()).pathname
  const cookie = (await post(link, {})).headers.getSetCookie()[0]?.split(';')[0] ?? ''
  await post('/desk/new-forum', { title: 'Forum', slug: 'forum', mandate: 'To try.', language: 'en' }, cookie)
  await post('/desk/forum/new-cycle', { title: 'Cycle', slug: 'cycle', focus: 'Trying' }, cookie)
  await post('/desk/forum/cycle/calls/new', { title: 'Call', slug: 'main', introduction: 'Tell us.', 'questions.0.text': 'What?' }, cookie)
  const html = await (await fetch(`${server.url}${CONTRIBUTE}`)).text()
  const valueOf = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`, 'u').exec(html)?.[1] ?? ''
  form = new URLSearchParams({ formKey: valueOf('formKey'), revision: valueOf('revision'), consent: 'full', contributor: 'Ada Example' })
})

function post(path: string, fields: Record<string, string>, cookie = ''): Promise<Response> {
  return fetch(`${server.url}${path}`, { method: 'POST', body: new URLSearchParams(fields), headers: { cookie }, redirect: 'manual' })
}

/** Sends the form with a file of so many bytes, a mebibyte at a time, as slowly as the other side reads. */
function sendFile(bytes: number): Promise<Response> {
  const boundary = 'a-boundary'
  const part = (head: string) => `--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`
  const encoder = new TextEncoder()
  const chunk = new Uint8Array(MEBIBYTE).fill(120)
  async function* body(): AsyncGenerator<Uint8Array> {
    for (const [name, value] of form) yield encoder.encode(`${part(`name="${name}"`)}${value}\r\n`)
    yield encoder.encode(part('name="file"; filename="long.txt"').replace('\r\n\r\n', '\r\nContent-Type: text/plain\r\n\r\n'))
    for (let left = bytes; left > 0; left -= MEBIBYTE) yield chunk.subarray(0, Math.min(left, MEBIBYTE))
    yield encoder.encode(`\r\n--${boundary}--\r\n`)
  }
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` }
  // The types of the browser's fetch know neither Node's streams nor `duplex`, which a streamed body needs.
  const request = { method: 'POST', body: ReadableStream.from(body()), headers, redirect: 'manual', duplex: 'half' } as unknown as RequestInit
  return fetch(`${server.url}${CONTRIBUTE}`, request)
}

async function residentBytes(): Promise<number> {
  const status = await readFile(`/proc/${server.pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB/mu.exec(status)?.[1]) * 1024
}

/** How much the server grew at most while something went on. */
async function growthDuring<T>(work: () => Promise<T>): Promise<{ result: T; growth: number }> {
  const before = await residentBytes()
  let highest = before
  const isOver = { yet: false }
  const watching = (async () => {
    for (; !isOver.yet; await setTimeout(20)) highest = Math.max(highest, await residentBytes())
  })()
  try {
    const result = await work()
    return { result, growth: highest - before }
  } finally {
    isOver.yet = true
    await watching
  }
}

describe.skipIf(process.platform !== 'linux')('a large file', () => {
  test('over 50 MB is answered with a sentence, what was typed beside it kept', async () => {
    const { result, growth } = await growthDuring(() => sendFile(51 * MEBIBYTE))
    expect(result.status).toBe(422)
    const html = await result.text()
    expect(html).toContain('The file is larger than 50 MB.')
    expect(html).toContain('Ada Example')
    expect(growth).toBeLessThan(GROWTH)
  })

  test('of 50 MB is taken, and comes back as it was sent', async () => {
    const { result, growth } = await growthDuring(() => sendFile(50 * MEBIBYTE))
    expect(result.status).toBe(303)
    expect(growth).toBeLessThan(GROWTH)
    const { files } = (await (await fetch(`${server.url}/forum/cycle/contributions/C-1.json`)).json()) as { files: { size: number; url: string }[] }
    expect(files).toMatchObject([{ size: 50 * MEBIBYTE }])
    const file = await fetch(`${server.url}${files[0]?.url ?? ''}`)
    let size = 0
    for await (const bytes of file.body ?? []) size += bytes.length
    expect(size).toBe(50 * MEBIBYTE)
  })

  test('many at once stay within the same bounds', async () => {
    const { result, growth } = await growthDuring(() => Promise.all(Array.from({ length: 4 }, () => sendFile(51 * MEBIBYTE))))
    expect(result.map(({ status }) => status)).toEqual([422, 422, 422, 422])
    expect(growth).toBeLessThan(GROWTH)
  })
})
