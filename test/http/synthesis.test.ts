import { beforeAll, describe, expect, test } from 'vitest'
import type { Call } from '../../src/calls/model.ts'
import { withdrawContribution } from '../../src/contributions/commands.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { transact } from '../../src/platform/database.ts'
import { SYSTEM } from '../../src/record/model.ts'
import type { Id } from '../../src/shared/ids.ts'
import type { Consent } from '../../src/shared/vocabularies.ts'
import { listFindings, listPassages, listThemes } from '../../src/synthesis/queries.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
let forum: Forum
let cycle: Cycle
let call: Call
let cookie: string
let base: string
let desk: string

beforeAll(async () => {
  ;({ forum, cycle, call, cookie, base, desk } = await app.seedCall('editor'))
})

async function contribute(text: string, consent: Consent = 'full', language = 'en') {
  const question = call.questions[0]
  if (question === undefined) throw new Error('The call has no question')
  return buildContribution(app.db, call, app.now, { consent, language, contributor: 'Naledi Example', answers: [{ questionId: question.id, text }] })
}

const post = (path: string, fields: Record<string, string | readonly string[]>) => app.post(path, fields, { cookie })
const passages = () => listPassages(app.db, cycle.id)
const idOf = async (quote: string): Promise<Id> => (await passages()).find((passage) => passage.quote === quote)?.id as Id

