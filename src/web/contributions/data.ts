import { hmac } from '../../platform/digest.ts'
import type { Call } from '../../calls/model.ts'
import type { CutOff } from '../../calls/cut-offs/model.ts'
import { findCallById, listCalls } from '../../calls/queries.ts'
import { asPublished, hasPublicName, hasPublicText, publicName, standingOf, type Attachment, type Contribution, type Contributor } from '../../contributions/model.ts'
import { countChosen, findContribution, listAnswersAsSent, listAttachments, listContributions, listContributors, type ContributionChoice } from '../../contributions/queries.ts'
import { listAmendments } from '../../contributions/amendments/queries.ts'
import { maskText, type Redaction } from '../../contributions/redaction/model.ts'
import { findRedactions } from '../../contributions/redaction/queries.ts'
import { listTranslations } from '../../calls/translations/queries.ts'
import { parts, speaker, type Said, type Say } from '../../calls/translations/model.ts'
import type { Variant } from '../../calls/variants/model.ts'
import { listChoices } from '../../contributions/choices/queries.ts'
import { HAS_TEXT, type ContributedDocument } from '../../contributions/documents/model.ts'
import { listBlocks, listDocuments } from '../../contributions/documents/queries.ts'
import { formatNumber } from '../../shared/numbers.ts'
import { countryName } from '../../shared/countries.ts'
import type { PlacedBlock } from '../../shared/extraction.ts'
import type { Id } from '../../shared/ids.ts'
import { formatAnswerRef, formatRef, parseNumber } from '../../shared/refs.ts'
import { dateInZone, parsePlainDate, writeInstant, writeShortDate } from '../../shared/time.ts'
import { NO_REGIONAL_GROUP } from '../../shared/vocabularies.ts'
import type { Forum } from '../../forums/model.ts'
import type { ActName } from '../../record/model.ts'
import type { View } from '../context.ts'
import { loadCycle, type InCycle } from '../forums/data.ts'
import { loadFromPost, type FromPost } from '../lists/taken/data.ts'
import { writeReference } from './elsewhere/data.ts'
import { loadSaidOf, type SaidToSentence } from '../synthesis/corrections/data.ts'
import { loadMarks, type Mark } from '../synthesis/data.ts'
import type { ShownChoice } from './questions/pages.tsx'
import { countCampaigns } from '../../synthesis/campaigns/queries.ts'
import type { PageRequest } from '../page.tsx'
import { tellHistory, type Told } from '../record/data.ts'
import { findFates, type NamedFate } from '../trace/data.ts'
import type { Translation } from '../../synthesis/translations/model.ts'
import { loadTranslations } from '../synthesis/translations/data.ts'
import { languageName } from '../../shared/language.ts'
import { readNarrowing } from './narrow/data.ts'
import { withholdDocuments, withholdRedacted } from './withheld/data.ts'

/** How many stand on one page of a list. */
export const PAGE = 100

/** What the list is narrowed to: the query's own keys and values, so that a figure of the overview links to its rows. */
export const FILTERS = ['call', 'stakeholderGroup', 'regionalGroup', 'capacity', 'countryClass', 'chose', 'from', 'asOf', 'cutOff'] as const
export type Filter = (typeof FILTERS)[number]

export interface ContributionListData extends InCycle {
  readonly calls: readonly Call[]
  readonly cutOff?: CutOff | undefined
  readonly filters: Readonly<Partial<Record<Filter, string>>>
  readonly page: number
  readonly counted: number
  /** Of these, those that are counted and may not be shown here: where they come from, or what was chosen, is nobody's to know. */
  readonly unlisted: number
  readonly withdrawn: number
  readonly declined: number
  readonly contributions: readonly Contribution[]
  /** How many of the cycle's contributions are letters that many sent. */
  readonly letters: number
}

