import { beforeAll, describe, expect, test } from 'vitest'
import { mergeParagraphs, reviseParagraph } from '../../src/drafts/paragraphs/commands.ts'
import { loadWorkingText } from '../../src/drafts/queries.ts'
import { flatten } from '../../src/drafts/model.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { transact } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { buildComment, buildFrozen, buildReview, buildVersion, type BuiltVersion } from '../../src/review/testing.ts'
import type { Review } from '../../src/review/model.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
const { db } = app
let forum: Forum
let cycle: Cycle
let version: BuiltVersion
let review: Review
let desk: string
let cookie: string

beforeAll(async () => {
  ;({ forum, cycle } = await app.seedForum())
  version = await buildVersion(db, cycle, ['One paragraph. With two sentences.', 'Two.', 'Three.', 'Four.'], app.now)
  review = await buildReview(db, cycle, version.versionId, app.now)
  desk = `/desk/${forum.slug}/2026`
  cookie = await app.signIn('editor', forum.id)
})

const answerFields = (over: Record<string, string> = {}) => ({ revision: '0', disposition: 'accepted', reason: 'Clearer now.', changed: '', changedIn: 'working', duplicateOf: '', ...over })
const openFields = (over: Record<string, string> = {}) => ({ version: version.versionId, title: 'A review', introduction: '', closesOn: '', ...over })

describe('the desk of reviews is closed', () => {
  test.each(['reviews', 'reviews/open', 'reviews/1', 'reviews/1/enter', 'comments', 'comments/R-1', 'comments/R-1/withdraw'])('to who is not signed in, and to who has no such role: %s', async (path) => {
    await buildComment(db, review, app.now)
    expect((await app.get(`${desk}/${path}`)).status).toBe(403)
    expect((await app.get(`${desk}/${path}`, { cookie: await app.signIn('member', forum.id) })).status).toBe(403)
    const elsewhere = await app.seedForum()
    expect((await app.get(`${desk}/${path}`, { cookie: await app.signIn('editor', elsewhere.forum.id) })).status).toBe(403)
  })

  test('and takes nothing from them', async () => {
    expect((await app.post(`${desk}/reviews/${review.number}`, { act: 'close' })).status).toBe(403)
    expect((await app.post(`${desk}/comments/R-1`, answerFields())).status).toBe(403)
  })
})

