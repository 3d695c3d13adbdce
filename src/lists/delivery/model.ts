import type { Id } from '../../shared/ids.ts'
import { writeMailAddress } from '../../shared/mail-addresses.ts'
import type { HeaderField } from '../../shared/mail-fields.ts'
import type { List } from '../model.ts'

/** Where the installation is reached, and what stands behind the @ of its addresses. */
export interface MailPlace {
  readonly publicUrl: string
  readonly mailDomain: string
  readonly secret: string
}

export type ListPlace = Pick<List, 'slug' | 'kind'> & { readonly forum: string }

/** The address of a list's pages. */
export function listUrl({ publicUrl }: Pick<MailPlace, 'publicUrl'>, { forum, slug }: Pick<ListPlace, 'forum' | 'slug'>): string {
  return `${publicUrl}/${forum}/lists/${slug}`
}

/** The permanent address of a post. */
export function postUrl(place: Pick<MailPlace, 'publicUrl'>, list: Pick<ListPlace, 'forum' | 'slug'>, number: number): string {
  return `${listUrl(place, list)}/posts/${number}`
}

export function listAddress(list: Pick<ListPlace, 'slug'>, domain: string, part: 'post' | 'subscribe' | 'leave' | 'owner' | 'request' = 'post'): string {
  return writeMailAddress({ kind: 'list', list: list.slug, part }, domain)
}

/** What says in every copy which list it is of (RFC 2369, 2919, 5064) and how it is left; what is each reader's own comes with the copy. */
export function listFields(place: MailPlace, list: ListPlace & Pick<List, 'title'>): HeaderField[] {
  const base = listUrl(place, list)
  const at = (part: 'post' | 'subscribe' | 'owner' | 'request') => `<mailto:${listAddress(list, place.mailDomain, part)}`
  return [
    ['List-Id', `<${list.slug}.${place.mailDomain}>`],
    ['List-Post', list.kind === 'announcement' ? 'NO' : `${at('post')}>`],
    ['List-Archive', `<${base}>`],
    ['List-Help', `${at('request')}?subject=help>, <${base}>`],
    ['List-Owner', `${at('owner')}>`],
    ['List-Subscribe', `<${base}/join>, ${at('subscribe')}>`],
    ['Precedence', 'list'],
    ['X-BeenThere', listAddress(list, place.mailDomain)],
  ]
}

/** Whether a mail has been on a list before: its own copies come back by forwarding, and lists that are members of each other. */
export function hasBeenHere(headers: readonly { readonly key: string; readonly value: string }[], list: Pick<List, 'slug'>, domain: string): boolean {
  const [id, address] = [`${list.slug}.${domain}`.toLowerCase(), listAddress(list, domain).toLowerCase()]
  return headers.some(({ key, value }) => (key === 'list-id' && value.toLowerCase().includes(`<${id}>`)) || (key === 'x-beenthere' && value.toLowerCase().trim() === address))
}

/** What a domain asks others to do with mail that only claims to be from it. */
export type DmarcPolicy = 'none' | 'quarantine' | 'reject'

/** The names under which a domain's policy may stand: its own, then its parents' down to two labels (RFC 9091's walk). */
export function policyNames(domain: string): string[] {
  const labels = domain.toLowerCase().split('.').filter((label) => label !== '')
  const least = Math.max(0, labels.length - 2)
  return Array.from({ length: Math.min(least + 1, 5) }, (_, at) => `_dmarc.${labels.slice(at).join('.')}`)
}

/** Reads a record; undefined where it is none. `isParent`: it stands at a parent, whose `sp` counts for those below. */
export function readPolicy(records: readonly string[], isParent: boolean): DmarcPolicy | undefined {
  const record = records.find((each) => /^v\s*=\s*DMARC1\s*(?:;|$)/iu.test(each.trim()))
  if (record === undefined) return undefined
  const tags = new Map(record.split(';').map((part) => [part.slice(0, Math.max(0, part.indexOf('='))).trim().toLowerCase(), part.slice(part.indexOf('=') + 1).trim().toLowerCase()]))
  const said = (isParent ? tags.get('sp') : undefined) ?? tags.get('p') ?? 'none'
  return said === 'reject' || said === 'quarantine' ? said : 'none'
}

/** Whether a domain or one above it is listed by the desk. */
export function isListed(domain: string, listed: readonly string[]): boolean {
  const own = domain.toLowerCase()
  return listed.some((each) => own === each.toLowerCase() || own.endsWith(`.${each.toLowerCase()}`))
}

export interface PostToSend {
  readonly id: Id<'post'>
  readonly number: number
  readonly messageId: string
  readonly subject: string
  readonly authorName: string | null
  readonly authorMail: string | null
  readonly inReplyTo: string | null
  readonly references: readonly string[]
  /** Nothing of it is at its address in the archive. */
  readonly isNotArchived: boolean
}

/** Kinds of files that do harm when they are opened, by the end of their names: they are neither sent on nor kept. */
const HARMFUL = new Set('ade adp app appx bat chm cmd com cpl dll dmg exe hta ins isp iso jar js jse lib lnk mde msc msi msix msp mst nsh pif ps1 reg scr sct shb sys vb vbe vbs vhd vxd wsc wsf wsh xll'.split(' '))

export function isHarmful(name: string | null, type: string): boolean {
  const end = /\.([^.\s]+)[.\s]*$/u.exec(name ?? '')?.[1]?.toLowerCase() ?? ''
  return HARMFUL.has(end) || type === 'application/x-msdownload' || type === 'application/x-dosexec' || type === 'application/hta'
}
