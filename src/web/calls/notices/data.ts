import { deadlineEnd } from '../../../calls/model.ts'
import type { CallTold, Recipient, WriteNotice } from '../../../calls/notices/model.ts'
import { chooseVariant, questionsFor } from '../../../calls/variants/model.ts'
import { findNotice, type Notice } from '../../../calls/notices/queries.ts'
import { parts, speaker } from '../../../calls/translations/model.ts'
import { equalSecrets, hmac } from '../../../platform/digest.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import { writeDate, writeInstant } from '../../../shared/time.ts'
import type { Services } from '../../context.ts'
import { translator } from '../../messages.ts'
import type { PageRequest } from '../../page.tsx'
import { loadCall, type InCall } from '../data.ts'

type Sender = Pick<Services, 'publicUrl' | 'secret'>
type Writer = Pick<Services, 'publicUrl' | 'secret' | 'takesMail'>

/** What makes the link of somebody who is told of a call: nobody can make one without the installation's secret. */
export function noticeSecret(secret: string, id: Id): string {
  return hmac(secret, `notice:${id}`)
}

/** The page on which a wish to be told is confirmed and ended. */
export function noticeAddress(sender: Sender, place: { forum: { slug: string }; cycle: { slug: string }; call: { slug: string } }, id: Id): string {
  return `${sender.publicUrl}/${place.forum.slug}/${place.cycle.slug}/calls/${place.call.slug}/tell-me/${id}.${noticeSecret(sender.secret, id)}`
}

/** Writes the mails about calls. */
export function noticeWriter(sender: Writer): WriteNotice {
  return (told, recipient) => writeMail(sender, told, recipient)
}

function writeMail(sender: Writer, told: CallTold, recipient: Recipient): { subject: string; body: string; leaveAt: string | undefined } {
  const { forum, cycle, call, occasion } = told
  const t = translator(recipient.language)
  const say = speaker(told.translations, forum.language, recipient.language)
  const title = say(parts.title, call.title).text
  const end = deadlineEnd(call)
  const until = call.deadline === null || end === undefined ? t('announcing.mail.no-deadline') : t('announcing.mail.until', { date: writeDate(call.deadline, recipient.language), utc: writeInstant(end, recipient.language) })
  const leaveAt = recipient.id === null ? undefined : noticeAddress(sender, told, recipient.id)
  const leave = leaveAt === undefined ? t('announcing.mail.not-listed') : t('announcing.mail.leave', { link: leaveAt })
  const link = `${sender.publicUrl}/${forum.slug}/${cycle.slug}/calls/${call.slug}`
  const introduction = say(parts.introduction, call.introduction).text
  return {
    subject: t(`announcing.mail.subject.${occasion}`, { call: title, forum: forum.title }),
    body: [t(`announcing.mail.body.${occasion}`, { call: title, forum: forum.title, introduction, until, link, leave }), ...(sender.takesMail ? [writeQuestions(told, recipient.language)] : [])].join('\n\n'),
    leaveAt,
  }
}

/** The questions with the numbers by which an answer to the mail names them: nobody has to open a page. */
function writeQuestions({ forum, call, translations }: CallTold, language: string): string {
  const t = translator(language)
  const say = speaker(translations, forum.language, language)
  const questions = questionsFor(call, chooseVariant(call, undefined)).map((question) => {
    const { number, kind, guidance, options, isRequired } = question
    return [
      `${t('announcing.mail.question', { number, text: say(parts.question(number), question.text).text })}${isRequired ? ` ${t('announcing.mail.required')}` : ''}`,
      ...(guidance === null ? [] : [say(parts.guidance(number), guidance).text]),
      ...(kind === 'open' ? [] : [t('announcing.mail.options', { kind })]),
      ...options.map((option, place) => `   ${place + 1}) ${say(parts.option(number, option.number), option.text).text}`),
    ].join('\n')
  })
  return [t('announcing.mail.answer'), t('announcing.mail.questions'), ...questions].join('\n\n')
}

export interface InNotice extends InCall {
  readonly notice: Notice
}

/** The wish that a secret link stands for; undefined for any other link. */
export async function loadNotice(request: PageRequest): Promise<InNotice | undefined> {
  const data = await loadCall(request)
  const [id = '', secret = ''] = (request.params['token'] ?? '').split('.')
  if (data === undefined || !isId(id) || !equalSecrets(secret, noticeSecret(request.services.secret, id))) return undefined
  const notice = await findNotice(request.db, id)
  return notice?.callId === data.call.id ? { ...data, notice } : undefined
}
