import { beforeAll, describe, expect, test } from 'vitest'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { transact } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { takeReviewInto } from '../../src/procedures/take-review-into.ts'
import { buildComment, buildReview, buildVersion } from '../../src/review/testing.ts'
import { testApplication } from '../harness/application.ts'
import { formsOf } from '../harness/forms.ts'

/** A review without forum, call or cycle set up by hand; and what becomes of its addresses when it is taken into a forum. */

const app = await testApplication()
let cookie: string
let forum: Forum
let cycle: Cycle

beforeAll(async () => {
  ;({ forum, cycle } = await app.seedForum())
  cookie = await app.signIn('secretariat', null)
})

const TEXT = '# Rules of the harbour\n\nBoats are moored for a fee.\n\nThe lights burn all night.\n\n## Prices\n\nThe fee is high.'
const begin = (over: Record<string, string | Blob> = {}) => app.post('/desk/new-review', { formKey: newId(), title: '', language: 'en', text: TEXT, ...over }, { cookie })
const page = async (path: string) => (await app.get(path, { cookie })).text()

/** A review that is open, from its text alone. Answers the page that leads through it, and its own address. */
async function open(title: string): Promise<{ alone: string; base: string }> {
  const alone = (await begin({ title })).headers.get('location') ?? ''
  const opened = await app.post(alone, { act: 'open', formKey: newId(), introduction: 'Say what is wrong.', closesOn: '2026-12-01' }, { cookie })
  expect(opened.headers.get('location')).toBe(alone)
  return { alone, base: alone.slice('/desk'.length).replace(/\/alone$/u, '') }
}

describe('a review by itself', () => {
  test('is begun by the secretariat alone, with a text', async () => {
    expect((await app.get('/desk/new-review')).status).toBe(403)
    expect((await app.get('/desk/new-review', { cookie: await app.signIn('editor', forum.id) })).status).toBe(403)
    for (const [over, sentence] of [[{ text: ' ' }, 'Choose a file, or paste the text'], [{ language: 'xx-yy-zz-nonsense!' }, 'Choose one of'], [{ file: new Blob(['\u0000\u0001'], { type: 'application/pdf' }), text: 'Kept words.' }, 'Kept words.']] as const) {
      const refused = await begin(over)
      expect(refused.status).toBe(422)
      expect(await refused.text()).toContain(sentence)
    }
    expect(await (await app.get('/desk', { cookie })).text()).toContain('href="/desk/new-review"')
  })

  test('leads from the text to the open review; sent twice it is one; named by its first heading', async () => {
    const formKey = newId()
    const [first, second] = [await begin({ formKey }), await begin({ formKey })]
    const alone = first.headers.get('location') ?? ''
    expect(alone).toBe('/desk/rules-of-the-harbour/2026/alone')
    expect(second.headers.get('location')).toBe(alone)
    expect((await begin()).headers.get('location')).toBe('/desk/rules-of-the-harbour-2/2026/alone')
    const shown = await page(alone)
    expect(shown).toContain('3 paragraphs were read')
    expect(shown).toContain('The lights burn all night.')
    expect((await app.get(alone)).status).toBe(403)
    expect((await app.get('/rules-of-the-harbour/2026/reviews/1')).status).toBe(404)
    const refused = await app.post(alone, { act: 'open', formKey: newId(), introduction: 'Kept.', closesOn: '2020-01-01' }, { cookie })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('Kept.</textarea>')
    for (let clicks = 0; clicks < 2; clicks++) expect((await app.post(alone, { act: 'open', formKey: newId(), introduction: '', closesOn: '' }, { cookie })).status).toBe(303)
    expect(await app.json('/rules-of-the-harbour/2026/reviews')).toMatchObject({ reviews: [{ review: 1, title: 'Rules of the harbour', comments: 0 }] })
    expect(await page(alone)).toContain('http://localhost:8080/rules-of-the-harbour/2026/reviews/1')
  })

  test('takes comments by its link, which are answered and stand in the table', async () => {
    const { alone, base } = await open('Fees')
    const [form] = formsOf(await (await app.get(`${base}/reviews/1/comment?p=3`)).text())
    expect(form?.fields.map(({ name }) => name)).toContain('text')
    const sent = await app.post(`${base}/reviews/1/comment`, { formKey: newId(), target: 'paragraphs', paragraphs: '3', type: 'general', text: 'Say how high.', consent: 'without-name' })
    expect(sent.status).toBe(303)
    expect(await page(alone)).toContain('1 waits for an answer')
    await app.post(`/desk${base}/comments/R-1`, { act: 'answer', revision: '0', proposal: '0', disposition: 'noted', reason: 'It is known.', changed: '', changedIn: 'working', duplicateOf: '' }, { cookie })
    expect(await page(alone)).toContain('none waits for an answer')
    expect(await app.json(`${base}/reviews/1/dispositions`)).toMatchObject({ total: 1, rows: [{ response: { disposition: 'noted', reason: 'It is known.' } }] })
    expect(await (await app.get(`${base}/reviews/1/dispositions.csv`)).text()).toContain('It is known.')
  })
})

