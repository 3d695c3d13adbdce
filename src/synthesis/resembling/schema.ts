import type { z } from 'zod'
import { group, id, instant, integer, shortText } from '../../shared/folder-fields.ts'
import { findNamed, readRef, within, type FolderScope, type Place } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'

/** A dismissal as `suggested.yaml` has it: a stretch of an answer that is not about a theme. */
export const dismissalItem = group({ theme: shortText(), of: shortText(), start: integer(), end: integer(1), decidedBy: id(), decidedAt: instant() })
type DismissalItem = z.output<typeof dismissalItem>

export interface FolderDismissal {
  readonly item: DismissalItem
  readonly themeId: Id
  readonly answerId: Id
}

export function completeDismissals(scope: FolderScope, cycle: string, items: readonly DismissalItem[], place: Place): FolderDismissal[] {
  const seen = new Set<string>()
  return items.flatMap((item, index) => {
    const at = within(place, index)
    const themeId = findNamed(scope, `theme ${cycle}/${item.theme}`, within(at, 'theme'))
    const ref = readRef(item.of, cycle)
    if (ref?.kind !== 'answer') scope.mistake(within(at, 'of'), 'should name an answer (C-3/2).')
    const answerId = ref?.kind === 'answer' ? findNamed(scope, ref.name, within(at, 'of')) : undefined
    if (themeId === undefined || answerId === undefined) return []
    const key = [themeId, answerId, item.start, item.end].join(' ')
    if (seen.has(key)) scope.mistake(at, 'is said twice.')
    seen.add(key)
    return [{ item, themeId, answerId }]
  })
}
