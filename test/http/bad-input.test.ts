import { beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../src/web/app.tsx'
import { testApplication } from '../harness/application.ts'
import { fillSensibly, formsOf, isLaterRow, unescapeHtml, type Fields, type FormOnPage } from '../harness/forms.ts'
import { buildHostileWorld, type HostileWorld } from '../harness/hostile-world.ts'

/** Every form of the application, found by following links, sent in every way in which it should not be. */

const app = await testApplication()
/** What closes, withdraws or removes comes last, for it takes others' ground away. */
const closing = /\/(close|withdraw|end|logout|open)$|\/(reviews\/:review|documents\/:document|mine\/:token|cut-offs\/:cutOff)$/u
const patterns = createApp(app.services)
  .routes.filter(({ method }) => method === 'POST')
  .map(({ path }) => path)
  .toSorted((a, b) => Number(closing.test(a)) - Number(closing.test(b)))
/** The forms that were taken at least once. */
const taken = new Set<string>()
let current = ''
/** How long the record was when it was last looked at. */
let entries = 0
const script = '<script>alert(1)</script>'
const image = '"><img src=x onerror=alert(1)>'
const long = 'x'.repeat(200_000)

let world: HostileWorld
let otherForum: string
let secretariat: string
let placeOnly: string
let member: string
/** An address of each form, and its page. */
const pages = new Map<string, { path: string; html: string }>()
let slugs = 0

beforeAll(async () => {
  world = await buildHostileWorld(app)
  secretariat = await app.signIn('secretariat', null)
  placeOnly = await app.signIn('secretariat', world.forum.id)
  member = await app.signIn('member', world.forum.id)
  for (const { path, route, html } of await wander(['/desk', '/', ...world.secretAddresses])) {
    const pattern = route.replace(/^GET /u, '')
    if (patterns.includes(pattern) && !pages.has(pattern) && formsOf(html).length > 0) pages.set(pattern, { path, html })
  }
  // Only now: the forms that are sent are those of the forum in which there is something.
  otherForum = (await app.seedForum()).forum.slug
})

/** Follows every link, as the secretariat. */
async function wander(start: readonly string[]): Promise<{ path: string; route: string; status: number; html: string }[]> {
  const waiting = [...start]
  const seen = new Set(start)
  const counts = new Map<string, number>()
  const found: { path: string; route: string; status: number; html: string }[] = []
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const response = await app.get(path, { cookie: secretariat })
    const route = response.headers.get('x-route') ?? ''
    const html = (response.headers.get('content-type') ?? '').startsWith('text/html') ? await response.text() : ''
    found.push({ path, route, status: response.status, html })
    counts.set(route, (counts.get(route) ?? 0) + 1)
    if ((counts.get(route) ?? 0) > 2) continue
    const here = new URL(path, 'http://localhost:8080')
    const next = response.headers.get('location')
    if (next !== null && !seen.has(next)) waiting.push(next)
    for (const [, href = ''] of html.matchAll(/<a\b[^>]*?\shref="([^"]*)"/gu)) {
      const url = new URL(unescapeHtml(href), here)
      const next = `${url.pathname}${url.search}`
      if (url.origin !== here.origin || seen.has(next) || url.searchParams.has('lang')) continue
      seen.add(next)
      waiting.push(next)
    }
  }
  return found
}

/** What a form needs beyond what its fields suggest. */
function goodFor(pattern: string): Record<string, string> {
  slugs += 1
  const good: Record<string, string> = { slug: `a-slug-${slugs}`, zone: 'UTC', ends: '11:00', paragraphs: '1', changed: '1', duplicateOf: '', opensOn: '', language: 'en', refs: 'F-1', cutOff: '2026-11-01', 'questions.0.lengthLimit': '500' }
  if (pattern.endsWith('/extend')) good['deadline'] = '2027-01-01'
  if (pattern.endsWith('/reading/:ref/:answer') || pattern.endsWith('/reading/:ref')) Object.assign(good, { quote: '', places: '' })
  if (pattern.endsWith('/calls/:call/remark')) good['question'] = '1'
  if (pattern.endsWith('/proposals')) good['isOpen'] = 'open'
  if (pattern.endsWith('/proposals/:number')) Object.assign(good, { outcome: 'theme', wording: 'A theme' })
  if (pattern.endsWith('/variants')) Object.assign(good, { 'variants.0.slug': 'nri' })
  if (pattern.endsWith('/announce')) good['addresses'] = 'someone@example.org'
  if (pattern.endsWith('/participants')) good['participants'] = 'Somebody'
  if (pattern.endsWith('/report')) good['report'] = 'A paragraph.'
  if (pattern.endsWith('/references')) good['published'] = '2017-10-11'
  if (pattern.endsWith('/contributions/new/:call')) good['receivedBy'] = '2026-11-01'
  if (pattern.endsWith('/:theme/move')) good['parentId'] = ''
  if (pattern.endsWith('/move')) good['on'] = `2026-12-${String((slugs % 28) + 1).padStart(2, '0')}`
  return good
}

