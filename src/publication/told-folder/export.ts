import type { Reader } from '../../platform/database.ts'
import { shortRef, tidy, type FolderNames } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { listToldOfCycle } from '../told/queries.ts'

/** `cycles/<slug>/told.yaml`; undefined when nobody was told and nobody stopped. Addresses stand where they were given, and not here. */
export async function writeToldFile(db: Reader, cycle: { id: Id; slug: string }, names: FolderNames): Promise<string | undefined> {
  const { told, stopped } = await listToldOfCycle(db, cycle.id)
  if (told.length + stopped.length === 0) return undefined
  const nameOf = (id: Id): string => shortRef(names.of(id), cycle.slug)
  const byName = <T extends { readonly source: string }>(a: T, b: T): number => a.source.localeCompare(b.source, 'en', { numeric: true })
  return writeYaml({
    told: told.map(({ edition, sourceId, toldAt }) => ({ edition, source: nameOf(sourceId), at: toldAt })).sort((a, b) => a.edition - b.edition || byName(a, b)).map((each) => tidy(each)),
    stopped: stopped.map(({ sourceId, stoppedAt }) => ({ source: nameOf(sourceId), at: stoppedAt })).sort(byName).map((each) => tidy(each)),
  })
}
