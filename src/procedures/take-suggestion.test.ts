import { beforeEach, describe, expect, test } from 'vitest'
import { reviseParagraph as rewrite, removeParagraph } from '../drafts/paragraphs/commands.ts'
import { flatten } from '../drafts/model.ts'
import { loadWorkingText } from '../drafts/queries.ts'
import { decideSuggestion, makeSuggestion, withdrawSuggestion } from '../drafts/suggestions/commands.ts'
import type { SuggestionKind } from '../drafts/suggestions/model.ts'
import { findSuggestion } from '../drafts/suggestions/queries.ts'
import { buildForum } from '../forums/testing.ts'
import type { Cycle } from '../forums/model.ts'
import { buildLogin } from '../people/testing.ts'
import { transact } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import { SYSTEM } from '../record/model.ts'
import { listEntriesOf } from '../record/queries.ts'
import { withdrawComment } from '../review/comments/commands.ts'
import { findComment } from '../review/comments/queries.ts'
import { buildComment, buildReview, buildVersion, type BuiltVersion } from '../review/testing.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'
import { listLinksFrom } from '../trace/queries.ts'
import { testDatabase, uniqueSlug } from '../../test/harness/postgres.ts'
import { decideSuggestions } from './decide-suggestions.ts'
import { suggestFromComment } from './suggest-from-comment.ts'
import { takeSuggestion } from './take-suggestion.ts'

const db = await testDatabase()
const now = '2026-11-02T10:00:00.000Z' as Instant
let cycle: Cycle
let version: BuiltVersion
let authorId: Id<'person'>

const buildPerson = async () => (await buildLogin(db, 'member', null, now)).personId

beforeEach(async () => {
  cycle = (await buildForum(db, uniqueSlug(), now)).cycle
  version = await buildVersion(db, cycle, ['The harbour is open.', 'The night is quiet.', 'We sleep.'], now)
  authorId = await buildPerson()
})

const paragraph = (place: number) => version.paragraphIds[place] ?? newId<'paragraph'>()
const words = async () => flatten(await loadWorkingText(db, version.documentId)).map(({ text }) => text)
const revise = (place: number, text: string, revision = 1) => transact(db, (tx) => rewrite(tx, SYSTEM, { documentId: version.documentId, paragraphId: paragraph(place), revision, text }, now))

interface Wanted { kind?: SuggestionKind; on?: number | null; text?: string; by?: Id<'person'>; formKey?: Id }
const toMake = ({ kind = 'wording', on = 0, text = '', by = authorId, formKey = newId() }: Wanted) => ({ documentId: version.documentId, kind, paragraphId: on === null ? null : paragraph(on), text, reason: 'It is clearer.', authorId: by, formKey })
const make = (wanted: Wanted) => transact(db, (tx) => makeSuggestion(tx, SYSTEM, toMake(wanted), now))

async function made(wanted: Wanted): Promise<Id<'suggestion'>> {
  const outcome = await make(wanted)
  if ('refusal' in outcome) throw new Error(outcome.refusal)
  return outcome.suggestionId
}

const take = (suggestionId: Id<'suggestion'>, over: { text?: string; revision?: number } = {}) =>
  transact(db, (tx) => takeSuggestion(tx, SYSTEM, { documentId: version.documentId, suggestionId, cycleSlug: '2026', decidedBy: authorId, reason: 'Yes, clearer.', ...over }, now))
const all = (outcome: 'accepted' | 'rejected', of?: Id<'person'>) => transact(db, (tx) => decideSuggestions(tx, SYSTEM, { documentId: version.documentId, cycleSlug: '2026', outcome, reason: 'All of them.', decidedBy: authorId, authorId: of }, now))

describe('a suggestion is refused', () => {
  test('for what is not there, says the same, or says nothing', async () => {
    expect(await make({ on: 9, text: 'X' })).toEqual({ refusal: 'paragraph-not-found' })
    expect(await make({ on: null, text: 'X' })).toEqual({ refusal: 'paragraph-not-found' })
    expect(await make({ text: 'The harbour is open.' })).toEqual({ refusal: 'says-the-same' })
    expect(await make({ kind: 'addition', text: ' \n ' })).toEqual({ refusal: 'empty' })
    expect(await transact(db, (tx) => makeSuggestion(tx, SYSTEM, { ...toMake({ text: 'X' }), documentId: newId() }, now))).toEqual({ refusal: 'document-not-found' })
    expect(await words()).toHaveLength(3)
  })

  test('twice: once taken, decided or withdrawn, nothing more happens to it, though two decide at once', async () => {
    const id = await made({ text: 'The harbour is shut.' })
    const outcomes = await Promise.all([take(id), take(id), transact(db, (tx) => decideSuggestion(tx, SYSTEM, { suggestionId: id, outcome: 'rejected', reason: 'No.', taken: null, became: null, decidedBy: authorId }, now))])
    expect(outcomes.filter((outcome) => !('refusal' in outcome))).toHaveLength(1)
    expect(outcomes.filter((outcome) => 'refusal' in outcome && outcome.refusal === 'decided-already')).toHaveLength(2)
    const other = await made({ on: 1, text: 'The night is loud.' })
    const back = (by: Id<'person'>) => transact(db, (tx) => withdrawSuggestion(tx, SYSTEM, { suggestionId: other, by, isEditor: false, reason: undefined }, now))
    expect(await back(newId())).toEqual({ refusal: 'not-yours' })
    expect(await back(authorId)).toHaveProperty('number', 2)
    expect(await back(authorId)).toEqual({ refusal: 'decided-already' })
    expect(await take(other)).toEqual({ refusal: 'decided-already' })
    expect((await words())[1]).toBe('The night is quiet.')
  })

  test('of a paragraph that is gone, or that says so already', async () => {
    const [gone, said] = [await made({ on: 2, text: 'We wake.' }), await made({ on: 1, text: 'The night is loud.' })]
    await transact(db, (tx) => removeParagraph(tx, SYSTEM, { documentId: version.documentId, paragraphId: paragraph(2), revision: 1 }, now))
    await revise(1, 'The night is loud.')
    expect(await take(gone)).toEqual({ refusal: 'paragraph-not-found' })
    expect(await take(said)).toEqual({ refusal: 'says-so-already' })
  })

  test('of a paragraph changed in the same words, until an editor chooses the words, having seen it as it stands', async () => {
    const id = await made({ text: 'The harbour is shut.' })
    await revise(0, 'The harbour is closed.')
    expect(await take(id)).toEqual({ refusal: 'changed-meanwhile' })
    expect(await take(id, { text: 'The harbour is locked.', revision: 1 })).toEqual({ refusal: 'changed-meanwhile' })
    expect(await take(id, { text: 'The harbour is locked.', revision: 2 })).toHaveProperty('number')
    expect((await words())[0]).toBe('The harbour is locked.')
    expect(await findSuggestion(db, version.documentId, 1)).toMatchObject({ outcome: 'accepted', taken: 'The harbour is locked.', before: 'The harbour is open.' })
  })
})

