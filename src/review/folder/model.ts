import type { Comment } from '../model.ts'

interface Agreed {
  readonly named: boolean
  readonly confirmedAt: unknown
  readonly withdrawnAt: unknown
}

type Publishable = Pick<Comment, 'consent' | 'withdrawnAt'> & { readonly response: object | null; readonly agreements: readonly Agreed[]; readonly wordings: readonly object[] }

/** True when a public folder shows nothing of a comment but that it came and how it was answered. */
export function isWithheld({ consent, withdrawnAt }: Pick<Comment, 'consent' | 'withdrawnAt'>): boolean {
  return consent === 'not-at-all' || withdrawnAt !== null
}

/** A comment as a public folder has it: what `asPublished` shows of it, and no address. The reason of a response speaks of the words, so it goes with them. */
export function toPublic(item: Publishable): object {
  const named = item.consent === 'full' && item.withdrawnAt === null ? {} : { author: null, organisation: null, jointBodies: [] }
  // The name of a file may name its writer, and its mark is made of words and names.
  const whole = { ...item, mail: null, setAsideNote: null, origin: null, agreements: item.agreements.flatMap(toPublicAgreement), ...named }
  if (!isWithheld(item)) return whole
  const response = item.response === null ? null : { ...item.response, reason: null, earlier: [] }
  return { ...whole, withdrawnReason: null, text: '', proposal: null, missingWhere: null, wordings: [], response }
}

/** Who agrees, as far as it counts, and by name where it was given for that. */
function toPublicAgreement(agreement: Agreed): object[] {
  if (agreement.confirmedAt === null || agreement.withdrawnAt !== null) return []
  return [{ ...agreement, mail: null, person: null, ...(agreement.named ? {} : { name: null, organisation: null }) }]
}
