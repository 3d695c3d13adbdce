import { beforeAll, describe, expect, test } from 'vitest'
import type { Call } from '../../src/calls/model.ts'
import { listAnswers } from '../../src/contributions/queries.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { transact } from '../../src/platform/database.ts'
import { markPassage } from '../../src/procedures/mark-passage.ts'
import { SYSTEM } from '../../src/record/model.ts'
import type { Id } from '../../src/shared/ids.ts'
import { buildTheme } from '../../src/synthesis/testing.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
let forum: Forum
let cycle: Cycle
let call: Call
let cookie: string
let base: string
let desk: string
let theme: Id<'theme'>
const passages: Id[] = []

const SENT = [['Government', 'AFG'], ['IGO', 'none'], ['Private Sector', 'APG'], ['Government', 'AFG']] as const

beforeAll(async () => {
  const seeded = await app.seedCall('editor')
  ;({ forum, cycle, call, cookie, base, desk } = seeded)
  const { questionId } = seeded
  theme = await buildTheme(app.db, cycle, 'Night rules', app.now)
  for (const [stakeholderGroup, regionalGroup] of SENT) await buildContribution(app.db, call, app.now, { stakeholderGroup, regionalGroup, answers: [{ questionId, text: 'Rules help everybody.' }] })
  for (const answer of (await listAnswers(app.db, cycle.id)).slice(0, 3)) {
    const input = { forumId: forum.id, cycleId: cycle.id, sourceKind: 'answer' as const, sourceId: answer.id, marking: { quote: 'Rules help' }, themeIds: [theme] }
    const marked = await transact(app.db, (tx) => markPassage(tx, SYSTEM, input, app.now))
    if ('refusal' in marked) throw new Error(marked.refusal)
    passages.push(marked.passageId)
  }
})

const post = (path: string, fields: Record<string, string | readonly string[]>) => app.post(path, fields, { cookie })
const page = async (path: string) => (await app.get(path, { cookie })).text()
const [first, second, third] = [0, 1, 2] as const

describe('picking passages', () => {
  test('is for the desk, and asks for at least one', async () => {
    expect((await app.get(`${desk}/findings/pick`)).status).toBe(403)
    expect(await (await post(`${desk}/findings/pick`, { shall: 'pick' })).text()).toContain('Tick at least one passage.')
  })

  test('narrows by theme, by group and to what is unused, and keeps what was picked for the next finding', async () => {
    expect(await page(`${desk}/findings/pick?theme=night-rules&stakeholderGroup=IGO`)).toContain('P-2')
    expect(await page(`${desk}/findings/pick?stakeholderGroup=IGO`)).not.toContain('P-1 ·')
    const picked = await post(`${desk}/findings/pick?theme=night-rules`, { shall: 'pick', passage: passages })
    expect(picked.headers.get('location')).toBe(`${desk}/findings/pick?theme=night-rules`)
    await post(`${desk}/findings/pick`, { shall: 'drop', dropped: [passages[second] ?? ''] })
    expect(await page(`${desk}/findings/pick`)).toContain('2 passages in your basket')
    expect(await page(`${desk}/findings/new`)).toContain(`value="${passages[first] ?? ''}" checked`)
    await post(`${desk}/findings/pick`, { shall: 'empty' })
    expect(await page(`${desk}/findings/pick?only=unused`)).toContain('Your basket is empty.')
  })
})

