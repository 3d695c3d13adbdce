import { describe, expect, it } from 'vitest'
import { testDatabase, uniqueSlug } from '../../test/harness/postgres.ts'
import { reviseParagraph } from '../drafts/paragraphs/commands.ts'
import { listBatches, listLeftovers, loadLiveText } from '../drafts/live/queries.ts'
import type { Answer, SentBatch } from '../drafts/live/model.ts'
import { flatten } from '../drafts/model.ts'
import { listLineage, loadWorkingText } from '../drafts/queries.ts'
import { recordQuietStretches } from '../drafts/stretches/commands.ts'
import { buildDocument } from '../drafts/testing.ts'
import { toTree } from '../drafts/tree/model.ts'
import { buildForum } from '../forums/testing.ts'
import { buildLogin } from '../people/testing.ts'
import { transact } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import { SYSTEM } from '../record/model.ts'
import { listEntriesOf } from '../record/queries.ts'
import type { Id } from '../shared/ids.ts'
import { addMilliseconds, type Instant } from '../shared/time.ts'
import { setLinks } from '../trace/commands.ts'
import { listLinksFrom } from '../trace/queries.ts'
import { submitSteps } from './submit-steps.ts'

const db = await testDatabase()
const NOW = '2026-11-02T10:00:00.000Z' as Instant
/** The place of the first character of the first paragraph: after `Section 1`, its heading. */
const START = 'Section 1'.length + 3

const insert = (at: number, text: string): object => ({ stepType: 'replace', from: at, to: at, slice: { content: [{ type: 'text', text }] } })
const remove = (from: number, to: number): object => ({ stepType: 'replace', from, to })
const split = (at: number, first: Id, second: Id): object => ({ stepType: 'replace', from: at, to: at, structure: true, slice: { content: [first, second].map((id) => ({ type: 'paragraph', attrs: { id } })), openStart: 1, openEnd: 1 } })

async function aText(...sections: readonly string[]) {
  const { cycle } = await buildForum(db, uniqueSlug(), NOW)
  const built = await buildDocument(db, cycle, sections, NOW)
  const writer = async () => {
    const person = (await buildLogin(db, 'editor', cycle.forumId, NOW)).personId
    const client = newId<'client'>()
    let seq = 0
    const send = async (version: number, steps: readonly object[], over: Partial<SentBatch> = {}) => {
      seq += 1
      const sent: SentBatch = { client, seq, version, steps: steps.map((step) => ({ step, seen: version, undo: 0 })), ...over }
      return (await submitSteps(db, built.documentId, [{ person, sent }], NOW))[0] as Answer
    }
    return { person, client, send, leftovers: () => listLeftovers(db, built.documentId, person) }
  }
  const words = async () => flatten(await loadWorkingText(db, built.documentId)).map(({ text }) => text)
  return { cycle, writer, words, ...built }
}

