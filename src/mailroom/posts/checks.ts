import type { SenderChecks } from '../../record/inbox/model.ts'
import { splitAddress } from '../../shared/mail-addresses.ts'

/** Whether the author's own domain says that a mail is not from there: what nobody could find out is no such saying. */
export function isForged(checks: SenderChecks | null): boolean {
  return checks?.dmarc.result === 'fail'
}

/**
 * Whether the domain of a mail's author signed it, so that nobody else can have sent it: a good DKIM signature of that very domain, or of
 * one that it belongs to where DMARC agrees. A good SPF alone is no such word: all customers of one host pass it.
 */
export function isSignedByAuthor(checks: SenderChecks | null, mail: { readonly from: { readonly address: string } | null; readonly headers: readonly { readonly key: string }[] }): boolean {
  const domain = splitAddress(mail.from?.address ?? '')?.domain
  // Which of two authors was looked at is not said.
  if (checks === null || domain === undefined || mail.headers.filter(({ key }) => key === 'from').length !== 1 || isForged(checks)) return false
  const signers = checks.dkim.flatMap((each) => (each.result === 'pass' && each.domain !== null ? [each.domain.toLowerCase()] : []))
  if (signers.includes(domain)) return true
  return checks.dmarc.result === 'pass' && checks.dmarc.domain?.toLowerCase() === domain && signers.some((signer) => domain.endsWith(`.${signer}`) || signer.endsWith(`.${domain}`))
}
