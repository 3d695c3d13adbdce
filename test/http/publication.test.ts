import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { flatten } from '../../src/drafts/model.ts'
import { loadWorkingText } from '../../src/drafts/queries.ts'
import { newId } from '../../src/platform/new-id.ts'
import { findFates, loadCoverage } from '../../src/web/trace/data.ts'
import { buildCitedChain, buildFrozenVersion } from '../../src/procedures/testing.ts'
import type { Id } from '../../src/shared/ids.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()

interface TraceJson {
  readonly coverage: number | null
  readonly inputs: readonly { ref: string; kind: string; fate: string; by: readonly { kind: string; ref: string; url: string }[]; reason: string | null }[]
  readonly paragraphs: readonly { edition: number; number: number; id: string; ownVoice: boolean; restsOn: readonly { kind: string; ref: string; url: string }[] }[]
}

async function setUp() {
  const { forum, cycle } = await app.seedForum()
  const built = await buildCitedChain(app.db, cycle, app.now)
  const base = `/${forum.slug}/2026`
  const editor = await app.signIn('editor', forum.id)
  const trace = async () => (await app.json(`${base}/trace`)) as unknown as TraceJson
  const desk = (path: string, fields: Record<string, string | readonly string[]>, cookie = editor) => app.post(`/desk${base}/${path}`, fields, { cookie })
  const publish = (over: Record<string, string> = {}) => desk('publish', { version: built.versionId, title: 'Quiet water', summary: 'What came of it.', ...over })
  return { forum, cycle, base, editor, trace, desk, publish, ...built }
}

/** How many statements the database ran for a request. */
async function countQueries(request: () => Promise<Response>): Promise<number> {
  let count = 0
  const client = pg.Client.prototype
  const query = client.query
  client.query = function watched(this: pg.Client, ...given: Parameters<typeof query>) {
    count += 1
    return query.apply(this, given)
  } as typeof query
  try {
    await request()
  } finally {
    client.query = query
  }
  return count
}

describe('the trace', () => {
  test('a cycle without input has no share', async () => {
    const { forum, cycle } = await app.seedForum()
    expect(await app.json(`/${forum.slug}/2026/trace`)).toEqual({ coverage: null, inputs: [], paragraphs: [], withdrawn: [] })
    expect(await loadCoverage(app.db, cycle)).toEqual({ units: 0, accounted: 0, coverage: null })
    expect(await (await app.get(`/${forum.slug}/2026/trace`)).text()).toContain('Nothing has been received')
  })

  test('each input has its fate with where to see it, and the page shows the same, filtered too', async () => {
    const { base, trace, cycle, forum, answerIds } = await setUp()
    const { coverage, inputs } = await trace()
    expect(coverage).toBe(0.5)
    expect(inputs.map(({ ref, kind, fate }) => [ref, kind, fate])).toEqual([
      ['2026/C-1/1', 'answer', 'cited'],
      ['2026/C-1/2', 'answer', 'none'],
      ['2026/C-2/1', 'answer', 'cited'],
      ['2026/C-2/2', 'answer', 'none'],
    ])
    expect(inputs[0]?.by).toEqual([{ kind: 'paragraph', ref: 'output 1 ¶ 1', url: `${base}/documents/output/versions/1#p1` }])
    const html = await (await app.get(`${base}/trace?fate=none`)).text()
    expect(html).toContain('2 of 4')
    expect(html).toContain('2026/C-1/2')
    expect(html).not.toContain('2026/C-1/1<')
    const some = await findFates(app.db, { forum, cycle }, answerIds.slice(0, 2))
    expect([...some.values()]).toEqual(inputs.slice(0, 2).map(({ fate, by, reason }) => ({ fate, by, reason })))
  })

  test('the desk is for who may, and says what is wrong beside the field', async () => {
    const { base, desk, forum, answerIds } = await setUp()
    expect((await app.get(`/desk${base}/trace`)).status).toBe(403)
    const member = await app.signIn('member', forum.id)
    expect((await desk('trace', { action: 'give' }, member)).status).toBe(403)
    const empty = await desk('trace', { action: 'give', fate: 'eaten', reason: ' ' })
    expect(empty.status).toBe(422)
    const html = await empty.text()
    for (const text of ['Tick at least one input', 'Choose one of the values offered', 'Please fill this in']) expect(html).toContain(text)
    const cited = await desk('trace', { action: 'revoke', unit: answerIds[0] ?? '', revision: '1' })
    expect(await cited.text()).toContain('changed or taken back meanwhile')
  })

  test('one reason for several, shown in public, and taken back', async () => {
    const { base, desk, trace, answerIds, editor } = await setUp()
    const rest = [answerIds[1] ?? '', answerIds[3] ?? '']
    expect(await (await app.get(`/desk${base}/trace`, { cookie: editor })).text()).toContain('2 inputs have no outcome')
    expect((await desk('trace', { action: 'give', unit: rest, fate: 'carried-over', reason: 'Next <year>.' })).status).toBe(303)
    expect(await trace()).toMatchObject({ coverage: 1 })
    expect(await (await app.get(`${base}/trace`)).text()).toContain('Next &lt;year&gt;.')
    expect(await (await desk('trace', { action: 'give', unit: rest, fate: 'answered', reason: 'Again.' })).text()).toContain('2026/C-1/2, 2026/C-2/2')
    expect((await desk('trace', { action: 'revoke', unit: rest[0] ?? '', revision: '1' })).status).toBe(303)
    expect(await trace()).toMatchObject({ coverage: 0.75 })
  })
})