async function countEntries(): Promise<number> {
  const { count } = await app.db.selectFrom('record_entry').select((select) => select.fn.countAll().as('count')).executeTakeFirstOrThrow()
  return Number(count)
}

function encode(fields: Fields): string {
  return new URLSearchParams(Object.entries(fields).flatMap(([name, values]) => values.map((value) => [name, value]))).toString()
}

interface Sent {
  readonly status: number
  readonly html: string
}

/** Sends a body and checks what holds whatever was sent: no fault, a page of sentences, nothing written unless it was taken. */
async function sendRaw(path: string, body: BodyInit | null, headers: Record<string, string> = {}, cookie: string | undefined = secretariat): Promise<Sent> {
  const before = entries
  const response = await app.request(new Request(`http://localhost:8080${path}`, { method: 'POST', body, headers: { host: 'localhost:8080', ...(cookie === undefined ? {} : { cookie }), ...headers }, redirect: 'manual' }))
  const html = await response.text()
  const sent = { status: response.status, html }
  expect([303, 400, 403, 404, 413, 422], `${path} answered ${response.status}`).toContain(response.status)
  entries = await countEntries()
  if (response.status === 303) {
    if (entries > before) taken.add(current)
    return sent
  }
  expect(response.headers.get('content-type')).toMatch(/^text\/html/u)
  expect(html).toMatch(/<h1[\s>]/u)
  // What a schema says by itself is no sentence of ours.
  expect(html).not.toMatch(/Invalid (input|option)|Too (big|small): expected/u)
  expectInert(path, html)
  expect(entries, `${path} wrote although it answered ${response.status}`).toBe(before)
  return sent
}

const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' }
const sendFields = (path: string, fields: Fields, cookie?: string) => sendRaw(path, encode(fields), urlencoded, cookie)

function expectInert(path: string, html: string): void {
  for (const alive of [script, '<img src=x', '<script>alert']) expect(html.includes(alive), `${path} shows ${alive} alive`).toBe(false)
}

/** The form as it stands now (revisions and keys are of today), or as it stood when it is gone. */
async function standing(pattern: string, form: FormOnPage): Promise<Fields> {
  const page = pages.get(pattern)
  const html = await (await app.get(page?.path ?? '', { cookie: secretariat })).text()
  const now = formsOf(html).find(({ shape }) => shape === form.shape) ?? form
  return fillSensibly(now, goodFor(pattern))
}

test('every form that the application takes can be reached', () => {
  expect(patterns.filter((pattern) => !pages.has(pattern))).toEqual([])
})

