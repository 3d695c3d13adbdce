import { expect, test } from 'vitest'
import { listUnits } from '../../src/contributions/queries.ts'
import { buildCitedChain } from '../../src/procedures/testing.ts'
import { followSecret } from '../../src/web/contributions/data.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()

async function setUp() {
  const { forum, cycle } = await app.seedForum()
  const built = await buildCitedChain(app.db, cycle, app.now)
  const base = `/${forum.slug}/2026`
  const cookie = await app.signIn('editor', forum.id)
  const publish = () => app.post(`/desk${base}/publish`, { version: built.versionId, title: 'Quiet water', summary: 'What came of it.', residue: 'yes' }, { cookie })
  const see = async (address: string) => (await app.get(address)).text()
  return { forum, cycle, base, publish, see, ...built }
}

test('a paragraph shows the people behind it by group and region, what it rests on with quotations, and the way to each contribution', async () => {
  const { base, publish, see } = await setUp()
  expect((await publish()).status).toBe(303)
  for (const at of [`${base}/editions/1`, `${base}/documents/output/versions/1`]) {
    expect(await see(at)).toContain(`href="${at}/paragraphs/1"`)
    const html = await see(`${at}/paragraphs/1`)
    for (const words of ['2 contributions stand behind it', 'Civil Society', 'Government', 'Both answer.', 'An answer', `href="${base}/contributions/C-1/became"`, 'Ada Example', `href="${at}#p1"`, `href="${at}/paragraphs/2"`]) expect(html).toContain(words)
    expect(await see(`${at}/paragraphs/2`)).toContain('No contribution stands behind it')
    for (const none of ['0', '3', 'x', '99999999']) expect((await app.get(`${at}/paragraphs/${none}`)).status).toBe(404)
    const data = await app.json(`${at}/paragraphs/1`)
    expect(data).toMatchObject({ paragraph: 1, byStakeholderGroup: { 'Civil Society': 1, Government: 1 }, findings: [{ name: 'F-1', passages: [{ name: 'P-1' }, { name: 'P-2' }] }] })
  }
})

test('a contribution shows what became of each answer and passage, the other way round', async () => {
  const { base, publish, see } = await setUp()
  const before = await app.json(`${base}/contributions/C-1/became`)
  expect(before['parts']).toMatchObject([
    { kind: 'answer', ref: '2026/C-1/1', fate: 'cited', passages: [{ ref: '2026/P-1', quote: 'An answer', sentences: [{ edition: null, document: 'Document output', number: 1, paragraph: 1, through: 'F-1', url: `${base}/documents/output/versions/1#p1` }] }] },
    { kind: 'answer', ref: '2026/C-1/2', fate: 'none', passages: [] },
  ])
  expect((await publish()).status).toBe(303)
  const data = await app.json(`${base}/contributions/C-1/became`)
  expect(data['parts']).toMatchObject([{ passages: [{ sentences: [{ edition: 1, url: `${base}/editions/1#p1`, text: 'Everybody answers.' }] }] }, {}])
  const html = await see(`${base}/contributions/C-1/became`)
  for (const words of ['1 cited', '1 not yet', 'Edition 1, ¶ 1', 'through F-1', 'Everybody answers.']) expect(html).toContain(words)
  expect(await see(`${base}/contributions/C-1`)).toContain(`href="${base}/contributions/C-1/became"`)
  expect((await app.get(`${base}/contributions/C-9/became`)).status).toBe(404)
})

test('words that are not public are on the sender’s own page alone; what became of them is for all', async () => {
  const { base, cycle, publish, see } = await setUp()
  expect((await publish()).status).toBe(303)
  await app.db.updateTable('contributions_contribution').set({ consent: 'not-at-all' }).where('cycle_id', '=', cycle.id).where('number', '=', 1).execute()
  const id = (await listUnits(app.db, cycle.id)).find(({ contributionNumber }) => contributionNumber === 1)?.contributionId
  if (id === undefined) throw new Error('a contribution was built')
  const html = await see(`${base}/contributions/C-1/became?again`)
  expect(html).not.toContain('An answer')
  expect(html).toContain('Its words are not public')
  expect(html).toContain('Edition 1, ¶ 1')
  expect(await see(`${base}/contributions/C-1/follow/${followSecret(app.services.secret, id)}/became`)).toContain('An answer')
})
