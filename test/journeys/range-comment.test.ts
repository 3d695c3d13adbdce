import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Forum } from '../../src/forums/model.ts'
import { listRanges } from '../../src/review/anchors/queries.ts'
import { listComments } from '../../src/review/comments/queries.ts'
import { buildReview, buildVersion } from '../../src/review/testing.ts'
import type { Id } from '../../src/shared/ids.ts'
import { testApplication } from '../harness/application.ts'
import { accessibilityViolations, faultsOf, openPage, overflowsSideways, type View } from '../harness/browser.ts'
import { serveApplication } from '../harness/served.ts'

/** Commenting on a few words of a paragraph: by mouse, by keyboard, and without JavaScript. */

const LIGHTS = 'The harbour keeps two lights at its entrance. They burn all night. The office pays for the harbour lights.'
const ARABIC = 'يبقى الميناء مضاء طوال الليل. لا أحد يدفع ثمن ذلك.'
const app = await testApplication()
let forum: Forum
let cycleId: Id
let url: string

beforeAll(async () => {
  url = await serveApplication(app)
  const seeded = await app.seedForum()
  forum = seeded.forum
  cycleId = seeded.cycle.id
  const version = await buildVersion(app.db, seeded.cycle, [LIGHTS, ARABIC], app.now)
  await buildReview(app.db, seeded.cycle, version.versionId, app.now)
})

async function open(view: View = {}): Promise<Page> {
  const page = await openPage(view)
  await page.goto(`${url}/${forum.slug}/2026/reviews/1`)
  return page
}

/** Fills in what the form asks besides, and sends it. Answers the words that the comment is on. */
async function send(page: Page, text: string): Promise<{ quote: string | undefined; start: number | undefined }> {
  await page.locator('textarea[name="text"]').fill(text)
  await page.locator('input[name="consent"][value="without-name"]').check()
  await page.getByRole('button', { name: 'Send comment' }).click()
  // The page that follows says that it was taken, or that it waits.
  await page.waitForURL(/\/(?:mine|waiting)\//u)
  const comment = (await listComments(app.db, cycleId)).find((each) => each.text === text)
  const range = comment === undefined ? undefined : (await listRanges(app.db, [comment.id])).get(comment.id)?.get(0)
  return { quote: range?.quote, start: range?.start }
}

describe('words of a paragraph', () => {
  test('selected by mouse lead to the form with these words, the second of two places where they stand', async () => {
    const page = await open()
    const offer = page.locator('#comment-on-words')
    expect(await offer.isVisible()).toBe(false)
    await page.evaluate((start) => {
      const node = document.querySelector('#p1 .text p')?.firstChild
      if (node != null) document.getSelection()?.setBaseAndExtent(node, start, node, start + 7)
    }, LIGHTS.lastIndexOf('harbour'))
    await offer.waitFor()
    expect(await accessibilityViolations(page)).toEqual([])
    await offer.getByRole('link').click()
    expect(await page.locator('input[name="quote"]').inputValue()).toBe('harbour')
    expect(await send(page, 'Which harbour?')).toEqual({ quote: 'harbour', start: LIGHTS.lastIndexOf('harbour') })
    expect(faultsOf(page)).toEqual([])
  })

  test('chosen by keyboard, from right to left too', async () => {
    const page = await open({ width: 390 })
    await page.locator('#p2 > .mark').focus()
    for (const key of ['Enter', 'ArrowLeft', 'Shift+ArrowLeft']) await page.keyboard.press(key)
    await page.locator('#comment-on-words').waitFor()
    expect(await overflowsSideways(page)).toBe(false)
    await page.keyboard.press('Escape')
    expect(await page.locator('#p2 > .mark').evaluate((mark) => mark === document.activeElement)).toBe(true)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await page.locator('#p2 .comment-here').waitFor()
    expect(await send(page, 'Nobody?')).toEqual({ quote: ARABIC.slice(0, ARABIC.indexOf('.') + 1), start: 0 })
    expect(faultsOf(page)).toEqual([])
  })

  test('are quoted in the form where there is no JavaScript', async () => {
    const page = await open({ javaScript: false })
    await page.locator('#p1 .voices a').last().click()
    await page.locator('input[name="quote"]').fill('burn all night')
    expect(await send(page, 'All of it?')).toEqual({ quote: 'burn all night', start: LIGHTS.indexOf('burn') })
  })
})
