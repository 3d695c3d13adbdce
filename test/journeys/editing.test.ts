import type { Page } from 'playwright-core'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { buildDocument } from '../../src/drafts/testing.ts'
import { flatten } from '../../src/drafts/model.ts'
import { loadWorkingText } from '../../src/drafts/queries.ts'
import type { Forum } from '../../src/forums/model.ts'
import { transact } from '../../src/platform/database.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { addReference } from '../../src/library/commands.ts'
import type { Id } from '../../src/shared/ids.ts'
import { LOGIN_COOKIE } from '../../src/web/page.tsx'
import { testApplication } from '../harness/application.ts'
import { accessibilityViolations, faultsOf, openPage, overflowsSideways, type View } from '../harness/browser.ts'
import { serveApplication } from '../harness/served.ts'

/** Several browsers in one draft: what they write, one that is offline for a while, what is pasted, and all of it by keyboard. */

const app = await testApplication()
let url: string
let forum: Forum
let writers: readonly string[]

beforeAll(async () => {
  url = await serveApplication(app)
  const seeded = await app.seedForum()
  forum = seeded.forum
  for (const slug of ['together', 'pasted', 'by-keys', 'scripts']) {
    await buildDocument(app.db, seeded.cycle, ['The harbour is open.\n\nThe night is quiet.\n\nWe sleep.'], app.now, slug)
  }
  await transact(app.db, (tx) => addReference(tx, SYSTEM, { forumId: forum.id, cycleId: seeded.cycle.id, title: 'On rivers' }, app.now))
  writers = await Promise.all(['editor', 'lead-expert', 'secretariat'].map(async (role) => (await app.signIn(role as 'editor', forum.id)).slice(LOGIN_COOKIE.length + 1)))
})

const opened: Page[] = []
// What a page asks for later would meet a database that is gone.
afterEach(async () => void (await Promise.all(opened.splice(0).map((page) => page.context().close()))))

async function open(writer: number, slug: string, view: View = {}): Promise<Page> {
  const page = await openPage(view)
  opened.push(page)
  await page.context().addCookies([{ name: LOGIN_COOKIE, value: writers[writer] ?? '', url }])
  await page.goto(`${url}/desk/${forum.slug}/2026/documents/${slug}/edit`)
  await page.locator('#editor-text [data-number="¶ 1"]').first().waitFor()
  return page
}

/** The text as somebody sees it, each block with its identity. */
const shown = (page: Page) => page.locator('#editor-text .text > *').evaluateAll((blocks) => blocks.map((block) => `${block.getAttribute('data-id') ?? ''} ${(block as HTMLElement).innerText.trim()}`))
const words = async (page: Page) => (await shown(page)).map((line) => line.slice(37))
const saved = (page: Page) => page.locator('#editor-state[data-stand="saved"]').waitFor()

async function goTo(page: Page, text: string, where: 'start' | 'end'): Promise<void> {
  await page.locator('#editor-text').getByText(text, { exact: true }).first().click()
  await page.keyboard.press(where === 'start' ? 'Home' : 'End')
}

async function rows(slug: string) {
  const { id } = await app.db.selectFrom('drafts_document').select('id').where('slug', '=', slug).where('forum_id', '=', forum.id).executeTakeFirstOrThrow()
  return flatten(await loadWorkingText(app.db, id))
}

/** What this browser keeps of what it could not send, as typed. */
const keptIn = (page: Page) =>
  page.evaluate<string>(`new Promise((resolve) => {
    const opening = indexedDB.open('convoke-editor')
    opening.onsuccess = () => {
      const asked = opening.result.transaction('writing').objectStore('writing').getAll()
      asked.onsuccess = () => resolve(asked.result.flatMap(({ kept }) => kept.writing.pending.map(({ step }) => step.slice?.content?.[0]?.text ?? '')).join(''))
    }
  })`)

