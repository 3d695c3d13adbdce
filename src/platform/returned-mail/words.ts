import { ADDRESS, allAddresses, distinctAddresses, firstAddress, isSameAddress } from './addresses.ts'
import { headerOf, splitHeaders, type Header, type Message } from './message.ts'

/** A mail as a notice in words and, apart from it, the beginning of the mail that came back. */
export interface Notice {
  readonly lines: readonly string[]
  /** Headers of the mail that came back; none where it was not sent along. */
  readonly returned: readonly Header[]
}

const MOST_CHARACTERS = 64 * 1024
const MOST_LINES = 1_000

/** In whatever language a notice is, the mail that it returns begins with headers that no notice has. */
const RETURNED_BEGINS = /^[ \t>]{0,4}(?:Received|Return-Path|DKIM-Signature|Message-ID|MIME-Version|X-Google-Smtp-Source|X-Received|X-[\w-]{3,40}-Id)\s{0,2}:/iu
/** A line that says that it follows, where its headers are in another order. */
const RETURNED_FOLLOWS =
  /^[\s>*-]{0,20}(?:(?:-{2,}|_{2,}|={2,}|\*{2,}).{0,60}(?:original|copy|unsent|returned|below this line|headers?\b)|original message (?:follows|headers)|message headers follow|below is a copy|included is a copy|the header of the original|original mail as follows|bounced e-?mail|body of message generated)/iu

/** Parts the notice from what it returns. */
export function readNotice(message: Message): Notice {
  const written = message.parts.filter(({ type }) => type.startsWith('text/') && type !== 'text/rfc822-headers')
  const plain = written.filter(({ type }) => type !== 'text/html')
  const isAttached = ({ headers }: { headers: readonly Header[] }) => /^\s*attachment/iu.test(headerOf(headers, 'content-disposition') ?? '')
  const shown = plain.some((part) => part.text.trim() !== '' && !isAttached(part)) ? plain : written
  const text = shown.map((part) => (part.type === 'text/html' ? withoutTags(part.text) : part.text)).join('\n').slice(0, MOST_CHARACTERS)
  const lines = text.split('\n').slice(0, MOST_LINES)
  const first = lines.findIndex((line) => line.trim() !== '')
  const end = lines.findIndex((line, place) => place > first && (RETURNED_BEGINS.test(line) || (RETURNED_FOLLOWS.test(line) && !/generated response/iu.test(line))))
  const apart = message.parts.find(({ type }) => type === 'message/rfc822' || type === 'message/global' || type === 'text/rfc822-headers' || type === 'message/rfc822-headers' || type === 'message/partial')
  const rest = apart?.text ?? (end < 0 ? '' : outdent(lines.slice(end)))
  return { lines: end < 0 ? lines : lines.slice(0, end), returned: headersWithin(rest) }
}

/** The headers of a returned mail, which may begin after a line or two of words. */
function headersWithin(text: string): Header[] {
  const lines = text.split('\n').slice(0, 400)
  const start = lines.findIndex((line) => /^[A-Za-z][\w-]{1,60}\s?:\s?\S/u.test(line) && !/^https?:/iu.test(line))
  return start < 0 ? [] : splitHeaders(lines.slice(start).join('\n')).headers
}

function outdent(lines: readonly string[]): string {
  const indent = /^[ \t]*/u.exec(lines.find((line) => RETURNED_BEGINS.test(line)) ?? '')?.[0] ?? ''
  return lines.map((line) => (indent !== '' && line.startsWith(indent) ? line.slice(indent.length) : line)).join('\n')
}

function withoutTags(html: string): string {
  return html
    .replaceAll(/<(?:style|script|title)\b[^>]{0,500}>[^<]{0,20000}/giu, '')
    .replaceAll(/<(?:br|\/p|\/div|\/tr|\/li|\/h\d|\/td)\b[^>]{0,200}>/giu, '\n')
    .replaceAll(/<[^<>]{0,2000}>/gu, '')
    .replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&nbsp;', ' ').replaceAll('&quot;', '"').replaceAll('&#64;', '@').replaceAll('&amp;', '&')
}

/** A line after which the recipients stand, each on a line of its own or at the head of one. */
const FOLLOWS = /(?:recipients?(?:\(s\))?|address(?:es)?|destinat\S{1,8}|empfänger\S{0,3}|adress\S{1,3}|получат\S{1,6}|адрес\S{0,4}|宛先|あて先|アドレス|收件人|地址|받는 사람|المستلم\S{0,3})[^.\n]{0,60}[:：]\s*$/iu

