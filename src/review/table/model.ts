import type { CommentType } from '../../shared/vocabularies.ts'
import { formatParagraphNumbers, type Comment } from '../model.ts'

/** A paragraph of the reviewed version as a table names it. */
export interface ParagraphPlace {
  readonly number: number
  /** The heading it stands under. */
  readonly section: string
}

/** One comment with what became of it, as anyone may have it. */
export interface TableRow {
  readonly comment: Comment
  readonly ref: string
  readonly url: string
  /** Who says it, as far as that is public. */
  readonly member: string
  readonly clause: string
  /** Numbers of the paragraphs, such as `¶ 3, 5–7`; empty where it is on none. */
  readonly paragraphs: string
  readonly type: 'ge' | 'te' | 'ed'
  readonly changed: string
  readonly duplicateOf: string
  readonly objection: string
}

/** The letters that committees write for the kinds of comments (ISO commenting template). */
const LETTERS: Readonly<Record<CommentType, TableRow['type']>> = { general: 'ge', technical: 'te', editorial: 'ed' }

export function typeLetters(type: CommentType): TableRow['type'] {
  return LETTERS[type]
}

/** Where a comment is: the clauses (headings) and the paragraphs of the reviewed version that it names. */
export function placeOf(comment: Pick<Comment, 'target' | 'paragraphIds' | 'missingWhere'>, places: ReadonlyMap<string, ParagraphPlace>): { readonly clause: string; readonly paragraphs: string } {
  const named = comment.paragraphIds.flatMap((id) => places.get(id) ?? [])
  const clause = comment.target === 'missing' ? (comment.missingWhere ?? '') : [...new Set(named.map(({ section }) => section).filter((title) => title !== ''))].join('; ')
  return { clause, paragraphs: named.length === 0 ? '' : `¶ ${formatParagraphNumbers(named.map(({ number }) => number))}` }
}

/** Columns of the table as data: names that stay, whatever the language of the page. */
export const TABLE_COLUMNS = [
  'ref', 'received', 'late', 'channel', 'author', 'organisation', 'stakeholderGroup', 'regionalGroup', 'target', 'clause', 'paragraphs', 'type', 'comment', 'proposedChange', 'language',
  'disposition', 'reason', 'changed', 'duplicateOf', 'satisfied', 'objection', 'withdrawn', 'url',
] as const

/** The table as rows of cells, its columns first. Silence is an empty cell: it is neither yes nor no. */
export function tableCells(rows: readonly TableRow[]): (readonly string[])[] {
  return [
    TABLE_COLUMNS,
    ...rows.map(({ comment, ...row }) => [
      row.ref, comment.receivedBy, comment.isLate ? 'yes' : 'no', comment.channel, comment.author ?? '', comment.organisation ?? '', comment.stakeholderGroup ?? '', comment.regionalGroup ?? '',
      comment.target, row.clause, row.paragraphs, comment.type, comment.text, comment.proposal ?? '', comment.language ?? '',
      comment.response?.disposition ?? '', comment.response?.reason ?? '', row.changed, row.duplicateOf, comment.isSatisfied === null ? '' : comment.isSatisfied ? 'yes' : 'no', row.objection,
      comment.withdrawnAt === null ? 'no' : 'yes', row.url,
    ]),
  ]
}

/** What an annotation is about, in the version that was reviewed. */
export interface AnnotatedPlace {
  /** The address of the version, and the id of the paragraph's element in it. */
  readonly source: string
  readonly fragment: string
  readonly text: string
  readonly before: string
  readonly after: string
}

/** Characters of the neighbouring text that are quoted before and after. */
const CONTEXT = 40

/**
 * A comment as a W3C Web Annotation (https://www.w3.org/TR/annotation-model/), with its answer as one that replies to it. A paragraph is
 * named by its element, and within it by its words and by their positions in code points.
 */
export function toAnnotations(row: TableRow, places: readonly AnnotatedPlace[], version: { readonly source: string; readonly frozenAt: string }, motivations: { readonly editors: string }): object[] {
  const { comment, url } = row
  const words = (value: string, purpose: string): object => ({ type: 'TextualBody', value, format: 'text/plain', purpose, ...(comment.language === null ? {} : { language: comment.language }) })
  const body = [...(comment.text === '' ? [] : [words(comment.text, 'commenting')]), ...(comment.proposal === null ? [] : [words(comment.proposal, 'editing')])]
  const state = { type: 'TimeState', sourceDate: version.frozenAt }
  const targets = places.map((place) => ({ type: 'SpecificResource', source: place.source, state, selector: selectorsOf(place) }))
  const annotation = {
    id: url,
    type: 'Annotation',
    motivation: comment.proposal === null ? 'commenting' : ['commenting', 'editing'],
    created: comment.receivedAt ?? `${comment.receivedBy}T00:00:00Z`,
    ...(row.member === '' ? {} : { creator: { type: comment.author === null ? 'Organization' : 'Person', name: row.member } }),
    ...(body.length === 0 ? {} : { body }),
    target: targets.length === 0 ? { type: 'SpecificResource', source: version.source, state } : targets.length === 1 ? targets[0] : targets,
  }
  if (comment.response === null) return [annotation]
  const { disposition, reason, answeredAt } = comment.response
  const reply = {
    id: `${url}#response`,
    type: 'Annotation',
    motivation: 'replying',
    created: answeredAt,
    creator: { type: 'Organization', name: motivations.editors },
    body: [{ type: 'TextualBody', value: disposition, format: 'text/plain', purpose: 'classifying' }, ...(reason === '' ? [] : [{ type: 'TextualBody', value: reason, format: 'text/plain', purpose: 'replying' }])],
    target: url,
  }
  return [annotation, reply]
}

function selectorsOf(place: AnnotatedPlace): object[] {
  const named = { type: 'FragmentSelector', conformsTo: 'http://tools.ietf.org/rfc/rfc3236', value: place.fragment }
  const points = Array.from(place.text)
  const quote = { type: 'TextQuoteSelector', exact: place.text, prefix: Array.from(place.before).slice(-CONTEXT).join(''), suffix: Array.from(place.after).slice(0, CONTEXT).join('') }
  return [{ ...named, refinedBy: quote }, { ...named, refinedBy: { type: 'TextPositionSelector', start: 0, end: points.length } }]
}
