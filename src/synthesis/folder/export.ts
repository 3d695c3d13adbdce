import type { Reader } from '../../platform/database.ts'
import type { TakeLinks } from '../../shared/folder-links.ts'
import { type FolderNames, shortRef, tidy } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { listFindingsForFolder, listPassagesForFolder, listThemesForFolder } from './queries.ts'

export interface SynthesisToWrite {
  readonly cycle: { readonly id: Id; readonly slug: string }
  readonly names: FolderNames
  readonly takeLinks: TakeLinks
  /** In a public folder: whose texts it does not show, and who is in it. */
  readonly publicly: { readonly withheld: ReadonlySet<string>; readonly people: ReadonlySet<string> } | undefined
}

const ONE_LINE = new Set(['passages'])

/** `cycles/<slug>/synthesis.yaml`; undefined when there is nothing in it. */
export async function writeSynthesisFile(db: Reader, { cycle, names, takeLinks, publicly }: SynthesisToWrite): Promise<string | undefined> {
  const themes = await listThemesForFolder(db, cycle.id)
  const passages = (await listPassagesForFolder(db, cycle.id)).map(({ sourceId, item: { id, number, quote, start, end, markedBy, ...rest } }) => ({
    id,
    number,
    of: shortRef(names.of(sourceId), cycle.slug),
    quote: publicly?.withheld.has(sourceId) === true ? '' : quote,
    start,
    end,
    themes: rest.themes,
    markedBy: publicly === undefined || (markedBy !== null && publicly.people.has(markedBy)) ? markedBy : null,
    markedAt: rest.markedAt,
    unmarkedAt: rest.unmarkedAt,
    detachedAt: rest.detachedAt,
  }))
  const findings = (await listFindingsForFolder(db, cycle.id, names)).map((finding) => ({ ...finding, passages: takeLinks('rests-on', finding.id, null, cycle.slug) }))
  if (themes.length + passages.length + findings.length === 0) return undefined
  // Only the passages of a finding are one to a line, not the passages themselves.
  return [writeYaml(tidy({ themes, passages }) ?? ''), findings.length === 0 ? '' : writeYaml(tidy({ findings }), ONE_LINE)].join('')
}
