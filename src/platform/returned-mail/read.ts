import { allAddresses, distinctAddresses } from './addresses.ts'
import { isSurelyGone, judgeCause, type Cause, type ReturnedMail, type Said } from './causes.ts'
import { headerOf, readMessage, type Message } from './message.ts'
import { DELAYED_ELSEWHERE, FAILED_ELSEWHERE } from './phrases.ts'
import { readNotification } from './notification.ts'
import { readDeliveryReport, readFeedback, type ReportedRecipient } from './report.ts'
import { forwardedFrom, readNotice, recipientOfReturned, recipientsInWords, type Notice } from './words.ts'

/** Reads a report of a mail that did not arrive: RFC 3464, RFC 5965, or in words. Never throws; looks at 512 KB at most. */
export function readReturnedMail(raw: Uint8Array): ReturnedMail {
  const message = readMessage(raw)
  const notice = readNotice(message)
  const own = ownAddresses(message)
  const said = readAbuse(message, notice, own) ?? readReport(message, notice, own) ?? readNotification(message) ?? readAutoReply(message) ?? readWords(message, notice, own) ?? NOTHING
  return { ...said, returned: identify(notice) }
}

const NOTHING: Said = { kind: 'not-a-bounce', recipients: [], status: undefined, diagnostic: '' }

function identify(notice: Notice): ReturnedMail['returned'] {
  const to = distinctAddresses(notice.returned.filter(({ name }) => name === 'to').flatMap(({ value }) => allAddresses(value)))
  return { to: to.length === 1 ? to[0] : undefined, messageId: headerOf(notice.returned, 'message-id')?.match(/[^\s<>]{3,300}/u)?.[0] }
}

/** Whom the report itself was sent to: our own address. Not X-Original-To, in which some name the recipient that failed. */
function ownAddresses(message: Message): string[] {
  return message.headers.filter(({ name }) => name === 'to' || name === 'delivered-to').flatMap(({ value }) => allAddresses(value))
}

function readAbuse(message: Message, notice: Notice, own: readonly string[]): Said | undefined {
  const feedback = readFeedback(message.parts)
  // Hotmail's: no report, but the mail itself with the recipient in a header of its own.
  const isPlain = message.parts.some(({ type }) => type === 'message/rfc822') && notice.returned.some(({ name }) => name === 'x-hmxmroriginalrecipient')
  if (feedback === undefined && !isPlain) return undefined
  const named = feedback?.recipients ?? []
  const recipients = named.length > 0 ? named : recipientOfReturned(notice.returned, own)
  const diagnostic = excerptOf(notice)
  if (feedback?.type === 'not-spam') return { ...NOTHING, recipients }
  // A report on who passed as us (RFC 6591) is no reader's word.
  const kind = feedback?.type === 'auth-failure' || feedback?.type === 'dmarc' ? 'policy' : 'complaint'
  return { kind, recipients, status: undefined, diagnostic }
}

function readReport(message: Message, notice: Notice, own: readonly string[]): Said | undefined {
  const reported = readDeliveryReport(message.parts)
  const isReport = message.parts.some(({ type }) => type.includes('delivery-status')) || /report-type\s*=\s*"?delivery-status/iu.test(headerOf(message.headers, 'content-type') ?? '')
  const written = headerOf(message.headers, 'x-failed-recipients')
  if (reported.length === 0 && !isReport && written === undefined) return undefined
  const failed = reported.filter(({ action }) => action === undefined || action === 'failed' || action === 'delayed')
  const counted = failed.length > 0 ? failed : reported
  const named = distinctAddresses([...counted.flatMap(({ original, final }) => [original, final]), ...allAddresses(written ?? ''), ...forwardedFrom(notice)].filter((one) => one !== undefined))
  const recipients = named.length > 0 ? named : namedElsewhere(notice, own)
  const words = [...counted.map(({ diagnostic }) => diagnostic ?? ''), ...notice.lines].join('\n')
  const worst = counted.find(({ status }) => status?.startsWith('5')) ?? counted[0]
  const diagnostic = worst?.diagnostic ?? excerptOf(notice)
  return { kind: kindOfReport(counted, worst, words, notice), recipients, status: worst?.status ?? statusIn(words), diagnostic: diagnostic.slice(0, 1_000) }
}

