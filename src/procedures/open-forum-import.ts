import { forumFile, type ForumFile } from '../forums/folder/schema.ts'
import { RESERVED_SLUGS } from '../forums/model.ts'
import type { FolderPost } from '../lists/folder/schema.ts'
import type { Tx } from '../platform/database.ts'
import type { FileStore } from '../platform/files.ts'
import type { FolderReader } from '../platform/folder-reader.ts'
import { newId } from '../platform/new-id.ts'
import { checkReserved, createScope, type FolderScope, type Mistake, type Place } from '../shared/folder.ts'
import { readLayout, type FolderLayout } from '../shared/folder-layout.ts'
import type { PendingLink } from '../shared/folder-links.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'
import { DEFAULT_REGIONAL_GROUPS, DEFAULT_STAKEHOLDER_GROUPS, type ListEntry } from '../shared/vocabularies.ts'
import { listPassageSources, synthesisFile, type SynthesisFile } from '../synthesis/folder/schema.ts'
import { readFolderFile } from './read-folder-file.ts'

/** What the parts of an import share. */
export interface ForumImport {
  readonly tx: Tx
  readonly reader: FolderReader
  readonly layout: FolderLayout
  readonly scope: FolderScope
  readonly forum: ForumFile
  readonly groups: { readonly stakeholder: readonly ListEntry[]; readonly regional: readonly ListEntry[] }
  readonly files: FileStore
  /** By cycle. Read first, for it says which texts its passages need. */
  readonly synthesis: ReadonlyMap<string, SynthesisFile>
  /** The texts that passages are of, kept as they pass by. */
  readonly texts: { readonly keep: (ref: string, text: string) => void; readonly of: (ref: string) => string | undefined }
  /** The slugs of each cycle's calls. */
  readonly calls: Map<string, readonly string[]>
  /** Links whose other end may come later. */
  readonly links: PendingLink[]
  /** Versions written by hand, which do not say what their findings rested on. */
  readonly handwritten: Set<Id>
  /** People whom something refers to, by their ids in the folder. */
  readonly referredTo: Set<string>
  readonly counts: Record<string, number>
  /** What posts of lists were taken as. */
  readonly taken: Pick<FolderPost, 'id' | 'taken' | 'place'>[]
  /** Attached files still to be stored, once the folder is found right. */
  readonly toStore: (() => Promise<void>)[]
  /** Writes, as long as there has been no mistake; after the first one the folder is only read on for more. */
  readonly put: (write: () => Promise<void>) => Promise<void>
}

/** Looks at what a folder holds and reads what has to be known before the rest. Undefined when `forum.yaml` cannot be read: then nothing can. */
export async function openForumImport(tx: Tx, reader: FolderReader, files: FileStore, mistakes: Mistake[], now: Instant): Promise<ForumImport | undefined> {
  const layout = readLayout(reader.files)
  const tell = (place: Place, reason: string) => void mistakes.push({ ...place, reason })
  for (const { file, reason } of reader.problems) tell({ file, path: '' }, reason)
  for (const file of layout.strangers.slice(0, 100)) tell({ file, path: '' }, 'is not a file of a forum folder; is its name spelt right?')
  if (!reader.files.includes('forum.yaml')) tell({ file: 'forum.yaml', path: '' }, 'is missing.')
  const forum = await readFolderFile(reader, 'forum.yaml', forumFile, tell)
  if (forum === undefined) return undefined
  const groups = { stakeholder: forum.stakeholderGroups ?? DEFAULT_STAKEHOLDER_GROUPS, regional: forum.regionalGroups ?? DEFAULT_REGIONAL_GROUPS }
  const scope = createScope({
    forumId: forum.id === undefined ? newId<'forum'>() : (forum.id as Id<'forum'>),
    now,
    stakeholderGroups: new Set(groups.stakeholder.map(({ key }) => key)),
    regionalGroups: new Set(groups.regional.map(({ key }) => key)),
    newId,
    mistakes,
  })
  checkReserved(scope, forum.slug, RESERVED_SLUGS, { file: 'forum.yaml', path: 'slug' })
  const put = async (write: () => Promise<void>) => {
    if (mistakes.length === 0) await write()
  }
  const shared = { tx, reader, layout, scope, forum, groups, files, put, calls: new Map<string, readonly string[]>(), links: [], handwritten: new Set<Id>(), referredTo: new Set<string>(), counts: {}, taken: [], toStore: [] }
  return { ...shared, ...(await readSynthesis(reader, layout, scope)) }
}

async function readSynthesis(reader: FolderReader, layout: FolderLayout, scope: FolderScope): Promise<Pick<ForumImport, 'synthesis' | 'texts'>> {
  const synthesis = new Map<string, SynthesisFile>()
  const wanted = new Set<string>()
  for (const { slug, files } of layout.cycles) {
    const file = await readFolderFile(reader, files.get('synthesis'), synthesisFile, scope.mistake)
    if (file === undefined) continue
    synthesis.set(slug, file)
    for (const ref of listPassageSources(slug, file)) wanted.add(ref)
  }
  const kept = new Map<string, string>()
  const keep = (ref: string, text: string) => {
    if (wanted.has(ref)) kept.set(ref, text)
  }
  return { synthesis, texts: { keep, of: (ref) => kept.get(ref) } }
}
