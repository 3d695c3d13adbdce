import type { z } from 'zod'
import { date, flag, group, id, instant, integer, listOf, optional, optionalShortText, optionalText, shortText, slug, text, zone } from '../../shared/folder-fields.ts'
import { checkNumbers, type FolderScope, type Place, within } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'

/** `cycles/<slug>/calls.yaml`. */
export const callsFile = listOf(
  group({
    id: id(),
    slug: slug(),
    title: shortText(),
    introduction: optionalText(),
    audience: optionalShortText(),
    opensOn: optional(date()),
    deadline: optional(date()),
    deadlineZone: optional(zone()),
    soft: flag(),
    rollingUntil: optionalText(),
    open: flag(),
    closedAt: optional(instant()),
    closedReason: optionalText(),
    source: optionalText(),
    revision: optional(integer(1)),
    extensions: listOf(group({ earlier: date(), changedOn: optional(date()), reason: text() })),
    questions: listOf(group({ id: id(), number: integer(1), text: text(), guidance: optionalText() })),
  }),
)
export type CallsFile = z.output<typeof callsFile>

type CallItem = CallsFile[number]

export interface FolderCall {
  readonly id: Id
  readonly item: CallItem
  readonly questions: readonly (CallItem['questions'][number] & { readonly id: Id })[]
}

/** Gives calls and questions their ids and names. */
export function completeCalls(scope: FolderScope, cycle: string, file: CallsFile, place: Place): FolderCall[] {
  return file.map((item, index) => {
    const at = within(place, index)
    const id = scope.takeId(item.id, at)
    scope.define(`call ${cycle}/${item.slug}`, id, within(at, 'slug'))
    checkNumbers(scope, item.questions, within(at, 'questions'))
    const questions = item.questions.map((question, step) => {
      const where = within(at, 'questions', step)
      const questionId = scope.takeId(question.id, where)
      scope.define(`question ${cycle}/${item.slug}/${question.number}`, questionId, where)
      return { ...question, id: questionId }
    })
    return { id, item, questions }
  })
}
