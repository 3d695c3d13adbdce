import { createHash } from 'node:crypto'
import { cp, mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { startedFolders } from '../../test/harness/server.ts'
import { transact, type Db } from '../platform/database.ts'
import { openFileStore, type FileStore } from '../platform/files.ts'
import { SYSTEM } from '../record/model.ts'
import { instantFromMilliseconds, type Instant } from '../shared/time.ts'
import { exportForum } from './export-forum.ts'
import { importForum } from './import-forum.ts'
import { buildCall } from '../calls/testing.ts'
import { buildContribution } from '../contributions/testing.ts'
import { listAnswers } from '../contributions/queries.ts'
import { setOwnVoice } from '../drafts/paragraphs/commands.ts'
import { buildDocument } from '../drafts/testing.ts'
import type { Cycle } from '../forums/model.ts'
import type { Id } from '../shared/ids.ts'
import { markPassage } from './mark-passage.ts'
import { writeFinding } from './write-finding.ts'
import { citeParagraph } from './cite-paragraph.ts'
import { freezeVersion } from './freeze-version.ts'

export const NOW: Instant = instantFromMilliseconds(1_795_000_000_000)

export function samplePath(name: string): string {
  return join(import.meta.dirname, '..', '..', 'samples', name)
}

/** A folder that goes when the run ends: files of one process share this module, so no hook of it is of each. */
export async function emptyFolder(): Promise<string> {
  return mkdtemp(`${startedFolders(process.ppid)}folder-`)
}

export async function emptyFileStore(): Promise<FileStore> {
  return openFileStore(join(await emptyFolder(), 'files'), NOW)
}

export function importFolder(db: Db, folder: string, files: FileStore) {
  return transact(db, (tx) => importForum(tx, SYSTEM, { folder, files }, NOW))
}

/** Exports into a new folder and answers its path. */
export async function exportFolder(db: Db, slug: string, files: FileStore, isPublic = false): Promise<string> {
  const folder = join(await emptyFolder(), 'forum')
  const done = await exportForum(db, { slug, folder, files, isPublic })
  if ('refusal' in done) throw new Error(done.refusal)
  return folder
}

/** SHA-256 of every file, by path: what two folders are compared by. */
export async function digestFolder(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const digests: [string, string][] = []
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name)
    digests.push([path.slice(folder.length + 1), createHash('sha256').update(await readFile(path)).digest('hex')])
  }
  return Object.fromEntries(digests.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** A folder of files given by their paths. */
export async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await emptyFolder()
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  return folder
}

/** A copy of a sample, to be changed. */
export async function copySample(name: string): Promise<string> {
  const folder = await emptyFolder()
  await cp(samplePath(name), folder, { recursive: true })
  return folder
}

export interface BuiltChain {
  readonly documentId: Id<'document'>
  readonly versionId: Id<'version'>
  /** Answers of two contributions, in order of their references: C-1/1, C-1/2, C-2/1, C-2/2. */
  readonly answerIds: readonly Id[]
  readonly paragraphIds: readonly Id<'paragraph'>[]
}

/**
 * Two contributions of two answers; P-1 in C-1/1, P-2 in C-2/1, F-1 resting on both; a document whose first paragraph cites F-1,
 * whose second is the editors' own voice, frozen once. C-1/2 and C-2/2 are left without an outcome.
 */
export async function buildCitedChain(db: Db, cycle: Cycle, now: Instant): Promise<BuiltChain> {
  const call = await buildCall(db, cycle, now)
  for (const [place, contributor] of ['Ada Example', 'Ben Sample'].entries()) await buildContribution(db, call, now, { contributor, stakeholderGroup: place === 0 ? 'Civil Society' : 'Government' })
  const answerIds = (await listAnswers(db, cycle.id)).map(({ id }) => id)
  const scope = { forumId: cycle.forumId, cycleId: cycle.id }
  const passageIds: Id<'passage'>[] = []
  for (const sourceId of [answerIds[0], answerIds[2]]) {
    if (sourceId === undefined) throw new Error('The answers that were built are not there')
    const marked = await transact(db, (tx) => markPassage(tx, SYSTEM, { ...scope, sourceKind: 'answer', sourceId, marking: { quote: 'An answer' }, themeIds: [] }, now))
    if ('refusal' in marked) throw new Error(marked.refusal)
    passageIds.push(marked.passageId)
  }
  const written = await transact(db, (tx) => writeFinding(tx, SYSTEM, { ...scope, kind: 'agreement', statement: 'Both answer.', questionId: null, passageIds }, now))
  if ('refusal' in written) throw new Error(written.refusal)
  const { documentId, paragraphs } = await buildDocument(db, cycle, ['Everybody answers.\n\nWe thank them.'], now)
  const [first, second] = paragraphs
  if (first === undefined || second === undefined) throw new Error('The paragraphs that were built are not there')
  await transact(db, (tx) => citeParagraph(tx, SYSTEM, { documentId, paragraphId: first.id, refs: 'F-1' }, now))
  await transact(db, (tx) => setOwnVoice(tx, SYSTEM, { documentId, paragraphId: second.id, isOwnVoice: true }, now))
  const versionId = await buildFrozenVersion(db, documentId, now)
  return { documentId, versionId, answerIds, paragraphIds: [first.id, second.id] }
}

/** One more version of a document. */
export async function buildFrozenVersion(db: Db, documentId: Id, now: Instant): Promise<Id<'version'>> {
  const frozen = await transact(db, (tx) => freezeVersion(tx, SYSTEM, { documentId, title: 'Draft', note: 'As it came.' }, now))
  if ('refusal' in frozen) throw new Error(frozen.refusal)
  return frozen.versionId
}
