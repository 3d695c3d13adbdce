import { z } from 'zod'
import { isId, type Id } from '../../shared/ids.ts'
import type { AnchorPlace } from './model.ts'

const id = z.string().refine((text): text is Id<'paragraph'> => isId(text))

/** Places as the database has them: `{"p": paragraph, "s": start, "e": end}`, without places where the whole paragraph is meant. */
export const storedPlaces = z
  .array(z.object({ p: id, s: z.int().min(0).optional(), e: z.int().min(1).optional() }))
  .transform((places) => places.map(({ p, s, e }): AnchorPlace => ({ paragraphId: p, range: s === undefined || e === undefined ? null : { start: s, end: e } })))

export function storePlaces(places: readonly AnchorPlace[]): readonly { readonly p: Id; readonly s?: number; readonly e?: number }[] {
  return places.map(({ paragraphId, range }) => (range === null ? { p: paragraphId } : { p: paragraphId, s: range.start, e: range.end }))
}
