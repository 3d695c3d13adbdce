import { describe, expect, test } from 'vitest'
import { buildLogin } from '../../src/people/testing.ts'
import { transact } from '../../src/platform/database.ts'
import { readRemarks } from '../../src/platform/remarks/read-remarks.ts'
import { commented, deleted, formatted, inserted, makeCommented, markInserted, paragraph, run } from '../../src/platform/remarks/testing.ts'
import { newId } from '../../src/platform/new-id.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { withdrawComment } from '../../src/review/comments/commands.ts'
import { listCommentsOfReview } from '../../src/review/comments/queries.ts'
import { keepFile } from '../../src/review/exchange/commands.ts'
import { listOrigins } from '../../src/review/exchange/queries.ts'
import type { Comment } from '../../src/review/model.ts'
import { buildComment, buildFrozen, buildReview, buildVersion } from '../../src/review/testing.ts'
import type { Instant, PlainDate } from '../../src/shared/time.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()

const TEXT = [
  'The harbour was built by those who fish from it, and they still decide when the gate is opened.',
  'Light is paid for by the town, which has asked for three years that somebody else pay for it.',
  'Crews who wait need shelter, water and a place where their papers can be read to them.',
  'Every year the quay is measured anew, and every year somebody finds that it has become shorter.',
  'Words that everybody understands are worth more than rules that nobody has read to the end.',
] as const

async function setUp(over: Parameters<typeof buildReview>[4] = {}) {
  const { forum, cycle } = await app.seedForum()
  const editor = await app.signIn('editor', forum.id)
  const { documentId, versionId, paragraphIds } = await buildVersion(app.db, cycle, [...TEXT], app.now)
  const review = await buildReview(app.db, cycle, versionId, app.now, over)
  const at = `/desk/${forum.slug}/${cycle.slug}/reviews/${review.number}/files`
  const send = (file: Uint8Array | string, fields: Record<string, string> = {}) => app.post(at, { arrivedOn: app.now.slice(0, 10), ...fields, file: new Blob([typeof file === 'string' ? file : Uint8Array.from(file)]) }, { cookie: editor })
  const openSent = async (file: Uint8Array | string, fields: Record<string, string> = {}) => {
    const answer = await send(file, fields)
    return { status: answer.status, page: answer.headers.get('location') ?? '', html: answer.status === 422 ? await answer.text() : '' }
  }
  // What the form does with a file, without the process in which it reads it.
  const open = async (bytes: Buffer, arrivedOn = app.now.slice(0, 10)) => {
    const read = await readRemarks(bytes)
    const { personId } = await buildLogin(app.db, 'editor', forum.id, app.now)
    if (read.outcome === 'refused') throw new Error(read.reason)
    const { fileId } = await transact(app.db, (tx) => keepFile(tx, { reviewId: review.id, name: 'sent.docx', arrivedOn: arrivedOn as PlainDate, file: read, personId }, app.now))
    return `${at}/${fileId}`
  }
  const take = (page: string, fields: Record<string, string | readonly string[]> = {}) => app.post(page, { shall: 'take', consent: 'full', ...fields }, { cookie: editor })
  const see = async (page: string) => (await app.get(page, { cookie: editor })).text()
  const comments = () => listCommentsOfReview(app.db, review.id)
  return { forum, cycle, documentId, review, at, editor, paragraphIds, send, open, openSent, take, see, comments }
}

const WORD = () =>
  makeCommented(
    [
      paragraph(run('A title page that somebody printed.')),
      paragraph(`${run('The harbour was built by ')}${commented([0, 1], run('those who fish from it'))}${run(', and they still decide when the gate is opened.')}`),
      paragraph(`${run('Light is paid for by the ')}${deleted('town')}${inserted('region')}${run(', which has asked for three years that somebody else pay for it.')}`),
      paragraph(`${run('Crews who wait need shelter, water')}${inserted(', bread', 'Björn')}${run(' and a place where their papers can be read to them.')}`),
      paragraph(`${run('Every year the quay is measured anew')}${deleted(', and every year somebody finds that it has become shorter', 'Björn')}${run('.')}`),
      paragraph(inserted('A paragraph that nobody had thought of.'), markInserted()),
      paragraph(`${formatted('Words')}${run(' that everybody understands are worth more than rules that nobody has read to the end.')}`),
    ].join(''),
    [
      { id: 0, author: 'Ama', words: 'Who are they?\nSay so.', isDone: true },
      { id: 1, author: 'Björn', words: 'The same question.', answers: 0, isDone: true },
      { id: 2, author: 'Ama', words: 'On nothing in particular.' },
    ],
  )

