import type { Consent } from '../../shared/vocabularies.ts'

/** What has to be known of a comment to say what of it is public. */
interface Publishable {
  readonly consent: Consent
  readonly withdrawnAt: unknown
  readonly response: object | null
}

/** True when a public folder shows nothing of a comment but that it came and how it was answered. */
export function isWithheld({ consent, withdrawnAt }: Omit<Publishable, 'response'>): boolean {
  return consent === 'not-at-all' || (withdrawnAt !== null && withdrawnAt !== undefined)
}

/** A comment as a public folder has it. The reason of a response speaks of the comment, so it goes with its text. */
export function toPublic<T extends Publishable>(item: T): object {
  const kept = { ...item, mail: null }
  if (isWithheld(item)) {
    const response = item.response === null ? null : { ...item.response, reason: null, earlier: [] }
    return { ...kept, author: null, organisation: null, withdrawnReason: null, text: '', proposal: null, missingWhere: null, response }
  }
  return item.consent === 'full' ? kept : { ...kept, author: null, organisation: null }
}
