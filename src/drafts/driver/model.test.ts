import { redo, undo } from 'prosemirror-history'
import { Fragment, type Node, Slice } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import { expect, test } from 'vitest'
import type { Id } from '../../shared/ids.ts'
import { textSchema } from '../nodes/model.ts'
import { changeKind, joinWithPrevious, moveBlocks, splitAt, withFreshIds } from '../steps/model.ts'
import { squareTables } from '../squaring/model.ts'
import { wordsBetween } from '../unmerged/model.ts'
import { turnOwn } from '../undoing/model.ts'
import { writingOf } from '../writing/model.ts'
import { authorityOf, expectIdentities, seededIds, seededNumbers, virtualClock, writerOn, type Writer } from './testing.ts'

/** How many seeds: few by default; `CONVOKE_SEEDS=500` looks longer. */
const SEEDS = Number(process.env['CONVOKE_SEEDS'] ?? '15')
const FIRST = Number(process.env['CONVOKE_FIRST_SEED'] ?? '1')

interface Scene {
  readonly random: () => number
  readonly makeId: () => Id
  count: number
  /** Who is at work, and who wrote which letter. */
  writer: Id | undefined
  readonly authors: Map<string, Id | undefined>
}

/** A character that occurs nowhere else, so that it can be followed through whatever tears words apart and puts them together. */
function letter(scene: Scene): string {
  scene.count += 1
  scene.authors.set(letterOf(scene.count), scene.writer)
  return letterOf(scene.count)
}

function letterOf(count: number): string {
  return String.fromCodePoint(FIRST_LETTER + count)
}

/** Of a block that has more letters than a scene needs. */
const FIRST_LETTER = 0x4e00

function word(scene: Scene): string {
  return Array.from({ length: 5 }, () => letter(scene)).join('')
}

function pick(scene: Scene, below: number): number {
  return Math.floor(scene.random() * below)
}

function startOf(scene: Scene): Node {
  const blocks = Array.from({ length: 6 }, () => textSchema.node('paragraph', { id: scene.makeId() }, [textSchema.text(`${word(scene)} ${word(scene)} ${word(scene)}`)]))
  return textSchema.node('doc', null, [textSchema.node('heading', { id: scene.makeId() }, [textSchema.text('Title')]), ...blocks])
}

/** Places at which words can be put. */
function inlinePlaces(doc: Node): number[] {
  const places: number[] = []
  doc.descendants((node, pos) => {
    if (node.isTextblock && node.type.name !== 'heading') for (let at = 0; at <= node.content.size; at++) places.push(pos + 1 + at)
  })
  return places
}

type Work = (tr: Transaction, scene: Scene) => void

function somewhere(doc: Node, scene: Scene): number {
  const places = inlinePlaces(doc)
  return places[pick(scene, places.length)] ?? 1
}

function someBlock(doc: Node, scene: Scene): { readonly node: Node; readonly pos: number; readonly id: Id } {
  const index = pick(scene, doc.childCount)
  let pos = 0
  for (let at = 0; at < index; at++) pos += doc.child(at).nodeSize
  const node = doc.child(index)
  return { node, pos, id: node.attrs['id'] as Id }
}

