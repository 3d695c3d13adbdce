import type { Reader } from '../../platform/database.ts'
import { type FolderNames, tidy } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { withoutAddresses } from '../../shared/masked-addresses.ts'
import type { Confirmation } from '../../shared/vocabularies.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { isShown } from '../suggestions/model.ts'
import { listSuggestionsForFolder } from './queries.ts'

/**
 * `papers.yaml`; undefined when none was suggested. For the public: what a page shows to everybody, without mail addresses and without the
 * files, which are for the desk. The names of files that the folder must have are put into `files`.
 */
export async function writeSuggestionsFile(db: Reader, forumId: Id, names: FolderNames, files: Set<string>, publicly: { readonly confirmation: Confirmation } | undefined): Promise<string | undefined> {
  const suggestions = await listSuggestionsForFolder(db, forumId, publicly !== undefined)
  for (const suggestion of suggestions) for (const { sha256 } of suggestion.files) files.add(sha256)
  return suggestions.length === 0 ? undefined : writeYaml(suggestions.map((suggestion) => tidy(toItem(suggestion, names, publicly?.confirmation))))
}

type Suggestion = Awaited<ReturnType<typeof listSuggestionsForFolder>>[number]

function toItem({ row, files, isNamed }: Suggestion, names: FolderNames, confirmation: Confirmation | undefined) {
  const isPublic = confirmation !== undefined
  const areWordsIn = !isPublic || isShown({ state: row.state, isWithheld: row.is_withheld }, confirmation)
  const words = (text: string | null) => (!areWordsIn || text === null ? null : isPublic ? withoutAddresses(text) : text)
  const isNameIn = !isPublic || (areWordsIn && isNamed)
  return {
    id: row.id,
    number: row.number,
    cycle: row.cycle_id === null ? null : names.of(row.cycle_id),
    title: words(row.title),
    author: words(row.author),
    publisher: words(row.publisher),
    published: words(row.published),
    address: areWordsIn ? row.address : null,
    note: words(row.note),
    name: isNameIn ? words(row.name) : null,
    organisation: isNameIn ? words(row.organisation) : null,
    consent: row.consent,
    mail: isPublic ? null : row.mail,
    language: row.language,
    state: row.state,
    proof: row.proof,
    reason: row.reason,
    withheld: row.is_withheld,
    reference: row.reference_id === null ? null : names.of(row.reference_id),
    suggestedAt: row.suggested_at,
    askedAt: isPublic ? null : row.asked_at,
    confirmedAt: row.confirmed_at,
    decidedAt: row.decided_at,
    files: files.map(({ id, name, media_type, size, sha256 }) => ({ id, name, mediaType: media_type, size, file: sha256 })),
  }
}