const TO_COMMAND = new RegExp(String.raw`(?:\bRCPT(?:\s+TO)?\s*:\s*<?|\bT=\[)\s*(${ADDRESS})`, 'iu')
const LINE_BEGINS = new RegExp(String.raw`^[\s>*•·\-–"'(<]{0,12}(${ADDRESS})[>"')]*(?:\s*<mailto:[^>]{1,300}>)?(.*)$`, 'u')
const LABELLED = new RegExp(String.raw`\b(?:recipients?|to|address(?:es)?|mailbox|user|account|message for|mail for|deliver(?:ed|y|ing)?[^@:]{0,60}to|errors?)\s{0,3}[:\s]\s{0,3}["'<]{0,2}(${ADDRESS})`, 'iu')
const REPLY = /(?:^|[^\d.])[45]\d\d[ \-:]/u
const OF_SENDER = /\bMAIL[ _]?FROM\b|\bsender\b|^\s*(?:from|reply-to)\b|\bF=\[|^Original Sender/iu

/**
 * The recipients that a notice names in words, best evidence first: the command at which a server refused, a line that begins with an
 * address, the answer of a server, a word such as `recipient` or `to` before it. `own` are addresses of ours, which notices name too.
 */
export function recipientsInWords(notice: Notice, own: readonly string[]): string[] {
  const isOwn = (address: string) => own.some((each) => isSameAddress(each, address))
  const commands = notice.lines.flatMap((line) => found(TO_COMMAND, line))
  const begun = notice.lines.filter((line) => !OF_SENDER.test(line)).flatMap((line) => found(LINE_BEGINS, line))
  const answers = notice.lines.filter((line) => REPLY.test(line) && !OF_SENDER.test(line)).flatMap((line) => allAddresses(line, 5)).filter((address) => !isOwn(address))
  const certain = distinctAddresses([...commands, ...begun, ...answers, ...listedIn(notice).filter((address) => !isOwn(address))])
  const others = certain.filter((address) => !isOwn(address))
  if (others.length > 0) return others
  const labelled = notice.lines.filter((line) => !OF_SENDER.test(line)).flatMap((line) => found(LABELLED, line))
  const named = distinctAddresses(labelled).filter((address) => !isOwn(address))
  if (named.length > 0) return named
  // Nobody but ourselves is named where the answer says so: mail to oneself comes back too.
  return certain.length > 0 ? certain : distinctAddresses(notice.lines.filter((line) => !OF_SENDER.test(line) && !/https?:/iu.test(line)).flatMap((line) => allAddresses(line, 5))).filter((address) => !isOwn(address) && !/^(?:postmaster|mailer-daemon|support|abuse|help|no-?reply)@/iu.test(address)).slice(0, 1)
}

/** What the first line after such a one names, where nothing begins with it. */
function listedIn({ lines }: Notice): string[] {
  return lines.flatMap((line, place) => {
    if (!FOLLOWS.test(line.slice(-200))) return []
    const next = lines.slice(place + 1, place + 4).find((each) => each.trim() !== '') ?? ''
    return OF_SENDER.test(next) ? [] : allAddresses(next, 5)
  })
}

/** The address that a mail which came back was sent to, where its headers name one and no more. */
export function recipientOfReturned(returned: readonly Header[], own: readonly string[]): string[] {
  for (const name of ['x-hmxmroriginalrecipient', 'x-original-to', 'delivered-to', 'x-actual-recipient', 'to', 'cc']) {
    const named = returned.filter((header) => header.name === name).flatMap(({ value }) => allAddresses(value))
    const others = distinctAddresses(named).filter((address) => !own.some((each) => isSameAddress(each, address)))
    if (others.length > 0) return others.length === 1 || name === 'to' ? others : []
  }
  const through = returned.filter(({ name }) => name === 'received').flatMap(({ value }) => firstAddress(/\bfor\s+(<?[^\s;]{3,300})/u.exec(value)?.[1] ?? '') ?? [])
  return distinctAddresses(through).slice(0, 1)
}

/** `(ultimately generated from a@example.org)`: the address that was written to, before it was forwarded. */
export function forwardedFrom(notice: Notice): string[] {
  return notice.lines.flatMap((line) => found(new RegExp(String.raw`(?:generated from|forwarded from|originally (?:sent )?to)\s+<?(${ADDRESS})`, 'iu'), line))
}

function found(pattern: RegExp, line: string): string[] {
  const address = firstAddress(pattern.exec(line.slice(0, 2_000))?.[1] ?? '')
  return address === undefined ? [] : [address]
}
