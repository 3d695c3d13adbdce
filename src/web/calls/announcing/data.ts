import { deadlineEnd } from '../../../calls/model.ts'
import type { CallTold } from '../../../calls/notices/model.ts'
import { listRecipients } from '../../../calls/notices/queries.ts'
import { parts, speaker, type Translation } from '../../../calls/translations/model.ts'
import { listTranslations } from '../../../calls/translations/queries.ts'
import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '../../../shared/language.ts'
import { countCodePoints, excerpt, splitParagraphs } from '../../../shared/text.ts'
import { writeDate, writeInstant } from '../../../shared/time.ts'
import { translator } from '../../messages.ts'
import type { PageRequest } from '../../page.tsx'
import { loadCallAtDesk, type InCall } from '../data.ts'
import { noticeWriter } from '../notices/data.ts'

/** Everything one needs to make a call known, in one language, made of what the call says of itself. */
export interface Pack {
  readonly language: InterfaceLanguage
  readonly subject: string
  readonly mail: string
  readonly site: string
  /** At most 280 and 500 characters. */
  readonly short: string
  readonly longer: string
}

export interface AnnounceData extends InCall {
  readonly packs: readonly Pack[]
  readonly embed: string
  /** How many asked to be told, and confirmed it. */
  readonly followers: number
}

export const SHORT_LIMITS = { short: 280, longer: 500 } as const

export async function loadAnnouncement(request: PageRequest): Promise<AnnounceData | 'forbidden' | undefined> {
  const data = await loadCallAtDesk(request)
  if (typeof data !== 'object') return data
  const translations = await listTranslations(request.db, data.call.id)
  const address = `${request.services.publicUrl}/${data.forum.slug}/${data.cycle.slug}/calls/${data.call.slug}`
  return {
    ...data,
    packs: INTERFACE_LANGUAGES.map((language) => writePack(request, data, translations, language)),
    embed: `<iframe src="${address}/embed?lang=${data.forum.language === 'fr' ? 'fr' : 'en'}" title="${escapeAttribute(data.call.title)}" width="100%" height="320" loading="lazy" style="border:0"></iframe>`,
    followers: (await listRecipients(request.db, data.call.id)).length,
  }
}

function writePack(request: PageRequest, data: InCall, translations: readonly Translation[], language: InterfaceLanguage): Pack {
  const { forum, cycle, call } = data
  const t = translator(language)
  const say = speaker(translations, forum.language, language)
  const title = say(parts.title, call.title).text
  const introduction = say(parts.introduction, call.introduction).text
  const link = `${request.services.publicUrl}/${forum.slug}/${cycle.slug}/calls/${call.slug}`
  const end = deadlineEnd(call)
  const until = call.deadline === null || end === undefined ? t('announcing.mail.no-deadline') : t('announcing.mail.until', { date: writeDate(call.deadline, language), utc: writeInstant(end, language) })
  const told: CallTold = { forum, cycle, call, translations, occasion: 'opened' }
  const mail = noticeWriter(request.services)(told, { id: null, mail: '', language })
  const date = call.deadline === null ? '' : writeDate(call.deadline, language)
  const facts = { call: title, forum: forum.title, link, until, date, hasDeadline: call.deadline === null ? 'no' : 'yes' }
  return {
    language,
    subject: mail.subject,
    mail: mail.body,
    site: t('announcing.site', { ...facts, introduction }),
    short: fit(SHORT_LIMITS.short, title, (shortened) => t('announcing.short', { ...facts, call: shortened })),
    longer: fit(SHORT_LIMITS.longer, splitParagraphs(introduction)[0] ?? '', (shortened) => t('announcing.longer', { ...facts, introduction: shortened })),
  }
}

/** Shortens what can be shortened, and nothing of the address or the deadline, until the whole fits. */
function fit(limit: number, text: string, write: (text: string) => string): string {
  const whole = write(text)
  const over = countCodePoints(whole) - limit
  if (over <= 0) return whole
  return write(excerpt(text, Math.max(0, countCodePoints(text) - over - 1)))
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}

/** The pack as one file to keep: plain text, or a page without style. */
export function writePackFile(pack: Pack, ending: 'txt' | 'html'): string {
  const t = translator(pack.language)
  const blocks = [
    [t('announcing.pack.mail'), `${pack.subject}\n\n${pack.mail}`],
    [t('announcing.pack.site'), pack.site],
    [t('announcing.pack.short', { limit: SHORT_LIMITS.short }), pack.short],
    [t('announcing.pack.short', { limit: SHORT_LIMITS.longer }), pack.longer],
  ] as const
  if (ending === 'txt') return blocks.map(([title, text]) => `${title}\n${'-'.repeat(countCodePoints(title))}\n\n${text}\n`).join('\n\n')
  const paragraphs = (text: string) => splitParagraphs(text).map((part) => `<p>${escapeAttribute(part).replaceAll('\n', '<br>')}</p>`).join('\n')
  const body = blocks.map(([title, text]) => `<h2>${escapeAttribute(title)}</h2>\n${paragraphs(text)}`).join('\n')
  return `<!doctype html>\n<html lang="${pack.language}"><head><meta charset="utf-8"><title>${escapeAttribute(pack.subject)}</title></head>\n<body>\n${body}\n</body></html>\n`
}
