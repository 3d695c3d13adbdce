import { sha256 } from '../../../platform/digest.ts'
import { openWorkbook, problemOfWorkbook } from '../../../platform/spreadsheet-reader.ts'
import { findUpload, type Upload } from '../../../platform/uploads.ts'
import { canonicalJson } from '../../../shared/canonical-json.ts'
import { loadExchange } from '../../../trace/exchange/queries.ts'
import { planExchange, readExchange, type Plan, type ReadExchange } from '../../../synthesis/plans/model.ts'
import type { InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { loadCycleAtDesk } from '../data.ts'

/** Why a file cannot be read back. */
export type FileProblem = 'not-a-workbook' | 'damaged' | 'no-base' | 'other-format' | 'too-many-rows'

const SHEETS = ['Matrix', 'Answers', 'Passages', 'Findings', 'Convoke']
const ROWS = 500_000

/** Reads the sheets of a received workbook, as far as they are ours. */
export async function readUpload(request: PageRequest, upload: Upload): Promise<ReadExchange | { readonly problem: FileProblem }> {
  const workbook = await openWorkbook(request.services.files.path(upload.sha256)).catch(() => undefined)
  if (workbook === undefined) return { problem: 'not-a-workbook' }
  if ('problem' in workbook) return { problem: 'not-a-workbook' }
  const book = new Map<string, string[][]>()
  let rows = 0
  try {
    for (const [index, { name }] of workbook.sheets.entries()) {
      if (!SHEETS.includes(name)) continue
      const read: string[][] = []
      for await (const { cells } of workbook.rows(index)) {
        if (++rows > ROWS) return { problem: 'too-many-rows' }
        read.push([...cells])
      }
      book.set(name, read)
    }
  } catch (error) {
    if (problemOfWorkbook(error) === undefined) throw error
    return { problem: 'damaged' }
  }
  return readExchange(book)
}

export interface PreviewData extends InCycle {
  readonly name: string
  readonly read: ReadExchange
  readonly plan: Plan
  /** Of the changes as they are shown. */
  readonly seen: string
}

/** What a file that was received a moment ago would change; undefined once it is not kept any more. */
export async function loadPreview(request: PageRequest): Promise<PreviewData | 'forbidden' | undefined> {
  const inCycle = await loadCycleAtDesk(request)
  if (typeof inCycle !== 'object') return inCycle
  const upload = await findUpload(request.db, request.params['key'] ?? '')
  const read = upload === undefined ? undefined : await readUpload(request, upload)
  if (upload === undefined || read === undefined || 'problem' in read) return undefined
  const plan = planExchange(read, await loadExchange(request.db, { forum: inCycle.forum.slug, cycle: inCycle.cycle.slug, cycleId: inCycle.cycle.id }))
  return { ...inCycle, name: upload.name, read, plan, seen: sha256(canonicalJson(plan.changes)) }
}
