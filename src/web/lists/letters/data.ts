import { listAddress, listUrl } from '../../../lists/delivery/model.ts'
import type { ListLetter, WriteListLetter } from '../../../lists/letters/model.ts'
import { makeMailToken } from '../../../platform/mail-tokens.ts'
import type { Id } from '../../../shared/ids.ts'
import { dateInZone, writeShortDate } from '../../../shared/time.ts'
import type { Services } from '../../context.ts'
import { translator, type Translate } from '../../messages.ts'

type Sender = Pick<Services, 'publicUrl' | 'secret' | 'mailDomain' | 'takesMail'>
type Of = Parameters<WriteListLetter>[0]

/** The page of one member: where they confirm, choose and read. */
export function memberAddress(sender: Pick<Sender, 'publicUrl' | 'secret'>, list: Pick<Of, 'forum' | 'slug'>, id: Id): string {
  return `${listUrl(sender, list)}/member/${makeMailToken(sender.secret, 'confirm', id)}`
}

/** Where a member leaves: shown by a GET, done by a POST, without anything to sign in to (RFC 8058). */
export function leaveAddress(sender: Pick<Sender, 'publicUrl' | 'secret'>, list: Pick<Of, 'forum' | 'slug'>, id: Id): string {
  return `${listUrl(sender, list)}/leave/${makeMailToken(sender.secret, 'leave', id)}`
}

/** Where a moderator decides about one post. */
export function moderateAddress(sender: Pick<Sender, 'publicUrl' | 'secret'>, list: Pick<Of, 'forum' | 'slug'>, id: Id): string {
  return `${listUrl(sender, list)}/moderate/${makeMailToken(sender.secret, 'moderate', id)}`
}

/** Writes what lists write to people, each in a language of its reader. */
export function listLetterWriter(sender: Sender): WriteListLetter {
  return (list, letter, language) => {
    const t = translator(language)
    const facts = {
      list: list.title,
      page: listUrl(sender, list),
      address: listAddress(list, sender.mailDomain),
      join: listAddress(list, sender.mailDomain, 'subscribe'),
      leave: listAddress(list, sender.mailDomain, 'leave'),
      owner: listAddress(list, sender.mailDomain, 'owner'),
      request: listAddress(list, sender.mailDomain, 'request'),
      answerable: sender.takesMail ? 'yes' : 'no',
    }
    return write(sender, t, { list, language }, letter, facts)
  }
}

type Facts = Readonly<Record<'list' | 'page' | 'address' | 'join' | 'leave' | 'owner' | 'request' | 'answerable', string>>

function write(sender: Sender, t: Translate, { list, language }: { readonly list: Of; readonly language: string }, letter: ListLetter, facts: Facts) {
  switch (letter.kind) {
    case 'to-confirm':
    case 'already':
    case 'welcome':
    case 'waits-for-desk':
    case 'entered': {
      const isIn = letter.kind === 'welcome' || letter.kind === 'entered'
      const said = { ...facts, link: memberAddress(sender, list, letter.subscriptionId), kind: list.kind }
      return { subject: t(`lists.mail.${letter.kind}.subject`, said), body: t(`lists.mail.${letter.kind}.body`, said), ...(isIn ? { leaveAt: leaveAddress(sender, list, letter.subscriptionId) } : {}) }
    }
    case 'to-confirm-leaving': {
      const said = { ...facts, link: leaveAddress(sender, list, letter.subscriptionId) }
      return { subject: t('lists.mail.to-confirm-leaving.subject', said), body: t('lists.mail.to-confirm-leaving.body', said) }
    }
    case 'left':
      return { subject: t('lists.mail.left.subject', facts), body: t('lists.mail.left.body', facts) }
    case 'help':
      return { subject: t('lists.mail.help.subject', facts), body: t('lists.mail.help.body', { ...facts, kind: list.kind }) }
    case 'post-to-take':
      return writeOffer(sender, t, list, letter, { ...facts, lang: language })
    case 'to-moderate': {
      const said = { ...facts, link: moderateAddress(sender, list, letter.postId), title: letter.subject, author: letter.author, words: letter.words, because: t(`lists.held.${letter.because}`) }
      return { subject: t('lists.mail.to-moderate.subject', said), body: t('lists.mail.to-moderate.body', said) }
    }
    case 'post-waits': {
      const said = { ...facts, title: letter.subject, because: t(`lists.held.${letter.because}`) }
      return { subject: t('lists.mail.post-waits.subject', said), body: t('lists.mail.post-waits.body', said) }
    }
    case 'post-declined': {
      const said = { ...facts, title: letter.subject, given: letter.reason === null ? 'no' : 'yes', reason: letter.reason ?? '' }
      return { subject: t('lists.mail.post-declined.subject', said), body: t('lists.mail.post-declined.body', said) }
    }
    case 'post-refused': {
      const said = { ...facts, title: letter.subject, because: t(`lists.refused.${letter.because}`) }
      return { subject: t('lists.mail.post-declined.subject', said), body: t('lists.mail.post-refused.body', said) }
    }
  }
}

/** What a post may count as, to its author: with its own beginning, that they know it again, and what takes input now, numbered. */
function writeOffer(sender: Sender, t: Translate, list: Of, letter: Extract<ListLetter, { kind: 'post-to-take' }>, facts: Facts & { readonly lang: string }) {
  const offers = letter.offers.map(({ number, kind, title, cycle, questions }) =>
    [t(`lists.mail.post-to-take.${kind}`, { number, title, cycle }), ...questions.map((question) => t('lists.mail.post-to-take.question', { number: question.number, text: oneLine(question.text) }))].join('\n'),
  )
  const said = {
    ...facts,
    title: letter.subject === '' ? t('lists.no-subject') : letter.subject,
    date: writeShortDate(dateInZone(letter.sentAt, 'UTC'), facts.lang),
    address: letter.number === null ? '' : `${listUrl(sender, list)}/posts/${letter.number}`,
    words: letter.words.split('\n').map((line) => `> ${line}`.trimEnd()).join('\n'),
    count: offers.length,
    offers: offers.join('\n\n'),
    before: letter.taken.length,
    refs: letter.taken.join(', '),
  }
  return { subject: t('lists.mail.post-to-take.subject', said), body: t('lists.mail.post-to-take.body', said) }
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim()
}
