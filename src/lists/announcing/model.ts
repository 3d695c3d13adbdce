import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

/**
 * By what people can be reached who are on no list: each kind is one line of `procedures/list-followings.ts`. Whatever else is written to
 * one day (segments of outreach) is a kind beside these.
 */
export const AUDIENCE_KINDS = ['call', 'document', 'places', 'meetings'] as const
export type AudienceKind = (typeof AUDIENCE_KINDS)[number]

/** Those who follow one thing: a call, a document, parts of a document (its id), a forum's meetings (the forum's id). */
export interface Audience {
  readonly kind: AudienceKind
  readonly id: Id
  /** As it was called when the announcement was made. */
  readonly title: string
}

/** That somebody follows something, confirmed and not ended. */
export interface Following {
  readonly kind: AudienceKind
  /** What is followed. */
  readonly of: Id
  readonly title: string
  readonly cycleId: Id | null
  /** Of the following itself: by this it is ended. */
  readonly id: Id
  readonly mail: string
  readonly language: string
}

/** One person, however many things they follow. */
export interface Reader {
  readonly mail: string
  readonly language: string
  /** Places in the audiences that bring the announcement to them. */
  readonly because: readonly number[]
}

export interface Announcement {
  readonly id: Id<'announcement'>
  readonly forumId: Id<'forum'>
  readonly number: number
  readonly subject: string
  readonly text: string
  readonly language: string
  readonly audiences: readonly Audience[]
  readonly lists: readonly Id[]
  readonly readers: number
  readonly madeAt: Instant
}

/** An audience as a form names it. */
export function audienceKey({ kind, id }: Pick<Audience, 'kind' | 'id'>): string {
  return `${kind}:${id}`
}

/** Those who are reached, each once, however their address is written and however many of the audiences they belong to; `without`: addresses in small letters that have it by a list. */
export function gatherReaders(followings: readonly Following[], audiences: readonly Audience[], without: ReadonlySet<string>): Reader[] {
  const places = new Map(audiences.map((audience, place) => [audienceKey(audience), place]))
  const readers = new Map<string, { mail: string; language: string; because: Set<number> }>()
  for (const { kind, of, mail, language } of followings) {
    const place = places.get(audienceKey({ kind, id: of }))
    const key = mail.normalize('NFC').toLowerCase()
    if (place === undefined || without.has(key)) continue
    const reader = readers.get(key) ?? { mail, language, because: new Set<number>() }
    reader.because.add(place)
    readers.set(key, reader)
  }
  return [...readers.values()].map(({ because, ...reader }) => ({ ...reader, because: [...because].toSorted((a, b) => a - b) }))
}

/** Whom a copy is written to, and why. */
export interface Copy {
  /** Of its row in the outbox: by this its reader leaves. */
  readonly mailId: Id
  readonly forum: { readonly slug: string; readonly title: string }
  readonly announcement: Pick<Announcement, 'number' | 'subject' | 'text'>
  readonly language: string
  readonly because: readonly Audience[]
}

/** Writes the copy of a follower: what was announced, what brought it, and how to end that. */
export type WriteAnnouncement = (copy: Copy) => { readonly subject: string; readonly body: string; readonly leaveAt: string }
