/**
 * Tells who reads a rolling draft that its text has moved on, and shows it in place when asked: what was read stays where it was on
 * the screen. Without it the page is as it was when it was opened.
 */
const place = document.querySelector<HTMLElement>('[data-events]')

if (place !== null && 'EventSource' in window) listen(place, place.dataset['events'] ?? '')

function listen(note: HTMLElement, address: string): void {
  let shown = Number(note.dataset['version'] ?? '0')
  let latest = shown
  const source = new EventSource(address)
  source.addEventListener('moved', (event) => {
    const { version } = JSON.parse(String(event.data)) as { readonly version: number }
    if (version <= shown) return
    latest = version
    if (note.hidden) offer(note, () => void show())
  })
  const show = async (): Promise<void> => {
    try {
      const response = await fetch(location.href, { headers: { accept: 'text/html' } })
      if (!response.ok) return
      const page = new DOMParser().parseFromString(await response.text(), 'text/html')
      replaceText(page)
      shown = Number(page.querySelector<HTMLElement>('[data-events]')?.dataset['version'] ?? String(latest))
      note.hidden = true
    } catch {
      // The line is gone for a moment: the offer stays.
    }
  }
}

function offer(note: HTMLElement, show: () => void): void {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'quiet'
  button.textContent = note.dataset['show'] ?? ''
  button.addEventListener('click', show)
  note.replaceChildren(`${note.dataset['moved'] ?? ''} `, button)
  note.hidden = false
}

/** Puts the text and its contents in place; the paragraph at the top of the window stays there. */
function replaceText(page: Document): void {
  const anchor = [...document.querySelectorAll<HTMLElement>('.para')].find((each) => each.getBoundingClientRect().bottom > 0)
  const before = anchor?.getBoundingClientRect().top ?? 0
  for (const part of ['[data-text]', 'nav.contents'] as const) {
    const [old, now] = [document.querySelector(part), page.querySelector(part)]
    if (old !== null && now !== null) old.replaceWith(document.adoptNode(now))
  }
  const after = anchor === undefined ? null : document.getElementById(anchor.id)
  if (after !== null) window.scrollBy(0, after.getBoundingClientRect().top - before)
}
