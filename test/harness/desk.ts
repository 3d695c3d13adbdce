import type { Locator, Page, Response } from 'playwright-core'

/**
 * What people do in a browser, in their words. All of it works without JavaScript: each deed is a link or a form, and ends when the
 * page that answers it has come.
 */

/** What is typed into a form, by the fields' names: a text, the value of a choice, or several. */
export type Typed = Readonly<Record<string, string | readonly string[]>>

/** A file chosen for a field. */
export interface ChosenFile {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

/** Opens an address and answers its status. */
export async function visit(page: Page, address: string): Promise<number> {
  return (await page.goto(address, { waitUntil: 'domcontentloaded' }))?.status() ?? 0
}

/** Fills in a form: types into fields, chooses from menus, ticks boxes. */
export async function fillIn(page: Page, typed: Typed): Promise<void> {
  const fields = page.locator('main form[method="post"] [name]')
  const kinds = new Map(await fields.evaluateAll((found) => found.map((each) => [each.getAttribute('name') ?? '', each instanceof HTMLInputElement || each instanceof HTMLSelectElement ? each.type : 'text'] as const)))
  for (const [name, value] of Object.entries(typed)) {
    const kind = kinds.get(name)
    const field = page.locator(`main form[method="post"] [name="${name}"]`)
    for (const each of typeof value === 'string' ? [value] : value) {
      if (kind === undefined) throw new Error(`${page.url()} has no field ${name}`)
      if (kind === 'checkbox' || kind === 'radio') await page.locator(`main form[method="post"] [name="${name}"][value="${each}"]`).check()
      else if (kind === 'select-one') await field.selectOption(each)
      else await field.fill(each)
    }
  }
}

/** Chooses a file from the disk. */
export async function attach(page: Page, name: string, file: ChosenFile): Promise<void> {
  await page.locator(`input[type="file"][name="${name}"]`).setInputFiles(file)
}

/** Presses a button of the page and answers the status of the page that came. */
export async function press(page: Page, label: string): Promise<number> {
  return andWait(page, page.getByRole('main').getByRole('button', { name: label, exact: true }).first())
}

/** Follows a link of the page and answers the status of the page that came. */
export async function follow(page: Page, label: string): Promise<number> {
  return andWait(page, page.getByRole('main').getByRole('link', { name: label, exact: true }).first())
}

/** Opens a form, fills it in and sends it; answers the status of the page that came. */
export async function send(page: Page, address: string, typed: Typed, button: string): Promise<number> {
  await visit(page, address)
  await fillIn(page, typed)
  return press(page, button)
}

/** The page's main part as a reader sees it. */
export function words(page: Page): Promise<string> {
  return page.getByRole('main').innerText()
}

/** Signs in with a one-time link, however it reached the person. */
export async function signIn(page: Page, link: string): Promise<void> {
  await visit(page, link)
  await press(page, 'Sign in')
}

/** What is read in the outbox: the newest letter to somebody, and the link in it. */
export async function linkInMailTo(page: Page, recipient: string): Promise<string> {
  await visit(page, '/desk/outbox')
  const letter = page.getByRole('main').getByRole('listitem').filter({ hasText: `To ${recipient}` }).first()
  return (await letter.locator('p').getByRole('link').first().getAttribute('href')) ?? ''
}

/** The sentence beside a field of a form that came back. */
export function sentenceBeside(page: Page, field: string): Promise<string> {
  return page.locator(`#error-${field}`).innerText()
}

/** What stands in a field now. */
export function valueOf(page: Page, field: string): Promise<string> {
  return page.locator(`[name="${field}"]`).first().inputValue()
}

/** The field that holds the answer to a question of the call. */
export async function answerFieldOf(page: Page, question: number): Promise<string> {
  return (await page.locator('textarea[name^="answer-"]').nth(question - 1).getAttribute('name')) ?? ''
}

/** Waits for the document that comes next: a form that is answered at its own address looks like no change otherwise. */
async function andWait(page: Page, control: Locator): Promise<number> {
  const isAnswer = (response: Response): boolean => response.request().isNavigationRequest() && (response.status() < 300 || response.status() >= 400)
  const [response] = await Promise.all([page.waitForEvent('response', isAnswer), page.waitForEvent('domcontentloaded'), control.click()])
  return response.status()
}
