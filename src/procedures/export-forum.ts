import { writeCallsFile, writeScopingFile } from '../calls/folder/export.ts'
import { findContributions } from '../contributions/queries.ts'
import { findComments } from '../review/comments/queries.ts'
import { writeContributionsFile, writeFiguresFile } from '../contributions/folder/export.ts'
import { writeContributedDocumentsFile } from '../contributions/documents-folder/export.ts'
import { listWithheldDocuments, nameDocuments } from '../contributions/documents-folder/queries.ts'
import { listWithheldInputs, nameContributions } from '../contributions/folder/queries.ts'
import { writeInvitationsFile } from '../contributions/invitations/export.ts'
import { nameInvitations } from '../contributions/invitations/queries.ts'
import { writeTargetsFile } from '../contributions/targets/export.ts'
import { namePins, writePinsFile } from '../contributions/pins/export.ts'
import { writePrintedNamesFile } from '../contributions/printed/export.ts'
import { writeTermsFile } from '../contributions/terms/export.ts'
import { writeDeskFile } from '../contributions/desk-folder/export.ts'
import { listHandlers } from '../contributions/desk-folder/queries.ts'
import { listRedactions } from '../contributions/redaction/queries.ts'
import { writeMappingsFile } from '../contributions/mappings/export.ts'
import { nameVersions, writeDocumentFiles } from '../drafts/folder/export.ts'
import { findForumForFolder, writeCycleFile, writeForumFile, type ExportedCycle } from '../forums/folder/export.ts'
import { findForumById } from '../forums/queries.ts'
import { nameReferences, writeReferencesFile } from '../library/folder/export.ts'
import { writeSuggestionsFile } from '../library/suggestions-folder/export.ts'
import { writeAnnouncementsFile, writeListsFile, writePostsFile } from '../lists/folder/export.ts'
import { listListsToWrite } from '../lists/folder/queries.ts'
import { writeMeetingFiles } from '../meetings/folder/export.ts'
import { writeMeetingsFile } from '../meetings/plan-folder/export.ts'
import { writePollsFile } from '../meetings/polls-folder/export.ts'
import { listRoomPeople } from '../meetings/room-folder/queries.ts'
import { writeNamesFile } from '../people/register-folder/export.ts'
import { writePeopleFile } from '../people/folder/export.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { FileStore } from '../platform/files.ts'
import { createFolder, type FolderWriter } from '../platform/folder-writer.ts'
import { writeEditionsFile } from '../publication/folder/export.ts'
import { writeToldFile } from '../publication/told-folder/export.ts'
import { writeEntriesFile, writeTextsFile } from '../record/folder/export.ts'
import { listActors } from '../record/folder/queries.ts'
import { findChain, type Chain } from '../record/queries.ts'
import { writeReviewDeskFile } from '../review/desk-folder/export.ts'
import { listAnswerers } from '../review/desk-folder/queries.ts'
import { writeCommentsFile, writeReviewsFile, writeWaitingFile } from '../review/folder/export.ts'
import { listWithheldComments, nameReviews } from '../review/folder/queries.ts'
import { createNames, type FolderNames } from '../shared/folder.ts'
import type { Id } from '../shared/ids.ts'
import { isRefusal, type Refusal } from '../shared/result.ts'
import { writeCampaignsFile } from '../synthesis/campaigns/export.ts'
import { writeSuggestedFile } from '../synthesis/suggested-groups/export.ts'
import { writeCorrectionsFile } from '../synthesis/correction-folder/export.ts'
import { writeDraftSuggestionsFile } from '../drafts/suggestions-folder/export.ts'
import { listSuggesters } from '../drafts/suggestions-folder/queries.ts'
import { listNoters } from '../synthesis/correction-folder/queries.ts'
import { writeSynthesisFile } from '../synthesis/folder/export.ts'
import { listMarkers, nameSynthesis } from '../synthesis/folder/queries.ts'
import { openLinkBook, writeFatesFile } from '../trace/folder/export.ts'
import type { LinkBook } from '../trace/folder/model.ts'

export interface ExportedForum {
  readonly forumId: Id<'forum'>
  readonly folder: string
  readonly files: number
}

export type ExportRefusal = Refusal<'forum-not-found'> | Refusal<'folder-not-empty'>

