import type { Reader } from '../../platform/database.ts'
import { type FolderNames, tidy } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { maskText, type Redaction } from '../redaction/model.ts'
import { findRedactions, listRedactedFiles } from '../redaction/queries.ts'
import { hasPublicFiles, toPublic } from './model.ts'
import { listContributionsForFolder, listFiguresForFolder } from './queries.ts'

const PART = 500

/**
 * `cycles/<slug>/contributions.yaml`, entry by entry; nothing when there are none. The SHA-256 of every attached file that the
 * folder must have is put into `files`.
 */
export async function* writeContributionsFile(db: Reader, cycleId: Id, names: FolderNames, isPublic: boolean, files: Set<string>): AsyncGenerator<string> {
  for (let after = 0; ; ) {
    const items = await listContributionsForFolder(db, cycleId, after, PART, names)
    const last = items.at(-1)
    if (last === undefined) return
    const redactions = isPublic ? await findRedactions(db, items.flatMap(({ answers }) => answers.map(({ id }) => id))) : new Map<Id, Redaction[]>()
    const withheld = isPublic ? await listRedactedFiles(db, items.map(({ id }) => id)) : new Set<Id>()
    for (const whole of items) {
      // A file of which words are redacted is named, and is not there.
      const item = { ...whole, attachments: whole.attachments.map((file) => (withheld.has(file.id) ? { ...file, absent: true } : file)) }
      if (!isPublic || hasPublicFiles(item)) for (const { file, absent } of item.attachments) if (!absent) files.add(file)
      yield writeYaml([tidy(isPublic ? toPublic({ ...item, amendments: item.amendments.map((amendment) => withholdRedacted(amendment, item.answers, redactions)), answers: item.answers.map((answer) => ({ ...answer, text: maskText(answer.text, redactions.get(answer.id) ?? []) })) }) : item)])
    }
    after = last.number
  }
}

/** What stood before in an answer in which something is blackened now may hold the same words at another place. */
function withholdRedacted<A extends { readonly before: readonly { readonly answer: number; readonly text: string | null }[] }>(amendment: A, answers: readonly { readonly id: Id; readonly number: number }[], redactions: ReadonlyMap<Id, unknown>): A {
  const redacted = new Set(answers.filter(({ id }) => redactions.has(id)).map(({ number }) => number))
  return { ...amendment, before: amendment.before.map((each) => (redacted.has(each.answer) ? { ...each, text: null } : each)) }
}

/** `cycles/<slug>/published-figures.yaml`; undefined when there are none. */
export async function writeFiguresFile(db: Reader, cycleId: Id): Promise<string | undefined> {
  const figures = await listFiguresForFolder(db, cycleId)
  return figures.length === 0 ? undefined : writeYaml(figures.map((figure) => tidy(figure)))
}
