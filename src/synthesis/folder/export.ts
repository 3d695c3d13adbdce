import { maskText, type Redaction } from '../../contributions/redaction/model.ts'
import type { Reader } from '../../platform/database.ts'
import type { TakeLinks } from '../../shared/folder-links.ts'
import { type FolderNames, shortRef, tidy } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { PEOPLE } from '../codebook/schema.ts'
import { listTranslationsForFolder } from '../translations/queries.ts'
import { listChangesForFolder, listFindingsForFolder, listPassagesForFolder, listProposalsForFolder, listThemesForFolder } from './queries.ts'

export interface SynthesisToWrite {
  readonly cycle: { readonly id: Id; readonly slug: string }
  readonly names: FolderNames
  readonly takeLinks: TakeLinks
  /** In a public folder: whose texts it does not show, which words of others, and who is in it. */
  readonly publicly: { readonly withheld: ReadonlySet<string>; readonly people: ReadonlySet<string>; readonly redactions: ReadonlyMap<string, readonly Redaction[]> } | undefined
}

const ONE_LINE = new Set(['passages'])

/** `cycles/<slug>/synthesis.yaml`; undefined when there is nothing in it. */
export async function writeSynthesisFile(db: Reader, { cycle, names, takeLinks, publicly }: SynthesisToWrite): Promise<string | undefined> {
  const isIn = (person: string | null): boolean => publicly === undefined || (person !== null && publicly.people.has(person))
  const themes = await listThemesForFolder(db, cycle.id)
  const passages = (await listPassagesForFolder(db, cycle.id)).map(({ sourceId, item: { id, number, quote, start, end, markedBy, ...rest } }) => ({
    id,
    number,
    of: shortRef(names.of(sourceId), cycle.slug),
    quote: publicly?.withheld.has(sourceId) === true ? '' : maskText(quote, publicly?.redactions.get(sourceId) ?? [], start),
    start,
    end,
    page: rest.page,
    themes: rest.themes.map((theme) => (Object.entries(theme).every(([key, value]) => key === 'theme' || value === null) ? theme.theme : theme)),
    past: rest.past,
    markedBy,
    markedAt: rest.markedAt,
    unmarkedAt: rest.unmarkedAt,
    detachedAt: rest.detachedAt,
  }))
  const findings = (await listFindingsForFolder(db, cycle.id, names)).map((finding) => ({ ...finding, passages: takeLinks('rests-on', finding.id, null, cycle.slug) }))
  // A public folder has no translation of what it does not show, and none of words that it shows in part.
  const translations = (await listTranslationsForFolder(db, cycle.id, names))
    .filter(({ sourceId, item }) => publicly === undefined || (!publicly.withheld.has(sourceId) && !publicly.redactions.has(sourceId) && item.removedAt === null))
    .map(({ item }) => ({ ...item, of: shortRef(item.of, cycle.slug) }))
  if (themes.length + passages.length + findings.length + translations.length === 0) return undefined
  // Only the passages of a finding are one to a line, not the passages themselves.
  const changes = await listChangesForFolder(db, cycle.id)
  const proposals = (await listProposalsForFolder(db, cycle.id)).map((proposal) => ({ ...proposal, reason: publicly === undefined ? proposal.reason : '' }))
  const book = named({ themes, passages, changes, proposals, translations }, isIn)
  return [writeYaml(tidy(book) ?? ''), findings.length === 0 ? '' : writeYaml(tidy({ findings }), ONE_LINE)].join('')
}

/** The same with the people left out who are not in the folder. */
function named(value: unknown, isIn: (person: string | null) => boolean): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => named(item, isIn))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]: [string, unknown]) => [key, PEOPLE.has(key) && typeof member === 'string' && !isIn(member) ? null : named(member, isIn)]))
}
