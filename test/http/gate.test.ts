import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findCall } from '../../src/calls/queries.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import { setOwnVoice, addParagraphs } from '../../src/drafts/paragraphs/commands.ts'
import { loadWorkingText } from '../../src/drafts/queries.ts'
import { transact } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { digestFolder, emptyFileStore, exportFolder, importFolder } from '../../src/procedures/testing.ts'
import { publishEdition } from '../../src/procedures/publish-edition.ts'
import { buildCitedChain, buildFrozenVersion } from '../../src/procedures/testing.ts'
import { findEdition } from '../../src/publication/queries.ts'
import { listShortcomings } from '../../src/publication/gate/queries.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { unscopedListOutbox } from '../../src/record/queries.ts'
import { testApplication } from '../harness/application.ts'
import { freshDatabase, uniqueSlug } from '../harness/postgres.ts'

const app = await testApplication()

async function setUp(wrong = '') {
  const { forum, cycle } = await app.seedForum()
  const built = await buildCitedChain(app.db, cycle, app.now)
  const base = `/${forum.slug}/2026`
  const cookie = await app.signIn('editor', forum.id)
  let { versionId } = built
  if (wrong !== '') {
    const [section] = await loadWorkingText(app.db, built.documentId)
    const added = await transact(app.db, (tx) => addParagraphs(tx, SYSTEM, { documentId: built.documentId, sectionId: section?.id ?? newId(), after: 'end', text: wrong }, app.now))
    if ('refusal' in added) throw new Error(added.refusal)
    for (const paragraphId of added.paragraphIds) await transact(app.db, (tx) => setOwnVoice(tx, SYSTEM, { documentId: built.documentId, paragraphId, isOwnVoice: true }, app.now))
    versionId = await buildFrozenVersion(app.db, built.documentId, app.now)
  }
  const see = async (address: string) => (await app.get(address, { cookie })).text()
  const publish = (over: Record<string, string> = {}) => app.post(`/desk${base}/publish`, { version: versionId, title: 'Quiet water', summary: 'What came of it.', ...over }, { cookie })
  return { forum, cycle, base, cookie, see, publish, ...built, versionId }
}

const WRONG = 'We met on Friday, 19 November 2026.\n\nSee ¶ 9 below.'

test('the gate lists what is missing, each line with the way to mend it, and what only warns', async () => {
  const { base, see, documentId, forum } = await setUp(WRONG)
  const [section] = await loadWorkingText(app.db, documentId)
  const third = section?.paragraphs[2]?.id ?? ''
  const html = await see(`/desk${base}/publish`)
  for (const words of ['2 of 4 answers and comments have no outcome', '1 date does not agree', '1 reference leads nowhere', 'is not named', '19 November 2026 is a Thursday.', 'Every paragraph rests on something', 'No contest is without an answer']) expect(html).toContain(words)
  for (const way of [`/desk${base}/trace`, `/desk${base}/documents/output/paragraphs/${third}`, `/desk${base}/documents/output/freeze`]) expect(html).toContain(`href="${way}"`)
  const member = await app.signIn('member', forum.id)
  expect((await app.get(`/desk${base}/publish`, { cookie: member })).status).toBe(403)
})

test('what does not agree bars publishing until the desk says so; then the edition and its annex say it, by kind', async () => {
  const { base, publish, cycle, forum, versionId, see } = await setUp(WRONG)
  const refused = await publish()
  expect(refused.status).toBe(422)
  expect(await refused.text()).toContain('2 answers and comments have no outcome. Say what')
  expect((await publish({ residue: 'yes' })).headers.get('location')).toBe(`${base}/editions/1`)
  const page = await see(`${base}/editions/1`)
  expect(page).toContain('published with what was missing then: 2 inputs without an outcome, 1 date that does not agree, and 1 reference')
  expect(page).toContain('Dates that do not agree')
  // And so do its documents, in the annex of what had no outcome.
  const printed = await (await app.get(`${base}/editions/1/edition.md`)).text()
  for (const words of ['Input without an outcome', 'This was known not to agree when the edition was published', 'Date, ¶ 3: Friday, 19 November 2026']) expect(printed.replaceAll('\\', '')).toContain(words)
  const data = await app.json(`${base}/editions/1`)
  expect(data['shortcomings']).toMatchObject([{ kind: 'weekday', paragraph: 3, words: 'Friday, 19 November 2026' }, { kind: 'no-such-paragraph', paragraph: 4 }])
  const again = await transact(app.db, (tx) => publishEdition(tx, SYSTEM, { forumId: forum.id, cycle, versionId, title: 'x', summary: 'y', withResidue: true }, app.now))
  expect(again).toEqual({ refusal: 'already-published' })
})

test('without input left over, what does not agree is still refused by kind', async () => {
  const { forum, cycle, versionId, answerIds, cookie, base, publish } = await setUp(WRONG)
  expect((await app.post(`/desk${base}/trace`, { action: 'give', unit: [answerIds[1] ?? '', answerIds[3] ?? ''], fate: 'answered', reason: 'Thanks.' }, { cookie })).status).toBe(303)
  const input = { forumId: forum.id, cycle, versionId, title: 'x', summary: 'y', withResidue: false }
  expect(await transact(app.db, (tx) => publishEdition(tx, SYSTEM, input, app.now))).toEqual({ refusal: 'does-not-agree', kinds: ['dates', 'references'] })
  expect(await (await publish()).text()).toContain('Some things do not agree: dates, references.')
})

