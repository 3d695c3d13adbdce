import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { transact } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { unscopedListOutbox } from '../../src/record/queries.ts'
import { closeDueReviews } from '../../src/review/reactions.ts'
import { closeReview } from '../../src/review/commands.ts'
import { countOpenComments, listComments } from '../../src/review/comments/queries.ts'
import type { Review } from '../../src/review/model.ts'
import { buildComment, buildReview, buildVersion, type BuiltVersion } from '../../src/review/testing.ts'
import { listAllUnits } from '../../src/trace/coverage/queries.ts'
import type { Instant } from '../../src/shared/time.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
const { db } = app
let forum: Forum
let cycle: Cycle
let version: BuiltVersion
let review: Review
let base: string
let editor: string

beforeAll(async () => {
  ;({ forum, cycle } = await app.seedForum())
  version = await buildVersion(db, cycle, ['Harbours publish their rules.', 'A quiet hour has wide support.', 'Moorings cost money.'], app.now)
  review = await buildReview(db, cycle, version.versionId, app.now)
  base = `/${forum.slug}/2026`
  editor = await app.signIn('editor', forum.id)
})

const who = { author: 'Ama', organisation: '', stakeholderGroup: 'Civil Society', regionalGroup: 'AFG', language: 'en', consent: 'full', mail: '' }
const filled = (over: Record<string, string> = {}) => ({ formKey: newId(), target: 'paragraphs', paragraphs: '2', missingWhere: '', type: 'general', text: 'Say until when.', proposal: '', jointBodies: '', ...who, ...over })
const reply = (over: Record<string, string> = {}) => ({ formKey: newId(), type: 'general', text: 'I doubt it.', ...who, ...over })
const agreement = (over: Record<string, string> = {}) => ({ name: '', organisation: '', stakeholderGroup: '', regionalGroup: '', consent: 'without-name', mail: 'someone@example.org', ...over })
const located = (response: Response): string => response.headers.get('location') ?? `status ${response.status}`
const mailTo = async (recipient: string) => (await unscopedListOutbox(db, 200)).filter((mail) => mail.recipient === recipient)

describe('a reply', () => {
  test('is refused without words, to what was withdrawn, and after the closing; what was typed is kept', async () => {
    const { number } = await buildComment(db, review, app.now)
    const empty = await app.post(`${base}/comments/R-${number}/reply`, reply({ text: ' ', author: 'Kept as typed' }))
    expect(empty.status).toBe(422)
    expect(await empty.text()).toContain('value="Kept as typed"')
    expect((await app.get(`${base}/comments/R-9999/reply`)).status).toBe(404)
    const other = await buildVersion(db, cycle, ['One.'], app.now)
    const closed = await buildReview(db, cycle, other.versionId, app.now)
    const last = await buildComment(db, closed, app.now)
    await transact(db, (tx) => closeReview(tx, SYSTEM, { reviewId: closed.id }, app.now))
    expect(await (await app.get(`${base}/comments/R-${last.number}/reply`)).text()).toContain('nothing more is taken')
    const late = await app.post(`${base}/comments/R-${last.number}/reply`, reply({ text: 'Too late, but kept.' }))
    expect(late.status).toBe(422)
    expect(await late.text()).toContain('Too late, but kept.')
    expect((await app.post(`${base}/comments/R-${last.number}/reply`, reply({ as: 'editors' }), { cookie: editor })).status).toBe(303)
  })

  test('is a comment of the register, below what it replies to, on the same paragraphs, and waits for a response', async () => {
    const { number } = await buildComment(db, review, app.now, { paragraphs: [1, 3] })
    const open = await countOpenComments(db, cycle.id)
    const mine = located(await app.post(`${base}/comments/R-${number}/reply`, reply({ text: 'I doubt the first.' })))
    const ref = /R-\d+/u.exec(mine)?.[0] ?? 'none'
    expect(await app.json(`${base}/comments/${ref}`)).toMatchObject({ inReplyTo: `2026/R-${number}`, paragraphs: [{ number: 1 }, { number: 3 }], state: 'open' })
    expect(await app.json(`${base}/comments/R-${number}`)).toMatchObject({ replies: [{ ref: `2026/${ref}`, text: 'I doubt the first.' }] })
    expect(await (await app.get(`${base}/comments/R-${number}`)).text()).toContain('I doubt the first.')
    expect(await countOpenComments(db, cycle.id)).toBe(open + 1)
  })

  test('of the editors asks for no response, and is no unit that has to be accounted for; others cannot write as them', async () => {
    const { number } = await buildComment(db, review, app.now)
    const before = [await countOpenComments(db, cycle.id), (await listAllUnits(db, { id: cycle.id, slug: '2026' })).length]
    const ref = /R-\d+/u.exec(located(await app.post(`${base}/comments/R-${number}/reply`, reply({ as: 'editors', text: 'Which rule do you mean?' }), { cookie: editor })))?.[0] ?? 'none'
    expect(await app.json(`${base}/comments/${ref}`)).toMatchObject({ editors: true, state: 'remark' })
    expect([await countOpenComments(db, cycle.id), (await listAllUnits(db, { id: cycle.id, slug: '2026' })).length]).toEqual(before)
    const pretended = /R-\d+/u.exec(located(await app.post(`${base}/comments/R-${number}/reply`, reply({ as: 'editors' }))))?.[0] ?? 'none'
    expect(await app.json(`${base}/comments/${pretended}`)).toMatchObject({ editors: false, state: 'open' })
  })
})

