import { history, redo, undo } from 'prosemirror-history'
import { EditorState, type Transaction } from 'prosemirror-state'
import { AddMarkStep } from 'prosemirror-transform'
import { describe, expect, test } from 'vitest'
import type { Id } from '../../shared/ids.ts'
import { textSchema } from '../nodes/model.ts'
import { readStep, writeStep } from './model.ts'

const id = (digit: number): Id => `00000000-0000-7000-8000-00000000000${digit}` as Id
const doc = textSchema.node('doc', null, [
  textSchema.node('heading', { id: id(1) }, [textSchema.text('Title')]),
  textSchema.node('paragraph', { id: id(2) }, [textSchema.text('plain '), textSchema.text('strong', [textSchema.mark('strong')]), textSchema.text(' plain')]),
])

describe('steps that go over the line', () => {
  test('what undoes a mark that stood on a part only, and what does it again, are read as they were written', () => {
    let state = EditorState.create({ doc, plugins: [history()] })
    const told: object[] = []
    const tell = (tr: Transaction): void => {
      for (const step of tr.steps) told.push(JSON.parse(JSON.stringify(writeStep(step))) as object)
      state = state.apply(tr)
    }
    tell(state.tr.step(new AddMarkStep(9, 24, textSchema.mark('strong'))))
    // What another wrote in between, so that what is undone and done again has several places within several places.
    tell(state.tr.insert(10, textSchema.text('another')).setMeta('addToHistory', false))
    for (const turn of [undo, redo, undo, redo]) turn(state, tell)
    let read = doc
    for (const json of told) read = readStep(json)?.apply(read).doc ?? doc
    expect(told.map((json) => (json as { stepType: string }).stepType)).toContain('markSet')
    expect(read.toJSON()).toEqual(state.doc.toJSON())
  })

  test('of no kind there is, without order, or with another identity, are not read', () => {
    const mark = { stepType: 'addMark', mark: { type: 'strong' }, from: 9, to: 12 }
    expect(readStep({ stepType: 'markSet', steps: [mark] })).toBeDefined()
    for (const step of [
      { stepType: 'none' },
      { stepType: 'replace', from: 9, to: 8 },
      { stepType: 'replace', from: -1, to: 8 },
      { stepType: 'attr', pos: 7, attr: 'id', value: id(3) },
      { stepType: 'markSet', steps: [{ ...mark, from: 13 }] },
      { stepType: 'markSet', steps: [{ stepType: 'replace', from: 8, to: 9 }] },
      { stepType: 'markSet', steps: 'none' },
    ]) expect(readStep(step)).toBeUndefined()
  })
})