test('contributors are told once, in their language, with their own links; who stopped or gave no confirmed address is not', async () => {
  const { forum, cycle, base, publish, see, cookie, documentId } = await setUp()
  const call = await findCall(app.db, cycle.id, 'main')
  if (call === undefined) throw new Error('a call was built')
  const address = `${uniqueSlug('ada')}@example.org`
  for (const over of [{ mail: address, language: 'fr' }, { mail: address.toUpperCase(), language: 'fr' }, { mail: `${uniqueSlug('ben')}@example.org` }, { mail: `${uniqueSlug('eve')}@example.org` }]) await buildContribution(app.db, call, app.now, over)
  // Typed in at the desk from paper: nobody has shown that the address is theirs.
  await app.db.updateTable('contributions_contribution').set({ channel: 'paper' }).where('cycle_id', '=', cycle.id).where('mail', 'like', 'ben-%').execute()
  expect((await publish({ residue: 'yes' })).status).toBe(303)
  const mails = async () => (await unscopedListOutbox(app.db, 1000)).filter(({ forumId, subject }) => forumId === forum.id && /what became|devenu/u.test(subject))
  const first = await mails()
  expect(first.map(({ recipient }) => recipient.split('-')[0] ?? '').toSorted((a, b) => a.localeCompare(b))).toEqual(['ada', 'eve'])
  const french = first.find(({ recipient }) => recipient === address)
  expect(french?.subject).toContain('ce qu’est devenu votre envoi')
  expect(french?.body).toContain('2026/C-3')
  expect(french?.body).toContain('2026/C-4')
  const desk = await see(`/desk${base}/editions/1/told`)
  for (const words of ['2 people were told', 'Everybody who can be told was told', 'No mail address is known', 'never confirmed']) expect(desk).toContain(words)
  expect(await (await app.post(`/desk${base}/editions/1/told`, {}, { cookie })).text()).toContain('was told already')
  expect(await mails()).toHaveLength(2)
  const own = /http:\/\/localhost:8080(\S+\/became)/u.exec(french?.body ?? '')?.[1] ?? ''
  expect(await (await app.get(own)).text()).toContain('Your receipt')
  expect((await app.get(own.replace(/follow\/.{8}/u, 'follow/00000000'))).status).toBe(404)
  const stop = /http:\/\/localhost:8080(\S+\/trace\/stop\/\S+)/u.exec(french?.body ?? '')?.[1] ?? ''
  expect(await (await app.get(stop)).text()).toContain('Stop these mails')
  expect((await app.get(`${stop.slice(0, -4)}0000`)).status).toBe(404)
  expect((await app.post(stop, { shall: 'stop' })).status).toBe(303)
  expect(await (await app.post(stop, { shall: 'stop' })).text()).toContain('stopped these mails already')
  const version = await buildFrozenVersion(app.db, documentId, app.now)
  expect((await publish({ version, residue: 'yes' })).status).toBe(303)
  expect((await mails()).map(({ recipient }) => recipient.split('-')[0] ?? '').toSorted((a, b) => a.localeCompare(b))).toEqual(['ada', 'eve', 'eve'])
  expect(await see(`/desk${base}/editions/2/told`)).toContain('asked not to be told')
  expect((await app.post(stop, { shall: 'again' })).status).toBe(303)
  expect((await app.post(`/desk${base}/editions/2/told`, {}, { cookie })).status).toBe(303)
  expect(await mails()).toHaveLength(4)
  await travels(forum.slug, cycle.id)
})

/** Exported, imported and exported again it is the same; a public folder says nothing of who was told. */
async function travels(slug: string, cycleId: Parameters<typeof findEdition>[1]) {
  expect(await findEdition(app.db, cycleId, 1)).toBeDefined()
  const files = await emptyFileStore()
  const folder = await exportFolder(app.db, slug, files)
  expect(await readFile(join(folder, 'cycles/2026/told.yaml'), 'utf8')).toMatch(/edition: 1\n\s+source: C-3/u)
  const other = await freshDatabase()
  expect(await importFolder(other, folder, files)).not.toHaveProperty('refusal')
  expect(await digestFolder(await exportFolder(other, slug, files))).toEqual(await digestFolder(folder))
  expect(Object.keys(await digestFolder(await exportFolder(app.db, slug, files, true)))).not.toContain('cycles/2026/told.yaml')
}

test('what an edition was published with travels with the forum', async () => {
  const { forum, publish } = await setUp(WRONG)
  expect((await publish({ residue: 'yes' })).status).toBe(303)
  const files = await emptyFileStore()
  const folder = await exportFolder(app.db, forum.slug, files)
  const other = await freshDatabase()
  expect(await importFolder(other, folder, files)).not.toHaveProperty('refusal')
  expect(await digestFolder(await exportFolder(other, forum.slug, files))).toEqual(await digestFolder(folder))
  const row = await other.selectFrom('publication_edition').select('id').executeTakeFirstOrThrow()
  expect((await listShortcomings(other, row.id)).map(({ kind }) => kind)).toEqual(['check', 'check'])
})
