import type { z } from 'zod'
import { group, id, instant, integer, listOf, optional, optionalText, shortText } from '../../shared/folder-fields.ts'
import { findNamed, type FolderScope, type Place, within } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'

/** `agenda` of `review-desk.yaml`. `of` is `R-3`, `meeting` the slug of a meeting; people by id, whom a public folder leaves out. */
export const agendaField = listOf(
  group({
    id: id(),
    of: shortText(),
    meeting: shortText(),
    why: optionalText(),
    by: optional(shortText()),
    putAt: instant(),
    said: optionalText(),
    saidBy: optional(shortText()),
    saidAt: optional(instant()),
    takenOffBy: optional(shortText()),
    takenOffAt: optional(instant()),
    revision: optional(integer(1)),
  }),
)
type AgendaEntry = z.output<typeof agendaField>[number]

export type FolderAgendaItem = AgendaEntry & { readonly id: Id; readonly commentId: Id; readonly meetingId: Id }

/** Finds the comments and meetings that the entries name. `isKnown`: whether a person is in people.yaml, and the mistake where not. */
export function completeAgenda(
  scope: FolderScope,
  entries: readonly AgendaEntry[],
  find: { readonly comment: (ref: string, place: Place) => Id | undefined; readonly isKnown: (person: string, place: Place) => boolean },
  place: Place,
): FolderAgendaItem[] {
  const standing = new Set<string>()
  return entries.flatMap((item, index) => {
    const at = within(place, 'agenda', index)
    const [commentId, meetingId] = [find.comment(item.of, within(at, 'of')), findNamed(scope, `meeting ${item.meeting}`, within(at, 'meeting'))]
    const people = (['by', 'saidBy', 'takenOffBy'] as const).filter((name) => item[name] !== undefined && !find.isKnown(item[name], within(at, name)))
    if ((item.said === undefined) !== (item.saidAt === undefined)) scope.mistake(within(at, 'saidAt'), 'should stand with what was said, and only then.')
    if (item.takenOffBy !== undefined && item.takenOffAt === undefined) scope.mistake(within(at, 'takenOffAt'), 'is missing: when it was taken off.')
    if (commentId === undefined || meetingId === undefined || people.length > 0) return []
    const key = `${commentId} ${meetingId}`
    if (item.takenOffAt === undefined && standing.has(key)) scope.mistake(at, 'is there twice.')
    if (item.takenOffAt === undefined) standing.add(key)
    return [{ ...item, id: scope.takeId(item.id, at), commentId, meetingId }]
  })
}