describe('a comment', () => {
  test('of several bodies names them with its name, and not without', async () => {
    const named = /R-\d+/u.exec(located(await app.post(`${base}/reviews/${review.number}/comment`, filled({ organisation: 'Port of Tema', jointBodies: 'Harbour Union\n\nHarbour Union\nالموانئ المتحدة' }))))?.[0] ?? 'none'
    expect(await app.json(`${base}/comments/${named}`)).toMatchObject({ jointBodies: ['Harbour Union', 'الموانئ المتحدة'] })
    expect(await (await app.get(`${base}/comments/${named}`)).text()).toContain('Port of Tema, Harbour Union, الموانئ المتحدة')
    const hidden = /R-\d+/u.exec(located(await app.post(`${base}/reviews/${review.number}/comment`, filled({ jointBodies: 'Secret Body', consent: 'without-name' }))))?.[0] ?? 'none'
    expect(await (await app.get(`${base}/comments/${hidden}.json`)).text()).not.toContain('Secret Body')
    const tooMany = await app.post(`${base}/reviews/${review.number}/comment`, filled({ jointBodies: Array.from({ length: 51 }, (_, place) => `Body ${place}`).join('\n') }))
    expect(await tooMany.text()).toContain('At most 50 bodies')
  })

  test('that proposes a wording shows it as a change of its paragraph, said to a screen reader too', async () => {
    const ref = /R-\d+/u.exec(located(await app.post(`${base}/reviews/${review.number}/comment`, filled({ proposal: 'A quiet hour has some support.' }))))?.[0] ?? 'none'
    const page = await (await app.get(`${base}/comments/${ref}`)).text()
    expect(page).toMatch(/<del><span class="hidden-words"> deleted: <\/span>wide<\/del>/u)
    expect(page).toMatch(/<ins><span class="hidden-words"> added: <\/span>some<\/ins>/u)
    expect(await (await app.get(`${base}/reviews/${review.number}/paragraphs/2`)).text()).toContain('</span>some</ins>')
  })

  test('is worded anew by its sender until it is answered, the earlier wording kept; a stale form changes nothing', async () => {
    const mine = located(await app.post(`${base}/reviews/${review.number}/comment`, filled({ text: 'First words.' })))
    const ref = /R-\d+/u.exec(mine)?.[0] ?? 'none'
    const word = (over: Record<string, string> = {}) => app.post(mine, { act: 'word', revision: '1', type: 'technical', text: 'Second words.', proposal: '', ...over })
    expect((await word({ text: '' })).status).toBe(422)
    expect((await word()).status).toBe(303)
    const stale = await word({ text: 'Third words, kept.' })
    expect(stale.status).toBe(422)
    expect(await stale.text()).toContain('Third words, kept.')
    expect(await app.json(`${base}/comments/${ref}`)).toMatchObject({ text: 'Second words.', type: 'technical', revision: 2, wordings: [{ text: 'First words.', type: 'general' }] })
    expect(await (await app.get(`${base}/comments/${ref}`)).text()).toContain('First words.')
    expect((await app.post(mine, { act: 'withdraw', reason: '' })).status).toBe(303)
    expect(await (await app.get(`${base}/comments/${ref}.json`)).text()).not.toContain('First words.')
    expect((await word({ revision: '2' })).status).toBe(422)
  })
})

