import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Forum } from '../../src/forums/model.ts'
import { buildReview, buildVersion } from '../../src/review/testing.ts'
import { LOGIN_COOKIE } from '../../src/web/page.tsx'
import { testApplication } from '../harness/application.ts'
import { accessibilityViolations, faultsOf, firstVisitWeight, openPage, overflowsSideways, type View } from '../harness/browser.ts'
import { fillIn, follow, linkInMailTo, press, send, sentenceBeside, visit, words } from '../harness/desk.ts'
import { serveApplication } from '../harness/served.ts'

/** A comment from the reading of a version to what its sender says of the answer: once without JavaScript, once by keyboard alone. */

const TEXTS = ['The harbour keeps two lights at its entrance. They burn all night.', 'Small boats pay for their moorings. The price is high.', 'A quiet hour has wide support.']
const app = await testApplication()
let url: string
let forum: Forum
let slug: string
let base: string
let desk: string
let logins: Readonly<Record<'secretariat' | 'editor' | 'other', string>>

beforeAll(async () => {
  url = await serveApplication(app)
  const seeded = await app.seedForum({ confirmation: 'mail' })
  forum = seeded.forum
  base = `/${forum.slug}/2026`
  desk = `/desk${base}`
  const version = await buildVersion(app.db, seeded.cycle, TEXTS, app.now)
  slug = version.documentSlug
  await buildReview(app.db, seeded.cycle, version.versionId, app.now)
  const cookies = await Promise.all([app.signIn('secretariat', null), app.signIn('editor', forum.id), app.signIn('lead-expert', forum.id)])
  const [secretariat = '', editor = '', other = ''] = cookies.map((cookie) => cookie.slice(LOGIN_COOKIE.length + 1))
  logins = { secretariat, editor, other }
})

async function open(view: View, who?: keyof typeof logins): Promise<Page> {
  const page = await openPage({ baseURL: url, ...view })
  page.setDefaultTimeout(5000)
  if (who !== undefined) await page.context().addCookies([{ name: LOGIN_COOKIE, value: logins[who], url }])
  return page
}

/** What any page of the way has to be. */
async function expectSound(page: Page): Promise<void> {
  expect({ at: page.url(), wrong: await accessibilityViolations(page) }).toEqual({ at: page.url(), wrong: [] })
  expect(await overflowsSideways(page)).toBe(false)
}

/** Where a mail leads. It names the address that the application says it is at. */
async function mailed(secretariat: Page, recipient: string): Promise<string> {
  return new URL(await linkInMailTo(secretariat, recipient)).pathname
}

