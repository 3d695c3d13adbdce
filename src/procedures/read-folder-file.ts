import type { z } from 'zod'
import type { FolderReader } from '../platform/folder-reader.ts'
import { readYaml } from '../platform/yaml-reader.ts'
import type { FolderScope } from '../shared/folder.ts'
import { parseAt } from '../shared/folder-fields.ts'

/** Reads one YAML file of a forum folder through its schema; undefined, with every mistake told, when it is wrong, and when it is not there. */
export async function readFolderFile<T extends z.ZodType>(reader: FolderReader, file: string | undefined, schema: T, mistake: FolderScope['mistake']): Promise<z.output<T> | undefined> {
  if (file === undefined || !reader.files.includes(file)) return undefined
  const text = await reader.readText(file)
  const place = { file, path: '' }
  if (typeof text !== 'string') {
    mistake(place, text.reason)
    return undefined
  }
  const read = readYaml(text)
  if (!read.ok) {
    for (const { line, reason } of read.problems) mistake({ file, path: `line ${line}` }, reason)
    return undefined
  }
  // A file without content is an empty list, or a group of no keys.
  const empty = schema.safeParse('').success ? '' : {}
  return parseAt(schema, read.value === '' ? empty : read.value, place, mistake)
}
