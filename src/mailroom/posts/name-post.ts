import type { List, Post } from '../../lists/model.ts'
import { findPublishedPost } from '../../lists/archive/queries.ts'
import { findPostByMessageId } from '../../lists/posts/queries.ts'
import { findLatestPostOf } from '../../lists/taken/queries.ts'
import { nearestFirst } from '../../lists/threads/model.ts'
import type { Db } from '../../platform/database.ts'
import { readMail, type ReadMail } from '../../platform/mail-reading.ts'
import { withPlainDigits } from '../replies/numbers.ts'
import { textOf } from '../replies/reply.ts'

/** Ids of mails that are looked up, of one mail. */
const MOST_IDS = 40

const LABELS = ['post', 'message', 'mail', 'email', 'e-mail', 'number', 'no', 'nr', 'n°', 'nº', '№', '#', 'numéro', 'número', 'courriel', 'nummer', 'nachricht', 'mensaje', 'correo', 'mensagem', 'номер', 'сообщение', 'сообщения', 'письмо', 'رسالة', 'الرسالة', 'رقم', '第', '帖子', '邮件', '郵件', '编号', '編號']
const ESCAPED = LABELS.map((label) => label.replaceAll(/[.*+?^${}()|[\]\\/]/gu, String.raw`\$&`)).join('|')
const NUMBER = new RegExp(`(?:^|[\\s(,:，：])(?:(?:${ESCAPED})[.:]?\\s{0,3})+([0-9]{1,7})(?![0-9])`, 'iu')
const ALONE = /^[\s:：.,(–—-]{0,4}([0-9]{1,7})\s?(?:号|號)?[\s.)]{0,3}$/u

/**
 * Which post of a list a mail speaks of: by its address in the archive, its number or its Message-ID, in the words; else by what the mail
 * answers or brings along; else the latest of its sender. Undefined where it names one that is not there, or there is none.
 */
export async function findPostMeant(db: Db, list: List, mail: ReadMail, asked: { readonly own: string; readonly rest: string; readonly from: string }): Promise<Post | undefined> {
  const inWords = `${mail.subject}\n${asked.own}`
  const number = numberInAddress(inWords, list) ?? numberIn(asked.rest)
  if (number !== undefined) return findPublishedPost(db, list.id, number)
  const brought = await Promise.all(mail.attachments.filter(({ type }) => type === 'message/rfc822').slice(0, 3).map(async ({ content }) => (await readMail(content))?.messageId ?? []))
  const answered = nearestFirst({ messageId: '', inReplyTo: mail.inReplyTo, references: mail.references })
  const whole = textOf(mail)
  const ids = [...idsIn(inWords), ...brought.flat(), ...(mail.messageId === null ? [] : [mail.messageId]), ...answered, ...idsIn(whole)]
  for (const id of [...new Set(ids)].slice(0, MOST_IDS)) {
    const post = await findPostByMessageId(db, list.id, id)
    if (post !== undefined) return post
  }
  const passedOn = numberInAddress(whole, list)
  return passedOn === undefined ? findLatestPostOf(db, list.id, asked.from) : findPublishedPost(db, list.id, passedOn)
}

function numberInAddress(text: string, list: Pick<List, 'slug'>): number | undefined {
  const found = new RegExp(`/lists/${list.slug.replaceAll('.', String.raw`\.`)}/(?:member/[a-z2-7]{52}/)?(?:posts/|threads/[0-9]{1,7}#p|threads/)([0-9]{1,7})`, 'u').exec(text)?.[1]
  return found === undefined ? undefined : Number(found)
}

function numberIn(rest: string): number | undefined {
  const line = withPlainDigits(rest.slice(0, 400))
  const found = ALONE.exec(line)?.[1] ?? NUMBER.exec(line)?.[1]
  return found === undefined ? undefined : Number(found)
}

function idsIn(text: string): string[] {
  return [...text.slice(0, 100_000).matchAll(/<([^\s<>]{1,250}@[^\s<>]{1,250})>/gu)].map(([, id = '']) => id).slice(0, MOST_IDS)
}
