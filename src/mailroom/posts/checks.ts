import type { SenderChecks } from '../../record/inbox/model.ts'
<<<<<<< HEAD
import { splitAddress } from '../../shared/mail-addresses.ts'
import type { Arrival } from '../context.ts'
=======
>>>>>>> main

/** Whether the author's own domain says that a mail is not from there: what nobody could find out is no such saying. */
export function isForged(checks: SenderChecks | null): boolean {
  return checks?.dmarc.result === 'fail'
}
<<<<<<< HEAD

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

/** What was found, as the seal of the list passes it on (RFC 8601, without who found it); null where nothing was looked at. */
export function authenticationOf(checks: SenderChecks | null, { envelopeFrom }: Pick<Arrival, 'envelopeFrom'>): string | null {
  if (checks === null) return null
  const known = (result: string): string => (result === 'unknown' ? 'temperror' : result)
  const plain = (text: string | null): string | null => (text !== null && /^[\x21-\x7e]{1,255}$/u.test(text) && !/[;()\\"]/u.test(text) ? text : null)
  const domain = (name: string, value: string | null): string => (plain(value) === null ? '' : ` ${name}=${plain(value) ?? ''}`)
  return [
    `spf=${known(checks.spf.result)}${domain('smtp.mailfrom', envelopeFrom === '' ? null : envelopeFrom)}`,
    ...(checks.dkim.length === 0 ? ['dkim=none'] : checks.dkim.slice(0, 5).map((each) => `dkim=${known(each.result)}${domain('header.d', each.domain)}`)),
    `dmarc=${known(checks.dmarc.result)}${domain('header.from', checks.dmarc.domain)}`,
    `arc=${known(checks.arc.result)}`,
  ].join('; ')
}
=======
>>>>>>> main