interface Work {
  readonly tx: Tx
  readonly forumId: Id<'forum'>
  readonly slug: string
  readonly cycles: readonly ExportedCycle[]
  readonly names: FolderNames
  readonly links: LinkBook
  readonly chain: Chain | undefined
  readonly isPublic: boolean
  /** Writes a file, and nothing where there is nothing to write. */
  readonly put: (file: string, content: Parameters<FolderWriter['write']>[1] | undefined) => Promise<void>
  readonly attached: Set<string>
}

/**
 * Writes a forum as a folder, as it stands at one moment, however much is written meanwhile. The same forum gives the same bytes.
 * The folder appears when it is whole. `isPublic` leaves out mail addresses, passcodes, and what people did not agree to publish.
 */
export async function exportForum(db: Db, input: { slug: string; folder: string; files: FileStore; isPublic: boolean }): Promise<ExportedForum | ExportRefusal> {
  const writer = await createFolder(input.folder)
  if (writer === undefined) return { refusal: 'folder-not-empty' }
  try {
    const done = await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((tx) => writeForum(tx, writer, input))
    await (isRefusal(done) ? writer.abandon() : writer.finish())
    return done
  } catch (error) {
    await writer.abandon()
    throw error
  }
}

async function writeForum(tx: Tx, writer: FolderWriter, input: { slug: string; folder: string; files: FileStore; isPublic: boolean }): Promise<ExportedForum | ExportRefusal> {
  const names = createNames()
  const forum = await findForumForFolder(tx, input.slug, names)
  if (forum === undefined) return { refusal: 'forum-not-found' }
  for (const cycle of forum.cycles) await nameCycle(tx, cycle, names)
  const links = await openLinkBook(tx, forum.id, names)
  const chain = await findChain(tx, forum.id)
  let files = 0
  const put: Work['put'] = async (file, content) => {
    if (content === undefined) return
    if (await writer.write(file, content)) files += 1
  }
  const work: Work = { tx, forumId: forum.id, slug: input.slug, cycles: forum.cycles, names, links, chain, isPublic: input.isPublic, put, attached: new Set() }
  const people = await writeFrame(work)
  for (const cycle of forum.cycles) await writeCycle(work, cycle, people)
  if (links.left() > 0) throw new Error(`${links.left()} links of ${input.slug} start at nothing that its folder shows`)
  for (const name of [...work.attached].sort()) await put(`files/${name}`, () => input.files.read(name))
  return { forumId: forum.id, folder: input.folder, files }
}

async function nameCycle(tx: Tx, cycle: ExportedCycle, names: FolderNames): Promise<void> {
  await nameReferences(tx, cycle, names)
  await nameInvitations(tx, cycle.id, names)
  await nameContributions(tx, cycle, names)
  await nameDocuments(tx, cycle, names)
  await namePins(tx, cycle, names)
  await nameSynthesis(tx, cycle, names)
  await nameVersions(tx, cycle.id, names)
  await nameReviews(tx, cycle, names)
}

async function writeFrame({ tx, forumId, slug, names, links, chain, isPublic, put, attached }: Work): Promise<ReadonlySet<string>> {
  const record = chain === undefined ? undefined : { chain: chain.id, length: chain.length, head: chain.head }
  await put('forum.yaml', await writeForumFile(tx, slug, names, { isPublic, record }))
  const others = [...(await listMarkers(tx, forumId)), ...(await listHandlers(tx, forumId)), ...(await listSuggesters(tx, forumId)), ...(isPublic ? [] : [...(await listNoters(tx, forumId)), ...(await listAnswerers(tx, forumId)), ...(await listRoomPeople(tx, forumId))]), ...(chain === undefined ? [] : await listActors(tx, chain.id))]
  const { text, people } = await writePeopleFile(tx, forumId, others, names, isPublic)
  await put('people.yaml', text)
  if (!isPublic) await put('names.yaml', await writeNamesFile(tx, forumId))
  await put('terms.yaml', await writeTermsFile(tx, forumId))
  if (!isPublic) await put('import-mappings.yaml', await writeMappingsFile(tx, forumId))
  await put('meetings.yaml', await writeMeetingsFile(tx, forumId, isPublic))
  for await (const { file, text: meeting } of writeMeetingFiles(tx, forumId, names, links.take, isPublic)) await put(file, meeting)
  await put('polls.yaml', await writePollsFile(tx, forumId, names, isPublic))
  await put('lists.yaml', await writeListsFile(tx, forumId, names, isPublic))
  await put('announcements.yaml', await writeAnnouncementsFile(tx, forumId, isPublic))
  for (const list of await listListsToWrite(tx, forumId, isPublic)) await put(`lists/${list.slug}.yaml`, writePostsFile(tx, list.id, attached, isPublic, (ids) => findNamed(tx, ids)))
  await put('papers.yaml', await writeSuggestionsFile(tx, forumId, names, attached, isPublic ? { confirmation: (await findForumById(tx, forumId))?.confirmation ?? 'hold' } : undefined))
  if (chain === undefined) return people
  await put('record.jsonl', writeEntriesFile(tx, chain))
  await put('record-texts.jsonl', writeTextsFile(tx, chain, isPublic))
  return people
}

