import { history, undo } from 'prosemirror-history'
import { EditorState, type Transaction } from 'prosemirror-state'
import { describe, expect, test } from 'vitest'
import type { Id } from '../../shared/ids.ts'
import { writeStep } from '../live/model.ts'
import { placesOf, textSchema } from '../nodes/model.ts'
import { moveBlocks } from '../steps/model.ts'
import { confirm, markSent, receive, writingOf, writingPlugin } from '../writing/model.ts'
import { forgetPast, isPartly, ownPlugin, turnOwn } from './model.ts'

const id = (digit: number): Id => `00000000-0000-7000-8000-00000000000${digit}` as Id
const newClient = id(9) as Id<'client'>
const paragraph = (digit: number, text: string) => textSchema.node('paragraph', { id: id(digit) }, [textSchema.text(text)])
const doc = textSchema.node('doc', null, [textSchema.node('heading', { id: id(1) }, [textSchema.text('Title')]), paragraph(2, 'First.'), paragraph(3, 'Last.')])

/** One who writes, what others do to the same text, and what their undoing leaves. */
function scene() {
  const past = history()
  let state = EditorState.create({ doc, plugins: [past, ownPlugin(), writingPlugin({ version: 0 })] })
  const own = (work: (tr: Transaction) => void): void => {
    const { tr } = state
    work(tr)
    state = state.apply(tr)
  }
  const theirs = (work: (tr: Transaction) => void): void => {
    const { tr } = EditorState.create({ doc: state.doc })
    work(tr)
    const { version, pending } = writingOf(state)
    // The writer's own are with the authority already.
    const began = version + pending.length
    state = state.apply(markSent(state, pending.length))
    state = state.apply(confirm(state, { client: newClient, seq: 1, began: version, version: began, fates: pending.map(() => 'kept'), steps: [], missed: [] }))
    state = state.apply(receive(state, [{ began, version: began + tr.steps.length, client: null, seq: null, person: null, swallowed: [], steps: tr.steps.map(writeStep) }]))
  }
  const back = (): boolean =>
    turnOwn(undo)(state, (tr) => {
      state = isPartly(tr) ? forgetPast(state.apply(tr), past) : state.apply(tr)
    })
  const words = (): string[] => state.doc.children.slice(1).map((node) => node.textContent)
  const at = (digit: number): number => placesOf(state.doc).get(id(digit))?.pos ?? 0
  return { own, theirs, back, words, at }
}

describe('undoing one’s own paste', () => {
  test('takes all of it where nobody else wrote into it', () => {
    const { own, theirs, back, words, at } = scene()
    own((tr) => tr.insert(at(3), [paragraph(4, 'Pasted.'), paragraph(5, 'More.')]))
    theirs((tr) => tr.insertText('Theirs: ', at(3) + 1))
    expect(back()).toBe(true)
    expect(words()).toEqual(['First.', 'Theirs: Last.'])
  })

  test('leaves what others wrote into it, where it stands', () => {
    const { own, theirs, back, words, at } = scene()
    own((tr) => tr.insertText('Mine. ', at(2) + 1))
    own((tr) => tr.insert(at(3), [paragraph(4, 'Pasted.'), paragraph(5, 'More.')]))
    theirs((tr) => tr.insertText('theirs', at(4) + 4))
    back()
    expect(words()).toEqual(['Mine. First.', 'theirs', 'Last.'])
    // What came before was done to a text in which theirs was not.
    expect(back()).toBe(false)
  })

  test('leaves what stood elsewhere and was moved in between', () => {
    const { own, theirs, back, words, at } = scene()
    own((tr) => tr.insert(at(3), [paragraph(4, 'Pasted.'), paragraph(5, 'More.')]))
    theirs((tr) => void moveBlocks(tr, at(5), at(5) + 7, tr.doc.content.size))
    expect(words()).toEqual(['First.', 'Pasted.', 'Last.', 'More.'])
    back()
    expect(words()).toEqual(['First.', 'Last.'])
  })
})