describe('agreeing', () => {
  test('is refused without an address, twice, and to the author; then counted once, and taken back', async () => {
    const { number } = await buildComment(db, review, app.now, { mail: 'author@example.org' })
    const address = `${base}/comments/R-${number}`
    for (const mail of ['', 'not an address', 'AUTHOR@example.org']) expect((await app.post(`${address}/agree`, agreement({ mail }))).status).toBe(422)
    const mine = located(await app.post(`${address}/agree`, agreement({ name: 'Not Shown' })))
    expect(await (await app.get(mine)).text()).toContain('You are counted')
    expect((await app.post(`${address}/agree`, agreement({ mail: 'Someone@example.org' }))).status).toBe(422)
    await app.post(`${address}/agree`, agreement({ mail: 'other@example.org', name: 'Shown', consent: 'full' }))
    expect(await app.json(address)).toMatchObject({ agreed: 2, agreements: [{ name: null }, { name: 'Shown' }] })
    expect(await (await app.get(`${base}/reviews/${review.number}`)).text()).toContain('2 agree')
    expect((await app.post(mine, { act: 'withdraw' })).status).toBe(303)
    expect(await app.json(address)).toMatchObject({ agreed: 1 })
    expect(located(await app.post(`${address}/agree`, agreement()))).toContain('/agreements/')
    expect((await app.get(`${address}/agreements/${newId()}/wrong`)).status).toBe(404)
    const signedIn = located(await app.post(`${address}/agree`, agreement({ mail: '' }), { cookie: editor }))
    expect(signedIn).toContain('/agreements/')
    expect((await app.post(`${address}/agree`, agreement({ mail: '' }), { cookie: editor })).status).toBe(422)
    expect(await app.json(address)).toMatchObject({ agreed: 3 })
  })
})