describe('a finding', () => {
  test('shows how strong it is, by stance, and what it stands against', async () => {
    const finding = { kind: 'agreement', questionId: call.questions[0]?.id ?? '', passage: passages.slice(0, 2), isDeepDive: 'yes', theme: [theme] }
    await post(`${desk}/findings/new`, { ...finding, statement: 'Rules help.' })
    const one = (await app.json(`${base}/breakdown`))['findings'] as { ref: string; url: string }[]
    expect(one).toMatchObject([{ strength: { of: 4, supports: { contributions: 2, stakeholderGroups: ['Government', 'IGO'], regionalGroups: ['AFG', 'none'] } }, deepDive: true, broad: true, themes: ['night-rules'], corrections: null }])
    const id = /value="([0-9a-f-]{36})"[^>]*>F-1 /u.exec(await page(`${desk}/findings/new`))?.[1] ?? ''
    const contrary = { kind: 'concern', statement: 'Rules hinder.', questionId: finding.questionId, passage: passages, [`stance:${passages[first] ?? ''}`]: 'opposes', [`stance:${passages[second] ?? ''}`]: 'qualifies' }
    expect(await (await post(`${desk}/findings/new`, { ...contrary, againstId: 'nonsense' })).text()).toContain('Choose one of the values offered')
    expect((await post(`${desk}/findings/new`, { ...contrary, againstId: id })).status).toBe(303)
    const [, two] = (await app.json(`${base}/breakdown`))['findings'] as object[]
    expect(two).toMatchObject({ minorityByRule: true, against: `${cycle.slug}/F-1`, strength: { supports: { contributions: 1 }, opposes: { contributions: 1 }, qualifies: { contributions: 1 } }, restsOn: [{ stance: 'opposes' }, { stance: 'qualifies' }, { stance: 'supports' }] })
    expect(await page(`${desk}/findings/F-2`)).toContain('by the rule it is a minority position')
    expect(await page(`${desk}/findings/F-2`)).toMatch(/<option value="opposes" selected/u)
    const shown = await page(`${base}/breakdown`)
    for (const words of ['Supported by 2 of 4 contributions', '2 groups', 'Opposed by 1 of 4 contributions', 'Minority position by rule', 'Worth a deep dive', 'Against F-1']) expect(shown).toContain(words)
  })

  test('carries threads through the questions', async () => {
    expect((await app.get(`${base}/threads/nothing`)).status).toBe(404)
    expect(await page(`${base}/threads/night-rules`)).toContain('One finding carries it, under one question.')
    expect(await app.json(`${base}/threads/night-rules`)).toMatchObject({ theme: 'night-rules', findings: [{ ref: `${cycle.slug}/F-1` }] })
  })

  test('is kept as a minority position by the rule that the forum chooses, and publishes', async () => {
    const rule = `${desk}/minority`
    expect((await app.get(rule)).status).toBe(403)
    expect(await page(`${base}/breakdown`)).toContain('the support of one group at most, or of 2 voices at most.')
    const revision = /name="revision" value="([0-9]+)"/u.exec(await page(rule))?.[1] ?? ''
    expect(await (await post(rule, { groups: '9', voices: '2', revision })).text()).toContain('Choose one of the values offered')
    // F-1 is made to stand against F-2: with two groups and two voices it is small by the usual rule, and not by one voice and one group.
    expect((await post(rule, { groups: '1', voices: '1', revision })).status).toBe(303)
    expect((await post(rule, { groups: '5', voices: '20', revision })).status).toBe(422)
    expect(await app.json(`${base}/breakdown`)).toMatchObject({ minorityRule: { groups: 1, voices: 1 }, findings: [{ minorityByRule: false }, { minorityByRule: true }] })
    const form = await page(`${desk}/findings/F-1`)
    const value = (pattern: RegExp) => pattern.exec(form)?.[1] ?? ''
    const againstId = value(/value="([0-9a-f-]{36})"[^>]*>F-2 /u)
    const revised = { kind: 'agreement', statement: 'Rules help.', questionId: call.questions[0]?.id ?? '', passage: passages.slice(0, 2), isDeepDive: 'yes', theme: [theme] }
    expect((await post(`${desk}/findings/F-1`, { ...revised, againstId, revision: value(/name="revision" value="([0-9]+)"/u) })).status).toBe(303)
    const isMinority = async () => ((await app.json(`${base}/breakdown`))['findings'] as { minorityByRule: boolean }[])[0]?.minorityByRule
    expect(await isMinority()).toBe(false)
    expect((await post(rule, { groups: '2', voices: '1', revision: '1' })).status).toBe(303)
    expect(await isMinority()).toBe(true)
    expect(await page(`/${forum.slug}/record?page=1`)).toContain('chose which positions are kept as minority positions: those with the support of 2 groups at most')
  })

  test('is set aside only with a reason, which stays in sight', async () => {
    await post(`${desk}/findings/new`, { kind: 'minority', statement: 'A third.', passage: [passages[third] ?? ''] })
    expect(await (await post(`${desk}/findings/F-3`, { shall: 'discard', reason: ' ' })).text()).toContain('Please fill this in')
    expect((await post(`${desk}/findings/F-3`, { shall: 'discard', reason: 'It says F-2 again.' })).status).toBe(303)
    expect(await page(`${base}/breakdown`)).toContain('It says F-2 again.')
    expect((await app.json(`${base}/breakdown`))['setAside']).toMatchObject([{ ref: `${cycle.slug}/F-3`, reason: 'It says F-2 again.' }])
  })
})