describe('what a client must not do', () => {
  it('is refused whole where it cannot be read, comes from nowhere or is another’s', async () => {
    const { writer, words, documentId } = await aText('One.')
    const [one, other] = [await writer(), await writer()]
    for (const step of [{ stepType: 'explode' }, { stepType: 'replace', from: -1, to: 2 }, { stepType: 'replace', from: 1.5, to: 2 }, { stepType: 'replace', from: 5, to: 2 }, { stepType: 'attr', pos: 11, attr: 'id', value: newId() }, { stepType: 'replace', from: 1, to: 1, slice: { content: [{ type: 'script' }] } }, { stepType: 'move', start: 3, middle: 2, end: 1 }])
      expect(await one.send(0, [step])).toEqual({ refusal: 'unreadable' })
    expect(await one.send(7, [insert(START, 'x')])).toEqual({ refusal: 'no-such-version' })
    const taken = await one.send(0, [insert(START, 'x')])
    expect(await other.send(0, [insert(START, 'y')], { client: one.client, seq: taken.seq })).toEqual({ refusal: 'not-yours' })
    expect((await submitSteps(db, newId(), [{ person: one.person, sent: { client: one.client, seq: 1, version: 0, steps: [] } }], NOW))[0]).toEqual({ refusal: 'document-not-found' })
    expect(await words()).toEqual(['xOne.'])
    expect((await loadLiveText(db, documentId))?.version).toBe(1)
  })

  it('is dropped step by step, with its words on the list of who sent it', async () => {
    const { writer, words, paragraphs, documentId } = await aText('One.', 'Two.')
    const other = await aText('Elsewhere.')
    const one = await writer()
    const taken = paragraphs[0]?.id ?? newId()
    const block = (attrs: object, text = 'Pasted', content: object = { type: 'text', text }): object => ({ stepType: 'replace', from: START + 5, to: START + 5, slice: { content: [{ type: 'paragraph', attrs, content: [content] }] } })
    const steps = [
      block({ id: null }), block({ id: taken }), block({ id: 'ABC' }), block({ id: other.paragraphs[0]?.id }), block({ id: documentId.slice(0, -1) }),
      block({ id: newId(), language: 'no language' }), block({ id: newId() }, 'x', { type: 'paragraph', attrs: { id: newId() }, content: [{ type: 'text', text: 'inside' }] }),
      insert(START, 'half \ud83d'), insert(START, 'zero \u0000'), insert(9_999_999, 'far away'), remove(START - 2, START + 900), remove(0, 11),
    ]
    const fates = []
    for (const step of steps) fates.push((await one.send(0, [step], { steps: [{ step, seen: 0, undo: 0 }] })).fates?.[0])
    expect(fates).toEqual(['identity', 'identity', 'identity', 'identity', 'identity', 'unfit', 'unfit', 'unfit', 'unfit', 'unfit', 'unfit', 'unfit'])
    expect(await words()).toEqual(['One.', 'Two.'])
    expect((await one.leftovers()).filter(({ words: each }) => each.startsWith('Pasted'))).toHaveLength(6)
    expect((await one.leftovers()).map(({ words: each }) => each)).toContain('far away')
    expect(flatten(await loadWorkingText(db, other.documentId)).map(({ text }) => text)).toEqual(['Elsewhere.'])
  })

  it('does not help to forge what one has seen: others’ words are still on their list', async () => {
    const { writer, words } = await aText('One. Two.')
    const [one, other] = [await writer(), await writer()]
    await one.send(0, [insert(START + 4, ' And a half.')])
    const answer = await other.send(0, [remove(START, START + 9)], { steps: [{ step: remove(START, START + 9), seen: 2_000_000_000, undo: 0 }] })
    expect(answer.fates).toEqual(['kept'])
    expect(await words()).toEqual([])
    expect(await one.leftovers()).toMatchObject([{ kind: 'swallowed', words: ' And a half.', byPerson: other.person }])
  })
})

