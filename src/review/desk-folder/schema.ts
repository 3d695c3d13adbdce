import type { z } from 'zod'
import { date, flag, group, id, instant, integer, language, listOf, mailAddress, oneOf, optional, optionalShortText, shortText, text } from '../../shared/folder-fields.ts'
import { findNamed, partName, readRef, type FolderScope, type Place, within } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { agendaField, completeAgenda, type FolderAgendaItem } from '../agenda-folder/schema.ts'
import { PLACE_KINDS } from '../followers/model.ts'
import { COMMENT_TYPES, DISPOSITIONS } from '../../shared/vocabularies.ts'

/** `cycles/<slug>/review-desk.yaml`: how reviews are answered, and what the desk does with comments. `of` is `R-3`; people by id. */
export const reviewDeskFile = group({
  settings: listOf(group({ review: integer(1), confirmation: flag(), judgedUntil: optional(date()), revision: optional(integer(1)) })),
  objections: listOf(group({ of: shortText(), text: text(), saidAt: optional(instant()) })),
  assignments: listOf(group({ of: shortText(), person: shortText(), assignedAt: optional(instant()) })),
  notes: listOf(group({ id: id(), of: shortText(), author: shortText(), text: text(), writtenAt: optional(instant()), struckAt: optional(instant()) })),
  agenda: agendaField,
  draftComments: listOf(
    group({
      id: id(), document: shortText(), paragraph: shortText(), person: shortText(), type: oneOf(COMMENT_TYPES), text: text(), language: optional(language()),
      named: flag(), sentAt: instant(), withdrawnAt: optional(instant()), takenAt: optional(instant()),
    }),
  ),
  followers: listOf(group({ id: id(), document: shortText(), on: oneOf(PLACE_KINDS), place: shortText(), mail: mailAddress(), language: language(), askedAt: instant(), confirmedAt: optional(instant()), leftAt: optional(instant()) })),
  proposals: listOf(
    group({
      of: shortText(),
      disposition: oneOf(DISPOSITIONS),
      reason: text(),
      /** Paragraphs by id, or by hand `<document>/<key>`. */
      changed: listOf(shortText()),
      duplicateOf: optionalShortText(),
      replaces: optional(integer(0)),
      by: shortText(),
      proposedAt: optional(instant()),
      revision: optional(integer(1)),
    }),
  ),
})
type ReviewDeskFile = z.output<typeof reviewDeskFile>

interface Of {
  readonly commentId: Id
}

export interface FolderReviewDesk {
  readonly settings: readonly (ReviewDeskFile['settings'][number] & { readonly reviewId: Id })[]
  readonly objections: readonly (ReviewDeskFile['objections'][number] & Of)[]
  readonly assignments: readonly (ReviewDeskFile['assignments'][number] & Of)[]
  readonly notes: readonly (ReviewDeskFile['notes'][number] & Of & { readonly id: Id })[]
  readonly agenda: readonly FolderAgendaItem[]
  readonly draftComments: readonly (ReviewDeskFile['draftComments'][number] & { readonly id: Id; readonly documentId: Id; readonly paragraphId: Id })[]
  readonly followers: readonly (ReviewDeskFile['followers'][number] & { readonly id: Id; readonly documentId: Id; readonly placeId: Id })[]
  readonly proposals: readonly (ReviewDeskFile['proposals'][number] & Of & { readonly changedIds: readonly Id[]; readonly duplicateId: Id | undefined })[]
}

