import { describe, expect, it } from 'vitest'
import { testDatabase, uniqueSlug } from '../../../test/harness/postgres.ts'
import { mergeParagraphs, moveParagraph, removeParagraph, reviseParagraph, addParagraphs } from '../../drafts/paragraphs/commands.ts'
import { flatten, type Paragraph } from '../../drafts/model.ts'
import { loadWorkingText } from '../../drafts/queries.ts'
import { buildForum } from '../../forums/testing.ts'
import { transact, type Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { PUBLIC, SYSTEM } from '../../record/model.ts'
import { listEntriesOf } from '../../record/queries.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { sendComment } from '../comments/commands.ts'
import { buildComment, buildFrozen, buildReview, buildVersion, commentInput } from '../testing.ts'
import { carryComments, settleAnchors, type AnchorToSettle, type Verdict } from './commands.ts'
import { listCarries, listDoubtful } from './queries.ts'

const db = await testDatabase()
const NOW = '2026-11-02T10:00:00.000Z' as Instant
const LATER = '2026-11-03T10:00:00.000Z' as Instant
const LAST = '2026-11-04T10:00:00.000Z' as Instant

const LIGHTS = 'The harbour keeps two lights at its narrow entrance. They burn from dusk until the last ferry is in. Nobody pays for them.'
const CABLES = 'A damaged cable is reported to the office within an hour. The office tells every ship nearby.'
const PILOTS = 'Pilots are trained together by the four towns. Their certificates hold on the whole coast.'
const FEES = 'Visitors pay a small fee in summer. What it brings in is spent on moorings.'
const TEXTS = [LIGHTS, CABLES, PILOTS, FEES]

/** A version of four paragraphs under review, and a comment on each; the second on three words of it. */
async function reviewed() {
  const { cycle } = await buildForum(db, uniqueSlug(), NOW)
  const version = await buildVersion(db, cycle, TEXTS, NOW)
  const review = await buildReview(db, cycle, version.versionId, NOW)
  const ids: Id<'comment'>[] = []
  for (const [at, quote] of [undefined, 'every ship nearby', undefined, undefined].entries()) {
    const { commentId } = await buildComment(db, review, NOW, { paragraphs: [at + 1], quote: quote === undefined ? undefined : { words: quote } })
    ids.push(commentId)
  }
  const { documentId } = version
  const working = async (): Promise<Paragraph[]> => flatten(await loadWorkingText(db, documentId))
  const edit = async (change: (tx: Tx, at: (place: number) => { documentId: Id; paragraphId: Id; revision: number }) => Promise<object>): Promise<void> => {
    const paragraphs = await working()
    const at = (place: number) => ({ documentId, paragraphId: paragraphs[place]?.id ?? newId<'paragraph'>(), revision: paragraphs[place]?.revision ?? 0 })
    const done = await transact(db, (tx) => change(tx, at))
    if ('refusal' in done) throw new Error(JSON.stringify(done))
  }
  const freeze = async (now: Instant) => {
    const versionId = await buildFrozen(db, documentId, now)
    await transact(db, (tx) => carryComments(tx, SYSTEM, { documentId, versionId }, now))
    return versionId
  }
  const standing = async (versionId: Id<'version'>) => {
    const [carries, numbers] = [await listCarries(db, versionId, ids), new Map((await working()).map(({ id, number }) => [id, number]))]
    return ids.map((id) => carries.get(id)?.map(({ state, method, places, candidates }) => `${state} ${method} ${[...places, ...candidates].map(({ paragraphId, range }) => `${numbers.get(paragraphId) ?? '-'}${range === null ? '' : `:${range.start}-${range.end}`}`).join(',')}`.trim()).join(' / '))
  }
  const settle = (versionId: Id<'version'>, anchors: readonly AnchorToSettle[]) => transact(db, (tx) => settleAnchors(tx, SYSTEM, { documentId, cycleSlug: '2026', versionId, anchors }, LATER))
  return { review, documentId, ids, working, edit, freeze, standing, settle }
}

describe('words that a comment is on', () => {
  it('are refused where they do not stand, stand twice, or stand in no single paragraph', async () => {
    const { review } = await reviewed()
    const send = (paragraphs: number[], words: string, start?: number) => transact(db, (tx) => sendComment(tx, PUBLIC, commentInput(review, { paragraphs, quote: { words, start } }), NOW))
    expect(await send([1], 'three lights')).toEqual({ refusal: 'quote-not-found' })
    expect(await send([2], 'office')).toEqual({ refusal: 'quote-not-unique' })
    expect(await send([1, 2], 'two lights')).toEqual({ refusal: 'quote-needs-one-paragraph' })
    expect(await send([2], 'office', CABLES.lastIndexOf('office'))).toHaveProperty('commentId')
  })
})

describe('carrying comments to a later version', () => {
  it('says what changed, was split, merged, moved and deleted, and where the words are', async () => {
    const { edit, freeze, standing } = await reviewed()
    const first = await freeze(NOW)
    expect(await standing(first)).toEqual(['same identity 1', 'same identity 2:75-92', 'same identity 3', 'same identity 4'])
    await edit((tx, at) => reviseParagraph(tx, SYSTEM, { ...at(0), text: LIGHTS.replace('They burn', '\n\nThey burn') }, LATER))
    await edit((tx, at) => reviseParagraph(tx, SYSTEM, { ...at(2), text: `Within the hour, ${CABLES}` }, LATER))
    await edit((tx, at) => moveParagraph(tx, SYSTEM, { ...at(4), to: 'up' }, LATER))
    await edit((tx, at) => removeParagraph(tx, SYSTEM, at(4), LATER))
    expect(await standing(await freeze(LATER))).toEqual(['split lineage 1,2', 'same quote 3:92-109', 'deleted identity', 'same identity 4'])
  })

  it('leaves it to a person where the words went, and where a paragraph came back under another identity', async () => {
    const { edit, freeze, standing, documentId, working } = await reviewed()
    await edit((tx, at) => reviseParagraph(tx, SYSTEM, { ...at(1), text: 'A damaged cable is reported within an hour. All vessels hear of it by radio.' }, LATER))
    await edit((tx, at) => removeParagraph(tx, SYSTEM, at(2), LATER))
    const sectionId = (await working())[0]?.sectionId ?? newId<'section'>()
    await transact(db, (tx) => addParagraphs(tx, SYSTEM, { documentId, sectionId, after: 'end', text: PILOTS }, LATER))
    const version = await freeze(LATER)
    expect(await standing(version)).toEqual(['same identity 1', 'doubtful quote 2', 'doubtful quote 4', 'same identity 3'])
    expect((await listDoubtful(db, version, { limit: 1, offset: 0 })).total).toBe(2)
  })

  it('follows a merger, and what was merged and parted again, to the words', async () => {
    const { edit, freeze, standing, working } = await reviewed()
    await edit(async (tx, at) => mergeParagraphs(tx, SYSTEM, { ...at(2), nextRevision: at(3).revision }, LATER))
    expect(await standing(await freeze(LATER))).toEqual(['same identity 1', 'same identity 2:75-92', 'merged lineage 3', 'merged lineage 3'])
    await edit((tx, at) => reviseParagraph(tx, SYSTEM, { ...at(2), text: `${PILOTS}\n\n${FEES}` }, LAST))
    expect((await working()).length).toBe(4)
    expect(await standing(await freeze(LAST))).toEqual(['same identity 1', 'same identity 2:75-92', 'same identity 3', 'same quote 4'])
  })

  it('carries once, says so once in the record, and leaves withdrawn comments out', async () => {
    const { freeze, documentId } = await reviewed()
    const versionId = await freeze(LATER)
    expect(await transact(db, (tx) => carryComments(tx, SYSTEM, { documentId, versionId }, LATER))).toEqual({ carried: 0 })
    const acts = (await listEntriesOf(db, versionId)).filter(({ act }) => act === 'comments-carried')
    expect(acts.map(({ detail }) => detail)).toMatchObject([{ version: 2, same: 4, doubtful: 0 }])
  })
})

describe('what a person says of it', () => {
  const anchor = (commentId: Id<'comment'> | undefined, verdict: Verdict, revision = 1): AnchorToSettle => ({ commentId: commentId ?? newId<'comment'>(), position: 0, revision, verdict })

  it('is refused when it says nothing, names no place of the version, or comes after another', async () => {
    const { freeze, settle, ids, working } = await reviewed()
    const version = await freeze(LATER)
    const paragraphId = (await working())[0]?.id ?? newId<'paragraph'>()
    expect(await settle(version, [])).toEqual({ refusal: 'nothing-to-settle' })
    expect(await settle(newId<'version'>(), [anchor(ids[0], { kind: 'deleted' })])).toEqual({ refusal: 'no-such-version' })
    expect(await settle(version, [anchor(ids[0], { kind: 'placed', places: [{ paragraphId: newId<'paragraph'>(), range: null }] })])).toEqual({ refusal: 'no-such-place' })
    expect(await settle(version, [anchor(ids[0], { kind: 'placed', places: [{ paragraphId, range: { start: 3, end: 9999 } }] })])).toEqual({ refusal: 'no-such-place' })
    expect(await settle(version, [anchor(ids[0], { kind: 'deleted' })])).toEqual({ settled: 1 })
    expect(await settle(version, [anchor(ids[1], { kind: 'deleted' }), anchor(ids[0], { kind: 'doubtful' })])).toEqual({ refusal: 'settled-meanwhile', ref: '2026/R-1' })
    expect((await listCarries(db, version, ids)).get(ids[1] ?? version)?.[0]?.state).toBe('same')
  })

  it('holds for later versions too: where it was put, that it is gone, and that nobody knows', async () => {
    const { freeze, settle, ids, working, standing, edit } = await reviewed()
    const version = await freeze(LATER)
    const third = (await working())[2]?.id ?? newId<'paragraph'>()
    const verdicts = [anchor(ids[0], { kind: 'placed', places: [{ paragraphId: third, range: null }] }), anchor(ids[2], { kind: 'deleted' }), anchor(ids[3], { kind: 'doubtful' })]
    expect(await settle(version, verdicts)).toEqual({ settled: 3 })
    expect(await standing(version)).toEqual(['placed person 3', 'same identity 2:75-92', 'deleted person', 'doubtful person 4'])
    await edit((tx, at) => reviseParagraph(tx, SYSTEM, { ...at(2), text: `${PILOTS} In writing.` }, LAST))
    expect(await standing(await freeze(LAST))).toEqual(['changed identity 3', 'same identity 2:75-92', 'deleted person', 'doubtful person 4'])
    expect((await listEntriesOf(db, version)).find(({ act }) => act === 'anchors-settled')?.detail).toMatchObject({ refs: '2026/R-1, 2026/R-3, 2026/R-4', verdict: 'mixed', version: 2 })
  })
})
