import type { z } from 'zod'
import { group, id, instant, integer, listOf, oneOf, optional, optionalShortText, shortText } from '../../shared/folder-fields.ts'
import { findNamed, type FolderScope, type Place, within } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { NAME_KINDS, readUnitWords } from '../register/model.ts'

/** `names.yaml`: what was said of names as they are printed in the forum. */
export const namesFile = group({
  names: listOf(group({ id: id(), kind: oneOf(NAME_KINDS), name: shortText(), knownAs: optionalShortText(), mergedAt: optional(instant()) })),
  apart: listOf(group({ id: id(), kind: oneOf(NAME_KINDS), one: shortText(), other: shortText(), saidAt: optional(instant()) })),
  unitWords: optional(group({ words: listOf(shortText()), revision: optional(integer(1)) })),
})
export type NamesFile = z.output<typeof namesFile>

export interface FolderNamesFile {
  readonly names: readonly (NamesFile['names'][number] & { readonly id: Id; readonly mergedInto: Id | null })[]
  readonly apart: readonly (NamesFile['apart'][number] & { readonly id: Id })[]
  readonly unitWords: { readonly words: readonly string[]; readonly revision: number } | undefined
}

/** Gives ids and finds the names that others are known as. A name that is, through others, known as itself is a mistake. */
export function completeNames(scope: FolderScope, file: NamesFile, place: Place): FolderNamesFile {
  const ids = file.names.map((item, index) => {
    const id = scope.takeId(item.id, within(place, 'names', index))
    scope.define(`name ${item.kind} ${item.name}`, id, within(place, 'names', index, 'name'))
    return id
  })
  const above = new Map(file.names.map(({ kind, name, knownAs }) => [`${kind} ${name}`, knownAs === undefined ? undefined : `${kind} ${knownAs}`]))
  const names = file.names.map((item, index) => {
    const at = within(place, 'names', index, 'knownAs')
    if (isInCircle(above, `${item.kind} ${item.name}`)) scope.mistake(at, 'leads back to the name itself.')
    const mergedInto = item.knownAs === undefined ? null : (findNamed(scope, `name ${item.kind} ${item.knownAs}`, at) ?? null)
    return { ...item, id: ids[index] as Id, mergedInto }
  })
  const apart = file.apart.map((item, index) => {
    const at = within(place, 'apart', index)
    if (item.one >= item.other) scope.mistake(at, 'should name the two by their letters, the first one first.')
    scope.define(`apart ${item.kind} ${item.one}\n${item.other}`, scope.forumId, at)
    return { ...item, id: scope.takeId(item.id, at) }
  })
  const words = file.unitWords === undefined ? undefined : { words: readUnitWords(file.unitWords.words.join('\n')), revision: file.unitWords.revision ?? 1 }
  return { names, apart, unitWords: words }
}

function isInCircle(above: ReadonlyMap<string, string | undefined>, name: string): boolean {
  const seen = new Set<string>()
  for (let at: string | undefined = name; at !== undefined; at = above.get(at)) {
    if (seen.has(at)) return true
    seen.add(at)
  }
  return false
}
