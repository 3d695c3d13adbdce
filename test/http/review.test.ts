import { beforeAll, describe, expect, test } from 'vitest'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { transact } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { unscopedListOutbox } from '../../src/record/queries.ts'
import { closeReview } from '../../src/review/commands.ts'
import { listComments } from '../../src/review/comments/queries.ts'
import type { Review } from '../../src/review/model.ts'
import { answerComment } from '../../src/procedures/answer-comment.ts'
import { buildComment, buildReview, buildVersion, type BuiltVersion } from '../../src/review/testing.ts'
import type { Instant, PlainDate } from '../../src/shared/time.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
const { db } = app
let forum: Forum
let cycle: Cycle
let version: BuiltVersion
let review: Review
let base: string

beforeAll(async () => {
  ;({ forum, cycle } = await app.seedForum())
  version = await buildVersion(db, cycle, ['Harbours publish their rules.', 'A quiet hour has support.', 'Moorings cost money.', 'Nobody asked the islands.', 'It ends here.', '港口应当公布规则。'], app.now)
  review = await buildReview(db, cycle, version.versionId, app.now, { closesOn: '2026-11-20' as PlainDate, title: 'Review of draft 1' })
  base = `/${forum.slug}/2026/reviews/${review.number}`
})

const filled = (over: Record<string, string> = {}) => ({
  formKey: newId(),
  target: 'paragraphs',
  paragraphs: '2',
  missingWhere: '',
  type: 'general',
  text: 'Say until when the quiet hour lasts.',
  proposal: '',
  author: 'Ama <b>Mensah</b>',
  organisation: '',
  stakeholderGroup: 'Civil Society',
  regionalGroup: 'AFG',
  language: 'en',
  consent: 'full',
  mail: '',
  ...over,
})

const answer = (commentId: Awaited<ReturnType<typeof buildComment>>['commentId'], revision = 0, over: { reason?: string; changed?: number[] } = {}) =>
  transact(db, (tx) =>
    answerComment(tx, SYSTEM, { commentId, cycleSlug: '2026', documentId: version.documentId, disposition: 'accepted', reason: over.reason ?? 'It was unclear.', revision, changedIn: 'working', changed: over.changed ?? [], duplicateOf: '' }, app.now),
  )

describe('addresses that name nothing', () => {
  test.each(['reviews/99', 'reviews/x', 'reviews/1/paragraphs/99', 'reviews/1/paragraphs/0', 'reviews/99/comments', 'reviews/99/comment', 'comments/R-99', 'comments/C-1', 'comments/R-99/mine/x'])('%s answers 404', async (path) => {
    expect((await app.get(`/${forum.slug}/2026/${path}`)).status).toBe(404)
  })
})

