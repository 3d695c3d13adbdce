import { chooseOutline as choose } from '../drafts/choosing/commands.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { beginDocument, type BeginRefusal } from './begin-document.ts'

export interface OutlineToChoose {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  readonly outlineId: Id
  readonly reason: string
  /** Of the draft that begins with it. */
  readonly title: string
  readonly slug: string
  readonly language: string
}

/** Chooses one of several outlines, for a reason: a draft begins with its headings and paragraphs, citations carried. Refuses as `chooseOutline` of drafts and `beginDocument` do. */
export async function chooseOutline(tx: Tx, actor: Actor, input: OutlineToChoose, now: Instant): Promise<{ documentId: Id<'document'> } | BeginRefusal | Refusal<'not-an-outline' | 'chosen-already'>> {
  const { forumId, cycleId, title, slug, language } = input
  const begun = await beginDocument(tx, actor, { forumId, cycleId, slug, title, language, kind: 'draft-output', begin: { from: 'outline', documentId: input.outlineId } }, now)
  if ('refusal' in begun) return begun
  const chosen = await choose(tx, actor, { cycleId, documentId: input.outlineId, reason: input.reason, into: { id: begun.documentId, slug } }, now)
  return 'refusal' in chosen ? chosen : begun
}
