import { beforeAll, describe, expect, test } from 'vitest'
import { buildContribution } from '../../src/contributions/testing.ts'
import { transact } from '../../src/platform/database.ts'
import { SYSTEM } from '../../src/record/model.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { addTheme } from '../../src/synthesis/codebook/commands.ts'
import { listPassages, listThemes } from '../../src/synthesis/queries.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
let forum: Forum
let cycle: Cycle
let cookie: string
let base: string
let desk: string
let at: string

beforeAll(async () => {
  const seeded = await app.seedCall('editor')
  ;({ forum, cycle, cookie, base, desk } = seeded)
  const { call, questionId } = seeded
  const { number } = await buildContribution(app.db, call, app.now, { answers: [{ questionId, text: 'Rules help. Night is quiet. Rules bind. The quay is long.' }] })
  at = `${desk}/reading/C-${number}/1`
})

const get = async (path: string) => (await app.get(path, { cookie })).text()
const post = (path: string, fields: Record<string, string | readonly string[]>) => app.post(path, fields, { cookie })
const themeId = async (slug: string) => (await listThemes(app.db, cycle.id)).find((theme) => theme.slug === slug)?.id ?? ''
const passageId = async (quote: string) => (await listPassages(app.db, cycle.id)).find((passage) => passage.quote === quote)?.id ?? ''
const slugs = async () => (await listThemes(app.db, cycle.id)).map(({ slug }) => slug)

