import { join } from 'node:path'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildCall } from '../../src/calls/testing.ts'
import { enterFigure } from '../../src/contributions/overview/commands.ts'
import { buildCounted, rowsOf2017 } from '../../src/contributions/overview/testing.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import type { Cycle } from '../../src/forums/model.ts'
import { transact } from '../../src/platform/database.ts'
import { writeFinding } from '../../src/procedures/write-finding.ts'
import { SYSTEM } from '../../src/record/model.ts'
import type { PlainDate } from '../../src/shared/time.ts'
import { listPassages } from '../../src/synthesis/queries.ts'
import { buildTheme } from '../../src/synthesis/testing.ts'
import { createApp, handleRequest } from '../../src/web/app.tsx'
import { readAssets } from '../../src/web/assets.ts'
import { LOGIN_COOKIE } from '../../src/web/page.tsx'
import { testApplication } from '../harness/application.ts'
import { accessibilityViolations, faultsOf, openPage, overflowsSideways, screenshot, type View } from '../harness/browser.ts'

const app = await testApplication()
const root = join(import.meta.dirname, '..', '..')
let cycle: Cycle
let url: string
let base: string
let cookie: string

beforeAll(async () => {
  const assets = await readAssets(join(root, 'dist', 'assets'), join(root, 'src', 'web', 'ui', 'icon.svg'))
  const web = createApp({ ...app.services, assets })
  const server = serve({ fetch: (request) => handleRequest(web, request), port: 0 })
  await new Promise((resolve) => server.once('listening', resolve))
  afterAll(() => server.close())
  url = `http://localhost:${(server.address() as AddressInfo).port}`
  const seeded = await app.seedForum()
  cycle = seeded.cycle
  base = `/${seeded.forum.slug}/${cycle.slug}`
  cookie = (await app.signIn('editor', seeded.forum.id)).slice(LOGIN_COOKIE.length + 1)
  const call = await buildCall(app.db, cycle, app.now)
  const question = call.questions[0]
  const answers = ['Rules help. Rules are good 😀.\n\nNight is quiet.', 'القواعد الواضحة تساعد الجميع. الليل هادئ.']
  for (const [index, text] of answers.entries()) {
    await buildContribution(app.db, call, app.now, { language: index === 0 ? 'en' : 'ar', answers: question === undefined ? [] : [{ questionId: question.id, text }] })
  }
  await buildTheme(app.db, cycle, 'Quiet hours', app.now, await buildTheme(app.db, cycle, 'Rules', app.now))
  await buildCounted(app.db, cycle, app.now, rowsOf2017())
  const figure = { forumId: cycle.forumId, cycleId: cycle.id, asOf: '2017-10-11' as PlainDate, source: 'Report of 11 October 2017, annex III' }
  const printed = [['APG', 8], ['AFG', 5], ['GRULAC', 5], ['WEOG', 4]] as const
  for (const [key, published] of printed) await transact(app.db, (tx) => enterFigure(tx, SYSTEM, { ...figure, dimension: 'regionalGroup', key, published }, app.now))
})

async function atDesk(path: string, view: View = {}): Promise<Page> {
  const page = await openPage(view)
  await page.context().addCookies([{ name: LOGIN_COOKIE, value: cookie, url }])
  await page.goto(`${url}/desk${base}/${path}`)
  return page
}

const marked = async () => (await listPassages(app.db, cycle.id)).map(({ start, end, quote }) => ({ start, end, quote }))

describe('marking a passage', () => {
  test('without JavaScript: the first and the last sentence are ticked', async () => {
    const page = await atDesk('reading/C-1/1', { javaScript: false })
    await page.getByRole('checkbox', { name: 'Rules help.' }).check()
    await page.getByRole('checkbox', { name: 'Rules are good' }).check()
    await page.getByRole('checkbox', { name: 'Quiet hours' }).check()
    await page.getByRole('button', { name: 'Mark this passage' }).click()
    await page.getByText('One passage marked').waitFor()
    expect(await marked()).toEqual([{ start: 0, end: 29, quote: 'Rules help. Rules are good 😀.' }])
  })

  test('with JavaScript: what is selected is taken over with its places, right-to-left too', async () => {
    const page = await atDesk('reading/C-2/1')
    await page.evaluate(`(() => {
      const text = document.querySelector('#sentence-0').firstChild
      const range = document.createRange()
      range.setStart(text, 8)
      range.setEnd(document.querySelector('#sentence-1').firstChild, 5)
      document.getSelection().removeAllRanges()
      document.getSelection().addRange(range)
    })()`)
    await page.waitForFunction(`document.querySelector('[name="places"]').value !== ''`)
    expect(await page.locator('textarea[name="quote"]').inputValue()).toBe('الواضحة تساعد الجميع. الليل')
    await page.getByRole('button', { name: 'Mark this passage' }).click()
    await page.getByText('One passage marked').waitFor()
    expect(await marked()).toContainEqual({ start: 8, end: 35, quote: 'الواضحة تساعد الجميع. الليل' })
    expect(faultsOf(page)).toEqual([])
  })
})

describe('the pages', () => {
  beforeAll(async () => {
    const passageIds = (await listPassages(app.db, cycle.id)).map((passage) => passage.id)
    const finding = { forumId: cycle.forumId, cycleId: cycle.id, kind: 'agreement' as const, statement: 'Written rules help everybody, at night above all.', questionId: null, passageIds }
    await transact(app.db, (tx) => writeFinding(tx, SYSTEM, finding, app.now))
  })

  const narrow: View = { width: 390, scheme: 'dark', javaScript: false }

  test.each([
    ['overview?asOf=2017-10-11', { width: 1280 }], ['overview?asOf=2017-10-11', narrow], ['overview?asOf=never', narrow], ['breakdown', { width: 1280 }],
    ['breakdown', narrow], ['themes/rules', narrow], ['contributions/C-2', narrow],
  ] as const)('%s is accessible and fits, seen as %o', async (path, view: View) => {
    const page = await openPage(view)
    await page.goto(`${url}${base}/${path}`)
    for (const summary of await page.locator('summary').all()) await summary.click()
    await screenshot(page, `synthesis-${path.replaceAll(/[^a-z0-9]+/giu, '-')}-${view.width ?? 0}`)
    expect(await accessibilityViolations(page)).toEqual([])
    expect(await overflowsSideways(page)).toBe(false)
  })

  test.each(['reading', 'reading/C-1/1', 'passages/P-1', 'codebook', 'findings', 'findings/F-1', 'figures'])('the desk’s %s is accessible and fits where it is narrow', async (path) => {
    if (path === 'figures') cookie = (await app.signIn('secretariat', cycle.forumId)).slice(LOGIN_COOKIE.length + 1)
    const page = await atDesk(path, narrow)
    await screenshot(page, `synthesis-desk-${path.replaceAll(/[^a-z0-9]+/giu, '-')}`)
    expect(await page.locator('h1').count()).toBe(1)
    expect(await accessibilityViolations(page)).toEqual([])
    expect(await overflowsSideways(page)).toBe(false)
  })
})