describe('a review', () => {
  test.each([
    ['of a version that is not there', { version: newId() }, 'Choose one of the values offered'],
    ['without a title', { title: '' }, 'Please fill this in'],
    ['until a day that is over', { closesOn: '2026-10-01' }, 'This day is over everywhere'],
    ['until what is no day', { closesOn: '2026-02-30' }, 'not a day of the calendar'],
    ['of a version that is open to comment already', {}, 'open to comment already'],
  ])('%s is not opened', async (_what, over, sentence) => {
    const response = await app.post(`${desk}/reviews/open`, openFields(over), { cookie })
    expect(response.status).toBe(422)
    expect(await response.text()).toContain(sentence)
  })

  test('is opened, closed once, and reopened', async () => {
    const other = await buildVersion(db, cycle, ['Text.'], app.now)
    expect(await (await app.get(`${desk}/reviews/open`, { cookie })).text()).toContain(other.versionId)
    expect((await app.post(`${desk}/reviews/open`, openFields({ version: other.versionId, title: 'Second look', closesOn: '2026-12-01' }), { cookie })).status).toBe(303)
    const list = await (await app.get(`${desk}/reviews`, { cookie })).text()
    expect(list).toContain('Second look')
    const number = Number(/\/reviews\/(\d+)">Second look/u.exec(list)?.[1])
    const address = `${desk}/reviews/${number}`
    expect(await (await app.get(address, { cookie })).text()).toContain('value="close"')
    expect((await app.post(address, { act: 'close' }, { cookie })).status).toBe(303)
    const again = await app.post(address, { act: 'close' }, { cookie })
    expect(again.status).toBe(422)
    expect(await again.text()).toContain('closed already')
    expect((await app.post(address, { act: 'reopen' }, { cookie })).status).toBe(303)
    expect(await app.json(`/${forum.slug}/2026/reviews/${number}`)).toMatchObject({ closedAt: null, closesOn: '2026-12-01' })
  })
})

describe('what came by other ways', () => {
  const entered = (over: Record<string, string> = {}) => ({
    formKey: newId(), channel: 'paper', receivedBy: '2026-11-01', target: 'whole', paragraphs: '', missingWhere: '', type: 'editorial', text: 'Far too long.',
    proposal: '', author: 'A. Writer', organisation: '', stakeholderGroup: '', regionalGroup: 'none', language: '', consent: 'not-at-all', mail: '', ...over,
  })

  test.each([
    [{ receivedBy: '2026-12-24' }, 'This day has not come yet'],
    [{ receivedBy: 'lately' }, 'not a day of the calendar'],
    [{ channel: 'web' }, 'Choose one of the values offered'],
    [{ stakeholderGroup: 'Pirates' }, 'Choose one of the values offered'],
  ])('is refused with %o', async (over, sentence) => {
    const response = await app.post(`${desk}/reviews/${review.number}/enter`, entered(over), { cookie })
    expect(response.status).toBe(422)
    expect(await response.text()).toContain(sentence)
  })

  test('is entered, counted in public, and read at the desk alone where nothing may be published', async () => {
    expect(await (await app.get(`${desk}/reviews/${review.number}/enter`, { cookie })).text()).toContain('value="2026-11-02"')
    const response = await app.post(`${desk}/reviews/${review.number}/enter`, entered(), { cookie })
    expect(response.status).toBe(303)
    const address = response.headers.get('location') ?? ''
    expect(await (await app.get(address, { cookie })).text()).toContain('Far too long.')
    const ref = /R-\d+/u.exec(address)?.[0] ?? 'none'
    expect(await app.json(`/${forum.slug}/2026/comments/${ref}`)).toMatchObject({ channel: 'paper', receivedBy: '2026-11-01', text: '', author: null })
    expect(await (await app.get(`/${forum.slug}/2026/comments/${ref}`)).text()).toContain('its words are not public')
  })
})

describe('answering', () => {
  test.each([
    [{ disposition: '' }, 'Please fill this in'],
    [{ disposition: 'ignored' }, 'Choose one of the values offered'],
    [{ reason: ' ' }, 'Please fill this in'],
    [{ changed: '9' }, 'The text has no ¶ 9'],
    [{ changed: 'all' }, 'Write the numbers of paragraphs'],
    [{ changed: '1', changedIn: '12' }, 'There is no such version'],
    [{ disposition: 'duplicate' }, 'Please fill this in'],
    [{ disposition: 'duplicate', duplicateOf: 'R-999' }, 'No comment that stands'],
    [{ disposition: 'duplicate', duplicateOf: 'SELF' }, 'cannot say the same as itself'],
    [{ revision: '4' }, 'The response was changed while you were here'],
  ])('is refused with %o, and keeps the reason typed', async (over, sentence) => {
    const { number } = await buildComment(db, review, app.now)
    const fields = answerFields({ ...over, ...('duplicateOf' in over && over.duplicateOf === 'SELF' ? { duplicateOf: `R-${number}` } : {}) })
    const response = await app.post(`${desk}/comments/R-${number}`, fields, { cookie })
    const page = await response.text()
    expect(response.status).toBe(422)
    expect(page).toContain(sentence)
    expect(page).toContain(`${fields.reason}</textarea>`)
    expect(await app.json(`/${forum.slug}/2026/comments/R-${number}`)).toMatchObject({ response: null })
  })

  test('stands in public with its reason and the paragraph that changed, and leaves the list of what waits', async () => {
    const { number } = await buildComment(db, review, app.now, { text: 'Waiting for an answer.' })
    expect(await (await app.get(`${desk}/comments`, { cookie })).text()).toContain('Waiting for an answer.')
    expect((await app.post(`${desk}/comments/R-${number}`, answerFields({ changed: '2' }), { cookie })).status).toBe(303)
    const page = await (await app.get(`/${forum.slug}/2026/comments/R-${number}`)).text()
    expect(page).toContain('Accepted')
    expect(page).toContain('Clearer now.')
    expect(page).toContain(`versions/1#p2">¶ 2</a>`)
    expect(page).toContain('has not said whether this is satisfactory')
    expect(await (await app.get(`${desk}/comments`, { cookie })).text()).not.toContain('Waiting for an answer.')
    expect(await (await app.get(`${desk}/comments?state=answered`, { cookie })).text()).toContain('Waiting for an answer.')
    expect(await (await app.get(`${desk}/comments/R-${number}`, { cookie })).text()).toContain('value="2"')
  })

  test('points to the comment that says the same, both ways', async () => {
    const [one, two] = [await buildComment(db, review, app.now), await buildComment(db, review, app.now)]
    await app.post(`${desk}/comments/R-${two.number}`, answerFields({ disposition: 'duplicate', duplicateOf: `2026/R-${one.number}` }), { cookie })
    expect(await app.json(`/${forum.slug}/2026/comments/R-${two.number}`)).toMatchObject({ duplicateOf: `2026/R-${one.number}` })
    expect(await app.json(`/${forum.slug}/2026/comments/R-${one.number}`)).toMatchObject({ duplicates: [`2026/R-${two.number}`] })
    const page = await (await app.get(`/${forum.slug}/2026/comments/R-${one.number}`)).text()
    expect(page).toContain(`>2026/R-${two.number}</a>`)
  })

  test('a withdrawal on request is made once', async () => {
    const { number } = await buildComment(db, review, app.now)
    const address = `${desk}/comments/R-${number}/withdraw`
    expect((await app.get(address, { cookie })).status).toBe(200)
    expect((await app.post(address, { reason: 'Asked by mail' }, { cookie })).status).toBe(303)
    expect((await app.post(address, { reason: 'Asked by mail' }, { cookie })).status).toBe(422)
    expect((await app.post(`${desk}/comments/R-${number}`, answerFields(), { cookie })).status).toBe(422)
  })
})

test('a comment stays on its paragraph when the text moves on: unchanged, split and merged are told, never guessed', async () => {
  const own = await buildVersion(db, cycle, ['Intro.', 'First sentence. Second sentence.', 'Alpha.', 'Beta.'], app.now)
  const opened = await buildReview(db, cycle, own.versionId, app.now)
  const onSplit = await buildComment(db, opened, app.now, { paragraphs: [2] })
  const onMerged = await buildComment(db, opened, app.now, { paragraphs: [4] })
  const untouched = await buildComment(db, opened, app.now, { paragraphs: [1] })
  const working = flatten(await loadWorkingText(db, own.documentId))
  const [, second, third, fourth] = working
  if (second === undefined || third === undefined || fourth === undefined) throw new Error('The text is too short')
  await transact(db, (tx) => reviseParagraph(tx, SYSTEM, { documentId: own.documentId, paragraphId: second.id, revision: second.revision, text: 'First sentence.\n\nSecond sentence.' }, app.now))
  await transact(db, (tx) => mergeParagraphs(tx, SYSTEM, { documentId: own.documentId, paragraphId: third.id, revision: third.revision, nextRevision: fourth.revision }, app.now))
  const list = await (await app.get(`${desk}/comments`, { cookie })).text()
  const looks = (number: number) => new RegExp(`R-${number}</a>(?:(?!</li>).)*needs a look`, 'su').test(list)
  expect([looks(onSplit.number), looks(onMerged.number), looks(untouched.number)]).toEqual([true, true, false])
  expect(await (await app.get(`${desk}/comments/R-${onSplit.number}`, { cookie })).text()).toContain('Part of it is now ¶ 3.')
  expect(await (await app.get(`${desk}/comments/R-${onMerged.number}`, { cookie })).text()).toContain('It does not stand in the working text any more.')
  await buildFrozen(db, own.documentId, app.now)
  expect(await app.json(`/${forum.slug}/2026/comments/R-${onSplit.number}`)).toMatchObject({ paragraphs: [{ number: 2, text: 'First sentence. Second sentence.', now: { number: 2 }, wentOn: [{ kind: 'split', number: 3 }] }] })
  expect(await app.json(`/${forum.slug}/2026/comments/R-${onMerged.number}`)).toMatchObject({ paragraphs: [{ number: 4, now: null, wentOn: [{ kind: 'merge', number: 4 }] }] })
})

test('the list of comments says which it is, and leads to the others', async () => {
  await buildComment(db, review, app.now)
  const headOf = async (state: string) => {
    const html = await (await app.get(`${desk}/comments?state=${state}`, { cookie })).text()
    return [/<h1>([^<]*)/u.exec(html)?.[1], /aria-current="true">([^<0-9]*) \d+/u.exec(html)?.[1]]
  }
  expect(await headOf('open')).toEqual(['Comments to answer', 'To answer'])
  expect(await headOf('proposed')).toEqual(['Answers to confirm', 'To confirm'])
  expect(await headOf('answered')).toEqual(['Answered comments', 'Answered'])
  expect(await headOf('objected')).toEqual(['Answers that are objected to', 'Objected to'])
})
