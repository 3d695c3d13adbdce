import { beforeAll, expect, test } from 'vitest'
import { buildCall } from '../../src/calls/testing.ts'
import type { Call } from '../../src/calls/model.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import type { Consent } from '../../src/shared/vocabularies.ts'
import { findCampaignOf, listCampaigns, listMembers } from '../../src/synthesis/campaigns/queries.ts'
import { placeWhatCame } from '../../src/synthesis/campaigns/reactions.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
const LETTER = 'The quay lights belong to all who come home late. Turning them off at ten leaves the last boats in the dark. We ask the town to keep them lit.'
let forum: Forum
let cycle: Cycle
let call: Call
let cookie: string
let base: string

const sendAs = async (contributor: string, text: string, consent: Consent = 'full') => {
  const question = call.questions[0]
  if (question === undefined) throw new Error('The call has no question')
  return buildContribution(app.db, call, app.now, { contributor, organisation: undefined, capacity: 'individual', consent, answers: [{ questionId: question.id, text }] })
}
const page = async (path: string) => (await app.get(`${base}${path}`)).text()
const post = (path: string, fields: Record<string, string | readonly string[]>) => app.post(`/desk${base}${path}`, fields, { cookie })

beforeAll(async () => {
  ;({ forum, cycle } = await app.seedForum())
  call = await buildCall(app.db, cycle, app.now)
  cookie = await app.signIn('lead-expert', forum.id)
  base = `/${forum.slug}/${cycle.slug}`
  await sendAs('Amina Juma', LETTER)
  await sendAs('Pavel Sokol', `${LETTER} My own lamp has been broken since spring.`)
  await sendAs('Hidden Person', `${LETTER}\nYours\nHidden Person`, 'without-name')
  await sendAs('Silent Person', `${LETTER} A secret matter of mine.`, 'not-at-all')
  await sendAs('Someone Else', 'I would rather have the lights off, so that one can see the stars over the harbour again at night.')
  while (await placeWhatCame(app.db, () => app.now));
})

test('the public page shows the common text once, who signed as far as they wished, and what each added', async () => {
  expect(await page('/campaigns')).toContain('K-1: 4 contributions alike')
  const html = await page('/campaigns/K-1')
  expect(html.split('Turning them off at ten').length - 1).toBe(1)
  expect(html).toContain('Amina Juma')
  expect(html).toContain('My own lamp has been broken since spring.')
  for (const hidden of ['Hidden Person', 'Silent Person', 'secret matter', 'Someone Else']) expect(html).not.toContain(hidden)
  expect(html).toContain('2 more on this page wish to go without a name.')
})

test('the data is at the same address, and campaigns that are none are not found', async () => {
  const list = (await (await app.get(`${base}/campaigns.json`)).json()) as { rule: string; total: number; once: number; campaigns: { ref: string; contributions: number }[] }
  expect(list).toMatchObject({ rule: 'each', total: 5, once: 2, campaigns: [{ ref: `${cycle.slug}/K-1`, contributions: 4 }] })
  const { letters } = (await (await app.get(`${base}/campaigns/K-1.json`)).json()) as { letters: { name: string | null; adds: string[] | null }[] }
  expect(letters.map(({ name }) => name)).toEqual(['Amina Juma', 'Pavel Sokol', null, null])
  expect(letters.map(({ adds }) => adds)).toEqual([[], ['My own lamp has been broken since spring.'], [], null])
  for (const path of ['/campaigns/K-2', '/campaigns/C-1', '/campaigns/K-0']) expect((await app.get(`${base}${path}`)).status).toBe(404)
})

test('the figures of today lead to them, with the rule; other days say nothing of them', async () => {
  expect(await app.json(`${base}/overview`)).toMatchObject({ total: 5, campaigns: { rule: 'each', campaigns: 1, members: 4, once: 2 } })
  expect(await app.json(`${base}/overview?asOf=2026-10-01`)).toMatchObject({ campaigns: null })
  expect(await page('/overview')).toMatch(/4 of them are letters that many sent, in 1 campaign\.[^]*href="[^"]+\/campaigns"/u)
  expect(await page('/contributions')).toContain(`href="${base}/campaigns"`)
})

test('the desk is closed to whoever has no such work here', async () => {
  for (const path of ['/campaigns', '/campaigns/K-1']) {
    expect((await app.get(`/desk${base}${path}`)).status).toBe(403)
    expect((await app.get(`/desk${base}${path}`, { cookie: await app.signIn('rapporteur', forum.id) })).status).toBe(403)
  }
})

test('read once: the one chosen stands for those that add nothing, the others keep waiting', async () => {
  const [campaign] = await listCampaigns(app.db, cycle.id)
  if (campaign === undefined) throw new Error('There is no campaign')
  const [first = ''] = (await listMembers(app.db, campaign.id, { offset: 0, limit: 9 })).map(({ contributionId }) => contributionId)
  const none = await post('/campaigns/K-1', { shall: 'merge', letter: [] })
  expect(none.status).toBe(422)
  expect(await none.text()).toContain('Choose the one contribution that stands for all.')
  expect((await post('/campaigns/K-1', { shall: 'merge', letter: first })).status).toBe(303)
  const { inputs } = (await (await app.get(`${base}/trace.json`)).json()) as { inputs: { ref: string; fate: string; reason: string | null }[] }
  const fates = Object.fromEntries(inputs.map(({ ref, fate }) => [ref.replace(`${cycle.slug}/`, ''), fate]))
  expect(fates).toMatchObject({ 'C-1/1': 'none', 'C-2/1': 'none', 'C-3/1': 'merged', 'C-4/1': 'none', 'C-5/1': 'none' })
  expect(inputs.find(({ ref }) => ref.endsWith('C-3/1'))?.reason).toContain('C-1')
  const again = await post('/campaigns/K-1', { shall: 'merge', letter: first })
  expect(again.status).toBe(422)
})

test('one is set apart by hand and put back, and the rule of counting is published', async () => {
  const [campaign] = await listCampaigns(app.db, cycle.id)
  const member = campaign === undefined ? undefined : (await listMembers(app.db, campaign.id, { offset: 0, limit: 9 })).at(1)
  if (member === undefined) throw new Error('There is no member')
  expect((await post('/campaigns/K-1', { shall: 'leave', letter: member.contributionId })).status).toBe(303)
  expect(await findCampaignOf(app.db, member.contributionId)).toBeUndefined()
  expect((await post('/campaigns/K-1', { shall: 'join', apart: member.contributionId })).status).toBe(303)
  expect((await findCampaignOf(app.db, member.contributionId))?.number).toBe(1)
  expect((await post('/campaigns', { rule: 'both', revision: '0' })).status).toBe(303)
  const html = await page('/campaigns')
  expect(html).toContain('both figures are given')
  expect((await post('/campaigns', { rule: 'once', revision: '0' })).status).toBe(422)
  expect(await page('/overview')).toMatch(/<strong>2<\/strong> voices, each campaign as one/u)
})
