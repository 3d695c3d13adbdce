import type { Version } from '../../../drafts/model.ts'
import { matchReturned, type BasePart, type Fate, type Returned } from '../../../drafts/returning/model.ts'
import { findReturn, loadBase, type ReturnedFile } from '../../../drafts/returning/queries.ts'
import { listVersions } from '../../../drafts/versions/queries.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import type { Fields } from '../../context.ts'
import type { PageRequest } from '../../page.tsx'
import { loadDocumentDesk, type InDocument } from '../data.ts'

export interface SendBackData extends InDocument {
  readonly versions: readonly Version[]
}

/** The document into which a file comes back, with the versions that it can have been made from. */
export async function loadSendBack(request: PageRequest): Promise<SendBackData | 'forbidden' | undefined> {
  const data = await loadDocumentDesk(request)
  if (data === undefined || data === 'forbidden') return data
  return { ...data, versions: await listVersions(request.db, data.document.id, { withHeld: true }) }
}

export interface ReturnData extends InDocument {
  readonly file: ReturnedFile
  /** The paragraphs of the text that it was made from. */
  readonly made: readonly BasePart[]
  readonly returned: Returned
  readonly doubtful: readonly { readonly part: BasePart; readonly candidates: readonly number[] }[]
  readonly gone: readonly BasePart[]
  /** Pictures of the file that are no figures of the text: they are not taken. */
  readonly pictures: number
  /** Blocks that were not in the text; those within it are to be taken unless somebody says otherwise. */
  readonly fresh: readonly { readonly place: number; readonly isWithin: boolean }[]
}

/** A file that came back, beside the text that it was made from. */
export async function loadReturn(request: PageRequest): Promise<ReturnData | 'forbidden' | undefined> {
  const data = await loadDocumentDesk(request)
  if (data === undefined || data === 'forbidden') return data
  const id = request.params['return'] ?? ''
  const file = isId(id) ? await findReturn(request.db, data.document.id, id) : undefined
  if (file === undefined) return undefined
  const made = await loadBase(request.db, file)
  const returned = matchReturned(made, file.sections, data.document.language)
  const fateOf = (part: BasePart): Fate => returned.fates.get(part.id) ?? { kind: 'gone' }
  const carried = new Set(made.flatMap((part) => placesOf(fateOf(part))))
  const [first, last] = [Math.min(...carried), Math.max(...carried)]
  const asked = new Set(made.flatMap((part) => candidatesOf(fateOf(part))))
  const fresh = returned.blocks.flatMap((_, place) => (carried.has(place) || asked.has(place) ? [] : [{ place, isWithin: carried.size === 0 || (place > first && place < last) || file.versionId === null || !isFramed(returned) }]))
  const doubtful = made.flatMap((part) => {
    const fate = fateOf(part)
    return fate.kind === 'doubtful' ? [{ part, candidates: fate.candidates }] : []
  })
  const figures = made.filter((part) => part.body?.kind === 'figure' && fateOf(part).kind === 'carried').length
  return { ...data, file, pictures: Math.max(0, file.pictures - figures), made, returned, doubtful, gone: made.filter((part) => fateOf(part).kind === 'gone' && part.body?.kind !== 'figure'), fresh }
}

/** Our own files have a title page before the text and annexes behind it. */
function isFramed(returned: Returned): boolean {
  return returned.blocks.some(({ names }) => names.length > 0)
}

function candidatesOf(fate: Fate): readonly number[] {
  return fate.kind === 'doubtful' ? fate.candidates : []
}

function placesOf(fate: Fate): readonly number[] {
  return fate.kind === 'carried' ? fate.to : []
}

/** What a form says of doubtful paragraphs and of new blocks. */
export function readAnswers(data: ReturnData, fields: Fields): { choices: Map<Id, number | 'gone'>; taken: Set<number> } {
  const choices = new Map<Id, number | 'gone'>()
  for (const { part, candidates } of data.doubtful) {
    const said = fields[`is-${part.id}`]?.at(-1)
    const place = candidates.find((each) => String(each) === said)
    if (said === 'gone') choices.set(part.id, 'gone')
    else if (place !== undefined) choices.set(part.id, place)
  }
  const ticked = new Set(fields['new'] ?? [])
  // What might have been one of them and is none is new: nothing of the file is lost for having been doubtful.
  const chosen = new Set(choices.values())
  const unchosen = data.doubtful.flatMap(({ candidates }) => candidates.filter((place) => !chosen.has(place)))
  return { choices, taken: new Set([...data.fresh.filter(({ place }) => ticked.has(String(place))).map(({ place }) => place), ...unchosen]) }
}
