import { createHash } from 'node:crypto'
import type { Id } from '../shared/ids.ts'

/** An id that follows from a text, the same each time (RFC 9562, version 8): what is done twice for one cause is then found to be one. */
export function derivedId<Kind extends string>(text: string): Id<Kind> {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Id<Kind>
}
