import { beforeAll, describe, expect, test } from 'vitest'
import { buildCall } from '../../src/calls/testing.ts'
import type { Call } from '../../src/calls/model.ts'
import { withdrawContribution } from '../../src/contributions/commands.ts'
import { findAnswers, listAnswersAsSent } from '../../src/contributions/queries.ts'
import { redactAnswer } from '../../src/contributions/redaction/commands.ts'
import { countWaitingTerms } from '../../src/contributions/terms/reactions.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { transact } from '../../src/platform/database.ts'
import { PUBLIC, SYSTEM } from '../../src/record/model.ts'
import { listEntriesOf } from '../../src/record/queries.ts'
import type { Id } from '../../src/shared/ids.ts'
import { instantFromMilliseconds, toMilliseconds } from '../../src/shared/time.ts'
import { listAssignments } from '../../src/synthesis/assignments/queries.ts'
import { findPassages, listPassages, listThemes } from '../../src/synthesis/queries.ts'
import { placeWhatCame } from '../../src/synthesis/campaigns/reactions.ts'
import { WORDS } from '../../src/synthesis/similar/model.ts'
import { listSuggestedGroups } from '../../src/synthesis/suggested-groups/queries.ts'
import { buildTheme } from '../../src/synthesis/testing.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
const { db } = app
let forum: Forum
let cycle: Cycle
let call: Call
let cookie: string
let desk: string

const get = async (path: string) => (await app.get(path, { cookie })).text()
const post = (path: string, fields: Record<string, string | readonly string[]>) => app.post(path, fields, { cookie })

interface Sent {
  readonly id: Id<'answer'>
  readonly contributionId: Id<'contribution'>
  readonly number: number
  readonly ref: string
}

async function send(text: string, over: Parameters<typeof buildContribution>[3] = {}): Promise<Sent> {
  const [question] = call.questions
  if (question === undefined) throw new Error('The call has no question')
  const { number, contributionId } = await buildContribution(db, call, app.now, { answers: [{ questionId: question.id, text }], ...over })
  const [answer] = await listAnswersAsSent(db, contributionId)
  if (answer === undefined) throw new Error('The contribution has no answer')
  return { id: answer.id as Id<'answer'>, contributionId, number, ref: `C-${number}/1` }
}

const DUES = 'Pilotage dues for small vessels should be halved. The rest is of no matter here at all.'
const sent: Sent[] = []

beforeAll(async () => {
  ;({ forum, cycle } = await app.seedForum())
  call = await buildCall(db, cycle, app.now)
  cookie = await app.signIn('editor', forum.id)
  desk = `/desk/${forum.slug}/${cycle.slug}`
  sent.push(await send(DUES), await send('We think that dues of small vessels are too high, and pilotage is slow.'), await send('Night lighting on the quay is poor, and lamps break.'))
  await countWaitingTerms(db)
})