function kindOfReport(counted: readonly ReportedRecipient[], worst: ReportedRecipient | undefined, words: string, notice: Notice): ReturnedMail['kind'] {
  const actions = counted.map(({ action }) => action)
  if (actions.length > 0 && actions.every((action) => /^(?:deliver|relay|expand)/u.test(action ?? ''))) return 'delivered'
  if (actions.length > 0 && actions.every((action) => action === 'delayed')) return 'delayed'
  if (actions.length === 0 && isDelay(notice)) return 'delayed'
  // The server's own answer first: the notice around it may advise of everything that can ever be wrong.
  const fallback: Cause = worst?.status === undefined || /^4|^5\.0\.0|^5\.5\./u.test(worst.status) ? 'soft' : 'hard'
  const answer = worst?.diagnostic
  return judgeCause(worst?.status, answer ?? words, fallback)
}

function namedElsewhere(notice: Notice, own: readonly string[]): string[] {
  const named = distinctAddresses([...forwardedFrom(notice), ...recipientsInWords(notice, own)])
  return named.length > 0 ? named : recipientOfReturned(notice.returned, own)
}

/** Who answers by a machine says so in a header, or in the beginning of a subject; a report is told before. */
const AUTO_SUBJECT = /^\s*(?:auto(?:mat(?:ic|ed|ische?|ique|ica|ico|isk))?[ :-]?(?:reply|response|antwort|svar)?|out of (?:the )?office|away (?:from|until)|abwesen|r[ée]ponse automatique|absen[ct]|fuera de (?:la )?oficina|fuori (?:ufficio|sede)|ausente|ausência|afwezig|respuesta autom|risposta autom|resposta autom|odpowiedź autom|automatisch antwoord|automatische?s? (?:antwort|svar)|automatick|otomatik yanıt|automatikus|răspuns automat|αυτόματη απάντηση|autosvar|automaattinen|автоответ|автоматический ответ|автоматична відповідь|отпуск|自動(?:応答|返信)|自動回[覆復]|自动(?:答复|回复)|자동 ?(?:회신|응답)|부재중|הודעת העדרות|תגובה אוטומטית|پاسخ خودکار|رد تلقائي|vacation)/iu

function readAutoReply(message: Message): Said | undefined {
  const submitted = headerOf(message.headers, 'auto-submitted')?.toLowerCase() ?? ''
  const precedence = headerOf(message.headers, 'precedence')?.toLowerCase() ?? ''
  const marks = ['x-autoreply', 'x-autorespond', 'x-auto-response-from', 'x-autoresponder', 'x-vacation'].some((name) => headerOf(message.headers, name) !== undefined)
  const isSaid = submitted.startsWith('auto-replied') || precedence === 'auto_reply' || marks || /\b(?:OOF|AutoReply|All)\b/u.test(headerOf(message.headers, 'x-auto-response-suppress-reply') ?? '')
  const sender = headerOf(message.headers, 'from') ?? ''
  if (isDaemon(sender) || !(isSaid || AUTO_SUBJECT.test(decodeWord(headerOf(message.headers, 'subject') ?? '')))) return undefined
  return { kind: 'auto-reply', recipients: allAddresses(sender, 1), status: undefined, diagnostic: '' }
}

/** Written by a mail system: nobody's name stands in From, or that of the machine. */
function isDaemon(from: string): boolean {
  const address = allAddresses(from, 1)[0]?.toLowerCase() ?? ''
  return from.replaceAll(/[<>\s]/gu, '') === '' || /^(?:mailer-?daemon|post?[._-]?master|mail[._-]?(?:delivery|daemon|system)|.*daemon)[^@]*(?:@|$)/u.test(address || from.toLowerCase().trim()) || /mail(?:er)?[ -]?(?:deliver|daemon|system)|delivery (?:sub)?system|system administrator/iu.test(from)
}

