import { insertSuggestions } from '../library/suggestions-folder/commands.ts'
import { completePapers, papersFile } from '../library/suggestions-folder/schema.ts'
import { within, type Place } from '../shared/folder.ts'
import type { ForumImport } from './open-forum-import.ts'
import { readFolderFile } from './read-folder-file.ts'

/** Takes suggested papers; `note` is told of each file that they name. */
export async function importPapers({ tx, reader, scope, put, counts }: ForumImport, note: (name: string, size: number, place: Place) => void): Promise<void> {
  const place = { file: 'papers.yaml', path: '' }
  const parsed = await readFolderFile(reader, reader.files.includes('papers.yaml') ? 'papers.yaml' : undefined, papersFile, scope.mistake)
  const papers = completePapers(scope, parsed ?? [], place)
  if (papers.length > 0) counts['suggested-papers'] = papers.length
  for (const { files } of papers) for (const { file, size, place: at } of files) note(file, size, within(at))
  await put(() => insertSuggestions(tx, scope.forumId, papers))
}
