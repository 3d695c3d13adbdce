import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildCall } from '../../src/calls/testing.ts'
import { countWaitingTerms } from '../../src/contributions/terms/reactions.ts'
import { listAnswersAsSent } from '../../src/contributions/queries.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import { buildDocument } from '../../src/drafts/testing.ts'
import { transact } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { citeParagraph } from '../../src/procedures/cite-paragraph.ts'
import { markPassage } from '../../src/procedures/mark-passage.ts'
import { buildFrozenVersion, exportFolder, importFolder, digestFolder, emptyFileStore } from '../../src/procedures/testing.ts'
import { writeFinding } from '../../src/procedures/write-finding.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { testApplication } from '../harness/application.ts'
import { freshDatabase } from '../harness/postgres.ts'

const app = await testApplication()
const { db } = app
const SENTENCE = 'Ask Zoltan Secretson, who knows the harbour.'

/** A sentence that is marked, stands under a finding, is cited by a paragraph and frozen with it. */
async function setUp() {
  const { forum, cycle } = await app.seedForum()
  const call = await buildCall(db, cycle, app.now)
  const { contributionId } = await buildContribution(db, call, app.now, { answers: call.questions.map(({ id }, place) => ({ questionId: id, text: place === 0 ? `Before. ${SENTENCE} After.` : 'Nothing more.' })) })
  const [answer] = await listAnswersAsSent(db, contributionId)
  const scope = { forumId: cycle.forumId, cycleId: cycle.id }
  const marked = await transact(db, (tx) => markPassage(tx, SYSTEM, { ...scope, sourceKind: 'answer', sourceId: answer?.id ?? newId(), marking: { quote: SENTENCE }, themeIds: [] }, app.now))
  if ('refusal' in marked) throw new Error(marked.refusal)
  await transact(db, (tx) => writeFinding(tx, SYSTEM, { ...scope, kind: 'agreement', statement: 'Somebody knows.', questionId: null, passageIds: [marked.passageId] }, app.now))
  const { documentId, paragraphs } = await buildDocument(db, cycle, ['The harbour is known.'], app.now)
  await transact(db, (tx) => citeParagraph(tx, SYSTEM, { documentId, paragraphId: paragraphs[0]?.id ?? newId(), refs: 'F-1, P-1' }, app.now))
  await buildFrozenVersion(db, documentId, app.now)
  return { forum, base: `/${forum.slug}/2026`, desk: `/desk/${forum.slug}/2026` }
}

/** Every page that links lead to from a start, each with its data: those on which the words stand, and how many were looked at. */
async function sweep(start: string, within: RegExp, words: string, cookie?: string): Promise<{ found: string[]; seen: number }> {
  const waiting = [start]
  const seen = new Set(waiting)
  const found: string[] = []
  const options = cookie === undefined ? {} : { cookie }
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const [address = '', query] = path.split('?')
    for (const each of [path, `${address}.json${query === undefined ? '' : `?${query}`}`]) {
      const text = await (await app.get(each, options)).text()
      if (text.toLowerCase().includes(words)) found.push(each)
      for (const [, href = ''] of each === path ? text.matchAll(/<a\b[^>]*?\shref="([^"#]*)/gu) : []) {
        const next = href.replaceAll('&amp;', '&')
        if (!within.test(next) || seen.has(next) || /[?&](lang|page|before|asOf|fate|sort)/u.test(next)) continue
        seen.add(next)
        waiting.push(next)
      }
    }
  }
  return { found, seen: seen.size }
}

async function wordsOf(folder: string): Promise<string> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile())
  return (await Promise.all(files.map((one) => readFile(join(one.parentPath, one.name), 'utf8')))).join('\n')
}

