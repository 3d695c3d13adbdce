import { flatten } from '../../../drafts/model.ts'
import { listPlacesOf, listVersions, loadFrozenText } from '../../../drafts/versions/queries.ts'
import { writeCsv } from '../../../platform/csv.ts'
import { writeWorkbook } from '../../../platform/spreadsheet-writer.ts'
import { writeWordTable } from '../../../platform/word-table.ts'
import { listCommentsOfReview } from '../../../review/comments/queries.ts'
import type { Satisfaction } from '../../../review/desk/model.ts'
import { countSatisfaction, findDeskSetting, listObjections } from '../../../review/desk/queries.ts'
import { asPublished } from '../../../review/model.ts'
import { placeOf, tableCells, toAnnotations, typeLetters, type AnnotatedPlace, type ParagraphPlace, type TableRow } from '../../../review/table/model.ts'
import type { Id } from '../../../shared/ids.ts'
import { formatRef } from '../../../shared/refs.ts'
import type { PlainDate } from '../../../shared/time.ts'
import { writeDate } from '../../../shared/time.ts'
import { listLinksFrom } from '../../../trace/queries.ts'
import type { Rendered } from '../../answer.ts'
import type { View } from '../../context.ts'
import { textDirection } from '../../../shared/language.ts'
import type { PageRequest } from '../../page.tsx'
import { loadReview, readNumber, type InReview } from '../data.ts'

export interface TableData extends InReview {
  readonly rows: readonly TableRow[]
  readonly satisfaction: Satisfaction
  readonly judgedUntil: PlainDate | null
  readonly page: number
  readonly annotated: ReadonlyMap<Id, AnnotatedPlace>
}

export const TABLE_PAGE = 100

/** Every comment of a review with what became of it, in the order of the references. */
export async function loadTable(request: PageRequest): Promise<TableData | undefined> {
  const inReview = await loadReview(request)
  if (inReview === undefined) return undefined
  const { db, services } = request
  const { review, cycle, cycleBase, version } = inReview
  const comments = (await listCommentsOfReview(db, review.id)).map(asPublished)
  const text = await loadFrozenText(db, review.versionId)
  const places = new Map<string, ParagraphPlace>(text.flatMap(({ title, paragraphs }) => paragraphs.map(({ id, number }) => [id, { number, section: title }] as const)))
  const ids = comments.map(({ id }) => id)
  const [changed, duplicates, objections] = [await listLinksFrom(db, ids, 'changed'), await listLinksFrom(db, ids, 'duplicate-of'), await listObjections(db, comments)]
  const numbersOf = new Map<Id, number>(comments.map(({ id, number }) => [id, number]))
  const latest = await namePlaces(request, inReview, changed.map(({ to }) => to.id))
  const source = `${services.publicUrl}${cycleBase}/documents/${version.documentSlug}/versions/${version.number}`
  return {
    ...inReview,
    page: readNumber(request.query['page']) ?? 1,
    satisfaction: await countSatisfaction(db, { cycleId: cycle.id, reviewId: review.id }),
    judgedUntil: (await findDeskSetting(db, review.id)).judgedUntil,
    annotated: annotate(flatten(text), source),
    rows: comments.map((comment) => ({
      comment,
      ref: formatRef(cycle.slug, 'R', comment.number),
      url: `${services.publicUrl}${cycleBase}/comments/R-${comment.number}`,
      member: [comment.author, comment.organisation].filter((name) => name !== null).join(', '),
      ...placeOf(comment, places),
      type: typeLetters(comment.type),
      changed: changed.filter(({ from }) => from.id === comment.id).map(({ to }) => latest.get(to.id) ?? '–').join(', '),
      duplicateOf: duplicates.filter(({ from }) => from.id === comment.id).map(({ to }) => `R-${numbersOf.get(to.id) ?? '–'}`).join(', '),
      objection: objections.find((objection) => objection.comment.id === comment.id)?.words ?? '',
    })),
  }
}

/** Where paragraphs stand in the latest version that anyone may read and that has them. */
async function namePlaces({ db }: PageRequest, { version }: InReview, ids: readonly Id[]): Promise<Map<Id, string>> {
  const versions = await listVersions(db, version.documentId)
  const places = await listPlacesOf(db, [...new Set(ids)])
  const named = new Map<Id, string>()
  for (const { id, number: of } of [...versions].reverse()) for (const place of places) if (place.versionId === id) named.set(place.id, `¶ ${place.number} (${of})`)
  return named
}

function annotate(paragraphs: readonly { readonly id: Id; readonly number: number; readonly text: string }[], source: string): Map<Id, AnnotatedPlace> {
  return new Map(paragraphs.map(({ id, number, text }, at) => [id, { source, fragment: `p${number}`, text, before: paragraphs[at - 1]?.text ?? '', after: paragraphs[at + 1]?.text ?? '' }]))
}

export async function toCsv(data: TableData): Promise<Rendered> {
  return { type: 'text/csv; charset=utf-8; header=present', text: writeCsv(tableCells(data.rows)), saveAs: `${nameOf(data)}-dispositions.csv` }
}

