import { deflateSync, crc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { newId } from '../../src/platform/new-id.ts'
import { buildCitedChain } from '../../src/procedures/testing.ts'
import { listLinksFrom } from '../../src/trace/queries.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()

async function setUp() {
  const { forum, cycle } = await app.seedForum()
  const [editor, member] = [await app.signIn('editor', forum.id), await app.signIn('member', forum.id)]
  const { paragraphIds } = await buildCitedChain(app.db, cycle, app.now)
  const at = `/desk/${forum.slug}/2026/documents/output/edit`
  const [, second = newId<'paragraph'>()] = paragraphIds
  const put = (path: string, body: BodyInit, { cookie = editor, headers = {} }: { cookie?: string; headers?: Record<string, string> } = {}) =>
    app.request(new Request(`http://localhost:8080${at}${path}`, { method: 'PUT', body, headers: { host: 'localhost:8080', cookie, ...headers } }))
  const cite = (paragraph: string, change: unknown, over?: { cookie?: string; headers?: Record<string, string> }) => put(`/citations/${paragraph}`, typeof change === 'string' ? change : JSON.stringify(change), over)
  const rests = async () => (await listLinksFrom(app.db, [second], 'rests-on')).map(({ to }) => to.kind)
  const read = async (path: string) => (await (await app.get(`${at}${path}`, { cookie: editor })).json()) as Record<string, unknown>
  return { forum, at, editor, member, second, put, cite, rests, read }
}

function png(width: number, height: number): Uint8Array<ArrayBuffer> {
  const u32 = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
  const part = (name: string, body: readonly number[]) => {
    const inner = [...Buffer.from(name), ...body]
    return [...u32(body.length), ...inner, ...u32(crc32(Uint8Array.from(inner)))]
  }
  return Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, ...part('IHDR', [...u32(width), ...u32(height), 8, 0, 0, 0, 0]), ...part('IDAT', [...deflateSync(new Uint8Array((width + 1) * height))]), ...part('IEND', [])])
}

describe('the editing page', () => {
  test('is for those who write drafts, and leads to the forms without JavaScript', async () => {
    const { at, editor, member, cite, put, second } = await setUp()
    for (const path of ['', '/cited', '/sources']) {
      expect((await app.get(`${at}${path}`, { cookie: member })).status).toBe(403)
      expect((await app.get(`${at}${path}`)).status).toBe(403)
      expect((await app.get(at.replace('/output/', '/none/') + path, { cookie: editor })).status).toBe(404)
    }
    expect((await cite(second, { change: 'add', ref: 'F-1' }, { cookie: member })).status).toBe(403)
    expect((await put('/pictures', png(2, 2), { cookie: member })).status).toBe(403)
    expect((await put('/pictures', png(2, 2), { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403)
    const page = await (await app.get(at, { cookie: editor })).text()
    expect(page).toContain('<noscript>')
    expect(page).toContain(`href="${at.slice(0, -'/edit'.length)}"`)
    expect(await (await app.get(at.slice(0, -'/edit'.length), { cookie: editor })).text()).toContain(`href="${at}"`)
    expect(await (await app.get(at, { cookie: editor, language: 'fr' })).text()).toContain('Modifier par formulaires')
  })
})

describe('what can be cited', () => {
  test('comes by kind and words, what nothing rests on first; a kind that is none is findings', async () => {
    const { read } = await setUp()
    const findings = await read('/sources?kind=findings')
    expect(findings).toMatchObject({ more: 0, items: [{ ref: 'F-1' }] })
    expect(await read('/sources?kind=poems')).toEqual(findings)
    expect(await read('/sources?kind=findings&q=nowhere%20to%20be%20found')).toMatchObject({ items: [] })
    expect(await read('/sources?kind=findings&q=f-1')).toMatchObject({ items: [{ ref: 'F-1' }] })
    for (const kind of ['passages', 'comments', 'references', 'figures']) expect(await read(`/sources?kind=${kind}&unused=yes`)).toHaveProperty('items')
  })

  test('is refused where it names nothing, and cited or taken out one by one, what others cite staying', async () => {
    const { cite, rests, read, second } = await setUp()
    const before = await rests()
    for (const change of ['no json', {}, { change: 'set', ref: 'F-1' }, { change: 'add', ref: 'F-1 F-2' }, { change: 'add', ref: 'F-1', more: 1 }, `"${'x'.repeat(3_000)}"`]) expect((await cite(second, change)).status).toBe(400)
    expect((await cite('x', { change: 'add', ref: 'F-1' })).status).toBe(400)
    const unknown = await cite(second, { change: 'add', ref: 'F-99' })
    expect([unknown.status, JSON.stringify(await unknown.json())]).toEqual([422, expect.stringContaining('F-99')])
    expect((await cite(newId(), { change: 'add', ref: 'F-1' })).status).toBe(422)
    expect(await rests()).toEqual(before)
    expect((await cite(second, { change: 'add', ref: 'P-1' })).status).toBe(200)
    expect(await (await cite(second, { change: 'add', ref: 'F-1' })).json()).toMatchObject({ paragraphs: { [second]: expect.arrayContaining(['F-1', 'P-1']) as unknown } })
    expect((await cite(second, { change: 'remove', ref: 'P-1' })).status).toBe(200)
    expect(await rests()).not.toContain('passage')
    expect(await read('/cited')).toMatchObject({ paragraphs: { [second]: expect.arrayContaining(['F-1']) as unknown } })
  })
})

describe('pictures', () => {
  test('that are none, or hostile, are refused with a sentence; one that is one is measured and kept', async () => {
    const { put } = await setUp()
    const refusals = await Promise.all([put('/pictures', '<svg onload="alert(1)"/>'), put('/pictures', png(2, 2).slice(0, 50)), put('/pictures', png(30_000, 1)), put('/pictures', new Uint8Array(10 * 1024 * 1024 + 1))])
    expect(refusals.map(({ status }) => status)).toEqual([422, 422, 413, 413])
    for (const refused of refusals) expect(((await refused.json()) as { error: string }).error).toMatch(/picture|PNG/u)
    const taken = (await (await put('/pictures', png(3, 2))).json()) as { sha256: string }
    expect(taken).toMatchObject({ mediaType: 'image/png', width: 3, height: 2 })
    expect(await app.services.files.has(taken.sha256)).toBe(true)
  })
})
