/**
 * The form for a comment opens below the paragraph it is about: it is the server's own, asked for as it would be visited, and sent as
 * it would be sent. Where it cannot be had, the link is followed as if there were no script.
 */
const OPEN = 'comment-here'

/** Opens the form at `address` in a paragraph; `before` has the focus again when it is closed. */
export async function commentHere(paragraph: HTMLElement, address: string, close: string, before: HTMLElement): Promise<void> {
  const form = await askFor(address)
  if (form === undefined) {
    location.href = address
    return
  }
  // One at a time; what was typed into another goes on in this one, so that choosing other words loses nothing.
  const open = document.querySelector<HTMLElement>(`.${OPEN}`)
  if (open !== null) takeOver(open, form)
  open?.remove()
  const place = document.createElement('div')
  place.className = OPEN
  place.setAttribute('role', 'group')
  place.setAttribute('aria-label', form.dataset['title'] ?? '')
  form.querySelector('.actions')?.append(closeButton(close, () => {
    place.remove()
    before.focus()
  }))
  place.append(form)
  place.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || isTypedIn(form)) return
    event.stopPropagation()
    place.remove()
    before.focus()
  })
  paragraph.append(place)
  place.scrollIntoView({ block: 'nearest' })
  form.querySelector<HTMLElement>('textarea[name="text"]')?.focus()
}

async function askFor(address: string): Promise<HTMLFormElement | undefined> {
  const url = new URL(address, location.href)
  const language = new URLSearchParams(location.search).get('lang')
  if (language !== null) url.searchParams.set('lang', language)
  const response = await fetch(url, { headers: { accept: 'text/html' } }).catch(() => undefined)
  if (response?.ok !== true) return undefined
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const form = page.querySelector<HTMLFormElement>('main form.sheet')
  if (form === null) return undefined
  form.dataset['title'] = page.querySelector('h1')?.textContent ?? ''
  for (const part of form.querySelectorAll('[id], [for], [aria-describedby]')) {
    for (const name of ['id', 'for', 'aria-describedby']) {
      const value = part.getAttribute(name)
      if (value !== null) part.setAttribute(name, value.split(' ').map((each) => `here-${each}`).join(' '))
    }
  }
  return document.importNode(form, true)
}

/** What is about the words chosen now is the new form's; all else that was typed or chosen goes over into it. */
const OF_THE_PLACE = new Set(['target', 'paragraphs', 'quote', 'quoteStart'])

function takeOver(from: ParentNode, form: HTMLFormElement): void {
  for (const field of from.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>('[name]')) {
    if (OF_THE_PLACE.has(field.name)) continue
    const isChoice = field instanceof HTMLInputElement && (field.type === 'radio' || field.type === 'checkbox')
    const same = Array.from(form.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>('[name]')).find((each) => each.name === field.name && (!isChoice || each.value === field.value))
    if (same === undefined) continue
    if (isChoice && same instanceof HTMLInputElement) same.checked = field.checked
    else same.value = field.value
  }
}

function isTypedIn(form: HTMLFormElement): boolean {
  return Array.from(form.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>('textarea, input:not([type])')).some((field) => field.value !== field.defaultValue)
}

function closeButton(label: string, onClose: () => void): HTMLButtonElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'quiet'
  button.textContent = label
  button.addEventListener('click', onClose)
  return button
}
