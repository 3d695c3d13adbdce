import type { z } from 'zod'
import { group, id, instant, listOf, text } from '../../shared/folder-fields.ts'
import { within, type FolderScope, type Place } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { headerSignature } from '../columns/model.ts'
import { importMapSchema } from '../import/schema.ts'

/** `import-mappings.yaml`: how files of one make are read, for the next one. `header` has a column's name on each line, `map` is JSON. */
export const mappingsFile = listOf(group({ id: id(), header: text(100_000), map: text(1_000_000), usedAt: instant() }))
export type MappingsFile = z.output<typeof mappingsFile>
export type FolderMapping = MappingsFile[number] & { readonly id: Id }

/** Gives mappings their ids; tells maps that are none, and two for one make of file. */
export function completeMappings(scope: FolderScope, file: MappingsFile, place: Place): FolderMapping[] {
  const seen = new Set<string>()
  return file.map((item, index) => {
    const at = within(place, index)
    const signature = headerSignature(item.header.split('\n'))
    if (seen.has(signature)) scope.mistake(within(at, 'header'), 'is that of an earlier mapping.')
    seen.add(signature)
    if (!isMap(item.map)) scope.mistake(within(at, 'map'), 'is not a map, as docs/reference/import.md describes it.')
    return { ...item, id: scope.takeId(item.id, at) }
  })
}

function isMap(text: string): boolean {
  try {
    return importMapSchema.safeParse(JSON.parse(text)).success
  } catch {
    return false
  }
}