describe.each(patterns)('%s', (pattern) => {
  const page = () => pages.get(pattern) ?? { path: '/nowhere', html: '' }
  beforeAll(async () => {
    current = pattern
    // The form that signs out is among those sent.
    secretariat = await app.signIn('secretariat', null)
    entries = await countEntries()
  })

  test('takes nothing from another site, from nobody, or from somebody without the role', async () => {
    const { path, html } = page()
    const fields = fillSensibly(formsOf(html)[0] ?? { shape: '', fields: [] }, goodFor(pattern))
    expect((await sendRaw(path, encode(fields), { ...urlencoded, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await sendRaw(path, encode(fields), { ...urlencoded, origin: 'https://elsewhere.example' })).status).toBe(403)
    if (!pattern.startsWith('/desk')) return
    for (const cookie of [undefined, member, 'convoke_login=%00', 'convoke_login=nobody']) {
      const before = await countEntries()
      const response = await app.post(path, fields, cookie === undefined ? {} : { cookie })
      expect([403, 404]).toContain(response.status)
      expect(await countEntries()).toBe(before)
    }
  })

  test('answers what is no form, or none of this one', async () => {
    const { path } = page()
    expect((await sendRaw(path, null)).status).not.toBe(413)
    await sendFields(path, {})
    await sendRaw(path, '{"title": "x"}', { 'content-type': 'application/json' })
    await sendRaw(path, 'x', { 'content-type': 'multipart/form-data' })
    await sendRaw(path, '--b\r\nContent-Disposition: form-data; name="title"\r\n\r\nhalf', { 'content-type': 'multipart/form-data; boundary=b' })
    await sendRaw(path, new Uint8Array([0xff, 0xfe, 0x00, 0x80]), urlencoded)
    await sendFields(path, { ['x'.repeat(5000)]: ['1'], ['__proto__']: ['1'], constructor: ['1'], toString: ['1'], 'upload:file': ['\0'], 'answer-': ['x'], 'questions.999.text': ['x'] })
  })

  test('says beside the field what is wrong with it, and keeps what was typed', async () => {
    const { path, html } = page()
    const lost: string[] = []
    for (const form of formsOf(html)) {
      let fields = await standing(pattern, form)
      if ((await sendFields(path, fields)).status === 303) fields = await standing(pattern, form)
      const texts = form.fields.filter(({ kind, name }) => (kind === 'line' || kind === 'text') && !isLaterRow(name)).map(({ name }) => name)
      const others = form.fields.filter(({ kind, name }) => (kind === 'hidden' || kind === 'choice' || kind === 'button') && !isLaterRow(name)).map(({ name }) => name)
      const attempts: (readonly [names: readonly string[], bad: string])[] = [
        ...(texts.length === 0 ? [] : ([[texts, long], [texts, 'con\u0000trol\u0007']] as const)),
        ...texts.map((name) => [[name], `${script}${image}`] as const),
        ...others.flatMap((name) => ['\u0000', '9007199254740991'].map((bad) => [[name], bad] as const)),
      ]
      for (const [names, bad] of attempts) {
        const { status, html: shown } = await sendFields(path, { ...fields, ...Object.fromEntries(names.map((name) => [name, [bad]])) })
        if (status === 303) fields = await standing(pattern, form)
        // Who withdrew already has no form any more to type into.
        if (status === 422 && names.every((name) => texts.includes(name)) && !pattern.endsWith('/mine/:token')) {
          const kept = unescapeHtml(shown).split(bad).length - 1
          if (kept < names.length) lost.push(`${names.join(' ')}: ${bad.slice(0, 40)}`)
        }
      }
    }
    expect(lost).toEqual([])
  }, 60_000)

  test('takes broken letters and a hundred of each field for what they are', async () => {
    const { path, html } = page()
    const statuses: number[] = []
    for (const form of formsOf(html)) {
      const fields = await standing(pattern, form)
      const broken = Object.keys(fields).map((name) => `${encodeURIComponent(name)}=%C3%28%FF%E0%A4`).join('&')
      statuses.push((await sendRaw(path, broken, urlencoded)).status)
      statuses.push((await sendFields(path, Object.fromEntries(Object.entries(await standing(pattern, form)).map(([name, values]) => [name, Array.from({ length: 100 }, () => values[0] ?? '')])))).status)
      statuses.push((await sendFields(path, Object.fromEntries(Object.keys(fields).map((name) => [name, [`${script}${image}`]])))).status)
    }
    expect(statuses.filter((status) => status >= 500)).toEqual([])
  })

  test('finds nothing at addresses of another forum or of nothing at all', async () => {
    const { path, html } = page()
    const fields = fillSensibly(formsOf(html)[0] ?? { shape: '', fields: [] }, goodFor(pattern))
    const parts = pattern.split('/')
    if (parts[2] === ':forum') expect([403, 404]).toContain((await sendFields(path.replace(`/${world.forum.slug}`, `/${otherForum}`), fields, placeOnly)).status)
    for (const [place, part] of parts.entries()) {
      if (!part.startsWith(':')) continue
      // Forum and cycle are looked up by the same code everywhere.
      const isShared = part === ':forum' || part === ':cycle'
      for (const bad of isShared ? ['%00', world.forum.id] : ['99999999999999999999', 'C-99999999999999999999', 'R-2147483648', '%00', '%FF', '%E0%A4%A', '-1', '0', 'x'.repeat(4000), encodeURIComponent(script), world.forum.id]) {
        const strange = path.split('?')[0]?.split('/').with(place, bad).join('/') ?? ''
        const { status } = await sendFields(strange, fields)
        expect([403, 404, 422, ...(part === ':token' ? [303] : [])], `${strange} answered ${status}`).toContain(status)
        const shown = await app.get(strange, { cookie: secretariat })
        expect(shown.status, `GET ${strange}`).toBeLessThan(500)
      }
    }
  })
})

test('each was also sent as it should be, and taken', () => {
  // Asking for a link, signing out, and having a Word form read for checking are no acts of the record, nor is what nobody has sent.
  const silent = (pattern: string) => /\/(unsent|preview)\/:id\/:secret(\/(answers|documents|who))?$/u.test(pattern)
  expect(patterns.filter((pattern) => !taken.has(pattern) && !silent(pattern)).toSorted()).toEqual(['/:forum/:cycle/calls/:call/word', '/desk/:forum/:cycle/contributions/new/:call/word', '/login', '/logout'])
})

test('afterwards every page stands, and nothing in it is alive', async () => {
  const found = await wander(['/desk', '/', '/desk/outbox', `/${world.forum.slug}/record`])
  expect(found.length).toBeGreaterThan(40)
  for (const { path, status, html } of found) {
    expect(status, path).toBeLessThan(500)
    expectInert(path, html)
  }
}, 60_000)
