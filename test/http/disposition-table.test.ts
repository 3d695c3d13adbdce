import { strFromU8, unzipSync } from 'fflate'
import { beforeAll, expect, test } from 'vitest'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { transact } from '../../src/platform/database.ts'
import { answerComment } from '../../src/procedures/answer-comment.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { withdrawComment } from '../../src/review/comments/commands.ts'
import { saySatisfied } from '../../src/review/responses/commands.ts'
import { buildComment, buildReview, buildVersion } from '../../src/review/testing.ts'
import type { Id } from '../../src/shared/ids.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
const { db } = app
let forum: Forum
let cycle: Cycle
let base: string

beforeAll(async () => {
  ;({ forum, cycle } = await app.seedForum())
  const version = await buildVersion(db, cycle, ['Harbours publish 😀 rules.', 'A quiet hour has support.', 'Moorings cost money.'], app.now)
  const review = await buildReview(db, cycle, version.versionId, app.now)
  base = `/${forum.slug}/2026/reviews/${review.number}`
  const send = (over: Parameters<typeof buildComment>[3]) => buildComment(db, review, app.now, over)
  const first = await send({ text: '=1+1, said & <b>done</b>\u0001', proposal: 'Harbours publish all rules.', paragraphs: [1, 2], organisation: 'Port "A"' })
  const second = await send({ text: '港口应当公布规则。', language: 'zh', consent: 'without-name', paragraphs: [3], type: 'editorial' })
  const withdrawn = await send({ text: 'Taken back.' })
  const silent = await send({ text: 'Only counted.', target: 'missing', paragraphs: [], missingWhere: 'After the quiet hour', consent: 'not-at-all' })
  const answer = (commentId: Id<'comment'>, over: { disposition: 'partly' | 'duplicate'; duplicateOf: string; changed: number[] }) =>
    transact(db, (tx) => answerComment(tx, SYSTEM, { commentId, cycleSlug: '2026', documentId: version.documentId, reason: 'As far as it goes.', revision: 0, changedIn: '1', ...over }, app.now))
  await answer(first.commentId, { disposition: 'partly', duplicateOf: '', changed: [2] })
  await answer(second.commentId, { disposition: 'duplicate', duplicateOf: 'R-1', changed: [] })
  await answer(silent.commentId, { disposition: 'partly', duplicateOf: '', changed: [] })
  await transact(db, (tx) => withdrawComment(tx, SYSTEM, { commentId: withdrawn.commentId, cycleSlug: '2026', reason: undefined }, app.now))
  for (const { commentId } of [first, silent]) await transact(db, (tx) => saySatisfied(tx, SYSTEM, { commentId, cycleSlug: '2026', isSatisfied: false, words: 'Not far enough.', revision: 1 }, app.now))
})

const text = async (path: string) => (await app.get(`${base}/${path}`)).text()

test('of a review that is not there there is no table in any form', async () => {
  for (const name of ['dispositions', 'dispositions.csv', 'dispositions.xlsx', 'dispositions.docx', 'annotations.jsonld', 'comments.atom']) {
    expect((await app.get(`/${forum.slug}/2026/reviews/99/${name}`)).status, name).toBe(404)
  }
})

test('the table has each comment with what became of it, and of what is not public no word', async () => {
  const page = await text('dispositions')
  expect(page).toContain('=1+1, said &amp; &lt;b&gt;done&lt;/b&gt;')
  expect(page).toContain('¶ 2 (1)')
  expect(page).toContain('Not far enough.')
  expect(page).not.toMatch(/Taken back|Only counted/u)
  const data = await app.json(`${base}/dispositions`)
  expect(data).toMatchObject({ total: 4, satisfaction: { answered: 3, satisfied: 0, notSatisfied: 2, silent: 1 } })
  expect(data).toMatchObject({ rows: [{ ref: '2026/R-1', paragraphs: '¶ 1, 2', changed: '¶ 2 (1)', objection: 'Not far enough.', satisfied: false }, { ref: '2026/R-2', author: null, duplicateOf: 'R-1' }, { text: '' }, { text: '', objection: null }] })
})