describe('a suggestion is taken', () => {
  test('sent twice it is one; other words, a new paragraph, and taking one out come into the text, with sentences in the record', async () => {
    const formKey = newId()
    const [first, again] = [await make({ text: 'The harbour is shut.', formKey }), await make({ text: 'The harbour is shut.', formKey })]
    expect([first, again].map((each) => 'number' in each && each.number)).toEqual([1, 1])
    const [addition, removal, start] = [await made({ kind: 'addition', on: 0, text: 'It has a light.\n\nAnd a bell.' }), await made({ kind: 'removal', on: 2 }), await made({ kind: 'addition', on: null, text: 'First of all.' })]
    for (const id of ['suggestionId' in first ? first.suggestionId : newId<'suggestion'>(), addition, removal, start]) expect(await take(id)).toHaveProperty('number')
    expect(await words()).toEqual(['First of all.', 'The harbour is shut.', 'It has a light.', 'And a bell.', 'The night is quiet.'])
    const acts = (await listEntriesOf(db, version.documentId)).map(({ act }) => act)
    expect(acts.filter((act) => act.startsWith('suggestion-'))).toEqual([...Array<string>(4).fill('suggestion-made'), ...Array<string>(4).fill('suggestion-decided')])
    expect((await findSuggestion(db, version.documentId, 2))?.became).toBe(flatten(await loadWorkingText(db, version.documentId))[2]?.id)
  })

  test('merged by words with what changed since, where that is plain', async () => {
    const id = await made({ text: 'The harbour is shut.' })
    await revise(0, 'The old harbour is open.')
    expect(await take(id)).toHaveProperty('number')
    expect((await words())[0]).toBe('The old harbour is shut.')
  })

  test('all at once, or all of one person; what needs a choice stays open', async () => {
    const other = await buildPerson()
    await made({ text: 'The harbour is shut.' })
    await made({ text: 'The harbour is locked.', by: other })
    await made({ on: 1, text: 'The night is loud.', by: other })
    expect(await all('rejected', newId())).toEqual({ decided: 0, left: 0 })
    expect(await all('accepted')).toEqual({ decided: 2, left: 1 })
    expect(await words()).toEqual(['The harbour is shut.', 'The night is loud.', 'We sleep.'])
    expect(await all('rejected', other)).toEqual({ decided: 1, left: 0 })
    expect(await findSuggestion(db, version.documentId, 2)).toMatchObject({ outcome: 'rejected', outcomeReason: 'All of them.' })
  })
})

describe('a suggestion made of a comment', () => {
  const fromComment = async (over: { paragraphs?: number[] } = {}) => {
    const review = await buildReview(db, cycle, version.versionId, now)
    return buildComment(db, review, now, { proposal: 'The harbour is shut.', ...over })
  }
  const suggest = (commentId: Id<'comment'>) => transact(db, (tx) => suggestFromComment(tx, SYSTEM, { ...toMake({ text: 'The harbour is shut.' }), commentId }, now))

  test('is refused of one that was withdrawn, or is of another cycle', async () => {
    const { commentId } = await fromComment()
    await transact(db, (tx) => withdrawComment(tx, SYSTEM, { commentId, cycleSlug: '2026', reason: undefined }, now))
    expect(await suggest(commentId)).toEqual({ refusal: 'no-such-comment' })
    expect(await suggest(newId())).toEqual({ refusal: 'no-such-comment' })
    const elsewhere = (await buildForum(db, uniqueSlug(), now)).cycle
    const far = await buildVersion(db, elsewhere, ['Far.'], now)
    const comment = await buildComment(db, await buildReview(db, elsewhere, far.versionId, now), now)
    expect(await suggest(comment.commentId)).toEqual({ refusal: 'no-such-comment' })
  })

  test('answers it when it is accepted, and links it to the paragraph that changed', async () => {
    const { commentId, number } = await fromComment()
    const made = await suggest(commentId)
    expect(made).toHaveProperty('number', 1)
    const suggestion = await findSuggestion(db, version.documentId, 1)
    expect(await take(suggestion?.id ?? newId())).toHaveProperty('number')
    const comment = await findComment(db, cycle.id, number)
    expect(comment?.response).toMatchObject({ disposition: 'accepted', reason: 'Yes, clearer.' })
    expect((await listLinksFrom(db, [commentId], 'changed')).map(({ to }) => to.id)).toEqual([paragraph(0)])
  })
})
