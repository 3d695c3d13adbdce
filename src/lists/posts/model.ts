import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { isTrusted, type HeldFor, type List, type Subscription } from '../model.ts'
import type { Headed } from '../threads/model.ts'

/** A post as it comes: by mail, from the desk, or out of a mailbox. */
export interface IncomingPost extends Headed {
  readonly isMessageIdMade: boolean
  readonly subject: string
  readonly authorName: string | null
  readonly authorMail: string | null
  readonly sentAt: Instant | null
  readonly text: string
  /** Cleaned; null: it came as plain text. */
  readonly html: string | null
  /** SHA-256 of the whole mail in the file store, and its bytes. */
  readonly raw: string
  readonly size: number
  readonly attachments: readonly IncomingAttachment[]
  /** Its author asks that no archive keeps it. */
  readonly isNotArchived?: boolean | undefined
}

export interface IncomingAttachment {
  readonly name: string
  readonly type: string
  readonly size: number
  readonly sha256: string
}

/** What is known of how a mail came. */
export interface PostManner {
  /** A program wrote it (`reply`), or another list or mass mailer (`bulk`). */
  readonly automatic: 'no' | 'reply' | 'bulk'
  /** It has been on this list before. */
  readonly isLoop: boolean
  /** The author's domain says that the mail is not from there. */
  readonly isForged: boolean
}

export type Judgement = { readonly fate: 'publish' } | { readonly fate: 'hold'; readonly because: HeldFor } | { readonly fate: 'refuse'; readonly because: 'strangers' | 'closed' } | { readonly fate: 'drop'; readonly because: 'loop' | 'automatic' }

/**
 * What becomes of a mail to a list. What programs answer and what went round is dropped, silently. First posts, strangers' and those of
 * whom their own domain does not stand for are read by a moderator; on lists of announcements all mail is.
 */
export function judgePost(list: Pick<List, 'kind' | 'closedAt' | 'strangers' | 'trustedAfter'>, member: Subscription | undefined, manner: PostManner): Judgement {
  if (manner.isLoop) return { fate: 'drop', because: 'loop' }
  if (manner.automatic === 'reply') return { fate: 'drop', because: 'automatic' }
  if (list.closedAt !== null) return { fate: 'refuse', because: 'closed' }
  if (manner.automatic === 'bulk') return { fate: 'hold', because: 'automatic' }
  const isMember = member !== undefined && member.state !== 'asked' && member.state !== 'left'
  if (list.kind === 'announcement') return isMember || list.strangers === 'held' ? { fate: 'hold', because: 'announcement' } : { fate: 'refuse', because: 'strangers' }
  if (!isMember || manner.isForged) return list.strangers === 'held' || isMember ? { fate: 'hold', because: 'stranger' } : { fate: 'refuse', because: 'strangers' }
  if (isTrusted(list, member)) return { fate: 'publish' }
  return { fate: 'hold', because: member.isTrusted === false || list.trustedAfter === null ? 'moderated' : 'first-post' }
}

/** How a held post was decided. */
export const DECISIONS = ['publish', 'publish-and-trust', 'reject', 'discard'] as const
export type Decision = (typeof DECISIONS)[number]

export interface TakenPost {
  readonly postId: Id<'post'>
  readonly state: 'held' | 'published'
  readonly number: number | null
}

/** The subject with the list's tag before it, once, after a `Re:` in whatever language the program wrote it. */
export function tagSubject(subject: string, tag: string | null): string {
  if (tag === null) return subject
  const mark = `[${tag}]`
  const bare = withoutTag(subject, tag)
  const [, answer = '', rest = ''] = /^((?:[\p{L}]{1,12}(?:\[\d+\])?\s*[:：]\s*){0,3})(.*)$/su.exec(bare) ?? []
  // What looks like "Re:" and is not is part of a subject: only what is short and was written as an answer moves before the tag.
  return ANSWERS.test(answer) ? `${answer.trim()} ${mark} ${rest}`.trim() : `${mark} ${bare}`.trim()
}

/** The subject without the list's tag, wherever an answer has left it. */
export function withoutTag(subject: string, tag: string | null): string {
  if (tag === null) return subject
  return subject.split(`[${tag}]`).join(' ').replace(/\s+/gu, ' ').trim()
}

/** "Re" as mail programs of several languages write it, once or more. */
const ANSWERS = /^(?:(?:re|aw|sv|vs|antw|odp|ynt|rif|res|回复|回覆|答复|رد|הודעה|ответ|отв|απ|σχετ|vá)(?:\[\d+\])?\s*[:：]\s*)+$/iu
