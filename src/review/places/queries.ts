import { listNumberedParagraphs } from '../../drafts/versions/queries.ts'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { findMarked, type MarkRefusal, type Quoted } from '../anchors/queries.ts'
import { formatParagraphNumbers, type Review } from '../model.ts'

type Marked = Exclude<Awaited<ReturnType<typeof findMarked>>, MarkRefusal | undefined>

export type PlaceRefusal = { readonly refusal: 'no-such-paragraph'; readonly numbers: string } | MarkRefusal

/** Finds what a comment is on in the reviewed version: its paragraphs by number, and the words it quotes. */
export async function findPlaces(
  db: Reader,
  review: Review,
  input: { readonly paragraphs: readonly number[]; readonly quote?: Quoted | undefined },
): Promise<{ paragraphIds: Id<'paragraph'>[]; marked: Marked | undefined } | PlaceRefusal> {
  const paragraphs = input.paragraphs.length === 0 ? [] : await listNumberedParagraphs(db, [review.versionId], input.paragraphs)
  const idOf = new Map(paragraphs.map((paragraph) => [paragraph.number, paragraph.id]))
  const missing = input.paragraphs.filter((wanted) => !idOf.has(wanted))
  if (missing.length > 0) return { refusal: 'no-such-paragraph', numbers: formatParagraphNumbers(missing) }
  const paragraphIds = input.paragraphs.map((wanted) => idOf.get(wanted)).filter((id) => id !== undefined)
  const marked = await findMarked(db, review.versionId, paragraphIds, input.quote)
  return marked !== undefined && 'refusal' in marked ? marked : { paragraphIds, marked }
}
