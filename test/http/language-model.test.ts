import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildCall } from '../../src/calls/testing.ts'
import { withdrawContribution } from '../../src/contributions/commands.ts'
import { listAnswersAsSent } from '../../src/contributions/queries.ts'
import { redactAnswer } from '../../src/contributions/redaction/commands.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { openChatModel } from '../../src/platform/chat-model.ts'
import { transact } from '../../src/platform/database.ts'
import { markPassage } from '../../src/procedures/mark-passage.ts'
import { PUBLIC, SYSTEM } from '../../src/record/model.ts'
import type { Id } from '../../src/shared/ids.ts'
import { addMilliseconds } from '../../src/shared/time.ts'
import { takeRequest } from '../../src/synthesis/language-model/commands.ts'
import { findModelRequest } from '../../src/synthesis/language-model/queries.ts'
import { askNext } from '../../src/synthesis/language-model/reactions.ts'
import { listPassagesWithThemes, listThemes } from '../../src/synthesis/queries.ts'
import { buildTheme } from '../../src/synthesis/testing.ts'
import { createApp, handleRequest } from '../../src/web/app.tsx'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
const { db } = app
let forum: Forum
let cycle: Cycle
let desk: string
let theme: Id<'theme'>
let [manager, coder] = ['', '']

/** What came to the stand-in, and what it says next. */
const heard: string[] = []
let next: { readonly status?: number; readonly body: string } = { body: '' }
const server = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString()))
  request.on('end', () => {
    heard.push(body)
    response.writeHead(next.status ?? 200).end(next.body)
  })
})
await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
afterAll(() => new Promise((resolve) => server.close(resolve)))
const model = openChatModel({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, name: 'a-model', key: undefined })
const says = (...suggestions: unknown[]) => ({ body: JSON.stringify({ model: 'a-model-7b', choices: [{ message: { content: JSON.stringify({ suggestions }) } }] }) })
const run = () => askNext(db, model, () => app.now)

/** The application as an operator has it who has named a model. */
const set = createApp({ ...app.services, languageModel: { name: 'a-model', host: 'models.example.org' } })
const headers = (cookie: string) => ({ host: 'localhost:8080', cookie })
const get = async (path: string, cookie = coder) => (await handleRequest(set, new Request(`http://localhost:8080${path}`, { headers: headers(cookie) }))).text()
const post = (path: string, fields: Record<string, string>, cookie = coder) =>
  handleRequest(set, new Request(`http://localhost:8080${path}`, { method: 'POST', body: new URLSearchParams(fields), headers: headers(cookie), redirect: 'manual' }))

const sent = new Map<string, { contributionId: Id<'contribution'>; answerId: Id<'answer'>; number: number }>()

beforeAll(async () => {
  ;({ forum, cycle } = await app.seedForum())
  const call = await buildCall(db, cycle, app.now)
  ;[manager, coder] = [await app.signIn('secretariat', forum.id), await app.signIn('lead-expert', forum.id)]
  desk = `/desk/${forum.slug}/${cycle.slug}/language-model`
  theme = await buildTheme(db, cycle, 'Light', app.now)
  for (const [name, consent] of [['Open', 'full'], ['Other', 'full'], ['Private', 'not-at-all'], ['Redacted', 'full'], ['Withdrawn', 'full']] as const) {
    const { contributionId } = await buildContribution(db, call, app.now, { consent, answers: [{ questionId: call.questions[0]?.id ?? ('' as Id<'question'>), text: `${name} lamps at night. And more.` }] })
    const [answer] = await listAnswersAsSent(db, contributionId)
    if (answer === undefined) throw new Error('No answer')
    const marked = await transact(db, (tx) => markPassage(tx, SYSTEM, { forumId: forum.id, cycleId: cycle.id, sourceKind: 'answer', sourceId: answer.id, marking: { quote: `${name} lamps at night.` }, themeIds: [theme] }, app.now))
    if ('refusal' in marked) throw new Error(marked.refusal)
    sent.set(name, { contributionId, answerId: answer.id as Id<'answer'>, number: marked.number })
  }
})

const asked = async (number: number) => findModelRequest(db, cycle.id, number)
const ref = (name: string) => `P-${sent.get(name)?.number}`

