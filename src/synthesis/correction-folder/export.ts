import type { Reader } from '../../platform/database.ts'
import { type FolderNames, tidy } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { findMinorityRule } from '../minority/queries.ts'
import { listNotesForFolder, listPublicationsForFolder, listRoundsForFolder, listSuggestionsForFolder } from './queries.ts'

/**
 * `cycles/<slug>/corrections.yaml`; undefined when there is nothing in it. `withheld`, in a public folder: inputs whose texts it does not
 * show. A public folder has no mail address, no note of the desk, and no words of who withdrew them.
 */
export async function writeCorrectionsFile(db: Reader, cycle: { readonly id: Id; readonly slug: string }, names: FolderNames, withheld: ReadonlySet<string> | undefined): Promise<string | undefined> {
  const isPublic = withheld !== undefined
  const [publications, found, sent] = [await listPublicationsForFolder(db, cycle.id), await listRoundsForFolder(db, cycle, names), await listSuggestionsForFolder(db, cycle, names)]
  const rounds = found.map((round) => ({
    ...round,
    digests: round.digests.map((digest) => ({ ...digest, sentences: digest.sentences.map(({ contributionId, item }) => (withheld?.has(contributionId) === true ? { ...item, reason: null } : item)) })),
  }))
  const suggestions = isPublic ? sent.map((item) => ({ ...item, mail: null, ...(item.withdrawnAt === null ? {} : { proposal: null, comment: null, author: null }) })) : sent
  const notes = isPublic ? [] : await listNotesForFolder(db, cycle, names)
  const { revision, groups, voices } = await findMinorityRule(db, cycle.id)
  const minority = revision === 0 ? null : { groups, voices, revision }
  if (minority === null && publications.length + rounds.length + suggestions.length + notes.length === 0) return undefined
  return writeYaml(tidy({ publications, minority, rounds, suggestions, notes }) ?? '')
}
