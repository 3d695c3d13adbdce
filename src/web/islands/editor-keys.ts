import { chainCommands, deleteSelection, selectNodeBackward, selectNodeForward } from 'prosemirror-commands'
import { InputRule, inputRules } from 'prosemirror-inputrules'
import { keymap } from 'prosemirror-keymap'
import { type Command, type EditorState, NodeSelection, type Plugin, type Transaction } from 'prosemirror-state'
import { goToNextCell } from 'prosemirror-tables'
import { changeKind } from '../../drafts/steps/model.ts'
import { chooseAll, enter, indent, joinBack, joinForward, newLine, outdent } from './editor-commands.ts'
import { makeId } from './editor-ids.ts'

/** The keys of the editing page. None of the library's own are taken that would split or join without regard to identities. */
export function keyPlugins(run: (does: string) => boolean, go: { readonly toBar: () => void; readonly toPanel: () => void }): Plugin[] {
  const does = (name: string): Command => (_state, dispatch) => dispatch !== undefined && run(name)
  const leaves = (to: () => void): Command => (_state, dispatch) => {
    if (dispatch !== undefined) to()
    return true
  }
  const keys: Record<string, Command> = {
    Enter: chainCommands(openAtom(run), enter),
    'Shift-Enter': newLine,
    Backspace: chainCommands(deleteSelection, joinBack, selectNodeBackward),
    Delete: chainCommands(deleteSelection, joinForward, selectNodeForward),
    Tab: chainCommands(goToNextCell(1), indent),
    'Shift-Tab': chainCommands(goToNextCell(-1), outdent),
    'Mod-a': chooseAll,
    'Alt-ArrowUp': does('up'),
    'Alt-ArrowDown': does('down'),
    'Mod-b': does('strong'),
    'Mod-i': does('emphasis'),
    'Mod-k': does('link'),
    'Mod-z': does('undo'),
    'Mod-y': does('redo'),
    'Mod-Shift-z': does('redo'),
    'Mod-Alt-0': does('paragraph'),
    'Mod-Shift-8': does('bullet'),
    'Mod-Shift-7': does('ordered'),
    'Mod-Alt-f': does('footnote'),
    'Mod-Alt-r': does('reference'),
    'Mod-Alt-c': leaves(go.toPanel),
    'Alt-F10': leaves(go.toBar),
  }
  for (const level of [1, 2, 3, 4]) keys[`Mod-Alt-${level}`] = does(`heading-${level}`)
  return [inputRules({ rules: RULES }), keymap(keys)]
}

/** Enter on a note or a reference that is chosen opens it. */
function openAtom(run: (does: string) => boolean): Command {
  return ({ selection }, dispatch) => selection instanceof NodeSelection && ['footnote', 'reference'].includes(selection.node.type.name) && dispatch !== undefined && run(selection.node.type.name)
}

function rule(pattern: RegExp, change: (tr: Transaction, id: ReturnType<typeof makeId>, match: RegExpMatchArray) => void): InputRule {
  return new InputRule(pattern, (state: EditorState, match, start, end) => {
    const $start = state.doc.resolve(start)
    if ($start.depth !== 1 || $start.parent.type.name !== 'paragraph') return null
    const tr = state.tr.delete(start, end)
    change(tr, $start.parent.attrs['id'] as ReturnType<typeof makeId>, match)
    return tr
  })
}

/** What people type at the beginning of a paragraph to make it something else. */
const RULES = [
  rule(/^(#{1,4}) $/u, (tr, id, match) => void changeKind(tr, id, 'heading', { level: match[1]?.length ?? 1 }, makeId)),
  rule(/^[-*•] $/u, (tr, id) => void changeKind(tr, id, 'item', { list: 'bullet', depth: 1 }, makeId)),
  rule(/^\p{Nd}{1,3}[.)] $/u, (tr, id) => void changeKind(tr, id, 'item', { list: 'ordered', depth: 1 }, makeId)),
  rule(/^> $/u, (tr, id) => void changeKind(tr, id, 'quotation', {}, makeId)),
]
