import { beforeAll, expect, test } from 'vitest'
import type { Forum } from '../../src/forums/model.ts'
import { buildMeeting } from '../../src/meetings/testing.ts'
import { listPoints } from '../../src/meetings/points/queries.ts'
import type { Id } from '../../src/shared/ids.ts'
import { testApplication } from '../harness/application.ts'
import { accessibilityViolations, faultsOf, firstVisitWeight, openPage, overflowsSideways } from '../harness/browser.ts'
import { serveApplication } from '../harness/served.ts'

/** The room of a meeting with three browsers: two work in it, one follows on a telephone without an account. */

const app = await testApplication()
let forum: Forum
let meetingId: Id
let url: string

beforeAll(async () => {
  url = await serveApplication(app)
  const seeded = await app.seedForum()
  forum = seeded.forum
  meetingId = (await buildMeeting(app.db, forum.id, 'fifth', app.now, { cycleIds: [seeded.cycle.id] })).id
})

/** A page of somebody signed in. */
async function openAs(role: 'facilitator' | 'editor', path: string) {
  const page = await openPage()
  const [name = '', value = ''] = (await app.signIn(role, forum.id)).split('=')
  await page.context().addCookies([{ name, value, url }])
  await page.goto(`${url}${path}`)
  return page
}

test('two write, one follows: each sees at once what the others do, and nothing that is typed is lost', async () => {
  const room = `/${forum.slug}/meetings/fifth/room`
  const lead = await openAs('facilitator', `/desk${room}`)
  await lead.getByRole('button', { name: 'Open the room' }).click()
  await lead.getByText('Live', { exact: true }).waitFor()
  const scribe = await openAs('editor', `/desk${room}`)
  const reader = await openPage({ width: 390 })
  await reader.goto(`${url}${room}`)

  // Notes of two, each by Enter.
  await scribe.getByPlaceholder('Write a line').fill('Noted by the scribe')
  await scribe.getByPlaceholder('Write a line').press('Enter')
  await lead.getByPlaceholder('Write a line').fill('Noted by who leads')
  await lead.getByPlaceholder('Write a line').press('Enter')
  for (const page of [lead, scribe, reader]) for (const words of ['Noted by the scribe', 'Noted by who leads']) await page.locator('[data-line] > span', { hasText: words }).waitFor()

  // The scribe has a line open while who leads changes it: the words typed stay, and both are shown.
  const line = (page: typeof lead) => page.locator('[data-line]').first()
  await line(scribe).getByText('Edit').click()
  await line(scribe).getByRole('textbox').fill('The scribe’s second thought')
  await line(lead).getByText('Edit').click()
  await line(lead).getByRole('textbox').fill('Put right by who leads')
  await line(lead).getByRole('button', { name: 'Save' }).click()
  await reader.getByText('Put right by who leads').waitFor()
  await scribe.locator('[data-line] > span', { hasText: 'Put right by who leads' }).waitFor()
  expect(await scribe.locator('details[open] textarea').inputValue()).toBe('The scribe’s second thought')
  await scribe.locator('details[open]').getByRole('button', { name: 'Save' }).click()
  await scribe.waitForURL(/\/notes\//u)
  for (const words of ['Put right by who leads', 'The scribe’s second thought']) await scribe.getByText(words).first().waitFor()

  // A hand from the telephone, and a point by who leads.
  await reader.getByText('Raise your hand').first().click()
  await reader.locator('input[name="name"]').fill('Ada')
  await reader.getByRole('button', { name: 'Raise your hand' }).click()
  await reader.getByText('You are number 1').waitFor()
  await lead.getByText('Ada', { exact: true }).waitFor()
  await reader.getByRole('link', { name: 'Back to the room' }).click()
  await lead.getByRole('button', { name: 'Give the word' }).click()
  await reader.getByText('Speaking', { exact: true }).waitFor()
  await lead.locator('summary', { hasText: 'Put a point' }).click()
  await lead.locator('details[open] textarea[name="text"]').fill('We meet monthly.')
  await lead.getByRole('button', { name: 'Put a point' }).click()
  await reader.getByText('We meet monthly.').waitFor()
  expect(await listPoints(app.db, meetingId)).toMatchObject([{ text: 'We meet monthly.', strength: 'suggestion' }])

  // A straw poll, from the telephone, by a browser that votes for the first time.
  await lead.locator('summary', { hasText: 'Open a straw poll' }).click()
  await lead.locator('input[name="question"]').fill('Go on?')
  await lead.locator('textarea[name="options"]').fill('Yes\nNo')
  await lead.getByRole('button', { name: 'Open a straw poll' }).click()
  await reader.getByRole('button', { name: 'Yes' }).click()
  await lead.getByText('1 vote', { exact: true }).waitFor()

  expect(await accessibilityViolations(reader)).toEqual([])
  expect(await accessibilityViolations(lead, { withColours: false })).toEqual([])
  expect(await overflowsSideways(reader)).toBe(false)
  expect((await firstVisitWeight(`${url}${room}`)).bytes).toBeLessThan(60 * 1024)
  for (const page of [lead, reader]) expect(faultsOf(page)).toEqual([])
  for (const page of [lead, scribe, reader]) await page.context().close()
})
