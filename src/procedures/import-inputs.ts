import { Readable } from 'node:stream'
import { insertPrintedNames } from '../contributions/printed/commands.ts'
import { completePrintedNames, printedNamesFile } from '../contributions/printed/schema.ts'
import { insertContributions } from '../contributions/folder/commands.ts'
import { insertInvitations } from '../contributions/invitations/commands.ts'
import { completeInvitations, invitationsFile } from '../contributions/invitations/schema.ts'
import { completeContribution, contributionItem, type FolderContribution } from '../contributions/folder/schema.ts'
import { insertContributedDocuments } from '../contributions/documents-folder/commands.ts'
import { completeContributedDocument, documentItem } from '../contributions/documents-folder/schema.ts'
import { insertChoice, insertDocument } from '../drafts/folder/commands.ts'
import { completeDocument, documentFile } from '../drafts/folder/schema.ts'
import { insertComments, insertReviews, insertWaiting } from '../review/folder/commands.ts'
import { commentItem, completeComment, completeReviews, completeWaiting, reviewsFile, waitingFile } from '../review/folder/schema.ts'
import { within, type Place } from '../shared/folder.ts'
import type { CycleLayout } from '../shared/folder-layout.ts'
import type { Id } from '../shared/ids.ts'
import type { ForumImport } from './open-forum-import.ts'
import { readFolderFile } from './read-folder-file.ts'
import { importLists } from './import-lists.ts'
import { importPapers } from './import-papers.ts'
import { readFolderList } from './read-folder-list.ts'

const PART = 500

/** A file that some contribution or figure has, and where it says so first. What a figure shows is named without its size. */
interface Attached {
  readonly size: number | undefined
  readonly place: Place
}

/** Takes contributions with their attached files, documents with their versions, and reviews with their comments. */
export async function importInputs(work: ForumImport): Promise<void> {
  const attached = new Map<string, Attached>()
  const chosen: Chosen[] = []
  for (const cycle of work.layout.cycles) await importContributions(work, cycle, attached)
  for (const cycle of work.layout.cycles) await importContributedDocuments(work, cycle)
  for (const cycle of work.layout.cycles) {
    for (const [slug, file] of cycle.documents) await importDocument(work, cycle.slug, slug, file, attached, chosen)
    for (const { id, into, place } of chosen.splice(0)) await importChoice(work, { id, into: `document ${cycle.slug}/${into}`, place })
    await importReviews(work, cycle)
  }
  await importLists(work, (name, place) => void (attached.has(name) || attached.set(name, { size: undefined, place })))
  await importPapers(work, (name, size, place) => void (attached.has(name) || attached.set(name, { size, place })))
  await importAttachments(work, attached)
}

async function importContributions({ tx, reader, scope, put, counts, texts }: ForumImport, { slug, files }: CycleLayout, attached: Map<string, Attached>): Promise<void> {
  const cycleId = scope.find(`cycle ${slug}`)
  if (cycleId === undefined) return
  const invitations = completeInvitations(scope, slug, (await readFolderFile(reader, files.get('invitations'), invitationsFile, scope.mistake)) ?? [], { file: `cycles/${slug}/invitations.yaml`, path: '' })
  await put(() => insertInvitations(tx, scope.forumId, cycleId, invitations))
  await readFolderList({ reader, file: files.get('contributions'), schema: contributionItem, mistake: scope.mistake, size: PART }, async (entries) => {
    const complete = entries.flatMap(({ item, place }) => completeContribution(scope, slug, item, place) ?? [])
    for (const contribution of complete) {
      counts['contributions'] = (counts['contributions'] ?? 0) + 1
      for (const { number, text } of contribution.answers) texts.keep(`ref ${slug}/C-${contribution.item.number}/${number}`, text)
      noteAttached(contribution, attached, scope.mistake)
    }
    await put(() => insertContributions(tx, scope.forumId, cycleId, complete))
  })
  const printed = await readFolderFile(reader, files.get('printed-names'), printedNamesFile, scope.mistake)
  const names = completePrintedNames(scope, slug, printed ?? [], { file: `cycles/${slug}/printed-names.yaml`, path: '' })
  await put(() => insertPrintedNames(tx, scope.forumId, cycleId, names))
}

/** What came of reading attached files; one at a time, for one may be a book. */
async function importContributedDocuments({ tx, reader, scope, put, texts }: ForumImport, { slug, files }: CycleLayout): Promise<void> {
  await readFolderList({ reader, file: files.get('contributed-documents'), schema: documentItem, mistake: scope.mistake, size: 1 }, async (entries) => {
    const complete = entries.flatMap(({ item, place }) => completeContributedDocument(scope, slug, item, place) ?? [])
    for (const { name, text } of complete) texts.keep(name, text)
    await put(() => insertContributedDocuments(tx, complete, scope.now))
  })
}

