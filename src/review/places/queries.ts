import { findFrozenParagraphs, listNumberedParagraphs } from '../../drafts/versions/queries.ts'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { markWords, type MarkRefusal, type Quoted } from '../anchors/queries.ts'
import { formatParagraphNumbers, type Review } from '../model.ts'

type Marked = Exclude<ReturnType<typeof markWords>, MarkRefusal | undefined>

/** Where a comment is in the reviewed version. */
export interface Places {
  readonly paragraphIds: readonly Id<'paragraph'>[]
  readonly marked: Marked | undefined
}

/** What a comment says of its place: numbers of paragraphs, and the words it quotes of one of them. */
export interface Named {
  readonly paragraphs: readonly number[]
  readonly quote?: Quoted | undefined
}

export type PlaceRefusal = { readonly refusal: 'no-such-paragraph'; readonly numbers: string } | MarkRefusal

/** Finds what a comment is on in the reviewed version: its paragraphs by number, and the words it quotes. */
export async function findPlaces(db: Reader, review: Review, input: Named): Promise<Places | PlaceRefusal> {
  const [places] = await findPlacesOfMany(db, review, [input])
  return places ?? { paragraphIds: [], marked: undefined }
}

/** The same for several comments on one version, in their order: asked once for all. */
export async function findPlacesOfMany(db: Reader, review: Review, inputs: readonly Named[]): Promise<(Places | PlaceRefusal)[]> {
  const wanted = [...new Set(inputs.flatMap(({ paragraphs }) => paragraphs))]
  const numbered = wanted.length === 0 ? [] : await listNumberedParagraphs(db, [review.versionId], wanted)
  const idOf = new Map(numbered.map(({ number, id }) => [number, id]))
  const quoted = inputs.flatMap(({ paragraphs, quote }) => (quote === undefined ? [] : paragraphs.flatMap((number) => idOf.get(number) ?? [])))
  const texts = new Map((await findFrozenParagraphs(db, [review.versionId], quoted)).map(({ id, text }) => [id, text]))
  return inputs.map(({ paragraphs, quote }) => {
    const missing = paragraphs.filter((number) => !idOf.has(number))
    if (missing.length > 0) return { refusal: 'no-such-paragraph', numbers: formatParagraphNumbers(missing) }
    const paragraphIds = paragraphs.flatMap((number) => idOf.get(number) ?? [])
    const marked = markWords(paragraphIds.map((id) => texts.get(id)), quote)
    return marked !== undefined && 'refusal' in marked ? marked : { paragraphIds, marked }
  })
}