describe('a language model', () => {
  test('is off: for others than the desk, where nobody has named one, and in a cycle that has not switched it on', async () => {
    expect((await app.get(desk)).status).toBe(403)
    expect((await app.get(`${desk}/1`, { cookie: coder })).status).toBe(404)
    expect((await app.get(`${desk}/x`, { cookie: coder })).status).toBe(404)
    const none = await app.post(desk, { shall: 'ask', kind: 'groups', theme }, { cookie: coder })
    expect([none.status, await none.text()]).toEqual([422, expect.stringContaining('No language model is set up')])
    const off = await post(desk, { shall: 'ask', kind: 'groups', theme })
    expect([off.status, await off.text()]).toEqual([422, expect.stringContaining('switched off for this cycle')])
    expect(await run()).toBe(false)
    expect(heard).toEqual([])
  })

  test('is switched by whoever manages the cycle, on the record', async () => {
    expect(await (await post(desk, { shall: 'switch-on' })).text()).toContain('Whoever manages the cycle switches this')
    expect(await get(desk)).not.toContain('Switch on for this cycle')
    for (let twice = 0; twice < 2; twice++) expect((await post(desk, { shall: 'switch-on' }, manager)).status).toBe(303)
    expect(await get(desk)).toContain('models.example.org')
    expect((await (await app.get(`/${forum.slug}/record`)).text()).split('switched the language model on for this cycle')).toHaveLength(2)
  })

  test('is asked about passages of a theme, of which those that anyone may read are sent, as they are when they are sent', async () => {
    for (const wrong of [{ kind: 'poems', theme }, { kind: 'groups' }, { kind: 'groups', theme: forum.id }]) expect((await post(desk, { shall: 'ask', ...wrong })).status).toBe(422)
    expect((await post(desk, { shall: 'ask', kind: 'groups', theme })).headers.get('location')).toBe(`${desk}/1`)
    expect(await get(`${desk}/1`)).toContain('waiting for the reply')
    const [withdrawn, redacted] = [sent.get('Withdrawn'), sent.get('Redacted')]
    if (withdrawn === undefined || redacted === undefined) throw new Error('Not sent')
    await transact(db, (tx) => withdrawContribution(tx, PUBLIC, { contributionId: withdrawn.contributionId, cycleId: cycle.id }, app.now))
    await transact(db, (tx) => redactAnswer(tx, SYSTEM, { cycleId: cycle.id, answerId: redacted.answerId, marking: { quote: 'Redacted' }, reason: 'personal-data' }, app.now))
    next = says({ text: 'Lamps', passages: [ref('Open'), ref('Other')] }, { text: 'More lamps', passages: [ref('Other')] })
    expect(await run()).toBe(true)
    expect(heard).toHaveLength(1)
    expect(heard[0]).toContain('Open lamps at night.')
    expect(heard[0]).not.toMatch(/Private|Redacted|Withdrawn|And more/u)
    const page = await get(`${desk}/1`)
    expect(page).toMatch(/Made by a machine: a-model-7b, .*2026/u)
    expect(page).toContain('2 passages were not sent')
    expect(await run()).toBe(false)
  })

  test('decides nothing: a person takes a group as a theme put forward, or dismisses it, which can be taken back', async () => {
    expect((await listThemes(db, cycle.id)).map(({ slug }) => slug)).toEqual(['light'])
    const [first, second] = (await asked(1))?.suggestions ?? []
    const decide = (fields: Record<string, string>) => post(`${desk}/1`, fields)
    for (const wrong of [{ shall: 'take' }, { shall: 'take', suggestion: theme }, { shall: 'eat', suggestion: first?.id ?? '' }, { shall: 'take', suggestion: first?.id ?? '', title: '' }, { shall: 'restore', suggestion: first?.id ?? '' }]) expect((await decide(wrong)).status).toBe(422)
    expect((await decide({ shall: 'take', suggestion: first?.id ?? '', title: 'Lamps on the quay' })).status).toBe(303)
    const made = (await listThemes(db, cycle.id)).find(({ slug }) => slug === 'lamps-on-the-quay')
    expect(made).toMatchObject({ isProposed: true })
    expect(await listPassagesWithThemes(db, [made?.id ?? theme])).toEqual([])
    expect(await get(`/desk/${forum.slug}/${cycle.slug}/codebook-proposals/1`)).toContain('suggested by the program a-model-7b')
    expect((await app.post(`${desk}/1`, { shall: 'dismiss', suggestion: first?.id ?? '' }, { cookie: coder })).status).toBe(422)
    expect((await decide({ shall: 'dismiss', suggestion: second?.id ?? '' })).status).toBe(303)
    expect(await get(`${desk}/1`)).toContain('dismissed by')
    expect((await decide({ shall: 'restore', suggestion: second?.id ?? '' })).status).toBe(303)
    expect((await asked(1))?.suggestions.map(({ decision }) => decision)).toEqual(['taken', null])
  })

  test('has statements written anew by a person, from their passages', async () => {
    await post(desk, { shall: 'ask', kind: 'statements', theme })
    next = says({ text: 'Lamps are wanted at night.', passages: [ref('Other'), ref('Open')] })
    await run()
    const [statement] = (await asked(2))?.suggestions ?? []
    const led = (await post(`${desk}/2`, { shall: 'take', suggestion: statement?.id ?? '' })).headers.get('location') ?? ''
    expect(led).toBe(`/desk/${forum.slug}/${cycle.slug}/findings/new?suggested=${statement?.id}`)
    const page = await get(led)
    expect(page).toContain('Lamps are wanted at night.')
    expect(page).toContain('was made by a machine, a-model-7b')
    expect(await get(led.replace(/suggested=.*/u, 'suggested=x'))).not.toContain('Lamps are wanted')
  })

  test('that names other passages is refused whole, and the reply is kept', async () => {
    await post(desk, { shall: 'ask', kind: 'groups', theme })
    next = says({ text: 'Lamps', passages: [ref('Open')] }, { text: '<b>Trust me</b>', passages: [ref('Private')] })
    await run()
    expect(await asked(3)).toMatchObject({ state: 'refused', reason: 'unknown-passages', suggestions: [] })
    const page = await get(`${desk}/3`)
    expect(page).toContain('it names passages that were not sent')
    expect(page).toContain('&lt;b&gt;Trust me&lt;/b&gt;')
  })

  test('that cannot be reached is tried again a while later, three times; one that declines is not', async () => {
    await post(desk, { shall: 'ask', kind: 'groups', theme })
    next = { status: 503, body: '' }
    const before = heard.length
    for (let tries = 0; tries < 3; tries++) {
      expect(await run()).toBe(true)
      expect(await run()).toBe(false)
      app.now = addMilliseconds(app.now, 200_000)
    }
    expect(heard.length - before).toBe(3)
    expect(await asked(4)).toMatchObject({ state: 'failed', reason: 'failing', suggestions: [] })
    await post(desk, { shall: 'ask', kind: 'groups', theme })
    next = { status: 401, body: '' }
    await run()
    expect(await asked(5)).toMatchObject({ state: 'failed', reason: 'declined' })
    expect(await get(`${desk}/5`, manager)).toContain('The model declined')
  })

  test('is asked once by several processes, and again when one of them dies', async () => {
    await post(desk, { shall: 'ask', kind: 'groups', theme })
    next = says({ text: 'Lamps', passages: [ref('Open')] })
    const taken = await Promise.all([1, 2].map(() => transact(db, (tx) => takeRequest(tx, app.now))))
    expect(taken.filter((one) => one !== undefined)).toHaveLength(1)
    expect(await run()).toBe(false)
    app.now = addMilliseconds(app.now, 301_000)
    expect(await run()).toBe(true)
    expect((await asked(6))?.suggestions).toHaveLength(1)
  })

  test('whose suggestion rests on words that were withdrawn since is not shown with it', async () => {
    const open = sent.get('Open')
    if (open === undefined) throw new Error('Not sent')
    await transact(db, (tx) => withdrawContribution(tx, PUBLIC, { contributionId: open.contributionId, cycleId: cycle.id }, app.now))
    const page = await get(`${desk}/6`)
    expect(page).toContain('Not shown: a passage that it rests on')
    expect(page).not.toMatch(/Open lamps|>Lamps</u)
    const [suggestion] = (await asked(6))?.suggestions ?? []
    expect(await (await post(`${desk}/6`, { shall: 'take', suggestion: suggestion?.id ?? '', title: 'Lamps' })).text()).toContain('may not be read by anyone any more')
    expect((await asked(6))?.suggestions[0]?.decision).toBeNull()
  })

  test('once switched off is sent nothing, not even what waits', async () => {
    await post(desk, { shall: 'ask', kind: 'groups', theme })
    expect((await post(desk, { shall: 'switch-off' }, manager)).status).toBe(303)
    const before = heard.length
    expect(await run()).toBe(false)
    expect(heard).toHaveLength(before)
    expect(await get(`${desk}/7`)).toContain('stopped before it was sent')
  })
})