/** One page of a cycle's contributions, as filtered; `published` is how anyone may see them. */
export async function loadContributionList(request: PageRequest): Promise<(ContributionListData & { unpublished: readonly Contribution[] }) | undefined> {
  const inCycle = await loadCycle(request, 'contributions')
  if (inCycle === undefined) return undefined
  const calls = await listCalls(request.db, inCycle.cycle.id)
  const filters = Object.fromEntries(FILTERS.map((key) => [key, request.query[key] ?? '']).filter(([, value]) => value !== '')) as ContributionListData['filters']
  const cutOff = calls.flatMap((each) => each.cutOffs).find(({ slug }) => slug === filters.cutOff)
  // A cut-off is of one call: another one named beside it has none of its contributions.
  const ofCutOff = cutOff === undefined ? undefined : calls.find((each) => each.cutOffs.includes(cutOff))
  const call = calls.find(({ slug }) => slug === filters.call) ?? (filters.call === undefined ? ofCutOff : undefined)
  const [day, from] = [filters.asOf, filters.from].map((each) => (each === undefined ? undefined : parsePlainDate(each)))
  const asOf = cutOff === undefined || (day !== undefined && day < cutOff.on) ? day : cutOff.on
  const narrowing = readNarrowing(filters, call)
  // An unknown call or a day that is none has no contributions: an address mistyped is not answered with all of them.
  const isNone =
    (filters.call !== undefined && call === undefined) || (filters.asOf !== undefined && day === undefined) || (filters.from !== undefined && from === undefined) ||
    (filters.cutOff !== undefined && (cutOff === undefined || call !== ofCutOff)) ||
    narrowing === undefined
  const choice: ContributionChoice = { callId: call?.id, stakeholderGroup: filters.stakeholderGroup, regionalGroup: filters.regionalGroup, capacity: filters.capacity, asOf, from, narrowing: filters.countryClass === undefined && filters.chose === undefined || narrowing === undefined ? undefined : { ...narrowing, on: asOf ?? dateInZone(request.now, 'UTC') } }
  const page = Math.max(1, Math.min(100_000, Math.trunc(Number(request.query['page'] ?? '1')) || 1))
  const { counted, unlisted, withdrawn, declined } = isNone ? { counted: 0, unlisted: 0, withdrawn: 0, declined: 0 } : await countChosen(request.db, inCycle.cycle.id, choice)
  const unpublished = isNone ? [] : await listContributions(request.db, inCycle.cycle.id, choice, { offset: (page - 1) * PAGE, limit: PAGE })
  const { members: letters } = await countCampaigns(request.db, inCycle.cycle.id)
  return { ...inCycle, calls, cutOff, filters, page, letters, counted, unlisted, withdrawn, declined, contributions: unpublished.map(asPublished), unpublished }
}

export interface ShownAnswer {
  readonly id: Id
  readonly number: number
  readonly question: string
  readonly questionLang?: string | undefined
  readonly text: string
  /** The passages that the editors marked in it. */
  readonly marks?: readonly Mark[] | undefined
  readonly translations?: readonly Translation[]
  readonly redactions?: readonly Redaction[]
}

export interface ContributionData extends InCycle {
  readonly ref: string
  readonly call: Call
  /** As anyone may see it. */
  readonly contribution: Contribution
  readonly answers: readonly ShownAnswer[]
  readonly choices: readonly ShownChoice[]
  /** How the call speaks to this reader. */
  readonly say: Say
  /** The variant of the call that it answers. */
  readonly variant: Variant | undefined
  readonly attachments: readonly Attachment[]
  /** What came of reading each of them. */
  readonly documents: readonly ContributedDocument[]
  /** What is redacted in their texts, by the attachment's id: where anything is, the file itself is the desk's alone. */
  readonly fileRedactions: ReadonlyMap<Id, readonly Redaction[]>
  /** How their texts begin, by the attachment's id. */
  readonly beginnings: ReadonlyMap<Id, readonly PlacedBlock[]>
  /** What was pasted where an answer was cleaned, by number: on the sender's own page alone. */
  readonly originals?: ReadonlyMap<number, string>
  readonly history: readonly Told[]
  /** Those who sent it together with the one it is named after. */
  readonly contributors: readonly Contributor[]
  /** What amendments changed, latest first. */
  readonly amendments: Awaited<ReturnType<typeof listAmendments>>
  /** The library's reference of a paper published elsewhere. */
  readonly reference: string | null
  /** The post of a list that it came from. */
  readonly fromPost: FromPost | undefined
  /** What was said to the sentences that cite it. */
  readonly said: readonly SaidToSentence[]
  /** What became of each answer, or of the whole where a file came alone: by its reference, in order. */
  readonly fates: readonly { readonly id: Id; readonly ref: string; readonly fate: NamedFate }[]
}

/** How the desk works on it: in the forum's record like every act, and no part of its own history. */
const OF_THE_DESK: ReadonlySet<string> = new Set<ActName>(['note-written', 'note-struck', 'answers-read', 'answers-unread', 'readers-chosen', 'reader-assigned'])

