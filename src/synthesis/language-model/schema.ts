import type { z } from 'zod'
import { group, id, instant, integer, listOf, oneOf, optional, optionalShortText, optionalText, shortText, text } from '../../shared/folder-fields.ts'
import { checkNumbers, findNamed, within, type FolderScope, type Place } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { DECISIONS } from '../suggested-groups/model.ts'
import { REASONS, REQUEST_KINDS, REQUEST_STATES } from './model.ts'

/** What a language model was asked, as `suggested.yaml` has it. */
export const requestItem = group({
  id: id(),
  number: integer(1),
  kind: oneOf(REQUEST_KINDS),
  madeBy: id(),
  madeAt: instant(),
  state: oneOf(REQUEST_STATES),
  reason: optional(oneOf(REASONS)),
  model: optionalShortText(),
  repliedAt: optional(instant()),
  reply: optionalText(),
  passages: listOf(group({ passage: shortText(), sent: optional(oneOf(['yes', 'no'])) })),
  suggestions: listOf(
    group({ id: id(), text: text(), passages: listOf(shortText()), decision: optional(oneOf(DECISIONS)), decidedBy: id(), decidedAt: optional(instant()), theme: optionalShortText() }),
  ),
})
type RequestItem = z.output<typeof requestItem>

export interface FolderRequest {
  readonly id: Id
  readonly item: RequestItem
  readonly passages: readonly { readonly passageId: Id; readonly isSent: boolean | null }[]
  readonly suggestions: readonly { readonly id: Id; readonly item: RequestItem['suggestions'][number]; readonly passageIds: readonly Id[]; readonly themeId: Id | null }[]
}

export function completeRequests(scope: FolderScope, cycle: string, items: readonly RequestItem[], place: Place): FolderRequest[] {
  checkNumbers(scope, items, place)
  const findPassage = (ref: string, at: Place): Id | undefined => {
    if (/^P-[1-9][0-9]{0,8}$/u.test(ref)) return findNamed(scope, `ref ${cycle}/${ref}`, at)
    scope.mistake(at, 'should name a passage of this cycle (P-3).')
    return undefined
  }
  return items.map((item, index) => {
    const at = within(place, index)
    const passages = item.passages.flatMap(({ passage, sent }, each) => {
      const passageId = findPassage(passage, within(at, 'passages', each))
      return passageId === undefined ? [] : [{ passageId, isSent: sent === undefined ? null : sent === 'yes' }]
    })
    if (new Set(passages.map(({ passageId }) => passageId)).size < passages.length) scope.mistake(within(at, 'passages'), 'names a passage twice.')
    const suggestions = item.suggestions.map((suggestion, each) => {
      const here = within(at, 'suggestions', each)
      const passageIds = suggestion.passages.flatMap((ref, one) => findPassage(ref, within(here, 'passages', one)) ?? [])
      const themeId = suggestion.theme === undefined ? null : (findNamed(scope, `theme ${cycle}/${suggestion.theme}`, within(here, 'theme')) ?? null)
      return { id: scope.takeId(suggestion.id, here), item: suggestion, passageIds: [...new Set(passageIds)], themeId }
    })
    return { id: scope.takeId(item.id, at), item, passages: [...new Map(passages.map((passage) => [passage.passageId, passage])).values()], suggestions }
  })
}
