import { beforeAll, describe, expect, test } from 'vitest'
import { openCycle } from '../../src/forums/commands.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { transact } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { unscopedListOutbox } from '../../src/record/queries.ts'
import { listAssignments, listCommentNotes, listProposals } from '../../src/review/desk/queries.ts'
import type { Review } from '../../src/review/model.ts'
import { buildComment, buildFrozen, buildReview, buildVersion, type BuiltVersion } from '../../src/review/testing.ts'
import { reviseParagraph } from '../../src/drafts/paragraphs/commands.ts'
import { flatten } from '../../src/drafts/model.ts'
import { loadWorkingText } from '../../src/drafts/queries.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { tokenOf } from '../../src/web/review/comment/forms.tsx'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
const { db } = app
let forum: Forum
let cycle: Cycle
let version: BuiltVersion
let review: Review
let desk: string
let cookie: string
let expert: string

beforeAll(async () => {
  ;({ forum, cycle } = await app.seedForum())
  version = await buildVersion(db, cycle, ['Moorings cost money.', 'A quiet hour has support.', 'Three.'], app.now)
  review = await buildReview(db, cycle, version.versionId, app.now)
  desk = `/desk/${forum.slug}/2026/comments`
  cookie = await app.signIn('editor', forum.id)
  expert = await app.signIn('lead-expert', forum.id)
})

const page = async (path: string, as = cookie) => (await app.get(path, { cookie: as })).text()
const alike = async () => {
  const one = await buildComment(db, review, app.now, { text: 'Moorings cost small boats too much.' })
  return [one, await buildComment(db, review, app.now, { text: 'Small boats pay too much for moorings.' })] as const
}
const answerFields = (over: Record<string, string | string[]> = {}) => ({ revision: '0', proposal: '0', disposition: 'accepted', reason: 'They are cheaper now.', changed: '', changedIn: 'working', duplicateOf: '', ...over })

test('is closed to those who do not answer comments', async () => {
  for (const path of [desk, `${desk}/together?refs=1`, `${desk}/deferred`, `/desk/${forum.slug}/2026/reviews/${review.number}/answering`]) {
    expect([path, (await app.get(path)).status, (await app.get(path, { cookie: await app.signIn('rapporteur', forum.id) })).status]).toEqual([path, 403, 403])
  }
  // Who answers does not therefore say how a review is run.
  expect((await app.get(`/desk/${forum.slug}/2026/reviews/${review.number}/answering`, { cookie: expert })).status).toBe(403)
})

describe('several at once', () => {
  test('nothing ticked, nobody who answers and nothing to do are refused', async () => {
    const { commentId } = await buildComment(db, review, app.now)
    for (const [fields, sentence] of [[{ act: 'together' }, 'Tick at least one comment'], [{ act: 'assign', chosen: commentId, person: newId() }, 'cannot answer comments here'], [{ chosen: commentId }, 'Please fill this in'], [{ act: 'confirm', chosen: commentId }, 'while you were here']] as const) {
      const response = await app.post(desk, fields, { cookie })
      expect(response.status).toBe(422)
      expect(await response.text()).toContain(sentence)
    }
  })

  test('are answered together, each in its own words where wanted, or not at all', async () => {
    const [one, two] = await alike()
    const sent = await app.post(desk, { act: 'together', chosen: [one.commentId, two.commentId] }, { cookie })
    const address = sent.headers.get('location') ?? ''
    expect(address).toBe(`${desk}/together?refs=${one.number}.${two.number}`)
    const shown = await page(address)
    expect(shown).toContain('One answer for 2 comments')
    const fields = answerFields({ act: 'answer', chosen: [one.commentId, two.commentId], [`seen-${one.commentId}`]: '0.0', [`seen-${two.commentId}`]: '0.0', [`own-${two.commentId}`]: 'Thank you for the figures.' })
    const refused = await app.post(address, { ...fields, reason: '' }, { cookie })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('Thank you for the figures.</textarea>')
    expect((await app.post(address, fields, { cookie })).status).toBe(303)
    const again = await app.post(address, fields, { cookie })
    expect(again.status).toBe(422)
    expect(await again.text()).toContain(`Somebody else answered R-${one.number}`)
    expect(await app.json(`/${forum.slug}/2026/comments/R-${two.number}`)).toMatchObject({ response: { disposition: 'accepted', reason: 'Thank you for the figures.\n\nThey are cheaper now.' } })
  })

  test('are given to somebody, and the queue is narrowed to them', async () => {
    const { commentId, number } = await buildComment(db, review, app.now, { text: 'Only for one person.' })
    expect(await page(`${desk}?person=me`)).not.toContain('Only for one person.')
    const person = /<option value="([0-9a-f-]{36})" selected/u.exec(await page(desk))?.[1] ?? ''
    expect((await app.post(`${desk}?words=person`, { act: 'assign', chosen: commentId, person }, { cookie })).headers.get('location')).toBe(`${desk}?words=person&done=1`)
    expect((await listAssignments(db, [commentId])).get(commentId)).toBe(person)
    expect(await page(`${desk}?person=me`)).toContain(`R-${number}</a>`)
    expect(await page(`${desk}?person=nobody&words=person`)).toContain('Nothing waits here.')
  })
})

