import { countCodePoints } from '../../shared/text.ts'

/** How the columns of a table are set, from its words alone. */
export interface Column {
  /** Its share of the width beside the others; 0: no wider than its words. */
  readonly share: number
  /** True where all that stands below its heading are numbers: they are set to the end, one under the other. */
  readonly isNumeric: boolean
}

/** Together no longer than this, in letters, columns are as wide as their words. */
const NATURAL = 72
/** What is no longer than this, in letters, is never broken to give its place to others. */
const SHORT = 14
const LEAST = 7

const NUMBER = /^[\p{Nd}\s.,·’'%+\u2212-]*\p{Nd}[\p{Nd}\s.,·’'%]*$/u

/** The columns of rows of one cell each for every place, `heads` of them headings; words are measured in code points, whatever their script. */
export function layOutColumns(rows: readonly (readonly string[])[], heads: number): Column[] {
  const count = Math.max(0, ...rows.map((row) => row.length))
  const columns = Array.from({ length: count }, (_, at) => {
    const words = rows.map((row) => row[at] ?? '')
    const below = words.slice(heads).filter((each) => each.trim() !== '')
    const isNumeric = at > 0 && below.length > 0 && below.every((each) => NUMBER.test(each.trim()))
    const longest = Math.max(0, ...words.map(countCodePoints))
    const piece = Math.max(0, ...words.flatMap((each) => each.split(/\s+/u)).map(countCodePoints))
    return { isNumeric, longest, piece }
  })
  const isNatural = columns.reduce((sum, { longest }) => sum + longest, 0) <= NATURAL
  return columns.map(({ isNumeric, longest, piece }) => ({ isNumeric, share: isNatural || (!isNumeric && longest <= SHORT) ? 0 : isNumeric ? Math.max(LEAST, Math.min(piece, 2 * LEAST)) : Math.max(LEAST, Math.sqrt(longest), Math.min(piece * 1.1, 3 * LEAST)) }))
}
