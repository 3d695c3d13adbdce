import type { Consent } from '../../shared/vocabularies.ts'

/** What has to be known of a contribution to say what of it is public. */
interface Publishable {
  readonly consent: Consent
  readonly withdrawnAt: unknown
}

/** `all`, `text` (not who sent it), or `nothing` but that it came: what its sender agreed to; nothing once it was withdrawn. */
export function whatIsPublic({ consent, withdrawnAt }: Publishable): 'all' | 'text' | 'nothing' {
  if (consent === 'not-at-all' || (withdrawnAt !== null && withdrawnAt !== undefined)) return 'nothing'
  return consent === 'full' ? 'all' : 'text'
}

const WHO = { contributor: null, organisation: null, label: null, withdrawnReason: null, attachments: [] }

/** A contribution as a public folder has it. An attached file may say who wrote it, so it goes with the name. */
export function toPublic<T extends Publishable & { answers: readonly { text: string }[] }>(item: T): object {
  const kept = { ...item, mail: null, sourceKey: null }
  const shown = whatIsPublic(item)
  if (shown === 'all') return kept
  return { ...kept, ...WHO, answers: shown === 'text' ? item.answers : item.answers.map((answer) => ({ ...answer, text: '' })) }
}
