import type { Step } from 'prosemirror-transform'
import type { Leftover } from '../../drafts/live/model.ts'
import { wordsBrought } from '../../drafts/unmerged/model.ts'
import type { Id } from '../../shared/ids.ts'
import { announce, find, note, type Say } from './editor-words.ts'

/** Words that were typed here and can no longer be sent: kept in this browser until they are dismissed. */
const placeOf = (documentId: string): string => `editor.lost.${documentId}`

function readLost(documentId: string): string[] {
  try {
    return JSON.parse(localStorage.getItem(placeOf(documentId)) ?? '[]') as string[]
  } catch {
    return []
  }
}

export function wordsOfPending(documentId: string, steps: readonly Step[]): void {
  const words = steps.map(wordsBrought).join('').trim()
  if (words !== '') localStorage.setItem(placeOf(documentId), JSON.stringify([...readLost(documentId), words]))
}

/** Shows what somebody wrote and the text does not have, and what others took away that its author had not seen them take. */
export function showLeftovers(documentId: string, leftovers: readonly Leftover[], names: ReadonlyMap<string, string>, say: Say, dismiss: (ids: readonly Id[]) => Promise<void>): void {
  const section = find<HTMLElement>('#editor-leftovers')
  const lost = readLost(documentId)
  const wasHidden = section.hidden
  section.hidden = leftovers.length + lost.length === 0
  const own = lost.map((words, at) =>
    entry(words, say('not-merged'), say, () => {
      localStorage.setItem(placeOf(documentId), JSON.stringify(lost.filter((_, other) => other !== at)))
      showLeftovers(documentId, leftovers, names, say, dismiss)
    }),
  )
  const kept = leftovers.map(({ id, kind, words, byPerson }) => entry(words, kind === 'swallowed' ? say('swallowed', names.get(byPerson ?? '') ?? say('nobody')) : say('not-merged'), say, () => void dismiss([id])))
  find('ul', section).replaceChildren(...own, ...kept)
  if (wasHidden && !section.hidden) announce(find('h2', section).textContent)
}

function entry(words: string, why: string, say: Say, dismiss: () => void): HTMLLIElement {
  const item = document.createElement('li')
  const said = document.createElement('p')
  said.className = 'meta'
  said.textContent = why
  const isWordless = words.trim() === ''
  const quote = document.createElement(isWordless ? 'p' : 'blockquote')
  quote.className = 'prose'
  quote.dir = 'auto'
  quote.textContent = isWordless ? say('wordless') : words
  const actions = document.createElement('div')
  actions.className = 'actions'
  actions.append(
    ...(isWordless ? [] : [press(say('copy'), () => void navigator.clipboard.writeText(words).then(() => announce(say('copied')), () => note(say('failed'))))]),
    press(say('dismiss'), dismiss),
  )
  item.append(said, quote, actions)
  return item
}

function press(label: string, work: () => void): HTMLButtonElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'quiet'
  button.textContent = label
  button.addEventListener('click', work)
  return button
}
