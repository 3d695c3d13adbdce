import type { z } from 'zod'
import { date, group, id, integer, listOf, optional, optionalShortText, optionalText, shortText, webAddress } from '../../shared/folder-fields.ts'
import { checkNumbers, type FolderScope, type Place, within } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'

/** `cycles/<slug>/references.yaml`. */
export const referencesFile = listOf(
  group({ id: id(), number: integer(1), title: shortText(), author: optionalShortText(), publisher: optionalShortText(), published: optional(date()), url: optional(webAddress()), note: optionalText() }),
)
export type ReferencesFile = z.output<typeof referencesFile>

export type FolderReference = ReferencesFile[number] & { readonly id: Id }

/** Gives references their ids and names. */
export function completeReferences(scope: FolderScope, cycle: string, file: ReferencesFile, place: Place): FolderReference[] {
  checkNumbers(scope, file, place)
  return file.map((item, index) => {
    const at = within(place, index)
    const id = scope.takeId(item.id, at)
    scope.define(`ref ${cycle}/L-${item.number}`, id, at)
    return { ...item, id }
  })
}
