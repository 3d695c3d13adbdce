import { findDocumentVoices, type DocumentVoice } from '../../../contributions/documents/queries.ts'
import { findAnswers } from '../../../contributions/queries.ts'
import type { PinnedFigure } from '../../../contributions/pins/model.ts'
import { findPinnedFigures } from '../../../contributions/pins/queries.ts'
import type { RedactionReason } from '../../../contributions/redaction/model.ts'
import type { Answer } from '../../../contributions/model.ts'
import type { Cycle, Forum } from '../../../forums/model.ts'
import { listVersionsOfCycle } from '../../../drafts/versions/queries.ts'
import { findReferences } from '../../../library/queries.ts'
import type { Reference } from '../../../library/model.ts'
import type { Said } from '../../../meetings/citing/model.ts'
import { findSaid } from '../../../meetings/citing/queries.ts'
import type { Reader } from '../../../platform/database.ts'
import { findComments } from '../../../review/comments/queries.ts'
import { asPublished, type Comment } from '../../../review/model.ts'
import { listReviews } from '../../../review/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import { formatRef } from '../../../shared/refs.ts'
import type { PlainDate } from '../../../shared/time.ts'
import type { Disposition, FindingKind } from '../../../shared/vocabularies.ts'
import { findFindings, findPassages } from '../../../synthesis/queries.ts'
import type { Finding, Passage } from '../../../synthesis/model.ts'
import { groundOf } from '../../../trace/coverage/model.ts'
import { textPath } from '../../synthesis/data.ts'
import type { Link, Thing } from '../../../trace/model.ts'
import { listLinksFrom, listLinksTo } from '../../../trace/queries.ts'

/** A marked passage as anyone may read it. */
export interface Quotation {
  /** `P-12`, within the cycle. */
  readonly name: string
  /** Null where its source is not for the public. */
  readonly quote: string | null
  /** For what kinds of reason some of its words are redacted. */
  readonly redactedFor: readonly RedactionReason[]
  /** What it is marked in: an answer's contribution, or a comment. */
  readonly source: string
  readonly question: number | null
  /** Of a document with pages: those it stands on, as they are cited. */
  readonly page: string | null
  readonly stakeholderGroup: string | null
  readonly regionalGroup: string | null
  readonly language: string | null
  readonly url: string
}

export interface GroundComment {
  readonly name: string
  readonly ref: string
  readonly url: string
  readonly text: string
  readonly language: string | null
  readonly stakeholderGroup: string | null
  readonly disposition: Disposition | null
  readonly reason: string | null
  /** Null is silence. */
  readonly isSatisfied: boolean | null
}

/** What one paragraph rests on, ready to be shown. */
export interface Ground {
  readonly findings: readonly { readonly name: string; readonly kind: FindingKind; readonly statement: string; readonly url: string; readonly quotations: readonly Quotation[] }[]
  readonly quotations: readonly Quotation[]
  readonly comments: readonly GroundComment[]
  readonly figures: readonly { readonly name: string; readonly title: string; readonly asOf: PlainDate; readonly total: number; readonly url: string }[]
  readonly references: readonly { readonly name: string; readonly title: string; readonly author: string | null; readonly url: string }[]
  /** What was said in meetings: points, remarks, passages of transcripts. */
  readonly said: readonly (Said & { readonly url: string })[]
  /** Names of the comments after which it was changed. */
  readonly changedAfter: readonly string[]
  /** How many contributions stand behind it, by stakeholder group; null is not recorded. */
  readonly voices: ReadonlyMap<string | null, number>
  /** The same by regional group; null is not recorded. */
  readonly regions: ReadonlyMap<string | null, number>
  readonly contributions: number
  readonly contributionIds: readonly Id[]
  /** Names of all that is cited directly, in order: `F-3`, `P-12`. */
  readonly refs: readonly string[]
}

interface Place {
  readonly forum: Forum
  readonly cycle: Cycle
}

