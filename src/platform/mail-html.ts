import { textDirection } from '../shared/language.ts'

export interface MailWords {
  /** The plain text of the mail, line ends as \n. */
  readonly text: string
  readonly subject: string
  /** A BCP 47 tag; undefined where it is not known. */
  readonly lang?: string | undefined
  /** What follows below a rule: why one gets the mail, how to end it. Plain text as well. */
  readonly footer?: string | undefined
}

/** The plain text of a mail as HTML with the same words, for programs that show only that or show it better. */
export function writeMailHtml(mail: MailWords): string {
  const paragraphs = (text: string) => text.split(/\n{2,}/u).map((part) => `<p>${escape(part).replaceAll('\n', '<br>\n')}</p>`).join('\n')
  const footer = mail.footer === undefined ? '' : `\n<hr>\n${paragraphs(mail.footer)}`
  const lang = mail.lang === undefined ? '' : ` lang="${escape(mail.lang)}" dir="${textDirection(mail.lang)}"`
  return `<!doctype html>\n<html${lang}>\n<head><meta charset="utf-8"><title>${escape(mail.subject)}</title></head>\n<body>\n${paragraphs(mail.text)}${footer}\n</body>\n</html>\n`
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
