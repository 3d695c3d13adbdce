import type { z } from 'zod'
import { CLEARANCES, STATES } from '../sending/model.ts'
import { country, date, flag, group, id, indexedText, instant, integer, language, listOf, mailAddress, oneOf, optional, optionalShortText, optionalText, shortText, text, verbatim, webAddress } from '../../shared/folder-fields.ts'
import { checkGroups, findNamed, type FolderScope, type Place, within } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { dateInZone, type Instant, type PlainDate } from '../../shared/time.ts'
import { CAPACITIES, CHANNELS, CONSENTS, LICENCES } from '../../shared/vocabularies.ts'
import { MODERATION_REASONS } from '../moderation/model.ts'

/** One entry of `cycles/<slug>/contributions.yaml`. */
export const contributionItem = group({
  id: id(),
  number: integer(1),
  call: shortText(),
  variant: optionalShortText(),
  contributor: optionalShortText(),
  organisation: optionalShortText(),
  capacity: optional(oneOf(CAPACITIES)),
  country: optional(country()),
  stakeholderGroup: optionalShortText(),
  regionalGroup: optionalShortText(),
  channel: oneOf(CHANNELS),
  language: optional(language()),
  consent: oneOf(CONSENTS),
  mail: optional(mailAddress()),
  label: optionalText(),
  sourceKey: optional(indexedText()),
  sourceDigest: optionalShortText(),
  receivedAt: optional(instant()),
  receivedBy: optional(date()),
  late: flag(),
  withdrawnAt: optional(instant()),
  withdrawnReason: optionalText(),
  heldAt: optional(instant()),
  declinedAt: optional(instant()),
  moderatedFor: optional(oneOf(MODERATION_REASONS)),
  moderatedNote: optionalText(),
  state: optional(oneOf(STATES)),
  stateReason: optionalText(),
  confirmedAt: optional(instant()),
  releasedAt: optional(instant()),
  clearance: optional(oneOf(CLEARANCES)),
  licence: optional(oneOf(LICENCES)),
  elsewhere: optional(group({ title: shortText(), publisher: optionalShortText(), published: optional(date()), url: optional(webAddress()) })),
  reference: optionalShortText(),
  invitation: optional(integer(1)),
  amendedAt: optional(instant()),
  senderAskedAt: optional(instant()),
  senderConfirmedAt: optional(instant()),
  answers: listOf(group({ id: id(), number: optional(integer(1)), question: integer(1), text: verbatim().default(''), amendedAt: optional(instant()), removedAt: optional(instant()), checkedAt: optional(instant()) })),
  choices: listOf(group({ question: integer(1), options: listOf(integer(1)) })),
  attachments: listOf(
    group({ id: id(), name: shortText(), mediaType: shortText(), size: integer(), file: text(64).refine((name) => /^[0-9a-f]{64}$/u.test(name), { error: 'should be the SHA-256 of the file in files/.' }), addedAt: optional(instant()), absent: flag() }),
  ),
  contributors: listOf(
    group({ id: id(), name: optionalShortText(), organisation: optionalShortText(), capacity: optional(oneOf(CAPACITIES)), country: optional(country()), stakeholderGroup: optionalShortText(), regionalGroup: optionalShortText() }),
  ),
  amendments: listOf(group({ id: id(), number: integer(1), at: instant(), late: flag(), note: optionalText(), before: listOf(group({ answer: integer(1), text: optional(verbatim()) })) })),
  remarks: listOf(group({ id: id(), at: instant(), name: shortText(), text: verbatim().default(''), cleared: flag() })),
})
export type ContributionItem = z.output<typeof contributionItem>

/** `cycles/<slug>/published-figures.yaml`. */
export const publishedFiguresFile = listOf(
  group({ id: id(), asOf: date(), dimension: oneOf(['total', 'stakeholderGroup', 'regionalGroup', 'capacity', 'word']), key: text(100), published: integer(), source: indexedText(2000), revision: optional(integer(1)) }),
)
export type PublishedFiguresFile = z.output<typeof publishedFiguresFile>

export interface FolderContribution {
  readonly id: Id
  readonly callId: Id
  readonly variantId: Id | null
  readonly receivedBy: PlainDate
  readonly referenceId: Id | null
  readonly invitationId: Id | null
  readonly contributors: readonly (ContributionItem['contributors'][number] & { readonly id: Id })[]
  readonly amendments: readonly { readonly id: Id; readonly item: ContributionItem['amendments'][number]; readonly before: readonly { readonly answerId: Id; readonly text: string | null }[] }[]
  readonly remarks: readonly (ContributionItem['remarks'][number] & { readonly id: Id })[]
  readonly item: ContributionItem
  readonly answers: readonly { readonly id: Id; readonly questionId: Id; readonly number: number; readonly text: string; readonly amendedAt: Instant | null; readonly removedAt: Instant | null; readonly checkedAt: Instant | null }[]
  readonly choices: readonly { readonly questionId: Id; readonly options: readonly number[] }[]
  readonly attachments: readonly (ContributionItem['attachments'][number] & { readonly id: Id; readonly place: Place })[]
}

export type FolderFigure = PublishedFiguresFile[number] & { readonly id: Id }

/**
 * Gives a contribution, its answers and its attachments their ids, and names what can be cited. Undefined when something it names
 * is not there. An answer's number is that of its question unless it says otherwise.
 */