/** A contribution as anyone may see it; undefined where the address names none. */
export async function loadContribution(request: PageRequest): Promise<ContributionData | undefined> {
  const own = await loadOwnContribution(request)
  // What waits to be released or confirmed is nobody's to see.
  if (own === undefined || own.contribution.state !== 'received') return undefined
  const isOpen = hasPublicText(own.contribution)
  const shown = isOpen ? own.answers.map((answer) => ({ ...answer, text: maskText(answer.text, answer.redactions ?? []) })) : []
  const translations = await loadTranslations(request.db, shown)
  const isNamed = hasPublicName(own.contribution)
  const marks = isOpen ? await loadMarks(request.db, own, own.answers.map((answer) => answer.id)) : new Map<Id, Mark[]>()
  const redacted = new Set<Id>(own.answers.filter(({ redactions }) => (redactions?.length ?? 0) > 0).map(({ id }) => id))
  return {
    ...own,
    history: own.history.filter(({ entry }) => !OF_THE_DESK.has(entry.act)),
    contribution: asPublished(own.contribution),
    contributors: isNamed ? own.contributors : [],
    reference: isNamed ? own.reference : null,
    fromPost: isNamed ? own.fromPost : undefined,
    amendments: isOpen ? own.amendments.map((amendment) => withholdRedacted(amendment, redacted)) : [],
    answers: shown.map((answer) => ({ ...answer, marks: marks.get(answer.id), translations: translations.get(answer.id) ?? [] })),
    choices: isOpen ? own.choices : [],
    attachments: isOpen ? own.attachments : [],
    ...(isOpen ? withholdDocuments(own) : { documents: [], beginnings: new Map<Id, readonly PlacedBlock[]>() }),
  }
}

/** A contribution with everything known of it but the mail address: for whoever sent it, and for the desk. */
export async function loadOwnContribution(request: PageRequest): Promise<ContributionData | undefined> {
  const inCycle = await loadCycle(request, 'contributions')
  const number = parseNumber('C', request.params['ref'] ?? '')
  if (inCycle === undefined || number === undefined) return undefined
  const contribution = await findContribution(request.db, inCycle.cycle.id, number)
  const call = contribution === undefined ? undefined : await findCallById(request.db, contribution.callId)
  if (contribution === undefined || call === undefined) return undefined
  const say = speaker(await listTranslations(request.db, call.id), inCycle.forum.language, request.view.lang)
  const questions = new Map<Id, Said>(call.questions.map((question) => [question.id, say(parts.question(question.number), question.text)]))
  const choices = (await listChoices(request.db, [contribution.id])).get(contribution.id) ?? []
  const answers = await listAnswersAsSent(request.db, contribution.id)
  const documents = await listDocuments(request.db, [contribution.id])
  const redactions = await findRedactions(request.db, [...answers, ...documents.map(({ attachmentId: id }) => ({ id }))].map(({ id }) => id))
  const said = await loadSaidOf(request.db, inCycle, contribution)
  const fates = await findFates(request.db, inCycle, [contribution.id, ...answers.map(({ id }) => id)])
  return {
    ...inCycle,
    ref: formatRef(inCycle.cycle.slug, 'C', number),
    call,
    contribution,
    answers: answers.map((answer) => ({ id: answer.id, number: answer.number, question: questions.get(answer.question_id)?.text ?? '', questionLang: questions.get(answer.question_id)?.lang, text: answer.text, redactions: redactions.get(answer.id) ?? [] })),
    choices: call.questions.flatMap((question) => {
      const chosen = choices.find(({ questionId }) => questionId === question.id)
      return chosen === undefined ? [] : [{ question, options: chosen.options }]
    }),
    say,
    variant: call.variants.find(({ id }) => id === contribution.variantId),
    attachments: await listAttachments(request.db, [contribution.id]),
    said,
    documents,
    fileRedactions: new Map(documents.flatMap(({ attachmentId: id }) => (redactions.has(id) ? [[id, redactions.get(id) ?? []] as const] : []))),
    beginnings: await loadBeginnings(request, documents),
    fates: [{ id: contribution.id, ref: formatRef(inCycle.cycle.slug, 'C', number) }, ...answers.map((answer) => ({ id: answer.id, ref: formatAnswerRef(inCycle.cycle.slug, number, answer.number) }))].flatMap((unit) => {
      const fate = fates.get(unit.id)
      return fate === undefined ? [] : [{ ...unit, fate }]
    }),
    history: await tellHistory(request, inCycle.forum, contribution.id),
    contributors: await listContributors(request.db, [contribution.id]),
    amendments: contribution.amendedAt === null ? [] : await listAmendments(request.db, contribution.id),
    reference: await writeReference(request, inCycle.cycle.slug, contribution.referenceId),
    fromPost: contribution.channel === 'list' ? await loadFromPost(request.db, inCycle.forum, contribution.id) : undefined,
  }
}