interface Loaded {
  readonly base: string
  readonly cycle: string
  readonly findings: ReadonlyMap<Id, Finding>
  readonly passages: ReadonlyMap<Id, Passage>
  readonly answers: ReadonlyMap<Id, Answer>
  readonly documents: ReadonlyMap<Id, DocumentVoice>
  readonly comments: ReadonlyMap<Id, Comment>
  readonly references: ReadonlyMap<Id, Reference>
  readonly figures: ReadonlyMap<Id, PinnedFigure>
  readonly said: ReadonlyMap<Id, Said>
  readonly forumBase: string
  readonly below: (findingId: Id) => readonly Thing[]
}

/** What paragraphs rest on, in a fixed number of queries: those of a version (with its own frozen citations), or of the working text (null). */
export async function loadGround(db: Reader, place: Place, versionId: Id | null, paragraphIds: readonly Id[]): Promise<Map<Id, Ground>> {
  const [own, changed] = await Promise.all([listLinksFrom(db, paragraphIds, 'rests-on', versionId), loadChanged(db, place.cycle.id, versionId, paragraphIds)])
  const loaded = await loadThings(db, place, versionId, [...own.map((link) => link.to), ...changed.map((link) => link.from)])
  const linksOf = Map.groupBy(own, (link) => link.from.id)
  const changedBy = Map.groupBy(changed, (link) => link.to.id)
  const ids = new Set([...linksOf.keys(), ...changedBy.keys()])
  return new Map([...ids].map((id) => [id, toGround(loaded, (linksOf.get(id) ?? []).map((link) => link.to), (changedBy.get(id) ?? []).map((link) => link.from.id))]))
}

/** Which comments changed these paragraphs. A version shows those that were made on an earlier one of its document. */
async function loadChanged(db: Reader, cycleId: Id, versionId: Id | null, paragraphIds: readonly Id[]): Promise<Link[]> {
  const changed = (await listLinksTo(db, paragraphIds)).filter((link) => link.relation === 'changed')
  if (versionId === null || changed.length === 0) return changed
  const [versions, reviews, comments] = await Promise.all([listVersionsOfCycle(db, cycleId), listReviews(db, cycleId), findComments(db, changed.map((link) => link.from.id))])
  const numbers = new Map<Id, number>(versions.map(({ id, number }) => [id, number]))
  const reviewed = new Map<Id, number>(reviews.map((review) => [review.id, numbers.get(review.versionId) ?? 0]))
  const earlier = new Set<Id>(comments.filter((comment) => (reviewed.get(comment.reviewId) ?? 0) < (numbers.get(versionId) ?? 0)).map(({ id }) => id))
  return changed.filter((link) => earlier.has(link.from.id))
}

async function loadThings(db: Reader, { forum, cycle }: Place, versionId: Id | null, things: readonly Thing[]): Promise<Loaded> {
  const ids = (kind: Thing['kind']): Id[] => [...new Set(things.filter((thing) => thing.kind === kind).map(({ id }) => id))]
  const [findings, frozen] = await Promise.all([findFindings(db, ids('finding')), versionId === null ? [] : listLinksFrom(db, ids('finding'), 'rests-on', versionId)])
  const known = new Set(frozen.map((link) => link.from.id))
  const current = await listLinksFrom(db, ids('finding').filter((id) => !known.has(id)), 'rests-on')
  const below = groundOf([...frozen, ...current], versionId)
  const passages = await findPassages(db, [...ids('passage'), ...ids('finding').flatMap((id) => below(id).map((thing) => thing.id))])
  const sources = (kind: Passage['sourceKind']): Id[] => passages.filter(({ sourceKind }) => sourceKind === kind).map(({ sourceId }) => sourceId)
  const [answers, documents, comments, references, figures, said] = await Promise.all([
    findAnswers(db, [...ids('answer'), ...sources('answer')]),
    findDocumentVoices(db, sources('document')),
    findComments(db, [...ids('comment'), ...sources('comment')]),
    findReferences(db, ids('reference')),
    findPinnedFigures(db, ids('figure')),
    findSaid(db, things),
  ])
  return {
    base: `/${forum.slug}/${cycle.slug}`,
    cycle: cycle.slug,
    findings: byId(findings),
    passages: byId(passages),
    answers: byId(answers),
    documents: byId(documents),
    comments: byId(comments.map(asPublished)),
    references: byId(references),
    figures: byId(figures),
    said: byId(said),
    forumBase: `/${forum.slug}`,
    below,
  }
}

