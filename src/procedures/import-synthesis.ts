import { insertDraftSuggestions } from '../drafts/suggestions-folder/commands.ts'
import { completeDraftSuggestions, draftSuggestionsFile } from '../drafts/suggestions-folder/schema.ts'
import { insertEditions } from '../publication/folder/commands.ts'
import { completeEditions, editionsFile } from '../publication/folder/schema.ts'
import { insertTold } from '../publication/told-folder/commands.ts'
import { completeTold, toldFile } from '../publication/told-folder/schema.ts'
import { peopleIn } from '../synthesis/codebook/schema.ts'
import { insertCampaigns } from '../synthesis/campaigns/commands.ts'
import { campaignsFile, completeCampaigns } from '../synthesis/campaigns/schema.ts'
import { insertCorrections } from '../synthesis/correction-folder/commands.ts'
import { completeCorrections, correctionsFile } from '../synthesis/correction-folder/schema.ts'
import { insertSynthesis } from '../synthesis/folder/commands.ts'
import { completeSynthesis } from '../synthesis/folder/schema.ts'
import { insertFates, insertLinks } from '../trace/folder/commands.ts'
import { checkLinksOnce, completeFates, completeLink, fatesFile, freezeGround } from '../trace/folder/schema.ts'
import type { CycleLayout } from '../shared/folder-layout.ts'
import type { ForumImport } from './open-forum-import.ts'
import type { ImportedPeople } from './import-frame.ts'
import { importReviewDesk } from './import-review-desk.ts'
import { importSuggested } from './import-suggested.ts'
import { readFolderFile } from './read-folder-file.ts'

/** Takes passages, themes and findings, then, as everything has its name, every link, the fates, and the editions. */
export async function importSynthesis(work: ForumImport, people: ImportedPeople): Promise<void> {
  for (const cycle of work.layout.cycles) await importCycleSynthesis(work, cycle, people)
  for (const cycle of work.layout.cycles) await importCorrections(work, cycle, people)
  for (const cycle of work.layout.cycles) await importSuggested(work, cycle, people)
  for (const cycle of work.layout.cycles) await importDraftSuggestions(work, cycle, people)
  for (const cycle of work.layout.cycles) await importReviewDesk(work, cycle, people)
  await importLinks(work)
  for (const cycle of work.layout.cycles) await importOutcome(work, cycle)
}

async function importCycleSynthesis({ tx, scope, put, links, referredTo, texts, synthesis, calls }: ForumImport, { slug }: CycleLayout, people: ImportedPeople): Promise<void> {
  const cycleId = scope.find(`cycle ${slug}`)
  const file = synthesis.get(slug)
  if (cycleId === undefined || file === undefined) return
  const context = { cycle: slug, calls: calls.get(slug) ?? [], textOf: texts.of }
  const complete = completeSynthesis(scope, context, file, { file: `cycles/${slug}/synthesis.yaml`, path: '' })
  for (const link of complete.links) links.push(link)
  for (const person of peopleIn(file)) referredTo.add(person)
  await put(() => insertSynthesis(tx, { forumId: scope.forumId, cycleId, synthesis: complete, people: people.here }, scope.now))
}

async function importCorrections({ tx, reader, scope, put, referredTo }: ForumImport, { slug, files }: CycleLayout, people: ImportedPeople): Promise<void> {
  const cycleId = scope.find(`cycle ${slug}`)
  const file = await readFolderFile(reader, files.get('corrections'), correctionsFile, scope.mistake)
  if (cycleId === undefined || file === undefined) return
  const corrections = completeCorrections(scope, slug, file, { file: `cycles/${slug}/corrections.yaml`, path: '' })
  for (const { notedBy } of corrections.notes) if (notedBy !== undefined) referredTo.add(notedBy)
  await put(() => insertCorrections(tx, { forumId: scope.forumId, cycleId, corrections, people: people.here }))
}

async function importDraftSuggestions({ tx, reader, scope, put, links, referredTo }: ForumImport, { slug, files }: CycleLayout, people: ImportedPeople): Promise<void> {
  const file = await readFolderFile(reader, files.get('draft-suggestions'), draftSuggestionsFile, scope.mistake)
  if (file === undefined) return
  const { suggestions, links: found } = completeDraftSuggestions(scope, slug, file, { file: `cycles/${slug}/draft-suggestions.yaml`, path: '' })
  for (const link of found) links.push(link)
  for (const { author, decidedBy } of suggestions) for (const person of [author, decidedBy]) if (person !== undefined) referredTo.add(person)
  await put(() => insertDraftSuggestions(tx, suggestions, people.here))
}

async function importLinks({ tx, scope, put, links, handwritten }: ForumImport): Promise<void> {
  const found = links.flatMap((pending) => completeLink(scope, pending) ?? [])
  checkLinksOnce(scope, found)
  const all = [...found, ...freezeGround(scope, found, handwritten)]
  for (const [cycle, some] of Map.groupBy(all, (one) => one.cycle)) {
    const cycleId = scope.find(`cycle ${cycle}`)
    if (cycleId !== undefined) await put(() => insertLinks(tx, scope.forumId, cycleId, some.map(({ link }) => link)))
  }
}

async function importOutcome({ tx, reader, scope, put }: ForumImport, { slug, files }: CycleLayout): Promise<void> {
  const cycleId = scope.find(`cycle ${slug}`)
  if (cycleId === undefined) return
  const campaigns = await readFolderFile(reader, files.get('campaigns'), campaignsFile, scope.mistake)
  if (campaigns !== undefined) {
    const complete = completeCampaigns(scope, slug, campaigns, { file: `cycles/${slug}/campaigns.yaml`, path: '' })
    await put(() => insertCampaigns(tx, scope.forumId, cycleId, complete, scope.now))
  }
  const fates = completeFates(scope, slug, (await readFolderFile(reader, files.get('fates'), fatesFile, scope.mistake)) ?? [], { file: `cycles/${slug}/fates.yaml`, path: '' })
  await put(() => insertFates(tx, scope.forumId, cycleId, fates, scope.now))
  const parsed = (await readFolderFile(reader, files.get('editions'), editionsFile, scope.mistake)) ?? []
  const editions = completeEditions(scope, slug, parsed, { file: `cycles/${slug}/editions.yaml`, path: '' })
  await put(() => insertEditions(tx, scope.forumId, cycleId, editions))
  const told = await readFolderFile(reader, files.get('told'), toldFile, scope.mistake)
  if (told === undefined) return
  const complete = completeTold(scope, slug, told, { file: `cycles/${slug}/told.yaml`, path: '' })
  await put(() => insertTold(tx, scope.forumId, cycleId, new Map(editions.map(({ id, item }) => [item.number, id])), complete))
}
