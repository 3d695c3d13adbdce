import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildCall } from '../../src/calls/testing.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { sliceCodePoints } from '../../src/shared/text.ts'
import { listPassages, listThemes } from '../../src/synthesis/queries.ts'
import { buildTheme } from '../../src/synthesis/testing.ts'
import { LOGIN_COOKIE } from '../../src/web/page.tsx'
import { testApplication } from '../harness/application.ts'
import { accessibilityViolations, faultsOf, openPage, overflowsSideways, type View } from '../harness/browser.ts'
import { press } from '../harness/desk.ts'
import { serveApplication } from '../harness/served.ts'

/** The reading room in a browser: two coders, twelve contributions in three languages, mouse, touch and keyboard, and marks seen by the other. */

const TEXTS = [
  ['en', 'Rules 😀 help. Night is quiet.\n\nWe sleep.'],
  ['ar', 'القواعد الواضحة تساعد الجميع. الليل هادئ.'],
  ['zh', '规则有帮助。夜晚很安静。'],
] as const

const app = await testApplication()
let forum: Forum
let cycle: Cycle
let url: string
let base: string
let coders: readonly string[]

beforeAll(async () => {
  url = await serveApplication(app)
  ;({ forum, cycle } = await app.seedForum())
  base = `/desk/${forum.slug}/${cycle.slug}/reading`
  coders = [await app.signIn('editor', forum.id), await app.signIn('lead-expert', forum.id)].map((cookie) => cookie.slice(LOGIN_COOKIE.length + 1))
  const call = await buildCall(app.db, cycle, app.now)
  const questionId = call.questions[0]?.id
  if (questionId === undefined) throw new Error('The call that was built has no question')
  for (let turn = 0; turn < 4; turn++) {
    for (const [language, text] of TEXTS) await buildContribution(app.db, call, app.now, { language, answers: [{ questionId, text }] })
  }
  await buildTheme(app.db, cycle, 'Rules', app.now)
  await buildTheme(app.db, cycle, 'Rest at night', app.now)
})

async function read(coder: number, address = '', view: View = {}): Promise<Page> {
  const page = await openPage(view)
  await page.context().addCookies([{ name: LOGIN_COOKIE, value: coders[coder] ?? '', url }])
  await page.goto(`${url}${base}${address}`)
  return page
}

const textOf = (page: Page, ref: string) => page.locator(`[data-text="${ref}"]`)
const panel = (page: Page) => page.getByRole('form', { name: 'Mark these words' })

async function lastMarked() {
  const passage = (await listPassages(app.db, cycle.id)).at(-1)
  const titles = (await listThemes(app.db, cycle.id)).filter(({ id }) => passage?.themeIds.includes(id)).map(({ title }) => title)
  return { start: passage?.start, end: passage?.end, quote: passage?.quote, titles }
}

/** Types a theme's beginning, takes it, and marks; waits until the mark is on the page. */
async function markWith(page: Page, typed: string, ref: string, passage: string): Promise<void> {
  await panel(page).getByRole('combobox').fill(typed)
  await panel(page).getByRole('combobox').press('Enter')
  await panel(page).getByRole('button', { name: 'Mark', exact: true }).click()
  await textOf(page, ref).locator(`[data-passages~="${passage}"]`).first().waitFor()
}

