import type { Readable } from 'node:stream'
import { findForum } from '../forums/queries.ts'
import { readMailToken } from '../platform/mail-tokens.ts'
import { noteMail } from '../record/inbox/commands.ts'
import type { Envelope, SenderChecks } from '../record/inbox/model.ts'
import { readMailAddress, splitAddress, type MailAddress } from '../shared/mail-addresses.ts'
import type { MailServices } from './context.ts'
import { knowsList } from './posts/sort-post.ts'

/** Bytes of one mail, attachments written as mail writes them. */
export const LARGEST_MAIL = 35_000_000

/** Whether an address is one that takes mail; undefined: not mine to say. */
type Knower = (services: MailServices, address: MailAddress) => Promise<boolean | undefined>

const KNOWERS: readonly Knower[] = [knowsOwn, knowsList]

export type Known = 'known' | { readonly refusal: 'not-an-address' | 'other-domain' | 'unknown-address' }

/** Asked for each recipient while the sender still waits: what nobody will read is refused there, so that nothing is ever sent back to a forged sender. */
export async function knows(services: MailServices, recipient: string): Promise<Known> {
  const parts = splitAddress(recipient)
  if (parts === undefined) return { refusal: 'not-an-address' }
  if (parts.domain !== services.mailDomain.toLowerCase()) return { refusal: 'other-domain' }
  const address = readMailAddress(parts.local)
  for (const knower of KNOWERS) {
    const answer = await knower(services, address)
    if (answer !== undefined) return answer ? 'known' : { refusal: 'unknown-address' }
  }
  return { refusal: 'unknown-address' }
}

async function knowsOwn(services: MailServices, address: MailAddress): Promise<boolean | undefined> {
  switch (address.kind) {
    case 'reply':
    case 'bounce':
    case 'confirm':
    case 'leave':
    case 'moderate':
      return readMailToken(services.secret, address.kind, address.token) !== undefined
    case 'papers':
      return (await findForum(services.db, address.forum)) !== undefined
    case 'postmaster':
    case 'abuse':
      return true
    case 'unknown':
      return false
    default:
      return undefined
  }
}

export type TakenIn = { readonly sha256: string } | { readonly refusal: 'too-large' }

/**
 * Takes a mail in: once this has answered, its bytes and a row for each recipient are on disk, and the sender may be told so. Taking the
 * same mail in twice leaves one. `checks` where they are known already.
 */
export async function takeIn(services: MailServices, mail: { readonly raw: Readable; readonly envelope: Envelope; readonly checks?: SenderChecks | undefined }): Promise<TakenIn> {
  const stored = await services.files.store(mail.raw, LARGEST_MAIL)
  if (stored === undefined) return { refusal: 'too-large' }
  const recipients = mail.envelope.recipients.map((each) => each.trim().replace(/^<([^<>]*)>$/u, '$1').toLowerCase())
  await noteMail(services.db, { ...stored, envelope: { ...mail.envelope, recipients }, checks: mail.checks ?? null }, services.clock())
  return { sha256: stored.sha256 }
}