describe('one comment', () => {
  test('shows what is like it, what changed before and after, and goes on to the next in the queue', async () => {
    const [one, two] = await alike()
    const [first] = flatten(await loadWorkingText(db, version.documentId))
    if (first === undefined) throw new Error('There is no text')
    await transact(db, (tx) => reviseParagraph(tx, SYSTEM, { documentId: version.documentId, paragraphId: first.id, revision: first.revision, text: 'Moorings cost less money.' }, app.now))
    const shown = await page(`${desk}/R-${one.number}?state=open`)
    expect(shown).toContain('<ins>less </ins>')
    expect(shown).toContain(`refs=${one.number}.${two.number}`)
    expect(shown).toContain('% alike')
    const sent = await app.post(`${desk}/R-${one.number}?state=open`, { ...answerFields(), changed: '1' }, { cookie })
    expect(sent.headers.get('location')).toBe(`${desk}/R-${two.number}?state=open`)
  })

  test('is spoken about, given to somebody and spoken of no more', async () => {
    const { commentId, number } = await buildComment(db, review, app.now)
    const address = `${desk}/R-${number}`
    const empty = await app.post(address, { act: 'note', text: ' ' }, { cookie })
    expect([empty.status, (await empty.text()).includes('Please fill this in')]).toEqual([422, true])
    expect((await app.post(address, { act: 'note', text: 'Ask the <b>port</b>.' }, { cookie })).status).toBe(303)
    expect(await page(address, expert)).toContain('Ask the &lt;b&gt;port&lt;/b&gt;.')
    expect(await page(`/${forum.slug}/2026/comments/R-${number}`)).not.toContain('Ask the')
    const [note] = await listCommentNotes(db, commentId)
    expect((await app.post(address, { act: 'strike', note: note?.id ?? '' }, { cookie: expert })).status).toBe(303)
    expect((await app.post(address, { act: 'strike', note: 'x' }, { cookie })).status).toBe(422)
    expect(await page(address)).toContain('<del>Ask the &lt;b&gt;port&lt;/b&gt;.</del>')
    expect((await app.post(address, { act: 'assign', person: newId() }, { cookie })).status).toBe(422)
  })
})

test('two pairs of eyes: proposed by one, confirmed by another, told to the commenter, who objects with words until the day set', async () => {
  const own = await buildReview(db, cycle, await buildFrozen(db, version.documentId, app.now), app.now)
  const setting = `/desk/${forum.slug}/2026/reviews/${own.number}/answering`
  expect(await page(`${desk}?review=${own.number}`)).toContain(setting)
  const past = await app.post(setting, { needsConfirmation: 'yes', judgedUntil: '2026-10-01', revision: '0' }, { cookie })
  expect([past.status, (await past.text()).includes('This day is over everywhere')]).toEqual([422, true])
  expect((await app.post(setting, { needsConfirmation: 'yes', judgedUntil: '2026-12-01', revision: '0' }, { cookie })).status).toBe(303)
  expect((await app.post(setting, { judgedUntil: '', revision: '0' }, { cookie })).status).toBe(422)
  const { commentId, number } = await buildComment(db, own, app.now, { mail: 'ama@example.org', language: 'fr' })
  const address = `${desk}/R-${number}`
  const alone = await app.post(address, { ...answerFields(), act: 'answer' }, { cookie })
  expect([alone.status, (await alone.text()).includes('Propose this one.')]).toEqual([422, true])
  expect((await app.post(address, { ...answerFields(), act: 'propose' }, { cookie })).status).toBe(303)
  expect(await app.json(`/${forum.slug}/2026/comments/R-${number}`)).toMatchObject({ response: null })
  const selfMade = await app.post(address, { act: 'confirm', proposal: '1' }, { cookie })
  expect([selfMade.status, (await selfMade.text()).includes('somebody else confirms it')]).toEqual([422, true])
  expect(await page(`${desk}?state=proposed`, expert)).toContain('They are cheaper now.')
  expect((await app.post(`${desk}?state=proposed`, { act: 'confirm', chosen: commentId, [`seen-${commentId}`]: '1' }, { cookie: expert })).status).toBe(303)
  expect(await listProposals(db, [commentId])).toEqual(new Map())
  const [mail] = (await unscopedListOutbox(db, 20)).filter(({ recipient }) => recipient === 'ama@example.org')
  expect(mail?.subject).toBe(`Ce qu’est devenu votre commentaire 2026/R-${number}`)
  const mine = `/${forum.slug}/2026/comments/R-${number}/mine/${tokenOf(app.services, commentId)}`
  expect(mail?.body).toContain(mine)
  expect(mail?.body).toContain('1 décembre 2026')
  expect((await app.post(mine, { act: 'satisfied', satisfied: 'no', words: 'Cheaper for <whom>?', revision: '1' })).status).toBe(303)
  expect(await app.json(`/${forum.slug}/2026/comments/R-${number}`)).toMatchObject({ satisfied: false, objection: 'Cheaper for <whom>?' })
  expect(await page(`/${forum.slug}/2026/comments/R-${number}`)).toContain('Cheaper for &lt;whom&gt;?')
  expect(await page(`${desk}?state=objected`)).toContain(`R-${number}</a>`)
  const register = `/${forum.slug}/2026/reviews/${own.number}/comments`
  expect(await app.json(register)).toMatchObject({ satisfaction: { answered: 1, satisfied: 0, notSatisfied: 1, silent: 0 }, judgedUntil: '2026-12-01' })
  expect(await page(register)).toContain('Silence is counted as silence, never as consent.')
})

test('what another cycle carried over stands at this desk', async () => {
  const { number } = await buildComment(db, review, app.now, { text: 'For another year.' })
  await app.post(`${desk}/R-${number}`, answerFields({ disposition: 'deferred', reason: 'Next year.' }), { cookie })
  await transact(db, (tx) => openCycle(tx, SYSTEM, { forumId: forum.id, slug: '2027', title: 'Cycle 2027', focus: 'Another', note: null }, app.now))
  expect(await page(`/desk/${forum.slug}/2027/comments/deferred`)).toContain('For another year.')
  expect(await page(`/desk/${forum.slug}/2027/comments`)).toContain('/comments/deferred')
  expect(await page(`${desk}/deferred`)).not.toContain('For another year.')
})
