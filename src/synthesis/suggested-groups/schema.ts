import type { z } from 'zod'
import { group, id, instant, listOf, oneOf, optional, optionalShortText, shortText } from '../../shared/folder-fields.ts'
import { findNamed, readRef, within, type FolderScope, type Place } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { requestItem } from '../language-model/schema.ts'
import { dismissalItem } from '../resembling/schema.ts'
import { DECISIONS } from './model.ts'

/** A group as `suggested.yaml` has it; `question` is `call/number`. */
export const groupItem = group({
  id: id(),
  question: shortText(),
  language: shortText(),
  terms: listOf(shortText()),
  machine: shortText(),
  madeBy: id(),
  madeAt: instant(),
  decision: optional(oneOf(DECISIONS)),
  decidedBy: id(),
  decidedAt: optional(instant()),
  theme: optionalShortText(),
  answers: listOf(shortText()),
})

/** `cycles/<slug>/suggested.yaml`. */
export const suggestedFile = group({ groups: listOf(groupItem), dismissed: listOf(dismissalItem), requests: listOf(requestItem) })
type GroupItem = z.output<typeof groupItem>

export interface FolderGroup {
  readonly id: Id
  readonly item: GroupItem
  readonly questionId: Id
  readonly themeId: Id | null
  readonly answerIds: readonly Id[]
}

export function completeGroups(scope: FolderScope, cycle: string, items: readonly GroupItem[], place: Place): FolderGroup[] {
  return items.flatMap((item, index) => {
    const at = within(place, index)
    const questionId = findNamed(scope, `question ${cycle}/${item.question}`, within(at, 'question'))
    const themeId = item.theme === undefined ? null : (findNamed(scope, `theme ${cycle}/${item.theme}`, within(at, 'theme')) ?? null)
    const answerIds = item.answers.flatMap((answer, each) => {
      const here = within(at, 'answers', each)
      const ref = readRef(answer, cycle)
      if (ref?.kind === 'answer') return findNamed(scope, ref.name, here) ?? []
      scope.mistake(here, 'should name an answer (C-3/2).')
      return []
    })
    if (new Set(answerIds).size < answerIds.length) scope.mistake(within(at, 'answers'), 'names an answer twice.')
    return questionId === undefined ? [] : [{ id: scope.takeId(item.id, at), item, questionId, themeId, answerIds: [...new Set(answerIds)] }]
  })
}
