import type { Id } from '../shared/ids.ts'
import { writeMailAddress } from '../shared/mail-addresses.ts'
import { makeMailToken } from './mail-tokens.ts'
import type { Letterhead } from './mail-transport.ts'

/** What every mail has from the installation: its sender, and addresses of its own for what comes back and for answers. */
export function letterheadOf(installation: { readonly domain: string; readonly from: string; readonly secret: string; readonly takesMail: boolean }): Letterhead {
  const { domain, from, secret, takesMail } = installation
  const address = (kind: 'bounce' | 'reply', id: string): string => writeMailAddress({ kind, token: makeMailToken(secret, kind, id as Id) }, domain)
  return {
    domain,
    from: { name: 'Convoke', address: from },
    // Where nothing comes in, what comes back goes to whoever reads the sender's mail.
    bounceTo: (id) => (takesMail ? address('bounce', id) : from),
    answerTo: (id) => (takesMail ? address('reply', id) : undefined),
  }
}
