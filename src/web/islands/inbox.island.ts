/** Keys for whoever reads through many: j and k along the list or to the next page of it, o opens, r marks read, ? says so. */
const rows = Array.from(document.querySelectorAll<HTMLElement>('[data-row] h2 a'))
const keys = document.querySelector<HTMLDetailsElement>('#keys')

const DEEDS: Readonly<Record<string, () => boolean>> = { j: () => step(1), k: () => step(-1), o: open, r: read, '?': help }

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
  const done = DEEDS[event.key]?.()
  if (done === true) event.preventDefault()
})

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type="checkbox"]), textarea, select'))
}

/** Along the list where there is one; else to what stands before or after this. */
function step(by: 1 | -1): boolean {
  if (rows.length === 0) return follow(by === 1 ? 'a[rel="next"]' : 'a[rel="prev"]')
  const at = rows.findIndex((row) => row === document.activeElement)
  const next = rows[at < 0 ? (by === 1 ? 0 : rows.length - 1) : at + by]
  if (next === undefined) return follow(by === 1 ? 'a[rel="next"]' : 'a[rel="prev"]')
  next.focus()
  next.scrollIntoView({ block: 'nearest' })
  return true
}

function follow(selector: string): boolean {
  const link = document.querySelector<HTMLAnchorElement>(selector)
  link?.click()
  return link !== null
}

function open(): boolean {
  const row = rows.find((each) => each === document.activeElement) ?? rows[0]
  row?.click()
  return row !== undefined
}

/** On the list the row in focus is ticked, to be marked with others; on a page of its own it is marked. */
function read(): boolean {
  const row = rows.find((each) => each === document.activeElement)
  const box = row?.closest('[data-row]')?.querySelector<HTMLInputElement>('input[type="checkbox"]')
  if (box != null) {
    box.checked = !box.checked
    return true
  }
  const button = rows.length > 0 ? null : document.querySelector<HTMLButtonElement>('button[data-key="r"]')
  button?.click()
  return button !== null
}

function help(): boolean {
  if (keys === null) return false
  keys.open = !keys.open
  if (keys.open) keys.querySelector('summary')?.focus()
  return true
}
