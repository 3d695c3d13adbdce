import { beforeAll, describe, expect, test } from 'vitest'
import { buildCall } from '../../src/calls/testing.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import { enterFigure } from '../../src/contributions/overview/commands.ts'
import { buildCounted, rowsOf2017 } from '../../src/contributions/overview/testing.ts'
import { setTarget } from '../../src/contributions/targets/commands.ts'
import { listTargets } from '../../src/contributions/targets/queries.ts'
import { openCycle } from '../../src/forums/commands.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
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
})

describe('targets', () => {
  const desk = () => `/desk/${forum.slug}/${cycle.slug}/targets`

  test('are closed to the public and to other forums', async () => {
    const stranger = await app.signIn('secretariat', (await app.seedForum()).forum.id)
    for (const options of [{}, { cookie: stranger }]) {
      expect((await app.get(desk(), options)).status).toBe(403)
      expect((await app.post(desk(), { who: 'regionalGroup:*', unit: 'share', least: '10', do: 'set' }, options)).status).toBe(403)
    }
  })

  test('are set, shown with what is missing, and taken back; mistakes are answered beside their fields', async () => {
    const cookie = await app.signIn('facilitator', forum.id)
    const wrong = await app.post(desk(), { who: 'regionalGroup:MARS', unit: 'share', least: 'many', do: 'set' }, { cookie })
    expect(wrong.status).toBe(422)
    const text = await wrong.text()
    for (const sentence of ['Choose one of the values offered', 'whole number', 'value="many"']) expect(text).toContain(sentence)
    expect(await (await app.post(desk(), { who: 'regionalGroup:*', unit: 'share', least: '95', do: 'set' }, { cookie })).text()).toContain('A share can be at most 90 per cent.')

    expect((await app.post(desk(), { who: 'regionalGroup:*', unit: 'share', least: '10', do: 'set' }, { cookie })).status).toBe(303)
    expect(await (await app.post(desk(), { who: 'regionalGroup:*', unit: 'share', least: '10', do: 'set' }, { cookie })).text()).toContain('set already')
    expect(await (await app.get(desk(), { cookie })).text()).toContain('Each regional group: at least 10 % of all contributions')
    const page = await (await app.get(`${base}/overview?asOf=2017-10-11`)).text()
    expect(page).toContain('3 more from this group would reach it')
    const data = await app.json(`${base}/overview?asOf=2017-10-11`)
    expect(data['targets']).toContainEqual({ dimension: 'regionalGroup', key: 'EEG', unit: 'share', least: 10, count: 0, missing: 3 })
    expect(data['targets']).toContainEqual({ dimension: 'regionalGroup', key: 'APG', unit: 'share', least: 10, count: 8, missing: 0 })

    const [target] = await listTargets(app.db, cycle.id)
    expect((await app.post(desk(), { do: 'remove', target: target?.id ?? '' }, { cookie })).status).toBe(303)
    expect((await app.post(desk(), { do: 'remove', target: target?.id ?? '' }, { cookie })).status).toBe(303)
    expect(await listTargets(app.db, cycle.id)).toEqual([])
  })
})

