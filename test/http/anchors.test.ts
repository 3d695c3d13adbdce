import { beforeAll, describe, expect, test } from 'vitest'
import { flatten } from '../../src/drafts/model.ts'
import { removeParagraph, reviseParagraph, addParagraphs } from '../../src/drafts/paragraphs/commands.ts'
import { loadWorkingText } from '../../src/drafts/queries.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { transact } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { freezeVersion } from '../../src/procedures/freeze-version.ts'
import { SYSTEM } from '../../src/record/model.ts'
import type { Review } from '../../src/review/model.ts'
import { buildComment, buildReview, buildVersion, type BuiltVersion } from '../../src/review/testing.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
const { db } = app
const LIGHTS = 'The harbour keeps two lights at its narrow entrance. They burn from dusk until the last ferry is in.'
const PILOTS = 'Pilots are trained together by the four towns. Their certificates hold on the whole coast.'
const CABLES = 'A damaged cable is reported to the office within an hour. The office tells every ship nearby.'
let forum: Forum
let cycle: Cycle
let version: BuiltVersion
let review: Review
let cookie: string
let desk: string
const comments: number[] = []

const send = (over: Record<string, string>) =>
  app.post(`/${forum.slug}/2026/reviews/${review.number}/comment`, { formKey: newId(), target: 'paragraphs', paragraphs: '1', type: 'general', text: 'Why two?', consent: 'without-name', ...over })

beforeAll(async () => {
  ;({ forum, cycle } = await app.seedForum())
  version = await buildVersion(db, cycle, [LIGHTS, CABLES, PILOTS, 'Short.'], app.now)
  review = await buildReview(db, cycle, version.versionId, app.now)
  cookie = await app.signIn('editor', forum.id)
  desk = `/desk/${forum.slug}/2026/anchors`
  for (const [paragraph, words] of [[1, 'two lights'], [2, 'every ship nearby'], [3, undefined]] as const) {
    const { number } = await buildComment(db, review, app.now, { paragraphs: [paragraph], quote: words === undefined ? undefined : { words } })
    comments.push(number)
  }
})

describe('words that a comment is on', () => {
  test.each([
    ['that are not in the paragraph', { quote: 'three lights' }, 'These words do not stand in the paragraph'],
    ['that stand there twice', { paragraphs: '2', quote: 'office' }, 'These words stand in the paragraph more than once'],
    ['of two paragraphs', { paragraphs: '1-2', quote: 'two lights' }, 'Words are quoted from one paragraph'],
  ])('%s are refused beside their field, and kept', async (_what, over, sentence) => {
    const response = await send(over)
    expect(response.status).toBe(422)
    const page = await response.text()
    for (const words of [sentence, `value="${over.quote}"`, 'Why two?']) expect(page).toContain(words)
  })

  test('are in the form that the address names, and are marked on the page of the comment', async () => {
    const form = await (await app.get(`/${forum.slug}/2026/reviews/${review.number}/comment?p=2&quote=office&at=${CABLES.lastIndexOf('office')}`)).text()
    expect(form).toContain('value="office"')
    const sent = await send({ paragraphs: '2', quote: 'office', quoteStart: String(CABLES.lastIndexOf('office')) })
    expect(sent.status).toBe(303)
    const number = Number(/R-(\d+)/u.exec(sent.headers.get('location') ?? '')?.[1])
    expect(await (await app.get(`/${forum.slug}/2026/comments/R-${number}`)).text()).toContain('The <mark>office</mark> tells')
    expect(await app.json(`/${forum.slug}/2026/comments/R-${number}`)).toMatchObject({ paragraphs: [{ range: { start: 62, end: 68, quote: 'office' }, carried: null }] })
    await app.post(`/desk/${forum.slug}/2026/comments/R-${number}/withdraw`, { reason: 'A try' }, { cookie })
  })
})

