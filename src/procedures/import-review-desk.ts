import { insertReviewDesk } from '../review/desk-folder/commands.ts'
import { completeReviewDesk, reviewDeskFile } from '../review/desk-folder/schema.ts'
import type { CycleLayout } from '../shared/folder-layout.ts'
import type { Id } from '../shared/ids.ts'
import type { ImportedPeople } from './import-frame.ts'
import type { ForumImport } from './open-forum-import.ts'
import { readFolderFile } from './read-folder-file.ts'

/** Takes how the reviews of a cycle are answered, and what the desk did with their comments, once they and the people are there. */
export async function importReviewDesk({ tx, reader, scope, put, referredTo }: ForumImport, { slug, files }: CycleLayout, { people, here }: ImportedPeople): Promise<void> {
  const parsed = await readFolderFile(reader, files.get('review-desk'), reviewDeskFile, scope.mistake)
  if (parsed === undefined) return
  const desk = completeReviewDesk(scope, slug, parsed, new Set(people.map(({ id }) => id)), { file: `cycles/${slug}/review-desk.yaml`, path: '' })
  for (const { person } of desk.assignments) referredTo.add(person)
  for (const { person } of desk.draftComments) referredTo.add(person)
  for (const { author } of desk.notes) referredTo.add(author)
  for (const { by } of desk.proposals) referredTo.add(by)
  for (const { by, saidBy, takenOffBy } of desk.agenda) for (const person of [by, saidBy, takenOffBy]) if (person !== undefined) referredTo.add(person)
  await put(() => insertReviewDesk(tx, desk, (id) => here.get(id as Id) ?? (id as Id), scope.now))
}
