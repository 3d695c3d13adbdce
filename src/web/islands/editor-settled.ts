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

/** Before a key is handled: the browser tells where the key before it has put the cursor a moment later than it is there. */
export function readBeforeKey(view: EditorView): boolean {
  if (!view.composing) readBrowser(view)
  return false
}

/** What the library keeps of the focus and does not name to others. */
interface Focusing {
  focused: boolean
  readonly input: { readonly mouseDown: object | null }
  readonly domObserver: { stop(): void; start(): void }
}

/**
 * Takes the focus in place of the library, which puts the cursor back to where it was a moment later: where a key or a click came in that
 * moment, it was undone, and what was typed next stood elsewhere. Here it is put back at once, unless a click has brought the focus.
 */
export function takeFocus(view: EditorView): boolean {
  const inner = view as unknown as Focusing
  if (inner.focused) return false
  inner.domObserver.stop()
  view.dom.classList.add('ProseMirror-focused')
  inner.domObserver.start()
  inner.focused = true
  if (inner.input.mouseDown === null) view.focus()
  return true
}
