import type { Reader } from '../../platform/database.ts'
import { type FolderNames, tidy } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { ListEntry } from '../../shared/vocabularies.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { findCyclePartsForFolder, findForumRow, listCycleRows, listDecisionsForFolder } from './queries.ts'

export interface ExportedCycle {
  readonly id: Id<'cycle'>
  readonly slug: string
}

/** The forum's id and its cycles, sorted by slug; undefined when there is no such forum. Cycles get their names here. */
export async function findForumForFolder(db: Reader, slug: string, names: FolderNames): Promise<{ id: Id<'forum'>; cycles: ExportedCycle[] } | undefined> {
  const forum = await findForumRow(db, slug)
  if (forum === undefined) return undefined
  const cycles = (await listCycleRows(db, forum.id)).map((row) => ({ id: row.id as Id<'cycle'>, slug: row.slug })).sort((a, b) => (a.slug < b.slug ? -1 : 1))
  for (const cycle of cycles) names.give(cycle.id, cycle.slug)
  return { id: forum.id as Id<'forum'>, cycles }
}

/** `forum.yaml`. `record`: the state of the forum's chain, absent when it has none. */
export async function writeForumFile(
  db: Reader,
  slug: string,
  names: FolderNames,
  more: { isPublic: boolean; record: { chain: string; length: number; head: string } | undefined },
): Promise<string> {
  const forum = await findForumRow(db, slug)
  if (forum === undefined) throw new Error(`The forum ${slug} went away while it was read`)
  const decisions = await listDecisionsForFolder(db, forum.id, names)
  return [
    writeYaml(
      tidy({
        format: 'convoke-forum/1',
        public: more.isPublic,
        id: forum.id,
        slug: forum.slug,
        title: forum.title,
        mandate: forum.mandate,
        conveningBody: forum.convening_body,
        demonstration: forum.is_demonstration,
        language: forum.language,
        website: forum.website,
        confirmation: forum.confirmation === 'none' ? null : forum.confirmation,
        reviewAlone: forum.is_review_alone,
        createdAt: forum.created_at,
        revision: forum.revision,
      }),
    ),
    // A list that is empty is written as such: a missing one means the usual groups.
    writeYaml({ stakeholderGroups: forum.stakeholder_groups.map(asWritten), regionalGroups: forum.regional_groups.map(asWritten) }),
    more.record === undefined ? '' : writeYaml({ record: more.record }),
    decisions.length === 0 ? '' : writeYaml(tidy({ decisions })),
  ].join('')
}

function asWritten({ key, title }: ListEntry): { key: string; title: string } {
  return { key, title }
}

/** `cycles/<slug>/cycle.yaml`. */
export async function writeCycleFile(db: Reader, forumId: Id, cycle: ExportedCycle): Promise<string> {
  const row = (await listCycleRows(db, forumId)).find((candidate) => candidate.id === cycle.id)
  if (row === undefined) throw new Error(`The cycle ${cycle.slug} went away while it was read`)
  const { id, title, focus, note, moved_to: movedTo, revision } = row
  return writeYaml(tidy({ id, title, focus, note, movedTo, revision, ...(await findCyclePartsForFolder(db, cycle.id)) }))
}