function byId<T extends { readonly id: Id }>(things: readonly T[]): Map<Id, T> {
  return new Map(things.map((thing) => [thing.id, thing]))
}

function toGround(loaded: Loaded, direct: readonly Thing[], changedBy: readonly Id[]): Ground {
  const pick = <T>(kind: Thing['kind'], from: ReadonlyMap<Id, T>): T[] => direct.filter((thing) => thing.kind === kind).flatMap(({ id }) => from.get(id) ?? [])
  const findings = pick('finding', loaded.findings)
  const comments = [...new Set([...pick('comment', loaded.comments), ...changedBy.flatMap((id) => loaded.comments.get(id) ?? [])])]
  const passages = [...pick('passage', loaded.passages), ...findings.flatMap((finding) => passagesOf(loaded, finding.id))]
  const voices = countVoices(loaded, passages, pick('answer', loaded.answers))
  return {
    findings: findings.map((finding) => ({
      name: `F-${finding.number}`,
      kind: finding.kind,
      statement: finding.statement,
      url: `${loaded.base}/breakdown#F-${finding.number}`,
      quotations: passagesOf(loaded, finding.id).flatMap((passage) => toQuotation(loaded, passage) ?? []),
    })),
    quotations: pick('passage', loaded.passages).flatMap((passage) => toQuotation(loaded, passage) ?? []),
    comments: comments.map((comment) => toComment(loaded, comment)),
    references: pick('reference', loaded.references).map(({ number, title, author }) => ({ name: `L-${number}`, title, author, url: `${loaded.base}/references#L-${number}` })),
    figures: pick('figure', loaded.figures).map(({ number, title, asOf, total }) => ({ name: `N-${number}`, title, asOf, total, url: `${loaded.base}/figures/${number}` })),
    said: direct.flatMap(({ id }) => loaded.said.get(id) ?? []).map((each) => ({ ...each, url: `${loaded.forumBase}/${each.path}` })),
    changedAfter: changedBy.flatMap((id) => loaded.comments.get(id) ?? []).map(({ number }) => `R-${number}`),
    ...voices,
    refs: direct.flatMap((thing) => nameOf(loaded, thing) ?? []),
  }
}

function nameOf(loaded: Loaded, { kind, id }: Thing): string | undefined {
  const named = (series: string, thing: { readonly number: number } | undefined): string | undefined => (thing === undefined ? undefined : `${series}-${thing.number}`)
  if (kind === 'finding') return named('F', loaded.findings.get(id))
  if (kind === 'passage') return named('P', loaded.passages.get(id))
  if (kind === 'comment') return named('R', loaded.comments.get(id))
  if (kind === 'figure') return named('N', loaded.figures.get(id))
  if (loaded.said.has(id)) return loaded.said.get(id)?.ref
  return kind === 'reference' ? named('L', loaded.references.get(id)) : undefined
}

function passagesOf(loaded: Loaded, findingId: Id): Passage[] {
  return loaded.below(findingId).flatMap((thing) => loaded.passages.get(thing.id) ?? [])
}

/** Each contribution counts once, however many of its passages stand behind a paragraph. */
function countVoices(loaded: Loaded, passages: readonly Passage[], answers: readonly Answer[]): Pick<Ground, 'voices' | 'regions' | 'contributions' | 'contributionIds'> {
  const sources = [...answers, ...passages.flatMap((passage) => loaded.answers.get(passage.sourceId) ?? loaded.documents.get(passage.sourceId) ?? [])].filter((answer) => answer.standing === 'stands' || answer.standing === 'held')
  const contributions = new Map<Id, (typeof sources)[number]>(sources.map((answer) => [answer.contributionId, answer]))
  const count = (keyOf: (source: (typeof sources)[number]) => string | null): Map<string | null, number> => {
    const counts = new Map<string | null, number>()
    for (const source of contributions.values()) counts.set(keyOf(source), (counts.get(keyOf(source)) ?? 0) + 1)
    return counts
  }
  return { voices: count(({ stakeholderGroup }) => stakeholderGroup), regions: count(({ regionalGroup }) => regionalGroup), contributions: contributions.size, contributionIds: [...contributions.keys()] }
}

