import { beforeAll, describe, expect, test } from 'vitest'
import { enterFigure } from '../../src/contributions/overview/commands.ts'
import type { Dimension } from '../../src/contributions/overview/model.ts'
import { listPublishedFigures } from '../../src/contributions/overview/queries.ts'
import { buildCounted, rowsOf2017 } from '../../src/contributions/overview/testing.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { transact } from '../../src/platform/database.ts'
import { SYSTEM } from '../../src/record/model.ts'
import type { PlainDate } from '../../src/shared/time.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
let forum: Forum
let cycle: Cycle
let base: string

const PUBLISHED: readonly (readonly [string, Dimension, string, number])[] = [
  ['2017-09-18', 'total', 'total', 14],
  ['2017-10-11', 'total', 'total', 25],
  ['2017-10-11', 'regionalGroup', 'APG', 8],
  ['2017-10-11', 'regionalGroup', 'AFG', 5],
  ['2017-10-11', 'regionalGroup', 'GRULAC', 5],
  ['2017-10-11', 'regionalGroup', 'WEOG', 4],
]

async function publish(of: Cycle, figures: typeof PUBLISHED): Promise<void> {
  for (const [asOf, dimension, key, published] of figures) {
    const figure = { forumId: of.forumId, cycleId: of.id, asOf: asOf as PlainDate, dimension, key, published, source: 'The report' }
    await transact(app.db, (tx) => enterFigure(tx, SYSTEM, figure, app.now))
  }
}

beforeAll(async () => {
  ;({ forum, cycle } = await app.seedForum())
  base = `/${forum.slug}/${cycle.slug}`
  await buildCounted(app.db, cycle, app.now, rowsOf2017())
  await publish(cycle, PUBLISHED)
})

describe('the overview', () => {
  test('declines a day that does not exist, as data with the reason and as a page that keeps what was typed', async () => {
    for (const asOf of ['2017-02-30', 'last week', '0000-00-00', '9999-12-31']) {
      const query = new URLSearchParams({ asOf }).toString()
      const data = await app.get(`${base}/overview.json?${query}`)
      expect(data.status).toBe(400)
      expect(await data.json()).toMatchObject({ error: 'not-a-date', asOf })
      const page = await app.get(`${base}/overview?${query}`)
      expect(page.status).toBe(400)
      const text = await page.text()
      expect(text).toContain('This is not a day of the calendar')
      expect(text).toContain(`value="${asOf}"`)
    }
    expect((await app.get(`/${forum.slug}/1999/overview`)).status).toBe(404)
  })

  test('as data keeps its contract, for a day and for today', async () => {
    const then = await app.json(`${base}/overview?asOf=2017-10-11`)
    expect(then).toMatchObject({
      forum: forum.slug,
      cycle: cycle.slug,
      asOf: '2017-10-11',
      total: 25,
      byStakeholderGroup: { 'Civil Society': 10, 'Technical Community': 5, 'Private Sector': 3, Government: 1, IGO: 2, Multistakeholder: 4 },
      byRegionalGroup: { AFG: 5, APG: 8, EEG: 0, GRULAC: 5, WEOG: 5, none: 2 },
      byCapacity: { organisation: 19, individual: 6 },
    })
    expect(then['cross']).toContainEqual({ stakeholderGroup: 'IGO', regionalGroup: 'none', capacity: 'organisation', count: 2 })
    expect(then['published']).toContainEqual({ asOf: '2017-10-11', dimension: 'regionalGroup', key: 'WEOG', published: 4, computed: 5, atMost: 5, source: 'The report' })
    expect(then['wrongSums']).toMatchObject([{ dimension: 'regionalGroup', published: 22, unpublished: { none: 2 }, withUnpublished: 24, rows: 25 }])
    expect(await app.json(`${base}/overview`)).toMatchObject({ asOf: '2026-11-02', total: 27, byStakeholderGroup: { 'not recorded': 2 } })
  })

  test('as a page says what differs, and links each figure to its rows', async () => {
    const text = await (await app.get(`${base}/overview?asOf=2017-10-11`)).text()
    expect(text).toContain('The report: 4 as of 11 October 2017 for “Western European and Others Group”; the rows give 5.')
    expect(text).toContain('the published regional groups sum to 22. With the 2 rows under “No regional group”, for which no figure was published, that is 24, one less than the 25 rows.')
    expect(text).toContain('The rows have 0 by then, and 27 of which only a later day is recorded')
    expect(text).toContain(`href="${base}/contributions?stakeholderGroup=Civil+Society&amp;asOf=2017-10-11"`)
    const french = await (await app.get(`${base}/overview?asOf=2017-10-11`, { language: 'fr' })).text()
    expect(french).toContain('cela fait 24, soit un de moins que les 25 lignes.')
  })

  test('shows what was published where no rows are recorded, and checks nothing against them', async () => {
    const other = await app.seedForum()
    await publish(other.cycle, [['2017-10-11', 'total', 'total', 17]])
    const at = `/${other.forum.slug}/${other.cycle.slug}/overview`
    expect(await app.json(at)).toMatchObject({ total: 0, rowsRecorded: false, published: [{ published: 17, computed: null }] })
    const text = await (await app.get(at)).text()
    expect(text).toContain('contributions, as published; the rows are not recorded here')
    expect(text).not.toContain('Differs from')
  })
})