describe('a batch', () => {
  it('is answered the same however often it is sent, and taken once', async () => {
    const { writer, words } = await aText('One.')
    const one = await writer()
    const over = { seq: 1 }
    const answers = await Promise.all([1, 2, 3].map(() => one.send(0, [insert(START, 'Only ')], over)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await words()).toEqual(['Only One.'])
  })

  it('goes behind what was taken meanwhile, marks, rows of tables and moves among it', async () => {
    const { writer, words, paragraphs, documentId } = await aText('One.\n\nTwo.\n\nThree.')
    const [one, other] = [await writer(), await writer()]
    const size = (text: string): number => text.length + 2
    const [first, second, third] = [START - 1, START - 1 + size('One.'), START - 1 + size('One.') + size('Two.')]
    await one.send(0, [{ stepType: 'move', start: first, middle: third, end: third + size('Three.') }])
    const answer = await other.send(0, [insert(second + 5, ' Two and a half.'), { stepType: 'addMark', mark: { type: 'emphasis' }, from: second + 1, to: second + 5 }])
    expect(answer).toMatchObject({ began: 1, version: 3, fates: ['kept', 'kept'] })
    expect(await words()).toEqual(['Three.', 'One.', 'Two. Two and a half.'])
    const text = flatten(await loadWorkingText(db, documentId))
    expect(text.map(({ id }) => id)).toEqual([2, 0, 1].map((place) => paragraphs[place]?.id))
    expect(text[2]?.body).toMatchObject({ content: [{ text: 'Two.', marks: ['emphasis'] }, { text: ' Two and a half.' }] })
    expect(text.map(({ revision }) => revision)).toEqual([1, 1, 2])
  })

  it('leaves the very text that is read anew from the database, however it came to be', async () => {
    const { writer, documentId } = await aText('One.\n\nTwo.')
    const one = await writer()
    let version = 0
    for (let turn = 0; turn < 26; turn++) version = (await one.send(version, Array.from({ length: 10 }, (_, digit) => insert(START + digit, String(digit))))).version
    const read = await loadLiveText(db, documentId)
    expect(read?.version).toBe(260)
    expect(read?.treeVersion).toBeGreaterThan(200)
    const text = await loadWorkingText(db, documentId)
    expect((await loadLiveText(db, documentId))?.doc.toJSON()).toEqual(toTree(text, documentId).toJSON())
    expect(flatten(text)[0]?.text).toHaveLength(264)
  })
})

describe('what follows from steps', () => {
  it('is a lineage read off them, and citations that go on with both parts', async () => {
    const { writer, paragraphs, documentId, cycle, words } = await aText('First half. Second half.\n\nOther.')
    const one = await writer()
    const whole = paragraphs[0]?.id ?? newId()
    const cited = newId<'reference'>()
    const links = { forumId: cycle.forumId, cycleId: cycle.id, relation: 'rests-on' as const, from: { kind: 'paragraph' as const, id: whole }, fromRef: 'output ¶ 1', to: [{ kind: 'reference' as const, id: cited }] }
    await transact(db, (tx) => setLinks(tx, SYSTEM, links, NOW))
    const part = newId<'paragraph'>()
    await one.send(0, [split(START + 11, whole, part)])
    // An empty one below rests on nothing, for nothing of the whole stands in it.
    const empty = newId<'paragraph'>()
    const end = START + 11 + 2 + ' Second half.'.length
    await one.send(1, [split(end, part, empty), insert(end + 2, 'New.')])
    expect(await words()).toEqual(['First half.', ' Second half.', 'New.', 'Other.'])
    expect((await listLineage(db, documentId)).map(({ from, to, kind }) => [from, to, kind])).toEqual([[whole, part, 'split']])
    const resting = async (id: Id) => (await listLinksFrom(db, [id], 'rests-on')).map(({ to }) => to.id)
    expect([await resting(whole), await resting(part), await resting(empty)]).toEqual([[cited], [cited], []])
    // Joined with the next, that one goes on under the left id.
    const next = end + 2 + 'New.'.length
    await one.send(3, [{ stepType: 'replace', from: next, to: next + 2, structure: true }])
    expect((await listLineage(db, documentId)).at(-1)).toMatchObject({ from: paragraphs[1]?.id, to: empty, kind: 'merge' })
  })

  it('is what forms see and change, and what their writers are told', async () => {
    const { writer, paragraphs, documentId, words } = await aText('One.\n\nTwo.')
    const one = await writer()
    const paragraphId = paragraphs[0]?.id ?? newId()
    await one.send(0, [insert(START, 'Number '), { stepType: 'addMark', mark: { type: 'strong' }, from: START, to: START + 6 }])
    const revise = (revision: number, text: string) => transact(db, (tx) => reviseParagraph(tx, SYSTEM, { documentId, paragraphId, revision, text }, NOW))
    expect(await revise(1, 'Mine.')).toMatchObject({ refusal: 'changed-meanwhile', current: { text: 'Number One.', revision: 2 } })
    expect(await revise(2, 'Number One, at last.')).toMatchObject({ splitOff: [] })
    // What the form did not touch keeps its marks; and who was away is told of it as of any other step.
    expect(flatten(await loadWorkingText(db, documentId))[0]?.body).toMatchObject({ content: [{ text: 'Number', marks: ['strong'] }, { text: ' One, at last.' }] })
    const answer = await one.send(2, [insert(START + 6, ' the')])
    expect(answer.missed).toMatchObject([{ client: null, began: 2 }])
    expect(await words()).toEqual(['Number the One, at last.', 'Two.'])
    expect((await listBatches(db, documentId, 0)).at(-1)?.version).toBe(answer.version)
  })

  it('is one act for a stretch of work, when it ends', async () => {
    const { writer, documentId } = await aText('One.')
    const one = await writer()
    for (let version = 0; version < 3; version++) await one.send(version, [insert(START, 'a')])
    const acts = async () => (await listEntriesOf(db, documentId)).filter(({ act }) => act === 'draft-edited')
    const record = (now: Instant) => transact(db, (tx) => recordQuietStretches(tx, now))
    while (await record(addMilliseconds(NOW, 60_000)));
    expect(await acts()).toEqual([])
    while (await record(addMilliseconds(NOW, 11 * 60_000)));
    expect(await acts()).toMatchObject([{ actorId: one.person, detail: { document: 'output', blocks: 1, changes: 3 } }])
  })
})