describe('a file with comments', () => {
  test('is taken from nobody but who runs the review, and not when it is none or comes from the future; what was typed stays', async () => {
    const { forum, at, send, see, openSent, take } = await setUp()
    const member = await app.signIn('member', forum.id)
    expect((await app.get(at, { cookie: member })).status).toBe(403)
    expect(await see(at)).toContain('name="file"')
    for (const [file, words] of [['', 'is empty'], ['Just words.', 'Nothing was found in it'], [WORD().subarray(0, 900), 'damaged']] as const) {
      const { status, html } = await openSent(file, { arrivedOn: '2026-11-01' })
      expect(status).toBe(422)
      expect(html).toContain(`id="error-file"`)
      expect(html).toContain(words)
      expect(html).toContain('value="2026-11-01"')
    }
    const late = await send(WORD(), { arrivedOn: '2031-01-01' })
    expect(late.status).toBe(422)
    expect(await late.text()).toContain('id="error-arrivedOn"')
    const { status, page } = await openSent(WORD())
    expect(status).toBe(303)
    expect((await app.get(page, { cookie: member })).status).toBe(403)
    expect((await take(page, { consent: 'poem' })).status).toBe(422)
    expect(await see(at)).toContain('not taken yet')
  }, 30_000)

  test('brings comments in their threads and every change with its wording, its place, its author and its day; once', async () => {
    const { open, see, take, comments, paragraphIds, cycle, forum } = await setUp()
    const page = await open(WORD())
    const html = await see(page)
    expect(html).toContain('Who are they?')
    expect((await comments()).length).toBe(0)
    const names = [...html.matchAll(/name="name-(\d+)" type="text" value="([^"]*)"/gu)].map((match) => match[2])
    expect(names).toEqual(['Ama', 'Björn'])
    const taken = await take(page, { 'name-1': 'Ama Owusu', 'body-1': 'Harbour Union', 'group-1': 'Civil Society', 'name-2': 'Björn' })
    expect(taken.status, await taken.text()).toBe(303)
    const made = await comments()
    const numbers = made.map(({ paragraphIds: ids }) => ids.map((id) => paragraphIds.indexOf(id) + 1))
    expect(made.map(({ text, proposal, author }, index) => [numbers[index], author, text, proposal])).toEqual([
      [[1], 'Ama Owusu', 'Who are they?\nSay so.', null],
      [[1], 'Björn', 'The same question.', null],
      [[2], 'Ama Owusu', 'Tracked change: “region” in place of “town”.', TEXT[1].replace('town', 'region')],
      [[3], 'Björn', 'Tracked change: put in “, bread”.', TEXT[2].replace('water', 'water, bread')],
      [[4], 'Björn', 'Tracked change: strike out “, and every year somebody finds that it has become shorter”.', 'Every year the quay is measured anew.'],
      [[5], 'Ama Owusu', 'Tracked change: a new paragraph, “A paragraph that nobody had thought of.”.', 'A paragraph that nobody had thought of.'],
      [[], 'Ama Owusu', 'On nothing in particular.', null],
    ])
    expect(made[1]?.inReplyTo).toBe(made[0]?.id)
    expect(new Set(made.map(({ channel }) => channel))).toEqual(new Set(['document']))
    expect(new Set(made.map(({ receivedBy }) => receivedBy))).toEqual(new Set(['2026-11-01']))
    expect(made[0]).toMatchObject({ organisation: 'Harbour Union', stakeholderGroup: 'Civil Society', target: 'paragraphs' })
    const origins = await listOrigins(app.db, made.map(({ id }) => id))
    expect(made.map(({ id }) => [origins.get(id)?.kind, origins.get(id)?.isResolved])).toEqual([['comment', true], ['comment', true], ['replacement', false], ['insertion', false], ['deletion', false], ['insertion', false], ['comment', false]])
    const range = await app.db.selectFrom('review_range').selectAll().where('comment_id', '=', made[0]?.id ?? '' as never).executeTakeFirst()
    expect(range?.quote).toBe('those who fish from it')
    expect((await take(page)).status).toBe(422)
    const again = await open(WORD())
    expect(await see(again)).toContain('from an earlier copy of the file')
    expect((await take(again)).status).toBe(422)
    expect((await comments()).length).toBe(7)
    await transact(app.db, (tx) => withdrawComment(tx, SYSTEM, { commentId: made[1]?.id ?? newId(), cycleSlug: cycle.slug, reason: undefined }, app.now))
    const kept = await app.db.selectFrom('review_file').select('read').where('review_id', '=', made[1]?.reviewId ?? newId()).execute()
    expect(JSON.stringify(kept)).toContain('Who are they?')
    expect(JSON.stringify(kept)).not.toContain('The same question.')
    const json: unknown = await (await app.get(`/${forum.slug}/${cycle.slug}/comments/R-${made[0]?.number ?? 0}.json`)).json()
    expect(json).toMatchObject({ channel: 'document', origin: { kind: 'comment', resolved: true, dated: '2026-11-01T09:30:00Z' } })
  }, 30_000)

  test('a later copy brings only what is new; what is doubtful is asked, one click for all, and what has no words only where it is ticked', async () => {
    const { open, take, comments, paragraphIds } = await setUp()
    const body = (more: string) => [paragraph(commented([0], run(TEXT[0]))), ...TEXT.slice(1).map((text) => paragraph(run(text))), paragraph(`${formatted('Something')}${run(' else altogether stands here, and ')}${commented([5], run('nobody knows it'))}`), more].join('')
    const first = [{ id: 0, author: 'Ama', words: 'First.' }, { id: 5, author: 'Ama', words: 'Where is this?' }]
    const page = await open(makeCommented(body(''), first))
    const unanswered = await take(page)
    expect(unanswered.status).toBe(422)
    const asked = await unanswered.text()
    const name = /id="error-(is-\d+)"/u.exec(asked)?.[1] ?? ''
    const likeliest = await (await take(page, { shall: 'likeliest' })).text()
    expect(likeliest).toMatch(new RegExp(`name="${name}"[^]*?<option value="5" selected`, 'u'))
    const at = name.replace('is', 'at')
    expect((await take(page, { [at]: '77' })).status).toBe(422)
    const also = /name="also" value="(\d+)"/u.exec(asked)?.[1] ?? ''
    expect((await take(page, { [name]: '5', [at]: '2, 3', also: [also] })).status).toBe(303)
    expect((await comments()).map(({ text, paragraphIds: ids }) => [text, ids.map((id) => paragraphIds.indexOf(id) + 1)])).toEqual([['First.', [1]], ['Tracked change: set “Something” otherwise.', []], ['Where is this?', [2, 3]]])
    const later = await open(makeCommented(body(paragraph(commented([7], run(TEXT[1])))), [...first, { id: 7, author: 'Björn', words: 'Second.', answers: 0 }]))
    expect((await take(later)).status).toBe(303)
    const all = await comments()
    expect(all.length).toBe(4)
    expect(all[3]).toMatchObject({ text: 'Second.', inReplyTo: all[0]?.id })
  }, 30_000)

  test('goes by the day it came: late after the last day, and not taken once the review was closed', async () => {
    const { open, take, comments, review } = await setUp({ closesOn: '2026-11-10' as PlainDate })
    const file = () => makeCommented(paragraph(commented([0], run(TEXT[0]))), [{ id: 0, author: 'Ama', words: 'In time, and sent late.' }])
    app.now = '2026-11-20T10:00:00.000Z' as Instant
    const page = await open(file(), '2026-11-11')
    expect((await take(page)).status).toBe(303)
    expect((await comments())[0]).toMatchObject({ receivedBy: '2026-11-01', isLate: true, author: 'Ama' })
    await app.db.updateTable('review_review').set({ closed_at: '2026-11-12T12:00:00.000Z' as never }).where('id', '=', review.id).execute()
    const closed = await open(makeCommented(paragraph(commented([0], run(TEXT[0]))), [{ id: 0, author: 'Ama', words: 'After the end.' }]), '2026-11-14')
    const refused = await take(closed)
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('came after the review was closed')
  }, 30_000)
})

