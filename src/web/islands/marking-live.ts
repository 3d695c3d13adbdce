/** How long a change may wait for others that come with it, and how often the number is asked where no line can be kept open. */
const GATHER = 40
const POLL = 2000

/**
 * Keeps the page as it stands on the server: whenever something was recorded, the parts that can change are fetched anew. A part in
 * which somebody is selecting, or has the keyboard, is left until that is over.
 */
export function keepLive(address: string, isBusy: (part: Element) => boolean): { refresh(): Promise<void> } {
  let [known, waiting, isFetching] = [-1, 0, false]
  const refresh = async (): Promise<void> => {
    if (isFetching) {
      later()
      return
    }
    isFetching = true
    try {
      const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
      if (answer.ok) replaceParts(new DOMParser().parseFromString(await answer.text(), 'text/html'), isBusy)
    } catch {
      // The line is bad: the next change tries again.
    } finally {
      isFetching = false
    }
  }
  const later = (): void => {
    clearTimeout(waiting)
    waiting = window.setTimeout(() => void refresh(), GATHER)
  }
  const take = (sequence: number): void => {
    if (known >= 0 && sequence !== known) later()
    known = sequence
  }
  const poll = async (): Promise<void> => {
    try {
      const answer = await fetch(address, { headers: { accept: 'application/json' } })
      if (answer.ok) take(((await answer.json()) as { sequence: number }).sequence)
    } catch {
      // Asked again at the next turn.
    }
    window.setTimeout(() => void poll(), POLL)
  }
  const source = new EventSource(address)
  source.addEventListener('record', (event) => take(Number(event.data)))
  source.addEventListener('error', () => {
    // Closed for good, not merely interrupted: something on the way does not let it through.
    if (source.readyState === EventSource.CLOSED) void poll()
  })
  document.addEventListener('selectionchange', () => {
    if (document.querySelector('[data-stale]') !== null) later()
  })
  return { refresh }
}

function replaceParts(fresh: Document, isBusy: (part: Element) => boolean): void {
  for (const part of document.querySelectorAll<HTMLElement>('[data-live]')) {
    const next = fresh.querySelector<HTMLElement>(`[data-live="${CSS.escape(part.dataset['live'] ?? '')}"]`)
    if (next === null || plainOf(next) === plainOf(part)) continue
    if (isBusy(part)) {
      part.dataset['stale'] = 'true'
      continue
    }
    const focused = part.contains(document.activeElement) ? document.activeElement?.getAttribute('data-text') : undefined
    const isFocused = part === document.activeElement
    part.replaceWith(next)
    if (isFocused) next.focus()
    if (focused != null) next.querySelector<HTMLElement>(`[data-text="${CSS.escape(focused)}"]`)?.focus()
  }
}

/** A part as it came from the server. */
function plainOf(part: HTMLElement): string {
  const copy = part.cloneNode(true) as HTMLElement
  delete copy.dataset['stale']
  return copy.outerHTML
}