describe('the synthesis desk', () => {
  test('is closed to whoever has no such work here', async () => {
    for (const path of ['codebook', 'codebook/new', 'reading', 'findings', 'findings/new']) {
      expect((await app.get(`${desk}/${path}`)).status).toBe(403)
      expect((await app.get(`${desk}/${path}`, { cookie: await app.signIn('rapporteur', forum.id) })).status).toBe(403)
    }
    for (const path of ['codebook/nothing', 'reading/C-999/1', 'reading/R-1', 'reading/nonsense', 'passages/P-999', 'findings/F-999']) {
      expect((await app.get(`${desk}/${path}`, { cookie })).status).toBe(404)
    }
  })

  test('keeps a codebook of themes below themes', async () => {
    expect(await (await post(`${desk}/codebook/new`, { title: '' })).text()).toContain('Please fill this in')
    expect((await post(`${desk}/codebook/new`, { title: 'Rules', description: 'What is written down' })).status).toBe(303)
    const [rules] = await listThemes(app.db, cycle.id)
    expect((await post(`${desk}/codebook/new`, { title: 'Berth rules', parentId: rules?.id ?? '' })).status).toBe(303)
    expect((await post(`${desk}/codebook/new`, { title: 'Night', parentId: 'nonsense' })).status).toBe(422)
    expect((await post(`${desk}/codebook/rules`, { title: 'Written rules', description: '', revision: '1' })).status).toBe(303)
    expect(await (await post(`${desk}/codebook/rules`, { title: 'Other', revision: '1' })).text()).toContain('Somebody changed this')
    const [parent, child] = await listThemes(app.db, cycle.id)
    expect(await (await post(`${desk}/codebook/rules/move`, { parentId: child?.id ?? '', place: '1' })).text()).toContain('cannot stand below itself')
    expect((await post(`${desk}/codebook/berth-rules/move`, { parentId: parent?.id ?? '', place: '1' })).status).toBe(303)
    expect(await (await app.get(`${desk}/codebook`, { cookie })).text()).toContain('Written rules')
    expect((await app.get(`${desk}/codebook/rules`, { cookie })).status).toBe(200)
    expect(await (await app.get(`${desk}/codebook/rules/move`, { cookie })).text()).toContain('value="1"')
  })

  test('marks by words, by one of several places, by sentences, and by a selection', async () => {
    const { number } = await contribute('Rules help. Rules are 规则 😀. قواعد واضحة. Night is quiet.')
    const at = `${desk}/reading/C-${number}/1`
    expect(await (await app.get(`${desk}/reading`, { cookie })).text()).toContain(`C-${number}/1`)
    const form = await (await app.get(at, { cookie })).text()
    expect(form).toContain('data-start="12"')
    expect(await (await post(at, {})).text()).toContain('Type the words, or tick a sentence.')
    expect(await (await post(at, { quote: 'rules help' })).text()).toContain('These words do not stand in the text')
    const twice = await (await post(at, { quote: 'Rules' })).text()
    expect(twice).toContain('Choose the place that is meant')
    expect(twice).toContain('[Rules] are')
    const theme = (await listThemes(app.db, cycle.id)).find((each) => each.slug === 'berth-rules')?.id ?? ''
    expect((await post(at, { quote: 'Rules', occurrence: '2', theme: [theme] })).headers.get('location')).toBe(at)
    expect(await (await post(at, { quote: 'Rules', occurrence: '2' })).text()).toContain('marked already')
    expect((await post(at, { sentence: ['2', '3'] })).status).toBe(303)
    expect((await post(at, { places: '22-26', quote: '规则 😀' })).status).toBe(303)
    expect((await post(at, { places: '0-5', quote: 'Night' })).status).toBe(303)
    expect((await passages()).map(({ start, quote }) => [start, quote])).toEqual([[12, 'Rules'], [28, 'قواعد واضحة. Night is quiet.'], [22, '规则 😀'], [41, 'Night']])
    expect(await (await app.get(at, { cookie })).text()).toContain('4 passages marked')
  })

  test('sets the themes of a passage anew, and takes it back', async () => {
    const night = await idOf('Night')
    const number = (await passages()).find((passage) => passage.id === night)?.number ?? 0
    const theme = (await listThemes(app.db, cycle.id))[0]?.id ?? ''
    expect((await post(`${desk}/passages/P-${number}`, { theme: [theme] })).status).toBe(303)
    expect((await passages()).find((passage) => passage.id === night)?.themeIds).toEqual([theme])
    expect(await (await app.get(`${desk}/passages/P-${number}`, { cookie })).text()).toMatch(/value="[0-9a-f-]+" checked/u)
    expect((await post(`${desk}/passages/P-${number}`, { shall: 'unmark' })).headers.get('location')).toBe(`${desk}/reading`)
    expect((await app.get(`${desk}/passages/P-${number}`, { cookie })).status).toBe(404)
  })

  test('writes, revises and discards findings; a passage that one rests on stays', async () => {
    const passage = await idOf('Rules')
    const wrong = await (await post(`${desk}/findings/new`, { statement: '', kind: 'opinion', questionId: 'nonsense' })).text()
    expect(wrong).toContain('Choose one of the values offered')
    expect(await (await post(`${desk}/findings/new`, { statement: 'Rules help.', kind: 'agreement' })).text()).toContain('A finding rests on at least one passage')
    const finding = { statement: 'Rules help.', kind: 'agreement', questionId: call.questions[0]?.id ?? '', passage: [passage] }
    expect((await post(`${desk}/findings/new`, finding)).headers.get('location')).toBe(`${desk}/findings`)
    expect(await (await app.get(`${desk}/findings/F-1`, { cookie })).text()).toContain(`value="${passage}" checked`)
    expect(await (await post(`${desk}/passages/P-1`, { shall: 'unmark' })).text()).toContain('rests on this passage')
    expect((await post(`${desk}/findings/F-1`, { ...finding, kind: 'concern', revision: '1' })).status).toBe(303)
    expect(await (await post(`${desk}/findings/F-1`, { ...finding, revision: '1' })).text()).toContain('Somebody changed this')
    await post(`${desk}/findings/new`, { ...finding, statement: 'To be discarded' })
    expect((await post(`${desk}/findings/F-2`, { shall: 'discard', reason: 'It says F-1 again.' })).status).toBe(303)
    expect((await app.get(`${desk}/findings/F-2`, { cookie })).status).toBe(404)
    expect((await listFindings(app.db, cycle.id)).map((each) => [each.number, each.kind])).toEqual([[1, 'concern']])
    expect(await (await app.get(`${desk}/findings`, { cookie })).text()).toContain('Rests on 1 passage')
  })
})