describe('in the next version', () => {
  beforeAll(async () => {
    const { documentId } = version
    const [first, second, third] = flatten(await loadWorkingText(db, documentId))
    if (first === undefined || second === undefined || third === undefined) throw new Error('The text is too short')
    const at = ({ id, revision }: typeof first) => ({ documentId, paragraphId: id, revision })
    await transact(db, async (tx) => {
      await reviseParagraph(tx, SYSTEM, { ...at(first), text: LIGHTS.replace('two lights', 'three lights') }, app.now)
      await reviseParagraph(tx, SYSTEM, { ...at(second), text: 'A damaged cable is reported within an hour. All vessels hear of it by radio.' }, app.now)
      await removeParagraph(tx, SYSTEM, at(third), app.now)
      await addParagraphs(tx, SYSTEM, { documentId, sectionId: third.sectionId, after: 'end', text: PILOTS }, app.now)
      const frozen = await freezeVersion(tx, SYSTEM, { documentId, title: 'Draft 2', note: '' }, app.now)
      if ('refusal' in frozen) throw new Error(frozen.refusal)
    })
  })

  test('the page and the register of comments say where each stands, how that was found, and what waits for a person', async () => {
    const page = await (await app.get(`/${forum.slug}/2026/comments/R-${comments[0]}`)).text()
    for (const words of ['carried automatically, by its words', '<mark>two lights</mark>', '<del>two</del><ins>three</ins>']) expect(page).toContain(words)
    expect(await app.json(`/${forum.slug}/2026/comments/R-${comments[0]}`)).toMatchObject({ paragraphs: [{ carried: { state: 'changed', method: 'quote', automatic: true, places: [{ number: 1, range: { start: 18, end: 30 } }] } }] })
    expect(await app.json(`/${forum.slug}/2026/comments/R-${comments[1]}`)).toMatchObject({ paragraphs: [{ carried: { state: 'doubtful', places: [], candidates: [{ number: 2 }] } }] })
    const register = `/${forum.slug}/2026/reviews/${review.number}/comments`
    expect(await (await app.get(register)).text()).toContain('in Draft 2: ¶ 1 changed')
    expect(await app.json(register)).toMatchObject({ comments: [{ carried: { version: 2, anchors: [{ state: 'changed' }] } }, { carried: { anchors: [{ state: 'doubtful' }] } }, { carried: { anchors: [{ state: 'doubtful', candidates: [{ number: 4 }] }] } }, {}] })
  })

  test('the list of what waits is closed to who may not answer comments', async () => {
    for (const path of [desk, `${desk}/${version.documentSlug}`]) {
      expect((await app.get(path)).status).toBe(403)
      expect((await app.get(path, { cookie: await app.signIn('rapporteur', forum.id) })).status).toBe(403)
    }
    expect((await app.post(`${desk}/${version.documentSlug}`, {})).status).toBe(403)
    expect((await app.get(`${desk}/no-such-document`, { cookie })).status).toBe(404)
  })

  test('one click settles the likeliest of a page; what is wrong is said beside it and nothing is settled', async () => {
    expect(await (await app.get(desk, { cookie })).text()).toContain('2 a person has yet to say where it stands')
    const [, second, third] = comments
    const list = `${desk}/${version.documentSlug}`
    const page = await (await app.get(list, { cookie })).text()
    expect(page).toMatch(/value="candidate-1" checked/u)
    const fields = (over: Record<string, string>) => ({ [`revision-${second}-1`]: '1', [`verdict-${second}-1`]: 'deleted', [`revision-${third}-1`]: '1', [`verdict-${third}-1`]: 'candidate-1', ...over })
    for (const [over, sentence] of [
      [{ [`verdict-${second}-1`]: 'other', [`other-${second}-1`]: '77' }, 'The version has no such paragraph'],
      [{ [`verdict-${second}-1`]: 'other' }, 'Please fill this in'],
      [{ [`verdict-${second}-1`]: 'candidate-99' }, 'Choose one of the values offered'],
      [{ [`verdict-${second}-1`]: 'later', [`verdict-${third}-1`]: 'later' }, 'Say of at least one comment where it stands'],
      [{ [`revision-${second}-1`]: '9' }, `Somebody said meanwhile where 2026/R-${second} stands`],
    ] as const) {
      const response = await app.post(list, fields(over), { cookie })
      expect([response.status, (await response.text()).includes(sentence)], sentence).toEqual([422, true])
    }
    expect((await app.post(list, fields({}), { cookie })).status).toBe(303)
    expect(await app.json(`/${forum.slug}/2026/comments/R-${third}`)).toMatchObject({ paragraphs: [{ carried: { state: 'placed', method: 'person', automatic: false, places: [{ number: 4 }] } }] })
    expect(await (await app.get(list, { cookie })).text()).toContain('Nothing waits for a person here.')
  })

  test('what was carried automatically can be taken back, and put elsewhere', async () => {
    const [first] = comments
    const list = `${desk}/${version.documentSlug}?comment=R-${first}`
    expect(await (await app.get(`/desk/${forum.slug}/2026/comments/R-${first}`, { cookie })).text()).toContain(list)
    expect(await (await app.get(list, { cookie })).text()).toContain('where it was carried: ¶ 1, changed')
    expect((await app.post(list, { [`revision-${first}-1`]: '1', [`verdict-${first}-1`]: 'doubtful' }, { cookie })).status).toBe(303)
    expect(await app.json(`/${forum.slug}/2026/comments/R-${first}`)).toMatchObject({ paragraphs: [{ carried: { state: 'doubtful', method: 'person', candidates: [{ number: 1 }] } }] })
    expect((await app.post(list, { [`revision-${first}-1`]: '2', [`verdict-${first}-1`]: 'other', [`other-${first}-1`]: '2, 4' }, { cookie })).status).toBe(303)
    const page = await (await app.get(`/${forum.slug}/2026/comments/R-${first}`)).text()
    for (const words of ['placed by a person', `said where 2026/R-${first} stands in version 2`]) expect(page).toContain(words)
  })
})
