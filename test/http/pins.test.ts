import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildCall } from '../../src/calls/testing.ts'
import { enterContribution } from '../../src/contributions/commands.ts'
import { aContribution } from '../../src/contributions/testing.ts'
import { buildCounted, rowsOf2017 } from '../../src/contributions/overview/testing.ts'
import { listPinnedFigures } from '../../src/contributions/pins/queries.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { importForum } from '../../src/procedures/import-forum.ts'
import { samplePath } from '../../src/procedures/testing.ts'
import { transact } from '../../src/platform/database.ts'
import { SYSTEM } from '../../src/record/model.ts'
import type { PlainDate } from '../../src/shared/time.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
let forum: Forum
let cycle: Cycle
let base: string

beforeAll(async () => {
  ;({ forum, cycle } = await app.seedForum())
  base = `/${forum.slug}/${cycle.slug}`
  await buildCounted(app.db, cycle, app.now, rowsOf2017())
  const taken = await transact(app.db, (tx) => importForum(tx, SYSTEM, { folder: samplePath('bpf-cybersecurity'), files: app.services.files }, app.now))
  if ('refusal' in taken) throw new Error(JSON.stringify(taken))
})

describe('pinned figures', () => {
  const desk = () => `/desk/${forum.slug}/${cycle.slug}/pin`
  const figure = { title: 'Regions at the fifth meeting', asOf: '2017-10-11', cutOff: 'First draft', rows: 'regionalGroup', columns: '' }

  test('are closed to the public and to other forums', async () => {
    const stranger = await app.signIn('secretariat', (await app.seedForum()).forum.id)
    for (const options of [{}, { cookie: stranger }]) {
      expect((await app.get(desk(), options)).status).toBe(403)
      expect((await app.post(desk(), figure, options)).status).toBe(403)
    }
    expect(await listPinnedFigures(app.db, cycle.id)).toEqual([])
  })

  test('are refused with a mistake or for a day to come, and what was typed is kept', async () => {
    const cookie = await app.signIn('editor', forum.id)
    const wrong = await (await app.post(desk(), { ...figure, title: '', asOf: '2017-02-30', regionalGroup: 'MARS' }, { cookie })).text()
    for (const sentence of ['Please fill this in', 'not a day of the calendar', 'Choose one of the values offered', 'value="First draft"']) expect(wrong).toContain(sentence)
    expect(await (await app.post(desk(), { ...figure, asOf: '2030-01-01' }, { cookie })).text()).toContain('This day is still to come.')
    for (const none of [`${base}/figures/1`, `${base}/figures/nonsense`, `${base}/figures/1/figure.svg`]) expect((await app.get(none)).status).toBe(404)
    expect(await (await app.get(`${base}/figures`)).text()).toContain('No figure of this cycle has been pinned yet.')
  })

  test('keep their values at their address; what the rows give now stands beside, with what was recorded since', async () => {
    const cookie = await app.signIn('editor', forum.id)
    expect(await (await app.get(`${desk()}?asOf=2017-10-11&rows=regionalGroup`, { cookie })).text()).toContain('value="2017-10-11"')
    expect((await app.post(desk(), figure, { cookie })).headers.get('location')).toBe(`${base}/figures/1`)
    const pinned = { ref: `${cycle.slug}/N-1`, total: 25, totalNow: 25, differs: false, cutOff: 'First draft', since: [] }
    expect(await app.json(`${base}/figures/1`)).toMatchObject({ ...pinned, cells: [{ row: 'AFG', pinned: 5, now: 5 }, { row: 'APG', pinned: 8 }, { row: 'EEG', pinned: 0 }, { row: 'GRULAC', pinned: 5 }, { row: 'WEOG', pinned: 5 }, { row: 'none', pinned: 2 }] })
    expect(await (await app.get(`${base}/figures/1`)).text()).toContain('still give the same for that day')

    // Something that had come in time is entered afterwards.
    const call = await buildCall(app.db, cycle, app.now)
    const { revision: _revision, writeReceipt: _writeReceipt, ...sent } = aContribution(call, { stakeholderGroup: 'Government', regionalGroup: 'EEG', capacity: 'organisation' })
    const entered = await transact(app.db, (tx) => enterContribution(tx, SYSTEM, { ...sent, channel: 'paper', receivedBy: '2017-10-05' as PlainDate }, app.now))
    if ('refusal' in entered) throw new Error(entered.refusal)
    await app.post(desk(), { title: 'All', asOf: '2017-10-11', stakeholderGroup: 'Government' }, { cookie })
    const now = await app.json(`${base}/figures/1`)
    expect(now).toMatchObject({ total: 25, totalNow: 26, differs: true })
    expect(now['since']).toMatchObject([{ act: 'call-opened' }, { act: 'contribution-received' }])
    expect(now['cells']).toContainEqual({ row: 'EEG', column: '', pinned: 0, now: 1 })
    const text = await (await app.get(`${base}/figures/1`)).text()
    expect(text).toContain('now give 26 for that day, where 25 were pinned')
    expect(text).toContain(`href="${base}/contributions?regionalGroup=EEG&amp;asOf=2017-10-11"`)
    expect(await app.json(`${base}/figures/2`)).toMatchObject({ filter: { stakeholderGroup: 'Government' }, rowsBy: null, total: 2, cells: [] })
  })

  test('crossed, and as pictures and tables', async () => {
    const cookie = await app.signIn('editor', forum.id)
    await app.post(desk(), { title: 'Crossed', asOf: '2017-10-11', rows: 'stakeholderGroup', columns: 'regionalGroup' }, { cookie })
    const crossed = (await app.json(`${base}/figures/3`)) as { cells: { pinned: number }[]; total: number }
    expect(crossed.cells.reduce((sum, { pinned }) => sum + pinned, 0)).toBe(crossed.total)
    expect((await app.get(`${base}/figures/3`, { language: 'fr' })).status).toBe(200)
    for (const number of [1, 2, 3]) expect(await (await app.get(`${base}/figures/${number}/figure.svg`)).text()).toContain(`N-${number}`)
    expect((await app.get(`${base}/figures/3/figure.png`)).headers.get('content-type')).toBe('image/png')
    expect(await (await app.get(`${base}/figures/1/figure.csv`)).text()).toContain('African Group,,5,5')
    expect(await app.json(`${base}/figures`)).toMatchObject({ figures: [{ ref: `${cycle.slug}/N-1` }, {}, {}] })
  })
})

