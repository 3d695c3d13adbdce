import type { Choice } from '../choices/model.ts'
import { canonicalJson } from '../../shared/canonical-json.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'
import type { Capacity, Channel, Confirmation, Consent, Licence } from '../../shared/vocabularies.ts'

/** A file as it came: its content stands in the store by its SHA-256. */
export interface SentFile {
  readonly name: string
  readonly mediaType: string
  readonly size: number
  readonly sha256: string
}

/** Somebody who sent it together with the one it is named after; nothing is asked of them but what they want to be known. */
export interface OtherContributor {
  readonly name?: string | undefined
  readonly organisation?: string | undefined
  readonly capacity?: Capacity | undefined
  readonly country?: string | undefined
  readonly stakeholderGroup?: string | undefined
  readonly regionalGroup?: string | undefined
}

/** Where a position paper that is sent as a contribution was published before. */
export interface Elsewhere {
  readonly title: string
  readonly publisher?: string | undefined
  readonly published?: PlainDate | undefined
  readonly url?: string | undefined
}

/** What those who are given the preview may do with it: each may do what stands before it, too. */
export const CLEARANCES = ['read', 'remark', 'clear'] as const
export type Clearance = (typeof CLEARANCES)[number]

/** What was sent, by whom, and what may be published of it. Undefined is not recorded. */
export interface Sent {
  readonly cycleId: Id<'cycle'>
  readonly callId: Id<'call'>
  readonly contributor?: string | undefined
  readonly organisation?: string | undefined
  readonly capacity?: Capacity | undefined
  readonly country?: string | undefined
  readonly stakeholderGroup?: string | undefined
  /** Decided by whoever takes the form: chosen, suggested from the country and left standing, `none`, or not said. */
  readonly regionalGroup?: string | undefined
  readonly language?: string | undefined
  readonly consent: Consent
  readonly licence?: Licence | undefined
  readonly mail?: string | undefined
  readonly elsewhere?: Elsewhere | undefined
  readonly answers: readonly { readonly questionId: Id<'question'>; readonly text: string }[]
  /** What was chosen in answer to closed questions. */
  readonly choices?: readonly Choice[] | undefined
  /** The variant of the call that was answered. */
  readonly variantId?: Id<'variant'> | undefined
  readonly attachments: readonly SentFile[]
  /** Those it was sent together with. It is counted once, by the one it is named after. */
  readonly others?: readonly OtherContributor[] | undefined
  readonly invitationId?: Id | undefined
  /** Given: a preview of it was made for those who clear it. */
  readonly clearance?: Clearance | undefined
  /** Sent, and kept until it is released: neither counted nor public before. */
  readonly waitsForClearance?: boolean | undefined
  /** Made with the form: the same form sent twice is one contribution. */
  readonly formKey: Id
}

/** Where a contribution stands before it counts. */
export const STATES = ['received', 'pending-clearance', 'pending-confirmation', 'unconfirmed'] as const
export type ContributionState = (typeof STATES)[number]

/** The state in which one sent by the public form is taken. Clearance comes first: what is not released asks nobody for confirmation. */
export function stateOnArrival(confirmation: Confirmation, waitsForClearance: boolean): ContributionState {
  if (waitsForClearance) return 'pending-clearance'
  return confirmation === 'none' ? 'received' : 'pending-confirmation'
}

/** How and when it came. */
export interface Arrival {
  readonly channel: Channel
  readonly received_at: Instant | null
  readonly received_by: PlainDate
  readonly is_late: boolean
  readonly label: string | null
  readonly state: ContributionState
}

/** Who sent it and on what terms, as its row has them. */
export function toSender(input: Sent) {
  return {
    contributor: input.contributor ?? null,
    organisation: input.organisation ?? null,
    capacity: input.capacity ?? null,
    country: input.country ?? null,
    stakeholder_group: input.stakeholderGroup ?? null,
    regional_group: input.regionalGroup ?? null,
    language: input.language ?? null,
    consent: input.consent,
    licence: input.licence ?? null,
    mail: input.mail ?? null,
    elsewhere_title: input.elsewhere?.title ?? null,
    elsewhere_publisher: input.elsewhere?.publisher ?? null,
    elsewhere_published: input.elsewhere?.published ?? null,
    elsewhere_url: input.elsewhere?.url ?? null,
  }
}

/** The other contributors as rows, in the order in which they were named. */
export function toOthers(others: readonly OtherContributor[]) {
  return others.map((other, place) => ({
    position: place + 2,
    name: other.name ?? null,
    organisation: other.organisation ?? null,
    capacity: other.capacity ?? null,
    country: other.country ?? null,
    stakeholder_group: other.stakeholderGroup ?? null,
    regional_group: other.regionalGroup ?? null,
  }))
}

/** All that makes two sendings of one form the same: words, files, and who sent them on what terms. */
export function wordsOf(said: { answers: readonly (readonly [string, string])[]; choices: readonly (readonly [string, number])[]; files: readonly string[]; sender: ReturnType<typeof toSender>; others: ReturnType<typeof toOthers> }): string {
  const { sender, others } = said
  const who = [
    sender.contributor, sender.organisation, sender.capacity, sender.country, sender.stakeholder_group, sender.regional_group, sender.language, sender.consent, sender.licence, sender.mail,
    sender.elsewhere_title, sender.elsewhere_publisher, sender.elsewhere_published, sender.elsewhere_url,
  ]
  const together = others.map((other) => [other.position, other.name, other.organisation, other.capacity, other.country, other.stakeholder_group, other.regional_group])
  // By question, and within one in the order given, which a ranking means.
  const choices = Object.fromEntries([...Map.groupBy(said.choices, ([question]) => question)].map(([question, own]) => [question, own.map(([, option]) => option)]))
  return canonicalJson([Object.fromEntries(said.answers), choices, [...said.files].sort(), who, together])
}