const WORKS: readonly (readonly [number, Work])[] = [
  [8, (tr, scene) => void (inlinePlaces(tr.doc).length > 0 && tr.insertText(word(scene), somewhere(tr.doc, scene)))],
  [4, (tr, scene) => {
    let at = somewhere(tr.doc, scene)
    if (inlinePlaces(tr.doc).length > 0) for (let count = 0; count < 3; count++) tr.insertText(letter(scene), at++)
  }],
  [4, (tr, scene) => {
    const [one, other] = [pick(scene, tr.doc.content.size), 1 + pick(scene, 14)]
    if (one > 0) tr.deleteRange(one, Math.min(tr.doc.content.size, one + other))
  }],
  [3, (tr, scene) => void (inlinePlaces(tr.doc).length > 0 && splitAt(tr, somewhere(tr.doc, scene), scene.makeId))],
  [3, (tr, scene) => void joinWithPrevious(tr, someBlock(tr.doc, scene).id)],
  [3, (tr, scene) => {
    const [one, goal] = [someBlock(tr.doc, scene), someBlock(tr.doc, scene)]
    moveBlocks(tr, one.pos, one.pos + one.node.nodeSize, goal.pos)
  }],
  [2, (tr, scene) => {
    const one = someBlock(tr.doc, scene)
    const copy = withFreshIds(new Slice(Fragment.from([textSchema.node('paragraph', { id: one.id }, [textSchema.text(word(scene))]), textSchema.node('item', { id: one.id }, [textSchema.text(word(scene))])]), 0, 0), scene.makeId)
    tr.insert(one.pos + one.node.nodeSize, copy.content)
  }],
  [3, (tr, scene) => {
    const from = pick(scene, tr.doc.content.size)
    const to = Math.min(tr.doc.content.size, from + pick(scene, 20))
    const mark = scene.random() < 0.7 ? textSchema.mark('strong') : textSchema.mark('link', { href: `https://example.org/${pick(scene, 3)}` })
    if (scene.random() < 0.6) tr.addMark(from, to, mark)
    else tr.removeMark(from, to, mark)
  }],
  [2, (tr, scene) => void changeKind(tr, someBlock(tr.doc, scene).id, scene.random() < 0.7 ? 'item' : scene.random() < 0.5 ? 'quotation' : 'heading', {}, scene.makeId)],
  [1, (tr, scene) => {
    const cell = (): Node => textSchema.node('cell', null, [textSchema.text(word(scene))])
    const grid = textSchema.node('grid', null, [textSchema.node('row', null, [cell(), cell()]), textSchema.node('row', null, [cell(), cell()])])
    const one = someBlock(tr.doc, scene)
    tr.insert(one.pos + one.node.nodeSize, textSchema.node('table', { id: scene.makeId() }, [grid, textSchema.node('caption')]))
  }],
  [1, (tr, scene) => {
    const one = someBlock(tr.doc, scene)
    if (one.node.type.name !== 'table') return
    // A row of new words: one copied would make letters that occur twice.
    const cells = one.node.child(0).child(0).children.map((cell) => cell.type.create(cell.attrs, textSchema.text(word(scene))))
    tr.insert(one.pos + 2, textSchema.node('row', null, cells))
  }],
  [1, (tr, scene) => {
    const one = someBlock(tr.doc, scene)
    if (one.node.type.name !== 'table') return
    const isMore = scene.random() < 0.7
    one.node.child(0).forEach((row, offset) => {
      const pos = tr.mapping.map(one.pos + 3 + offset)
      if (isMore) tr.insert(pos, textSchema.node('cell', null, [textSchema.text(word(scene))]))
      else if (row.childCount > 1) tr.delete(pos, pos + row.child(0).nodeSize)
    })
  }],
  [2, (tr, scene) => {
    if (inlinePlaces(tr.doc).length > 0) tr.insert(somewhere(tr.doc, scene), textSchema.node('footnote', { id: scene.makeId(), content: [{ kind: 'text', text: word(scene) }] }))
  }],
  [2, (tr, scene) => {
    const notes: number[] = []
    tr.doc.descendants((node, pos) => void (node.type.name === 'footnote' && notes.push(pos)))
    const pos = notes[pick(scene, notes.length)]
    if (pos !== undefined) tr.setNodeAttribute(pos, 'content', [{ kind: 'text', text: word(scene) }])
  }],
  [1, (tr, scene) => {
    const one = someBlock(tr.doc, scene)
    if ('ownVoice' in one.node.attrs) tr.setNodeAttribute(one.pos, 'ownVoice', one.node.attrs['ownVoice'] !== true)
  }],
]

/** An undoing, which takes no letter away that another wrote. */
function undoOwn(writer: Writer, scene: Scene): void {
  const before = lettersIn(wordsOf(writer.state.doc))
  turnOwn(undo)(writer.state, (tr) => writer.dispatch(tr))
  const after = lettersIn(wordsOf(writer.state.doc))
  const taken = [...before].filter((each) => !after.has(each) && scene.authors.get(each) !== writer.person)
  if (taken.length > 0) throw new Error(`An undoing took away what another wrote: ${taken.join(' ')}`)
}

