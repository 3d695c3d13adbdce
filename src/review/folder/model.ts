import type { Comment } from '../model.ts'

type Publishable = Pick<Comment, 'consent' | 'withdrawnAt'> & { readonly response: object | null }

/** True when a public folder shows nothing of a comment but that it came and how it was answered. */
export function isWithheld({ consent, withdrawnAt }: Pick<Comment, 'consent' | 'withdrawnAt'>): boolean {
  return consent === 'not-at-all' || withdrawnAt !== null
}

/** A comment as a public folder has it: what `asPublished` shows of it, and no address. The reason of a response speaks of the words, so it goes with them. */
export function toPublic(item: Publishable): object {
  const named = item.consent === 'full' && item.withdrawnAt === null ? {} : { author: null, organisation: null }
  if (!isWithheld(item)) return { ...item, mail: null, ...named }
  const response = item.response === null ? null : { ...item.response, reason: null, earlier: [] }
  return { ...item, mail: null, ...named, withdrawnReason: null, text: '', proposal: null, missingWhere: null, response }
}
