import { findForumById } from '../../../forums/queries.ts'
import type { Forum } from '../../../forums/model.ts'
import type { Person } from '../../../people/model.ts'
import { makeMailToken, readMailToken } from '../../../platform/mail-tokens.ts'
import type { WriteTrouble } from '../../../record/bounces/commands.ts'
import type { AddressState } from '../../../record/bounces/model.ts'
import { findAddressState } from '../../../record/bounces/queries.ts'
import { findMailSent, type MailSent } from '../../../record/inbox/queries.ts'
import { isOccasion, OCCASIONS, type Occasion } from '../../../record/occasions/model.ts'
import type { WriteDailyMail } from '../../../record/preferences/commands.ts'
import { isChosen, type MailChoice, type WriteFoot } from '../../../record/preferences/model.ts'
import { findChoices } from '../../../record/preferences/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import { writeMailAddress } from '../../../shared/mail-addresses.ts'
import type { Services } from '../../context.ts'
import { loadForum, loadForumAtDesk, type InForum } from '../../forums/data.ts'
import { isMessageKey, translator, type Translate } from '../../messages.ts'
import type { PageRequest } from '../../page.tsx'

export const OCCASION_NAMES: readonly Occasion[] = Object.keys(OCCASIONS).filter(isOccasion)
/** The kinds that their readers choose, in the order of the table. */
export const CHOSEN_OCCASIONS: readonly Occasion[] = OCCASION_NAMES.filter(isChosen)

/** What may be chosen of a kind; a list's own mail is chosen at the list. */
export type Choosable = 'always' | 'reader' | 'list'

export function choosable(occasion: Occasion): Choosable {
  if (occasion === 'list-post' || occasion === 'list-digest') return 'list'
  return isChosen(occasion) ? 'reader' : 'always'
}

/** A kind of mail in words: what it is sent for. One that has no words yet has its name. */
export function nameOccasion(t: Translate, occasion: Occasion): string {
  const key = `notices.on.${occasion}`
  return isMessageKey(key) ? t(key) : occasion
}

/** Who is written to on an occasion. */
export function nameReaders(t: Translate, occasion: Occasion): string {
  const key = `notices.who.${occasion}`
  return isMessageKey(key) ? t(key) : ''
}

type Sender = Pick<Services, 'publicUrl' | 'secret'>
type MailSender = Sender & Pick<Services, 'mailDomain' | 'takesMail'>

/** The page on which the reader of a mail chooses; bound to that mail, and so to its reader and forum. */
export function choosingAddress(sender: Sender, mailId: Id): string {
  return `${sender.publicUrl}/notices/${makeMailToken(sender.secret, 'leave', mailId)}`
}

/** Where mails of the same kind are ended with one click (RFC 8058), or one button. */
export function endingAddress(sender: Sender, mailId: Id): string {
  return `${choosingAddress(sender, mailId)}/end`
}

/** Writes the foot of every mail: why its reader gets it, and how to change that. */
export function footWriter(sender: MailSender): WriteFoot {
  return ({ id, forumId, occasion, language }) => {
    if (!isOccasion(occasion)) return { text: '' }
    const t = translator(language ?? 'en')
    const lines = [t('notices.foot.why', { kind: nameOccasion(t, occasion), who: nameReaders(t, occasion) })]
    if (forumId !== null) lines.push(t('notices.foot.change', { link: choosingAddress(sender, id) }))
    if (forumId === null || !isChosen(occasion)) return { text: lines.join('\n') }
    lines.push(t('notices.foot.end', { link: endingAddress(sender, id) }))
    const leaveBy = sender.takesMail ? `mailto:${writeMailAddress({ kind: 'leave', token: makeMailToken(sender.secret, 'leave', id) }, sender.mailDomain)}` : undefined
    return { text: lines.join('\n'), leaveAt: endingAddress(sender, id), leaveBy }
  }
}

/** Writes what an address is told of its own troubles. */
export function troubleWriter(sender: Sender): WriteTrouble {
  return ({ kind, words, language, mailId }) => {
    const t = translator(language)
    const site = new URL(sender.publicUrl).host
    if (kind === 'probe') return { subject: t('notices.probe.subject'), body: t('notices.probe.body', { site, link: choosingAddress(sender, mailId) }) }
    const said = words === '' ? [] : [t('notices.failing.said', { words })]
    return { subject: t('notices.failing.subject'), body: [t('notices.failing.body', { site }), ...said].join('\n\n') }
  }
}

const BETWEEN = '* * *'

/** Writes the one mail of a day: every notice whole, one below the other, each under its subject and with an address of its own for answers. */
export function dailyWriter(sender: MailSender): WriteDailyMail {
  return async (db, { forumId, language, items }) => {
    const t = translator(language)
    const forum = (await findForumById(db, forumId))?.title ?? ''
    const contents = items.map(({ subject }, place) => `${place + 1}. ${subject}`).join('\n')
    const whole = items.map(({ id, subject, body, isAnswered }, place) => [BETWEEN, `${place + 1}. ${subject}`, body.trim(), ...(isAnswered && sender.takesMail ? [t('notices.daily.answer', { address: writeMailAddress({ kind: 'reply', token: makeMailToken(sender.secret, 'reply', id) }, sender.mailDomain) })] : [])].join('\n\n')).join('\n\n')
    return { subject: t('notices.daily.subject', { count: items.length, forum }), body: [t('notices.daily.opening', { forum }), contents, whole].join('\n\n') }
  }
}

export interface TableData extends InForum {
  readonly rows: readonly { readonly occasion: Occasion; readonly choice: Choosable }[]
}

/** The table of who is written to on each occasion: the same for every forum, for it is what the program does. */
export async function loadTable(request: PageRequest): Promise<TableData | undefined> {
  const inForum = await loadForum(request)
  return inForum === undefined ? undefined : { ...inForum, rows: OCCASION_NAMES.map((occasion) => ({ occasion, choice: choosable(occasion) })) }
}

export interface ChoosingData {
  readonly forum: Forum
  readonly address: string
  readonly all: MailChoice
  readonly kinds: ReadonlyMap<Occasion, MailChoice>
  readonly state: AddressState
  /** The mail whose foot led here; undefined at the desk. */
  readonly mail: MailSent | undefined
  readonly person: Person | undefined
}

/** What the link in a mail's foot stands for; undefined for any other link, and for a mail that is of no forum. */
export async function loadChoosing(request: PageRequest): Promise<ChoosingData | undefined> {
  const id = readMailToken(request.services.secret, 'leave', request.params['token'] ?? '')
  const mail = id === undefined ? undefined : await findMailSent(request.db, id)
  const forum = mail?.forumId === null || mail === undefined ? undefined : await findForumById(request.db, mail.forumId)
  return mail === undefined || forum === undefined ? undefined : load(request, forum, mail.recipient, { mail, person: undefined })
}

/** The same for whoever is signed in and works in the forum. */
export async function loadOwnChoosing(request: PageRequest): Promise<ChoosingData | 'forbidden' | undefined> {
  const data = await loadForumAtDesk(request)
  if (data === undefined || data === 'forbidden') return data
  const { person, forum } = data
  // Where no address is known there is nothing to choose.
  return person.mail === null ? undefined : load(request, forum, person.mail, { mail: undefined, person })
}

async function load(request: PageRequest, forum: Forum, address: string, by: Pick<ChoosingData, 'mail' | 'person'>): Promise<ChoosingData> {
  const [chosen, state] = await Promise.all([findChoices(request.db, address, forum.id), findAddressState(request.db, address)])
  return { forum, address, all: chosen.all, kinds: chosen.kinds, state, ...by }
}
