import type { Cycle, Forum } from '../../../forums/model.ts'
import { findMeetingSlug } from '../../../meetings/queries.ts'
import type { Reader } from '../../../platform/database.ts'
import type { Entry } from '../../../record/model.ts'
import { parseNumber, type Series } from '../../../shared/refs.ts'

/** Where the things of a citable series are found, below their cycle. */
const PLACES_OF_SERIES: readonly { readonly series: Series; readonly path: (number: number) => string }[] = [
  { series: 'C', path: (number) => `contributions/C-${number}` },
  { series: 'R', path: (number) => `comments/R-${number}` },
  { series: 'F', path: (number) => `breakdown#F-${number}` },
  { series: 'N', path: (number) => `figures/${number}` },
  { series: 'P', path: (number) => `passages/P-${number}` },
]

/** The page of what an entry is about: by the reference in its detail, else by what its subject is; undefined where it has no page. */
export async function findAddress(db: Reader, forum: Forum, cycle: Cycle | undefined, entry: Entry): Promise<string | undefined> {
  const base = `/${forum.slug}`
  const cited = cycle === undefined ? undefined : addressOfReference(`${base}/${cycle.slug}`, entry.detail['ref'])
  if (cited !== undefined) return cited
  switch (entry.subjectKind) {
    case 'forum':
    case 'decision':
      return base
    case 'cycle':
    case 'milestone':
      return cycle === undefined ? base : `${base}/${cycle.slug}`
    case 'meeting': {
      const slug = await findMeetingSlug(db, entry.subjectId)
      return slug === undefined ? undefined : `${base}/meetings/${slug}`
    }
    default:
      return undefined
  }
}

/** `2017/C-14`, `C-14` or the answer `2017/C-14/2`, below the cycle's own address. */
export function addressOfReference(base: string, ref: unknown): string | undefined {
  if (typeof ref !== 'string') return undefined
  for (const part of ref.split('/')) {
    for (const { series, path } of PLACES_OF_SERIES) {
      const number = parseNumber(series, part)
      if (number !== undefined) return `${base}/${path(number)}`
    }
  }
  return undefined
}