describe('similar passages', () => {
  test('are for the desk, and of what is there', async () => {
    for (const path of ['similar?passage=P-1', 'suggested-groups', 'codebook/nothing/resembling']) expect((await app.get(`${desk}/${path}`)).status).toBe(403)
    for (const path of ['similar', 'similar?passage=P-1', 'similar?passage=x', 'similar?of=C-1/1', 'similar?of=C-1/1&start=4&end=4', 'similar?of=C-1/1&start=0&end=999', 'similar?of=C-9/1&start=0&end=4', 'suggested-groups?question=main/9', 'codebook/nothing/resembling']) {
      expect([path, (await app.get(`${desk}/${path}`, { cookie })).status]).toEqual([path, 404])
    }
  })

  test('of a selection are looked for by a button of the form that marks, which marks nothing then', async () => {
    const at = `${desk}/reading/${sent[0]?.ref}`
    expect((await post(at, { quote: '', shall: 'similar' })).status).toBe(422)
    const led = (await post(at, { quote: 'Pilotage dues for small vessels', shall: 'similar' })).headers.get('location') ?? ''
    expect(led).toBe(`${desk}/similar?of=C-1%2F1&start=0&end=31`)
    const page = await get(led)
    expect(page).toContain('Suggested by comparison of words')
    expect(page).toContain('We think that dues of small vessels are too high')
    expect(page).toMatch(/Words in common:.*small vessels/u)
    expect(page).toContain(`href="${desk}/reading/C-2/1?part=1&amp;tick=0#sentence-0"`)
    expect(page).not.toContain('Night lighting')
    expect(await listPassages(db, cycle.id)).toEqual([])
    const context = await get(`${desk}/reading/C-2/1?part=1&tick=0`)
    expect(context).toMatch(/name="sentence" value="0" checked/u)
  })

  test('of a passage stand behind its page, in French too', async () => {
    expect((await post(`${desk}/reading/${sent[0]?.ref}`, { quote: 'Pilotage dues for small vessels should be halved.' })).status).toBe(303)
    const [passage] = await listPassages(db, cycle.id)
    expect(await get(`${desk}/passages/P-${passage?.number}`)).toContain(`${desk}/similar?passage=P-${passage?.number}`)
    const french = await (await app.get(`${desk}/similar?passage=P-${passage?.number}`, { cookie, language: 'fr' })).text()
    expect(french).toContain('Un passage dans d’autres contributions')
    expect(french).toContain('We think that dues')
  })

  const NAMES = ['Privatus', 'Retractus', 'Deletus', 'Detentus', 'Expectans']

  test('never show what is private, redacted, withdrawn, waiting or not yet counted', async () => {
    const words = (name: string) => `Pilotage dues for small vessels, says ${name} of the harbour.`
    await send(words('Privatus'), { consent: 'not-at-all' })
    const withdrawn = await send(words('Retractus'))
    const redacted = await send(words('Deletus'))
    const held = await send(words('Detentus'))
    const waiting = await send(words('Expectans'), { waitsForClearance: true, clearance: 'clear' })
    await countWaitingTerms(db)
    const path = `${desk}/similar?passage=P-1`
    const before = await get(path)
    expect(NAMES.filter((name) => before.includes(name))).toEqual(['Retractus', 'Deletus', 'Detentus'])
    await transact(db, (tx) => withdrawContribution(tx, PUBLIC, { contributionId: withdrawn.contributionId, cycleId: cycle.id }, app.now))
    await transact(db, (tx) => redactAnswer(tx, SYSTEM, { cycleId: cycle.id, answerId: redacted.id, marking: { quote: 'Deletus' }, reason: 'personal-data' }, app.now))
    await db.updateTable('contributions_contribution').set({ held_at: app.now, moderated_for: 'identity' }).where('id', '=', held.contributionId).execute()
    // The index has not followed yet, and the words are not shown all the same.
    const after = await get(path)
    expect(NAMES.filter((name) => after.includes(name))).toEqual([])
    expect(after).toContain('still being compared')
    expect((await findAnswers(db, [waiting.id]))[0]?.text).toBe('')
    await countWaitingTerms(db)
    expect(await get(path)).not.toMatch(/Retractus|Deletus|Detentus/u)
  })
})

describe('the letters of a campaign', () => {
  test('stand as one, and how many there are is said', async () => {
    const letter = 'The anchorage buoys near the breakwater drift in every storm. We ask that the anchorage buoys be chained again before the winter comes and the fleet is home.'
    const letters = [await send(letter), await send(letter), await send(letter)]
    const asked = await send('Anchorage buoys near the breakwater are our worry.')
    while (await placeWhatCame(db, () => app.now));
    await countWaitingTerms(db)
    const page = await get(`${desk}/similar?of=${asked.ref}&start=0&end=49`)
    expect(letters.filter(({ ref }) => page.includes(`/reading/${ref}?`))).toHaveLength(1)
    expect(page).toContain('2 more letters of the same campaign say much the same')
  })
})