describe('a comment by the form is refused, and what was typed is kept', () => {
  test.each([
    ['without text', { text: '  ' }, 'text', 'Please fill this in'],
    ['without a choice about the name', { consent: '' }, 'consent', 'Please fill this in'],
    ['on paragraphs without a number', { paragraphs: '' }, 'paragraphs', 'Please fill this in'],
    ['on what is no number', { paragraphs: 'the third' }, 'paragraphs', 'Write the numbers of paragraphs'],
    ['on a paragraph that is not there', { paragraphs: '2, 8-9' }, 'paragraphs', 'The text has no ¶ 8, 9.'],
    ['on more paragraphs than can be named', { paragraphs: '1-999' }, 'paragraphs', 'At most 60 paragraphs'],
    ['that is too long', { text: 'x'.repeat(20_001) }, 'text', '20,001 characters'],
    ['with control characters', { text: 'a\u0007b' }, 'text', 'invisible control characters'],
    ['with a group that is not on the list', { stakeholderGroup: 'Pirates' }, 'stakeholderGroup', 'Choose one of the values offered'],
    ['with a region that is not on the list', { regionalGroup: 'MOON' }, 'regionalGroup', 'Choose one of the values offered'],
    ['with what is no mail address', { mail: 'me at home' }, 'mail', 'does not look like a mail address'],
    ['with a form key that is none', { formKey: 'again' }, 'formKey', 'not here any more'],
  ])('%s', async (_what, over, field, sentence) => {
    const before = (await listComments(db, cycle.id)).length
    const response = await app.post(`${base}/comment`, filled({ author: 'Kept as typed', ...over }))
    const page = await response.text()
    expect(response.status).toBe(422)
    expect(page).toContain(sentence)
    expect(page).toContain(`#field-${field}`)
    expect(page).toContain('value="Kept as typed"')
    expect(await listComments(db, cycle.id)).toHaveLength(before)
  })

  test('after the desk closed the review, saying when', async () => {
    const other = await buildVersion(db, cycle, ['One.'], app.now)
    const closed = await buildReview(db, cycle, other.versionId, app.now)
    await transact(db, (tx) => closeReview(tx, SYSTEM, { reviewId: closed.id }, app.now))
    const response = await app.post(`/${forum.slug}/2026/reviews/${closed.number}/comment`, filled({ paragraphs: '1', text: 'Too late, but kept.' }))
    const page = await response.text()
    expect(response.status).toBe(422)
    expect(page).toContain('This review was closed on 2 November 2026')
    expect(page).toContain('Too late, but kept.')
    expect(await (await app.get(`/${forum.slug}/2026/reviews/${closed.number}`)).text()).not.toContain('/comment?p=')
  })

  test('from another site', async () => {
    expect((await app.post(`${base}/comment`, filled(), { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403)
  })
})

describe('a comment by the form', () => {
  test('begins with the paragraph that the address names, quoted', async () => {
    const page = await (await app.get(`${base}/comment?p=2`)).text()
    expect(page).toContain('A quiet hour has support.')
    expect(page).toContain('value="2"')
    expect(page).toMatch(/name="formKey" value="[0-9a-f-]{36}"/u)
  })

  test('is taken once by two clicks, leads to its receipt, and is on the next read of every page', async () => {
    await app.get(base)
    const fields = filled({ paragraphs: '2, 5', mail: 'ama@example.org' })
    const [first, second] = await Promise.all([app.post(`${base}/comment`, fields), app.post(`${base}/comment`, fields)])
    expect([first.status, second.status]).toEqual([303, 303])
    const receipt = first.headers.get('location') ?? ''
    expect(second.headers.get('location')).toBe(receipt)
    const ref = /R-\d+/u.exec(receipt)?.[0] ?? 'none'
    const mine = await app.get(receipt)
    expect(mine.headers.get('cache-control')).toBe('no-store')
    expect(await mine.text()).toContain(`2026/${ref}`)
    const page = await (await app.get(base)).text()
    expect(page).toContain('Say until when the quiet hour lasts.')
    expect(page).toContain('Ama &lt;b&gt;Mensah&lt;/b&gt;')
    expect(await (await app.get(`${base}/paragraphs/5`)).text()).toContain(ref)
    expect(await app.json(`/${forum.slug}/2026/comments/${ref}`)).toMatchObject({ ref: `2026/${ref}`, author: 'Ama <b>Mensah</b>', state: 'open', paragraphs: [{ number: 2 }, { number: 5 }], response: null, satisfied: null })
    const [mail] = (await unscopedListOutbox(db, 50)).filter(({ recipient }) => recipient === 'ama@example.org')
    expect(mail?.body).toContain(`http://localhost:8080${receipt}`)
    expect(await (await app.get(`/${forum.slug}/2026/comments/${ref}`)).text()).not.toContain('ama@example.org')
  })

  test('after the soft date is taken and marked late', async () => {
    const before = app.now
    app.now = '2026-11-22T10:00:00.000Z' as Instant
    expect(await (await app.get(`${base}/comment`)).text()).toContain('marked as late')
    const response = await app.post(`${base}/comment`, filled())
    app.now = before
    const ref = /R-\d+/u.exec(response.headers.get('location') ?? '')?.[0] ?? 'none'
    expect(await app.json(`/${forum.slug}/2026/comments/${ref}`)).toMatchObject({ late: true })
  })

  test('without consent to the name shows the words and the group alone', async () => {
    const response = await app.post(`${base}/comment`, filled({ consent: 'without-name', author: 'Nobody Knows', target: 'missing', missingWhere: 'after ¶ 3', text: 'Who pays?' }))
    const ref = /R-\d+/u.exec(response.headers.get('location') ?? '')?.[0] ?? 'none'
    for (const path of [base, `${base}/comments`, `${base}/comments.json`, `/${forum.slug}/2026/comments/${ref}`, `/${forum.slug}/2026/comments/${ref}.json`]) {
      const body = await (await app.get(path)).text()
      expect(body).toContain('Who pays?')
      expect(body).not.toContain('Nobody Knows')
    }
  })
})

describe('behind the secret link', () => {
  test('a wrong token finds nothing', async () => {
    const { number } = await buildComment(db, review, app.now)
    expect((await app.get(`/${forum.slug}/2026/comments/R-${number}/mine/${'0'.repeat(64)}`)).status).toBe(404)
    expect((await app.post(`/${forum.slug}/2026/comments/R-${number}/mine/${'0'.repeat(64)}`, { act: 'withdraw' })).status).toBe(404)
  })

  test('one says whether one is satisfied with the response one saw, and withdraws', async () => {
    const sent = await app.post(`${base}/comment`, filled({ text: 'Unclear to me.' }))
    const mine = sent.headers.get('location') ?? ''
    const public_ = mine.replace(/\/mine\/.*$/u, '')
    const { id } = await app.json(public_)
    expect((await app.post(mine, { act: 'satisfied', satisfied: 'yes', revision: '1' })).status).toBe(422)
    await answer(id as never)
    expect((await app.post(mine, { act: 'satisfied', satisfied: 'no', revision: '1' })).status).toBe(303)
    expect(await app.json(public_)).toMatchObject({ satisfied: false })
    await answer(id as never, 1, { reason: 'On reflection, changed.' })
    const stale = await app.post(mine, { act: 'satisfied', satisfied: 'yes', revision: '1' })
    expect(stale.status).toBe(422)
    expect(await stale.text()).toContain('The response was changed while you were here')
    expect(await app.json(public_)).toMatchObject({ satisfied: null, earlierResponses: [{ reason: 'It was unclear.' }] })
    expect((await app.post(mine, { act: 'withdraw', reason: 'My mistake' })).status).toBe(303)
    expect((await app.post(mine, { act: 'withdraw', reason: '' })).status).toBe(422)
    const page = await (await app.get(public_)).text()
    expect(page).toContain('The system answered comment')
    expect(page).toContain('Someone without an account withdrew comment')
    expect(page).not.toContain('Unclear to me.')
    expect(page).not.toContain('Mensah')
    expect(await app.json(public_)).toMatchObject({ state: 'withdrawn', text: '', author: null })
  })
})

describe('the pages of a review', () => {
  test('show the text with its numbers, the comments folded, and the same as data', async () => {
    await buildComment(db, review, app.now, { paragraphs: [6], text: '这里不清楚。', language: 'zh' })
    const page = await (await app.get(base)).text()
    expect(page).toContain('id="p6"')
    expect(page).toContain('<p lang="zh" dir="auto">这里不清楚。</p>')
    expect(page).toContain('<details class="rests beside" open="">')
    // The one script lets words be selected; nothing that people wrote is one.
    expect(page.match(/<script\b[^>]*>/gu)?.map((tag) => tag.includes('range-comment'))).toEqual([true])
    const data = await app.json(base)
    expect(data).toMatchObject({ review: review.number, closesOn: '2026-11-20', closedAt: null })
    expect(data['paragraphs']).toMatchObject([{ number: 1 }, { number: 2 }, { number: 3 }, { number: 4 }, { number: 5 }, { number: 6, text: '港口应当公布规则。' }])
    expect(await app.json(`/${forum.slug}/2026/reviews`)).toMatchObject({ reviews: expect.arrayContaining([expect.objectContaining({ review: review.number })]) as unknown })
    expect(await (await app.get(`/${forum.slug}/2026/reviews`)).text()).toContain('Review of draft 1')
  })

  test('fold what would be heavy onto a page for each paragraph', async () => {
    const heavy = await buildVersion(db, cycle, ['A short text.', 'Another.'], app.now)
    const opened = await buildReview(db, cycle, heavy.versionId, app.now)
    for (let turn = 0; turn < 4; turn++) await buildComment(db, opened, app.now, { paragraphs: [1], text: `Long ${'word '.repeat(3600)}` })
    await buildComment(db, opened, app.now, { target: 'whole', paragraphs: [], text: 'On all of it.' })
    const address = `/${forum.slug}/2026/reviews/${opened.number}`
    const page = await (await app.get(address)).text()
    expect(page).not.toContain('Long word')
    expect(page).toContain(`href="${address}/paragraphs/1">4 comments`)
    expect(page).toContain(`href="${address}/comments?target=whole">1 comment`)
    expect((await (await app.get(`${address}/paragraphs/1`)).text()).match(/Long word/gu)).toHaveLength(4)
  })

  test('are answered 304 when the reader has them, and anew once a comment has come', async () => {
    const first = await app.get(base)
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' }
    expect((await app.get(base, { headers })).status).toBe(304)
    await buildComment(db, review, app.now)
    expect((await app.get(base, { headers })).status).toBe(200)
  })

  test('the register is narrowed by group, kind, state and paragraph, and paged', async () => {
    const own = await buildVersion(db, cycle, ['One.', 'Two.'], app.now)
    const opened = await buildReview(db, cycle, own.versionId, app.now)
    const address = `/${forum.slug}/2026/reviews/${opened.number}/comments`
    for (let turn = 0; turn < 101; turn++) await buildComment(db, opened, app.now, { paragraphs: [1], stakeholderGroup: 'Government' })
    const technical = await buildComment(db, opened, app.now, { paragraphs: [2], type: 'technical', stakeholderGroup: undefined })
    await answer(technical.commentId)
    const count = async (search: string) => (await app.json(`${address}${search}`))['total']
    expect(await count('')).toBe(102)
    expect(await count('?group=Government')).toBe(101)
    expect(await count('?group=not+recorded')).toBe(1)
    expect(await count('?type=technical&group=&state=&p=')).toBe(1)
    expect(await count('?state=answered')).toBe(1)
    expect(await count('?p=2')).toBe(1)
    expect(await count('?p=77')).toBe(0)
    expect(await count('?type=nonsense')).toBe(102)
    expect((await app.json(`${address}?page=2`))['comments']).toHaveLength(2)
    expect(await (await app.get(address)).text()).toContain('page=2')
    expect(await (await app.get(`${address}?page=2`)).text()).toContain('Accepted')
  })

  test('in French have every text in French', async () => {
    const page = await (await app.get(base, { language: 'fr' })).text()
    expect(page).toContain('Ouverte aux commentaires jusqu’au')
    expect(page).toContain('Commenter')
  })
})
