import type { Node } from 'prosemirror-model'
import type { Transform } from 'prosemirror-transform'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { actOf } from '../commands.ts'
import type { ReadSection } from '../contents/model.ts'
import { editText } from '../editing/commands.ts'
import { flatten, type Document } from '../model.ts'
import { textSchema } from '../nodes/model.ts'
import { loadWorkingText, lockDocument } from '../queries.ts'
import { settleReturn, type Settled, type TargetSection } from '../return-settling/model.ts'
import { toNode } from '../tree/model.ts'
import { findVersionById } from '../versions/queries.ts'
import { matchReturned } from './model.ts'
import { findReturn, loadBase } from './queries.ts'

/** Keeps what was read of a file until somebody has said what is doubtful. No act: nothing of the text has changed. */
export async function keepReturn(
  tx: Tx,
  input: { readonly documentId: Id; readonly versionId: Id | null; readonly name: string; readonly sections: readonly ReadSection[]; readonly pictures: number; readonly personId: Id },
  now: Instant,
): Promise<{ returnId: Id<'return'> }> {
  const returnId = newId<'return'>()
  await tx
    .insertInto('drafts_return')
    .values({ id: returnId, document_id: input.documentId, version_id: input.versionId, name: input.name, sections: JSON.stringify(input.sections), pictures: input.pictures, person_id: input.personId, arrived_at: now, taken_at: null })
    .execute()
  return { returnId }
}

export interface ReturnToTake {
  readonly documentId: Id
  readonly returnId: Id
  readonly choices: ReadonlyMap<Id, number | 'gone'>
  readonly taken: ReadonlySet<number>
}

export interface ReturnTaken extends Pick<Settled, 'ties' | 'conflicts'> {
  readonly document: Document
  /** Numbers that the paragraphs of the text have now, by their ids. */
  readonly numbers: ReadonlyMap<Id, number>
}

export type ReturnRefusal = Refusal<'document-not-found' | 'return-not-found' | 'taken-already' | 'unanswered' | 'empty'>

/**
 * Takes a file that came back into the text, as one change with its lineage. Refuses `document-not-found`, `return-not-found`,
 * `taken-already`, `unanswered` (a doubtful paragraph of which nobody has said what it is), `empty`.
 */
export async function takeReturn(tx: Tx, actor: Actor, input: ReturnToTake, now: Instant): Promise<ReturnTaken | ReturnRefusal> {
  const document = await lockDocument(tx, input.documentId)
  if (document === undefined) return { refusal: 'document-not-found' }
  const file = await findReturn(tx, document.id, input.returnId)
  if (file === undefined) return { refusal: 'return-not-found' }
  const marked = await tx.updateTable('drafts_return').set({ taken_at: now }).where('id', '=', file.id).where('taken_at', 'is', null).returning('id').executeTakeFirst()
  if (marked === undefined) return { refusal: 'taken-already' }
  const [base, working] = [await loadBase(tx, file), await loadWorkingText(tx, document.id)]
  const returned = matchReturned(base, file.sections, document.language)
  const isAnswer = (choice: number | 'gone' | undefined): boolean => choice === 'gone' || (choice !== undefined && choice < returned.blocks.length)
  if ([...returned.fates].some(([id, fate]) => fate.kind === 'doubtful' && !isAnswer(input.choices.get(id)))) return { refusal: 'unanswered' }
  const { choices, taken } = input
  const settled = settleReturn({ base, working, sections: file.sections, returned, choices, taken, language: document.language, newId })
  if (settled.sections.every(({ blocks }) => blocks.length === 0)) return { refusal: 'empty' }
  await editText(
    tx,
    actor,
    { document, text: working },
    (tr) => {
      replaceText(tr, nodesOf(settled.sections))
      return settled.ties
    },
    now,
  )
  const version = file.versionId === null ? undefined : await findVersionById(tx, file.versionId)
  const count = (kind: 'split' | 'merge'): number => settled.ties.filter((tie) => tie.kind === kind).length
  const kept = [...returned.fates.values()].filter(({ kind }) => kind === 'carried').length
  const detail = { document: document.slug, version: version?.number ?? 0, kept, split: count('split'), merged: count('merge'), conflicts: settled.conflicts.length }
  await appendAct(tx, actor, { ...actOf(document), act: 'file-taken-back', detail }, now)
  const numbers = new Map<Id, number>(flatten(await loadWorkingText(tx, document.id)).map(({ id, number }) => [id, number]))
  return { document, ties: settled.ties, conflicts: settled.conflicts, numbers }
}

function nodesOf(sections: readonly TargetSection[]): Node[] {
  return sections.flatMap(({ id, title, level, isAnnex, blocks }) => [textSchema.node('heading', { id, level, isAnnex }, title === '' ? [] : [textSchema.text(title)]), ...blocks.map(toNode)])
}

/** One step over all that differs: what stands before and after it is left as it is. */
function replaceText(tr: Transform, nodes: readonly Node[]): void {
  const before: Node[] = []
  tr.doc.forEach((node) => void before.push(node))
  let first = 0
  while (first < before.length && first < nodes.length && before[first]?.eq(nodes[first] ?? tr.doc) === true) first += 1
  let last = 0
  while (last < before.length - first && last < nodes.length - first && before[before.length - 1 - last]?.eq(nodes[nodes.length - 1 - last] ?? tr.doc) === true) last += 1
  const sizeOf = (list: readonly Node[]): number => list.reduce((sum, { nodeSize }) => sum + nodeSize, 0)
  const from = sizeOf(before.slice(0, first))
  const to = from + sizeOf(before.slice(first, before.length - last))
  if (first < before.length - last || first < nodes.length - last) tr.replaceWith(from, to, nodes.slice(first, nodes.length - last))
}
