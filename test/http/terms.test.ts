import { beforeAll, describe, expect, test } from 'vitest'
import type { Call } from '../../src/calls/model.ts'
import { buildCall } from '../../src/calls/testing.ts'
import { listTermRules } from '../../src/contributions/terms/queries.ts'
import { countWaitingTerms } from '../../src/contributions/terms/reactions.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import type { Forum } from '../../src/forums/model.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
let forum: Forum
let base: string
let call: Call

const send = (text: string, stakeholderGroup: string, language = 'en') =>
  buildContribution(app.db, call, app.now, { stakeholderGroup, language, answers: call.questions.slice(0, 1).map(({ id }) => ({ questionId: id, text })) })

beforeAll(async () => {
  const seeded = await app.seedForum()
  forum = seeded.forum
  base = `/${forum.slug}/${seeded.cycle.slug}`
  call = await buildCall(app.db, seeded.cycle, app.now)
  for (let round = 0; round < 4; round++) {
    await send('Sovereignty of states, and the sovereignty of a state.', 'Government')
    await send('Openness and users. An open <b>user</b> trusts openness.', 'Civil Society')
  }
  await send('Les ports et le port', 'IGO', 'fr')
  await countWaitingTerms(app.db)
})

describe('the words of a cycle', () => {
  test('decline a day that does not exist, and are none where there is no cycle', async () => {
    expect((await app.get(`${base}/terms.json?asOf=2017-02-30`)).status).toBe(400)
    expect(await (await app.get(`${base}/terms?asOf=2017-02-30`)).text()).toContain('value="2017-02-30"')
    for (const path of [`/${forum.slug}/1999/terms`, `${base}/terms/rows`, `${base}/terms/rows?word=${'x'.repeat(300)}`, `${base}/terms/cloud.gif`, `${base}/terms/nonsense`, `${base}/terms/cloud.svg?asOf=2017-02-30`]) expect((await app.get(path)).status, path).toBe(404)
  })

  test('are counted with the contributions they stand in, what was gathered named', async () => {
    const data = await app.json(`${base}/terms`)
    expect(data).toMatchObject({ language: 'en', in: 'all', contributions: 8, counted: 'all', moreThanOthers: null })
    expect(data['terms']).toContainEqual({ word: 'state', count: 8, contributions: 4, forms: [{ form: 'state', count: 4 }, { form: 'states', count: 4 }] })
    const text = await (await app.get(`${base}/terms`)).text()
    expect(text).toContain('4 of 8')
    expect(text).toContain('state (4), states (4)')
    expect(await app.json(`${base}/terms?in-language=fr`)).toMatchObject({ language: 'fr', terms: [{ word: 'port', count: 2, contributions: 1 }] })
    expect(await app.json(`${base}/terms?show=phrases`)).toHaveProperty('terms.0.word')
    expect(await app.json(`${base}/terms?show=phrases&in=stakeholderGroup:Civil+Society`)).toMatchObject({ contributions: 4, terms: [{ word: 'trusts openness', count: 4 }] })
    expect(await app.json(`${base}/terms?asOf=2026-11-01`)).toMatchObject({ asOf: '2026-11-01', words: 0, terms: [] })
    expect((await app.get(`${base}/terms`, { language: 'fr' })).status).toBe(200)
  })

  test('name the ties at the cut', async () => {
    const data = await app.json(`${base}/terms?limit=25`)
    expect(data).toMatchObject({ cutAt: null, tied: [] })
    for (let place = 0; place < 30; place++) await send(`word${'abcdefghijklmnopqrstuvwxyzäöüß'[place] ?? ''}`, 'IGO')
    await countWaitingTerms(app.db)
    const cut = await app.json(`${base}/terms?limit=25`)
    expect(cut).toMatchObject({ cutAt: 1 })
    expect(cut['tied']).toHaveLength(30 + 6 - 25)
    expect(await (await app.get(`${base}/terms?limit=25`)).text()).toContain('11 more stand as often as the last, once, and are left out by the alphabet alone')
  })

  test('of a group are compared with those of all others', async () => {
    const data = (await app.json(`${base}/terms?in=stakeholderGroup:Government`)) as { moreThanOthers: { word: string; logLikelihood: number }[] }
    expect(data.moreThanOthers.map(({ word }) => word)).toEqual(['sovereignty', 'state'])
    const text = await (await app.get(`${base}/terms?in=stakeholderGroup:Government`)).text()
    expect(text).toContain('What “Government” says more than the others')
    expect(text).toContain('only here')
    expect(await app.json(`${base}/terms?in=question:main/1`)).toMatchObject({ in: 'question:main/1' })
    expect(await app.json(`${base}/terms?in=nonsense`)).toMatchObject({ in: 'all' })
  })

  test('lead to the answers in which they stand, shown in context and as text', async () => {
    const data = await app.json(`${base}/terms/rows?word=user`)
    expect(data).toMatchObject({ answers: 4, contributions: 4 })
    const text = await (await app.get(`${base}/terms/rows?word=user&in=stakeholderGroup:Civil+Society`)).text()
    expect(text).toContain('An open &lt;b&gt;<mark>user</mark>&lt;/b&gt; trusts openness.')
    expect(text).toContain(`href="${base}/contributions/C-2#A-1"`)
    expect(await (await app.get(`${base}/terms/rows?word=submarine`)).text()).toContain('stands in no answer')
    expect(await app.json(`${base}/terms/rows?word=user&page=9`)).toMatchObject({ answers: 4, found: [] })
  })

  test('are kept as picture and table', async () => {
    const svg = await (await app.get(`${base}/terms/cloud.svg?limit=25`)).text()
    expect(svg).toContain('sovereignty')
    expect(svg).toContain('cut after')
    expect((await app.get(`${base}/terms/cloud.png?limit=25`)).headers.get('content-type')).toBe('image/png')
    expect(await (await app.get(`${base}/terms/cloud.csv`)).text()).toContain('state,8,4,38,state (4) states (4)')
  })
})

