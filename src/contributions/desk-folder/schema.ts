import type { z } from 'zod'
import { flag, group, id, instant, integer, listOf, oneOf, optional, optionalText, shortText, text, verbatim } from '../../shared/folder-fields.ts'
import { findNamed, readRef, type FolderScope, type Place, within } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { REDACTION_REASONS } from '../redaction/model.ts'

/** `cycles/<slug>/desk.yaml`: what the desk does with contributions. `of` is `C-3`, or `C-3/2` for one answer; of redactions also `C-3/file-1`. */
export const deskFile = group({
  redactions: listOf(
    group({
      id: id(), of: shortText(), start: integer(), end: integer(1), reason: oneOf(REDACTION_REASONS), note: optionalText(),
      redactedAt: optional(instant()), liftedAt: optional(instant()), liftedReason: optionalText(),
    }),
  ),
  notes: listOf(group({ id: id(), of: shortText(), author: shortText(), text: text(), writtenAt: optional(instant()), struckAt: optional(instant()) })),
  readers: listOf(group({ of: shortText(), person: shortText(), assignedAt: optional(instant()) })),
  readings: listOf(group({ of: shortText(), person: shortText(), readAt: optional(instant()) })),
  corrections: listOf(
    group({
      id: id(), of: shortText(), proposedAt: optional(instant()), remark: optionalText(), decidedAt: optional(instant()), taken: flag(), reason: optionalText(),
      answers: listOf(group({ of: shortText(), earlier: verbatim().default(''), text: verbatim().default('') })),
    }),
  ),
})
export type DeskFile = z.output<typeof deskFile>

/** What something is of: a contribution, or one of its answers. */
interface Of {
  readonly contributionId: Id
  readonly unitId: Id
}

export interface FolderDesk {
  readonly redactions: readonly (DeskFile['redactions'][number] & Of & { readonly id: Id; readonly isOfFile: boolean })[]
  readonly notes: readonly (DeskFile['notes'][number] & Of & { readonly id: Id })[]
  readonly readers: readonly (DeskFile['readers'][number] & Of)[]
  readonly readings: readonly (DeskFile['readings'][number] & Of)[]
  readonly corrections: readonly (DeskFile['corrections'][number] & Of & { readonly id: Id; readonly corrected: readonly { readonly answerId: Id; readonly earlier: string; readonly text: string }[] })[]
}

/** Gives ids and finds what is named: contributions, answers, and the people of `people.yaml`, whose ids are in `people`. */
export function completeDesk(scope: FolderScope, cycle: string, file: DeskFile, people: ReadonlySet<string>, place: Place): FolderDesk {
  const known = (person: string, at: Place): boolean => {
    if (!people.has(person)) scope.mistake(at, 'is the id of nobody in people.yaml.')
    return people.has(person)
  }
  return {
    redactions: file.redactions.flatMap((item, index) => {
      const at = within(place, 'redactions', index)
      if (item.start >= item.end) scope.mistake(within(at, 'end'), 'should come after the start.')
      const isOfFile = readRef(item.of, cycle)?.kind === 'document'
      return withOf(scope, cycle, item, isOfFile ? 'document' : 'answer', at).map((complete) => ({ ...complete, isOfFile, id: scope.takeId(item.id, at) }))
    }),
    notes: file.notes.flatMap((item, index) => {
      const at = within(place, 'notes', index)
      return known(item.author, within(at, 'author')) ? withOf(scope, cycle, item, 'contribution', at).map((complete) => ({ ...complete, id: scope.takeId(item.id, at) })) : []
    }),
    readers: file.readers.flatMap((item, index) => (known(item.person, within(place, 'readers', index, 'person')) ? withOf(scope, cycle, item, 'contribution', within(place, 'readers', index)) : [])),
    readings: file.readings.flatMap((item, index) => (known(item.person, within(place, 'readings', index, 'person')) ? withOf(scope, cycle, item, undefined, within(place, 'readings', index)) : [])),
    corrections: file.corrections.flatMap((item, index) => {
      const at = within(place, 'corrections', index)
      const corrected = item.answers.flatMap((answer, number) =>
        withOf(scope, cycle, answer, 'answer', within(at, 'answers', number)).map(({ unitId, earlier, text: later }) => ({ answerId: unitId, earlier, text: later })),
      )
      return withOf(scope, cycle, item, 'contribution', at).map((complete) => ({ ...complete, id: scope.takeId(item.id, at), corrected }))
    }),
  }
}

/** The same with the ids of what it is of; nothing, and a mistake told, where that is not here or of another kind. */
function withOf<T extends { readonly of: string }>(scope: FolderScope, cycle: string, item: T, kind: 'answer' | 'contribution' | 'document' | undefined, place: Place): (T & Of)[] {
  const at = within(place, 'of')
  const ref = readRef(item.of, cycle)
  if (ref === undefined || (kind === undefined ? ref.kind !== 'answer' && ref.kind !== 'contribution' : ref.kind !== kind)) {
    scope.mistake(at, `is not the reference of ${kind === 'answer' ? 'an answer, such as C-3/2' : 'a contribution, such as C-3'}.`)
    return []
  }
  const unitId = findNamed(scope, ref.name, at)
  const contributionId = ref.kind === 'answer' || ref.kind === 'document' ? scope.find(ref.name.slice(0, ref.name.lastIndexOf('/'))) : unitId
  return unitId === undefined || contributionId === undefined ? [] : [{ ...item, unitId, contributionId }]
}