describe('the public breakdown', () => {
  test('shows findings by question with the words that they rest on, as page and as data', async () => {
    const page = await (await app.get(`${base}/breakdown`)).text()
    for (const part of ['id="F-1"', 'Rules help.', 'Concern', '1 contribution', '1. What works?', `href="${base}/contributions/C-1#P-1"`, 'Naledi Example']) expect(page).toContain(part)
    const data = await app.json(`${base}/breakdown`)
    expect(data['questions']).toMatchObject([{ number: 1, findings: [`${cycle.slug}/F-1`] }, { number: 2, findings: [] }])
    expect(data['findings']).toMatchObject([{ kind: 'concern', contributions: 1, comments: 0, voices: { 'Civil Society': 1 }, restsOn: [{ ref: `${cycle.slug}/P-1`, of: `${cycle.slug}/C-1/1`, quote: 'Rules', themes: ['berth-rules'] }] }])
    expect(data['themes']).toMatchObject([{ theme: 'rules', parent: null, count: 1 }, { theme: 'berth-rules', parent: 'rules', count: 1 }])
  })

  test('has a page for each theme, with what stands below it', async () => {
    expect((await app.get(`${base}/themes/nothing`)).status).toBe(404)
    const page = await (await app.get(`${base}/themes/rules`)).text()
    expect(page).toContain('F-1')
    expect(page).toContain('1 passage')
    expect(await app.json(`${base}/themes/berth-rules`)).toMatchObject({ theme: 'berth-rules', passages: [{ quote: 'Rules' }] })
  })

  test('leads from a passage to where its words stand', async () => {
    expect((await app.get(`${base}/passages/P-1`)).headers.get('location')).toBe(`${base}/contributions/C-1#P-1`)
    expect((await app.get(`${base}/passages/P-999`)).status).toBe(404)
  })

  test('marks the passages in the contribution itself, each leading to what rests on it', async () => {
    const page = await (await app.get(`${base}/contributions/C-1`)).text()
    expect(page).toContain(`Rules help. <span id="P-1"></span><mark><a href="${base}/breakdown#F-1" title="P-1, F-1, Berth rules">Rules</a></mark> are`)
    expect(page).toContain('Night is quiet.')
  })

  test('quotes nobody by name, or not at all, who asked for that, and nobody who withdrew', async () => {
    const unnamed = await contribute('Unnamed words.', 'without-name')
    const silent = await contribute('Silent words.', 'not-at-all')
    const gone = await contribute('Withdrawn words.')
    for (const { number } of [unnamed, silent, gone]) expect((await post(`${desk}/reading/C-${number}/1`, { sentence: ['0'] })).status).toBe(303)
    const ids = await Promise.all(['Unnamed words.', 'Silent words.', 'Withdrawn words.'].map(idOf))
    await post(`${desk}/findings/new`, { statement: 'Three spoke.', kind: 'divergence', questionId: '', passage: ids })
    await transact(app.db, (tx) => withdrawContribution(tx, SYSTEM, { cycleId: cycle.id, contributionId: gone.contributionId }, app.now))
    const finding = ((await app.json(`${base}/breakdown`))['findings'] as { statement: string; contributions: number; restsOn: unknown[] }[]).find((each) => each.statement === 'Three spoke.')
    expect(finding).toMatchObject({
      contributions: 2,
      restsOn: [
        { quote: 'Unnamed words.', name: null, withheld: null },
        { quote: null, name: null, withheld: 'not-public' },
        { quote: null, name: null, withheld: 'withdrawn' },
      ],
    })
    const page = await (await app.get(`${base}/breakdown`)).text()
    expect(page).toContain('Not public, at the contributor’s wish.')
    expect(page).toContain('These words were withdrawn by their contributor.')
    for (const words of ['Silent words', 'Withdrawn words']) expect(page).not.toContain(words)
    expect((await app.get(`${desk}/reading/C-${gone.number}/1`, { cookie })).status).toBe(404)
    expect(await (await app.get(`${desk}/findings/F-1`, { cookie })).text()).toContain('Silent words.')
  })
})

test('the record tells all of it in sentences, and nobody’s words', async () => {
  const page = await (await app.get(`/${forum.slug}/record`)).text()
  const sentences = ['wrote finding F-1 (area of agreement)', 'revised finding F-1 (concern)', 'took back passage', 'discarded finding F-2', 'added the theme rules', 'moved the theme berth-rules to place 1 below rules', 'gave passage']
  for (const sentence of sentences) expect(page).toContain(sentence)
  for (const words of ['Silent words', 'Unnamed words']) expect(page).not.toContain(words)
})