/** Goes on by the tabulator until something that is meant has the focus: a selector, or the words of a button or link. */
async function tabTo(page: Page, meant: string): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    const isThere = await page.evaluate((wanted) => {
      const now = document.activeElement
      return now !== null && (now.textContent?.trim() === wanted || (/^[#.[a-z]/u.test(wanted) && now.matches(wanted)))
    }, meant)
    if (isThere) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`The tabulator does not lead to ${meant} on ${page.url()}`)
}

/** Presses a key that sends a form or follows a link, and waits for the page that comes. */
async function keyOnward(page: Page, key: string): Promise<void> {
  await Promise.all([page.waitForEvent('domcontentloaded'), page.keyboard.press(key)])
}

/** The second paragraph gets other words, and the text is frozen as the next version. */
async function publish(editor: Page, text: string, title: string): Promise<void> {
  await visit(editor, `${desk}/documents/${slug}`)
  await editor.locator('#p2').getByRole('link', { name: 'Edit' }).click()
  await fillIn(editor, { text })
  await press(editor, 'Save')
  await send(editor, `${desk}/documents/${slug}/freeze`, { title, note: 'What we heard of moorings.' }, 'Freeze')
  expect(await words(editor)).toContain(title)
}

describe('from reading to satisfaction', () => {
  test('without JavaScript, at 390 px: read, comment, confirm, answered by two, a new version, told, not satisfied', async () => {
    const [reader, secretariat, editor, other] = await Promise.all([open({ javaScript: false, width: 390 }), open({ javaScript: false }, 'secretariat'), open({ javaScript: false }, 'editor'), open({ javaScript: false }, 'other')])
    await send(secretariat, `${desk}/reviews/1/answering`, { needsConfirmation: 'yes', judgedUntil: '2027-01-15' }, 'Save')

    await visit(reader, `${base}/reviews/1`)
    await expectSound(reader)
    await reader.locator('#p2').getByRole('link', { name: 'Comment' }).click()
    const typed = { quote: 'The price is high', text: 'Say how high it is.', proposal: 'The price is 40 a day.', author: 'Amina', mail: 'amina at example.org' }
    await fillIn(reader, { ...typed, consent: 'full' })
    expect(await press(reader, 'Send comment')).toBe(422)
    expect(await sentenceBeside(reader, 'mail')).toContain('does not look like a mail address')
    await expectSound(reader)
    await fillIn(reader, { mail: 'amina@example.org' })
    expect(await press(reader, 'Send comment')).toBe(200)
    expect(await words(reader)).toContain('A link was sent to the address you gave.')
    await expectSound(reader)
    expect(await (await fetch(`${url}${base}/reviews/1.json`)).json()).toMatchObject({ comments: 0 })
    await visit(reader, await mailed(secretariat, 'amina@example.org'))
    await press(reader, 'Yes, this is my comment')
    expect(await words(reader)).toContain('Your comment has been taken')

    await visit(editor, `${desk}/comments`)
    await follow(editor, '2026/R-1')
    await fillIn(editor, { disposition: 'accepted-with-changes', reason: 'The figure stands there now.', changed: '2' })
    await press(editor, 'Propose')
    await visit(editor, `${desk}/comments/R-1`)
    expect(await words(editor)).toContain('You proposed this.')
    await visit(other, `${desk}/comments?state=proposed`)
    await follow(other, '2026/R-1')
    await press(other, 'Confirm and send')
    await publish(editor, 'Small boats pay for their moorings. The price is 35 a day.', 'Second draft')

    await visit(reader, await mailed(secretariat, 'amina@example.org'))
    expect(await words(reader)).toContain('The figure stands there now.')
    expect(await reader.locator('.change ins').allInnerTexts()).toEqual([expect.stringContaining('35')])
    expect(await reader.locator('.change del').allInnerTexts()).toEqual([expect.stringContaining('high')])
    await expectSound(reader)
    await fillIn(reader, { words: 'It was 40 a day last year.' })
    await press(reader, 'No, not satisfied')
    await follow(reader, 'As everyone sees it')
    expect(await words(reader)).toContain('It was 40 a day last year.')
    expect(await (await fetch(`${url}${base}/comments/R-1.json`)).json()).toMatchObject({ satisfied: false, objection: 'It was 40 a day last year.' })
    // The browser complains of the form that came back.
    expect(faultsOf(reader).filter((fault) => !fault.includes('422'))).toEqual([])
  })

  test('by keyboard alone, in the dark: words chosen and commented on in place, the queue by its keys, the answer judged', async () => {
    const [reader, secretariat, editor, other] = await Promise.all([open({ scheme: 'dark' }), open({ javaScript: false }, 'secretariat'), open({ scheme: 'dark' }, 'editor'), open({}, 'other')])
    await visit(reader, `${base}/reviews/1`)
    await tabTo(reader, '#p3 > .mark')
    for (const key of ['Enter', 'ArrowRight', 'ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Enter']) await reader.keyboard.press(key)
    const form = reader.locator('#p3 .comment-here')
    await form.waitFor()
    expect(await form.locator('[name="quote"]').inputValue()).toBe('quiet hour has')
    await expectSound(reader)
    await reader.keyboard.type('Which hours?')
    await tabTo(reader, 'input[name="consent"]')
    await reader.keyboard.press('Space')
    await tabTo(reader, 'input[name="mail"]')
    await reader.keyboard.type('bruno@example.org')
    await tabTo(reader, 'Send comment')
    await keyOnward(reader, 'Enter')
    expect(await words(reader)).toContain('A link was sent to the address you gave.')
    await visit(reader, await mailed(secretariat, 'bruno@example.org'))
    await tabTo(reader, 'Yes, this is my comment')
    await keyOnward(reader, 'Enter')
    expect(await words(reader)).toContain('quiet hour has')
    const ref = `2026/${/R-[0-9]+/u.exec(reader.url())?.[0] ?? ''}`

    await visit(editor, `${desk}/comments`)
    await expectSound(editor)
    await editor.keyboard.press('j')
    expect(await editor.evaluate(() => document.activeElement?.textContent)).toBe(ref)
    await keyOnward(editor, 'o')
    await expectSound(editor)
    await editor.keyboard.press('4')
    await editor.keyboard.type('The hours are for the office to say.')
    await keyOnward(editor, 'Control+Enter')
    await visit(other, `${desk}/comments?state=proposed`)
    await other.keyboard.press('j')
    await keyOnward(other, 'Enter')
    await tabTo(other, 'Confirm and send')
    await keyOnward(other, 'Enter')

    await visit(reader, await mailed(secretariat, 'bruno@example.org'))
    expect(await words(reader)).toContain('The hours are for the office to say.')
    await tabTo(reader, 'textarea[name="words"]')
    await reader.keyboard.type('Then let it say them.')
    await tabTo(reader, 'No, not satisfied')
    await keyOnward(reader, 'Enter')
    expect(await (await fetch(`${url}${base}/comments/${ref.slice(5)}.json`)).json()).toMatchObject({ satisfied: false, objection: 'Then let it say them.' })
    for (const page of [reader, editor, other]) expect(faultsOf(page)).toEqual([])
    expect((await firstVisitWeight(`${url}${base}/reviews/1`)).bytes).toBeLessThanOrEqual(60_000)
  })
})
