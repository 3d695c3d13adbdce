import { beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../src/web/app.tsx'
import { testApplication, type TestApplication } from './application.ts'
import { formSender, reachedOn, withFile, type FindRoute, type FormSender, type Reached } from './form-sender.ts'
import { fillSensibly, isLaterRow, type Fields } from './forms.ts'
import { fileFor, goodFor, isSilent } from './good-input.ts'
import { buildHostileWorld, type HostileWorld } from './hostile-world.ts'
import { routerOf } from './router.ts'
import { ALIVE, aliveIn, CONTROL, IMPOSSIBLE, isKept, LONG, NONSENSE, shareFor, strangeAddresses } from './strange-input.ts'
import { wander } from './wander.ts'

/**
 * The forms are shared out between two files, so that two processes can send them: those for everybody with those of synthesis, documents
 * and review, and all others of the desk. Each form is in one of them.
 */
export type Share = 'public' | 'desk'

const SYNTHESIS = /^\/desk\/:forum\/:cycle\/(amended|campaigns|codebook|comments|corrections|documents|exchange|findings|language-model|ledger|minority|outlines|passages|pin|publish|reading|reviews|suggested-groups|suggestions|trace|waiting-comments)/u

function shareOf(pattern: string): Share {
  return !pattern.startsWith('/desk') || SYNTHESIS.test(pattern) ? 'public' : 'desk'
}

/** What closes, withdraws or removes comes last, for it takes others' ground away. */
const CLOSING = /\/(close|finalise|withdraw|end|logout|open|remove|publish)$|\/(unsent\/:id\/:secret|unsent\/:id\/:secret\/check|reviews\/:review|documents\/:document|mine\/:token|draft-comments|cut-offs\/:cutOff|documents\/:document\/suggestions|waiting\/:waiting\/:token|waiting-comments\/:waiting|waiting-comments\/alike\/:waiting|agreements\/:agreement\/:token|comments\/:comment\/aside)$/u
/** What takes the latest change back comes before there are others, and what merges two names before they are told apart. */
const turnOf = (pattern: string): number => (/\/(undo|names\/merge)$/u.test(pattern) ? -1 : Number(CLOSING.test(pattern)))

/** What every forum has, one without anything too. */
const OF_EVERY_FORUM = new Set(['/:forum/follow-meetings'])

/** What programs send as JSON is no form: `live.test.ts` sends it as it should not be. */
const OF_PROGRAMS = /\/live\/(steps|presence|leftovers)$/u

interface At {
  readonly app: TestApplication
  readonly find: FindRoute
  readonly sender: FormSender
  /** The forms of each route, one of each shape. */
  readonly reached: Map<string, Map<string, Reached>>
  /** Built before the first test. */
  readonly world: HostileWorld
}

const formsAt = ({ reached }: At, pattern: string): Reached[] => [...(reached.get(pattern)?.values() ?? [])]

function firstAt(at: At, pattern: string): { readonly path: string; readonly fields: Fields } {
  const [first] = formsAt(at, pattern)
  if (first === undefined) throw new Error(`${pattern} was not reached`)
  return { path: first.path, fields: fillSensibly(first.form, goodFor(pattern)) }
}

/** Every form of a share of the application, found by following links, sent in every way in which it should not be. */
export async function testBadInput(share: Share): Promise<void> {
  const app = await testApplication()
  const served = createApp(app.services)
  const find = routerOf(served)
  const patternsOf = (method: string) => [...new Set(served.routes.filter((route) => route.method === method && route.path !== '/*' && !(method === 'POST' && OF_PROGRAMS.test(route.path))).map(({ path }) => path))].filter((pattern) => shareOf(pattern) === share)
  const patterns = patternsOf('POST').toSorted((a, b) => turnOf(a) - turnOf(b))
  const onlyRead = patternsOf('GET').filter((pattern) => !patterns.includes(pattern))
  let world: HostileWorld | undefined
  const at: At = {
    app,
    find,
    sender: formSender(app, find),
    reached: new Map(),
    get world() {
      if (world === undefined) throw new Error('The world is not built yet')
      return world
    },
  }
  const nowhere: string[] = []
  const others = { forum: '', secretariat: '', member: '' }
  const homes = () => ['/desk', '/', `/desk/${at.world.forum.slug}/${at.world.cycle.slug}`]

  beforeAll(async () => {
    world = await buildHostileWorld(app)
    at.sender.cookie = await app.signIn('secretariat', null)
    // Who works at the desk and has an address chooses there how mail comes.
    await app.db.updateTable('people_person').set({ mail: 'at-the-desk@example.org' }).where('id', '=', (of) => of.selectFrom('people_person').select('id').orderBy('id', 'desc').limit(1)).execute()
    others.secretariat = await app.signIn('secretariat', at.world.forum.id)
    others.member = await app.signIn('member', at.world.forum.id)
    for (const { path, html } of await wander(at, [...homes(), ...at.world.secretAddresses])) {
      for (const each of reachedOn(path, html)) {
        const pattern = find('POST', each.path)
        if (pattern === undefined) nowhere.push(`${path}: ${each.path}`)
        else at.reached.set(pattern, new Map([[each.form.shape, each], ...(at.reached.get(pattern) ?? [])]))
      }
    }
    // Only now: the forms that are sent are those of the forum in which there is something.
    others.forum = (await app.seedForum()).forum.slug
    await at.sender.hasWritten()
    // A world of everything, and every page of it read: no measure.
  }, 240_000)

  test('every form that the application takes can be reached, and none leads nowhere', () => {
    expect(patterns.filter((pattern) => !at.reached.has(pattern))).toEqual([])
    expect(nowhere).toEqual([])
  })

  test('what is no form at all is told so before any form is asked', async () => {
    const written = patterns.find((pattern) => formsAt(at, pattern).some(({ form }) => form.fields.some(({ kind }) => kind === 'text')))
    const { path } = firstAt(at, written ?? '')
    for (const type of ['application/json', 'text/plain', 'multipart/form-data']) expect((await at.sender.send(path, '{"title": "x"}', { 'content-type': type })).status, type).toBe(400)
    const half = '--b\r\nContent-Disposition: form-data; name="title"\r\n\r\nhalf'
    expect((await at.sender.send(path, half, { 'content-type': 'multipart/form-data; boundary=b' })).status).toBe(400)
    expect([303, 422]).toContain((await at.sender.send(path, null)).status)
  })

  // Every form is reached and, where it is its turn, sent; all of them in the soak.
  const inTurn = patterns.filter((pattern) => shareFor(`form ${pattern}`, [1, 2]).length > 0)
  describe.each(inTurn)('%s', (pattern) => {
    // The clock stands still: what came from one person would never be over.
    beforeAll(() => app.db.deleteFrom('platform_limit').execute())
    testForm(at, pattern, others)
  })

  test.each(onlyRead)('%s answers at addresses of nothing, and when it is asked for nonsense', async (pattern) => {
    const { forum, cycle } = at.world
    const names: Readonly<Record<string, string>> = { ':forum': forum.slug, ':cycle': cycle.slug, ':call': 'main', ':ref': 'C-1', ':position': '1', ':number': '1', ':answer': '1', ':theme': 'rules' }
    const path = pattern.split('/').map((part) => (part.startsWith(':') ? (names[part] ?? 'x') : part)).join('/')
    for (const address of [...strangeAddresses(path, pattern, forum.id).map((each) => each.address), ...shareFor(pattern, [...NONSENSE, '']).map((query) => `${path}?${query}`)]) {
      const response = await app.get(address, { cookie: at.sender.cookie })
      expect(response.status, address).toBeLessThan(500)
      await response.body?.cancel()
    }
  })

  test('each whose turn it is not answers an empty form', async () => {
    // Forms that sign out are among them.
    at.sender.cookie = await app.signIn('secretariat', null)
    await at.sender.hasWritten()
    for (const pattern of patterns.filter((each) => !inTurn.includes(each))) {
      const { path } = firstAt(at, pattern)
      expect((await at.sender.sendFields(path, {})).status, path).toBeLessThan(500)
    }
  }, 120_000)

  test('each was also sent as it should be, and taken', () => {
    const { taken, accepted } = at.sender
    expect(inTurn.filter((pattern) => (isSilent(pattern) ? !accepted.has(pattern) : !taken.has(pattern)))).toEqual([])
    expect(patterns.filter((pattern) => isSilent(pattern) && taken.has(pattern))).toEqual([])
  })

  test('afterwards every page stands, and nothing in it is alive', async () => {
    const found = await wander(at, [...homes(), '/desk/outbox', `/${at.world.forum.slug}/record`])
    expect(found.length).toBeGreaterThan(40)
    for (const { path, status, html } of found) {
      expect(status, path).toBeLessThan(500)
      expect(aliveIn(html), path).toBeUndefined()
    }
  })
}

/** The tests of one form; `others` are a forum without anything, and people who have no role at the desk, or one in the first forum alone. */
function testForm(at: At, pattern: string, others: { readonly forum: string; readonly secretariat: string; readonly member: string }): void {
  const { app, sender } = at
  beforeAll(async () => {
    // The form that signs out is among those sent.
    if ((await app.get('/desk', { cookie: sender.cookie })).status !== 200) sender.cookie = await app.signIn('secretariat', null)
    await sender.hasWritten()
  })

  test('takes nothing from another site, from nobody, or from somebody without the role', async () => {
    const { path, fields } = firstAt(at, pattern)
    expect((await sender.sendFields(path, fields, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await sender.sendFields(path, fields, { origin: 'https://elsewhere.example' })).status).toBe(403)
    if (!pattern.startsWith('/desk')) return
    for (const cookie of ['', others.member, 'convoke_login=%00', 'convoke_login=nobody']) expect([403, 404]).toContain((await sender.sendFields(path, fields, {}, cookie)).status)
  })

  test('answers what is no form, or none of this one', async () => {
    const { path } = firstAt(at, pattern)
    const taken = sender.taken.has(pattern)
    await sender.sendFields(path, {})
    // Which of several buttons was pressed has to be said: nothing is done for want of another.
    if (formsAt(at, pattern).every(({ form }) => form.fields.some(({ kind }) => kind === 'button'))) expect(sender.taken.has(pattern), `${path} takes an empty form`).toBe(taken)
    await sender.send(path, new Uint8Array([0xff, 0xfe, 0x00, 0x80]), { 'content-type': 'application/x-www-form-urlencoded' })
    await sender.sendFields(path, { ['x'.repeat(5000)]: ['1'], ['__proto__']: ['1'], constructor: ['1'], toString: ['1'], 'upload:file': ['\0'], 'answer-': ['x'], 'questions.999.text': ['x'] })
  })

  test('says beside the field what is wrong with it, keeps what was typed, and takes what is right', async () => {
    const lost: string[] = []
    for (const each of formsAt(at, pattern)) lost.push(...(await sendWrongly(at, pattern, each)))
    expect(lost).toEqual([])
  })

  test('finds nothing at addresses of another forum or of nothing at all', async () => {
    const { path, fields } = firstAt(at, pattern)
    if (pattern.includes('/:forum') && !OF_EVERY_FORUM.has(pattern)) expect([403, 404]).toContain((await sender.sendFields(path.replace(`/${at.world.forum.slug}`, `/${others.forum}`), fields, {}, others.secretariat)).status)
    for (const { address, part } of strangeAddresses(path, pattern, at.world.forum.id)) {
      expect([403, 404, 422, ...(part === ':token' ? [303] : [])], address).toContain((await sender.sendFields(address, fields)).status)
    }
  })
}

/** The first and the last. */
function someOf(names: readonly string[]): readonly string[] {
  return names.length <= 2 ? names : [...names.slice(0, 1), ...names.slice(-1)]
}

/** Sends a form with one thing wrong after another, and at last as it should be. Answers what was typed and not kept. */
async function sendWrongly({ app, sender, world }: At, pattern: string, each: Reached): Promise<string[]> {
  const { fields } = each.form
  const lost: string[] = []
  const named = (...kinds: string[]) => fields.filter(({ kind, name }) => kinds.includes(kind) && !isLaterRow(name)).map(({ name }) => name)
  const [texts, hidden, chosen] = [named('line', 'text'), named('hidden'), named('choice', 'button')]
  const others = [...hidden, ...chosen]
  // What is typed anew on a page of its own has no revision and no key, and stands there whatever was taken.
  const staysAsItIs = hidden.length === 0 && each.path === each.shown
  let now = await sender.standing(pattern, each)
  const renew = async (status: number) => {
    if (status === 303 && !staysAsItIs) now = await sender.standing(pattern, each)
  }
  const attempt = async (names: readonly string[], bad: string, isTyped: boolean) => {
    const { status, html } = await sender.sendFields(now.path, { ...now.fields, ...Object.fromEntries(names.map((name) => [name, [bad]])) })
    if (isTyped && status === 422 && !isKept(html, bad, names.length)) lost.push(`${names.join(' ')}: ${bad.slice(0, 40)}`)
    await renew(status)
  }
  if (texts.length > 0) await attempt(texts, CONTROL, true)
  if (texts.length > 0) await attempt(someOf(texts), LONG, true)
  const all = Object.keys(now.fields)
  const broken = all.map((name) => `${encodeURIComponent(name)}=%C3%28%FF%E0%A4`).join('&')
  const hundredfold = () => Object.fromEntries(Object.entries(now.fields).map(([name, values]) => [name, Array.from({ length: 100 }, () => values[0] ?? '')]))
  const sent = [
    // Each by itself, of a long form some from its beginning to its end: all together they are sent before and after.
    ...someOf(texts).map((name) => () => attempt([name], ALIVE, true)),
    ...[...someOf(hidden), ...chosen.slice(0, 1)].map((name, turn) => () => attempt([name], IMPOSSIBLE[turn % IMPOSSIBLE.length] ?? '', false)),
    // All at once too, unless that was all there is.
    ...[...(others.length > 1 ? IMPOSSIBLE : []), ...(others.length > 0 ? ['constructor'] : [])].map((bad) => () => attempt(others, bad, false)),
    // Broken letters, everything alive, and a hundred of each.
    async () => renew((await sender.send(now.path, broken, { 'content-type': 'application/x-www-form-urlencoded' })).status),
    () => attempt(all, ALIVE, false),
    async () => renew((await sender.sendFields(now.path, hundredfold())).status),
  ]
  for (const send of shareFor(`${pattern}${each.form.shape}`, sent)) await send()
  const place = fields.find(({ kind }) => kind === 'file')?.name
  const file = place === undefined ? undefined : await fileFor(app, pattern, world, sender.cookie)
  await (place === undefined || file === undefined ? sender.sendFields(now.path, now.fields) : sender.send(now.path, withFile(now.fields, place, file)))
  return lost
}
