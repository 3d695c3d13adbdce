import { beforeAll, describe, expect, test } from 'vitest'
import { listAnswers } from '../../src/contributions/queries.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { transact } from '../../src/platform/database.ts'
import { markPassage } from '../../src/procedures/mark-passage.ts'
import { writeFinding } from '../../src/procedures/write-finding.ts'
import { SYSTEM } from '../../src/record/model.ts'
import type { Id } from '../../src/shared/ids.ts'
import { addMilliseconds } from '../../src/shared/time.ts'
import { listFindings } from '../../src/synthesis/queries.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
const DAY = 24 * 3_600_000
let forum: Forum
let cycle: Cycle
let cookie: string
let base: string
let desk: string

/** Two contributions of one person, one of another in French, one without an address. */
const SENT = [
  { mail: 'ada@example.org', language: 'en' },
  { mail: 'Ada@example.org', language: 'en' },
  { mail: 'boubacar@example.org', language: 'fr' },
  { mail: undefined, language: 'en' },
] as const

beforeAll(async () => {
  const seeded = await app.seedCall('editor')
  ;({ forum, cycle, cookie, base, desk } = seeded)
  const { call, questionId } = seeded
  for (const { mail, language } of SENT) await buildContribution(app.db, call, app.now, { mail, language, answers: [{ questionId, text: 'Rules help everybody.' }] })
  const passageIds: Id[] = []
  for (const answer of await listAnswers(app.db, cycle.id)) {
    const marked = await transact(app.db, (tx) => markPassage(tx, SYSTEM, { forumId: forum.id, cycleId: cycle.id, sourceKind: 'answer', sourceId: answer.id, marking: { quote: 'Rules help' }, themeIds: [] }, app.now))
    if ('refusal' in marked) throw new Error(marked.refusal)
    passageIds.push(marked.passageId)
  }
  const finding = { forumId: forum.id, cycleId: cycle.id, kind: 'agreement' as const, questionId }
  for (const [statement, ids] of [['All want rules.', passageIds], ['One wants rules.', passageIds.slice(0, 1)]] as const) await transact(app.db, (tx) => writeFinding(tx, SYSTEM, { ...finding, statement, passageIds: ids }, app.now))
})

