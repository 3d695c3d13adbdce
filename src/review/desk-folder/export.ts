import type { Reader } from '../../platform/database.ts'
import { type FolderNames, tidy } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { listAgendaForFolder } from '../agenda-folder/queries.ts'
import { listDeskWorkForFolder, listReviewDeskForFolder } from './queries.ts'

/**
 * `cycles/<slug>/review-desk.yaml`; undefined where there is nothing in it. A public folder has how reviews are answered, what
 * is on the agendas of meetings, and the objections of those whose words are public: who answers what, notes and proposals are the desk's.
 */
export async function writeReviewDeskFile(db: Reader, cycle: { id: Id; slug: string }, names: FolderNames, isPublic: boolean): Promise<string | undefined> {
  const { settings, objections } = await listReviewDeskForFolder(db, cycle, names)
  const shown = objections.filter((objection) => !isPublic || objection.isPublic).map(({ of, text, saidAt }) => ({ of, text, saidAt }))
  const work = isPublic ? {} : await listDeskWorkForFolder(db, cycle, names)
  const agenda = await listAgendaForFolder(db, cycle, names, isPublic)
  const tidied = tidy({ settings, objections: shown, agenda, ...work })
  return tidied === undefined ? undefined : writeYaml(tidied)
}