function noteAttached({ attachments }: FolderContribution, attached: Map<string, Attached>, mistake: (place: Place, reason: string) => void): void {
  for (const { file, size, place, absent } of attachments) {
    // Named by a public folder, which does not hold it.
    if (absent) continue
    const known = attached.get(file)
    if (known === undefined) attached.set(file, { size, place })
    else if (known.size !== undefined && known.size !== size) mistake(within(place, 'size'), 'differs from what is said of the same file before.')
  }
}

/** Every attached file is there, is what its name says, and is somebody's. They are stored when the whole folder is found right. */
async function importAttachments({ reader, layout, scope, files, toStore }: ForumImport, attached: ReadonlyMap<string, Attached>): Promise<void> {
  for (const name of layout.attachments) {
    if (!attached.has(name)) scope.mistake({ file: `files/${name}`, path: '' }, 'is attached to nothing in this folder.')
  }
  for (const [name, { size, place }] of attached) {
    const file = `files/${name}`
    if (!layout.attachments.has(name)) {
      scope.mistake(within(place, 'file'), `names ${file}, which is not in this folder.`)
      continue
    }
    let length = 0
    for await (const chunk of reader.readBytes(file)) length += chunk.length
    if (reader.digests.get(file) !== name) scope.mistake({ file, path: '' }, 'holds something else than its name, its SHA-256, says.')
    if (size !== undefined && length !== size) scope.mistake(within(place, 'size'), `is not the size of the file, which is ${length}.`)
    toStore.push(async () => {
      if (await files.has(name)) return
      const found = await files.store(Readable.from(reader.readBytes(file)), length)
      if (found?.sha256 !== name) throw new Error(`${file} changed while it was read`)
    })
  }
}

async function importDocument({ tx, reader, scope, put, links, handwritten }: ForumImport, cycle: string, slug: string, file: string, attached: Map<string, Attached>, chosen: Chosen[]): Promise<void> {
  const cycleId = scope.find(`cycle ${cycle}`)
  const parsed = await readFolderFile(reader, file, documentFile, scope.mistake)
  if (parsed === undefined || cycleId === undefined) return
  const document = completeDocument(scope, cycle, slug, parsed, { file, path: '' })
  for (const [name, place] of document.pictures) if (!attached.has(name)) attached.set(name, { size: undefined, place })
  for (const link of document.links) links.push(link)
  for (const { id, item } of document.versions) if (item.id === undefined && item.findings.length === 0) handwritten.add(id)
  if (parsed.chosenInto !== undefined) chosen.push({ id: document.id, into: parsed.chosenInto, place: { file, path: 'chosenInto' } })
  await put(() => insertDocument(tx, scope.forumId, cycleId, document, scope.now))
}

/** An outline that was chosen, by the name of the document that began with it. */
interface Chosen {
  readonly id: Id
  readonly into: string
  readonly place: Place
}

async function importChoice({ tx, scope, put }: ForumImport, { id, into, place }: Chosen): Promise<void> {
  const found = scope.find(into)
  if (found === undefined) scope.mistake(place, 'names no document of this cycle.')
  else await put(() => insertChoice(tx, id, found))
}

async function importReviews({ tx, reader, scope, put, links, counts, texts }: ForumImport, { slug, files }: CycleLayout): Promise<void> {
  const cycleId = scope.find(`cycle ${slug}`)
  if (cycleId === undefined) return
  const parsed = (await readFolderFile(reader, files.get('reviews'), reviewsFile, scope.mistake)) ?? []
  const reviews = completeReviews(scope, slug, parsed, { file: `cycles/${slug}/reviews.yaml`, path: '' })
  await put(() => insertReviews(tx, scope.forumId, cycleId, reviews))
  const documentOf = new Map(parsed.map(({ number, document }) => [number, document]))
  await readFolderList({ reader, file: files.get('comments'), schema: commentItem, mistake: scope.mistake, size: PART }, async (entries) => {
    const comments = entries.flatMap(({ item, place }) => completeComment(scope, slug, documentOf, item, place) ?? [])
    for (const comment of comments) {
      counts['comments'] = (counts['comments'] ?? 0) + 1
      for (const link of comment.links) links.push(link)
      texts.keep(`ref ${slug}/R-${comment.item.number}`, comment.item.text)
    }
    await put(() => insertComments(tx, scope.forumId, cycleId, comments))
  })
  const waiting = (await readFolderFile(reader, files.get('waiting-comments'), waitingFile, scope.mistake)) ?? []
  const completed = completeWaiting(scope, slug, waiting, { file: `cycles/${slug}/waiting-comments.yaml`, path: '' })
  await put(() => insertWaiting(tx, scope.forumId, cycleId, completed))
}