describe('three in one draft', () => {
  test('two type at the same time, a third writes offline, reloads and comes back: the same text and the same identities for all', async () => {
    const [one, two, three] = await Promise.all([open(0, 'together'), open(1, 'together'), open(2, 'together')])
    const before = (await rows('together')).map(({ id }) => id)
    await one.locator('#editor-people', { hasText: 'Somebody (lead-expert)' }).waitFor()
    await three.context().setOffline(true)
    await goTo(three, 'We sleep.', 'end')
    await three.keyboard.type(' Then we wake.')
    await three.keyboard.press('Enter')
    await three.keyboard.type('The third was offline.')
    await three.locator('#editor-state[data-stand="offline"]').waitFor()
    await Promise.all([
      goTo(one, 'The harbour is open.', 'end').then(() => one.keyboard.type(' It has a light, which is seen from far.', { delay: 8 })),
      goTo(two, 'The night is quiet.', 'start').then(() => two.keyboard.type('At sea ', { delay: 30 })).then(() => two.keyboard.press('Alt+ArrowUp')),
    ])
    await Promise.all([saved(one), saved(two)])
    await expect.poll(() => keptIn(three)).toContain('The third was offline.')
    await three.context().setOffline(false)
    await three.reload()
    await saved(three)
    await one.getByText('The third was offline.').waitFor()
    const expected = ['Section 1', 'At sea The night is quiet.', 'The harbour is open. It has a light, which is seen from far.', 'We sleep. Then we wake.', 'The third was offline.']
    await expect.poll(async () => (await rows('together')).map(({ text }) => text)).toEqual(expected.slice(1))
    for (const page of [one, two, three]) await expect.poll(() => words(page)).toEqual(expected)
    expect(await shown(two)).toEqual(await shown(one))
    expect(await shown(three)).toEqual(await shown(one))
    const after = await rows('together')
    expect(after.map(({ text }) => text)).toEqual(expected.slice(1))
    expect(after.slice(0, 3).map(({ id }) => id)).toEqual([before[1], before[0], before[2]] satisfies (Id | undefined)[])
    expect([faultsOf(one), faultsOf(two)]).toEqual([[], []])
  })
})

const WORD = `<html><body><!--StartFragment--><h2>Pasted<o:p></o:p></h2><p class=MsoNormal><b>Bold</b> words<script>document.title='ran'</script><img src=x onerror="document.title='ran'"></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span><![endif]>First item</p>
<table><tr><td><p>A</p></td><td><p>B</p></td></tr></table><!--EndFragment--></body></html>`

describe('what is pasted', () => {
  test('from Word comes in clean, under identities of its own, and nothing of it runs', async () => {
    const page = await open(0, 'pasted')
    const before = (await rows('pasted')).map(({ id }) => id)
    await goTo(page, 'The harbour is open.', 'end')
    await page.evaluate((html) => {
      const data = new DataTransfer()
      data.setData('text/html', html)
      document.querySelector('#editor-text .text')?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
    }, WORD)
    await saved(page)
    expect(await words(page)).toEqual(['Section 1', 'The harbour is open.', 'Pasted', 'Bold words', 'First item', 'A\tB', 'The night is quiet.', 'We sleep.'])
    expect(await page.locator('#editor-text h2').count()).toBe(1)
    expect(await page.locator('#editor-text strong').innerText()).toBe('Bold')
    await page.getByText('Pictures were left out of what you pasted: 1.').waitFor()
    expect(await page.title()).not.toContain('ran')
    const after = await rows('pasted')
    expect(after.filter(({ id }) => before.includes(id)).map(({ text }) => text)).toEqual(['The harbour is open.', 'The night is quiet.', 'We sleep.'])
    expect(after.find(({ text }) => text === 'First item')?.body).toMatchObject({ kind: 'item', list: 'ordered', depth: 1 })
  })
})

