import type { List } from '../../lists/model.ts'
import { hmac } from '../../platform/digest.ts'
import { countWithin, type Limit } from '../../platform/limits.ts'
import { isHere } from '../../platform/mail-listener.ts'
import type { Tx } from '../../platform/database.ts'
import { splitAddress } from '../../shared/mail-addresses.ts'
import type { Arrival, MailServices } from '../context.ts'

const [HOUR, DAY] = [3_600_000, 86_400_000]

/**
 * Letters that lists write because of a mail without a token, of which nothing shows that its sender is who it says: to one address, of
 * whatever list; because of one network; to one domain; of one list. Beyond that nobody is written to, so that nobody's mailbox is filled in their name.
 */
const TO_ADDRESS = 6
const FROM_NETWORK = 60
const TO_DOMAIN = 200
const OF_LIST = 300
/** Copies of mails to those who run a list, from one address and in all. */
const TO_OWNERS = { fromAddress: 10, ofList: 60 }

/** Whether a letter may be written to the sender that a mail names; it is then counted. */
export function mayBeWrittenTo(tx: Tx, services: MailServices, arrival: Arrival, list: List): Promise<boolean> {
  const address = addressOf(arrival)
  const by = limitsOf(services, 'list-letter')
  const network = networkOf(arrival.clientAddress)
  return isWithin(tx, services, [
    by('address', address, TO_ADDRESS, DAY),
    ...(network === undefined ? [] : [by('network', network, FROM_NETWORK, HOUR)]),
    by('domain', splitAddress(address)?.domain ?? '', TO_DOMAIN, HOUR),
    by('list', list.id, OF_LIST, HOUR),
  ])
}

/** Whether those who run a list get a copy of a mail to them; it is then counted. */
export function mayPassToOwners(tx: Tx, services: MailServices, arrival: Arrival, list: List): Promise<boolean> {
  const by = limitsOf(services, 'to-owner')
  return isWithin(tx, services, [by('address', `${list.id} ${addressOf(arrival)}`, TO_OWNERS.fromAddress, HOUR), by('list', list.id, TO_OWNERS.ofList, HOUR)])
}

async function isWithin(tx: Tx, services: MailServices, limits: readonly Limit[]): Promise<boolean> {
  return (await countWithin(tx, limits, services.clock())) === undefined
}

function limitsOf({ secret }: MailServices, what: string) {
  return (scope: string, value: string, most: number, every: number): Limit => ({ key: hmac(secret, `limit:${what}:${scope}:${value}`), most, every })
}

function addressOf({ mail }: Arrival): string {
  return (mail.from?.address ?? '').normalize('NFC').toLowerCase()
}

/** One host of IPv4, one network of IPv6 (/64), of which each customer has one; undefined for our own mail server and for a pipe, which hand on what others sent. */
export function networkOf(address: string | null): string | undefined {
  if (address === null || isHere(address)) return undefined
  const bare = address.toLowerCase().replace(/^::ffff:(?=\d+\.)/u, '').replace(/%.*$/u, '')
  if (!bare.includes(':')) return bare
  const [head = '', tail = ''] = bare.split('::')
  const groups = head === '' ? [] : head.split(':')
  const rest = tail === '' ? [] : tail.split(':')
  return [...groups, ...Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => '0'), ...rest].slice(0, 4).map((group) => group.replace(/^0+(?=.)/u, '')).join(':')
}
