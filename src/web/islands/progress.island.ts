/** Shows how far something has come without loading the page again: asks for its data until it no longer runs. */

interface Answer {
  readonly isRunning: boolean
  readonly percent: number
  readonly words: string
}

const EVERY = 1000
const place = document.querySelector<HTMLElement>('[data-progress]')
const address = place?.dataset['progress']
const bar = place?.querySelector('progress')
const words = place?.querySelector<HTMLElement>('[data-words]')

async function look(): Promise<void> {
  if (address === undefined) return
  try {
    const response = await fetch(address, { headers: { accept: 'application/json' } })
    const answer = (await response.json()) as Answer
    if (!answer.isRunning) {
      location.reload()
      return
    }
    if (bar != null) bar.value = answer.percent
    if (words != null && words.textContent !== answer.words) words.textContent = answer.words
  } catch {
    // The line is gone for a moment: asked again.
  }
  setTimeout(() => void look(), EVERY)
}

setTimeout(() => void look(), EVERY)
