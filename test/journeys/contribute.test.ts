import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildCall } from '../../src/calls/testing.ts'
import { testApplication } from '../harness/application.ts'
import { accessibilityViolations, faultsOf, openPage, overflowsSideways } from '../harness/browser.ts'
import { serveApplication } from '../harness/served.ts'

/** Somebody contributes for the first time: on a phone with a slow line and no JavaScript; by keyboard alone; by what a screen reader is told. */

const app = await testApplication()
/** As the browser's own "Slow 3G". */
const SLOW = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 }
let url: string
let forum: string

beforeAll(async () => {
  url = await serveApplication(app)
  const seeded = await app.seedForum()
  forum = seeded.forum.slug
  await buildCall(app.db, seeded.cycle, app.now)
})

const press = async (page: Page, name: string) => {
  await Promise.all([page.waitForEvent('domcontentloaded'), page.getByRole('button', { name, exact: true }).click()])
}
const total = async () => ((await (await fetch(`${url}/${forum}/2026/contributions.json`)).json()) as { total: number }).total

describe('a first contribution', () => {
  test('on a phone with a slow line, without JavaScript: begun, saved, resumed elsewhere, with a file, checked, sent and amended', async () => {
    const page = await openPage({ width: 390, javaScript: false, baseURL: url })
    const client = await page.context().newCDPSession(page)
    await client.send('Network.enable')
    await client.send('Network.emulateNetworkConditions', SLOW)
    await page.goto(`/${forum}`)
    await page.getByRole('link', { name: 'Cycle 2026' }).first().click()
    await page.getByRole('link', { name: 'Contribute' }).first().click()
    await page.getByLabel('Your answer to question 1').fill('Everybody helps.\n\nالجميع يساعد.')
    expect(await overflowsSideways(page)).toBe(false)
    expect(await accessibilityViolations(page)).toEqual([])
    await press(page, 'Save and go on later')
    const link = (await page.locator('a.address').first().textContent()) ?? ''
    const other = await openPage({ width: 390, javaScript: false, baseURL: url })
    await other.goto(new URL(link).pathname)
    await other.getByRole('link', { name: 'Go on', exact: true }).click()
    expect(await other.getByLabel('Your answer to question 1').inputValue()).toContain('Everybody helps.')
    await press(other, 'Continue')
    await other.getByLabel('Add files').setInputFiles({ name: 'letter.txt', mimeType: 'text/plain', buffer: Buffer.from('A letter.') })
    await press(other, 'Add')
    expect(await other.getByText('letter.txt').count()).toBe(1)
    await press(other, 'Continue')
    await other.getByLabel('Your name').fill('Ada Example')
    await other.locator('#field-country').selectOption('KE')
    await press(other, 'Check everything')
    // Consent was not given: it is asked for at its place, and nothing is lost.
    expect(await other.getByLabel('Your name').inputValue()).toBe('Ada Example')
    await other.getByLabel('Publish it with my name').check()
    expect(await overflowsSideways(other)).toBe(false)
    await press(other, 'Check everything')
    expect(await other.getByRole('main').innerText()).toContain('African Group, suggested from Kenya')
    expect(await accessibilityViolations(other)).toEqual([])
    expect(await overflowsSideways(other)).toBe(false)
    await press(other, 'Send the contribution')
    expect(await other.getByRole('heading', { level: 1 }).textContent()).toContain('Received as 2026/C-1')
    await other.getByRole('link', { name: 'Amend it' }).click()
    await other.getByLabel('Your answer to question 1').fill('Nearly everybody helps.')
    await press(other, 'Amend it')
    expect(await other.getByText('letter.txt').count()).toBeGreaterThan(0)
    await other.goto(`/${forum}/2026/contributions/C-1`)
    expect(await other.getByText('amended on').count()).toBeGreaterThan(0)
    // A form that comes back says so to the browser, too.
    expect([...faultsOf(page), ...faultsOf(other)].filter((fault) => !fault.includes('422'))).toEqual([])
  }, 60_000)

  test('by keyboard alone', async () => {
    const before = await total()
    const page = await openPage({ width: 390, javaScript: false, baseURL: url })
    await page.goto(`/${forum}/2026/calls/main/contribute`)
    const reach = async (isThere: () => Promise<boolean>) => {
      for (let presses = 0; presses < 120; presses++) {
        await page.keyboard.press('Tab')
        if (await isThere()) return
      }
      throw new Error('Not reached by the keyboard')
    }
    const focused = (selector: string) => async () => (await page.locator(`${selector}:focus`).count()) === 1
    const enter = async () => Promise.all([page.waitForEvent('domcontentloaded'), page.keyboard.press('Enter')])
    await reach(focused('textarea'))
    await page.keyboard.type('Written with keys.')
    await reach(focused('button[value=next]'))
    await enter()
    await reach(focused('button[value=next]'))
    await enter()
    await reach(focused('input[name=contributor]'))
    await page.keyboard.type('Kay Board')
    await reach(focused('input[name=consent]'))
    await page.keyboard.press('Space')
    await reach(focused('button[value=next]'))
    await enter()
    await reach(focused('button[value=send]'))
    await enter()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Received as')
    expect(await total()).toBe(before + 1)
  }, 60_000)

  test('as a screen reader tells it: every field has a name, the steps say where one is, mistakes are announced', async () => {
    const page = await openPage({ width: 390, javaScript: false, baseURL: url })
    await page.goto(`/${forum}/2026/calls/main/contribute`)
    const main = page.getByRole('main')
    const told = await main.ariaSnapshot()
    for (const part of ['heading "Your answers" [level=1]', 'navigation "Steps of the contribution"', 'textbox "Your answer to question 1', 'combobox "Language you write in', 'button "Continue"', 'button "Save and go on later"']) expect(told).toContain(part)
    await page.getByRole('textbox', { name: /Your answer to question 1/u }).fill('Heard.')
    await press(page, 'Continue')
    await press(page, 'Continue')
    await page.getByRole('textbox', { name: /Mail address/u }).fill('no address')
    await press(page, 'Check everything')
    const alert = page.getByRole('alert').first()
    expect(await alert.ariaSnapshot()).toContain('link "Mail address')
    expect(await page.getByRole('textbox', { name: /Mail address/u }).getAttribute('aria-invalid')).toBe('true')
    expect(await main.ariaSnapshot()).toContain('group "May it be published?"')
  }, 60_000)

  test('with JavaScript it is saved as one types, and found again on another page', async () => {
    const page = await openPage({ width: 390, baseURL: url })
    await page.goto(`/${forum}/2026/calls/main/contribute`)
    await page.getByLabel('Your answer to question 1').fill('Typed and left.')
    await page.getByText(/^Saved at/u).waitFor({ timeout: 10_000 })
    const address = (await page.locator('form[data-keep]').getAttribute('action')) ?? ''
    await page.getByLabel('Your answer to question 1').fill('Typed, and left again.')
    await page.getByText(/^Saved at/u).waitFor()
    await expect.poll(async () => (await fetch(`${url}${address}`)).text(), { timeout: 10_000 }).toContain('Typed, and left again.')
    await press(page, 'Continue')
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Documents')
    expect(faultsOf(page)).toEqual([])
  }, 60_000)
})
