import { insertHandling } from '../contributions/desk-folder/commands.ts'
import { completeDesk, deskFile } from '../contributions/desk-folder/schema.ts'
import { insertNames } from '../people/register-folder/commands.ts'
import { completeNames, namesFile } from '../people/register-folder/schema.ts'
import type { CycleLayout } from '../shared/folder-layout.ts'
import type { Id } from '../shared/ids.ts'
import type { ImportedPeople } from './import-frame.ts'
import type { ForumImport } from './open-forum-import.ts'
import { readFolderFile } from './read-folder-file.ts'

/** Takes what the desk did with contributions, once they and the people are there, and what was said of names. */
export async function importDesk(work: ForumImport, people: ImportedPeople): Promise<void> {
  for (const cycle of work.layout.cycles) await importCycleDesk(work, cycle, people)
  const { tx, reader, scope, put } = work
  const parsed = await readFolderFile(reader, reader.files.includes('names.yaml') ? 'names.yaml' : undefined, namesFile, scope.mistake)
  if (parsed === undefined) return
  const names = completeNames(scope, parsed, { file: 'names.yaml', path: '' })
  await put(() => insertNames(tx, scope.forumId, names, scope.now))
}

async function importCycleDesk({ tx, reader, scope, put, referredTo }: ForumImport, { slug, files }: CycleLayout, { people, here }: ImportedPeople): Promise<void> {
  const parsed = await readFolderFile(reader, files.get('desk'), deskFile, scope.mistake)
  if (parsed === undefined) return
  const desk = completeDesk(scope, slug, parsed, new Set(people.map(({ id }) => id)), { file: `cycles/${slug}/desk.yaml`, path: '' })
  for (const { author } of desk.notes) referredTo.add(author)
  for (const { person } of [...desk.readers, ...desk.readings]) referredTo.add(person)
  await put(() => insertHandling(tx, desk, (id) => here.get(id as Id) ?? (id as Id), scope.now))
}
