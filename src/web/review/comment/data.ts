import { flatten, type FrozenParagraph, type Version } from '../../../drafts/model.ts'
import { listLineage } from '../../../drafts/queries.ts'
import { followLineage, type Way } from '../../../drafts/versions/model.ts'
import { listNumberedParagraphs, listPlacesOf, listVersions, loadFrozenText, type VersionOfCycle } from '../../../drafts/versions/queries.ts'
import type { Reader } from '../../../platform/database.ts'
import { asPublishedAgreement, type Agreement } from '../../../review/agreements/model.ts'
import { countAgreements, listAgreements } from '../../../review/agreements/queries.ts'
import { findComment, findComments, listReplies } from '../../../review/comments/queries.ts'
import { asPublished, type Comment, type EarlierResponse, type EarlierWording, type Review } from '../../../review/model.ts'
import { listOrigins, type Origin } from '../../../review/exchange/queries.ts'
import { findDeskSetting, listObjectionWords } from '../../../review/desk/queries.ts'
import type { PlainDate } from '../../../shared/time.ts'
import { findReviewById } from '../../../review/queries.ts'
import { listEarlierResponses } from '../../../review/responses/queries.ts'
import { findSetAsideNote, listWordings } from '../../../review/wordings/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import { parseNumber } from '../../../shared/refs.ts'
import { listLinksFrom, listLinksTo } from '../../../trace/queries.ts'
import { listReadableOfCycle } from '../../drafts/held/data.ts'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import { loadFromPost, type FromPost } from '../../lists/taken/data.ts'
import type { PageRequest } from '../../page.tsx'
import { unscopedListTextsOf } from '../../../record/queries.ts'
import { tellHistory, type Told } from '../../record/data.ts'
import type { Translation } from '../../../synthesis/translations/model.ts'
import { loadMarks, type Mark } from '../../synthesis/data.ts'
import { loadTranslations } from '../../synthesis/translations/data.ts'
import { loadOnAgenda, type OnAgenda } from '../agenda/data.ts'
import { loadAnchors, type AnchorData } from '../anchors/data.ts'
import { findFates, type NamedFate } from '../../trace/data.ts'
import { loadChanges, type ParagraphChange } from './changes/data.ts'

/** Where a paragraph stands in a version. */
export interface Place {
  readonly number: number
  readonly href: string
}

/** A paragraph that a comment is on: as it stood in the reviewed version, and where its identity lives in the latest one. */
export interface Standing {
  readonly asRead: FrozenParagraph & { readonly href: string }
  /** Undefined when it is not in the latest version any more. */
  readonly today: Place | undefined
  /** Where its text went on, where it was split or merged. */
  readonly wentOn: readonly (Place & { readonly way: Way })[]
  /** The words it is on, and where they stand in the latest version. */
  readonly anchor: AnchorData
}

export interface CommentPageData extends InCycle {
  readonly cycleBase: string
  readonly comment: Comment
  readonly review: Review
  readonly version: VersionOfCycle
  readonly latest: { readonly id: Id<'version'>; readonly number: number; readonly title: string } | undefined
  readonly standings: readonly Standing[]
  /** Why the commenter is not satisfied, where that may be read here. */
  readonly objection: string | undefined
  readonly judgedUntil: PlainDate | null
  /** The paragraphs that changed because of it, in the latest version that has each; without a place where none has it yet. */
  readonly changed: readonly ((Place & { readonly version: string; readonly isLatest: boolean }) | undefined)[]
  /** What changed in them since the version that was read. */
  readonly changes: readonly ParagraphChange[]
  readonly duplicateOf: Comment | undefined
  readonly duplicates: readonly Comment[]
  /** How many paragraphs of the working text rest on it. */
  readonly restedOn: number
  /** What became of it, with the paragraphs that rest on it; undefined for one that was withdrawn. */
  readonly fate: NamedFate | undefined
  /** The passages marked in its words. */
  readonly marks: readonly Mark[]
  /** What was pasted, where it was cleaned: on the sender's own page alone. */
  readonly original: string | undefined
  readonly earlier: readonly EarlierResponse[]
  /** What it replies to, and what was said below it. */
  readonly parent: Comment | undefined
  readonly replies: readonly Comment[]
  /** Who agrees, as far as it counts; the earliest first, some of them. */
  readonly agreements: readonly Agreement[]
  readonly agreed: ReadonlyMap<Id, number>
  readonly wordings: readonly EarlierWording[]
  readonly translations: readonly Translation[]
  /** What the desk told its sender when it set the comment aside: on the sender's own page alone. */
  readonly setAsideNote: string | null
  /** The agendas of meetings that it is on. */
  readonly agenda: readonly OnAgenda[]
  /** What it was in the file that it came in. */
  readonly origin: Origin | undefined
  /** The post of a list that it came from. */
  readonly fromPost: FromPost | undefined
  /** What happened to it, from the record, oldest first. */
  readonly history: readonly Told[]
}