const facts = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'igf-facts')
const facts2017 = (file: string) => readFileSync(join(facts, file), 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#'))
const csvOf = async (path: string) => (await (await app.get(path)).text()).trimEnd().split('\r\n').slice(1).map((line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/gu)].map((match) => (match[1] ?? '').replace(/^"|"$/gu, '').replaceAll('""', '"')))

describe('the annexes of 2017', () => {
  const annexes = '/bpf-cybersecurity/2017/annexes'

  test.skipIf(!existsSync(facts))('II and III have the names, groups and order that were printed', async () => {
    expect((await csvOf(`${annexes}/contributors.csv`)).map(([, name]) => name)).toEqual(facts2017('2017_annex2.txt'))
    expect((await csvOf(`${annexes}/groups.csv`)).map((row) => row.slice(0, 5).join('\t'))).toEqual(facts2017('2017_annex3.tsv').slice(1))
  })

  test.skipIf(!existsSync(facts))('IV is kept word for word as it was published', async () => {
    const printed = facts2017('2017_annex4.tsv').slice(1).map((line) => line.split('\t'))
    expect((await csvOf(`${annexes}/terms.csv`)).map((row) => row.slice(0, 2))).toEqual(printed)
    const data = (await app.json(`${annexes}/terms`)) as { published: { word: string; count: number }[] }
    expect(data.published.reduce((sum, { count }) => sum + count, 0)).toBe(1372)
    expect(await (await app.get(`${annexes}/terms`)).text()).toContain('security (113)')
  })

  test('have their tallies in the published order, each with the day it is of', async () => {
    const groups = await app.json(`${annexes}/groups`)
    expect(groups).toMatchObject({
      asOf: '2017-10-11', total: 25,
      tallies: {
        stakeholderGroup: [['Civil Society', 10], ['Technical Community', 5], ['Multistakeholder', 4], ['Private Sector', 3], ['IGO', 2], ['Government', 1]],
        regionalGroup: [['APG', 8], ['AFG', 5], ['GRULAC', 5], ['WEOG', 5], ['none', 2]],
        capacity: [['organisation', 19], ['individual', 6]],
      },
    })
    expect(await app.json(`${annexes}/contributors`)).toMatchObject({ asOf: '2017-10-27', total: 27 })
    const text = await (await app.get(`${annexes}/contributors`)).text()
    expect(text).toContain('Mr. Shredeep Rayamajhi')
    expect(text).toContain('The report spells it so; the contribution is from Mr. Shreedeep Rayamajhi.')
    expect(await (await app.get(`${annexes}/groups`)).text()).toContain('---')
    expect(await (await app.get(annexes)).text()).toContain('Word cloud')
  })

  test('are there as of any day, and decline one that does not exist', async () => {
    expect(await app.json(`${annexes}/contributors?asOf=2017-10-10`)).toMatchObject({ total: 0, lines: [] })
    expect((await app.get(`${annexes}/groups?asOf=2017-02-30`)).status).toBe(400)
    for (const none of [`${annexes}/nonsense`, `${annexes}/groups.gif`, `${annexes}/groups.csv?asOf=2017-02-30`, '/bpf-cybersecurity/1999/annexes']) expect((await app.get(none)).status, none).toBe(404)
    expect(await (await app.get(`${base}/annexes/terms`)).text()).toContain('No words of this cycle')
  })
})

describe('names as printed', () => {
  test('are recorded and taken back at the desk', async () => {
    const at = `/desk/${forum.slug}/${cycle.slug}/printed-names`
    const name = { number: '1', list: 'contributors', name: 'Mr. Misprint', source: 'Annex II', do: 'record' }
    expect((await app.get(at)).status).toBe(403)
    expect((await app.post(at, name)).status).toBe(403)
    const cookie = await app.signIn('secretariat', forum.id)
    expect(await (await app.post(at, { ...name, number: '999' }, { cookie })).text()).toContain('no contribution of that number')
    expect(await (await app.post(at, { ...name, number: 'one', name: '' }, { cookie })).text()).toContain('Please fill this in')
    expect((await app.post(at, name, { cookie })).status).toBe(303)
    const page = await (await app.get(at, { cookie })).text()
    expect(page).toContain('Mr. Misprint')
    const id = /name="printed" value="([^"]+)"/u.exec(page)?.[1] ?? ''
    expect((await app.post(at, { do: 'remove', printed: id }, { cookie })).status).toBe(303)
    expect(await (await app.get(at, { cookie })).text()).not.toContain('Mr. Misprint')
  })
})