describe('where a forum asks for confirmation', () => {
  const begin = async (confirmation: 'mail' | 'hold') => {
    const { forum: asking, cycle: its } = await app.seedForum({ confirmation })
    const { versionId } = await buildVersion(db, its, ['One.', 'Two.'], app.now)
    const its1 = await buildReview(db, its, versionId, app.now)
    return { asking, its, at: `/${asking.slug}/2026`, form: `/${asking.slug}/2026/reviews/${its1.number}/comment`, cookie: await app.signIn('secretariat', asking.id) }
  }

  test('a comment waits for the link mailed to its sender, uncounted and unseen, and is then taken once', async () => {
    const { its, at, form } = await begin('mail')
    const fields = filled({ mail: 'wait@example.org', text: 'Waits for me.' })
    const [mine, again] = [located(await app.post(form, fields)), located(await app.post(form, fields))]
    expect(again).toBe(mine)
    expect(mine).toContain('/waiting/')
    expect((await mailTo('wait@example.org')).map(({ body }) => body).join()).toContain(mine)
    expect(await listComments(db, its.id)).toEqual([])
    expect(await (await app.get(`${at}/reviews/1.json`)).text()).not.toContain('Waits for me.')
    expect(await (await app.get(mine)).text()).toContain('Waits for me.')
    const taken = await Promise.all([app.post(mine, { act: 'confirm' }), app.post(mine, { act: 'confirm' })])
    expect(taken.map(located).filter((to) => to.includes('/comments/R-1/mine/')).length).toBeGreaterThan(0)
    expect(await listComments(db, its.id)).toHaveLength(1)
    expect(located(await app.get(mine))).toContain('/comments/R-1/mine/')
    const ofAgreement = located(await app.post(`${at}/comments/R-1/agree`, agreement()))
    expect(await app.json(`${at}/comments/R-1`)).toMatchObject({ agreed: 0 })
    expect((await app.post(ofAgreement, { act: 'confirm' })).status).toBe(303)
    expect(await app.json(`${at}/comments/R-1`)).toMatchObject({ agreed: 1 })
  })

  test('one can be taken back before anybody has read it, and nothing is kept of it', async () => {
    const { at, form } = await begin('mail')
    const mine = located(await app.post(form, filled({ mail: 'gone@example.org' })))
    expect((await app.post(mine, { act: 'drop' })).status).toBe(303)
    expect((await app.get(mine)).status).toBe(404)
    expect(await app.json(`${at}/reviews/1`)).toMatchObject({ comments: 0 })
  })

  test('one without an address waits for the desk, which takes it or sets it aside with a reason, and can undo that', async () => {
    const { at, form, cookie } = await begin('hold')
    const [mine, other] = [located(await app.post(form, filled({ text: 'Please take me.' }))), located(await app.post(form, filled({ text: 'Buy boats.', mail: 'ads@example.org' })))]
    const queue = `/desk${at}/waiting-comments`
    expect((await app.get(queue)).status).toBe(403)
    const page = await (await app.get(queue, { cookie })).text()
    expect(page).toContain('Please take me.')
    const [first, second] = [mine, other].map((address) => `${queue}/${/waiting\/([0-9a-f-]+)/u.exec(address)?.[1] ?? ''}`)
    expect((await app.get(first ?? '')).status).toBe(403)
    expect((await app.get(first ?? '', { cookie })).status).toBe(200)
    expect((await app.post(second ?? '', { act: 'decline', reason: '', note: 'Kept note' }, { cookie })).status).toBe(422)
    expect((await app.post(second ?? '', { act: 'decline', reason: 'spam', note: 'No boats here.' }, { cookie })).status).toBe(303)
    expect(await (await app.get(other)).text()).toContain('No boats here.')
    expect(await (await app.get(`${queue}?state=declined`, { cookie })).text()).toContain('Buy boats.')
    expect((await app.post(second ?? '', { act: 'take' }, { cookie })).status).toBe(422)
    expect((await app.post(second ?? '', { act: 'restore' }, { cookie })).status).toBe(303)
    expect((await app.post(first ?? '', { act: 'take' }, { cookie })).status).toBe(303)
    expect(located(await app.get(mine))).toContain('/comments/R-1/mine/')
    expect(await app.json(`${at}/comments/R-1`)).toMatchObject({ text: 'Please take me.', state: 'open' })
  })
})

describe('the desk sets a comment aside', () => {
  test('with a reason that everybody sees, its sender told, and puts it back', async () => {
    const { number } = await buildComment(db, review, app.now, { text: 'Words to hide.', mail: 'sender@example.org', language: 'fr' })
    const desk = `/desk${base}/comments/R-${number}`
    const secretariat = await app.signIn('secretariat', forum.id)
    expect((await app.get(`${desk}/aside`)).status).toBe(403)
    expect((await app.post(`${desk}/aside`, { act: 'aside', reason: 'ugly', note: '' }, { cookie: secretariat })).status).toBe(422)
    expect((await app.post(`${desk}/aside`, { act: 'aside', reason: 'personal-data', note: 'It names a child.' }, { cookie: secretariat })).status).toBe(303)
    const page = await (await app.get(`${base}/comments/R-${number}`)).text()
    expect(page).toContain('personal data of others')
    expect(page).not.toContain('Words to hide.')
    expect(page).not.toContain('It names a child.')
    expect((await mailTo('sender@example.org')).find(({ subject }) => subject.includes('écarté'))?.body).toContain('It names a child.')
    expect((await app.post(`${desk}/aside`, { act: 'aside', reason: 'spam', note: '' }, { cookie: secretariat })).status).toBe(422)
    expect((await app.post(`${desk}/aside`, { act: 'restore' }, { cookie: secretariat })).status).toBe(303)
    expect(await (await app.get(`${base}/comments/R-${number}`)).text()).toContain('Words to hide.')
  })
})

