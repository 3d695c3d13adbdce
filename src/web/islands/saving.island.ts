/**
 * Saves what is being typed: a little after the last key, when the page is left or hidden, and again until it has worked. It never
 * touches a field that somebody types into; without it, the form's own buttons save.
 */
const PAUSE = 1_500
const LONGEST_PAUSE = 30_000

interface Page {
  readonly form: HTMLFormElement
  readonly note: HTMLElement
  timer: number | undefined
  pause: number
  isDirty: boolean
  isBusy: boolean
}

const form = document.querySelector<HTMLFormElement>('form[data-keep]')
const note = document.querySelector<HTMLElement>('.saving')

if (form !== null && note !== null) keepSaved({ form, note, timer: undefined, pause: PAUSE, isDirty: false, isBusy: false })

function keepSaved(page: Page): void {
  const { form } = page
  const change = (): void => {
    page.isDirty = true
    wait(page)
  }
  form.addEventListener('input', change)
  form.addEventListener('change', change)
  // What is left of a page that goes away: the browser sends it even when nobody waits for the answer.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' && page.isDirty && navigator.sendBeacon(form.action, typed(page))) page.isDirty = false
  })
  form.addEventListener('submit', () => {
    page.isDirty = false
    window.clearTimeout(page.timer)
  })
  window.addEventListener('online', () => void save(page))
}

function wait(page: Page): void {
  window.clearTimeout(page.timer)
  page.timer = window.setTimeout(() => void save(page), page.pause)
}

function typed({ form }: Page): URLSearchParams {
  const fields = new URLSearchParams()
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields.append(name, value)
  fields.append('go', 'keep')
  return fields
}

async function save(page: Page): Promise<void> {
  if (!page.isDirty || page.isBusy) return
  page.isBusy = true
  page.isDirty = false
  try {
    const response = await fetch(page.form.action, { method: 'POST', body: typed(page), redirect: 'manual' })
    // Taken, a form leads on; there is nothing to see there.
    if (response.type === 'opaqueredirect') {
      page.pause = PAUSE
      say(page, (page.note.dataset['saved'] ?? '').replace('%', new Intl.DateTimeFormat(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' }).format()))
    } else if (response.status === 422 || response.status === 404) say(page, page.note.dataset['clash'])
    else retry(page)
  } catch {
    retry(page)
  } finally {
    page.isBusy = false
    if (page.isDirty) wait(page)
  }
}

function retry(page: Page): void {
  page.isDirty = true
  page.pause = Math.min(page.pause * 2, LONGEST_PAUSE)
  say(page, page.note.dataset['waits'])
}

function say({ note }: Page, text: string | undefined): void {
  note.hidden = false
  if (text !== undefined && note.textContent !== text) note.textContent = text
}
