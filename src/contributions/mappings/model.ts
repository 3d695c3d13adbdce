import type { Columns } from '../columns/model.ts'
import type { ImportMap } from '../import/model.ts'

/** How a file of one make was read the last time. */
export interface Mapping {
  /** The columns' names as that file had them. */
  readonly header: readonly string[]
  readonly map: ImportMap
}

/**
 * The map that reads a file as it was read: each field with the names of its columns, whether they were said or recognised. What is
 * the file's own and not its make's is left as it was said: how it is written, where its header stands.
 */
export function mapAsRead(map: ImportMap, { columns }: { readonly columns: Columns }): ImportMap {
  const { key: _key, ignore: _ignore, columns: _columns, ...said } = map
  const named = Object.fromEntries([...columns.places].map(([field, places]) => [field, places.map((place) => columns.header[place] ?? '')]))
  return { ...said, columns: named, ...(columns.unread.length === 0 ? {} : { ignore: columns.unread }) }
}