/** Of contributions and comments, those that the public may know the sender of. */
async function findNamed(tx: Tx, ids: readonly Id[]): Promise<ReadonlySet<Id>> {
  const found = [...(await findContributions(tx, ids)), ...(await findComments(tx, ids))]
  return new Set<Id>(found.filter(({ consent }) => consent === 'full').map(({ id }) => id))
}

async function writeCycle(work: Work, cycle: ExportedCycle, people: ReadonlySet<string>): Promise<void> {
  const { tx, names, links, isPublic, put, attached } = work
  const place = (name: string) => `cycles/${cycle.slug}/${name}.yaml`
  await put(place('cycle'), await writeCycleFile(tx, work.forumId, cycle))
  await put(place('references'), await writeReferencesFile(tx, cycle.id))
  await put(place('scoping'), await writeScopingFile(tx, cycle.id, isPublic))
  await put(place('calls'), await writeCallsFile(tx, cycle.id, names, isPublic))
  await put(place('invitations'), await writeInvitationsFile(tx, cycle.id, names, isPublic))
  await put(place('contributions'), writeContributionsFile(tx, cycle.id, names, isPublic, attached))
  await put(place('contributed-documents'), writeContributedDocumentsFile(tx, cycle, names, isPublic))
  await put(place('desk'), await writeDeskFile(tx, cycle, names, isPublic))
  await put(place('published-figures'), await writeFiguresFile(tx, cycle.id))
  await put(place('targets'), await writeTargetsFile(tx, cycle.id))
  await put(place('pinned-figures'), await writePinsFile(tx, cycle.id))
  await put(place('printed-names'), await writePrintedNamesFile(tx, cycle, names, isPublic))
  const withheld = isPublic ? new Set<string>([...(await listWithheldInputs(tx, cycle.id)), ...(await listWithheldDocuments(tx, cycle.id)), ...(await listWithheldComments(tx, cycle.id))]) : undefined
  const publicly = withheld === undefined ? undefined : { withheld, people, redactions: await listRedactions(tx, cycle.id) }
  await put(place('synthesis'), await writeSynthesisFile(tx, { cycle, names, takeLinks: links.take, publicly }))
  await put(place('campaigns'), await writeCampaignsFile(tx, cycle, names))
  if (!isPublic) await put(place('suggested'), await writeSuggestedFile(tx, cycle, names))
  await put(place('corrections'), await writeCorrectionsFile(tx, cycle, names, withheld))
  for await (const { file, text } of writeDocumentFiles(tx, cycle, links.take, links.takeGround, attached, isPublic)) await put(file, text)
  await put(place('draft-suggestions'), await writeDraftSuggestionsFile(tx, cycle, links.take, isPublic ? people : undefined))
  await put(place('reviews'), await writeReviewsFile(tx, cycle.id, names))
  await put(place('comments'), writeCommentsFile(tx, cycle, names, links.take, isPublic))
  await put(place('review-desk'), await writeReviewDeskFile(tx, cycle, names, isPublic))
  if (!isPublic) await put(place('waiting-comments'), await writeWaitingFile(tx, cycle.id, names))
  await put(place('fates'), await writeFatesFile(tx, cycle, names))
  if (!isPublic) await put(place('told'), await writeToldFile(tx, cycle, names))
  await put(place('editions'), await writeEditionsFile(tx, cycle, names, isPublic))
}