/** Gives ids and finds what is named: reviews, comments, paragraphs, and the people of `people.yaml`, whose ids are in `people`. */
export function completeReviewDesk(scope: FolderScope, cycle: string, file: ReviewDeskFile, people: ReadonlySet<string>, place: Place): FolderReviewDesk {
  const isKnown = (person: string, at: Place): boolean => {
    if (!people.has(person)) scope.mistake(at, 'is the id of nobody in people.yaml.')
    return people.has(person)
  }
  const of = <T extends { readonly of: string }>(item: T, at: Place): (T & Of)[] => {
    const commentId = findComment(scope, cycle, item.of, within(at, 'of'))
    return commentId === undefined ? [] : [{ ...item, commentId }]
  }
  const isFirst = onceEach(scope)
  return {
    settings: file.settings.flatMap((item, index) => {
      const at = within(place, 'settings', index)
      const reviewId = findNamed(scope, `review ${cycle}/${item.review}`, within(at, 'review'))
      return reviewId === undefined || !isFirst(`setting ${reviewId}`, at) ? [] : [{ ...item, reviewId }]
    }),
    objections: file.objections.flatMap((item, index) => of(item, within(place, 'objections', index)).filter(({ commentId }) => isFirst(`objection ${commentId}`, within(place, 'objections', index)))),
    assignments: file.assignments.flatMap((item, index) => {
      const at = within(place, 'assignments', index)
      return isKnown(item.person, within(at, 'person')) ? of(item, at).filter(({ commentId }) => isFirst(`assignment ${commentId}`, at)) : []
    }),
    notes: file.notes.flatMap((item, index) => {
      const at = within(place, 'notes', index)
      return isKnown(item.author, within(at, 'author')) ? of(item, at).map((complete) => ({ ...complete, id: scope.takeId(item.id, at) })) : []
    }),
    agenda: completeAgenda(scope, file.agenda, { comment: (ref, at) => findComment(scope, cycle, ref, at), isKnown }, place),
    ...completePlaces(scope, cycle, file, isKnown, place),
    proposals: file.proposals.flatMap((item, index) => {
      const at = within(place, 'proposals', index)
      if (!isKnown(item.by, within(at, 'by'))) return []
      const changedIds = item.changed.flatMap((name, number) => {
        const [document = '', key = name] = name.split('/')
        return findNamed(scope, partName('paragraph', cycle, document, key), within(at, 'changed', number)) ?? []
      })
      const duplicateId = item.duplicateOf === undefined ? undefined : findComment(scope, cycle, item.duplicateOf, within(at, 'duplicateOf'))
      return of(item, at).filter(({ commentId }) => isFirst(`proposal ${commentId}`, at)).map((complete) => ({ ...complete, changedIds, duplicateId }))
    }),
  }
}

/** Takes each name, and says where one is there twice. */
function onceEach(scope: FolderScope): (key: string, at: Place) => boolean {
  const once = new Set<string>()
  return (key, at) => {
    if (once.has(key)) scope.mistake(at, 'is there twice.')
    once.add(key)
    return true
  }
}

/** What is on a place of a document: comments on drafts, and who follows it. */
function completePlaces(scope: FolderScope, cycle: string, file: ReviewDeskFile, isKnown: (person: string, at: Place) => boolean, place: Place): Pick<FolderReviewDesk, 'draftComments' | 'followers'> {
  const isFirst = onceEach(scope)
  return {
    draftComments: file.draftComments.flatMap((item, index) => {
      const at = within(place, 'draftComments', index)
      const [documentId, paragraphId] = [findNamed(scope, `document ${cycle}/${item.document}`, within(at, 'document')), findNamed(scope, partName('paragraph', cycle, item.document, item.paragraph), within(at, 'paragraph'))]
      if (documentId === undefined || paragraphId === undefined || !isKnown(item.person, within(at, 'person'))) return []
      // One that was taken has the id of its comment, which stands in comments.yaml.
      const known = item.takenAt === undefined || item.id === undefined ? undefined : item.id
      return [{ ...item, id: known ?? scope.takeId(item.id, at), documentId, paragraphId }]
    }),
    followers: file.followers.flatMap((item, index) => {
      const at = within(place, 'followers', index)
      const [documentId, placeId] = [findNamed(scope, `document ${cycle}/${item.document}`, within(at, 'document')), findNamed(scope, partName(item.on, cycle, item.document, item.place), within(at, 'place'))]
      if (documentId === undefined || placeId === undefined || !isFirst(`follower ${placeId} ${item.mail.toLowerCase()}`, at)) return []
      return [{ ...item, id: scope.takeId(item.id, at), documentId, placeId }]
    }),
  }
}

function findComment(scope: FolderScope, cycle: string, text: string, at: Place): Id | undefined {
  const ref = readRef(text, cycle)
  if (ref?.kind !== 'comment') {
    scope.mistake(at, 'is not the reference of a comment, such as R-3.')
    return undefined
  }
  return findNamed(scope, ref.name, at)
}