const post = (path: string, fields: Record<string, string | readonly string[]>, at = cookie) => app.post(path, fields, { cookie: at })
const page = async (path: string, at = cookie) => (await app.get(path, { cookie: at })).text()
const mails = (cause: string) => app.db.selectFrom('record_outbox').select(['recipient', 'subject', 'body']).where('cause', 'like', `${cause}%`).orderBy('recipient').execute()
const linkIn = (body: string): string => /http:\/\/localhost:8080(\/[a-z0-9/-]+\/corrections\/[0-9a-f-]{36}\/[\w-]+)/u.exec(body)?.[1] ?? ''
const tally = async (index: number) => ((await app.json(`${base}/breakdown`))['findings'] as { corrections: unknown }[])[index]?.corrections
const sentencesOf = (html: string): string[] => [...new Set([...html.matchAll(/name="sentence" value="([0-9a-f-]{36})"/gu)].flatMap((match) => match[1] ?? []))]
const ask = (closesOn: string) => post(`${desk}/corrections`, { shall: 'ask', closesOn })
const revise = async (number: number, statement: string) => {
  const form = await page(`${desk}/findings/F-${number}`)
  const value = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`, 'u').exec(form)?.[1] ?? ''
  const passage = [...form.matchAll(/name="passage" value="([0-9a-f-]{36})" checked/gu)].flatMap((match) => match[1] ?? [])
  return post(`${desk}/findings/F-${number}`, { statement, kind: 'agreement', revision: value('revision'), passage })
}

describe('the right of correction', () => {
  test('bars publishing until those who are cited were asked', async () => {
    expect((await app.get(`${desk}/corrections`)).status).toBe(403)
    expect(await page(`${desk}/corrections`)).toContain('2 sentences have not been put before those whom they cite (4 contributions).')
    expect(await (await post(`${desk}/corrections`, { shall: 'publish' })).text()).toContain('2 sentences have not been put before')
    expect(await (await ask('2026-10-31')).text()).toContain('This day is over already.')
    expect(await (await ask('')).text()).toContain('class="error"')
    expect(await mails('correction-digest')).toEqual([])
    expect(await page(`${base}/breakdown`)).toContain('Draft. Those whom it cites are asked')
  })

  test('asks each person once, by mail in their language or by a letter, and nobody twice', async () => {
    expect((await ask('2026-11-10')).status).toBe(303)
    expect(await (await ask('2026-11-12')).text()).toContain('can still answer')
    const sent = await mails('correction-digest')
    expect(sent.map(({ recipient }) => recipient.toLowerCase())).toEqual(['ada@example.org', 'boubacar@example.org'])
    expect(sent[0]?.body).toContain('F-1: All want rules.')
    expect(sent[0]?.body).toContain('F-2: One wants rules.')
    expect(sent[1]?.subject).toContain('Êtes-vous cité')
    expect(sent[1]?.body).not.toContain('F-2')
    expect(await tally(0)).toEqual({ accepted: 0, contested: 0, noAnswer: 4 })
    const shown = await page(`${desk}/corrections`)
    expect(shown).toContain('Of one contributor no mail address is known')
    expect(shown).toContain('3 people asked')
    const letter = await page(/href="(\/desk[^"]*\/corrections\/[0-9a-f-]{36})"/u.exec(shown)?.[1] ?? '')
    expect(letter).toContain('I contest, because')
    expect((await app.get(linkIn(letter))).status).toBe(200)
  })

  test('takes what is said behind the link alone, with a reason for a contest', async () => {
    const [ada, boubacar] = await mails('correction-digest')
    const [hers, his] = [linkIn(ada?.body ?? ''), linkIn(boubacar?.body ?? '')]
    expect((await app.get(`${hers}x`)).status).toBe(404)
    expect((await app.get(`${base}/corrections/nonsense/${'0'.repeat(64)}`)).status).toBe(404)
    const shown = await page(hers, '')
    expect(shown).toContain('All want rules.')
    expect(shown).toContain('Rules help')
    const ids = sentencesOf(shown)
    expect(ids).toHaveLength(3)
    const [his1 = ''] = sentencesOf(await page(his, ''))
    expect(await (await post(hers, { sentence: his1, verdict: 'accepted' }, '')).text()).toContain('class="errors"')
    expect(await (await post(his, { sentence: his1, verdict: 'contested', reason: ' ' }, '')).text()).toContain('Please fill this in')
    expect((await post(his, { sentence: his1, verdict: 'contested', reason: 'We said: nearly all.' }, '')).status).toBe(303)
    for (const id of ids) expect((await post(hers, { sentence: id, verdict: 'accepted' }, '')).status).toBe(303)
    expect(await tally(0)).toEqual({ accepted: 2, contested: 1, noAnswer: 1 })
    expect(await page(`${base}/breakdown`)).toContain('2 accepted · 1 contested · 1 no answer')
    expect(await page(desk)).toContain('One sentence is contested by those it cites, without an answer.')
    expect(await page(`${base}/contributions/C-3`)).toContain('We said: nearly all.')
  })

  test('wants each contest answered: changed only when it was, kept with a reason; both stay', async () => {
    app.now = addMilliseconds(app.now, 12 * DAY)
    cookie = await app.signIn('editor', forum.id)
    expect(await (await post(`${desk}/corrections`, { shall: 'publish' })).text()).toContain('One contest has not been answered.')
    const [sentence = ''] = sentencesOf(await page(`${desk}/corrections`))
    expect(await (await post(`${desk}/corrections`, { shall: 'settle', sentence, settlement: 'kept', reason: '' })).text()).toContain('Please fill this in')
    expect(await (await post(`${desk}/corrections`, { shall: 'settle', sentence, settlement: 'changed', reason: 'Yes.' })).text()).toContain('still reads as it was contested')
    expect((await revise(1, 'Nearly all want rules.')).status).toBe(303)
    expect((await post(`${desk}/corrections`, { shall: 'settle', sentence, settlement: 'changed', reason: 'You are right.' })).status).toBe(303)
    expect((await post(`${desk}/corrections`, { shall: 'settle', sentence, settlement: 'kept', reason: 'No.' })).status).toBe(422)
    expect(await mails('contest-settled')).toMatchObject([{ recipient: 'boubacar@example.org', subject: 'Réponse à votre contestation de F-1' }])
    expect((await app.json(`${base}/breakdown`))['findings']).toMatchObject([{ contests: [{ by: `${cycle.slug}/C-3`, reason: 'We said: nearly all.', settlement: 'changed', answer: 'You are right.' }] }, { contests: [] }])
    expect(await page(`${base}/contributions/C-3`)).toContain('You are right.')
  })

  test('asks again only about what is new, and then lets the synthesis be published', async () => {
    expect(await (await post(`${desk}/corrections`, { shall: 'publish' })).text()).toContain('One sentence has not been put before')
    expect((await ask('2026-11-20')).status).toBe(303)
    const second = (await mails('correction-digest')).filter(({ body }) => body.includes('Nearly all'))
    expect(second).toHaveLength(2)
    expect(second.every(({ body }) => !body.includes('F-2'))).toBe(true)
    expect(await (await post(`${desk}/corrections`, { shall: 'publish' })).text()).toContain('can still answer')
    const his = linkIn(second.find(({ recipient }) => recipient.startsWith('b'))?.body ?? '')
    const [id = ''] = sentencesOf(await page(his, ''))
    app.now = addMilliseconds(app.now, 9 * DAY)
    expect(await (await post(his, { sentence: id, verdict: 'accepted' }, '')).text()).toContain('is over')
    expect(await tally(0)).toEqual({ accepted: 0, contested: 0, noAnswer: 4 })
    expect((await post(`${desk}/corrections`, { shall: 'publish' })).status).toBe(303)
    expect(await (await post(`${desk}/corrections`, { shall: 'publish' })).text()).toContain('published already')
    expect((await app.json(`${base}/breakdown`))['published']).toBe(app.now)
    expect(await page(`${base}/breakdown`)).toContain('Published on 23 November 2026.')
  })

  test('holds findings as they were published, until a reason reopens them', async () => {
    expect(await (await revise(2, 'Something else.')).text()).toContain('Reopen it first.')
    expect(await (await post(`${desk}/findings/F-2`, { shall: 'discard', reason: 'No.' })).text()).toContain('Reopen it first.')
    expect(await (await post(`${desk}/corrections`, { shall: 'reopen', number: '1', reopen: '' })).text()).toContain('Please fill this in')
    expect((await post(`${desk}/corrections`, { shall: 'reopen', number: '1', reopen: 'A number was wrong.' })).status).toBe(303)
    expect((await post(`${desk}/corrections`, { shall: 'reopen', number: '1', reopen: 'Again.' })).status).toBe(422)
    expect(await page(`${base}/breakdown`)).toContain('A number was wrong.')
    expect((await revise(2, 'Something else.')).status).toBe(303)
    expect((await listFindings(app.db, cycle.id)).map(({ statement }) => statement)).toEqual(['Nearly all want rules.', 'Something else.'])
  })
})

describe('comments and other wordings', () => {
  const form = (over: Record<string, string> = {}) => ({ formKey: crypto.randomUUID(), proposal: 'Something better.', comment: '', author: '', mail: '', language: 'fr', ...over })

  test('are taken from anyone once, and need something said', async () => {
    expect((await app.get(`${base}/findings/F-9/suggest`)).status).toBe(404)
    expect(await page(`${base}/findings/F-2/suggest`, '')).toContain('Something else.')
    const empty = await post(`${base}/findings/F-2/suggest`, form({ proposal: '' }), '')
    expect(await empty.text()).toContain('Please fill this in')
    expect(await (await post(`${base}/findings/F-2/suggest`, form({ proposal: 'Something else.' }), '')).text()).toContain('Change the wording, or write a comment.')
    expect(await (await post(`${base}/findings/F-2/suggest`, form({ mail: 'nobody' }), '')).text()).toContain('class="error"')
    const sent = form({ mail: 'chen@example.org', author: 'Chen', comment: 'Mieux ainsi.' })
    const first = (await post(`${base}/findings/F-2/suggest`, sent, '')).headers.get('location')
    expect((await post(`${base}/findings/F-2/suggest`, sent, '')).headers.get('location')).toBe(first)
    expect(await mails('suggestion-receipt')).toHaveLength(1)
    expect(await page(first ?? '', '')).toContain('S-1')
    expect((await app.get(`${first ?? ''}x`)).status).toBe(404)
    expect(await page(`${base}/breakdown`)).toContain('<del>else</del><ins>better</ins>')
  })

  test('are answered with a reason, of which their sender is told, and stay with what became of them', async () => {
    expect((await app.get(`${desk}/suggestions`)).status).toBe(403)
    const suggestion = /name="suggestion" value="([0-9a-f-]{36})"/u.exec(await page(`${desk}/suggestions`))?.[1] ?? ''
    expect(await (await post(`${desk}/suggestions`, { suggestion, verdict: 'declined', reason: '' })).text()).toContain('Please fill this in')
    expect((await post(`${desk}/suggestions`, { suggestion, verdict: 'declined', reason: 'It says less.' })).status).toBe(303)
    expect((await post(`${desk}/suggestions`, { suggestion, verdict: 'accepted', reason: 'After all.' })).status).toBe(422)
    expect(await mails('suggestion-answered')).toMatchObject([{ recipient: 'chen@example.org', subject: `Réponse\u00a0: ${cycle.slug}/S-1` }])
    expect((await app.json(`${base}/breakdown`))['findings']).toMatchObject([{}, { suggestions: [{ ref: `${cycle.slug}/S-1`, author: 'Chen', verdict: 'declined', reason: 'It says less.' }] }])
  })

  test('are withdrawn by their sender: the reference stays, the words go', async () => {
    const location = (await post(`${base}/findings/F-1/suggest`, form({ comment: 'Secret words.', proposal: '' }), '')).headers.get('location') ?? ''
    expect((await post(location, { shall: 'withdraw' }, '')).headers.get('location')).toBe(location)
    expect((await post(location, { shall: 'withdraw' }, '')).status).toBe(303)
    expect(await page(`${base}/breakdown`)).not.toContain('Secret words.')
    expect(await page(`${base}/breakdown`)).toContain('Withdrawn by whoever sent it.')
  })
})

test('the record tells of it all, and quotes nobody', async () => {
  const record = await page(`/${forum.slug}/record?page=1`)
  for (const sentence of ['opened round 2 of the right of correction', 'contested finding F-1', 'it was changed', 'reopened the synthesis (publication 1): A number was wrong.', 'S-1 was sent']) expect(record).toContain(sentence)
  for (const words of ['nearly all', 'Secret words.', 'Something better.']) expect(record).not.toContain(words)
})
