import { z } from 'zod'
import { isCountry } from '../shared/countries.ts'
import { line, mailAddress, oneOf, optional, optionalOneOf, pastedProse, prose, requiredLine, revision, webAddress, withOriginal, type FieldErrors } from '../shared/fields.ts'
import { isLanguageTag } from '../shared/language.ts'
import { isId, type Id } from '../shared/ids.ts'
import { parsePlainDate, type PlainDate } from '../shared/time.ts'
import { NOT_SAID } from './model.ts'
import { CAPACITIES, CONSENTS, LICENCES, NO_REGIONAL_GROUP, type ListEntry } from '../shared/vocabularies.ts'

/** Code points of one answer: some 40 pages. Longer texts come as a file. */
export const ANSWER_LIMIT = 100_000

/** Channels by which something comes that the desk then enters. */
export const ENTERED_CHANNELS = ['mail', 'list', 'meeting', 'paper', 'desk'] as const

export interface ForumLists {
  readonly stakeholderGroups: readonly ListEntry[]
  readonly regionalGroups: readonly ListEntry[]
}

/** Those who can send one together with the one it is named after. */
export const OTHERS_LIMIT = 50

/** Where a position paper was published: with its title at least. */
const elsewhere = z.object({
  title: requiredLine(500),
  publisher: optional(line(500)),
  published: optional(line(10).refine((text) => text === '' || parsePlainDate(text) !== undefined, { error: 'not-a-date' })).transform((text) => text as PlainDate | undefined),
  url: optional(webAddress()),
})

/** `original` is what was pasted, where that was cleaned: it goes with the answer into the record, and is stored nowhere else (decision 20). */
const answer = z.preprocess(withOriginal, z.object({ questionId: z.string().transform((text) => text as Id<'question'>), text: pastedProse(ANSWER_LIMIT), original: z.string().optional() }))

function fields({ stakeholderGroups, regionalGroups }: ForumLists) {
  const groups = new Set(stakeholderGroups.map(({ key }) => key))
  const regions = new Set([...regionalGroups.map(({ key }) => key), NO_REGIONAL_GROUP, NOT_SAID])
  const other = {
    name: optional(line(300)),
    organisation: optional(line(300)),
    capacity: optionalOneOf(CAPACITIES),
    country: optional(line(2).refine((code) => code === '' || isCountry(code), { error: 'not-in-list' })),
    stakeholderGroup: optional(line(100).refine((key) => key === '' || groups.has(key), { error: 'not-in-list' })),
    regionalGroup: optional(line(100).refine((key) => key === '' || regions.has(key), { error: 'not-in-list' })),
  }
  return {
    contributor: optional(line(300)),
    organisation: optional(line(300)),
    capacity: optionalOneOf(CAPACITIES),
    country: optional(line(2).refine((code) => code === '' || isCountry(code), { error: 'not-in-list' })),
    stakeholderGroup: optional(line(100).refine((key) => key === '' || groups.has(key), { error: 'not-in-list' })),
    /** Nothing: to be suggested from the country. */
    regionalGroup: optional(line(100).refine((key) => key === '' || regions.has(key), { error: 'not-in-list' })),
    language: optional(line(35).refine((tag) => tag === '' || isLanguageTag(tag), { error: 'not-in-list' })),
    consent: oneOf(CONSENTS),
    licence: optionalOneOf(LICENCES),
    mail: optional(mailAddress()),
    answers: z.array(answer).max(100, { error: 'contributions.refusal.unknown-question' }),
    others: z.array(z.object(other)).max(OTHERS_LIMIT, { error: 'sending.refusal.too-many-contributors' }).optional(),
    elsewhere: elsewhere.optional(),
  }
}

/**
 * A schema is made once for the lists of a forum, and found again by them: making one costs more than all else that is done with a
 * form, and hundreds come at a deadline.
 */
function onceForLists<Schema>(make: (lists: ForumLists) => Schema): (lists: ForumLists) => Schema {
  const made = new Map<string, Schema>()
  return ({ stakeholderGroups, regionalGroups }) => {
    const key = JSON.stringify([stakeholderGroups, regionalGroups].map((list) => list.map((entry) => entry.key)))
    const known = made.get(key)
    if (known !== undefined) return known
    if (made.size >= 200) made.clear()
    const schema = make({ stakeholderGroups, regionalGroups })
    made.set(key, schema)
    return schema
  }
}

/** What the public form sends. */
export const contributionSchema = onceForLists((lists) => {
  return z.object({ ...fields(lists), formKey: z.string({ error: 'required' }).refine(isId, { error: 'required' }), revision: revision() })
})

/** The name is asked for when it shall be published, the organisation when it is spoken for. Told at once with all other errors. */
export function missingNames(typed: { readonly contributor: string; readonly organisation: string; readonly consent: string; readonly capacity: string }): FieldErrors {
  const hasOrganisation = typed.organisation.trim() !== ''
  return {
    ...(typed.consent === 'full' && typed.contributor.trim() === '' && !hasOrganisation ? { contributor: 'required' } : {}),
    ...(typed.capacity === 'organisation' && !hasOrganisation ? { organisation: 'required' } : {}),
  }
}

/** What an amendment may change; the address and the place of an earlier publication stay. */
export function amendmentSchema(lists: ForumLists) {
  const { mail: _mail, elsewhere: _elsewhere, ...may } = fields(lists)
  return z.object({ ...may, note: optional(prose(2000)), amendments: revision() })
}

/** What one of those who clear a contribution says of it. */
export const remarkSchema = z.object({ name: requiredLine(200), text: optional(prose(10_000)) })

export const unconfirmedSchema = z.object({ reason: requiredLine(500) })

/** What the desk enters: whatever is known, with the channel and the day by which it had come. */
export function entrySchema(lists: ForumLists) {
  return z.object({
    ...fields(lists),
    formKey: z.string({ error: 'required' }).refine(isId, { error: 'required' }),
    channel: oneOf(ENTERED_CHANNELS),
    receivedBy: z
      .string({ error: 'required' })
      .refine((text) => text !== '', { error: 'required' })
      .refine((text) => text === '' || parsePlainDate(text) !== undefined, { error: 'not-a-date' })
      .transform((text) => text as PlainDate),
    label: optional(line(300)),
  })
}

export const withdrawSchema = z.object({ reason: optional(line(500)) })