function act(writer: Writer, scene: Scene): void {
  scene.writer = writer.person
  const roll = scene.random()
  if (roll < 0.1) return undoOwn(writer, scene)
  if (roll < 0.14) return void turnOwn(redo)(writer.state, (tr) => writer.dispatch(tr))
  const weight = WORKS.reduce((sum, [each]) => sum + each, 0)
  let left = scene.random() * weight
  for (const [each, work] of WORKS) {
    left -= each
    if (left > 0) continue
    const tr = writer.state.tr
    work(tr, scene)
    if (tr.docChanged) writer.dispatch(tr)
    return
  }
}

const wordsOf = (doc: Node): string => wordsBetween(doc, 0, doc.content.size)

const LETTERS = /[\u4e00-\u9fff]/gu

function lettersIn(text: string): Set<string> {
  return new Set(text.match(LETTERS))
}

/** Runs one scene: three writers, sixty works each, a line that is slow, loses and breaks off. Answers what is missing and on nobody's list. */
async function run(seed: number): Promise<string | undefined> {
  const random = seededNumbers(seed)
  const scene: Scene = { random, makeId: seededIds(random), count: 0, writer: undefined, authors: new Map() }
  const clock = virtualClock()
  const authority = authorityOf(startOf(scene))
  const line = { delay: () => 1 + random() * 120, isLost: () => random() < 0.05 }
  const writers: Writer[] = []
  const tell = (batch: Parameters<Writer['driver']['arrived']>[0][number]): void => {
    for (const writer of writers) clock.later(line.delay(), () => writer.isOnline && !line.isLost() && writer.driver.arrived([JSON.parse(JSON.stringify(batch)) as typeof batch]))
  }
  for (let count = 0; count < 3; count++) writers.push(writerOn({ authority, clock, line, makeId: scene.makeId, tell }))
  // What somebody took away who saw it; what is missing else must be on somebody's list.
  const takenAway = new Set<string>()
  for (let turn = 0; turn < 180; turn++) {
    const writer = writers[pick(scene, 3)]
    if (writer === undefined) continue
    const before = lettersIn(wordsOf(writer.state.doc))
    act(writer, scene)
    const after = lettersIn(wordsOf(writer.state.doc))
    for (const each of before) if (!after.has(each)) takenAway.add(each)
    if (random() < 0.02) writer.isOnline = !writer.isOnline
    if (random() < 0.02) writer.reload()
    await clock.until(clock.now + random() * 40)
  }
  for (let round = 0; round < 60; round++) {
    for (const writer of writers) {
      writer.isOnline = true
      writer.driver.retry()
    }
    await clock.until(clock.now + 20_000)
    for (const writer of writers) writer.driver.arrived(authority.taken.filter((batch) => batch.version > writingOf(writer.state).version && batch.version > batch.began))
    if (writers.every(({ state }) => writingOf(state).pending.length === 0 && writingOf(state).version === authority.state.version)) break
  }
  for (const [at, writer] of writers.entries()) {
    expect(writer.driver.stand(), `writer ${at} of seed ${seed}`).toEqual({ kind: 'saved', waiting: 0 })
    expect(writer.state.doc.toJSON(), `writer ${at} of seed ${seed}`).toEqual(authority.state.doc.toJSON())
  }
  expectIdentities(authority.state.doc)
  expect(squareTables(startOf({ ...scene, random }), authority.state.doc), `tables of seed ${seed}`).toEqual([])
  const present = lettersIn(wordsOf(authority.state.doc))
  const listed = lettersIn(authority.leftovers.join('\n'))
  const missing = Array.from({ length: scene.count }, (_, at) => letterOf(at + 1)).filter((each) => !present.has(each) && !takenAway.has(each) && !listed.has(each))
  return missing.length === 0 ? undefined : `seed ${seed}: ${missing.join(' ')}`
}

test(`three writers, delays, lost replies, offline and reloads: the same text everywhere, every identity once, nothing lost unsaid (${SEEDS} seeds)`, async () => {
  for (let seed = FIRST; seed < FIRST + SEEDS; seed++) expect(await run(seed)).toBeUndefined()
})
