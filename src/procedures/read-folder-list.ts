import type { z } from 'zod'
import { NotText, type FolderReader } from '../platform/folder-reader.ts'
import type { FolderScope, Place } from '../shared/folder.ts'
import { parseAt } from '../shared/folder-fields.ts'

/**
 * Reads a YAML list of a forum folder entry by entry, so that it may be longer than memory. Hands on what an entry's schema takes,
 * `size` at a time; every mistake is told.
 */
export async function readFolderList<T extends z.ZodType>(
  input: { reader: FolderReader; file: string | undefined; schema: T; mistake: FolderScope['mistake']; size: number },
  take: (entries: readonly { item: z.output<T>; place: Place }[]) => Promise<void>,
): Promise<void> {
  const { reader, file, schema, mistake, size } = input
  if (file === undefined) return
  let waiting: { item: z.output<T>; place: Place }[] = []
  try {
    for await (const { place: number, line, read } of reader.readList(file)) {
      const place = { file, path: `[${number}]` }
      if (!read.ok) for (const problem of read.problems) mistake({ file, path: `[${number}], line ${line + problem.line - 1}` }, problem.reason)
      const item = read.ok ? parseAt(schema, read.value, place, mistake) : undefined
      if (item !== undefined) waiting.push({ item, place })
      if (waiting.length >= size) {
        await take(waiting)
        waiting = []
      }
    }
  } catch (error) {
    if (!(error instanceof NotText)) throw error
    mistake({ file, path: '' }, error.message)
  }
  await take(waiting)
}
