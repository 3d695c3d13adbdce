import type { Call } from '../../../calls/model.ts'
import { findCallById, listCalls } from '../../../calls/queries.ts'
import type { DeskImport, ImportRefusal } from '../../../contributions/imports/model.ts'
import { countRefusals, findImport, listImports, listRefusals } from '../../../contributions/imports/queries.ts'
import { findMapping, listMappings } from '../../../contributions/mappings/queries.ts'
import { saidInMap, plainName, type ImportMap } from '../../../contributions/import/model.ts'
import { importMapSchema } from '../../../contributions/import/schema.ts'
import { recogniseColumn } from '../../../contributions/columns/model.ts'
import { may } from '../../../people/policy.ts'
import { openImportTable } from '../../../procedures/open-import-table.ts'
import { previewImport, type ImportPreview } from '../../../procedures/preview-import.ts'
import type { Actor } from '../../../record/model.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import type { Told } from '../../../shared/told.ts'
import type { View } from '../../context.ts'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import { isMessageKey } from '../../messages.ts'
import type { PageRequest } from '../../page.tsx'

export const IMPORTS = '/desk/:forum/:cycle/imports'
/** Refused rows on one page. */
export const REFUSED_PAGE = 100

export interface ImportList extends InCycle {
  readonly calls: readonly Call[]
  readonly imports: readonly DeskImport[]
}

export interface InImport extends InCycle {
  readonly call: Call
  readonly found: DeskImport
}

export interface ImportPageData extends InImport {
  readonly refusals: readonly ImportRefusal[]
  readonly refusalCount: number
  readonly page: number
}

export interface MappingData extends InImport {
  readonly preview: ImportPreview | { readonly problem: Told; readonly row: number }
}

/** Whoever may enter contributions here may import them. */
async function guarded<T extends InCycle>(request: PageRequest, loaded: T | undefined): Promise<T | 'forbidden' | undefined> {
  if (loaded === undefined) return undefined
  return may(request.view.person, 'enter-contributions', { forumId: loaded.forum.id, cycleId: loaded.cycle.id }) ? loaded : 'forbidden'
}

export async function loadImports(request: PageRequest): Promise<ImportList | 'forbidden' | undefined> {
  const inCycle = await guarded(request, await loadCycle(request))
  if (inCycle === undefined || inCycle === 'forbidden') return inCycle
  return { ...inCycle, calls: await listCalls(request.db, inCycle.cycle.id), imports: await listImports(request.db, inCycle.cycle.id, 100) }
}

export async function loadImport(request: PageRequest): Promise<InImport | 'forbidden' | undefined> {
  const inCycle = await guarded(request, await loadCycle(request))
  if (inCycle === undefined || inCycle === 'forbidden') return inCycle
  const id = request.params['import'] ?? ''
  const found = isId(id) ? await findImport(request.db, inCycle.cycle.id, id) : undefined
  const call = found === undefined ? undefined : await findCallById(request.db, found.callId)
  return found === undefined || call === undefined || found.state === 'dropped' ? undefined : { ...inCycle, found, call }
}

export async function loadImportPage(request: PageRequest): Promise<ImportPageData | 'forbidden' | undefined> {
  const inImport = await loadImport(request)
  if (inImport === undefined || inImport === 'forbidden') return inImport
  const page = Math.max(1, Math.min(10_000, Math.trunc(Number(request.query['page'] ?? '1')) || 1))
  const refusals = await listRefusals(request.db, inImport.found.id, { offset: (page - 1) * REFUSED_PAGE, limit: REFUSED_PAGE })
  return { ...inImport, refusals, refusalCount: await countRefusals(request.db, inImport.found.id), page }
}

/** The import with a first look into its file, read as its map says. */
export async function loadMapping(request: PageRequest): Promise<MappingData | 'forbidden' | undefined> {
  const inImport = await loadImport(request)
  if (inImport === undefined || inImport === 'forbidden') return inImport
  const { found, call, forum } = inImport
  const { files } = request.services
  const source = { path: files.path(found.sha256), documents: found.documents === null ? null : files.path(found.documents.sha256), map: found.map, call, forum }
  return { ...inImport, preview: await previewImport(source, request.now) }
}

/** How to begin reading a file: as one of its make was read before; else its columns as they were called in other files of the forum. */
export async function suggestMap(request: PageRequest, forumId: Id, call: Call, path: string): Promise<ImportMap> {
  const empty = importMapSchema.parse({})
  const table = await openImportTable({ path, map: empty, questions: call.questions, maySearch: true })
  if ('reason' in table) return empty
  const kept = await findMapping(request.db, forumId, table.names)
  const isStillThere = (field: string): boolean => !field.startsWith('answer') || call.questions.some(({ number }) => field === `answer${number}`)
  if (kept !== undefined) return importMapSchema.parse({ ...saidInMap(kept.map), columns: Object.fromEntries(Object.entries(kept.map.columns).filter(([field]) => isStillThere(field))) })
  const columns: Record<string, string[]> = {}
  const earlier = await listMappings(request.db, forumId, 20)
  for (const name of table.columns.unread) {
    if (recogniseColumn(name, call.questions) !== undefined) continue
    const field = earlier.flatMap(({ map }) => Object.entries(map.columns)).find(([known, names]) => isStillThere(known) && names.some((each) => plainName(each) === plainName(name)))?.[0]
    if (field !== undefined && columns[field] === undefined && !table.columns.places.has(field as 'contributor')) columns[field] = [name]
  }
  return importMapSchema.parse({ columns })
}

export function importAddress({ forum, cycle, found }: Pick<InImport, 'forum' | 'cycle' | 'found'>): string {
  return `/desk/${forum.slug}/${cycle.slug}/imports/${found.id}`
}

/** The sentence of what is to be said, in the reader's language. */
export function tell(view: View, { code, args }: Told): string {
  // Where the command line speaks of maps, the desk speaks of its own fields.
  const key = [`imports.desk.${code}`, `imports.told.${code}`].find(isMessageKey)
  return key === undefined ? code : view.t(key, args)
}

/** What a field is called at the desk. */
export function fieldLabel(view: View, field: string): string {
  const number = /^answer(\d+)$/u.exec(field)?.[1]
  if (number !== undefined) return view.t('imports.field.answer', { number: Number(number) })
  const key = `imports.field.${field}`
  return isMessageKey(key) ? view.t(key) : field
}

/** Who is at the desk; the page has let nobody else in. */
export function personOf(request: PageRequest): Actor & { kind: 'person' } {
  const { person } = request.view
  if (person === undefined) throw new Error('Nobody is signed in')
  return { kind: 'person', id: person.id }
}
