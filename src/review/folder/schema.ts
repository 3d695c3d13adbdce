import type { z } from 'zod'
import { date, flag, group, id, instant, integer, language, listOf, mailAddress, oneOf, optional, optionalFlag, optionalShortText, optionalText, shortText, text, verbatim, zone } from '../../shared/folder-fields.ts'
import { folderLink, type PendingLink } from '../../shared/folder-links.ts'
import { checkGroups, checkNumbers, findNamed, type FolderScope, partName, type Place, within } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { dateInZone, type PlainDate } from '../../shared/time.ts'
import { MODERATION_REASONS } from '../moderation/model.ts'
import { originFields } from '../exchange-folder/schema.ts'
import { anchorFields, completeAnchors, type FolderAnchors } from '../carried/schema.ts'
import { COMMENT_CHANNELS, COMMENT_TYPES, CONSENTS, DISPOSITIONS } from '../../shared/vocabularies.ts'

/** `cycles/<slug>/reviews.yaml`. */
export const reviewsFile = listOf(
  group({
    id: id(),
    number: integer(1),
    document: shortText(),
    version: integer(1),
    title: shortText(),
    introduction: optionalText(),
    openedAt: optional(instant()),
    closesOn: optional(date()),
    closedAt: optional(instant()),
    zone: optional(zone()),
    closesByItself: flag(),
    extensions: listOf(group({ earlier: date(), closesOn: date(), reason: text(), extendedAt: instant() })),
  }),
)
export type ReviewsFile = z.output<typeof reviewsFile>

/** One entry of `cycles/<slug>/comments.yaml`. */
export const commentItem = group({
  id: id(),
  number: integer(1),
  review: integer(1),
  target: oneOf(['paragraphs', 'whole', 'missing']),
  paragraphs: listOf(shortText()),
  missingWhere: optionalText(),
  type: oneOf(COMMENT_TYPES),
  text: verbatim().default(''),
  proposal: optional(text()),
  author: optionalShortText(),
  organisation: optionalShortText(),
  stakeholderGroup: optionalShortText(),
  regionalGroup: optionalShortText(),
  channel: oneOf(COMMENT_CHANNELS),
  language: optional(language()),
  consent: oneOf(CONSENTS),
  mail: optional(mailAddress()),
  receivedAt: optional(instant()),
  receivedBy: optional(date()),
  late: flag(),
  withdrawnAt: optional(instant()),
  withdrawnReason: optionalText(),
  response: optional(
    group({
      disposition: oneOf(DISPOSITIONS),
      reason: optionalText(),
      answeredAt: instant(),
      revision: optional(integer(1)),
      changed: listOf(folderLink()),
      duplicateOf: optional(folderLink()),
      earlier: listOf(group({ disposition: oneOf(DISPOSITIONS), reason: optionalText(), answeredAt: instant() })),
    }),
  ),
  replyTo: optional(integer(1)),
  editors: flag(),
  jointBodies: listOf(shortText()),
  setAsideFor: optional(oneOf(MODERATION_REASONS)),
  setAsideNote: optionalText(),
  wordings: listOf(group({ type: oneOf(COMMENT_TYPES), text: verbatim().default(''), proposal: optional(text()), missingWhere: optionalText(), replacedAt: instant() })),
  agreements: listOf(
    group({
      id: id(),
      person: id(),
      mail: optional(mailAddress()),
      name: optionalShortText(),
      organisation: optionalShortText(),
      stakeholderGroup: optionalShortText(),
      regionalGroup: optionalShortText(),
      named: flag(),
      agreedAt: instant(),
      confirmedAt: optional(instant()),
      withdrawnAt: optional(instant()),
    }),
  ),
  satisfied: optionalFlag(),
  satisfiedAt: optional(instant()),
  ...anchorFields,
  ...originFields,
})
export type CommentItem = z.output<typeof commentItem>

/** `cycles/<slug>/waiting-comments.yaml`. */
export const waitingFile = listOf(
  group({
    id: id(),
    review: integer(1),
    state: oneOf(['unconfirmed', 'held', 'declined']),
    target: oneOf(['paragraphs', 'whole', 'missing']),
    paragraphs: listOf(integer(1)),
    quote: optional(group({ words: text(), start: optional(integer()) })),
    missingWhere: optionalText(),
    type: oneOf(COMMENT_TYPES),
    text: text(),
    original: optionalText(),
    proposal: optional(text()),
    author: optionalShortText(),
    organisation: optionalShortText(),
    stakeholderGroup: optionalShortText(),
    regionalGroup: optionalShortText(),
    language: optional(language()),
    consent: oneOf(CONSENTS),
    jointBodies: listOf(shortText()),
    channel: optional(oneOf(['mail', 'list'])),
    replyTo: optional(integer(1)),
    mail: optional(mailAddress()),
    receivedAt: instant(),
    declinedFor: optional(oneOf(MODERATION_REASONS)),
    declinedNote: optionalText(),
    declinedAt: optional(instant()),
  }),
)

