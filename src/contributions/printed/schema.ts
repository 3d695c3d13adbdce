import type { z } from 'zod'
import { group, id, listOf, oneOf, shortText, text } from '../../shared/folder-fields.ts'
import { findNamed, within, type FolderScope, type Place } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { PRINTED_LISTS } from './model.ts'

/** `cycles/<slug>/printed-names.yaml`: how documents spelt contributors, `contribution: C-1`. */
export const printedNamesFile = listOf(group({ id: id(), contribution: text(20), list: oneOf(PRINTED_LISTS), name: shortText(), source: shortText() }))
export type PrintedNamesFile = z.output<typeof printedNamesFile>

export type FolderPrintedName = PrintedNamesFile[number] & { readonly id: Id; readonly contributionId: Id }

export function completePrintedNames(scope: FolderScope, cycle: string, file: PrintedNamesFile, place: Place): FolderPrintedName[] {
  const seen = new Set<string>()
  return file.flatMap((item, index) => {
    const at = within(place, index)
    const name = `${item.contribution} ${item.list}`
    if (seen.has(name)) scope.mistake(at, 'is said already, for the same contribution and list.')
    seen.add(name)
    const contributionId = findNamed(scope, `ref ${cycle}/${item.contribution}`, within(at, 'contribution'))
    return contributionId === undefined ? [] : [{ ...item, id: scope.takeId(item.id, at), contributionId }]
  })
}
