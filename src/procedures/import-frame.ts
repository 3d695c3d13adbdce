import { insertCalls, insertScoping } from '../calls/folder/commands.ts'
import { callsFile, completeCalls, completeScoping, scopingFile } from '../calls/folder/schema.ts'
import { insertFigures } from '../contributions/folder/commands.ts'
import { completeFigures, publishedFiguresFile } from '../contributions/folder/schema.ts'
import { insertMappings } from '../contributions/mappings/commands.ts'
import { completeMappings, mappingsFile } from '../contributions/mappings/schema.ts'
import { insertCycle, insertDecisions, insertForum } from '../forums/folder/commands.ts'
import { completeCycle, completeDecisions, cycleFile } from '../forums/folder/schema.ts'
import { insertReferences } from '../library/folder/commands.ts'
import { completeReferences, referencesFile } from '../library/folder/schema.ts'
import { insertMeeting } from '../meetings/folder/commands.ts'
import { completeMeeting, meetingFile } from '../meetings/folder/schema.ts'
import { insertMeetings } from '../meetings/plan-folder/commands.ts'
import { completeMeetings, meetingsFile } from '../meetings/plan-folder/schema.ts'
import { insertPolls } from '../meetings/polls-folder/commands.ts'
import { completePolls, pollsFile } from '../meetings/polls-folder/schema.ts'
import { insertRoom } from '../meetings/room-folder/commands.ts'
import { insertPeople } from '../people/folder/commands.ts'
import { completePeople, peopleFile, type FolderPerson } from '../people/folder/schema.ts'
import { insertTargets } from '../contributions/targets/commands.ts'
import { completeTargets, targetsFile } from '../contributions/targets/schema.ts'
import { insertPins } from '../contributions/pins/commands.ts'
import { completePins, pinnedFiguresFile } from '../contributions/pins/schema.ts'
import { insertTermRules } from '../contributions/terms/commands.ts'
import { completeTermRules, termsFile } from '../contributions/terms/schema.ts'
import type { CycleLayout } from '../shared/folder-layout.ts'
import type { Id } from '../shared/ids.ts'
import type { ForumImport } from './open-forum-import.ts'
import { readFolderFile } from './read-folder-file.ts'

/** Who is in the folder, and whom each stands for here. */
export interface ImportedPeople {
  readonly people: readonly FolderPerson[]
  readonly here: ReadonlyMap<Id, Id>
}

/** Takes what stands around the contributions: forum, cycles, people, references, calls, figures, meetings. Cycles get their names first. */
export async function importFrame(work: ForumImport): Promise<ImportedPeople> {
  const { tx, scope, forum, groups, put } = work
  await put(() => insertForum(tx, { id: scope.forumId, file: forum, stakeholderGroups: groups.stakeholder, regionalGroups: groups.regional }, scope.now))
  for (const cycle of work.layout.cycles) await importCycle(work, cycle)
  const decisions = completeDecisions(scope, forum.decisions, { file: 'forum.yaml', path: '' })
  await put(() => insertDecisions(tx, scope.forumId, decisions))
  const terms = await readFolderFile(work.reader, work.layout.terms ? 'terms.yaml' : undefined, termsFile, scope.mistake)
  await put(() => insertTermRules(tx, scope.forumId, completeTermRules(scope, terms ?? [], { file: 'terms.yaml', path: '' })))
  const people = await importPeople(work)
  for (const cycle of work.layout.cycles) await importCycleFrame(work, cycle)
  await importGatherings(work)
  for (const [slug, file] of work.layout.meetings) await importMeeting(work, people, slug, file)
  const polls = await readFolderFile(work.reader, work.layout.polls ? 'polls.yaml' : undefined, pollsFile, scope.mistake)
  if (polls !== undefined) {
    const folder = completePolls(scope, polls, { file: 'polls.yaml', path: '' })
    await put(() => insertPolls(tx, scope.forumId, folder))
  }
  const remembered = await readFolderFile(work.reader, 'import-mappings.yaml', mappingsFile, scope.mistake)
  const mappings = completeMappings(scope, remembered ?? [], { file: 'import-mappings.yaml', path: '' })
  await put(() => insertMappings(tx, scope.forumId, mappings))
  return people
}