describe('the matrix', () => {
  test('tells silence from absence, and each number opens its passages', async () => {
    const data = await app.json(`${base}/matrix`)
    const cells = (data['themes'] as { stakeholderGroup: { key: string; state: string; contributions: number }[] }[])[0]?.stakeholderGroup ?? []
    expect(Object.fromEntries(cells.map(({ key, state, contributions }) => [key, [state, contributions]]))).toEqual({
      'Civil Society': ['absent', 0], 'Technical Community': ['absent', 0], 'Private Sector': ['spoken', 1], Government: ['spoken', 1], IGO: ['spoken', 1], Multistakeholder: ['absent', 0],
    })
    expect(data['themes']).toMatchObject([{ contributions: 3, agreements: [`${cycle.slug}/F-1`] }])
    const shown = await page(`${base}/matrix`)
    expect(shown).toContain(`href="${base}/matrix/night-rules?stakeholderGroup=Government"`)
    expect(shown).toContain('Nobody contributed from: Civil Society, Technical Community and Multistakeholder.')
    expect(await page(`${base}/matrix/night-rules?stakeholderGroup=Government`)).toContain('Rules help')
    expect((await app.json(`${base}/matrix/night-rules?regionalGroup=APG`))['passages']).toMatchObject([{ ref: `${cycle.slug}/P-3` }])
    expect((await app.get(`${base}/matrix/nothing`)).status).toBe(404)
  })

  test('is a table for spreadsheets, and stands at the desk', async () => {
    const csv = await app.get(`${base}/matrix.csv`)
    expect(csv.headers.get('content-type')).toContain('text/csv')
    expect(await csv.text()).toContain('night-rules,Night rules,stakeholderGroup,Government,2,spoken,1,1')
    expect((await app.get(`/${forum.slug}/1999/matrix.csv`)).status).toBe(404)
    expect((await app.get(`${desk}/matrix`)).status).toBe(403)
    expect(await page(`${desk}/matrix`)).toContain(`${desk}/findings/pick?theme=night-rules&amp;stakeholderGroup=Government`)
  })
})

describe('the ledger', () => {
  test('shows what no finding rests on, and takes a reason that answers it', async () => {
    expect(await app.json(`${base}/ledger`)).toMatchObject({ answers: { total: 4, unused: 1 }, contributions: { total: 4, unused: 1 }, unused: [{ ref: `${cycle.slug}/C-4/1`, fate: 'none' }] })
    expect((await app.get(`${desk}/ledger`)).status).toBe(403)
    const form = await page(`${desk}/ledger`)
    const unit = /name="unit" value="([0-9a-f-]{36})"/u.exec(form)?.[1] ?? ''
    expect(await (await post(`${desk}/ledger`, { kind: 'noted' })).text()).toContain('class="errors"')
    expect(await (await post(`${desk}/ledger`, { unit, kind: 'other', words: '' })).text()).toContain('Please fill this in')
    expect((await post(`${desk}/ledger`, { unit, kind: 'repeats', words: 'See C-1.' })).status).toBe(303)
    expect(await (await post(`${desk}/ledger`, { unit, kind: 'repeats', words: '' })).text()).toContain('C-4/1')
    expect(await app.json(`${base}/ledger`)).toMatchObject({ unused: [{ fate: 'answered', reason: 'It repeats the question. See C-1.' }] })
    expect(await page(`${base}/ledger`)).toContain('It repeats the question. See C-1.')
    expect(await page(`${base}/contributions/C-4`)).toContain('It repeats the question. See C-1.')
  })
})