describe('publishing', () => {
  test('the gate says what is missing, and the form is refused without the annex', async () => {
    const { base, publish, editor } = await setUp()
    const html = await (await app.get(`/desk${base}/publish`, { cookie: editor })).text()
    expect(html).toContain('2 of 4 answers and comments have no outcome')
    expect(html).toContain('Every paragraph rests on something')
    const refused = await publish()
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('2 answers and comments have no outcome. Say what became of them')
    const incomplete = await publish({ title: '', summary: '' })
    expect(await incomplete.text()).toContain('id="error-summary"')
    expect((await app.get(`${base}/editions/1`)).status).toBe(404)
  })

  test('without a version there is nothing to publish', async () => {
    const { forum } = await app.seedForum()
    const cookie = await app.signIn('secretariat', forum.id)
    expect(await (await app.get(`/desk/${forum.slug}/2026/publish`, { cookie })).text()).toContain('Freeze a version')
    expect((await app.get(`/desk/${forum.slug}/2026/publish`)).status).toBe(403)
    expect(await (await app.get(`/${forum.slug}/2026/editions`)).text()).toContain('Nothing has been published yet')
  })

  test('an edition shows what each paragraph rests on, its annexes, and is the same as data', async () => {
    const { base, publish, forum } = await setUp()
    const sent = await publish({ residue: 'yes' })
    expect(sent.headers.get('location')).toBe(`${base}/editions/1`)
    const html = await (await app.get(`${base}/editions/1`)).text()
    const shown = ['Everybody answers.', '“An answer”', '2026/C-1, question 1', 'Civil Society, AFG', 'area of agreement', '2 contributions', 'Editors’ own voice', '2 of 4', 'Ada Example, Example Society', 'Ben Sample', 'Input without an outcome', '2026/C-2/2', 'class="voices-bar"']
    for (const text of shown) expect(html).toContain(text)
    const data = await app.json(`${base}/editions/1`)
    expect(data).toMatchObject({ edition: 1, title: 'Quiet water', units: 4, accounted: 2, residue: [{ ref: '2026/C-1/2' }, { ref: '2026/C-2/2' }], forum: forum.slug })
    expect(await app.json(`${base}/editions`)).toMatchObject({ editions: [{ edition: 1, accounted: 2 }] })
    expect(await (await app.get(`${base}/editions`)).text()).toContain('Quiet water')
    for (const address of ['editions/2', 'editions/x', 'editions/1e9']) expect((await app.get(`${base}/${address}`)).status).toBe(404)
  })

  test('an edition is read in as many queries whether it has two paragraphs or sixty', async () => {
    const { base, publish, documentId, desk } = await setUp()
    await publish({ residue: 'yes' })
    const [section] = await loadWorkingText(app.db, documentId)
    await desk('documents/output/paragraphs/new', { section: section?.id ?? '', after: 'end', text: Array.from({ length: 58 }, (_, index) => `Sentence ${index}.`).join('\n\n'), formKey: newId() })
    const paragraphs = flatten(await loadWorkingText(app.db, documentId)).slice(2)
    for (const { id } of paragraphs) await desk(`documents/output/paragraphs/${id}/cite`, { refs: 'P-1, P-2, F-1' })
    const versionId = await buildFrozenVersion(app.db, documentId, app.now)
    expect((await publish({ version: versionId, residue: 'yes' })).status).toBe(303)
    // What the pages of a cycle have in common is remembered from the first of them on.
    await app.get(`${base}/editions`)
    const counts = [await countQueries(() => app.get(`${base}/editions/1`)), await countQueries(() => app.get(`${base}/editions/2`))]
    expect(counts[0]).toBe(counts[1])
    expect(counts[0]).toBeLessThan(45)
    expect(await (await app.get(`${base}/editions/2`)).text()).toContain('id="p60"')
  })

  test('the trace leads from the edition to the input and back', async () => {
    const { base, publish, trace, paragraphIds } = await setUp()
    await publish({ residue: 'yes' })
    const { inputs, paragraphs } = await trace()
    expect(inputs[0]?.by).toEqual([{ kind: 'paragraph', ref: 'edition 1 ¶ 1', url: `${base}/editions/1#p1` }])
    expect(paragraphs.map(({ edition, number, id, ownVoice }) => [edition, number, id, ownVoice])).toEqual([
      [1, 1, paragraphIds[0], false],
      [1, 2, paragraphIds[1], true],
    ])
    expect(paragraphs[0]?.restsOn.map(({ kind, ref }) => `${kind} ${ref}`)).toEqual(['finding 2026/F-1', 'answer 2026/C-1/1', 'answer 2026/C-2/1'])
    for (const { ref, by } of inputs.filter(({ fate }) => fate === 'cited')) {
      const named = paragraphs.filter((paragraph) => by.some((place) => place.ref === `edition ${paragraph.edition} ¶ ${paragraph.number}`))
      expect(named.every((paragraph) => paragraph.restsOn.some((ground) => ground.ref === ref))).toBe(true)
    }
  })

  test('the same version is published once, and a double click makes one edition', async () => {
    const { publish, base } = await setUp()
    const both = await Promise.all([publish({ residue: 'yes' }), publish({ residue: 'yes' })])
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([303, 422])
    expect(await (await publish({ residue: 'yes' })).text()).toContain('published already')
    expect(((await app.json(`${base}/editions`))['editions'] as object[]).length).toBe(1)
  })

  test('words that are not for the public are not quoted', async () => {
    const { base, publish, answerIds } = await setUp()
    await publish({ residue: 'yes' })
    await app.db.updateTable('contributions_contribution').set({ consent: 'not-at-all' }).where('id', 'in', (where) => where.selectFrom('contributions_answer').select('contribution_id').where('id', '=', answerIds[0] as Id)).execute()
    const html = await (await app.get(`${base}/editions/1?fresh`)).text()
    expect(html.match(/“An answer”/gu)).toHaveLength(1)
    expect(html).toContain('as its author asked')
    expect(html).not.toContain('Ada Example')
    expect(html).toContain('Not named here: 1')
  })
})
