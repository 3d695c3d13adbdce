import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { nameCutOff } from '../../src/calls/cut-offs/commands.ts'
import { findCallById } from '../../src/calls/queries.ts'
import { buildCall } from '../../src/calls/testing.ts'
import { amendContribution } from '../../src/contributions/amendments/commands.ts'
import { withdrawContribution } from '../../src/contributions/commands.ts'
import { declineContribution } from '../../src/contributions/moderation/commands.ts'
import { listAnswersAsSent } from '../../src/contributions/queries.ts'
import { redactAnswer } from '../../src/contributions/redaction/commands.ts'
import type { SentByForm } from '../../src/contributions/sending/commands.ts'
import { aContribution, buildContribution } from '../../src/contributions/testing.ts'
import { transact } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { PUBLIC, SYSTEM } from '../../src/record/model.ts'
import type { PlainDate } from '../../src/shared/time.ts'
import { placeWhatCame } from '../../src/synthesis/campaigns/reactions.ts'
import { buildPassage, buildTheme } from '../../src/synthesis/testing.ts'
import { giveFate } from '../../src/trace/fates/commands.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
const { forum, cycle } = await app.seedForum()
const first = await buildCall(app.db, cycle, app.now)
const SECRET = '+254 700 000 999'
const LETTER = 'The quay lights belong to all who come home late. Turning them off at ten leaves the last boats in the dark. We ask the town to keep them lit.'
const world = await setUp()

async function setUp() {
  const scope = { forumId: forum.id, cycleId: cycle.id, cycle: cycle.slug }
  const cutOff = { callId: first.id, title: 'First draft', note: undefined }
  await transact(app.db, (tx) => nameCutOff(tx, SYSTEM, { ...cutOff, slug: 'early', on: '2020-01-01' as PlainDate }, app.now))
  await transact(app.db, (tx) => nameCutOff(tx, SYSTEM, { ...cutOff, slug: 'first-draft', on: '2099-01-01' as PlainDate }, app.now))
  const call = (await findCallById(app.db, first.id)) ?? first
  const [question] = call.questions
  if (question === undefined) throw new Error('A call without questions')
  const send = (contributor: string, text: string, over: Partial<SentByForm> = {}) => buildContribution(app.db, call, app.now, { contributor, others: [{ name: `${contributor} Friend`, organisation: `${contributor} Union`, country: 'FJ' }], answers: [{ questionId: question.id, text }], ...over })
  const joint = await send('Ada', LETTER)
  const nameless = await send('Bea', LETTER, { consent: 'without-name' })
  const silent = await send('Cid', LETTER, { consent: 'not-at-all' })
  const redacted = await send('Dov', `Call me at ${SECRET}, I know the quay.`)
  const declined = await send('Eve', 'Words of Eve.')
  const gone = await send('Fay', 'Words of Fay.')
  const answerOf = async ({ contributionId }: typeof joint) => (await listAnswersAsSent(app.db, contributionId))[0] ?? { id: newId<'answer'>(), text: '' }
  const theme = await buildTheme(app.db, cycle, 'Lights', app.now)
  for (const each of [joint, silent, gone]) await buildPassage(app.db, cycle, await answerOf(each), each === gone ? 'Words of Fay' : 'keep them lit', app.now, [theme])
  await transact(app.db, async (tx) => giveFate(tx, SYSTEM, { ...scope, unitIds: [(await answerOf(joint)).id, (await answerOf(silent)).id], fate: 'carried-over', reason: 'Next year.' }, app.now))
  const { formKey: _key, mail: _mail, writeReceipt: _write, ...said } = aContribution(call, { contributor: 'Ada', others: [{ name: 'Ada Friend', organisation: 'Ada Union', country: 'FJ' }], answers: [{ questionId: question.id, text: `${LETTER} Soon.` }] })
  const amended = await transact(app.db, (tx) => amendContribution(tx, PUBLIC, { ...said, contributionId: joint.contributionId, amendments: 0 }, app.now))
  if ('refusal' in amended) throw new Error(amended.refusal)
  await transact(app.db, async (tx) => redactAnswer(tx, SYSTEM, { cycleId: cycle.id, answerId: (await answerOf(redacted)).id, marking: { quote: SECRET }, reason: 'personal-data' }, app.now))
  const letter = () => ({ subject: 'About yours', body: 'Declined.' })
  await transact(app.db, (tx) => declineContribution(tx, SYSTEM, { contributionId: declined.contributionId, cycleId: cycle.id, reason: 'out-of-scope', write: letter }, app.now))
  await transact(app.db, (tx) => withdrawContribution(tx, PUBLIC, { contributionId: gone.contributionId, cycleId: cycle.id }, app.now))
  await buildContribution(app.db, call, app.now, { contributor: 'Gus', waitsForClearance: true })
  while (await placeWhatCame(app.db, () => app.now));
  const cookie = await app.signIn('secretariat', forum.id)
  const text = async (ending: string, isFull = false) => (await app.get(`${isFull ? '/desk' : ''}/${forum.slug}/${cycle.slug}/${ending}`, isFull ? { cookie } : {})).text()
  const rows = async (ending: string, isFull = false) => parse<Record<string, string>>(await text(ending, isFull), { columns: true, bom: true })
  return { nameless, text, rows }
}

