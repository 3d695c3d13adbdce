/** Says something in the reader's language: the server wrote the sentences into the page, `%` where something is to be put in. */
export type Say = (name: string, value?: string | number) => string

export function readWords(): Say {
  const words = JSON.parse(document.querySelector<HTMLElement>('#editor')?.dataset['words'] ?? '{}') as Readonly<Record<string, string>>
  return (name, value = '') => (words[name] ?? name).replace('%', String(value))
}

/** Says something to whoever does not see the page, without moving the cursor. */
export function announce(sentence: string): void {
  const said = document.querySelector('#editor-said')
  if (said !== null) said.textContent = sentence
}

/** Shows a sentence above the text until the next one. */
export function note(sentence: string): void {
  const place = document.querySelector<HTMLElement>('#editor-notice')
  if (place === null) return
  place.textContent = sentence
  place.hidden = sentence === ''
}

export function find<E extends Element>(selector: string, within: ParentNode = document): E {
  const found = within.querySelector<E>(selector)
  if (found === null) throw new Error(`The page has no ${selector}`)
  return found
}