export interface FolderWaiting {
  readonly id: Id
  readonly reviewId: Id
  readonly replyToId: Id | null
  readonly item: z.output<typeof waitingFile>[number]
}

/** Finds the reviews that comments wait for, and the comments they reply to. */
export function completeWaiting(scope: FolderScope, cycle: string, file: z.output<typeof waitingFile>, place: Place): FolderWaiting[] {
  return file.flatMap((item, index) => {
    const at = within(place, index)
    const id = scope.takeId(item.id, at)
    checkGroups(scope, item, at)
    const reviewId = findNamed(scope, `review ${cycle}/${item.review}`, within(at, 'review'))
    const replyToId = item.replyTo === undefined ? null : findNamed(scope, `ref ${cycle}/R-${item.replyTo}`, within(at, 'replyTo'))
    return reviewId === undefined || replyToId === undefined ? [] : [{ id, reviewId, replyToId, item }]
  })
}

export type FolderReview = ReviewsFile[number] & { readonly id: Id; readonly versionId: Id }

export interface FolderComment {
  readonly id: Id
  readonly reviewId: Id
  readonly receivedBy: PlainDate
  readonly item: CommentItem
  readonly paragraphIds: readonly Id[]
  readonly replyToId: Id | null
  readonly agreementIds: readonly Id[]
  readonly links: readonly PendingLink[]
  readonly anchors: FolderAnchors
}

/** Gives reviews their ids and names, and finds the versions they are on. */
export function completeReviews(scope: FolderScope, cycle: string, file: ReviewsFile, place: Place): FolderReview[] {
  checkNumbers(scope, file, place)
  const open = new Set<Id>()
  return file.flatMap((item, index) => {
    const at = within(place, index)
    const id = scope.takeId(item.id, at)
    scope.define(`review ${cycle}/${item.number}`, id, at)
    const versionId = findNamed(scope, `version ${cycle}/${item.document}/${item.version}`, within(at, 'version'))
    if (versionId === undefined) return []
    if (item.closedAt === undefined && open.has(versionId)) scope.mistake(at, 'is open on a version that another review is open on.')
    if (item.closedAt === undefined) open.add(versionId)
    return [{ ...item, id, versionId }]
  })
}

/**
 * Gives a comment its id and name, finds its review and the paragraphs it is on, and collects what changed because of it.
 * `documentOf`: the document of each review, by its number.
 */
export function completeComment(scope: FolderScope, cycle: string, documentOf: ReadonlyMap<number, string>, item: CommentItem, place: Place): FolderComment | undefined {
  const id = scope.takeId(item.id, place)
  const replyToId = item.replyTo === undefined ? null : findNamed(scope, `ref ${cycle}/R-${item.replyTo}`, within(place, 'replyTo'))
  scope.define(`ref ${cycle}/R-${item.number}`, id, place)
  checkGroups(scope, item, place)
  const receivedBy = item.receivedBy ?? (item.receivedAt === undefined ? undefined : dateInZone(item.receivedAt, 'UTC'))
  if (receivedBy === undefined) scope.mistake(within(place, 'receivedBy'), 'is missing: the day by which it had arrived.')
  if (item.text === '' && item.id === undefined && item.consent !== 'not-at-all' && item.withdrawnAt === undefined) scope.mistake(within(place, 'text'), 'is missing.')
  if ((item.target === 'paragraphs') !== item.paragraphs.length > 0) scope.mistake(within(place, 'paragraphs'), 'should name paragraphs when the target is paragraphs, and only then.')
  const reviewId = findNamed(scope, `review ${cycle}/${item.review}`, within(place, 'review'))
  const document = documentOf.get(item.review)
  if (reviewId === undefined || document === undefined) return undefined
  const paragraphIds = item.paragraphs.flatMap((name, index) => findNamed(scope, partName('paragraph', cycle, document, name), within(place, 'paragraphs', index)) ?? [])
  const links = collectLinks(cycle, document, id, item, place)
  const agreementIds = item.agreements.map((agreement, index) => scope.takeId(agreement.id, within(place, 'agreements', index)))
  if (item.setAsideFor !== undefined && item.withdrawnAt === undefined) scope.mistake(within(place, 'setAsideFor'), 'stands for a comment without withdrawnAt: when it was set aside.')
  return receivedBy === undefined || replyToId === undefined ? undefined : { id, reviewId, receivedBy, item, paragraphIds, replyToId, agreementIds, links, anchors: completeAnchors(scope, cycle, document, item, paragraphIds.length, place) }
}

function collectLinks(cycle: string, document: string, id: Id, item: CommentItem, place: Place): PendingLink[] {
  const from = { kind: 'comment', id } as const
  const changed = (item.response?.changed ?? []).map((link, position): PendingLink => {
    return { relation: 'changed', from, versionId: null, link, cycle, document, position, place: within(place, 'response', 'changed', position) }
  })
  const link = item.response?.duplicateOf
  if (link === undefined) return changed
  return [...changed, { relation: 'duplicate-of', from, versionId: null, link, cycle, position: 0, place: within(place, 'response', 'duplicateOf') }]
}
