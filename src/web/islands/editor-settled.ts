import type { EditorView } from 'prosemirror-view'

/** What the view has for reading its element anew; the library does not name it to others. */
interface Observing {
  readonly domObserver: { forceFlush(): void; flush(): void }
}

/**
 * Reads what the browser already did in the text and has not told yet: where somebody clicked, what they typed. To be called before
 * a change from outside is shown, which would put the cursor back to where it was last known to be, and with it what is typed next.
 */
function readBrowser(view: EditorView): void {
  const { domObserver } = view as EditorView & Observing
  domObserver.forceFlush()
  domObserver.flush()
}

/** Waits until no word is being composed by an input method: a change from outside would break it off. The view then knows what the browser did. */
export function whenSettled(view: EditorView): () => Promise<void> {
  return () =>
    new Promise((resolve) => {
      const look = (): void => {
        if (view.composing) view.dom.addEventListener('compositionend', () => window.setTimeout(look, 20), { once: true })
        else {
          if (!view.isDestroyed) readBrowser(view)
          resolve()
        }
      }
      look()
    })
}

/** When the library looks where the cursor is, after its element got the focus, in milliseconds; less one. */
const BEFORE_LOOK = 19

/**
 * Given the focus, the library puts the cursor back to where it was, unless it has heard already where somebody clicked, or which key
 * they pressed at once: on a busy machine it has not. So it is read just before.
 */
export function keepPlace(view: EditorView): boolean {
  window.setTimeout(() => {
    if (!view.isDestroyed && !view.composing) readBrowser(view)
  }, BEFORE_LOOK)
  return false
}