describe('a table of comments', () => {
  test('of ours, taken away and brought back, is known; brought to another review it says the same', async () => {
    const { forum, cycle, documentId, review, openSent, see, editor } = await setUp()
    const over = { text: 'Cost?\nSay more.', proposal: 'Light costs nothing.', paragraphs: [1, 2], type: 'technical', organisation: 'Harbour Union', language: 'fr' } as const
    await buildComment(app.db, review, app.now, over)
    await buildComment(app.db, review, app.now, { target: 'whole', paragraphs: [], text: '=SUM(1)', author: undefined })
    await buildComment(app.db, review, app.now, { target: 'missing', paragraphs: [], missingWhere: 'Before the end', text: 'Say who pays.', type: 'editorial' })
    const base = `/${forum.slug}/${cycle.slug}/reviews/`
    const tableOf = async (number: number, ending: string) => new Uint8Array(await (await app.get(`${base}${number}/dispositions.${ending}`)).arrayBuffer())
    const said = (comments: readonly Comment[]) => comments.map(({ target, paragraphIds, missingWhere, type, text, proposal, author, organisation, stakeholderGroup, regionalGroup, language, receivedBy }) => ({ target, paragraphIds, missingWhere, type, text, proposal, author, organisation, stakeholderGroup, regionalGroup, language, receivedBy }))
    const own = said(await listCommentsOfReview(app.db, review.id))
    for (const [round, ending] of (['csv', 'xlsx', 'docx'] as const).entries()) {
      if (ending === 'csv') {
        const sent = await openSent(await tableOf(review.number, ending))
        expect(sent.status, `${ending} ${sent.html}`).toBe(303)
        expect(await see(sent.page), ending).toContain('3 known already')
      }
      const other = await buildReview(app.db, cycle, await buildFrozen(app.db, documentId, app.now), app.now, { title: `Round ${round}` })
      const answer = await app.post(`/desk${base}${other.number}/files`, { arrivedOn: '2026-11-02', file: new Blob([await tableOf(review.number, ending)]) }, { cookie: editor })
      const names = Object.fromEntries([...(await see(answer.headers.get('location') ?? '')).matchAll(/name="((?:name|body)-\d+)" type="text" value="([^"]*)"/gu)].map((match) => [match[1] ?? '', match[2] ?? '']))
      const taken = await app.post(answer.headers.get('location') ?? '', { shall: 'take', consent: 'full', ...names }, { cookie: editor })
      expect(taken.status, await taken.text()).toBe(303)
      const there = said(await listCommentsOfReview(app.db, other.id))
      if (ending === 'docx') expect(there.map(({ author, organisation: _o, stakeholderGroup: _g, regionalGroup: _r, language: _l, receivedBy: _d, ...rest }) => [author, rest])).toEqual(own.map(({ author, organisation, stakeholderGroup: _g, regionalGroup: _r, language: _l, receivedBy: _d, ...rest }) => [[author, organisation].filter((name) => name !== null).join(', ') || null, rest]))
      else expect(there, ending).toEqual(own)
    }
  }, 30_000)
})

test('rapporteurs enter what was said at a meeting, and run nothing', async () => {
  const { forum, cycle, review, comments, at } = await setUp()
  const rapporteur = await app.signIn('rapporteur', forum.id)
  const desk = `/desk/${forum.slug}/${cycle.slug}/reviews`
  const list = await (await app.get(desk, { cookie: rapporteur })).text()
  expect(list).toContain('/enter"')
  for (const link of ['/open"', '/files"', '/comments"']) expect(list).not.toContain(`${desk}${link}`)
  for (const path of [at, `${desk}/${review.number}`, `${desk}/open`]) expect((await app.get(path, { cookie: rapporteur })).status, path).toBe(403)
  const form = await (await app.get(`${desk}/${review.number}/enter`, { cookie: rapporteur })).text()
  const formKey = /name="formKey" value="([^"]*)"/u.exec(form)?.[1] ?? ''
  const said = { formKey, channel: 'meeting', receivedBy: '2026-11-01', target: 'paragraphs', paragraphs: '2', quote: '', missingWhere: '', type: 'general', text: 'Said in the room.', proposal: '', author: 'A participant', organisation: '', stakeholderGroup: '', regionalGroup: '', language: '', consent: 'without-name', jointBodies: '', mail: '' }
  const taken = await app.post(`${desk}/${review.number}/enter`, said, { cookie: rapporteur })
  expect(taken.status).toBe(303)
  expect((await app.get(taken.headers.get('location') ?? '')).status).toBe(200)
  expect((await comments()).map(({ text, channel, author }) => [text, channel, author])).toEqual([['Said in the room.', 'meeting', 'A participant']])
})
