import { allAddresses, firstAddress } from './addresses.ts'
import { headerOf, splitHeaders, type Header, type Part } from './message.ts'

/** What a report says of one recipient (RFC 3464). */
export interface ReportedRecipient {
  /** Where the mail was to go in the end; after a forwarding, not the address that it was sent to. */
  readonly final: string | undefined
  /** The address that it was sent to, where the report knows it. */
  readonly original: string | undefined
  /** In lower case: failed, delayed, delivered, relayed, expanded. */
  readonly action: string | undefined
  readonly status: string | undefined
  readonly diagnostic: string | undefined
}

/** What a report of abuse says (RFC 5965). */
export interface Feedback {
  /** In lower case: abuse, fraud, not-spam, auth-failure, … */
  readonly type: string
  readonly recipients: readonly string[]
}

const MOST_RECIPIENTS = 50

/** The recipients that a delivery report names, also where its fields stand in a part of plain text. */
export function readDeliveryReport(parts: readonly Part[]): ReportedRecipient[] {
  const proper = parts.filter(({ type }) => type.includes('delivery-status'))
  const found = proper.flatMap(({ text }) => readGroups(text))
  if (found.length > 0) return found.slice(0, MOST_RECIPIENTS)
  const written = parts.filter(({ type, text }) => type.startsWith('text/') && /^\s{0,8}(?:Final|Original)-Recipient\s*:/imu.test(text.slice(0, 65_536)))
  return written.flatMap(({ text }) => readGroups(text.slice(0, 65_536))).slice(0, MOST_RECIPIENTS)
}

function readGroups(text: string): ReportedRecipient[] {
  return text
    .split(/\n[ \t]*\n/u)
    .slice(0, 200)
    .flatMap((group) => readFieldRuns(group))
    .flatMap((fields) => toRecipient(fields))
}

/** The fields of a group; a second recipient without an empty line before it begins another one. */
function readFieldRuns(group: string): Header[][] {
  const { headers } = splitHeaders(group.replaceAll(/^\s{1,8}(?=[\w-]{3,40}\s*:)/gmu, '').replace(/^(?:(?![\w-]{3,40}\s*:)[^\n]*\n)+/u, ''))
  const runs: Header[][] = [[]]
  for (const header of headers) {
    const run = runs.at(-1) ?? []
    if (header.name === 'final-recipient' && headerOf(run, 'final-recipient') !== undefined) runs.push([header])
    else run.push(header)
  }
  return runs
}

function toRecipient(fields: readonly Header[]): ReportedRecipient[] {
  const [final, original] = [headerOf(fields, 'final-recipient'), headerOf(fields, 'original-recipient')]
  if (final === undefined && original === undefined) return []
  return [
    {
      final: final === undefined ? undefined : addressIn(final),
      original: original === undefined ? undefined : addressIn(original),
      action: headerOf(fields, 'action')?.toLowerCase().match(/[a-z]+/u)?.[0],
      status: headerOf(fields, 'status')?.match(/[245]\.\d{1,3}\.\d{1,3}/u)?.[0],
      diagnostic: headerOf(fields, 'diagnostic-code')?.replace(/^\s*[\w-]+\s*;\s*/u, ''),
    },
  ]
}

/** `rfc822; a@example.org`; a bare name and `@host`, which some write, are no address. */
function addressIn(value: string): string | undefined {
  return firstAddress(value.replace(/^\s*[\w-]+\s*;/u, ' '))
}

/** The report of abuse in a mail; undefined where there is none. */
export function readFeedback(parts: readonly Part[]): Feedback | undefined {
  const part = parts.find(({ type }) => type === 'message/feedback-report')
  if (part === undefined) return undefined
  const { headers } = splitHeaders(part.text.replace(/^\s+/u, ''))
  const named = headers.filter(({ name }) => name === 'original-rcpt-to' || name === 'removal-recipient' || name === 'original-recipient')
  return { type: (headerOf(headers, 'feedback-type') ?? 'abuse').trim().toLowerCase(), recipients: named.flatMap(({ value }) => allAddresses(value)) }
}