function toQuotation(loaded: Loaded, passage: Passage): Quotation | undefined {
  const name = `P-${passage.number}`
  const answer = loaded.answers.get(passage.sourceId)
  if (answer !== undefined) {
    const isPublic = answer.consent !== 'not-at-all' && answer.standing === 'stands'
    const { stakeholderGroup, regionalGroup, language } = answer
    const source = formatRef(loaded.cycle, 'C', answer.contributionNumber)
    const url = `${loaded.base}/contributions/C-${answer.contributionNumber}#${name}`
    return { name, quote: isPublic ? passage.quote : null, redactedFor: [...new Set((passage.redactions ?? []).map(({ reason }) => reason))], source, question: answer.number, page: null, stakeholderGroup, regionalGroup, language, url }
  }
  const document = loaded.documents.get(passage.sourceId)
  if (document !== undefined) return quoteDocument(loaded, passage, document)
  const comment = loaded.comments.get(passage.sourceId)
  if (comment === undefined) return undefined
  const isPublic = comment.consent !== 'not-at-all' && comment.withdrawnAt === null
  const { stakeholderGroup, regionalGroup, language } = comment
  const url = `${loaded.base}/comments/R-${comment.number}#${name}`
  return { name, quote: isPublic ? passage.quote : null, redactedFor: [], source: formatRef(loaded.cycle, 'R', comment.number), question: null, page: null, stakeholderGroup, regionalGroup, language, url }
}

function quoteDocument(loaded: Loaded, passage: Passage, document: DocumentVoice): Quotation {
  const isPublic = document.consent !== 'not-at-all' && document.standing === 'stands'
  const { stakeholderGroup, regionalGroup, language, contributionNumber, position } = document
  const name = `P-${passage.number}`
  const url = isPublic ? `${textPath(contributionNumber, position)}?passage=${passage.number}#${name}` : `contributions/C-${contributionNumber}`
  return { name, quote: isPublic ? passage.quote : null, redactedFor: [], source: formatRef(loaded.cycle, 'C', contributionNumber), question: null, page: passage.page, stakeholderGroup, regionalGroup, language, url: `${loaded.base}/${url}` }
}

function toComment(loaded: Loaded, comment: Comment): GroundComment {
  return {
    name: `R-${comment.number}`,
    ref: formatRef(loaded.cycle, 'R', comment.number),
    url: `${loaded.base}/comments/R-${comment.number}`,
    text: comment.text,
    language: comment.language,
    stakeholderGroup: comment.stakeholderGroup,
    disposition: comment.response?.disposition ?? null,
    reason: comment.response?.reason ?? null,
    isSatisfied: comment.isSatisfied,
  }
}

/** The ground of a paragraph as data: what it rests on by kind, reference and address, as `trace.json` has it. */
export function groundAsData(cycle: string, ground: Ground | undefined): { kind: string; ref: string; url: string }[] {
  if (ground === undefined) return []
  const names = new Set(ground.refs)
  return [
    ...ground.findings.map(({ name, url }) => ({ kind: 'finding', ref: `${cycle}/${name}`, url })),
    ...ground.quotations.map(({ name, url }) => ({ kind: 'passage', ref: `${cycle}/${name}`, url })),
    ...ground.comments.filter(({ name }) => names.has(name)).map(({ ref, url }) => ({ kind: 'comment', ref, url })),
    ...ground.figures.map(({ name, url }) => ({ kind: 'figure', ref: `${cycle}/${name}`, url })),
    ...ground.references.map(({ name, url }) => ({ kind: 'reference', ref: `${cycle}/${name}`, url })),
    ...ground.said.map(({ kind, ref, url }) => ({ kind, ref, url })),
  ]
}