describe('other scripts', () => {
  test('a word is composed by an input method while another writes in the same paragraph; an Arabic paragraph runs from the right', async () => {
    const [one, two] = await Promise.all([open(0, 'scripts'), open(1, 'scripts')])
    await goTo(one, 'The night is quiet.', 'end')
    await goTo(two, 'The night is quiet.', 'start')
    const method = await one.context().newCDPSession(one)
    const compose = (text: string) => method.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
    await compose('に')
    await compose('にほ')
    // What comes from outside waits until the word is there.
    await two.keyboard.type('Yes. ')
    await saved(two)
    await compose('にほん')
    expect(await words(one)).toContain('The night is quiet.にほん')
    await method.send('Input.insertText', { text: '日本' })
    await expect.poll(() => words(one)).toContain('Yes. The night is quiet.日本')
    await goTo(one, 'We sleep.', 'end')
    await one.keyboard.press('Enter')
    await one.keyboard.type('الميناء مفتوح، Harbour.')
    await saved(one)
    expect(await one.locator('#editor-text p', { hasText: 'الميناء' }).evaluate((block) => getComputedStyle(block).direction)).toBe('rtl')
    await expect.poll(async () => (await rows('scripts')).map(({ text }) => text)).toEqual(['The harbour is open.', 'Yes. The night is quiet.日本', 'We sleep.', 'الميناء مفتوح، Harbour.'])
    await expect.poll(() => shown(two)).toEqual(await shown(one))
    expect([faultsOf(one), faultsOf(two)]).toEqual([[], []])
  })
})

describe('by keyboard alone', () => {
  test('a heading, a list, a footnote and a citation; the page is fit for screen readers at both widths', async () => {
    const page = await open(0, 'by-keys')
    await page.locator('#editor-text .text').focus()
    await page.keyboard.press('Control+End')
    await page.keyboard.press('Enter')
    await page.keyboard.type('A heading')
    await page.keyboard.press('Control+Alt+2')
    await page.keyboard.press('Enter')
    await page.keyboard.type('- First')
    await page.keyboard.press('Enter')
    await page.keyboard.type('Second')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Control+Alt+f')
    await page.keyboard.type('The words of the note.')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await saved(page)
    expect(await page.locator('#editor-text h2').innerText()).toBe('A heading')
    expect(await page.locator('#editor-text [data-footnote]').getAttribute('aria-label')).toBe('Footnote 1')
    await page.locator('#editor-text [data-groundless]', { hasText: 'Second' }).waitFor()
    await page.keyboard.press('Control+Alt+c')
    await page.locator('#editor-source-kind').focus()
    await page.keyboard.type('References')
    await page.keyboard.press('Tab')
    await page.keyboard.type('rivers')
    await page.getByRole('button', { name: 'Cite L-1' }).focus()
    await page.keyboard.press('Enter')
    await page.locator('#editor-text [data-ground="rests on L-1"]', { hasText: 'Second' }).waitFor()
    await expect.poll(async () => (await rows('by-keys')).map(({ text }) => text)).toEqual(['The harbour is open.', 'The night is quiet.', 'We sleep.', 'First', 'Second'])
    const typed = await rows('by-keys')
    const [first, second] = ['First', 'Second'].map((name) => typed.find(({ text }) => text === name))
    expect([first?.body, second?.body]).toMatchObject([{ kind: 'item', list: 'bullet', depth: 1 }, { kind: 'item', depth: 2, content: [{ text: 'Second' }, { kind: 'footnote', content: [{ text: 'The words of the note.' }] }] }])
    await page.keyboard.press('Escape')
    await page.keyboard.press('Alt+F10')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('editor-kind')
    expect(await accessibilityViolations(page)).toEqual([])
    const small = await open(1, 'by-keys', { width: 390, scheme: 'dark', language: 'fr' })
    expect(await overflowsSideways(small)).toBe(false)
    expect(await accessibilityViolations(small)).toEqual([])
  })

  test('without JavaScript the page leads to the forms', async () => {
    const page = await openPage({ javaScript: false })
    await page.context().addCookies([{ name: LOGIN_COOKIE, value: writers[0] ?? '', url }])
    await page.goto(`${url}/desk/${forum.slug}/2026/documents/by-keys/edit`)
    await page.getByRole('link', { name: 'Edit by forms' }).first().click()
    await page.getByText('The night is quiet.').waitFor()
    expect(await page.getByRole('link', { name: 'Write' }).count()).toBe(1)
  })
})
