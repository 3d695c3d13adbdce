import { allAddresses, distinctAddresses } from './addresses.ts'
import { judgeCause, type Said } from './causes.ts'
import type { Message } from './message.ts'

/**
 * A notification as data, as large senders mail them: one line of JSON that says `Bounce`, `Complaint` or `Delivery` and names addresses.
 * Lines that were folded on the way (`!` and a line end) are joined.
 */
export function readNotification(message: Message): Said | undefined {
  const text = message.parts.find(({ type }) => type === 'text/plain')?.text.trimStart() ?? ''
  if (!text.startsWith('{')) return undefined
  const joined = text.replaceAll(/!?\n[ ]?(?=[^\n])/gu, '')
  // A service that hands it on wraps it into a string of its own.
  const body = /\\"(?:notificationType|eventType)\\"/u.test(joined) ? joined.replaceAll('\\"', '"') : joined
  const end = body.search(/\}\s*(?:--|\n|$)/u)
  const kind = /"(?:notificationType|eventType)"\s*:\s*"(\w{1,40})"/u.exec(body)?.[1]
  if (end < 0 || kind === undefined) return undefined
  const about = kind === 'Bounce' ? listed(body, 'bouncedRecipients') : kind === 'Complaint' ? listed(body, 'complainedRecipients') : listed(body, 'recipients')
  const recipients = distinctAddresses(about)
  const status = /"status"\s*:\s*"([245]\.\d{1,3}\.\d{1,3})"/u.exec(body)?.[1]
  const diagnostic = (/"(?:diagnosticCode|smtpResponse)"\s*:\s*"([^"]{1,1000})"/u.exec(body)?.[1] ?? '').replace(/^smtp;\s*/iu, '')
  if (kind === 'Complaint') return { kind: 'complaint', recipients, status, diagnostic }
  if (kind === 'Delivery') return { kind: 'delivered', recipients, status, diagnostic }
  if (kind !== 'Bounce') return undefined
  return { kind: judgeCause(status, diagnostic, /"bounceType"\s*:\s*"Permanent"/u.test(body) ? 'hard' : 'soft'), recipients, status, diagnostic }
}

function listed(body: string, name: string): string[] {
  const list = new RegExp(`"${name}"\\s*:\\s*\\[([^\\]]{0,20000})\\]`, 'u').exec(body)?.[1] ?? ''
  const named = [...list.matchAll(/"emailAddress"\s*:\s*"([^"]{1,320})"/gu)].flatMap(([, address]) => allAddresses(address ?? ''))
  return named.length > 0 ? named : allAddresses(list)
}
