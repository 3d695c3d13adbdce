import type { z } from 'zod'
import { date, group, id, instant, integer, listOf, oneOf, optional, shortText } from '../../shared/folder-fields.ts'
import { within, type FolderScope, type Place } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { GROUPINGS } from '../overview/model.ts'
import { PIN_FILTERS } from './model.ts'

/** `cycles/<slug>/pinned-figures.yaml`: figures with their values as they were when they were pinned. */
export const pinnedFiguresFile = listOf(
  group({
    id: id(), number: integer(1), title: shortText(), asOf: date(), cutOff: optional(shortText()), rows: optional(oneOf(GROUPINGS)), columns: optional(oneOf(GROUPINGS)),
    filter: listOf(group({ by: oneOf(PIN_FILTERS), key: shortText() })),
    cells: listOf(group({ row: optional(shortText()), column: optional(shortText()), count: integer() })),
    total: integer(), pinnedAt: instant(), sequence: optional(integer()),
  }),
)
export type PinnedFiguresFile = z.output<typeof pinnedFiguresFile>

export type FolderPin = PinnedFiguresFile[number] & { readonly id: Id }

export function completePins(scope: FolderScope, cycle: string, file: PinnedFiguresFile, place: Place): FolderPin[] {
  return file.map((item, index) => {
    const at = within(place, index)
    const pinId = scope.takeId(item.id, at)
    scope.define(`ref ${cycle}/N-${item.number}`, pinId, at)
    return { ...item, id: pinId }
  })
}