test('as CSV and as a workbook it is the same, and nothing in it is a formula', async () => {
  const csv = await text('dispositions.csv')
  expect(csv).toContain(`"'=1+1, said & <b>done</b>`)
  expect(csv.split('\r\n')[0]).toContain('disposition,reason,changed,duplicateOf,satisfied,objection')
  expect(csv).not.toMatch(/Taken back|Only counted/u)
  const book = unzipSync(new Uint8Array(await (await app.get(`${base}/dispositions.xlsx`)).arrayBuffer()))
  expect(Object.entries(book).filter(([name]) => name.endsWith('.xml')).map(([, bytes]) => strFromU8(bytes)).join('')).toContain('港口应当公布规则。')
  expect(strFromU8(book['xl/worksheets/sheet1.xml'] ?? new Uint8Array())).not.toContain('<f>')
})

test('in the commenting template each stands with member, clause, paragraph, type and the observations, in well-formed XML', async () => {
  const parts = unzipSync(new Uint8Array(await (await app.get(`${base}/dispositions.docx?lang=fr`)).arrayBuffer()))
  const xml = strFromU8(parts['word/document.xml'] ?? new Uint8Array())
  expect(xml).toContain('Observations du secrétariat')
  expect(xml).toContain('said &amp; &lt;b&gt;done&lt;/b&gt;</w:t>')
  expect(xml).toContain('Port &quot;A&quot;')
  expect([...xml.matchAll(/<w:tr>/gu)]).toHaveLength(4)
  expect(xml).toContain('>ed</w:t>')
  expect(Array.from(xml).some((sign) => sign.charCodeAt(0) < 32 && !'\n\r\t'.includes(sign))).toBe(false)
})

test('as web annotations each names its paragraph by its element, its words and their places in code points, and answers reply', async () => {
  const response = await app.get(`${base}/annotations.jsonld`)
  expect(response.headers.get('content-type')).toContain('application/ld+json')
  const collection = (await response.json()) as { '@context': string; id: string; type: string; total: number; first: { type: string; items: Record<string, unknown>[] } }
  expect(collection).toMatchObject({ '@context': 'http://www.w3.org/ns/anno.jsonld', type: 'AnnotationCollection', total: 6, first: { type: 'AnnotationPage' } })
  const { items } = collection.first
  expect(new Set(items.map((item) => item['id'])).size).toBe(6)
  for (const item of items) expect([item['type'], typeof item['id'], typeof item['target'], item['motivation'] !== undefined]).toEqual(['Annotation', item['target'] === undefined ? 'undefined' : 'string', typeof item['target'], true])
  const [first, reply, second] = items
  expect(first).toMatchObject({
    motivation: ['commenting', 'editing'],
    creator: { type: 'Person', name: 'Somebody, Port "A"' },
    body: [{ type: 'TextualBody', purpose: 'commenting', language: 'en' }, { purpose: 'editing', value: 'Harbours publish all rules.' }],
    target: [
      { type: 'SpecificResource', state: { type: 'TimeState' }, selector: [{ type: 'FragmentSelector', value: 'p1', refinedBy: { type: 'TextQuoteSelector', exact: 'Harbours publish 😀 rules.', prefix: '', suffix: 'A quiet hour has support.' } }, { refinedBy: { type: 'TextPositionSelector', start: 0, end: 25 } }] },
      { selector: [{ value: 'p2' }, {}] },
    ],
  })
  expect(reply).toMatchObject({ motivation: 'replying', target: first?.['id'], body: [{ value: 'partly', purpose: 'classifying' }, { value: 'As far as it goes.' }] })
  expect(second).not.toHaveProperty('creator')
})

test('the feed is Atom, the latest first, without what was withdrawn', async () => {
  const response = await app.get(`${base}/comments.atom`)
  expect(response.headers.get('content-type')).toContain('application/atom+xml')
  const feed = await response.text()
  expect([...feed.matchAll(/<entry>/gu)]).toHaveLength(3)
  expect(feed).toContain('said &amp; &lt;b&gt;done&lt;/b&gt;')
  expect(feed).toMatch(/^<\?xml[^>]*\?>\n<feed xmlns="http:\/\/www.w3.org\/2005\/Atom"><id>[^<]+<\/id><title>[^<]+<\/title><updated>[^<]+<\/updated>/u)
  expect(feed).not.toMatch(/Taken back|Only counted/u)
})
