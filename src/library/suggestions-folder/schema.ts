import type { z } from 'zod'
import { flag, group, id, instant, integer, language, listOf, mailAddress, oneOf, optional, optionalShortText, optionalText, shortText, text, webAddress } from '../../shared/folder-fields.ts'
import { findNamed, type FolderScope, type Place, within } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { PROOFS, SUGGESTION_STATES } from '../suggestions/model.ts'

/** `papers.yaml`: papers that somebody suggested. `cycle` names the one it was meant for, `reference` what it became, such as 2017/L-4. */
export const papersFile = listOf(
  group({
    id: id(), number: optional(integer(1)), cycle: optionalShortText(), title: optionalShortText(), author: optionalShortText(), publisher: optionalShortText(), published: optionalShortText(), address: optional(webAddress()), note: optionalText(),
    name: optionalShortText(), organisation: optionalShortText(), consent: oneOf(['full', 'without-name']), mail: optional(mailAddress()), language: language(), state: oneOf(SUGGESTION_STATES), proof: optional(oneOf(PROOFS)),
    reason: optionalText(), withheld: flag(), reference: optionalShortText(), suggestedAt: instant(), askedAt: optional(instant()), confirmedAt: optional(instant()), decidedAt: optional(instant()),
    files: listOf(group({ id: id(), name: shortText(), mediaType: shortText(), size: integer(), file: text(64).refine((name) => /^[0-9a-f]{64}$/u.test(name), { error: 'should be the SHA-256 of the file in files/.' }) })),
  }),
)
export type PapersFile = z.output<typeof papersFile>

export interface FolderPaper {
  readonly id: Id
  readonly cycleId: Id | null
  readonly referenceId: Id | null
  readonly item: PapersFile[number]
  readonly files: readonly (PapersFile[number]['files'][number] & { readonly id: Id; readonly place: Place })[]
}

/** Gives suggested papers their ids, and finds the cycles and references that they name. */
export function completePapers(scope: FolderScope, file: PapersFile, place: Place): FolderPaper[] {
  const seen = new Set<number>()
  return file.map((item, index) => {
    const at = within(place, index)
    if (item.number !== undefined && seen.has(item.number)) scope.mistake(within(at, 'number'), `is given twice (${item.number}).`)
    if (item.number !== undefined) seen.add(item.number)
    // Without a number only what nobody was sure of: never confirmed, or taken back before it was.
    if (item.number === undefined && item.state !== 'unconfirmed' && item.state !== 'withdrawn') scope.mistake(within(at, 'number'), 'is what all have that are known to be their senders’.')
    if ((item.reference === undefined) === (item.state === 'listed')) scope.mistake(within(at, 'reference'), 'is what listed papers have, and they alone.')
    return {
      id: scope.takeId(item.id, at),
      cycleId: item.cycle === undefined ? null : (findNamed(scope, `cycle ${item.cycle}`, within(at, 'cycle')) ?? null),
      referenceId: item.reference === undefined ? null : (findNamed(scope, `ref ${item.reference}`, within(at, 'reference')) ?? null),
      item,
      files: item.files.map((each, number) => ({ ...each, id: scope.takeId(each.id, within(at, 'files', number)), place: within(at, 'files', number) })),
    }
  })
}
