import { describe, expect, test } from 'vitest'
import { findCall } from '../../src/calls/queries.ts'
import { oneOfEachKind } from '../../src/calls/questions/testing.ts'
import { buildCall } from '../../src/calls/testing.ts'
import { newId } from '../../src/platform/new-id.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()

async function setUp() {
  const { forum, cycle } = await app.seedForum()
  const call = await buildCall(app.db, cycle, app.now, { questions: oneOfEachKind() })
  const id = (number: number) => call.questions[number - 1]?.id ?? ''
  const fields = { formKey: newId(), revision: '1', consent: 'without-name', capacity: 'individual' }
  return { forum, cycle, call, id, fields, page: `/${forum.slug}/2026/calls/main`, desk: `/desk/${forum.slug}/2026/calls`, cookie: await app.signIn('facilitator', forum.id) }
}

describe('the form of a call with closed questions', () => {
  test('has the right field for each kind', async () => {
    const { page, id } = await setUp()
    const html = await (await app.get(`${page}/contribute`)).text()
    expect(html).toContain(`type="radio" name="choice-${id(2)}" value="3"`)
    expect(html).toContain(`type="checkbox" name="choice-${id(3)}" value="1"`)
    expect(html).toContain(`name="place-${id(5)}-2"`)
    expect(html).toContain('At most 20 characters.')
    expect(html).toContain(`<textarea id="field-answer-${id(2)}"`)
    expect(html).not.toContain(`<textarea id="field-answer-${id(3)}"`)
  })

  test('says beside each question what is wrong, and keeps what was chosen', async () => {
    const { page, id, fields } = await setUp()
    const answer = await app.post(`${page}/contribute`, { ...fields, [`answer-${id(1)}`]: 'x'.repeat(21), [`choice-${id(3)}`]: ['1', '3'], [`choice-${id(4)}`]: '7', [`place-${id(5)}-1`]: '2', [`place-${id(5)}-2`]: '2' })
    const html = await answer.text()
    expect(answer.status).toBe(422)
    for (const sentence of ['21', 'Place 2 is given twice.']) expect(html).toContain(sentence)
    expect(html).toMatch(new RegExp(`name="choice-${id(3)}" value="3" checked`, 'u'))
    expect(html.match(new RegExp(`name="place-${id(5)}-[12]"[^>]*value="2"`, 'gu'))).toHaveLength(2)
    expect(await app.json(`${page}/results`)).toMatchObject({ contributions: 0 })
  })

  test('is taken, shown as sent, and counted', async () => {
    const { page, id, fields, forum } = await setUp()
    const sent = await app.post(`${page}/contribute`, { ...fields, [`choice-${id(2)}`]: '2', [`answer-${id(2)}`]: 'At low tide.', [`choice-${id(3)}`]: ['1', '2'], [`choice-${id(4)}`]: '3', [`place-${id(5)}-3`]: '1', [`place-${id(5)}-1`]: '2' })
    expect(sent.status).toBe(303)
    const receipt = await (await app.get(sent.headers.get('location') ?? '')).text()
    for (const text of ['Neighbours', 'At low tide.', '<ol><li lang="en" dir="auto">Rest</li><li lang="en" dir="auto">Light</li></ol>']) expect(receipt).toContain(text)
    expect(await app.json(`/${forum.slug}/2026/contributions/C-1`)).toMatchObject({
      answers: [{ number: 2, text: 'At low tide.' }],
      choices: [{ number: 2, chosen: [{ number: 2, text: 'Night' }] }, { number: 3, kind: 'several' }, { number: 4 }, { number: 5, chosen: [{ text: 'Rest' }, { text: 'Light' }] }],
      whatBecameOfIt: [{ ref: '2026/C-1/2' }],
    })
  })
})

describe('the results of a call', () => {
  test('of an unknown call are not found', async () => {
    const { forum } = await setUp()
    for (const ending of ['', '.json', '.csv']) expect((await app.get(`/${forum.slug}/2026/calls/other/results${ending}`)).status).toBe(404)
  })

  test('are counted from what was sent, as page, data and table', async () => {
    const { page, id, fields } = await setUp()
    for (const [choice, first, second] of [['1', '1', '2'], ['1', '2', '1'], ['3', '1', '']]) {
      const sent = await app.post(`${page}/contribute`, { ...fields, formKey: newId(), [`choice-${id(4)}`]: choice ?? '', [`place-${id(5)}-1`]: first ?? '', [`place-${id(5)}-2`]: second ?? '' })
      expect(sent.status).toBe(303)
    }
    expect(await app.json(`${page}/results`)).toMatchObject({
      contributions: 3,
      questions: [{ number: 2, answered: 0, asked: 3 }, { number: 3 }, { number: 4, answered: 3, mean: 5 / 3, median: 1, options: [{ count: 2, share: 2 / 3 }, { count: 0 }, { count: 1 }] }, { number: 5, options: [{ text: 'Light', points: 8 }, { text: 'Noise', points: 5 }, { text: 'Rest', points: 0 }] }],
    })
    const html = await (await app.get(`${page}/results`)).text()
    for (const text of ['Answered in 3 of 3 contributions.', 'Borda’s rule', 'Mean step 1.67, median 1.', '67%']) expect(html).toContain(text)
    const csv = await app.get(`${page}/results.csv`)
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect((await csv.text()).split('\r\n').filter((line) => line.startsWith('5,'))).toEqual(['5,What first?,ranking,3,3,1,Light,3,1,1.3333,8', '5,What first?,ranking,3,3,2,Noise,2,0.6667,1.5,5', '5,What first?,ranking,3,3,3,Rest,0,0,,0'])
  })

  test('a call that asks in words alone says so', async () => {
    const { forum, cycle } = await app.seedForum()
    await buildCall(app.db, cycle, app.now)
    expect(await (await app.get(`/${forum.slug}/2026/calls/main/results`)).text()).toContain('no closed questions')
  })
})

test('the desk makes a question of each kind, and is told what a closed one lacks', async () => {
  const { desk, cookie, cycle } = await setUp()
  const fields = { title: 'Survey', slug: 'survey', introduction: 'Tell us.', isSoft: 'soft', isSurvey: 'survey', 'questions.0.text': 'Loud?', 'questions.0.kind': 'one', 'questions.0.options': 'Yes', 'questions.0.isRequired': 'yes', 'questions.1.text': 'Why?', 'questions.1.kind': 'open', 'questions.1.lengthLimit': 'many' }
  const refused = await (await app.post(`${desk}/new`, fields, { cookie })).text()
  for (const sentence of ['needs at least two options', 'not a number of characters']) expect(refused).toContain(sentence)
  expect((await app.post(`${desk}/new`, { ...fields, 'questions.0.options': 'Yes\r\n\r\n No ', 'questions.1.lengthLimit': '500' }, { cookie })).status).toBe(303)
  const call = await findCall(app.db, cycle.id, 'survey')
  expect(call).toMatchObject({ isSurvey: true, questions: [{ kind: 'one', isRequired: true, options: [{ number: 1, text: 'Yes' }, { number: 2, text: 'No' }] }, { kind: 'open', lengthLimit: 500, options: [] }] })
  expect(await (await app.get(`${desk}/survey/edit`, { cookie })).text()).toContain('Yes\nNo</textarea>')
})