describe('two coders read the same question', () => {
  test('one marks with the mouse and a theme from the codebook, without leaving the text; the other sees it without asking for the page again', async () => {
    const [one, other] = [await read(0), await read(1)]
    expect(await one.locator('.answer').count()).toBe(12)
    await textOf(one, 'C-1/1').locator('xpath=.').evaluate((element) => {
      const [text] = [...element.childNodes].filter((node) => node instanceof Text)
      if (text !== undefined) document.getSelection()?.setBaseAndExtent(text, 6, text, 13)
    })
    await panel(one).waitFor()
    expect(await panel(one).locator('.chosen').innerText()).toBe('😀 help')
    await panel(one).getByRole('combobox').fill('rul')
    await panel(one).getByRole('option', { name: 'Rules', exact: true }).click()
    await panel(one).getByRole('button', { name: 'Mark', exact: true }).click()
    await textOf(one, 'C-1/1').locator('[data-passages~="P-1"]').first().waitFor()
    await textOf(other, 'C-1/1').locator('[data-passages~="P-1"]').first().waitFor()
    expect(await lastMarked()).toEqual({ start: 6, end: 12, quote: '😀 help', titles: ['Rules'] })
    expect(sliceCodePoints(TEXTS[0][1], 6, 12)).toBe('😀 help')
    await other.getByRole('button', { name: 'I have read this: C-1/1' }).click()
    await one.getByText('Read by Somebody (lead-expert)').waitFor()
    expect([faultsOf(one), faultsOf(other)]).toEqual([[], []])
  })

  test.each([
    ['Arabic, to the left', 'C-2/1', ['ArrowLeft', 'Shift+ArrowLeft'], 'القواعد الواضحة', 0],
    ['Chinese, by sentence', 'C-3/1', ['ArrowDown', 'ArrowDown'], '夜晚很安静。', 6],
    ['English, over a passage that is there', 'C-1/1', ['ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight'], 'Rules 😀 help. Night', 0],
  ] as const)('with the keyboard alone, and a new theme: %s', async (_, ref, keys, quote, start) => {
    const page = await read(0)
    await textOf(page, ref).focus()
    for (const key of keys) await page.keyboard.press(key)
    await page.keyboard.press('Enter')
    await panel(page).waitFor()
    await page.keyboard.type(`About ${ref}`)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect.poll(lastMarked).toMatchObject({ start, quote, titles: [`About ${ref}`] })
    await expect.poll(() => page.evaluate<string | undefined>('document.activeElement.dataset.text')).toBe(ref)
    await page.keyboard.press('j')
    expect(await page.evaluate<string>('document.activeElement.dataset.text')).not.toBe(ref)
    expect(faultsOf(page)).toEqual([])
  })

  test('on a phone the panel stands at the foot of the page; nothing is wider than the page, and all can be reached', async () => {
    const page = await read(1, '', { width: 390, scheme: 'dark' })
    await textOf(page, 'C-4/1').scrollIntoViewIfNeeded()
    await textOf(page, 'C-4/1').evaluate((element) => {
      const [text] = [...element.childNodes].filter((node) => node instanceof Text)
      if (text !== undefined) document.getSelection()?.setBaseAndExtent(text, 0, text, 5)
    })
    await panel(page).waitFor()
    expect(await overflowsSideways(page)).toBe(false)
    expect(await accessibilityViolations(page)).toEqual([])
    await markWith(page, 'rest', 'C-4/1', 'P-5')
    expect(await lastMarked()).toEqual({ start: 0, end: 5, quote: 'Rules', titles: ['Rest at night'] })
  })
})

describe('one text on its own page', () => {
  test('what is selected among its sentences is taken over into the form, in code points', async () => {
    const page = await read(0, '/C-5/1')
    await page.locator('#sentence-0').evaluate((element) => {
      if (element.firstChild !== null) document.getSelection()?.setBaseAndExtent(element.firstChild, 8, element.firstChild, 29)
    })
    await expect.poll(() => page.locator('[name="quote"]').inputValue()).toBe('الواضحة تساعد الجميع.')
    expect(await press(page, 'Mark this passage')).toBe(200)
    expect(await lastMarked()).toMatchObject({ start: 8, end: 29, quote: 'الواضحة تساعد الجميع.' })
    expect(faultsOf(page)).toEqual([])
  })

  test('with the keyboard alone and no JavaScript: a sentence is ticked and the form sent', async () => {
    const page = await read(0, '/C-8/1', { javaScript: false })
    await page.getByRole('checkbox', { name: 'الليل هادئ.' }).focus()
    await page.keyboard.press('Space')
    await Promise.all([page.waitForEvent('domcontentloaded'), page.keyboard.press('Enter')])
    expect(await lastMarked()).toMatchObject({ start: 30, end: 41, quote: 'الليل هادئ.' })
  })

  test('words changed by hand afterwards count by themselves', async () => {
    const page = await read(0, '/C-10/1')
    await page.locator('#sentence-1').evaluate((element) => {
      if (element.firstChild !== null) document.getSelection()?.setBaseAndExtent(element.firstChild, 0, element.firstChild, 5)
    })
    await expect.poll(() => page.locator('[name="quote"]').inputValue()).toBe('Night')
    await page.locator('[name="quote"]').fill('We sleep.')
    expect(await page.locator('[name="places"]').inputValue()).toBe('')
    await press(page, 'Mark this passage')
    expect(await lastMarked()).toMatchObject({ quote: 'We sleep.', start: 31 })
  })
})