/** A comment with all that belongs to it, as anyone may see it. Its words are as published unless `isFull`. */
export async function loadComment(request: PageRequest, isFull = false): Promise<CommentPageData | undefined> {
  const inCycle = await loadCycle(request, 'review')
  const number = parseNumber('R', request.params['comment'] ?? '')
  const comment = inCycle === undefined || number === undefined ? undefined : await findComment(request.db, inCycle.cycle.id, number)
  if (inCycle === undefined || comment === undefined) return undefined
  const { db } = request
  const [review, versions] = await Promise.all([findReviewById(db, comment.reviewId), listReadableOfCycle(request, inCycle)])
  const version = versions.find((known) => known.id === review?.versionId)
  if (review === undefined || version === undefined) return undefined
  const cycleBase = `/${inCycle.forum.slug}/${inCycle.cycle.slug}`
  const [earlier, history, duplicateLinks, linksTo] = await Promise.all([
    listEarlierResponses(db, comment.id),
    tellHistory(request, inCycle.forum, comment.id),
    listLinksFrom(db, [comment.id], 'duplicate-of'),
    listLinksTo(db, [comment.id]),
  ])
  const duplicateIds = linksTo.filter((link) => link.relation === 'duplicate-of').map((link) => link.from.id)
  const [fates, marks] = [await findFates(db, inCycle, [comment.id]), await loadMarks(db, inCycle, [comment.id])]
  const others = await findComments(db, [...duplicateIds, ...duplicateLinks.map((link) => link.to.id)])
  return {
    ...inCycle,
    cycleBase,
    comment: isFull ? comment : asPublished(comment),
    review,
    version,
    ...(await loadPlaces(db, comment, version, cycleBase)),
    duplicateOf: others.find((other) => duplicateLinks.some((link) => link.to.id === other.id)),
    duplicates: others.filter((other) => duplicateIds.includes(other.id)),
    restedOn: linksTo.filter((link) => link.relation === 'rests-on' && link.versionId === null).length,
    fate: fates.get(comment.id),
    marks: marks.get(comment.id) ?? [],
    objection: isFull || comment.consent !== 'not-at-all' ? (await listObjectionWords(db, [comment.id])).get(comment.id) : undefined,
    judgedUntil: (await findDeskSetting(db, review.id)).judgedUntil,
    ...(await loadConversation(db, comment, isFull)),
    original: isFull ? (await unscopedListTextsOf(db, comment.id, 'original')).at(-1) : undefined,
    fromPost: comment.channel === 'list' && (isFull || (comment.consent === 'full' && comment.withdrawnAt === null)) ? await loadFromPost(db, inCycle.forum, comment.id) : undefined,
    earlier,
    history,
  }
}

/** What belongs to a comment besides its words and places: the thread, who agrees, how it was worded before, its translations. */
async function loadConversation(db: Reader, comment: Comment, isFull: boolean): Promise<Pick<CommentPageData, 'parent' | 'replies' | 'agreements' | 'agreed' | 'wordings' | 'translations' | 'setAsideNote' | 'agenda' | 'origin'>> {
  const isHidden = !isFull && (comment.withdrawnAt !== null || comment.consent === 'not-at-all')
  const [parents, replies, agreements, wordings] = await Promise.all([
    comment.inReplyTo === null ? [] : findComments(db, [comment.inReplyTo]),
    listReplies(db, comment.id),
    listAgreements(db, comment.id),
    isHidden ? [] : listWordings(db, comment.id),
  ])
  return {
    parent: parents.map(asPublished)[0],
    replies: replies.map(asPublished),
    agreements: agreements.map(asPublishedAgreement),
    agreed: await countAgreements(db, [comment.id, ...replies.map(({ id }) => id)]),
    wordings,
    translations: isHidden ? [] : ((await loadTranslations(db, [comment])).get(comment.id) ?? []),
    agenda: await loadOnAgenda(db, comment, isHidden),
    origin: (await listOrigins(db, [comment.id])).get(comment.id),
    setAsideNote: isFull && comment.setAsideFor !== null ? await findSetAsideNote(db, comment.id) : null,
  }
}

async function loadPlaces(db: Reader, comment: Comment, version: VersionOfCycle, cycleBase: string): Promise<Pick<CommentPageData, 'latest' | 'standings' | 'changed' | 'changes'>> {
  const [text, versions, lineage, changedLinks] = await Promise.all([
    comment.paragraphIds.length === 0 ? [] : loadFrozenText(db, version.id),
    listVersions(db, version.documentId),
    listLineage(db, version.documentId),
    listLinksFrom(db, [comment.id], 'changed'),
  ])
  const latest = versions[0]
  const numbered = latest === undefined ? [] : await listNumberedParagraphs(db, [latest.id])
  const base = `${cycleBase}/documents/${version.documentSlug}/versions`
  const places = new Map<Id, Place>(numbered.map(({ id, number }) => [id, { number, href: `${base}/${latest?.number ?? 0}#p${number}` }]))
  const asRead = new Map(flatten(text).map((paragraph) => [paragraph.id, paragraph]))
  const anchors = await loadAnchors(db, comment, text, version, latest, base)
  const standings = comment.paragraphIds.flatMap((id, position): Standing[] => {
    const paragraph = asRead.get(id)
    if (paragraph === undefined) return []
    const wentOn = followLineage(id, lineage, version.frozenAt).flatMap(({ to, way }) => {
      const place = places.get(to)
      return place === undefined ? [] : [{ ...place, way }]
    })
    return [{ asRead: { ...paragraph, href: `${base}/${version.number}#p${paragraph.number}` }, today: places.get(id), wentOn, anchor: anchors[position] ?? { range: undefined, now: undefined } }]
  })
  const changedIds = changedLinks.map((link) => link.to.id)
  return { latest, standings, changed: await loadChanged(db, changedIds, versions, base), changes: await loadChanges(db, changedIds, version, latest, base) }
}

/** Where each of these paragraphs stands in the latest version that has it. */
async function loadChanged(db: Reader, ids: readonly Id[], versions: readonly Version[], base: string): Promise<CommentPageData['changed']> {
  const places = await listPlacesOf(db, ids)
  return ids.map((id) => {
    for (const { id: versionId, number: versionNumber, title } of versions) {
      const place = places.find((each) => each.id === id && each.versionId === versionId)
      if (place !== undefined) return { number: place.number, href: `${base}/${versionNumber}#p${place.number}`, version: title, isLatest: versionId === versions[0]?.id }
    }
    return undefined
  })
}