export function completeContribution(scope: FolderScope, cycle: string, item: ContributionItem, place: Place): FolderContribution | undefined {
  const id = scope.takeId(item.id, place)
  scope.define(`ref ${cycle}/C-${item.number}`, id, place)
  if (item.sourceKey !== undefined) scope.define(`source ${cycle}/${item.call}#${item.sourceKey}`, id, within(place, 'sourceKey'))
  checkGroups(scope, item, place)
  checkModeration(scope, item, place)
  const receivedBy = item.receivedBy ?? (item.receivedAt === undefined ? undefined : dateInZone(item.receivedAt, 'UTC'))
  if (receivedBy === undefined) scope.mistake(within(place, 'receivedBy'), 'is missing: the day by which it had arrived.')
  const callId = findNamed(scope, `call ${cycle}/${item.call}`, within(place, 'call'))
  const isWithheld = item.consent === 'not-at-all' || item.withdrawnAt !== undefined || item.heldAt !== undefined || item.declinedAt !== undefined || (item.state ?? 'received') !== 'received'
  const answers = item.answers.flatMap((answer, index) => {
    const at = within(place, 'answers', index)
    const number = answer.number ?? answer.question
    const answerId = scope.takeId(answer.id, at)
    scope.define(`ref ${cycle}/C-${item.number}/${number}`, answerId, at)
    if (answer.text === '' && answer.id === undefined && answer.removedAt === undefined && !isWithheld) scope.mistake(within(at, 'text'), 'is missing.')
    const questionId = callId === undefined ? undefined : findNamed(scope, `question ${cycle}/${item.call}/${answer.question}`, within(at, 'question'))
    return questionId === undefined ? [] : [{ id: answerId, questionId, number, text: answer.text, amendedAt: answer.amendedAt ?? null, removedAt: answer.removedAt ?? null, checkedAt: answer.checkedAt ?? null }]
  })
  const attachments = item.attachments.map((attachment, index) => {
    const at = within(place, 'attachments', index)
    const attachmentId = scope.takeId(attachment.id, at)
    scope.define(`ref ${cycle}/C-${item.number}/file-${index + 1}`, attachmentId, at)
    return { ...attachment, id: attachmentId, place: at }
  })
  const variantId = callId === undefined || item.variant === undefined ? null : (findNamed(scope, `variant ${cycle}/${item.call}/${item.variant}`, within(place, 'variant')) ?? null)
  const choices = callId === undefined ? [] : completeChoices(scope, cycle, item, place)
  const parts = completeParts(scope, cycle, item, place)
  return callId === undefined || receivedBy === undefined ? undefined : { id, callId, variantId, receivedBy, item, answers, choices, attachments, ...parts }
}

function completeChoices(scope: FolderScope, cycle: string, item: ContributionItem, place: Place): FolderContribution['choices'] {
  const seen = new Set<number>()
  return item.choices.flatMap(({ question, options }, index) => {
    const at = within(place, 'choices', index)
    if (seen.has(question) || new Set(options).size < options.length) scope.mistake(at, 'is given twice.')
    seen.add(question)
    const questionId = findNamed(scope, `question ${cycle}/${item.call}/${question}`, within(at, 'question'))
    const known = questionId === undefined ? [] : options.filter((option) => findNamed(scope, `option ${cycle}/${item.call}/${question}/${option}`, within(at, 'options')) !== undefined)
    return questionId === undefined || known.length === 0 ? [] : [{ questionId, options: known }]
  })
}

/** What hangs on a contribution beside answers and files: the reference and the invitation it names, others who sent it, amendments, remarks. */
function completeParts(scope: FolderScope, cycle: string, item: ContributionItem, place: Place) {
  const takeIds = <T extends { readonly id?: string | undefined }>(list: readonly T[], name: string) => list.map((one, index) => ({ ...one, id: scope.takeId(one.id, within(place, name, index)) }))
  for (const [index, other] of item.contributors.entries()) checkGroups(scope, other, within(place, 'contributors', index))
  const amendments = item.amendments.map((amendment, index) => {
    const at = within(place, 'amendments', index)
    const before = amendment.before.flatMap(({ answer, text: earlier }, turn) => {
      const answerId = findNamed(scope, `ref ${cycle}/C-${item.number}/${answer}`, within(at, 'before', turn))
      return answerId === undefined ? [] : [{ answerId, text: earlier ?? null }]
    })
    return { id: scope.takeId(amendment.id, at), item: amendment, before }
  })
  return {
    referenceId: item.reference === undefined ? null : (findNamed(scope, `ref ${cycle}/${item.reference}`, within(place, 'reference')) ?? null),
    invitationId: item.invitation === undefined ? null : (findNamed(scope, `invitation ${cycle}/${item.call}/${item.invitation}`, within(place, 'invitation')) ?? null),
    contributors: takeIds(item.contributors, 'contributors'),
    amendments,
    remarks: takeIds(item.remarks, 'remarks'),
  }
}

/** What is held or declined says for what kind of reason, and is not both. */
function checkModeration(scope: FolderScope, item: ContributionItem, place: Place): void {
  if (item.heldAt !== undefined && item.declinedAt !== undefined) scope.mistake(within(place, 'heldAt'), 'cannot stand beside declinedAt: what is decided is not held.')
  if ((item.heldAt !== undefined || item.declinedAt !== undefined) && item.moderatedFor === undefined) scope.mistake(within(place, 'moderatedFor'), 'is missing: the kind of reason.')
}

export function completeFigures(scope: FolderScope, file: PublishedFiguresFile, place: Place): FolderFigure[] {
  const seen = new Set<string>()
  return file.map((item, index) => {
    const key = [item.asOf, item.dimension, item.key, item.source].join('\n')
    if (seen.has(key)) scope.mistake(within(place, index), 'is stated already, for the same day and by the same source.')
    seen.add(key)
    return { ...item, id: scope.takeId(item.id, within(place, index)) }
  })
}