test('words once redacted stand on no public page, in no data, in no public folder, and at the desk only for those who decide', async () => {
  const { forum, base, desk } = await setUp()
  const publicly = new RegExp(`^/${forum.slug}(/|$)`, 'u')
  await countWaitingTerms(db)
  const before = await sweep(`/${forum.slug}`, publicly, 'secretson')
  // It stood in several places: the contribution, the breakdown, the version, the words counted, and their data.
  expect(before.found.length).toBeGreaterThan(4)
  expect(before.found.some((path) => path.includes('/terms'))).toBe(true)

  const secretariat = await app.signIn('secretariat', forum.id)
  const editor = await app.signIn('editor', forum.id)
  expect((await app.get(`${desk}/inbox/C-1/redact/1`, { cookie: editor })).status).toBe(403)
  expect((await app.post(`${desk}/inbox/C-1/redact/1`, { quote: 'Zoltan Secretson', reason: 'personal-data' }, { cookie: editor })).status).toBe(403)
  const wrong = await app.post(`${desk}/inbox/C-1/redact/1`, { quote: 'Zoltan Unknown', reason: '' }, { cookie: secretariat })
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('id="error-reason"')])
  expect(await (await app.post(`${desk}/inbox/C-1/redact/1`, { quote: 'Zoltan Unknown', reason: 'personal-data' }, { cookie: secretariat })).text()).toContain('do not stand in the answer')
  expect(await (await app.post(`${desk}/inbox/C-1/redact/1`, { reason: 'personal-data' }, { cookie: secretariat })).text()).toContain('Tick sentences')
  const done = await app.post(`${desk}/inbox/C-1/redact/1`, { quote: 'Zoltan Secretson', reason: 'personal-data', note: 'He asked for it' }, { cookie: secretariat })
  expect([done.status, done.headers.get('location')]).toEqual([303, `${desk}/inbox/C-1#A-1`])

  await countWaitingTerms(db)
  const after = await sweep(`/${forum.slug}`, publicly, 'secretson')
  // The words are counted no more, so that pages of them are gone.
  expect([after.found, after.seen > 30]).toEqual([[], true])
  const page = await (await app.get(`${base}/contributions/C-1`)).text()
  expect(page).toMatch(/Ask .*redacted: personal data.*, who knows the harbour\./su)
  expect(page).not.toContain('He asked for it')
  expect(await app.json(`${base}/contributions/C-1`)).toMatchObject({ answers: [{ text: `Before. Ask ${'▇'.repeat(16)}, who knows the harbour. After.`, redacted: [{ start: 12, end: 28, reason: 'personal-data' }] }, { redacted: [] }] })
  expect(await (await app.get(`${base}/breakdown`)).text()).toContain('redacted: personal data')

  // The editors work with what everybody reads; who decides reads all, with the passage that is touched.
  const working = await sweep(desk, new RegExp(`^${desk}(/|$)`, 'u'), 'secretson', editor)
  expect([working.found, working.seen > 8]).toEqual([[], true])
  const full = await (await app.get(`${desk}/inbox/C-1`, { cookie: secretariat })).text()
  for (const words of ['Zoltan Secretson', 'He asked for it', 'A passage marked here has redacted words']) expect(full).toContain(words)

  const files = await emptyFileStore()
  const open = await exportFolder(db, forum.slug, files, true)
  expect(await wordsOf(open)).not.toMatch(/Secretson|He asked for it/u)
  const whole = await exportFolder(db, forum.slug, files)
  expect(await wordsOf(whole)).toMatch(/Secretson[^]*He asked for it/u)
  for (const [folder, isPublic] of [[open, true], [whole, false]] as const) {
    const other = await freshDatabase()
    const taken = await importFolder(other, folder, files)
    expect(taken).toMatchObject({ slug: forum.slug })
    expect(await digestFolder(await exportFolder(other, forum.slug, files, isPublic))).toEqual(await digestFolder(folder))
  }

  // Lifted with a reason it stands where it stood before.
  const lift = /\/lift\/[0-9a-f-]{36}/u.exec(full)?.[0] ?? ''
  expect((await app.get(`${desk}/inbox/C-1${lift}`, { cookie: editor })).status).toBe(403)
  expect((await app.get(`${desk}/inbox/C-1${lift}`, { cookie: secretariat })).status).toBe(200)
  expect((await app.post(`${desk}/inbox/C-1${lift}`, { reason: '' }, { cookie: secretariat })).status).toBe(422)
  expect((await app.post(`${desk}/inbox/C-1${lift}`, { reason: 'It was public' }, { cookie: secretariat })).status).toBe(303)
  expect((await app.get(`${desk}/inbox/C-1${lift}`, { cookie: secretariat })).status).toBe(404)
  for (const path of [`${base}/contributions/C-1`, `${base}/breakdown`]) expect(await (await app.get(path)).text()).toContain('Secretson')
})
