import type { ReadMail } from '../../platform/mail-reading.ts'
import type { Mailing } from '../../record/mailings/model.ts'
import type { Id } from '../../shared/ids.ts'
import { splitAddress } from '../../shared/mail-addresses.ts'
import { writeMailDate, type Instant } from '../../shared/time.ts'
import { contentAsItCame, contentOfText } from '../delivery/mail.ts'
import { isHarmful, listAddress, listUrl, type MailPlace } from '../delivery/model.ts'
import type { List } from '../model.ts'

/** Whether a mail to those who run a list has been there before: forwarded round, or sent on by another program of this kind. */
export function hasBeenAtOwners(mail: Pick<ReadMail, 'headers'>, list: Pick<List, 'slug'>, domain: string): boolean {
  const own = listAddress(list, domain, 'owner').toLowerCase()
  return mail.headers.some(({ key, value }) => key === 'x-beenthere' && value.trim().toLowerCase() === own)
}

/**
 * The copy that each of those who run a list gets of what is written to them. It comes from the address of the list, for its author's
 * domain would not stand for us; who answers it answers the author. What does harm is named, and left out.
 */
export function composeForOwners(mailingId: Id<'mailing'>, { place, list, mail, raw, at }: { place: Pick<MailPlace, 'publicUrl' | 'mailDomain'>; list: List & { readonly forum: string }; mail: ReadMail; raw: Uint8Array; at: Instant }): Mailing {
  const own = listAddress(list, place.mailDomain, 'owner')
  const author = mail.from === null || splitAddress(mail.from.address) === undefined ? undefined : mail.from
  const answerTo = mail.replyTo[0]?.address ?? ''
  const name = author === undefined ? list.title : `${author.name.trim() === '' ? (author.address.split('@')[0] ?? '') : author.name.trim()} via ${list.title}`
  const files = mail.attachments.map((file) => `– ${file.name ?? file.type}${isHarmful(file.name, file.type) ? ' (!)' : ''}`)
  return {
    id: mailingId,
    forumId: list.forumId,
    occasion: 'owner-mail',
    // Its own: the author may have sent the same mail elsewhere.
    messageId: `${mailingId}@${place.mailDomain}`,
    from: { name, address: own },
    replyTo: splitAddress(answerTo) === undefined ? author?.address : answerTo,
    subject: mail.subject,
    headers: [
      ['Date', writeMailDate(mail.date ?? at)],
      ['To', `<${own}>`],
      ['List-Id', `<${list.slug}-owner.${place.mailDomain}>`],
      ['List-Archive', `<${listUrl(place, list)}>`],
      ['Precedence', 'list'],
      ['X-BeenThere', own],
    ],
    content: contentAsItCame(raw, mail) ?? contentOfText([mail.text ?? '', ...(files.length === 0 ? [] : [files.join('\n')])].join('\n\n')),
  }
}
