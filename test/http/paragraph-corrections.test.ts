import { beforeAll, expect, test } from 'vitest'
import { listAnswers } from '../../src/contributions/queries.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import { reviseParagraph } from '../../src/drafts/paragraphs/commands.ts'
import { flatten } from '../../src/drafts/model.ts'
import { loadWorkingText } from '../../src/drafts/queries.ts'
import { buildDocument } from '../../src/drafts/testing.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { transact } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { citeParagraph } from '../../src/procedures/cite-paragraph.ts'
import { freezeVersion } from '../../src/procedures/freeze-version.ts'
import { markPassage } from '../../src/procedures/mark-passage.ts'
import { writeFinding } from '../../src/procedures/write-finding.ts'
import { SYSTEM } from '../../src/record/model.ts'
import type { Id } from '../../src/shared/ids.ts'
import { addMilliseconds } from '../../src/shared/time.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
const DAY = 24 * 3_600_000
let forum: Forum
let cycle: Cycle
let cookie: string
let base: string
let documentId: Id<'document'>

/** Ada and Boubacar; the one finding rests on Ada's words. Paragraph 1 rests on that finding alone, paragraph 2 on Boubacar's passage, 3 on nothing. */
beforeAll(async () => {
  const seeded = await app.seedCall('editor')
  ;({ forum, cycle, cookie, base } = seeded)
  const { call, questionId } = seeded
  for (const mail of ['ada@example.org', 'boubacar@example.org']) await buildContribution(app.db, call, app.now, { mail, language: 'en', answers: [{ questionId, text: 'Rules help everybody.' }] })
  const passageIds: Id[] = []
  for (const answer of await listAnswers(app.db, cycle.id)) {
    const marked = await transact(app.db, (tx) => markPassage(tx, SYSTEM, { forumId: forum.id, cycleId: cycle.id, sourceKind: 'answer', sourceId: answer.id, marking: { quote: 'Rules help' }, themeIds: [] }, app.now))
    if ('refusal' in marked) throw new Error(marked.refusal)
    passageIds.push(marked.passageId)
  }
  await transact(app.db, (tx) => writeFinding(tx, SYSTEM, { forumId: forum.id, cycleId: cycle.id, kind: 'agreement', questionId, statement: 'All want rules.', passageIds: passageIds.slice(0, 1) }, app.now))
  const built = await buildDocument(app.db, cycle, ['Everybody wants rules.\n\nRules were said to help.\n\nOur own words.'], app.now)
  documentId = built.documentId
  for (const [place, refs] of [[0, 'F-1'], [1, 'P-2']] as const) await transact(app.db, (tx) => citeParagraph(tx, SYSTEM, { documentId, paragraphId: built.paragraphs[place]?.id ?? newId(), refs }, app.now))
})

const post = (path: string, fields: Record<string, string>, at = cookie) => app.post(path, fields, { cookie: at })
const page = async (path: string, at = cookie) => (await app.get(path, { cookie: at })).text()
const corrections = () => `/desk${base}/corrections`
const digests = () => app.db.selectFrom('record_outbox').select(['recipient', 'body', 'created_at']).where('cause', 'like', 'correction-digest%').orderBy('created_at').orderBy('recipient').execute()
const linkIn = (body: string): string => /http:\/\/localhost:8080(\/[a-z0-9/-]+\/corrections\/[0-9a-f-]{36}\/[\w-]+)/u.exec(body)?.[1] ?? ''
const sentenceIn = (html: string): string => /name="sentence" value="([0-9a-f-]{36})"/u.exec(html)?.[1] ?? ''
const revise = async (text: string) => {
  const paragraph = flatten(await loadWorkingText(app.db, documentId))[1]
  return transact(app.db, (tx) => reviseParagraph(tx, SYSTEM, { documentId, paragraphId: paragraph?.id ?? newId(), text, revision: paragraph?.revision ?? 0 }, app.now))
}

test('a paragraph that rests on a contributor’s words is put before them, one that rests on a finding is not', async () => {
  expect(await page(corrections())).toContain('2 sentences have not been put before those whom they cite (2 contributions).')
  expect((await post(corrections(), { shall: 'ask', closesOn: '2026-11-10' })).status).toBe(303)
  const [ada, boubacar] = await digests()
  expect([ada?.recipient, boubacar?.recipient]).toEqual(['ada@example.org', 'boubacar@example.org'])
  expect(ada?.body).toContain('F-1: All want rules.')
  expect(ada?.body).not.toContain('¶')
  expect(boubacar?.body).toContain('output ¶ 2: Rules were said to help.')
  expect(boubacar?.body).not.toContain('F-1')
  const his = await page(linkIn(boubacar?.body ?? ''), '')
  expect(his).toContain('Rules were said to help.')
  expect(his).toContain('<span class="words">Rules help</span>')
})

test('is contested without an account, shown with its version, and answered only truthfully', async () => {
  const his = linkIn((await digests())[1]?.body ?? '')
  const sentence = sentenceIn(await page(his, ''))
  expect((await post(his, { sentence, verdict: 'contested', reason: 'We said: some rules.' }, '')).status).toBe(303)
  await transact(app.db, (tx) => freezeVersion(tx, SYSTEM, { documentId, title: 'First', note: '' }, app.now))
  const version = await page(`${base}/documents/output/versions/1`)
  expect(version).toContain('We said: some rules.')
  expect(version).toContain('0 accepted · 1 contested · 0 no answer')
  expect((await app.json(`${base}/documents/output/versions/1`))['paragraphs']).toMatchObject([{ number: 1 }, { corrections: { contested: 1 }, contests: [{ by: `${cycle.slug}/C-2`, settlement: null }] }, { number: 3 }])
  app.now = addMilliseconds(app.now, 12 * DAY)
  cookie = await app.signIn('editor', forum.id)
  const settle = (settlement: string) => post(corrections(), { shall: 'settle', sentence, settlement, reason: 'You are right.' })
  expect(await (await post(corrections(), { shall: 'publish' })).text()).toContain('One contest has not been answered.')
  expect(await (await settle('changed')).text()).toContain('still reads as it was contested')
  expect(await revise('Some rules were said to help.')).not.toHaveProperty('refusal')
  expect((await settle('changed')).status).toBe(303)
  expect(await page(`${base}/contributions/C-2`)).toContain('You are right.')
  expect(await page(`/${forum.slug}/record?page=1`)).toContain('contested the paragraph output ¶ 2')
})

test('is asked about anew as it is worded now, also while the synthesis is published; silence stays silence', async () => {
  expect(await (await post(corrections(), { shall: 'publish' })).text()).toContain('One sentence has not been put before')
  expect((await post(corrections(), { shall: 'ask', closesOn: '2026-11-20' })).status).toBe(303)
  app.now = addMilliseconds(app.now, 20 * DAY)
  cookie = await app.signIn('editor', forum.id)
  expect((await post(corrections(), { shall: 'publish' })).status).toBe(303)
  expect(await page(corrections())).toContain('0 accepted · 0 contested · 1 no answer')
  expect(await (await post(corrections(), { shall: 'ask', closesOn: '2026-12-20' })).text()).toContain('Reopen it first.')
  await revise('A few rules were said to help.')
  expect((await post(corrections(), { shall: 'ask', closesOn: '2026-12-20' })).status).toBe(303)
  expect((await digests()).map(({ recipient }) => recipient)).toEqual(['ada@example.org', 'boubacar@example.org', 'boubacar@example.org', 'boubacar@example.org'])
})
