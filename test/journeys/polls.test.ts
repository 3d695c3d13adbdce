import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { testApplication } from '../harness/application.ts'
import { accessibilityViolations, faultsOf, openPage, overflowsSideways } from '../harness/browser.ts'
import { serveApplication } from '../harness/served.ts'

/** From a poll to the meeting, without JavaScript: opened at the desk, answered by two from two zones, one of them by keyboard alone, closed and made a meeting. */

const app = await testApplication()
let url: string

beforeAll(async () => {
  url = await serveApplication(app)
})

const press = async (page: Page, name: string) => {
  await Promise.all([page.waitForEvent('domcontentloaded'), page.getByRole('button', { name, exact: true }).click()])
}
const follow = async (page: Page, name: string) => {
  await Promise.all([page.waitForEvent('domcontentloaded'), page.getByRole('link', { name }).first().click()])
}
const looksWell = async (page: Page) => {
  expect(await overflowsSideways(page)).toBe(false)
  expect(await accessibilityViolations(page)).toEqual([])
}

test('from a poll to the meeting, without JavaScript', async () => {
  const { forum } = await app.seedForum()
  const cookie = await app.signIn('facilitator', forum.id)
  const desk = await openPage({ width: 1280, javaScript: false, baseURL: url })
  await desk.context().addCookies([{ name: cookie.split('=')[0] ?? '', value: cookie.slice(cookie.indexOf('=') + 1), url }])
  await desk.goto(`/desk/${forum.slug}/meetings`)
  await follow(desk, 'Scheduling polls')
  await follow(desk, 'Open a scheduling poll')
  await desk.getByLabel('Title').fill('The third call')
  await desk.getByLabel('Time zone of the poll').fill('Europe/Berlin')
  await desk.getByLabel('First day').fill('2026-11-10')
  await desk.getByLabel('Last day').fill('2026-11-11')
  await desk.getByLabel('Hours').fill('06:00 25:00')
  await desk.getByLabel('Cycle').selectOption('2026')
  await press(desk, 'Open the poll')
  // The mistake is said beside its field, and what was typed is there.
  await desk.getByLabel('Hours').fill('06:00 15:00')
  expect(await desk.getByLabel('Title').inputValue()).toBe('The third call')
  await looksWell(desk)
  await press(desk, 'Open the poll')
  await looksWell(desk)

  const phone = await openPage({ width: 390, javaScript: false, baseURL: url })
  await phone.goto(`/${forum.slug}/polls/1`)
  await follow(phone, 'Say when you can')
  const first = phone.getByRole('group', { name: 'Tuesday 10 November 2026, 06:00 – 07:00 (Europe/Berlin)' })
  await first.getByLabel('Yes').check()
  await phone.getByLabel('Your time zone').fill('Asia/Kolkata')
  await press(phone, 'Show times there')
  const same = phone.getByRole('group', { name: 'Tuesday 10 November 2026, 10:30 – 11:30 (Asia/Kolkata) · 05:00 – 06:00 UTC' })
  expect(await same.getByLabel('Yes').isChecked()).toBe(true)
  await phone.getByRole('group', { name: '19:30 – 20:30 (Asia/Kolkata)' }).first().getByLabel('If need be').check()
  await phone.getByLabel('Name', { exact: true }).fill('Asha')
  await phone.locator('#field-regionalGroup').selectOption('APG')
  await looksWell(phone)
  await press(phone, 'Send my answers')
  expect(await phone.getByRole('status').innerText()).toContain('2 of 4 times')
  await phone.getByRole('group', { name: /Wednesday 11 November 2026, 10:30/u }).getByLabel('No', { exact: true }).check()
  await press(phone, 'Change my answers')
  expect(await phone.getByRole('status').innerText()).toContain('3 of 4 times')
  await looksWell(phone)

  await voteByKeys(`/${forum.slug}/polls/1/vote`)
  await phone.goto(`/${forum.slug}/polls/1`)
  const slot = phone.locator('#slot-1')
  expect(await slot.innerText()).toContain('2 yes · 0 if need be · 0 no · 0 unanswered')
  expect(await phone.locator('#slot-3').innerText()).toContain('0 yes · 0 if need be · 1 no · 1 unanswered')
  await looksWell(phone)

  await desk.reload()
  await follow(desk, 'Close the poll')
  await press(desk, 'Close the poll')
  await follow(desk, 'Make it a meeting')
  await desk.getByLabel('Tuesday 10 November 2026, 06:00').check()
  await desk.getByLabel('Address').fill('third-call')
  await looksWell(desk)
  await press(desk, 'Make it a meeting and tell everybody')
  await desk.goto(`/${forum.slug}/meetings/third-call`)
  expect(await desk.getByRole('main').innerText()).toMatch(/The third call[^]*Tuesday 10 November 2026, 06:00 – 07:00 \(Europe\/Berlin\) · 05:00 – 06:00 UTC/u)
  await phone.goto(`/${forum.slug}/2026/meetings/hours`)
  await looksWell(phone)
  expect([...faultsOf(desk), ...faultsOf(phone)].filter((fault) => !fault.includes('422'))).toEqual([])
}, 90_000)

/** Somebody who has no mouse: from group to group by tab, within a group by the arrow keys. */
async function voteByKeys(path: string): Promise<void> {
  const page = await openPage({ width: 1280, javaScript: false, baseURL: url })
  await page.goto(path)
  const reach = async (selector: string) => {
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press('Tab')
      if ((await page.locator(`${selector}:focus`).count()) === 1) return
    }
    throw new Error(`${selector} is not reached by the keyboard`)
  }
  await reach('input[name=slot-1]')
  // From "No answer", which is chosen at first, round to "Yes".
  await page.keyboard.press('ArrowRight')
  await reach('input[name=name]')
  await page.keyboard.type('Kay Board')
  await reach('button[value=vote]')
  await Promise.all([page.waitForEvent('domcontentloaded'), page.keyboard.press('Enter')])
  expect(await page.getByRole('status').innerText()).toContain('1 of 4 times')
  expect(faultsOf(page)).toEqual([])
}