/** Sentences and subjects in which the mail systems that write no reports say that a mail failed. */
const FAILED =
  /undeliver|(?:could not|couldn't|cannot|can't|can not|was not|wasn't|not) (?:be )?deliver|deliver(?:y|ing|ed)?[^.\n]{0,60}(?:fail|abort|error|problem)|fail(?:ed|ure)? (?:notice|delivery|permanently)|mail failure|unable to deliver|returned (?:mail|message)|trouble delivering|error (?:delivering|sending|has occurred while)|permanent (?:error|fatal|delivery)|did not reach|transcript of session|had delivery|returned permanent errors|failure reasons|non-delivered information|is delayed|\bdelayed \d|not yet been deliver|could not send|loop alert|mailbox exceeds allowed|delivery status notification|mail system error|mail deliver|non-?delivery|mail failed|returning to sender|returned because|automatically rejected/iu
const IS_ANSWER = /^\s*[\p{L}]{1,6}(?:\[\d{1,3}\])?\s?[:：]/u
/** A server's answer: its code where an answer begins, not where a sentence has a number; or a status code. */
const REPLY_LINE = /(?:^|[:<>(["'\]-])\s{0,4}[45]\d\d[ -]{1,3}(?:[\p{L}<"'([]|#?[45]\.)|(?:^|[\s:<>(["'-])#?[45]\.\d{1,3}\.\d{1,3}(?=[\s):<])/u

/**
 * In words: only from a mail system, and only where a server's answer or a sentence of the systems that are known stands in it. A notice
 * in words of its own is for a person to read: it is better to miss one than to end what somebody follows.
 */
function readWords(message: Message, notice: Notice, own: readonly string[]): Said | undefined {
  const subject = decodeWord(headerOf(message.headers, 'subject') ?? '')
  const words = notice.lines.join('\n')
  const returnPath = headerOf(message.headers, 'return-path')
  const from = headerOf(message.headers, 'from') ?? ''
  const isNobody = (returnPath !== undefined && /^<?\s*>?$/u.test(returnPath)) || /mailer-?daemon/iu.test(`${from} ${returnPath ?? ''}`)
  // A person who writes of a failure answers or forwards what told of it.
  if (!isDaemon(from) && !isNobody && (!saysFailed(subject) || IS_ANSWER.test(subject))) return undefined
  const hasReply = notice.lines.some((line) => REPLY_LINE.test(line.slice(0, 1_000)))
  // In whatever language it is: a machine that has no mailbox sends back a mail.
  const isSentBack = isNobody && isDaemon(from) && message.parts.some(({ type }) => /^(?:message\/(?:rfc822|global)|(?:text|message)\/rfc822-headers)$/u.test(type))
  if (!saysFailed(subject) && !saysFailed(words) && !(isDaemon(from) && (hasReply || isSurelyGone(`${subject}\n${words}`))) && !isSentBack) return undefined
  const recipients = namedElsewhere(notice, own)
  const status = statusIn(words)
  const kind = isDelay(notice) ? 'delayed' : judgeCause(status, `${words}\n${subject}`, 'soft')
  return { kind, recipients, status, diagnostic: excerptOf(notice) }
}

function saysFailed(text: string): boolean {
  return FAILED.test(text) || FAILED_ELSEWHERE.test(text)
}

/** Still being tried: said by those who write before they give up. */
function isDelay(notice: Notice): boolean {
  const words = notice.lines.join('\n')
  if (DELAYED_ELSEWHERE.test(words) && !REPLY_LINE.test(words)) return true
  return /(?:only a|just a) (?:temporary|warning)|warning message only|message is delayed|has been delayed|(?:has |have )?not yet been delivered|attempts will (?:continue|be made)|attempts will continue to be made|will (?:continue|keep) (?:to try|trying)|not need to re-?send|will be (?:retried|tried again)/iu.test(words) && !/giv(?:en|ing) up|permanent(?:ly)? (?:error|fail)/iu.test(words)
}

function statusIn(words: string): string | undefined {
  return /(?:^|[^\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.])/u.exec(words.slice(0, 8_000))?.[1]
}

function excerptOf(notice: Notice): string {
  const lines = notice.lines.map((line) => line.trim()).filter((line) => line !== '')
  const answer = lines.findIndex((line) => REPLY_LINE.test(line.slice(0, 1_000)))
  return lines.slice(Math.max(answer, 0), Math.max(answer, 0) + 3).join(' ').slice(0, 1_000)
}

/** An encoded word of a subject (RFC 2047), as far as it is one. */
function decodeWord(text: string): string {
  return text.slice(0, 1_000).replaceAll(/=\?([\w-]{1,40})\?([bq])\?([^?\s]{0,300})\?=/giu, (whole, charset: string, kind: string, coded: string) => {
    const bytes = kind.toLowerCase() === 'b' ? Buffer.from(coded, 'base64') : Buffer.from(coded.replaceAll('_', ' ').replaceAll(/=([0-9a-f]{2})/giu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1')
    try {
      return new TextDecoder(charset).decode(bytes)
    } catch {
      return whole
    }
  })
}