test('what nobody may know is in no public table: names beside the first, redacted, declined and withdrawn words, places of marks', async () => {
  for (const ending of ['contributions.csv', 'contributors.csv', 'contributions.ndjson']) {
    const shown = await world.text(ending)
    for (const hidden of ['Bea', 'Cid', 'Eve', 'Fay', 'Gus', SECRET]) expect(shown, `${ending} shows ${hidden}`).not.toContain(hidden)
    expect(shown).toContain('Ada Friend')
  }
  const [, , silent, , declined, gone] = await world.rows('contributions.csv')
  expect(silent).toMatchObject({ 'Together with': '', 'Passages in answer 1': '', Campaign: '', 'What became of answer 1': 'carried-over (Next year.)' })
  expect(declined).toMatchObject({ 'Together with': '', 'What became of answer 1': expect.stringContaining('out-of-scope') as string })
  expect(gone).toMatchObject({ 'Together with': '', 'Passages in answer 1': '' })
  expect(await world.rows('contributions.csv')).toHaveLength(6)
})

test('a row says with whom it came, its state, amendments, cut-offs, campaign, marked passages and what became of each answer', async () => {
  const [joint] = await world.rows('contributions.csv')
  expect(joint).toMatchObject({
    Country: 'KE', State: 'received', 'Together with': 'Ada Friend, Ada Union (FJ)', Amendments: '1', 'Cut-offs': 'first-draft', Campaign: `${cycle.slug}/K-1`,
    'Passages in answer 1': `${cycle.slug}/P-1`, 'What became of answer 1': 'carried-over (Next year.)', 'Passages in answer 2': '', 'What became of answer 2': '',
  })
  const [line = ''] = (await world.text('contributions.ndjson')).split('\n')
  expect(JSON.parse(line)).toMatchObject({
    others: [{ position: 2, name: 'Ada Friend', organisation: 'Ada Union', country: 'FJ' }], amendments: 1, cutOffs: ['first-draft'], campaign: `${cycle.slug}/K-1`, state: 'received',
    answers: [{ number: 1, text: `${LETTER} Soon.`, passages: [{ ref: `${cycle.slug}/P-1`, themes: ['lights'] }], fate: { fate: 'carried-over', by: [], reason: 'Next year.' } }],
  })
})

test('all who contributed together are contributors, with their countries; the desk’s tables have what waits', async () => {
  expect((await world.rows('contributors.csv')).map((row) => [row['Contributor'], row['Country'], row['IDs']])).toEqual([
    ['Ada', 'KE', `${cycle.slug}/C-1`], ['Ada Friend', 'FJ', `${cycle.slug}/C-1`], ['Dov', 'KE', `${cycle.slug}/C-4`], ['Dov Friend', 'FJ', `${cycle.slug}/C-4`],
  ])
  const full = await world.rows('contributions.csv', true)
  expect(full.map((row) => row['State'])).toEqual([...Array.from({ length: 6 }, () => 'received'), 'pending-clearance'])
  expect(full[1]).toMatchObject({ 'Together with': 'Bea Friend, Bea Union (FJ)', Campaign: `${cycle.slug}/K-1` })
  expect(full[2]).toMatchObject({ 'Passages in answer 1': `${cycle.slug}/P-2` })
})
