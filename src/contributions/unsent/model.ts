import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

/** Days after its last change for which what is not sent is kept. */
export const KEPT_DAYS = 60
/** Bytes of all that can be typed into one. */
export const TYPED_LIMIT = 2_000_000
/** Files of one contribution, and their bytes together. */
export const FILES_LIMIT = 20
export const FILES_SIZE_LIMIT = 200 * 1024 * 1024

/** What was typed, by the name of the field, as forms send it. */
export type TypedFields = Readonly<Record<string, readonly string[]>>

export interface UnsentFile {
  readonly id: Id
  readonly position: number
  readonly name: string
  readonly mediaType: string
  readonly size: number
  readonly sha256: string
}

/** A contribution that is being written. */
export interface Unsent {
  readonly id: Id<'unsent'>
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  readonly callId: Id<'call'>
  readonly invitationId: Id<'invitation'> | null
  readonly fields: TypedFields
  readonly revision: number
  readonly savedFrom: string | null
  readonly changedAt: Instant
  readonly files: readonly UnsentFile[]
}

/** What one of those who clear it said. */
export interface Remark {
  readonly id: Id
  readonly madeAt: Instant
  readonly name: string
  readonly text: string
  readonly isCleared: boolean
}

/** The fields of `typed` that differ from what is kept: none when the same form is sent twice. */
export function changedFields(kept: TypedFields, typed: TypedFields): string[] {
  // A field may be called `constructor`, which every object has.
  const keptOf = (name: string) => (Object.hasOwn(kept, name) ? kept[name] : undefined)
  return Object.keys(typed).filter((name) => JSON.stringify(withoutTrailing(keptOf(name))) !== JSON.stringify(withoutTrailing(typed[name])))
}

/** A field that was never there and one left empty say the same. Browsers send line ends as \r\n, whatever was typed. */
function withoutTrailing(values: readonly string[] | undefined): string[] {
  return (values ?? []).map((value) => value.replace(/\r\n?/gu, '\n')).filter((value) => value !== '')
}

/** What can be kept of what was typed, and of the names it came under: no database keeps NUL, nor halves of characters. */
export function keepable(typed: TypedFields): Record<string, string[]> {
  const clean = (text: string): string => text.replaceAll('\u0000', '').toWellFormed()
  return Object.fromEntries(Object.entries(typed).map(([name, values]) => [clean(name), values.map(clean)]))
}