describe('reading with comments', () => {
  test('the page is narrowed by group, region, kind and state, in what it counts and in what it shows; what is no value narrows nothing', async () => {
    const { forum: other, cycle: its } = await app.seedForum()
    const built = await buildVersion(db, its, ['One.', 'Two.', 'Three.', 'Four.', 'Five.', 'Six.'], app.now)
    const read = await buildReview(db, its, built.versionId, app.now)
    await buildComment(db, read, app.now, { text: 'From the port.', stakeholderGroup: 'Private Sector', regionalGroup: 'EEG', type: 'technical' })
    await buildComment(db, read, app.now, { text: 'From the town.', stakeholderGroup: 'Government', regionalGroup: 'AFG', paragraphs: [6] })
    await buildComment(db, read, app.now, { text: 'From somewhere.', stakeholderGroup: undefined, regionalGroup: undefined })
    const at = `/${other.slug}/2026/reviews/1`
    for (const [query, shown, hidden] of [
      ['group=Government', 'From the town.', 'From the port.'],
      ['region=EEG', 'From the port.', 'From the town.'],
      ['type=technical', 'From the port.', 'From the town.'],
      ['group=not+recorded', 'From somewhere.', 'From the port.'],
    ] as const) {
      const page = await (await app.get(`${at}?${query}`)).text()
      expect(page).toContain(shown)
      expect(page).not.toContain(hidden)
      expect(await app.json(`${at}?${query}`)).toMatchObject({ comments: 1 })
      expect(await app.json(`${at}/comments?${query}`)).toMatchObject({ total: 1 })
    }
    expect(await app.json(`${at}?type=nonsense&state=&group=`)).toMatchObject({ comments: 3 })
    expect(await app.json(`${at}?state=answered`)).toMatchObject({ comments: 0 })
    expect(await app.json(`${at}/sections/2`)).toMatchObject({ section: 2, paragraphs: [{ number: 6, total: 1, comments: [{ text: 'From the town.' }] }] })
    expect(await (await app.get(`${at}/sections/1`)).text()).toContain('From the port.')
    expect((await app.get(`${at}/sections/3`)).status).toBe(404)
  })

  test('where comments are many, each section has a page of its own for them, and one page has them all for printing', async () => {
    const { forum: other, cycle: its } = await app.seedForum()
    const built = await buildVersion(db, its, ['One.', 'Two.'], app.now)
    const read = await buildReview(db, its, built.versionId, app.now)
    const { commentId } = await buildComment(db, read, app.now)
    await sql`insert into review_comment (id, forum_id, cycle_id, review_id, number, target, type, text, channel, consent, received_by, is_late)
      select gen_random_uuid(), forum_id, cycle_id, review_id, many, target, type, repeat('Words of many. ', 50) || many, channel, consent, received_by, is_late
      from review_comment, generate_series(2, 200) many where id = ${commentId}`.execute(db)
    await sql`insert into review_anchor (comment_id, position, paragraph_id) select id, 0, ${built.paragraphIds[0]} from review_comment where review_id = ${read.id} and number > 1`.execute(db)
    const at = `/${other.slug}/2026/reviews/1`
    const page = await (await app.get(at)).text()
    expect(page).toContain('Read the 200 comments on this section')
    expect(page).not.toContain('Words of many.')
    const section = await (await app.get(`${at}/sections/1`)).text()
    expect(section.match(/<article/gu)).toHaveLength(50)
    expect(section).toContain('All 200 comments on ¶ 1')
    const all = await (await app.get(`${at}?comments=all`)).text()
    expect(all.match(/<article/gu)).toHaveLength(200)
  })
})