describe('published figures at the desk', () => {
  const desk = () => `/desk/${forum.slug}/${cycle.slug}/figures`

  test('are closed to the public and to other forums', async () => {
    const stranger = await app.signIn('secretariat', (await app.seedForum()).forum.id)
    for (const options of [{}, { cookie: stranger }]) {
      expect((await app.get(desk(), options)).status).toBe(403)
      expect((await app.post(`${desk()}/new`, { what: 'total:total', asOf: '2017-10-27', published: '27', source: 'R' }, options)).status).toBe(403)
    }
  })

  test('are entered, corrected and removed; mistakes are answered beside their fields', async () => {
    const cookie = await app.signIn('secretariat', forum.id)
    const wrong = await app.post(`${desk()}/new`, { what: 'regionalGroup:MARS', asOf: '2017-02-30', published: 'many', source: '' }, { cookie })
    expect(wrong.status).toBe(422)
    const text = await wrong.text()
    for (const sentence of ['Choose one of the values offered', 'not a day of the calendar', 'whole number', 'Please fill this in', 'value="many"']) expect(text).toContain(sentence)

    const figure = { what: 'capacity:organisation', asOf: '2017-10-11', published: '91', source: 'Annex III' }
    expect((await app.post(`${desk()}/new`, figure, { cookie })).headers.get('location')).toBe(desk())
    expect(await (await app.post(`${desk()}/new`, figure, { cookie })).text()).toContain('has been entered already')
    expect(await (await app.get(desk(), { cookie })).text()).toContain('Annex III')

    const [entered] = (await listPublishedFigures(app.db, cycle.id)).filter((each) => each.source === 'Annex III')
    const at = `${desk()}/${entered?.id ?? ''}`
    expect(await (await app.get(at, { cookie })).text()).toContain('value="91"')
    expect((await app.post(at, { published: '19', source: 'Annex III', revision: '1' }, { cookie })).status).toBe(303)
    expect(await (await app.post(at, { published: '20', source: 'Annex III', revision: '1' }, { cookie })).text()).toContain('Somebody corrected or removed')
    expect((await app.post(at, { published: '19', source: 'Annex III', revision: '2', shall: 'remove' }, { cookie })).status).toBe(303)
    expect((await app.get(at, { cookie })).status).toBe(404)
    expect((await app.get(`${desk()}/nonsense`, { cookie })).status).toBe(404)
  })
})