async function importCycle({ tx, reader, scope, put, counts }: ForumImport, { slug, files }: CycleLayout): Promise<void> {
  const file = files.get('cycle')
  const place = { file: `cycles/${slug}/cycle.yaml`, path: '' }
  if (file === undefined) scope.mistake(place, 'is missing: a cycle has at least its title there.')
  const parsed = await readFolderFile(reader, file, cycleFile, scope.mistake)
  if (parsed === undefined) {
    // What names this cycle is not wrong for that.
    scope.define(`cycle ${slug}`, scope.forumId, place)
    return
  }
  const cycle = completeCycle(scope, slug, parsed, place)
  counts['cycles'] = (counts['cycles'] ?? 0) + 1
  await put(() => insertCycle(tx, scope.forumId, cycle))
}

async function importPeople({ tx, reader, scope, put, counts }: ForumImport): Promise<ImportedPeople> {
  const parsed = await readFolderFile(reader, 'people.yaml', peopleFile, scope.mistake)
  if (parsed === undefined) return { people: [], here: new Map() }
  const folder = completePeople(scope, parsed, { file: 'people.yaml', path: '' })
  counts['people'] = folder.people.length
  let here: ReadonlyMap<Id, Id> = new Map()
  await put(async () => {
    here = await insertPeople(tx, scope.forumId, folder, scope.now)
  })
  return { people: folder.people, here }
}

async function importCycleFrame({ tx, reader, scope, put, calls: slugs }: ForumImport, { slug, files }: CycleLayout): Promise<void> {
  const cycleId = scope.find(`cycle ${slug}`)
  if (cycleId === undefined) return
  const place = (name: string) => ({ file: `cycles/${slug}/${name}.yaml`, path: '' })
  const references = await readFolderFile(reader, files.get('references'), referencesFile, scope.mistake)
  const library = completeReferences(scope, slug, references ?? [], place('references'))
  await put(() => insertReferences(tx, scope.forumId, cycleId, library))
  const asked = await readFolderFile(reader, files.get('scoping'), scopingFile, scope.mistake)
  if (asked !== undefined) {
    const scoping = completeScoping(scope, asked, place('scoping'))
    await put(() => insertScoping(tx, scope.forumId, cycleId, scoping))
  }
  const calls = completeCalls(scope, slug, (await readFolderFile(reader, files.get('calls'), callsFile, scope.mistake)) ?? [], place('calls'))
  slugs.set(slug, calls.map(({ item }) => item.slug))
  await put(() => insertCalls(tx, scope.forumId, cycleId, calls))
  const stated = await readFolderFile(reader, files.get('published-figures'), publishedFiguresFile, scope.mistake)
  const figures = completeFigures(scope, stated ?? [], place('published-figures'))
  await put(() => insertFigures(tx, scope.forumId, cycleId, figures))
  const targets = completeTargets(scope, (await readFolderFile(reader, files.get('targets'), targetsFile, scope.mistake)) ?? [], place('targets'))
  await put(() => insertTargets(tx, scope.forumId, cycleId, targets))
  const pins = completePins(scope, slug, (await readFolderFile(reader, files.get('pinned-figures'), pinnedFiguresFile, scope.mistake)) ?? [], place('pinned-figures'))
  await put(() => insertPins(tx, scope.forumId, cycleId, pins))
}

/** What a forum's meetings have in common; before them, for they name its events. */
async function importGatherings({ tx, reader, scope, put, layout }: ForumImport): Promise<void> {
  const parsed = await readFolderFile(reader, layout.gatherings ? 'meetings.yaml' : undefined, meetingsFile, scope.mistake)
  if (parsed === undefined) return
  const gatherings = completeMeetings(scope, parsed, { file: 'meetings.yaml', path: '' })
  await put(() => insertMeetings(tx, scope.forumId, gatherings))
}

async function importMeeting({ tx, reader, scope, put, counts, links }: ForumImport, people: ImportedPeople, slug: string, file: string): Promise<void> {
  const parsed = await readFolderFile(reader, file, meetingFile, scope.mistake)
  if (parsed === undefined) return
  const meeting = completeMeeting(scope, slug, parsed, { file, path: '' })
  counts['meetings'] = (counts['meetings'] ?? 0) + 1
  for (const link of meeting.room?.became ?? []) links.push(link)
  // Somebody whom the folder's people do not list wrote nothing here that anybody can be named for.
  const here = (id: string): Id | null => people.here.get(id as Id) ?? people.people.find((person) => person.id === id)?.id ?? null
  await put(async () => {
    await insertMeeting(tx, scope.forumId, meeting)
    await insertRoom(tx, scope.forumId, meeting.id, meeting.room, here)
  })
}
