import type { Tx } from '../../platform/database.ts'
import { violatedForeignKey } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { CallRevision } from '../schema.ts'
import { numberOptions, type Option, type Question } from './model.ts'

type Wanted = CallRevision['questions'][number]

export interface QuestionChanges {
  readonly added: number
  readonly changed: number
  readonly removed: number
}

/**
 * Sets the questions of a call to those wanted, as part of `openCall` and `reviseCall`, which record it. Refuses `changed-meanwhile` for a
 * question that is not there any more; `question-answered` where one with answers would go or become of another kind;
 * `option-chosen` where an option that somebody chose would go: foreign keys tell, so that what arrives meanwhile counts.
 */
export async function setQuestions(
  tx: Tx,
  callId: Id<'call'>,
  before: readonly Question[],
  wanted: readonly Wanted[],
): Promise<QuestionChanges | Refusal<'question-answered' | 'option-chosen' | 'changed-meanwhile'>> {
  const known = new Map(before.map((question) => [question.id, question]))
  if (wanted.some(({ id }) => id !== undefined && !known.has(id))) return { refusal: 'changed-meanwhile' }
  const gone = before.filter((question) => !wanted.some(({ id }) => id === question.id)).map(({ id }) => id)
  if (gone.length > 0 && !(await deleteUnanswered(tx, gone))) return { refusal: 'question-answered' }
  let next = Math.max(0, ...before.map(({ number }) => number)) + 1
  let changed = 0
  for (const question of wanted) {
    const old = question.id === undefined ? undefined : known.get(question.id)
    if (old === undefined) {
      await insertQuestion(tx, callId, newId<'question'>(), next++, question)
      continue
    }
    const outcome = await changeQuestion(tx, callId, old, question)
    if (typeof outcome === 'object') return outcome
    if (outcome) changed++
  }
  return { added: wanted.filter(({ id }) => id === undefined).length, changed, removed: gone.length }
}

/** Another kind takes other answers: the question begins anew under its number, which it only can while nobody answered it. */
async function changeQuestion(tx: Tx, callId: Id<'call'>, old: Question, wanted: Wanted): Promise<boolean | Refusal<'question-answered' | 'option-chosen'>> {
  if (isSame(old, wanted)) return false
  if (old.kind !== wanted.kind) {
    if (!(await deleteUnanswered(tx, [old.id]))) return { refusal: 'question-answered' }
    await insertQuestion(tx, callId, old.id, old.number, wanted)
    return true
  }
  await tx.updateTable('calls_question').set(toRow(wanted)).where('id', '=', old.id).execute()
  const options = numberOptions(old.options, wanted.options)
  const gone = old.options.filter(({ number }) => !options.some((option) => option.number === number)).map(({ number }) => number)
  if (gone.length > 0 && !(await deleteUnchosen(tx, old.id, gone))) return { refusal: 'option-chosen' }
  await writeOptions(tx, old.id, options)
  return true
}

async function insertQuestion(tx: Tx, callId: Id<'call'>, id: Id<'question'>, number: number, wanted: Wanted): Promise<void> {
  await tx.insertInto('calls_question').values({ id, call_id: callId, number, ...toRow(wanted) }).execute()
  await writeOptions(tx, id, numberOptions([], wanted.options))
}

async function writeOptions(tx: Tx, questionId: Id<'question'>, options: readonly Option[]): Promise<void> {
  if (options.length === 0) return
  await tx
    .insertInto('calls_option')
    .values(options.map(({ number, text }, place) => ({ question_id: questionId, number, position: place + 1, text })))
    .onConflict((conflict) => conflict.columns(['question_id', 'number']).doUpdateSet((set) => ({ position: set.ref('excluded.position'), text: set.ref('excluded.text') })))
    .execute()
}

function toRow(wanted: Wanted) {
  return {
    text: wanted.text,
    guidance: wanted.guidance ?? null,
    kind: wanted.kind,
    is_required: wanted.isRequired,
    length_limit: wanted.lengthLimit ?? null,
    has_words: wanted.hasWords,
  }
}

function isSame(old: Question, wanted: Wanted): boolean {
  const options = old.options.map(({ text }) => text)
  return (
    old.text === wanted.text && old.guidance === (wanted.guidance ?? null) && old.kind === wanted.kind && old.isRequired === wanted.isRequired &&
    old.lengthLimit === (wanted.lengthLimit ?? null) && old.hasWords === wanted.hasWords && JSON.stringify(options) === JSON.stringify(wanted.options)
  )
}

async function deleteUnanswered(tx: Tx, ids: readonly Id[]): Promise<boolean> {
  return unlessReferred(() => tx.deleteFrom('calls_question').where('id', 'in', ids).execute())
}

async function deleteUnchosen(tx: Tx, questionId: Id, numbers: readonly number[]): Promise<boolean> {
  return unlessReferred(() => tx.deleteFrom('calls_option').where('question_id', '=', questionId).where('number', 'in', numbers).execute())
}

async function unlessReferred(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    if (violatedForeignKey(error) === undefined) throw error
    return false
  }
}
