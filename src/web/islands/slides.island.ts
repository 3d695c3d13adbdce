/** Goes through slides by the keys that presenters know; without it the links and the scrolling do. */
const slides = Array.from(document.querySelectorAll<HTMLElement>('.slide'))
const FORWARD = new Set(['ArrowDown', 'PageDown', ' ', 'Enter', 'n'])
const BACK = new Set(['ArrowUp', 'PageUp', 'Backspace', 'p'])

function current(): number {
  const middle = window.innerHeight / 2
  return Math.max(0, slides.findIndex((slide) => slide.getBoundingClientRect().bottom > middle))
}

function goTo(place: number): void {
  const slide = slides[Math.min(Math.max(place, 0), slides.length - 1)]
  if (slide === undefined) return
  slide.scrollIntoView()
  slide.focus({ preventScroll: true })
  history.replaceState(null, '', `#${slide.id}`)
}

/** Left and right go the way that is read. */
function stepOf(event: KeyboardEvent): number {
  const isTurned = document.documentElement.dir === 'rtl' || document.querySelector('main')?.dir === 'rtl'
  if (event.key === 'ArrowRight') return isTurned ? -1 : 1
  if (event.key === 'ArrowLeft') return isTurned ? 1 : -1
  if (event.key === ' ' && event.shiftKey) return -1
  return FORWARD.has(event.key) ? 1 : BACK.has(event.key) ? -1 : 0
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  // What has its own use of a key keeps it.
  const on = event.target instanceof Element ? event.target.closest('a, button, summary, input, [role="region"]') : null
  if (on !== null && (event.key === ' ' || event.key === 'Enter' || event.key.startsWith('Arrow'))) return
  if (event.key === 'Home' || event.key === 'End') goTo(event.key === 'Home' ? 0 : slides.length - 1)
  else if (event.key === 'f') void document.documentElement.requestFullscreen?.()
  else {
    const step = stepOf(event)
    if (step === 0) return
    goTo(current() + step)
  }
  event.preventDefault()
})
