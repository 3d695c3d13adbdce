import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildCall } from '../../src/calls/testing.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import type { Cycle } from '../../src/forums/model.ts'
import { sliceCodePoints } from '../../src/shared/text.ts'
import { listPassages } from '../../src/synthesis/queries.ts'
import { createApp, handleRequest } from '../../src/web/app.tsx'
import { readAssets } from '../../src/web/assets.ts'
import { LOGIN_COOKIE } from '../../src/web/page.tsx'
import { testApplication } from '../harness/application.ts'
import { faultsOf, openPage } from '../harness/browser.ts'
import { press } from '../harness/desk.ts'

/** Marking with the island: what is selected by mouse or by keyboard is what is marked, counted in code points, whatever the script. */

const ENGLISH = 'Rules 😀 help. Night is quiet.\n\nWe sleep.'
const ARABIC = 'القواعد الواضحة تساعد الجميع. الليل هادئ.'

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
  base = `/desk/${seeded.forum.slug}/${cycle.slug}/reading`
  cookie = (await app.signIn('editor', seeded.forum.id)).slice(LOGIN_COOKIE.length + 1)
  const call = await buildCall(app.db, cycle, app.now)
  const [question] = call.questions
  if (question === undefined) throw new Error('The call that was built has no question')
  for (const [language, text] of [['en', ENGLISH], ['ar', ARABIC]] as const) {
    await buildContribution(app.db, call, app.now, { language, answers: [{ questionId: question.id, text }] })
  }
})

async function read(answer: string): Promise<Page> {
  const page = await openPage()
  await page.context().addCookies([{ name: LOGIN_COOKIE, value: cookie, url }])
  await page.goto(`${url}${base}/${answer}`)
  await page.waitForLoadState('networkidle')
  return page
}

/** Where a stretch of a sentence stands on the screen: the middle of its line, at its first and after its last character. */
async function edgesOf(page: Page, sentence: number, stretch: string): Promise<{ from: { x: number; y: number }; to: { x: number; y: number } }> {
  return page.locator(`#sentence-${sentence}`).evaluate((element, words) => {
    const node = element.firstChild
    const start = node?.textContent?.indexOf(words) ?? -1
    if (node === null || start === -1) throw new Error(`“${words}” does not stand there`)
    const place = (offset: number): DOMRect => {
      const range = document.createRange()
      range.setStart(node, offset)
      range.collapse(true)
      return range.getClientRects()[0] ?? range.getBoundingClientRect()
    }
    const [from, to] = [place(start), place(start + words.length)]
    return { from: { x: from.x, y: from.y + from.height / 2 }, to: { x: to.x, y: to.y + to.height / 2 } }
  }, stretch)
}

async function dragOver(page: Page, sentence: number, stretch: string): Promise<void> {
  await page.locator(`#sentence-${sentence}`).scrollIntoViewIfNeeded()
  const { from, to } = await edgesOf(page, sentence, stretch)
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(to.x, to.y, { steps: 5 })
  await page.mouse.up()
}

/** Goes on from the first character of a sentence with Shift and an arrow: what caret browsing does, which has to be switched on in a browser. */
async function selectByKeyboard(page: Page, sentence: number, characters: number, key: string): Promise<void> {
  await page.locator(`#sentence-${sentence}`).evaluate((element) => {
    const text = element.firstChild
    if (text !== null) document.getSelection()?.setBaseAndExtent(text, 0, text, 1)
  })
  await page.keyboard.down('Shift')
  for (let count = 1; count < characters; count++) await page.keyboard.press(key)
  await page.keyboard.up('Shift')
}

/** Waits until the island has taken these places and words over (a selection is told of a moment after it was made), then marks them. */
async function mark(page: Page, places: string, quote: string): Promise<void> {
  const taken = async () => ({ places: await page.locator('[name="places"]').inputValue(), quote: await page.locator('[name="quote"]').inputValue() })
  await expect.poll(taken, { timeout: 5000 }).toEqual({ places, quote })
  expect(await press(page, 'Mark this passage')).toBe(200)
  expect(faultsOf(page)).toEqual([])
}

async function lastMarked(): Promise<{ start: number; end: number; quote: string } | undefined> {
  const last = (await listPassages(app.db, cycle.id)).toSorted((a, b) => a.number - b.number).at(-1)
  return last === undefined ? undefined : { start: last.start, end: last.end, quote: last.quote }
}

describe('a passage is marked by selecting it', () => {
  test.each([
    ['English, past a character of two units', 'C-1/1', ENGLISH, 0, '😀 help'],
    ['English, in a later sentence', 'C-1/1', ENGLISH, 1, 'is quiet'],
    ['Arabic', 'C-2/1', ARABIC, 0, 'الواضحة تساعد'],
  ] as const)('with the mouse: %s', async (_, answer, text, sentence, stretch) => {
    const page = await read(answer)
    await dragOver(page, sentence, stretch)
    const start = Array.from(text.slice(0, text.indexOf(stretch))).length
    const end = start + Array.from(stretch).length
    await mark(page, `${start}-${end}`, stretch)
    expect(await lastMarked()).toEqual({ start, end, quote: stretch })
    expect(sliceCodePoints(text, start, end)).toBe(stretch)
  })

  test.each([
    ['English, past a character of two units', 'C-1/1', ENGLISH, 7, 'ArrowRight', 'Rules 😀'],
    ['Arabic, to the left', 'C-2/1', ARABIC, 7, 'ArrowLeft', 'القواعد'],
  ] as const)('with the keyboard: %s', async (_, answer, text, characters, key, stretch) => {
    const page = await read(answer)
    await selectByKeyboard(page, 0, characters, key)
    await mark(page, `0-${characters}`, stretch)
    expect(await lastMarked()).toEqual({ start: 0, end: characters, quote: stretch })
    expect(sliceCodePoints(text, 0, characters)).toBe(stretch)
  })

  test('with the keyboard alone: a sentence is ticked and the form sent', async () => {
    const page = await read('C-2/1')
    for (let tabs = 0; tabs < 60 && (await page.evaluate<string>('document.activeElement?.name ?? ""')) !== 'sentence'; tabs++) await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await Promise.all([page.waitForEvent('domcontentloaded'), page.keyboard.press('Enter')])
    expect(await lastMarked()).toEqual({ start: 30, end: 41, quote: 'الليل هادئ.' })
  })

  test('words changed by hand afterwards count by themselves', async () => {
    const page = await read('C-1/1')
    await dragOver(page, 1, 'Night')
    await page.locator('[name="quote"]').fill('We sleep.')
    expect(await page.locator('[name="places"]').inputValue()).toBe('')
    await press(page, 'Mark this passage')
    expect(await lastMarked()).toMatchObject({ quote: 'We sleep.', start: 31 })
  })
})