describe('the period of a review', () => {
  test('is opened with a zone, extended with a reason, both dates shown; what is no later day, or no zone, is refused', async () => {
    const { forum: other, cycle: its } = await app.seedForum()
    const cookie = await app.signIn('secretariat', other.id)
    const { versionId } = await buildVersion(db, its, ['One.'], app.now)
    const desk = `/desk/${other.slug}/2026/reviews`
    const opening = { version: versionId, title: 'First round', introduction: '', closesOn: '2026-11-20', zone: 'Asia/Tokyo', closing: 'by-itself' }
    expect((await app.post(`${desk}/open`, { ...opening, zone: 'Mars/Base' }, { cookie })).status).toBe(422)
    expect((await app.post(`${desk}/open`, opening, { cookie })).status).toBe(303)
    const at = `/${other.slug}/2026/reviews/1`
    expect(await (await app.get(at)).text()).toContain('Asia/Tokyo')
    const extend = (over: Record<string, string> = {}) => app.post(`${desk}/1/extend`, { earlier: '2026-11-20', closesOn: '2026-11-27', reason: 'Many asked for a week.', ...over }, { cookie })
    expect((await app.get(`${desk}/1/extend`)).status).toBe(403)
    expect((await app.get(`${desk}/1/extend`, { cookie })).status).toBe(200)
    for (const over of [{ closesOn: '2026-11-20' }, { reason: ' ' }, { closesOn: 'soon' }, { earlier: '2026-11-19' }]) expect((await extend(over)).status).toBe(422)
    expect((await extend()).status).toBe(303)
    expect((await extend()).status).toBe(422)
    const page = await (await app.get(at)).text()
    for (const shown of ['20 November 2026', '27 November 2026', 'Many asked for a week.']) expect(page).toContain(shown)
    expect(await app.json(at)).toMatchObject({ closesOn: '2026-11-27', zone: 'Asia/Tokyo', closesByItself: true, extensions: [{ earlier: '2026-11-20', closesOn: '2026-11-27' }] })
    const before = app.now
    app.now = '2026-11-27T15:00:00.000Z' as Instant
    const late = await app.post(`${at}/comment`, filled({ paragraphs: '1', text: 'Too late, but kept.' }))
    expect([late.status, (await late.text()).includes('Too late, but kept.')]).toEqual([422, true])
    expect([await closeDueReviews(db, app.now), await closeDueReviews(db, app.now)]).toEqual([1, 0])
    expect((await app.json(at))['closedAt']).not.toBeNull()
    app.now = before
  })

  test('has rounds, each with the way to the others, and the words of the others beside the same paragraph', async () => {
    const { forum: other, cycle: its } = await app.seedForum()
    const { versionId } = await buildVersion(db, its, ['One.'], app.now)
    const first = await buildReview(db, its, versionId, app.now, { title: 'Round of spring' })
    await buildComment(db, first, app.now, { text: 'Said in spring.' })
    await transact(db, (tx) => closeReview(tx, SYSTEM, { reviewId: first.id }, app.now))
    await buildReview(db, its, versionId, app.now, { title: 'Round of autumn' })
    const page = await (await app.get(`/${other.slug}/2026/reviews/2`)).text()
    expect(page).toContain('Round 2 of 2')
    expect(page).toContain('Round of spring')
    expect(page).not.toContain('Said in spring.')
    expect(await (await app.get(`/${other.slug}/2026/reviews/2/paragraphs/1`)).text()).toContain('Said in spring.')
  })
})
