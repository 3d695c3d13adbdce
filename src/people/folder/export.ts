import type { Reader } from '../../platform/database.ts'
import { type FolderNames, tidy } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { listOrganisationsForFolder, listPeopleForFolder } from './queries.ts'

/**
 * `people.yaml`: who has a role in the forum, and `others` whom something in it refers to. For the public: without mail addresses
 * and without the others. Undefined when there is nobody. Answers who is in it.
 */
export async function writePeopleFile(
  db: Reader,
  forumId: Id,
  others: readonly Id[],
  names: FolderNames,
  isPublic: boolean,
): Promise<{ text: string | undefined; people: ReadonlySet<string> }> {
  const all = await listPeopleForFolder(db, forumId, isPublic ? [] : others, names)
  all.sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id))
  const people = isPublic ? all.map((person) => ({ ...person, mail: null })) : all
  const organisations = await listOrganisationsForFolder(db, [...new Set(people.flatMap((person) => person.affiliations.map(({ organisation }) => organisation)))])
  const text = people.length === 0 ? undefined : writeYaml(tidy({ organisations, people }))
  return { text, people: new Set(people.map(({ id }) => id)) }
}

/** By code unit, which no locale changes. */
function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
