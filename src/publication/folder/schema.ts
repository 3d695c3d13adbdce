import type { z } from 'zod'
import { group, id, instant, integer, listOf, optionalText, shortText } from '../../shared/folder-fields.ts'
import { checkNumbers, findNamed, type FolderScope, type Place, readRef, within } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { completeShortcomings, shortcomingsField } from '../gate-folder/schema.ts'
import type { Shortcoming } from '../gate/model.ts'

/** `cycles/<slug>/editions.yaml`. */
export const editionsFile = listOf(
  group({
    id: id(),
    number: integer(1),
    document: shortText(),
    version: integer(1),
    title: shortText(),
    summary: optionalText(),
    publishedAt: instant(),
    accounted: integer(),
    units: integer(),
    residue: listOf(shortText()),
    shortcomings: shortcomingsField,
  }),
)
export type EditionsFile = z.output<typeof editionsFile>

export interface FolderEdition {
  readonly id: Id
  readonly versionId: Id
  readonly item: EditionsFile[number]
  readonly residue: readonly { readonly kind: string; readonly id: Id; readonly ref: string }[]
  readonly shortcomings: readonly Shortcoming[]
}

/** Gives editions their ids, and finds their versions and what was left without a fate. */
export function completeEditions(scope: FolderScope, cycle: string, file: EditionsFile, place: Place): FolderEdition[] {
  checkNumbers(scope, file, place)
  const published = new Set<Id>()
  return file.flatMap((item, index) => {
    const at = within(place, index)
    const versionId = findNamed(scope, `version ${cycle}/${item.document}/${item.version}`, within(at, 'version'))
    const residue = item.residue.flatMap((name, step) => completeUnit(scope, cycle, name, within(at, 'residue', step)) ?? [])
    const shortcomings = completeShortcomings(scope, item.shortcomings, within(at, 'shortcomings'))
    if (versionId !== undefined && published.has(versionId)) scope.mistake(within(at, 'version'), 'is published already.')
    if (versionId !== undefined) published.add(versionId)
    if (item.accounted > item.units) scope.mistake(within(at, 'accounted'), `is more than there are units (${item.units}).`)
    return versionId === undefined ? [] : [{ id: scope.takeId(item.id, at), versionId, item, residue, shortcomings }]
  })
}

function completeUnit(scope: FolderScope, cycle: string, name: string, place: Place) {
  const ref = readRef(name, cycle)
  const id = ref === undefined ? undefined : findNamed(scope, ref.name, place)
  if (ref === undefined) scope.mistake(place, 'should be a reference such as C-3/2 or R-4.')
  return ref === undefined || id === undefined ? undefined : { kind: ref.kind, id, ref: ref.name.slice('ref '.length) }
}