describe('what is decided about words', () => {
  const desk = () => `/desk/${forum.slug}/terms`

  test('is closed to the public and to other forums', async () => {
    const stranger = await app.signIn('secretariat', (await app.seedForum()).forum.id)
    for (const options of [{}, { cookie: stranger }]) {
      expect((await app.get(desk(), options)).status).toBe(403)
      expect((await app.post(desk(), { language: 'en', kind: 'stop', word: 'state', do: 'set' }, options)).status).toBe(403)
    }
  })

  test('changes the counts, and can be taken back; mistakes are answered beside their fields', async () => {
    const cookie = await app.signIn('editor', forum.id)
    const wrong = await app.post(desk(), { language: 'en', kind: 'merge', word: 'two words', target: '', do: 'set' }, { cookie })
    expect(wrong.status).toBe(422)
    const text = await wrong.text()
    expect(text).toContain('Give one word as it is counted')
    expect(text).toContain('value="two words"')
    expect((await app.post(desk(), { language: 'en', kind: 'merge', word: 'user', target: 'Users’', do: 'set' }, { cookie })).status).toBe(303)
    expect(await (await app.post(desk(), { language: 'en', kind: 'merge', word: 'openness', target: 'openness', do: 'set' }, { cookie })).text()).toContain('the same word')
    expect((await app.post(desk(), { language: 'en', kind: 'stop', word: 'State', do: 'set' }, { cookie })).status).toBe(303)
    expect(await app.json(`${base}/terms`)).toMatchObject({ counted: 'in progress' })
    expect(await (await app.get(`${base}/terms`)).text()).toContain('still being counted')
    await countWaitingTerms(app.db)
    const page = await (await app.get(desk(), { cookie })).text()
    expect(page).toContain('“state” is left out')
    expect(await (await app.get(`${desk()}?language=fr`, { cookie })).text()).toContain('lesquels')
    const words = ((await app.json(`${base}/terms?limit=200`)) as { terms: { word: string }[] }).terms.map(({ word }) => word)
    expect(words).toContain('states')
    expect(words).not.toContain('state')
    for (const rule of await listTermRules(app.db, forum.id)) expect((await app.post(desk(), { do: 'remove', rule: rule.id }, { cookie })).status).toBe(303)
    await countWaitingTerms(app.db)
    expect((await app.json(`${base}/terms?limit=200`))['terms']).toContainEqual(expect.objectContaining({ word: 'state', count: 8 }))
  })
})