export async function toWorkbook(data: TableData): Promise<Rendered> {
  const bytes = await writeWorkbook([{ name: 'Dispositions', rows: tableCells(data.rows) }])
  return { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', text: bytes, saveAs: `${nameOf(data)}-dispositions.xlsx` }
}

const ISO_COLUMNS = ['member', 'line', 'clause', 'paragraph', 'type', 'comment', 'change', 'observation'] as const
const ISO_WIDTHS = [2, 1, 2, 2, 1, 6, 5, 5]

/** The commenting template of ISO, with the dispositions as the observations of the secretariat. */
export async function toIsoWord(data: TableData, { t, lang }: View): Promise<Rendered> {
  const bytes = writeWordTable({
    title: t('dispositions.table.title', { title: data.review.title }),
    facts: [`${data.version.documentTitle}, ${data.version.title}`, writeDate(data.version.frozenAt.slice(0, 10) as PlainDate, lang)],
    header: ISO_COLUMNS.map((column) => t(`dispositions.iso.${column}`)),
    rows: data.rows.filter(({ comment }) => comment.withdrawnAt === null).map((row) => [
      `${row.ref}${row.member === '' ? '' : `\n${row.member}`}`, '', row.clause, row.paragraphs, row.type, row.comment.text, row.comment.proposal ?? '', observationOf(row, t),
    ]),
    widths: ISO_WIDTHS,
    language: lang,
    isRightToLeft: textDirection(lang) === 'rtl',
  })
  return { type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', text: bytes, saveAs: `${nameOf(data)}-comments.docx` }
}

function observationOf({ comment, changed, duplicateOf, objection }: TableRow, t: View['t']): string {
  if (comment.response === null) return ''
  const lines = [t(`review.disposition.${comment.response.disposition}`), comment.response.reason]
  if (duplicateOf !== '') lines.push(`${t('review.same-as')} ${duplicateOf}`)
  if (changed !== '') lines.push(`${t('review.changed')} ${changed}`)
  lines.push(t(comment.isSatisfied === null ? 'review.silent' : comment.isSatisfied ? 'review.satisfied' : 'review.not-satisfied'))
  if (objection !== '') lines.push(objection)
  return lines.join('\n')
}

/** W3C Web Annotations: a collection with its one page. What was withdrawn is not in it. */
export async function toJsonLd(data: TableData, { t, publicUrl }: View): Promise<Rendered> {
  const id = `${publicUrl}${data.base}/annotations.jsonld`
  const source = `${publicUrl}${data.cycleBase}/documents/${data.version.documentSlug}/versions/${data.version.number}`
  const standing = data.rows.filter(({ comment }) => comment.withdrawnAt === null)
  const items = standing.flatMap((row) => toAnnotations(row, row.comment.paragraphIds.flatMap((paragraphId) => data.annotated.get(paragraphId) ?? []), { source, frozenAt: data.version.frozenAt }, { editors: t('dispositions.editors') }))
  const collection = { '@context': 'http://www.w3.org/ns/anno.jsonld', id, type: 'AnnotationCollection', label: data.review.title, total: items.length, first: { id: `${id}#page`, type: 'AnnotationPage', startIndex: 0, items } }
  return { type: 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"', text: `${JSON.stringify(collection)}\n`, saveAs: `${nameOf(data)}-annotations.jsonld` }
}

/** The latest comments, and what became of them, as an Atom feed. */
export async function toAtom(data: TableData, { t, publicUrl, now }: View): Promise<Rendered> {
  const address = `${publicUrl}${data.base}`
  const entries = data.rows.filter(({ comment }) => comment.withdrawnAt === null).map((row) => ({ row, updated: row.comment.response?.answeredAt ?? row.comment.receivedAt ?? `${row.comment.receivedBy}T00:00:00Z` }))
  const latest = entries.sort((a, b) => (a.updated < b.updated ? 1 : a.updated > b.updated ? -1 : b.row.comment.number - a.row.comment.number)).slice(0, TABLE_PAGE)
  const written = latest.map(({ row, updated }) => {
    const { comment } = row
    const answer = comment.response === null ? t('review.not-answered') : `${t(`review.disposition.${comment.response.disposition}`)}\n${comment.response.reason}`
    return `<entry><id>${escapeXml(row.url)}</id><title>${escapeXml(t('review.comment-title', { ref: row.ref }))}</title><updated>${updated}</updated><published>${comment.receivedAt ?? `${comment.receivedBy}T00:00:00Z`}</published><author><name>${escapeXml(row.member === '' ? t('review.without-name') : row.member)}</name></author><link rel="alternate" href="${escapeXml(row.url)}"/><content type="text">${escapeXml(`${[row.paragraphs, comment.text, comment.proposal ?? ''].filter((part) => part !== '').join('\n\n')}\n\n${answer}`)}</content></entry>`
  })
  const updated = latest[0]?.updated ?? data.review.openedAt ?? now
  const feed = `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><id>${escapeXml(`${address}/comments.atom`)}</id><title>${escapeXml(t('review.register', { title: data.review.title }))}</title><updated>${updated}</updated><link rel="self" href="${escapeXml(`${address}/comments.atom`)}"/><link rel="alternate" href="${escapeXml(`${address}/comments`)}"/>${written.join('')}</feed>\n`
  return { type: 'application/atom+xml; charset=utf-8', text: feed }
}

function escapeXml(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Cs}]/gu, '').replace(/&/gu, '&amp;').replace(/</gu, '&lt;').replace(/>/gu, '&gt;').replace(/"/gu, '&quot;')
}

function nameOf({ forum, cycle, review }: InReview): string {
  return `${forum.slug}-${cycle.slug}-review-${review.number}`
}