/** The first part of each text; of many files only the first few, for the others are one click away. */
async function loadBeginnings({ db }: PageRequest, documents: readonly ContributedDocument[]): Promise<Map<Id, readonly PlacedBlock[]>> {
  const shown = documents.filter(({ outcome }) => HAS_TEXT.has(outcome)).slice(0, 5)
  return new Map(await Promise.all(shown.map(async ({ attachmentId }): Promise<[Id, readonly PlacedBlock[]]> => [attachmentId, await listBlocks(db, attachmentId, 1)])))
}

/** What makes a contributor's own link: nobody can make one without the installation's secret. */
export function followSecret(secret: string, contributionId: Id): string {
  return hmac(secret, `contribution:${contributionId}`)
}

export function contributionAddress(forum: string, cycle: string, number: number): string {
  return `/${forum}/${cycle}/contributions/C-${number}`
}

/** Who sent it, in words, for a list or a heading. */
export function writeWho(view: View, contribution: Contribution): string {
  const standing = standingOf(contribution)
  if (standing === 'withdrawn') return view.t('contributions.is-withdrawn')
  if (standing !== 'stands') return view.t(`moderation.is-${standing}`)
  if (contribution.consent === 'not-at-all') return view.t('contributions.not-published')
  if (contribution.consent === 'without-name') return view.t('contributions.without-name')
  return publicName(contribution) ?? view.t('contributions.name-not-recorded')
}

export function writeStakeholderGroup(view: View, forum: Forum, key: string | null): string {
  if (key === null) return view.t('contributions.not-recorded')
  return forum.stakeholderGroups.find((group) => group.key === key)?.title ?? key
}

export function writeRegionalGroup(view: View, forum: Forum, key: string | null): string {
  if (key === null) return view.t('contributions.not-recorded')
  if (key === NO_REGIONAL_GROUP) return view.t('contributions.no-group')
  return forum.regionalGroups.find((group) => group.key === key)?.title ?? key
}

export function writeReceived(view: View, contribution: Contribution): string {
  if (contribution.receivedAt !== null) return view.t('contributions.received.at', { at: writeInstant(contribution.receivedAt, view.lang) })
  return view.t('contributions.received.by', { date: writeShortDate(contribution.receivedBy, view.lang) })
}

export function writeCountry(view: View, code: string | null): string {
  return code === null ? view.t('contributions.not-recorded') : countryName(code, view.lang)
}

/** A language's name in the reader's language; its tag where that has no name for it. */
export function writeLanguage(view: View, tag: string | null): string {
  if (tag === null) return view.t('contributions.not-recorded')
  return languageName(tag, view.lang)
}

export function writeSize(view: View, bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte'] as const
  const step = bytes < 1000 ? 0 : bytes < 1_000_000 ? 1 : 2
  return formatNumber(view.lang, bytes / 1000 ** step, { style: 'unit', unit: units[step] ?? 'byte', unitDisplay: step === 0 ? 'long' : 'short', maximumFractionDigits: 1 })
}

/** Where a position paper was published before, in one line. */
export function writeElsewhere(view: View, { title, publisher, published }: NonNullable<Contribution['elsewhere']>): string {
  return [title, publisher, published === null ? null : writeShortDate(published, view.lang)].filter((part) => part !== null).join(', ')
}

/** What both the list and the page of a contribution say of it as data. Made of what is published, and only of that. */
export function contributionJson(contribution: Contribution, cycle: string, calls: readonly Pick<Call, 'id' | 'slug'>[]): object {
  return {
    ref: formatRef(cycle, 'C', contribution.number),
    call: calls.find(({ id }) => id === contribution.callId)?.slug ?? null,
    contributor: contribution.contributor,
    organisation: contribution.organisation,
    capacity: contribution.capacity,
    country: contribution.country,
    stakeholderGroup: contribution.stakeholderGroup,
    regionalGroup: contribution.regionalGroup,
    channel: contribution.channel,
    language: contribution.language,
    licence: contribution.licence,
    publishedElsewhere: contribution.elsewhere,
    amendedAt: contribution.amendedAt,
    consent: contribution.consent,
    label: contribution.label,
    receivedAt: contribution.receivedAt,
    receivedBy: contribution.receivedBy,
    late: contribution.isLate,
    withdrawnAt: contribution.withdrawnAt,
    withdrawnReason: contribution.withdrawnReason,
    heldAt: contribution.heldAt,
    declinedAt: contribution.declinedAt,
    moderatedFor: contribution.moderatedFor,
  }
}