describe('the codebook at the desk', () => {
  test('is closed to others, and knows no theme that is not there', async () => {
    await post(`${desk}/codebook/new`, { title: 'Rules', description: '', includes: 'What is written', excludes: 'Habits', colour: 'teal' })
    for (const path of ['codebook/rules/merge', 'codebook/rules/split', 'codebook/rules/remove', 'codebook/rules/apply', 'codebook/rules/sign-off']) {
      expect((await app.get(`${desk}/${path}`)).status).toBe(403)
      expect((await app.get(`${desk}/${path.replace('rules', 'nothing')}`, { cookie })).status).toBe(404)
    }
    for (const path of ['codebook-proposals/1', 'codebook-proposals/x', 'codebook-changes/1/undo']) expect((await app.get(`${desk}/${path}`, { cookie })).status).toBe(404)
    expect((await post(`${desk}/codebook/new`, { title: 'Other', colour: 'plaid' })).status).toBe(422)
  })

  test('a theme has its scope and colour, with a shape, on its public page and as data', async () => {
    const page = await (await app.get(`${base}/themes/rules`)).text()
    expect(page).toContain('What is written')
    expect(page).toContain('theme-sign theme-teal')
    expect(await app.json(`${base}/themes/rules`)).toMatchObject({ theme: 'rules', includes: 'What is written', excludes: 'Habits', lineage: { splitFrom: null, merged: [], splitTo: [] } })
  })

  test('one is split, passage by passage; the words that were asked for are suggested', async () => {
    for (const quote of ['Rules help.', 'Rules bind.', 'Night is quiet.']) expect((await post(at, { quote, theme: [await themeId('rules')] })).status).toBe(303)
    const [help, night] = [await passageId('Rules help.'), await passageId('Night is quiet.')]
    expect(await get(`${desk}/codebook/rules/split?words=NIGHT`)).toMatch(new RegExp(`name="goes-${night}" value="move" checked`, 'u'))
    expect(await (await post(`${desk}/codebook/rules/split`, { title: '', [`goes-${night}`]: 'move' })).text()).toContain('Please fill this in')
    const refused = await (await post(`${desk}/codebook/rules/split`, { title: 'Night', [`goes-${help}`]: 'stay' })).text()
    expect(refused).toContain('Choose at least one passage')
    expect(refused).toContain('value="Night"')
    expect((await post(`${desk}/codebook/rules/split`, { title: 'Night', [`goes-${night}`]: 'move', [`goes-${help}`]: 'both' })).status).toBe(303)
    expect(await app.json(`${base}/themes/night`)).toMatchObject({ count: 2, lineage: { splitFrom: 'rules' } })
    expect(await (await app.get(`${base}/themes/rules`)).text()).toContain('Night was split off from it.')
  })

  test('one is merged into another: its address leads on, and its passages say so', async () => {
    expect(await (await post(`${desk}/codebook/night/merge`, {})).text()).toContain('Please fill this in')
    expect(await get(`${desk}/codebook/night/merge`)).toContain('2 passages have this theme')
    expect((await post(`${desk}/codebook/night/merge`, { intoId: await themeId('rules') })).status).toBe(303)
    expect((await app.get(`${base}/themes/night`)).headers.get('location')).toBe(`${base}/themes/rules`)
    const number = (await listPassages(app.db, cycle.id)).find(({ quote }) => quote === 'Night is quiet.')?.number ?? 0
    expect(await get(`${desk}/passages/P-${number}`)).toMatch(/Was Night until that was merged into Rules on .* by /u)
  })

  test('a change is taken back by its button, once; an earlier one only after a later one', async () => {
    expect((await app.get(`${desk}/codebook-changes/1/undo`, { cookie })).status).toBe(404)
    expect(await get(`${desk}/codebook-changes/2/undo`)).toContain('Night was merged into Rules.')
    expect((await post(`${desk}/codebook-changes/2/undo`, {})).status).toBe(303)
    expect((await post(`${desk}/codebook-changes/2/undo`, {})).status).toBe(404)
    expect(await slugs()).toEqual(['rules', 'night'])
    expect(await get(`${desk}/codebook`)).toContain('taken back')
  })

  test('before one is removed, what would happen is said, and a merge offered', async () => {
    const page = await get(`${desk}/codebook/night/remove`)
    expect(page).toContain('2 passages lose this theme')
    expect(page).toContain('One of them would have no theme at all')
    expect(page).toContain(`${desk}/codebook/night/merge`)
    expect((await post(`${desk}/codebook/night/remove`, {})).status).toBe(303)
    const gone = await app.get(`${base}/themes/night`)
    expect([gone.status, await gone.text()]).toEqual([200, expect.stringContaining('removed from the codebook')])
    expect(await app.json(`${base}/themes/night`)).toMatchObject({ theme: 'night', removed: '2026-11-02' })
    expect((await app.get(`${base}/themes/never`)).status).toBe(404)
  })

  test('one put forward is given to many passages only after its sign-off, and only to those accepted', async () => {
    const place = { forumId: forum.id, cycleId: cycle.id }
    await transact(app.db, (tx) => addTheme(tx, SYSTEM, { ...place, title: 'Duties', description: null, parentId: null, isProposed: true }, app.now))
    expect(await get(`${desk}/codebook/duties/apply?words=rules`)).toContain('2 passages have these words')
    const [help, bind] = [await passageId('Rules help.'), await passageId('Rules bind.')]
    expect(await (await post(`${desk}/codebook/duties/apply?words=rules`, {})).text()).toContain('There is no passage to put forward')
    expect((await post(`${desk}/codebook/duties/apply?words=rules`, { passage: [help, bind] })).headers.get('location')).toBe(`${desk}/codebook-proposals/1`)
    expect(await get(`${desk}/codebook`)).toContain('Duties for 2 passages')
    const decide = (fields: Record<string, string | readonly string[]>) => post(`${desk}/codebook-proposals/1`, fields)
    expect(await (await decide({ shall: 'some' })).text()).toContain('Choose at least one passage')
    expect(await (await decide({ shall: 'all' })).text()).toContain('Sign it off first')
    expect(await get(`${desk}/codebook/duties/sign-off`)).toContain('Sign off Duties')
    expect((await post(`${desk}/codebook/duties/sign-off`, {})).status).toBe(303)
    expect((await decide({ shall: 'some', passage: [bind] })).status).toBe(303)
    expect((await listPassages(app.db, cycle.id)).filter(({ themeIds }) => themeIds.length > 1).map(({ quote }) => quote)).toEqual(['Rules bind.'])
    const decided = await get(`${desk}/codebook-proposals/1`)
    expect([decided.includes('not accepted'), decided.includes('Decided on')]).toEqual([true, true])
    expect(await (await decide({ shall: 'all' })).text()).toContain('Somebody has decided this meanwhile')
  })
})
