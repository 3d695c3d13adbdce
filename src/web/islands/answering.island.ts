/** Keys for whoever answers comment after comment: a figure chooses the response, a goes to the reason, n to a note, s to the similar ones, Ctrl and Enter send. */
const byKey = (key: string): HTMLElement | null => document.querySelector<HTMLElement>(`[data-key="${key}"]`)
const disposition = document.querySelector<HTMLSelectElement>('#field-disposition')

document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    const button = byKey('send')
    button?.click()
    if (button !== null) event.preventDefault()
    return
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
  if (act(event.key)) event.preventDefault()
})

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type="checkbox"]), textarea, select'))
}

function act(key: string): boolean {
  if (/^[1-8]$/u.test(key)) return choose(Number(key))
  if (key === 'a') return focus(document.querySelector<HTMLElement>('#field-reason'))
  if (key === 'n') return focus(document.querySelector<HTMLElement>('#field-text'))
  if (key !== 's') return false
  const link = byKey('s')
  link?.click()
  return link !== null
}

/** The figure counts the responses as they stand in the menu, below its first line, which chooses nothing. */
function choose(place: number): boolean {
  if (disposition === null || disposition.options.length <= place) return false
  disposition.selectedIndex = place
  disposition.dispatchEvent(new Event('change', { bubbles: true }))
  return focus(document.querySelector<HTMLElement>('#field-reason'))
}

function focus(field: HTMLElement | null): boolean {
  field?.closest('details')?.setAttribute('open', '')
  field?.focus()
  field?.scrollIntoView({ block: 'nearest' })
  return field !== null
}
