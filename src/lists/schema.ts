import { z } from 'zod'
import { line, mailAddress, oneOf, optional, optionalOneOf, prose, requiredLine, requiredProse, revision } from '../shared/fields.ts'
import { isLanguageTag } from '../shared/language.ts'
import { LIST_SUFFIXES, RESERVED_NAMES } from '../shared/mail-addresses.ts'
import { DELIVERIES, LIST_KINDS, STRANGERS } from './model.ts'

/** What a list may be called: the part of its address before the @. Refuses: not-a-list-name, list-name-reserved. */
export function listName() {
  return requiredLine(40)
    .transform((text) => text.toLowerCase())
    .superRefine((text, context) => {
      if (!/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])$/u.test(text) || text.includes('--')) return context.addIssue({ code: 'custom', message: 'not-a-list-name' })
      const isTaken = (RESERVED_NAMES as readonly string[]).includes(text) || text === 'new' || LIST_SUFFIXES.some((suffix) => text.endsWith(`-${suffix}`))
      if (isTaken) context.addIssue({ code: 'custom', message: 'list-name-reserved' })
    })
}

function wholeNumber(least: number, most: number) {
  return line(12).refine((text) => text === '' || (/^[0-9]{1,9}$/u.test(text) && Number(text) >= least && Number(text) <= most), { error: `not-a-number-from:${least}:${most}` })
}

const language = () => requiredLine(35).refine(isLanguageTag, { error: 'not-a-language' })
const DAYS = ['1', '2', '3', '4', '5', '6', '7'] as const
const isOn = () => z.string().optional().transform((text) => text === 'yes')

/** What the desk sets of a list. */
export const settingsSchema = z.object({
  title: requiredLine(200),
  description: prose(4000),
  kind: oneOf(LIST_KINDS),
  language: language(),
  tag: optional(line(40)),
  sizeLimit: wholeNumber(10, 20_000).transform((text) => (text === '' ? 1_000_000 : Number(text) * 1000)),
  trusting: oneOf(['all', 'first', 'none']),
  strangers: oneOf(STRANGERS),
  isArchivePrivate: isOn(),
  digestDay: optionalOneOf(DAYS).transform((day) => (day === undefined ? null : Number(day))),
  digestHour: wholeNumber(0, 23).transform((text) => (text === '' ? 6 : Number(text))),
  rewrittenDomains: prose(4000).transform((text) => [...new Set(text.toLowerCase().split(/[\s,;]+/u).filter((each) => each !== ''))]).refine((all) => all.every((each) => /^[^\s@<>"(),;:.]+(?:\.[^\s@<>"(),;:.]+)+$/u.test(each)), { error: 'not-a-domain' }),
  revision: revision(),
})
export type ListSettings = Omit<z.output<typeof settingsSchema>, 'revision'>

/** A new list: what is set, and its name, which stays. */
export const newListSchema = settingsSchema.extend({ slug: listName(), cycle: optional(line(60)), moderators: prose(4000) })

/** Whoever joins on the page. */
export const joinSchema = z.object({ mail: mailAddress().refine((text) => text !== '', { error: 'required' }), name: optional(line(200)), delivery: oneOf(DELIVERIES) })

/** The author of a post, who asks that it be counted. */
export const takeSchema = z.object({ mail: mailAddress().refine((text) => text !== '', { error: 'required' }) })

export const deliverySchema = z.object({ delivery: oneOf(DELIVERIES), name: optional(line(200)) })

/** Addresses that the desk enters: one a line, bare or as `Name <address>`; with what is known of their consent. */
export const membersSchema = z.object({ members: requiredProse(200_000), consent: requiredProse(1000) })

export const moderatorsSchema = z.object({ moderators: prose(8000) })

export const declineSchema = z.object({ decision: oneOf(['publish', 'publish-and-trust', 'reject', 'discard']), reason: optional(prose(2000)) })

export const announceSchema = z.object({ subject: requiredLine(300), text: requiredProse(50_000), formKey: line(60) })
