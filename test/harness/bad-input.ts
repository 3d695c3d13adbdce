import { beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../src/web/app.tsx'
import { testApplication } from './application.ts'
import { fillSensibly, formsOf, isLaterRow, unescapeHtml, type Fields, type FormOnPage } from './forms.ts'
import { fileFor, goodFor, isSilent } from './good-input.ts'
import { buildHostileWorld, type HostileWorld } from './hostile-world.ts'
import { routerOf } from './router.ts'
import { wander } from './wander.ts'

/** The forms are shared out among files, so that two processes can send them; each form is in one of them. */
export type Share = 'public' | 'desk' | 'synthesis'

const SYNTHESIS = /^\/desk\/:forum\/:cycle\/(amended|campaigns|codebook|comments|corrections|documents|exchange|findings|language-model|ledger|minority|passages|pin|publish|reading|reviews|suggested-groups|suggestions|trace)/u

function shareOf(pattern: string): Share {
  if (!pattern.startsWith('/desk')) return 'public'
  return SYNTHESIS.test(pattern) ? 'synthesis' : 'desk'
}

/** What closes, withdraws or removes comes last, for it takes others' ground away. */
const CLOSING = /\/(close|withdraw|end|logout|open|remove|publish)$|\/(unsent\/:id\/:secret|unsent\/:id\/:secret\/check|reviews\/:review|documents\/:document|mine\/:token|cut-offs\/:cutOff)$/u
/** What takes the latest change back comes before there are others, and what merges two names before they are told apart. */
const turnOf = (pattern: string): number => (/\/(undo|names\/merge)$/u.test(pattern) ? -1 : Number(CLOSING.test(pattern)))
const SCRIPT = '<script>alert(1)</script>'
const IMAGE = '"><img src=x onerror=alert(1)>'
const ALIVE = `${SCRIPT}${IMAGE}`
const LONG = 'x'.repeat(200_000)
const CONTROL = 'con\u0000trol\u0007'
const URLENCODED = { 'content-type': 'application/x-www-form-urlencoded' }

/** What stands in an address where a name, a number or an id should. */
const STRANGE = ['99999999999999999999', 'C-99999999999999999999', 'R-2147483648', '%00', '%FF', '%E0%A4%A', '-1', '0', 'x'.repeat(4000), encodeURIComponent(SCRIPT)]
/** What is asked of a page that counts, cuts or chooses. */
const ASKED = ['page', 'part', 'after', 'before', 'from', 'to', 'others', 'passage', 'asOf', 'cutOff', 'question', 'group', 'theme', 'language', 'reader', 'words', 'sentence', 'call', 'p', 'for', 'fate', 'year']

/** A form that a page shows: where it is sent, and where it is shown. */
interface Reached {
  readonly path: string
  readonly shown: string
  readonly form: FormOnPage
}

interface Sent {
  readonly status: number
  readonly html: string
}

const encode = (fields: Fields): string => new URLSearchParams(Object.entries(fields).flatMap(([name, values]) => values.map((value) => [name, value]))).toString()

function expectInert(path: string, html: string): void {
  for (const alive of [SCRIPT, '<img src=x', '<script>alert']) expect(html.includes(alive), `${path} shows ${alive} alive`).toBe(false)
}

/** Every form of a share of the application, found by following links, sent in every way in which it should not be. */
export async function testBadInput(share: Share): Promise<void> {
  const app = await testApplication()
  const served = createApp(app.services)
  const find = routerOf(served)
  const patternsOf = (method: string) => [...new Set(served.routes.filter((route) => route.method === method && route.path !== '/*').map(({ path }) => path))].filter((pattern) => shareOf(pattern) === share)
  const patterns = patternsOf('POST').toSorted((a, b) => turnOf(a) - turnOf(b))
  const onlyRead = patternsOf('GET').filter((pattern) => !patterns.includes(pattern))
  /** The forms of each route, one of each shape; and those that lead nowhere. */
  const reached = new Map<string, Map<string, Reached>>()
  const nowhere: string[] = []
  /** The routes of which a form was taken at least once. */
  const taken = new Set<string>()
  /** Those that were answered with more than a refusal, whether or not the record speaks of it. */
  const accepted = new Set<string>()
  const at = { pattern: '', entries: 0 }
  let world: HostileWorld
  let otherForum: string
  let secretariat: string
  let placeOnly: string
  let member: string

  beforeAll(async () => {
    world = await buildHostileWorld(app)
    secretariat = await app.signIn('secretariat', null)
    placeOnly = await app.signIn('secretariat', world.forum.id)
    member = await app.signIn('member', world.forum.id)
    for (const { path, html } of await wander(app, find, secretariat, ['/desk', '/', `/desk/${world.forum.slug}/${world.cycle.slug}`, ...world.secretAddresses])) {
      for (const each of reachedOn(path, html)) {
        const pattern = find('POST', each.path)
        if (pattern === undefined) nowhere.push(`${path}: ${each.path}`)
        else reached.set(pattern, new Map([[each.form.shape, each], ...(reached.get(pattern) ?? [])]))
      }
    }
    // Only now: the forms that are sent are those of the forum in which there is something.
    otherForum = (await app.seedForum()).forum.slug
  })

  const formsAt = (pattern: string): Reached[] => [...(reached.get(pattern)?.values() ?? [])]
  const firstAt = (pattern: string): Reached => {
    const [first] = formsAt(pattern)
    if (first === undefined) throw new Error(`${pattern} was not reached`)
    return first
  }

  const countEntries = async (): Promise<number> => {
    const { count } = await app.db.selectFrom('record_entry').select((select) => select.fn.countAll().as('count')).executeTakeFirstOrThrow()
    return Number(count)
  }

  /** Sends a body and checks what holds whatever was sent: no fault, a page of sentences, nothing written unless it was taken. */
  const sendRaw = async (path: string, body: BodyInit | null, headers: Readonly<Record<string, string>> = {}, cookie = secretariat): Promise<Sent> => {
    const before = at.entries
    const response = await app.request(new Request(`http://localhost:8080${path}`, { method: 'POST', body, headers: { host: 'localhost:8080', ...(cookie === '' ? {} : { cookie }), ...headers }, redirect: 'manual' }))
    const html = await response.text()
    expect([200, 303, 400, 403, 404, 413, 422], `${path} answered ${response.status}`).toContain(response.status)
    at.entries = await countEntries()
    if (response.status === 303) {
      if (at.entries > before) taken.add(at.pattern)
      return { status: 303, html }
    }
    expect(response.headers.get('content-type')).toMatch(/^text\/html/u)
    expect(html).toMatch(/<h1[\s>]/u)
    // What a schema says by itself is no sentence of ours.
    expect(html).not.toMatch(/Invalid (input|option)|Too (big|small): expected/u)
    expectInert(path, html)
    expect(at.entries, `${path} wrote although it answered ${response.status}`).toBe(before)
    return { status: response.status, html }
  }
  const sendFields = (path: string, fields: Fields, cookie?: string) => sendRaw(path, encode(fields), URLENCODED, cookie)

  /** The form as it stands now (revisions and keys are of today), or as it stood when it is gone. */
  const standing = async (pattern: string, { path, shown, form }: Reached): Promise<{ path: string; fields: Fields }> => {
    const html = await (await app.get(shown, { cookie: secretariat })).text()
    const now = reachedOn(shown, html).filter((one) => find('POST', one.path) === pattern)
    const alike = now.filter((one) => one.form.shape === form.shape)
    const each = alike.find((one) => one.path === path) ?? alike[0] ?? now[0]
    return { path: each?.path ?? path, fields: fillSensibly(each?.form ?? form, goodFor(pattern)) }
  }

  test('every form that the application takes can be reached, and none leads nowhere', () => {
    expect(patterns.filter((pattern) => !reached.has(pattern))).toEqual([])
    expect(nowhere).toEqual([])
  })

  describe.each(patterns)('%s', (pattern) => {
    beforeAll(async () => {
      at.pattern = pattern
      // The form that signs out is among those sent.
      secretariat = await app.signIn('secretariat', null)
      at.entries = await countEntries()
    })

    test('takes nothing from another site, from nobody, or from somebody without the role', async () => {
      const { path, form } = firstAt(pattern)
      const fields = fillSensibly(form, goodFor(pattern))
      expect((await sendRaw(path, encode(fields), { ...URLENCODED, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
      expect((await sendRaw(path, encode(fields), { ...URLENCODED, origin: 'https://elsewhere.example' })).status).toBe(403)
      if (!pattern.startsWith('/desk')) return
      for (const cookie of ['', member, 'convoke_login=%00', 'convoke_login=nobody']) expect([403, 404]).toContain((await sendFields(path, fields, cookie)).status)
    })

    test('answers what is no form, or none of this one', async () => {
      const { path } = firstAt(pattern)
      expect((await sendRaw(path, null)).status).not.toBe(413)
      const before = at.entries
      await sendFields(path, {})
      // Which of several buttons was pressed has to be said: nothing is done for want of another.
      if (formsAt(pattern).every(({ form }) => form.fields.some(({ kind }) => kind === 'button'))) expect(at.entries, `${path} takes an empty form`).toBe(before)
      await sendRaw(path, '{"title": "x"}', { 'content-type': 'application/json' })
      await sendRaw(path, 'x', { 'content-type': 'multipart/form-data' })
      await sendRaw(path, '--b\r\nContent-Disposition: form-data; name="title"\r\n\r\nhalf', { 'content-type': 'multipart/form-data; boundary=b' })
      await sendRaw(path, new Uint8Array([0xff, 0xfe, 0x00, 0x80]), URLENCODED)
      await sendFields(path, { ['x'.repeat(5000)]: ['1'], ['__proto__']: ['1'], constructor: ['1'], toString: ['1'], 'upload:file': ['\0'], 'answer-': ['x'], 'questions.999.text': ['x'] })
    })

    test('says beside the field what is wrong with it, keeps what was typed, and takes what is right', async () => {
      const lost: string[] = []
      for (const each of formsAt(pattern)) {
        const { form } = each
        let now = await standing(pattern, each)
        const named = (kinds: readonly string[]) => form.fields.filter(({ kind, name }) => kinds.includes(kind) && !isLaterRow(name)).map(({ name }) => name)
        const texts = named(['line', 'text'])
        const attempts: (readonly [names: readonly string[], bad: string])[] = [
          ...(texts.length === 0 ? [] : ([[texts, LONG], [texts, CONTROL]] as const)),
          ...texts.map((name) => [[name], ALIVE] as const),
          ...named(['hidden', 'choice', 'button']).flatMap((name) => ['\u0000', '9007199254740991', 'constructor'].map((bad) => [[name], bad] as const)),
        ]
        for (const [names, bad] of attempts) {
          const { status, html } = await sendFields(now.path, { ...now.fields, ...Object.fromEntries(names.map((name) => [name, [bad]])) })
          if (status === 303) now = await standing(pattern, each)
          if (status !== 422 || !names.every((name) => texts.includes(name))) continue
          if (unescapeHtml(html).split(bad).length - 1 < names.length) lost.push(`${names.join(' ')}: ${bad.slice(0, 40)}`)
        }
        const file = await fileFor(app, pattern, world, secretariat)
        const place = form.fields.find(({ kind }) => kind === 'file')?.name
        const good = place === undefined || file === undefined ? await sendFields(now.path, now.fields) : await sendRaw(now.path, withFile(now.fields, place, file))
        if (good.status < 400) accepted.add(pattern)
      }
      expect(lost).toEqual([])
    })

    test('takes broken letters and a hundred of each field for what they are', async () => {
      for (const each of formsAt(pattern)) {
        const first = await standing(pattern, each)
        const names = Object.keys(first.fields)
        await sendRaw(first.path, names.map((name) => `${encodeURIComponent(name)}=%C3%28%FF%E0%A4`).join('&'), URLENCODED)
        await sendFields(first.path, Object.fromEntries(names.map((name) => [name, [ALIVE]])))
        const { path, fields } = await standing(pattern, each)
        await sendFields(path, Object.fromEntries(Object.entries(fields).map(([name, values]) => [name, Array.from({ length: 100 }, () => values[0] ?? '')])))
      }
    })

    test('finds nothing at addresses of another forum or of nothing at all', async () => {
      const { path, form } = firstAt(pattern)
      const fields = fillSensibly(form, goodFor(pattern))
      if (pattern.includes('/:forum')) expect([403, 404]).toContain((await sendFields(path.replace(`/${world.forum.slug}`, `/${otherForum}`), fields, placeOnly)).status)
      for (const [strange, part] of strangeAddresses(path, pattern)) {
        expect([403, 404, 422, ...(part === ':token' ? [303] : [])], strange).toContain((await sendFields(strange, fields)).status)
      }
    })
  })

  /** Addresses of a route with, in the place of each name, number or id, what is none. Forum and cycle are looked up by the same code everywhere. */
  function strangeAddresses(path: string, pattern: string): [address: string, part: string][] {
    const real = (path.split('?')[0] ?? '').split('/')
    return pattern.split('/').flatMap((part, place) => {
      if (!part.startsWith(':')) return []
      const strange = part === ':forum' || part === ':cycle' ? ['%00', world.forum.id] : [...STRANGE, world.forum.id]
      return strange.map((each): [string, string] => [real.with(place, each).join('/'), part])
    })
  }

  test('what can only be read is not found where nothing is, and asked for nonsense it answers', async () => {
    const names: Readonly<Record<string, string>> = { ':forum': world.forum.slug, ':cycle': world.cycle.slug, ':call': 'main', ':ref': 'C-1', ':position': '1', ':number': '1', ':answer': '1', ':theme': 'rules' }
    const nonsense = ['9007199254740993', '-1', '1e308', 'x%F0%9F', ''].map((value) => ASKED.map((name) => `${name}=${value}`).join('&'))
    for (const pattern of onlyRead) {
      const path = pattern.split('/').map((part) => (part.startsWith(':') ? (names[part] ?? 'x') : part)).join('/')
      for (const address of [...strangeAddresses(path, pattern).map(([strange]) => strange), ...nonsense.map((query) => `${path}?${query}`)]) {
        const response = await app.get(address, { cookie: secretariat })
        expect(response.status, address).toBeLessThan(500)
        await response.body?.cancel()
      }
    }
  })

  test('each was also sent as it should be, and taken', () => {
    expect(patterns.filter((pattern) => (isSilent(pattern) ? !accepted.has(pattern) : !taken.has(pattern)))).toEqual([])
    expect(patterns.filter((pattern) => isSilent(pattern) && taken.has(pattern))).toEqual([])
  })

  test('afterwards every page stands, and nothing in it is alive', async () => {
    const found = await wander(app, find, secretariat, ['/desk', '/', '/desk/outbox', `/${world.forum.slug}/record`, `/desk/${world.forum.slug}/${world.cycle.slug}`])
    expect(found.length).toBeGreaterThan(40)
    for (const { path, status, html } of found) {
      expect(status, path).toBeLessThan(500)
      expectInert(path, html)
    }
  })
}

function withFile(fields: Fields, place: string, file: File): FormData {
  const form = new FormData()
  for (const [name, values] of Object.entries(fields)) for (const value of values) form.append(name, value)
  form.append(place, file)
  return form
}

/** The forms of a page, each with the address to which it is sent. */
function reachedOn(shown: string, html: string): Reached[] {
  const here = new URL(shown, 'http://localhost:8080')
  return formsOf(html).map((form) => {
    const url = new URL(form.action === '' ? here.href : form.action, here)
    return { path: `${url.pathname}${url.search}`, shown, form }
  })
}