describe('unread passages that resemble coded ones', () => {
  const path = () => `${desk}/codebook/dues/resembling`
  const meant = (answer: Sent, start: number, end: number) => ({ answer: answer.id, start: String(start), end: String(end) })
  let second: Sent

  beforeAll(async () => {
    await buildTheme(db, cycle, 'Dues', app.now)
    const [theme] = await listThemes(db, cycle.id)
    const [passage] = await listPassages(db, cycle.id)
    await post(`${desk}/passages/P-${passage?.number}`, { theme: [theme?.id ?? ''] })
    second = await send('Halve the pilotage dues, we beg you, for small vessels. Dues are not all.')
    await countWaitingTerms(db)
  })

  test('are refused when they are not there, and nothing is marked', async () => {
    for (const wrong of [{}, { answer: 'x', start: '0', end: '4' }, meant(second, 4, 4), meant(second, 0, 999), meant(second, -1, 4), { answer: second.contributionId, start: '0', end: '4' }]) {
      const answer = await post(path(), { shall: 'take', ...wrong })
      expect([answer.status, (await answer.text()).includes('do not stand there any more')]).toEqual([422, true])
    }
    expect(await (await post(path(), { shall: 'eat', ...meant(second, 0, 55) })).text()).toContain('Choose what shall be done')
    expect(await (await post(path(), { shall: 'restore', ...meant(second, 0, 55) })).text()).toContain('somebody was faster')
    expect(await listPassages(db, cycle.id)).toHaveLength(1)
  })

  test('come with their reason, without what is marked, and without what somebody has read', async () => {
    const page = await get(path())
    expect(page).toContain('Halve the pilotage dues, we beg you, for small vessels.')
    expect(page).toMatch(/Words in common:.*dues/u)
    expect(page).not.toContain('should be halved')
    expect(page).toContain('We think that dues')
    expect((await post(`${desk}/reading/C-2/1/read`, { shall: 'read' })).status).toBe(303)
    expect(await get(path())).not.toContain('We think that dues')
  })

  test('once dismissed are remembered until their answer is amended, and can be taken back', async () => {
    const [start, end] = [0, 55]
    for (let twice = 0; twice < 2; twice++) expect((await post(path(), { shall: 'dismiss', ...meant(second, start, end) })).status).toBe(303)
    const page = await get(path())
    expect(page).toMatch(/One dismissed.*Halve the pilotage dues.*dismissed by/u)
    expect(page.split('Halve the pilotage dues')).toHaveLength(2)
    const later = instantFromMilliseconds(toMilliseconds(app.now) + 1)
    await db.updateTable('contributions_contribution').set({ amended_at: later }).where('id', '=', second.contributionId).execute()
    expect((await get(path())).split('Halve the pilotage dues')).toHaveLength(3)
    await db.updateTable('contributions_contribution').set({ amended_at: null }).where('id', '=', second.contributionId).execute()
    expect((await post(path(), { shall: 'restore', ...meant(second, start, end) })).status).toBe(303)
    expect(await get(path())).not.toContain('One dismissed')
  })

  test('are taken by a person: marked, with the theme, by whom and by what', async () => {
    expect((await post(path(), { shall: 'take', ...meant(second, 0, 55) })).status).toBe(303)
    const passage = (await listPassages(db, cycle.id)).find(({ quote }) => quote.startsWith('Halve'))
    const [given] = (await listAssignments(db, passage === undefined ? [] : [passage.id])).get(passage?.id ?? ('' as Id)) ?? []
    expect(given).toMatchObject({ machine: WORDS, assignedBy: given?.signedBy })
    expect(given?.signedBy).not.toBeNull()
    expect(await get(`${desk}/passages/P-${passage?.number}`)).toMatch(/suggested by the program “comparison of words”, signed by/u)
    expect((await listEntriesOf(db, passage?.id ?? ('' as Id))).map(({ act }) => act)).toEqual(['passage-marked', 'likeness-taken'])
    // Pressed twice, it is marked once.
    expect((await post(path(), { shall: 'take', ...meant(second, 0, 55) })).status).toBe(303)
    expect((await listEntriesOf(db, passage?.id ?? ('' as Id))).map(({ act }) => act)).toEqual(['passage-marked', 'likeness-taken'])
    expect(await get(path())).not.toContain('Halve the pilotage dues')
  })
})

