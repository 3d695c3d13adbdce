import type { Tx } from '../../platform/database.ts'
import { violatedUnique } from '../../platform/database.ts'
import { sha256 } from '../../platform/digest.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { personOf } from '../assignments/commands.ts'
import type { SourceKind } from '../model.ts'

interface InCycle {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
}

export interface TranslationToEnter extends InCycle {
  /** What is translated, with its words as everybody may read them. */
  readonly source: { readonly kind: SourceKind; readonly id: Id; readonly ref: string; readonly text: string }
  readonly language: string
  readonly text: string
  /** The program that made it; null: whoever enters it. */
  readonly machine: string | null
  /** Of the one that stands; 0 where there is none. */
  readonly revision: number
}

/** Puts a translation beside an original, or words the one that stands anew. Refuses `changed-meanwhile` (somebody else has entered one since). */
export async function enterTranslation(tx: Tx, actor: Actor, input: TranslationToEnter, now: Instant): Promise<{ revision: number } | Refusal<'changed-meanwhile'>> {
  const { source, language, text, machine } = input
  const made = { text, machine, made_by: personOf(actor), made_at: now, of_digest: sha256(source.text) }
  if (input.revision === 0) {
    const owner = { id: newId(), forum_id: input.forumId, cycle_id: input.cycleId, source_kind: source.kind, source_id: source.id, language, removed_at: null }
    try {
      await tx.insertInto('synthesis_translation').values({ ...owner, ...made }).execute()
    } catch (error) {
      if (violatedUnique(error) === 'synthesis_translation_once') return { refusal: 'changed-meanwhile' }
      throw error
    }
  } else {
    const revised = await tx
      .updateTable('synthesis_translation')
      .set((set) => ({ ...made, revision: set('revision', '+', 1) }))
      .where('source_id', '=', source.id)
      .where('cycle_id', '=', input.cycleId)
      .where('language', '=', language)
      .where('revision', '=', input.revision)
      .where('removed_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (revised === undefined) return { refusal: 'changed-meanwhile' }
  }
  const detail = { source: source.ref, language, revision: input.revision + 1 }
  // Never public in the record: the pages show it for as long as its original may be read.
  await appendAct(tx, actor, { ...input, act: 'translation-entered', subject: { kind: source.kind, id: source.id }, detail, texts: { translation: { text, isPublic: false } } }, now)
  return { revision: input.revision + 1 }
}

/** Takes a translation away. Refuses `changed-meanwhile` (there is none any more). */
export async function removeTranslation(
  tx: Tx,
  actor: Actor,
  input: InCycle & { readonly source: Pick<TranslationToEnter['source'], 'kind' | 'id' | 'ref'>; readonly language: string },
  now: Instant,
): Promise<{ removed: true } | Refusal<'changed-meanwhile'>> {
  const removed = await tx
    .updateTable('synthesis_translation')
    .set({ removed_at: now })
    .where('source_id', '=', input.source.id)
    .where('cycle_id', '=', input.cycleId)
    .where('language', '=', input.language)
    .where('removed_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (removed === undefined) return { refusal: 'changed-meanwhile' }
  await appendAct(tx, actor, { ...input, act: 'translation-removed', subject: { kind: input.source.kind, id: input.source.id }, detail: { source: input.source.ref, language: input.language } }, now)
  return { removed: true }
}
