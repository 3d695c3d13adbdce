import { createForum, openCycle } from '../forums/commands.ts'
import { findForumById, listCycles } from '../forums/queries.ts'
import type { ReadSection } from '../drafts/contents/model.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import { dateInZone, type Instant } from '../shared/time.ts'
import { beginDocument } from './begin-document.ts'

export interface ReviewToBegin {
  readonly title: string
  /** Of the text, and of the pages' own words about it. */
  readonly language: string
  /** What its address shall be; with a figure behind it where that is taken. */
  readonly slug: string
  /** Made when the form was shown: sent twice, it begins one review. */
  readonly formKey: Id<'forum'>
  readonly format: string
  readonly sections: readonly ReadSection[]
}

/** What the one document of such a review is called in its address. */
const TEXT_SLUG = 'text'
/** So many reviews may have the same title. */
const SAME = 200

/**
 * Begins a review by itself: a forum with one cycle and one document that holds what was uploaded, so that nobody has to set these up.
 * Refuses: nothing-to-begin-with, too-long, slug-taken where hundreds have the same title.
 */
export async function beginReview(tx: Tx, actor: Actor, input: ReviewToBegin, now: Instant): Promise<{ forum: string; cycle: string } | Refusal<'nothing-to-begin-with' | 'too-long' | 'slug-taken'>> {
  const opened = await openForum(tx, actor, input, now)
  if ('refusal' in opened) return opened
  const cycle = dateInZone(now, 'UTC').slice(0, 4)
  const { forumId, slug: forum, isNew } = opened
  if (!isNew) return { forum, cycle: (await listCycles(tx, forumId))[0]?.slug ?? cycle }
  const of = await openCycle(tx, actor, { forumId, slug: cycle, title: input.title, focus: '', note: null }, now)
  if ('refusal' in of) throw new Error(`A forum that was just opened refuses its cycle: ${of.refusal}`)
  const document = { forumId, cycleId: of.cycleId, slug: TEXT_SLUG, title: input.title, kind: 'draft-output', language: input.language } as const
  const begun = await beginDocument(tx, actor, { ...document, begin: { from: 'file', format: input.format, sections: input.sections } }, now)
  if (!('refusal' in begun)) return { forum, cycle }
  if (begun.refusal === 'nothing-to-begin-with' || begun.refusal === 'too-long') return { refusal: begun.refusal }
  throw new Error(`A cycle that was just opened refuses its document: ${begun.refusal}`)
}

async function openForum(tx: Tx, actor: Actor, input: ReviewToBegin, now: Instant): Promise<{ forumId: Id<'forum'>; slug: string; isNew: boolean } | Refusal<'slug-taken'>> {
  for (let place = 1; place <= SAME; place++) {
    const known = await findForumById(tx, input.formKey)
    if (known !== undefined) return { forumId: known.id, slug: known.slug, isNew: false }
    const slug = place === 1 ? input.slug : `${input.slug.slice(0, 50)}-${place}`
    const made = await createForum(tx, actor, { id: input.formKey, slug, title: input.title, mandate: '', conveningBody: null, website: null, language: input.language, isReviewAlone: true }, now)
    if (!('refusal' in made)) return { forumId: made.forumId, slug, isNew: true }
  }
  return { refusal: 'slug-taken' }
}
