import { peopleIn } from '../synthesis/codebook/schema.ts'
import { insertRequests } from '../synthesis/language-model/commands.ts'
import { completeRequests } from '../synthesis/language-model/schema.ts'
import { insertDismissals } from '../synthesis/resembling/commands.ts'
import { completeDismissals } from '../synthesis/resembling/schema.ts'
import { insertGroups } from '../synthesis/suggested-groups/commands.ts'
import { completeGroups, suggestedFile } from '../synthesis/suggested-groups/schema.ts'
import type { CycleLayout } from '../shared/folder-layout.ts'
import type { Id } from '../shared/ids.ts'
import type { ImportedPeople } from './import-frame.ts'
import type { ForumImport } from './open-forum-import.ts'
import { readFolderFile } from './read-folder-file.ts'

/** Takes what machines had put forward in a cycle and what people said to it, once all that it names is there. */
export async function importSuggested({ tx, reader, scope, put, referredTo }: ForumImport, { slug, files }: CycleLayout, people: ImportedPeople): Promise<void> {
  const cycleId = scope.find(`cycle ${slug}`)
  const file = await readFolderFile(reader, files.get('suggested'), suggestedFile, scope.mistake)
  if (cycleId === undefined || file === undefined) return
  const place = (path: string) => ({ file: `cycles/${slug}/suggested.yaml`, path })
  const groups = completeGroups(scope, slug, file.groups, place('groups'))
  const dismissals = completeDismissals(scope, slug, file.dismissed, place('dismissed'))
  const requests = completeRequests(scope, slug, file.requests, place('requests'))
  for (const person of peopleIn(file)) referredTo.add(person)
  const here = (person: string | undefined): Id | null => (person === undefined ? null : (people.here.get(person as Id) ?? (person as Id)))
  await put(async () => {
    await insertGroups(tx, { forum_id: scope.forumId, cycle_id: cycleId }, groups, here)
    await insertDismissals(tx, cycleId, dismissals, here)
    await insertRequests(tx, { forum_id: scope.forumId, cycle_id: cycleId }, requests, here)
  })
}
