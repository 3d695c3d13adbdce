import { Plugin, PluginKey } from 'prosemirror-state'
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view'
import { idOf } from '../../drafts/nodes/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Line, Present } from './editor-line.ts'
import { find, type Say } from './editor-words.ts'

/** Who else is in the text, and where: a caret in their colour, with their name. */
const key = new PluginKey<ReadonlyMap<Id, Present>>('convoke-people')

export function peoplePlugin(): Plugin<ReadonlyMap<Id, Present>> {
  return new Plugin<ReadonlyMap<Id, Present>>({
    key,
    state: {
      init: () => new Map(),
      apply: (tr, people) => (tr.getMeta(key) as ReadonlyMap<Id, Present> | undefined) ?? people,
    },
    props: {
      decorations: (state) => {
        const people = [...(key.getState(state)?.values() ?? [])].filter(({ block }) => typeof block === 'string')
        if (people.length === 0) return null
        const carets: Decoration[] = []
        state.doc.forEach((node, pos) => {
          for (const one of people) {
            if (one.block !== idOf(node)) continue
            const [anchor, head] = [one.anchor ?? 0, one.head ?? 0].map((place) => pos + Math.max(1, Math.min(place, node.nodeSize - 1)))
            if (anchor === undefined || head === undefined) continue
            carets.push(Decoration.widget(head, () => caretOf(one), { key: `${one.client} ${head}`, side: 10, ignoreSelection: true }))
            if (anchor !== head) carets.push(Decoration.inline(Math.min(anchor, head), Math.max(anchor, head), { class: `theirs voice-${colourOf(one.person ?? '')}` }))
          }
        })
        return DecorationSet.create(state.doc, carets)
      },
    },
  })
}

function caretOf({ name, person }: Present): HTMLElement {
  const caret = document.createElement('span')
  caret.className = `caret voice-${colourOf(person ?? '')}`
  caret.dataset['name'] = name ?? ''
  caret.setAttribute('aria-hidden', 'true')
  return caret
}

/** One of the six colours, the same for a person in everybody's window. */
function colourOf(person: string): number {
  let sum = 0
  for (const sign of person) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 9_973
  return (sum % 6) + 1
}

/** Takes what was said of others, and names them above the text. Names are remembered for the list of what they removed. */
export function hearOf(view: EditorView, changed: readonly Present[], client: Id, names: Map<string, string>, say: Say): void {
  const people = new Map(key.getState(view.state))
  for (const one of changed) {
    if (one.person !== undefined && one.name !== undefined) names.set(one.person, one.name)
    if (one.gone === true || one.client === client) people.delete(one.client)
    else people.set(one.client, one)
  }
  view.dispatch(view.state.tr.setMeta(key, people).setMeta('addToHistory', false))
  const place = find<HTMLElement>('#editor-people')
  const shown = new Map([...people.values()].map((one) => [one.person ?? one.client, one]))
  place.replaceChildren(
    ...[...shown.values()].map((one) => {
      const chip = document.createElement('span')
      chip.className = `person voice-${colourOf(one.person ?? '')}`
      chip.textContent = one.name ?? say('nobody')
      return chip
    }),
  )
  place.title = shown.size === 0 ? '' : say('writes', [...shown.values()].map(({ name }) => name ?? '').join(', '))
}

const SOON = 250
const OFTEN = 20_000

/** Says to the others where the cursor is: soon after it moved, and now and then while it stands. */
export function sayWhere(line: Line, client: Id<'client'>): { readonly moved: (view: EditorView) => void; readonly asked: () => void; readonly stop: () => void } {
  let [waiting, last] = [0, '']
  const tell = (view: EditorView): void => {
    const { $anchor, $head, anchor, head } = view.state.selection
    const start = $head.depth === 0 ? $head.pos : $head.before(1)
    const node = view.state.doc.nodeAt(start)
    const isOne = $anchor.sharedDepth(head) >= 1
    const where = { client, block: node === null ? null : idOf(node), anchor: isOne ? anchor - start : head - start, head: head - start }
    last = JSON.stringify(where)
    line.sayWhere(where).catch(() => undefined)
  }
  let shown: EditorView | undefined
  const beat = window.setInterval(() => {
    if (shown !== undefined && document.visibilityState === 'visible') tell(shown)
  }, OFTEN)
  return {
    moved: (view) => {
      shown = view
      clearTimeout(waiting)
      waiting = window.setTimeout(() => tell(view), last === '' ? 0 : SOON)
    },
    asked: () => {
      if (shown !== undefined) tell(shown)
    },
    stop: () => {
      clearInterval(beat)
      clearTimeout(waiting)
    },
  }
}
