import { isForumHere } from '../forums/folder/queries.ts'
import { forumFile } from '../forums/folder/schema.ts'
import { violatedUnique, type Tx } from '../platform/database.ts'
import { sha256 } from '../platform/digest.ts'
import type { FileStore } from '../platform/files.ts'
import { openFolder } from '../platform/folder-reader.ts'
import { appendAct } from '../record/commands.ts'
import type { Actor } from '../record/model.ts'
import type { Mistake } from '../shared/folder.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { importDesk } from './import-desk.ts'
import { importFrame } from './import-frame.ts'
import { importInputs } from './import-inputs.ts'
import { importRecord } from './import-record.ts'
import { importSynthesis } from './import-synthesis.ts'
import { importTaken } from './import-taken.ts'
import { openForumImport, type ForumImport } from './open-forum-import.ts'
import { readFolderFile } from './read-folder-file.ts'

export interface ImportedForum {
  readonly forumId: Id<'forum'>
  readonly slug: string
  /** How many files were read, and how many of what they held. */
  readonly files: number
  readonly counts: Readonly<Record<string, number>>
}

/** A folder with mistakes, all of them, nothing taken; or a forum whose slug or ids are here already. */
export type ImportRefusal = (Refusal<'folder-mistakes'> & { readonly mistakes: readonly Mistake[] }) | (Refusal<'forum-exists'> & { readonly slug: string })

/**
 * Takes a forum folder whole, or nothing of it: every mistake is told, with its place. What has no id gets one. A record is
 * verified and taken word for word, and the import is then an entry of the installation's record; without one the forum's own
 * record begins with the import. Attached files are stored before the transaction ends. Run it in a transaction of its own.
 */
export async function importForum(tx: Tx, actor: Actor, input: { folder: string; files: FileStore }, now: Instant): Promise<ImportedForum | ImportRefusal> {
  const reader = await openFolder(input.folder)
  if ('reason' in reader) return { refusal: 'folder-mistakes', mistakes: [{ file: reader.file, path: '', reason: reader.reason }] }
  const mistakes: Mistake[] = []
  try {
    const work = await openForumImport(tx, reader, input.files, mistakes, now)
    if (work === undefined) return { refusal: 'folder-mistakes', mistakes }
    if (await isForumHere(tx, work.forum.slug, work.forum.id)) return { refusal: 'forum-exists', slug: work.forum.slug }
    const people = await importFrame(work)
    await importInputs(work)
    await importDesk(work, people)
    await importSynthesis(work, people)
    await importTaken(work)
    const hasRecord = await importRecord(work, people)
    if (mistakes.length > 0) return { refusal: 'folder-mistakes', mistakes }
    for (const store of work.toStore) await store()
    return await recordImport(actor, work, hasRecord, now)
  } catch (error) {
    // All that a folder can get wrong by itself was told before: what is taken twice now is here already.
    if (violatedUnique(error) === undefined) throw error
    const forum = await readFolderFile(reader, 'forum.yaml', forumFile, () => undefined)
    return { refusal: 'forum-exists', slug: forum?.slug ?? '' }
  }
}

/** The digest is that of the list `<sha256>  <path>` of all files but the record's, as `sha256sum` writes it, sorted by path. */
async function recordImport(actor: Actor, { tx, reader, scope, forum, counts }: ForumImport, hasRecord: boolean, now: Instant): Promise<ImportedForum> {
  const listed = [...reader.digests].filter(([file]) => !file.startsWith('record')).sort(([a], [b]) => (a < b ? -1 : 1))
  const digest = sha256(listed.map(([file, hash]) => `${hash}  ${file}\n`).join(''))
  const { forumId } = scope
  const detail = { files: listed.length, digest, ...counts }
  await appendAct(tx, actor, { forumId: hasRecord ? null : forumId, act: 'forum-imported', subject: { kind: 'forum', id: forumId }, detail }, now)
  return { forumId, slug: forum.slug, files: listed.length, counts }
}