describe('suggested groups', () => {
  const path = () => `${desk}/suggested-groups?question=${call.slug}%2F1`
  const groups = async () => listSuggestedGroups(db, cycle.id, call.questions[0]?.id)
  const open = async () => (await groups()).filter(({ decision }) => decision === null)

  beforeAll(async () => {
    for (const text of ['Night lighting of the quay saves lives.', 'Please mend the night lighting on the quay.', 'Lamps: night lighting on every quay.']) await send(text)
    await countWaitingTerms(db)
  })

  test('are asked for in a language that there is, and decided on one by one', async () => {
    expect(await (await post(path(), { shall: 'suggest', language: 'xx' })).text()).toContain('class="errors"')
    for (const shall of ['take', 'dismiss', 'restore', 'eat']) expect((await post(path(), { shall, group: call.id, title: 'Light' })).status).toBe(422)
    expect(await groups()).toEqual([])
    expect((await post(path(), { shall: 'suggest', language: 'en' })).status).toBe(303)
    expect((await open()).length).toBeGreaterThan(0)
    const page = await get(path())
    expect(page).toContain('Suggested by “comparison of words”, asked for by')
    expect(page).not.toMatch(/Privatus|Retractus|Detentus|Expectans/u)
    expect(await listThemes(db, cycle.id)).toHaveLength(1)
  })

  test('without a title become no theme, and what was typed is kept', async () => {
    const [group] = await open()
    const refused = await post(path(), { shall: 'take', group: group?.id ?? '', title: ' ' })
    expect([refused.status, (await refused.text()).includes('id="field-title"')]).toEqual([422, true])
    expect(await (await post(path(), { shall: 'take', group: group?.id ?? '', title: 'x'.repeat(121) })).text()).toContain('x'.repeat(121))
  })

  test('become a theme put forward, and the passages marked in them a proposal', async () => {
    const light = (await open()).find(({ terms }) => terms.join().includes('night'))
    const marked = light?.answerIds.find((id) => id === sent[2]?.id)
    expect(marked).toBeDefined()
    await post(`${desk}/reading/${sent[2]?.ref}`, { quote: 'Night lighting on the quay is poor' })
    expect((await post(path(), { shall: 'take', group: light?.id ?? '', title: 'Light at night' })).status).toBe(303)
    const theme = (await listThemes(db, cycle.id)).find(({ slug }) => slug === 'light-at-night')
    expect(theme).toMatchObject({ isProposed: true })
    const proposal = await get(`${desk}/codebook-proposals/1`)
    expect(proposal).toContain('Night lighting on the quay is poor')
    expect(proposal).toContain('“comparison of words”')
    expect((await findPassages(db, (await listPassages(db, cycle.id)).map(({ id }) => id))).some(({ themeIds }) => themeIds.some((id) => id === theme?.id))).toBe(false)
    expect((await post(path(), { shall: 'take', group: light?.id ?? '', title: 'Again' })).status).toBe(422)
    expect(await get(path())).toMatch(/taken by .*Light at night/u)
    // Nobody has given it a passage yet: it is looked for by its own words.
    expect(await get(`${desk}/codebook/light-at-night/resembling`)).toMatch(/night lighting/iu)
  })

  test('once decided on are not put forward again, until the dismissal is taken back', async () => {
    const dismissed = (await open()).map(({ id }) => id)
    expect(dismissed.length).toBeGreaterThan(0)
    for (const group of dismissed) expect((await post(path(), { shall: 'dismiss', group })).status).toBe(303)
    expect((await post(path(), { shall: 'suggest', language: 'en' })).status).toBe(303)
    expect(await open()).toEqual([])
    expect((await post(path(), { shall: 'restore', group: dismissed[0] ?? '' })).status).toBe(303)
    expect((await open()).map(({ id }) => id)).toEqual([dismissed[0]])
    expect((await listEntriesOf(db, dismissed[0] ?? ('' as Id))).map(({ act }) => act)).toEqual(['group-dismissed', 'group-restored'])
    expect(await (await app.get(`/${forum.slug}/record`)).text()).toContain('took the dismissal of a group of')
  })
})
