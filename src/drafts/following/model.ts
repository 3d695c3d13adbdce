import type { Cycle, Forum } from '../../forums/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Document, FrozenText, Version } from '../model.ts'

/** What a mail about a version is sent for: it goes round before it is public, or it is public. */
export const OCCASIONS = ['circulated', 'released'] as const
export type Occasion = (typeof OCCASIONS)[number]

/** Somebody who follows a document and confirmed it; `id` null for an address that the desk gave. */
export interface Recipient {
  readonly id: Id<'follower'> | null
  readonly mail: string
  readonly language: string
}

/** A version in its place, as a mail about it needs it. */
export interface VersionTold {
  readonly forum: Forum
  readonly cycle: Cycle
  readonly document: Document
  readonly version: Version
  readonly occasion: Occasion
}

/** What a mail about a version may bring of its text, so that nobody has to open a page: with the numbers by which it is answered. */
export interface TextToSend {
  readonly text: FrozenText
  /** Of the version before; undefined where it is the first. */
  readonly previous: FrozenText | undefined
}

/** Writes the mail about a version in the language of its recipient, with the link by which they leave. */
export type WriteVersionMail = (told: VersionTold & TextToSend, recipient: Recipient) => { readonly subject: string; readonly body: string; readonly leaveAt?: string | undefined }

/** What makes a mail once for each address, version and occasion. */
export function causeOf({ version, occasion }: Pick<VersionTold, 'version' | 'occasion'>): string {
  return `version-${occasion}:${version.id}`
}