describe('taken into a cycle of a forum', () => {
  test('it is there with every comment, and every old address leads to it', async () => {
    const own = await buildReview(app.db, cycle, (await buildVersion(app.db, cycle, ['Of the forum.'], app.now)).versionId, app.now)
    for (const text of ['One of the forum.', 'Two of the forum.']) await buildComment(app.db, own, app.now, { text, paragraphs: [1] })
    const { alone, base } = await open('To be taken')
    const sent = await app.post(`${base}/reviews/1/comment`, { formKey: newId(), target: 'paragraphs', paragraphs: '2', type: 'general', text: 'Taken along.', consent: 'full', author: 'Ama', mail: 'ama@example.org' })
    const mine = sent.headers.get('location') ?? ''
    expect(mine).toContain(`${base}/comments/R-1/mine/`)
    expect((await app.post(alone, { act: 'take', into: newId() }, { cookie })).status).toBe(422)
    const taken = await app.post(alone, { act: 'take', into: cycle.id }, { cookie })
    const target = `/${forum.slug}/2026`
    expect(taken.headers.get('location')).toBe(`/desk${target}/reviews`)
    expect(await app.json(`${target}/comments/R-3`)).toMatchObject({ text: 'Taken along.', review: 2 })
    expect(await app.json(`${target}/comments/R-1`)).toMatchObject({ text: 'One of the forum.' })
    const leads = async (path: string) => {
      const response = await app.get(path, { cookie })
      return [response.status, response.headers.get('location')]
    }
    for (const [before, after] of [
      [`${base}/comments/R-1`, `${target}/comments/R-3`],
      [`${base}/comments/R-1.json`, `${target}/comments/R-3.json`],
      [`${base}/reviews/1/comments?page=1`, `${target}/reviews/2/comments?page=1`],
      [`${base}/reviews`, `${target}/reviews`],
      [`${base}/documents/text/versions/1`, `${target}/documents/text/versions/1`],
      [mine, mine.replace(`${base}/comments/R-1`, `${target}/comments/R-3`)],
      [`/desk${base}/comments/R-1`, `/desk${target}/comments/R-3`],
      [base, target],
      [`${base}/contributions`, target],
    ] as const) expect([before, ...(await leads(before))]).toEqual([before, 301, after])
    // The secret link goes on opening what it opened.
    expect(await (await app.get(mine.replace(`${base}/comments/R-1`, `${target}/comments/R-3`))).text()).toContain('Taken along.')
    expect((await app.get(`${base}/comments/R-9`)).headers.get('location')).toBe(target)
    const again = await app.db.selectFrom('forums_cycle').select('id').where('moved_to', '=', target.slice(1)).executeTakeFirstOrThrow()
    expect(await transact(app.db, (tx) => takeReviewInto(tx, SYSTEM, { from: again.id, into: cycle.id }, app.now))).toEqual({ refusal: 'moved-already' })
  })

  test('a cycle of a forum, and one that holds more than a review, are not moved', async () => {
    const other = await app.seedForum()
    expect(await transact(app.db, (tx) => takeReviewInto(tx, SYSTEM, { from: cycle.id, into: other.cycle.id }, app.now))).toEqual({ refusal: 'more-than-a-review' })
    expect(await transact(app.db, (tx) => takeReviewInto(tx, SYSTEM, { from: cycle.id, into: cycle.id }, app.now))).toEqual({ refusal: 'no-such-cycle' })
  })
})
