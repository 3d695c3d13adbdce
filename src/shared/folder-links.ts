import { z } from 'zod'
import type { Place } from './folder.ts'
import { group, id, instant, oneOf, optional, shortText } from './folder-fields.ts'
import type { Id } from './ids.ts'
import type { Instant } from './time.ts'
import type { Stance } from './vocabularies.ts'

/** A link as it stands in a folder: its other end by name; with its own id and time where it is an export. */
export interface FolderLink {
  readonly to: string
  readonly id?: Id | undefined
  readonly linkedAt?: Instant | undefined
  /** How a passage stands to the finding that rests on it, where it does not support it. */
  readonly stance?: Exclude<Stance, 'supports'> | undefined
}

/** `F-1`, or `{ to: F-1, id: …, linkedAt: … }`. */
export function folderLink() {
  const short = z.string().transform((to): FolderLink => ({ to }))
  const long = group({ to: shortText(), id: id(), linkedAt: optional(instant()), stance: optional(oneOf(['opposes', 'qualifies'])) })
  return z.unknown().transform((value, context): FolderLink => {
    const parsed = typeof value === 'string' ? shortText().pipe(short).safeParse(value) : long.safeParse(value)
    if (parsed.success) return parsed.data
    for (const issue of parsed.error.issues) context.addIssue({ code: 'custom', message: issue.message, path: issue.path })
    return z.NEVER
  })
}

/** A link met while a folder is read, whose other end may come later. */
export interface PendingLink {
  readonly relation: 'rests-on' | 'changed' | 'duplicate-of' | 'comes-from' | 'became'
  /** A finding that a frozen version keeps the ground of is known by its reference alone. */
  readonly from: { readonly kind: 'finding' | 'paragraph' | 'comment' | 'suggestion' | 'remark'; readonly id: Id } | { readonly kind: 'finding'; readonly ref: string }
  readonly versionId: Id | null
  readonly link: FolderLink
  /** Of which cycle; and of which document, where the other end is one of its paragraphs. */
  readonly cycle: string
  readonly document?: string | undefined
  readonly position: number
  readonly place: Place
}

/** Hands out the links that start at a thing, in their order, while a folder is written. `cycle`: where they will stand. */
export type TakeLinks = (relation: PendingLink['relation'], fromId: Id, versionId: Id | null, cycle: string) => FolderLink[]

/** Hands out what findings rested on when a version was frozen: each finding by its reference, sorted by it. */
export type TakeGround = (versionId: Id, cycle: string) => { readonly of: string; readonly restsOn: readonly FolderLink[] }[]
