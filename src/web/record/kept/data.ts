import { readFile } from 'node:fs/promises'
import { may } from '../../../people/policy.ts'
import { listCalls } from '../../../calls/queries.ts'
import { listCycles } from '../../../forums/queries.ts'
import { htmlMailText } from '../../../platform/html-mail-text.ts'
import { readMail, type ReadAttachment, type ReadMail } from '../../../platform/mail-reading.ts'
import type { InboxMail, SenderChecks } from '../../../record/inbox/model.ts'
import { countKeptMails, findInboxMail, listInboxMails } from '../../../record/inbox/queries.ts'
import { isOpen } from '../../../review/model.ts'
import { listReviews } from '../../../review/queries.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import { dateInZone } from '../../../shared/time.ts'
import { trimReply } from '../../../shared/reply-text.ts'
import { loadForumAtDesk, type AtDesk, type InForum } from '../../forums/data.ts'
import type { Place, Task } from '../../forums/tasks/data.ts'
import type { PageRequest } from '../../page.tsx'

const PAGE = 50

/** Whose mail it is: a forum's, or, of no forum, the installation's. */
export interface KeptAt extends AtDesk {
  readonly forum: InForum['forum'] | undefined
  readonly frame: InForum['frame'] | undefined
  /** The address of the list. */
  readonly here: string
}

async function loadPlace(request: PageRequest): Promise<KeptAt | 'forbidden' | undefined> {
  if (request.params['forum'] === undefined) {
    const { person } = request.view
    return person !== undefined && may(person, 'manage-installation', {}) ? { forum: undefined, frame: undefined, here: '/desk/mail/kept', person } : 'forbidden'
  }
  const data = await loadForumAtDesk(request, 'enter-contributions')
  return data === undefined || data === 'forbidden' ? data : { ...data, here: `/desk/${data.forum.slug}/mail` }
}

export interface KeptData extends KeptAt {
  readonly state: 'kept' | 'decided'
  readonly mails: readonly InboxMail[]
  readonly count: number
  readonly page: number
  readonly hasMore: boolean
}

/** Mails that could not be understood by themselves; asked for, those that somebody has decided. */
export async function loadKept(request: PageRequest): Promise<KeptData | 'forbidden' | undefined> {
  const data = await loadPlace(request)
  if (data === undefined || data === 'forbidden') return data
  const forumId = data.forum?.id ?? null
  const state = request.query['state'] === 'decided' ? 'decided' : 'kept'
  const page = /^[1-9][0-9]{0,4}$/u.test(request.query['page'] ?? '') ? Number(request.query['page']) : 1
  const found = await listInboxMails(request.db, { forumId, state, limit: PAGE + 1, offset: (page - 1) * PAGE })
  return { ...data, state, mails: found.slice(0, PAGE), count: await countKeptMails(request.db, forumId), page, hasMore: found.length > PAGE }
}

/** Where a kept mail can be entered by hand. */
export interface WayIn {
  readonly kind: 'contribution' | 'comment' | 'reference'
  readonly title: string
  readonly href: string
}

export interface KeptMailData extends KeptAt {
  readonly mail: InboxMail
  /** Undefined for one that cannot be read at all. */
  readonly read: { readonly text: string; readonly own: string; readonly attachments: readonly ReadAttachment[] } | undefined
  readonly ways: readonly WayIn[]
}

export async function loadKeptMail(request: PageRequest): Promise<KeptMailData | 'forbidden' | undefined> {
  const data = await loadPlace(request)
  if (data === undefined || data === 'forbidden') return data
  const id = request.params['mail']
  const mail = isId(id) ? await findInboxMail(request.db, id) : undefined
  // What was understood is where it belongs, and no one else's to read.
  if (mail === undefined || mail.forumId !== (data.forum?.id ?? null) || (mail.state !== 'kept' && mail.decision === null)) return undefined
  const parsed = await readStored(request, mail)
  const text = parsed === undefined ? '' : textOf(parsed)
  return { ...data, mail, read: parsed === undefined ? undefined : { text, own: trimReply(text).trimmed, attachments: parsed.attachments }, ways: data.forum === undefined ? [] : await listWays(request, data.forum, mail.id) }
}

async function readStored({ services }: PageRequest, mail: InboxMail): Promise<ReadMail | undefined> {
  return (await services.files.has(mail.sha256)) ? readMail(await readFile(services.files.path(mail.sha256))) : undefined
}

function textOf(mail: ReadMail): string {
  return mail.text !== null && mail.text.trim() !== '' ? mail.text : mail.html === null ? '' : htmlMailText(mail.html)
}

async function listWays({ db }: PageRequest, forum: InForum['forum'], id: Id): Promise<WayIn[]> {
  const ways: WayIn[] = []
  for (const cycle of (await listCycles(db, forum.id)).slice(0, 3)) {
    const desk = `/desk/${forum.slug}/${cycle.slug}`
    ways.push({ kind: 'reference', title: cycle.title, href: `${desk}/references` })
    for (const call of await listCalls(db, cycle.id)) if (call.isOpen && !call.isDraft) ways.push({ kind: 'contribution', title: `${call.title} (${cycle.slug})`, href: `${desk}/contributions/new/${call.slug}?mail=${id}` })
    for (const review of await listReviews(db, cycle.id)) if (isOpen(review)) ways.push({ kind: 'comment', title: `${review.title} (${cycle.slug})`, href: `${desk}/reviews/${review.number}/enter?mail=${id}` })
  }
  return ways
}

export interface FromMail {
  readonly text: string
  readonly name: string
  readonly address: string
  readonly receivedBy: string
}

/** What a form of the desk begins with, where it was opened for a kept mail; undefined where none is named, or it is another forum's. */
export async function readKeptFor(request: PageRequest, forumId: Id): Promise<FromMail | undefined> {
  const id = request.query['mail']
  const mail = isId(id) ? await findInboxMail(request.db, id) : undefined
  if (mail === undefined || mail.forumId !== forumId || mail.state !== 'kept') return undefined
  const parsed = await readStored(request, mail)
  if (parsed === undefined) return undefined
  return { text: trimReply(textOf(parsed)).trimmed, name: mail.fromName ?? '', address: mail.fromAddress ?? '', receivedBy: dateInZone(mail.receivedAt, 'UTC') }
}

/** The sender's claims in one word: anything that fails is said. */
export function sumUp(checks: SenderChecks | null): 'unknown' | 'pass' | 'fail' {
  if (checks === null) return 'unknown'
  if (checks.dmarc.result === 'pass' || checks.dkim.some(({ result }) => result === 'pass')) return 'pass'
  return checks.dmarc.result === 'fail' || checks.spf.result === 'fail' ? 'fail' : 'unknown'
}

/** Mails that wait for a person: of the forum, shown with its latest cycle. */
export async function mailsKept({ db, forum }: Place): Promise<Task[]> {
  const count = await countKeptMails(db, forum.id)
  return count === 0 ? [] : [{ sentence: 'desk.mail.task', facts: { count }, since: undefined, weight: 3, href: `/desk/${forum.slug}/mail`, action: 'desk.mail.task.do' }]
}
