/** One entry of a list that a forum may edit: a stable key, and its name in the languages at hand. */
export interface ListEntry {
  readonly key: string
  readonly title: string
}

/** Stakeholder groups as the forum's own overview lists them (2017-10-11 report, annex III). The order fixes colour and place. */
export const DEFAULT_STAKEHOLDER_GROUPS: readonly ListEntry[] = [
  { key: 'Civil Society', title: 'Civil Society' },
  { key: 'Technical Community', title: 'Technical Community' },
  { key: 'Private Sector', title: 'Private Sector' },
  { key: 'Government', title: 'Government' },
  { key: 'IGO', title: 'Intergovernmental Organisation' },
  { key: 'Multistakeholder', title: 'Multistakeholder' },
]

/** The five regional groups of the United Nations. `none` (a fact) and not recorded (our ignorance) are added wherever they are needed. */
export const DEFAULT_REGIONAL_GROUPS: readonly ListEntry[] = [
  { key: 'AFG', title: 'African Group' },
  { key: 'APG', title: 'Asia-Pacific Group' },
  { key: 'EEG', title: 'Eastern European Group' },
  { key: 'GRULAC', title: 'Latin American and Caribbean Group' },
  { key: 'WEOG', title: 'Western European and Others Group' },
]

/** A contributor that belongs to no regional group, such as an intergovernmental organisation. Not the same as not recorded. */
export const NO_REGIONAL_GROUP = 'none'
/** The key under which rows without a value are counted; shown only when there are any. */
export const NOT_RECORDED = 'not recorded'

export const CAPACITIES = ['individual', 'organisation', 'official'] as const
export type Capacity = (typeof CAPACITIES)[number]

export const CHANNELS = ['web', 'mail', 'list', 'import', 'meeting', 'paper', 'desk'] as const
export type Channel = (typeof CHANNELS)[number]

/** Comments also come within a document: beside its text, as changes of it, or as rows of a table. */
export const COMMENT_CHANNELS = [...CHANNELS, 'document'] as const
export type CommentChannel = (typeof COMMENT_CHANNELS)[number]

/** What may be published of a contribution: all of it, all but who sent it, nothing (it is counted only). */
export const CONSENTS = ['full', 'without-name', 'not-at-all'] as const
export type Consent = (typeof CONSENTS)[number]

/** On what terms others may use what is published. The last one: it may be published here, and nothing more was given. */
export const LICENCES = ['CC-BY-4.0', 'CC-BY-SA-4.0', 'CC0-1.0', 'publication-only'] as const
export type Licence = (typeof LICENCES)[number]

/** What makes a contribution by the public form count: nothing more, the link mailed to its sender, the desk. Set for a forum. */
export const CONFIRMATIONS = ['none', 'mail', 'hold'] as const
export type Confirmation = (typeof CONFIRMATIONS)[number]

export const PHASES = ['scoping', 'call', 'analysis', 'drafting', 'review', 'session', 'published', 'closed'] as const
export type Phase = (typeof PHASES)[number]

export const FINDING_KINDS = ['agreement', 'divergence', 'good-practice', 'concern', 'minority', 'carry-over'] as const
export type FindingKind = (typeof FINDING_KINDS)[number]

/** How a passage stands to the finding that rests on it. */
export const STANCES = ['supports', 'opposes', 'qualifies'] as const
export type Stance = (typeof STANCES)[number]

export const DISPOSITIONS = ['accepted', 'accepted-with-changes', 'partly', 'not-accepted', 'noted', 'duplicate', 'out-of-scope', 'deferred'] as const
export type Disposition = (typeof DISPOSITIONS)[number]

export const COMMENT_TYPES = ['general', 'technical', 'editorial'] as const
export type CommentType = (typeof COMMENT_TYPES)[number]

export const FATES = ['cited', 'merged', 'answered', 'carried-over', 'none'] as const
export type Fate = (typeof FATES)[number]

export const ROLES = ['secretariat', 'facilitator', 'moderator', 'rapporteur', 'lead-expert', 'editor', 'consultant', 'coordinating-team', 'workstream-lead', 'panellist', 'member'] as const
export type Role = (typeof ROLES)[number]

export const DOCUMENT_KINDS = ['background-paper', 'outline', 'draft-output', 'key-messages', 'slides'] as const
export type DocumentKind = (typeof DOCUMENT_KINDS)[number]
