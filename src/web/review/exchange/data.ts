import { loadFrozenText } from '../../../drafts/versions/queries.ts'
import { flatten, type FrozenParagraph } from '../../../drafts/model.ts'
import { may } from '../../../people/policy.ts'
import { isDocument } from '../../../platform/remarks/is-document.ts'
import { openTableFile, problemOfTable } from '../../../platform/table-file.ts'
import type { Upload } from '../../../platform/uploads.ts'
import { loadReviewPrint } from '../../../publication/text/queries.ts'
import { findHeader, readCommentTable } from '../../../review/exchange-table/model.ts'
import { voiceOf } from '../../../review/exchange-entries/model.ts'
import { settleFile, type KnownComment, type Settled } from '../../../review/exchange/model.ts'
import { findFile, listFiles, listTaken, marksOf, type KeptFile } from '../../../review/exchange/queries.ts'
import { listCommentsOfReview } from '../../../review/comments/queries.ts'
import { asPublished, type Comment } from '../../../review/model.ts'
import type { Extraction } from '../../../shared/extraction.ts'
import { REMARK_LIMITS, type RemarksOfFile } from '../../../shared/file-remarks.ts'
import { isId } from '../../../shared/ids.ts'
import type { PageRequest } from '../../page.tsx'
import { loadReview, type InReview } from '../data.ts'

export interface FilesData extends InReview {
  readonly files: Awaited<ReturnType<typeof listFiles>>
}

/** A review to which files come, for those who run it. */
export async function loadFiles(request: PageRequest): Promise<FilesData | 'forbidden' | undefined> {
  const data = await loadReview(request)
  if (data === undefined) return undefined
  if (!may(request.view.person, 'run-reviews', { forumId: data.forum.id, cycleId: data.cycle.id })) return 'forbidden'
  return { ...data, files: await listFiles(request.db, data.review.id) }
}

export interface FileData extends FilesData {
  readonly kept: KeptFile
  readonly paragraphs: readonly FrozenParagraph[]
  readonly settled: readonly Settled[]
  readonly marks: readonly string[]
  readonly comments: readonly Comment[]
  /** Who is named in what is new, with how many remarks each; `voice` as of `voiceOf`. */
  readonly authors: readonly { readonly voice: string; readonly name: string; readonly organisation: string; readonly count: number }[]
}

/** A file that came, beside the text under review: what is new in it, and where it stands. */
export async function loadFile(request: PageRequest): Promise<FileData | 'forbidden' | undefined> {
  const data = await loadFiles(request)
  if (data === undefined || data === 'forbidden') return data
  const { db } = request
  const id = request.params['file'] ?? ''
  const kept = isId(id) ? await findFile(db, data.review.id, id) : undefined
  if (kept === undefined) return undefined
  const [text, comments, marks] = [await loadFrozenText(db, data.review.versionId), await listCommentsOfReview(db, data.review.id), marksOf(kept.file)]
  const taken = await listTaken(db, data.review.id, marks)
  const takenBefore = new Map(marks.flatMap((mark, at) => (taken.has(mark) ? [[at, taken.get(mark) ?? 0] as const] : [])))
  const known = await listKnown(request, data, comments)
  const settled = settleFile({ file: kept.file, text, language: data.version.language, known, takenBefore })
  return { ...data, kept, paragraphs: flatten(text), settled, marks, comments, authors: listAuthors(settled) }
}

/** The comments of the review as a review copy prints them, with their answers. */
async function listKnown({ db, services }: PageRequest, { cycle, review }: InReview, comments: readonly Comment[]): Promise<KnownComment[]> {
  if (comments.length === 0) return []
  const print = await loadReviewPrint(db, services.publicUrl, cycle.id, review.versionId)
  const printed = new Map((print?.comments ?? []).map((one) => [one.ref, one]))
  return comments.map(asPublished).flatMap(({ number, text, proposal }) => {
    const one = printed.get(`R-${number}`)
    return one === undefined ? [] : [{ number, text, proposal, printed: one.text, answer: one.answer }]
  })
}

/** Names are asked of so many people at most; the others keep those of the file. */
const AUTHORS = 200

function listAuthors(settled: readonly Settled[]): FileData['authors'] {
  const fresh = settled.filter(({ standing }) => standing.kind !== 'known')
  const byVoice = Map.groupBy(fresh, ({ remark }) => voiceOf(remark))
  return [...byVoice].filter(([voice]) => voice !== '').slice(0, AUTHORS).map(([voice, [first, ...more]]) => ({ voice, name: first?.remark.author ?? '', organisation: first?.remark.row?.organisation ?? '', count: more.length + 1 }))
}

type Read = { readonly file: RemarksOfFile } | { readonly error: 'nothing' | 'table' } | { readonly reason: Extract<Extraction, { outcome: 'refused' }>['reason'] }

/** Reads a file that was sent: a Word file or a PDF in a process of its own, anything else as a table. */
export async function readRemarkFile({ services }: PageRequest, upload: Upload): Promise<Read> {
  const path = services.files.path(upload.sha256)
  if (!(await isDocument(path))) return readTable(path)
  const read = await services.extractor.readRemarks(path, upload.name)
  if (read.outcome === 'refused') return read.reason === 'not-a-document' ? readTable(path) : { reason: read.reason }
  const tables = read.tables.flatMap((rows) => readCommentTable(rows) ?? [])
  const rows = tables.flatMap(({ remarks }, at) => remarks.map((remark) => ({ ...remark, key: `${at + 1}-${remark.key}` })))
  const { outcome: _, ...file } = read
  const remarks = [...file.remarks, ...rows].slice(0, REMARK_LIMITS.remarks)
  if (remarks.length === 0) return { error: 'nothing' }
  return { file: { ...file, format: file.remarks.length === 0 ? 'table' : file.format, remarks, named: [...file.named, ...tables.flatMap(({ named }) => named)], tables: [] } }
}

async function readTable(path: string): Promise<Read> {
  const table = await openTableFile(path, {})
  if ('problem' in table) return { error: 'table' }
  for (const reading of table.readings) {
    const rows: string[][] = []
    try {
      for await (const { cells } of reading.rows(REMARK_LIMITS.rows)) {
        // What begins as a formula was given an apostrophe when the table was written.
        rows.push(cells.slice(0, REMARK_LIMITS.cells).map((cell) => cell.replace(/^'(?=[=+@-])/u, '').slice(0, REMARK_LIMITS.words)))
        if (rows.length === 60 && findHeader(rows) === undefined) break
      }
    } catch (error) {
      if (problemOfTable(error) === undefined) throw error
      continue
    }
    const file = readCommentTable(rows)
    if (file !== undefined && file.remarks.length > 0) return { file }
  }
  return { error: 'nothing' }
}