describe('the overview', () => {
  test('crosses any two, and shows shares with their base', async () => {
    const data = await app.json(`${base}/overview?asOf=2017-10-11&rows=regionalGroup&columns=capacity`)
    expect(data['crossed']).toMatchObject({ rowsBy: 'regionalGroup', columnsBy: 'capacity', columns: ['organisation', 'individual'], rows: ['AFG', 'APG', 'EEG', 'GRULAC', 'WEOG', 'none'], counts: [[5, 0], [4, 4], [0, 0], [4, 1], [4, 1], [2, 0]] })
    const text = await (await app.get(`${base}/overview?asOf=2017-10-11&rows=regionalGroup&columns=capacity&share=row`)).text()
    expect(text).toContain('Regional group by Capacity')
    expect(text).toContain('Each share is of the contributions in its row.')
    expect(text).toContain(`href="${base}/contributions?regionalGroup=APG&amp;capacity=individual&amp;asOf=2017-10-11">50%</a>`)
    expect(text).toContain('Shares are of all 25 contributions')
    // A crossing that cannot be is answered with the forum's own picture.
    expect(await app.json(`${base}/overview?rows=nonsense&columns=nonsense`)).toMatchObject({ crossed: { rowsBy: 'stakeholderGroup', columnsBy: 'regionalGroup' } })
    expect(await app.json(`${base}/overview?rows=capacity&columns=capacity`)).toMatchObject({ crossed: { rowsBy: 'capacity', columnsBy: 'regionalGroup' } })
  })

  test('shows how they came, against the days of the call, and each step leads to its rows', async () => {
    const data = await app.json(`${base}/overview?asOf=2017-10-27`)
    expect(data['arrivals']).toEqual(Array.from({ length: 17 }, (_, place) => ({ from: `2017-10-${11 + place}`, until: `2017-10-${11 + place}`, count: place === 0 ? 25 : place === 16 ? 2 : 0, cumulative: place < 16 ? 25 : 27 })))
    const text = await (await app.get(`${base}/overview?asOf=2017-10-27`)).text()
    expect(text).toContain('Of 27 contributions out of 27 only a day is recorded')
    const link = `${base}/contributions?from=2017-10-27&amp;asOf=2017-10-27`
    expect(text).toContain(`href="${link}">2</a>`)
    expect(await app.json(link.replace('&amp;', '&'))).toMatchObject({ total: 2, contributions: [{ ref: `${cycle.slug}/C-26` }, { ref: `${cycle.slug}/C-27` }] })
    expect(await app.json(`${base}/contributions?from=yesterday`)).toMatchObject({ total: 0 })
  })

  test('is kept as pictures that say what they are, and as tables', async () => {
    const svg = await app.get(`${base}/overview/regional-groups.svg?asOf=2017-10-11`)
    expect(svg.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8')
    const drawn = await svg.text()
    for (const part of ['<?xml', 'xmlns="http://www.w3.org/2000/svg"', 'By regional group', '25 contributions as of 11 October 2017', `${base}/overview?asOf=2017-10-11`]) expect(drawn).toContain(part)
    expect(drawn).not.toContain('var(--')
    for (const name of ['stakeholder-groups', 'capacities', 'crossed', 'arrivals']) {
      expect((await (await app.get(`${base}/overview/${name}.svg?asOf=2017-10-27`)).text()).startsWith('<?xml')).toBe(true)
    }
    const png = await app.get(`${base}/overview/arrivals.png?asOf=2017-10-27`)
    expect(png.headers.get('content-type')).toBe('image/png')
    const bytes = new Uint8Array(await png.arrayBuffer())
    expect(Array.from(bytes.subarray(0, 8))).toEqual([137, 80, 78, 71, 13, 10, 26, 10])
    const csv = await (await app.get(`${base}/overview/regional-groups.csv?asOf=2017-10-11`)).text()
    expect(csv.split('\r\n').slice(0, 3)).toEqual(['Key,Regional group,Contributions,Of,Per cent', 'APG,Asia-Pacific Group,8,25,32', 'AFG,African Group,5,25,20'])
    for (const none of ['regional-groups.gif', 'nonsense.svg', 'crossed.svg.png', 'crossed', 'crossed.svg.json']) expect((await app.get(`${base}/overview/${none}`)).status).toBe(404)
    expect((await app.get(`${base}/overview/crossed.svg?asOf=2017-02-30`)).status).toBe(404)
  })
})

describe('countries', () => {
  test('are tallied by the lists in force when the contribution came, and lead to those whose country may be shown', async () => {
    const other = await app.seedForum()
    const call = await buildCall(app.db, other.cycle, app.now)
    for (const [country, consent] of [['BT', 'full'], ['DE', 'full'], ['FJ', 'not-at-all'], ['TD', 'without-name'], [undefined, 'full']] as const) await buildContribution(app.db, call, app.now, { country, consent })
    const at = `/${other.forum.slug}/${other.cycle.slug}/countries`
    // Bhutan left the least developed countries in 2023, before these came.
    expect(await app.json(at)).toMatchObject({ byClass: { developing: 3, 'least-developed': 1, 'small-island': 1 }, none: 1, recorded: 4, notRecorded: 1 })
    expect(await app.json(`${at}?from=developing`)).toMatchObject({ shown: 2, contributions: [`${other.cycle.slug}/C-1`, `${other.cycle.slug}/C-4`] })
    for (const [from, shown] of [['small-island', 0], ['least-developed', 1], ['DE', 1], ['none', 1], ['not-recorded', 1]] as const) expect(await app.json(`${at}?from=${from}`), from).toMatchObject({ shown })
    const text = await (await app.get(`${at}?from=FJ`)).text()
    expect(text).toContain('None whose country may be shown.')
    expect(text).toContain('list of least developed countries')
    expect(await (await app.get(`${at}.csv`)).text()).toContain('class,least-developed,1')
    expect((await app.get(at, { language: 'fr' })).status).toBe(200)
    expect((await app.get(`${at}?asOf=2017-02-30`)).status).toBe(400)
    for (const none of [`${at}?from=XX`, `${at}.csv?asOf=2017-02-30`]) expect((await app.get(none)).status).toBe(404)
  })
})

describe('the cycles beside each other', () => {
  test('keep what was published apart from what the rows give', async () => {
    const opened = await transact(app.db, (tx) => openCycle(tx, SYSTEM, { forumId: forum.id, slug: '2016', title: '2016', focus: 'Focus', note: null }, app.now))
    if ('refusal' in opened) throw new Error(opened.refusal)
    const other = { forumId: forum.id, id: opened.cycleId }
    const publish = (of: Pick<Cycle, 'id' | 'forumId'>, asOf: string, published: number) =>
      transact(app.db, (tx) => enterFigure(tx, SYSTEM, { forumId: of.forumId, cycleId: of.id, asOf: asOf as PlainDate, dimension: 'total', key: 'total', published, source: 'The report' }, app.now))
    await publish(other, '2017-10-11', 17)
    await publish(cycle, '2017-09-18', 14)
    await transact(app.db, (tx) => setTarget(tx, SYSTEM, { forumId: forum.id, cycleId: cycle.id, dimension: 'capacity', key: 'individual', unit: 'number', least: 3 }, app.now))
    const data = (await app.json(`/${forum.slug}/overview`)) as { cycles: { cycle: string; counts: object[]; computed: object | null }[] }
    expect(data.cycles.find((each) => each.cycle === '2016')).toMatchObject({ computed: null, counts: [{ asOf: '2017-10-11', count: 17, source: 'The report' }] })
    expect(data.cycles.find((each) => each.cycle === cycle.slug)).toMatchObject({ computed: { total: 27 }, counts: [{ count: 14, source: 'The report' }, { asOf: '2017-10-27', count: 27, source: null }] })
    const text = await (await app.get(`/${forum.slug}/overview`)).text()
    expect(text).toContain('published, 18 September 2017')
    expect(text).toContain('counted, 27 October 2017')
    expect((await app.get(`/${forum.slug}/overview`, { language: 'fr' })).status).toBe(200)
    const csv = await (await app.get(`/${forum.slug}/overview/cycles.csv`)).text()
    expect(csv).toContain('2016,total,total,2017-10-11,17,published,The report')
    expect(await (await app.get(`/${forum.slug}/overview/cycles.svg`)).text()).toContain('Grey: as a document published it.')
    expect((await app.get(`/${forum.slug}/overview/cycles.gif`)).status).toBe(404)
  })

  test('are there for a forum of which nothing is known', async () => {
    const other = await app.seedForum()
    expect(await (await app.get(`/${other.forum.slug}/overview`)).text()).toContain('Nothing is known yet')
    expect((await app.get('/no-such-forum/overview')).status).toBe(404)
  })
})
