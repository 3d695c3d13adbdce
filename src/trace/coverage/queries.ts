import { declinedForOf } from '../../contributions/model.ts'
import { findDocumentVoices } from '../../contributions/documents/queries.ts'
import { findAnswers, findContributions, listAttachments, listUnits } from '../../contributions/queries.ts'
import { findWholes } from '../../contributions/wholes/queries.ts'
import { listVersionsOfCycle } from '../../drafts/versions/queries.ts'
import type { Reader } from '../../platform/database.ts'
import { findComments, listComments } from '../../review/comments/queries.ts'
import type { Comment } from '../../review/model.ts'
import type { Id } from '../../shared/ids.ts'
import { formatAnswerRef, formatRef } from '../../shared/refs.ts'
import type { Passage } from '../../synthesis/model.ts'
import { findFindings, listFindings, listPassageSources, listPassagesOf } from '../../synthesis/queries.ts'
import { findGivenFates, listGivenFates } from '../fates/queries.ts'
import type { Link } from '../model.ts'
import { listAllLinksFrom, listFrozenIn, listLinksOfCycle, listLinksTo } from '../queries.ts'
import type { TraceRows, Unit } from './model.ts'

/** A cycle as references need it: `2026` of `2026/C-14`. */
export interface CycleNamed {
  readonly id: Id
  readonly slug: string
}

/** All units of a cycle, withdrawn ones too: contributions' first, then comments, each by reference. */
export async function listAllUnits(db: Reader, cycle: CycleNamed): Promise<Unit[]> {
  const [units, comments] = await Promise.all([listUnits(db, cycle.id), listComments(db, cycle.id)])
  return [...unitsOfContributions(cycle, units), ...unitsOfComments(cycle, comments)]
}

/** Some units of a cycle by their ids; ids that are no unit of it are left out. */
export async function findUnits(db: Reader, cycle: CycleNamed, ids: readonly Id[]): Promise<Unit[]> {
  const [answers, comments] = await Promise.all([findAnswers(db, ids), findComments(db, ids)])
  const contributions = (await findContributions(db, [...ids, ...answers.map((answer) => answer.contributionId)])).filter(({ cycleId }) => cycleId === cycle.id)
  const known = new Set<Id>(contributions.map(({ id }) => id))
  const asked = new Set<Id>(ids)
  const wholes = await findWholes(db, contributions.flatMap(({ id }) => (asked.has(id) ? [id] : [])))
  const whole = contributions.filter(({ id }) => wholes.has(id)).map((contribution): Unit => ({
    kind: 'contribution', id: contribution.id, ref: formatRef(cycle.slug, 'C', contribution.number), isWithdrawn: contribution.withdrawnAt !== null, declinedFor: declinedForOf(contribution),
  }))
  const ofAnswers = answers.filter(({ contributionId }) => known.has(contributionId)).map((answer): Unit => ({
    kind: 'answer',
    id: answer.id,
    ref: formatAnswerRef(cycle.slug, answer.contributionNumber, answer.number),
    isWithdrawn: answer.withdrawn,
    declinedFor: answer.declinedFor,
  }))
  return [...ofAnswers, ...whole, ...unitsOfComments(cycle, comments.filter(({ cycleId }) => cycleId === cycle.id))]
}

/**
 * Which versions make a unit cited. `published`: those of editions, of which there may be none. Beside them the latest frozen version
 * of each document counts for what the public is shown; for the gate only the one that is to be published does, named in `candidate`.
 */
export interface Counted {
  readonly published: readonly Id[]
  readonly candidate?: Id | undefined
}

/** All that the fates of a cycle follow from, in a fixed number of queries. */
export async function loadTraceRows(db: Reader, cycle: CycleNamed, counted: Counted): Promise<TraceRows & { comments: readonly Comment[] }> {
  const [units, comments, links, versionIds, passages, findings, given] = await Promise.all([
    listUnits(db, cycle.id),
    listComments(db, cycle.id),
    listLinksOfCycle(db, cycle.id),
    countedVersions(db, cycle.id, counted),
    listPassageSources(db, cycle.id),
    listFindings(db, cycle.id),
    listGivenFates(db, cycle.id),
  ])
  const wholes = new Set<Id>(units.filter(({ kind }) => kind === 'contribution').map(({ id }) => id))
  return {
    units: [...unitsOfContributions(cycle, units), ...unitsOfComments(cycle, comments)],
    links,
    versionIds,
    passages: await passagesByUnit(db, passages, wholes),
    carryOvers: findings.filter(({ kind }) => kind === 'carry-over').map(({ id }) => id),
    responses: responsesOf(comments),
    given,
    comments,
  }
}

/** The same for some units alone, without reading the others of the cycle. */
export async function loadTraceRowsOf(db: Reader, cycle: CycleNamed, counted: Counted, unitIds: readonly Id[]): Promise<TraceRows> {
  const [units, comments, versionIds, passages, given] = await Promise.all([
    findUnits(db, cycle, unitIds),
    findComments(db, unitIds),
    countedVersions(db, cycle.id, counted),
    listPassagesUnder(db, unitIds),
    findGivenFates(db, unitIds),
  ])
  const wholes = new Set<Id>(units.filter(({ kind }) => kind === 'contribution').map(({ id }) => id))
  const direct = await listLinksTo(db, [...unitIds, ...passages.map(({ id }) => id)])
  const findingIds = [...new Set(direct.filter((link) => link.from.kind === 'finding').map((link) => link.from.id))]
  const [toFindings, own, frozen, findings] = await Promise.all([listLinksTo(db, findingIds), listAllLinksFrom(db, unitIds), listFrozenIn(db, findingIds), findFindings(db, findingIds)])
  return {
    units,
    links: distinct([...direct, ...toFindings, ...own, ...frozen]),
    versionIds,
    passages: await passagesByUnit(db, passages, wholes),
    carryOvers: findings.filter(({ kind }) => kind === 'carry-over').map(({ id }) => id),
    responses: responsesOf(comments),
    given,
  }
}

/** The passages of units, and those of the documents of contributions that are units as a whole. */
async function listPassagesUnder(db: Reader, unitIds: readonly Id[]): Promise<Passage[]> {
  const documents = await listAttachments(db, unitIds)
  return listPassagesOf(db, [...unitIds, ...documents.map(({ id }) => id)])
}

/**
 * Passages with the unit they are marked in. That of a document is its contribution: where that has answers besides, it is no unit,
 * and what is cited from its document is the fate of none of them; but a paragraph rests on it for as long as it counts (decision 19).
 */
async function passagesByUnit(db: Reader, passages: readonly ({ readonly id: Id } & Pick<Passage, 'sourceKind' | 'sourceId'>)[], wholes: ReadonlySet<Id>): Promise<{ id: Id; sourceId: Id }[]> {
  const voices = await findDocumentVoices(db, [...new Set(passages.filter(({ sourceKind }) => sourceKind === 'document').map(({ sourceId }) => sourceId))])
  const documents = new Map<Id, (typeof voices)[number]>(voices.map((voice) => [voice.id, voice]))
  return passages.flatMap(({ id, sourceKind, sourceId }) => {
    if (sourceKind !== 'document') return [{ id, sourceId }]
    const voice = documents.get(sourceId)
    const carries = voice !== undefined && (wholes.has(voice.contributionId) || voice.standing === 'stands' || voice.standing === 'held')
    return carries ? [{ id, sourceId: voice.contributionId }] : []
  })
}

async function countedVersions(db: Reader, cycleId: Id, { published, candidate }: Counted): Promise<Id[]> {
  if (candidate !== undefined) return [...new Set([...published, candidate])]
  const versions = await listVersionsOfCycle(db, cycleId)
  const latest = [...Map.groupBy(versions, (version) => version.documentId).values()].flatMap((ofDocument) => ofDocument.slice(0, 1))
  return [...new Set([...published, ...latest.map(({ id }) => id)])]
}

function unitsOfContributions(cycle: CycleNamed, units: Awaited<ReturnType<typeof listUnits>>): Unit[] {
  return units.map((unit) => ({
    kind: unit.kind,
    id: unit.id,
    ref: unit.number === null ? formatRef(cycle.slug, 'C', unit.contributionNumber) : formatAnswerRef(cycle.slug, unit.contributionNumber, unit.number),
    isWithdrawn: unit.withdrawn,
    declinedFor: unit.declinedFor,
  }))
}

/** What the editors themselves remark in a thread answers others, and has no fate of its own. */
function unitsOfComments(cycle: CycleNamed, comments: readonly Comment[]): Unit[] {
  return comments
    .filter(({ isFromEditors }) => !isFromEditors)
    .map((comment) => ({ kind: 'comment', id: comment.id, ref: formatRef(cycle.slug, 'R', comment.number), isWithdrawn: comment.withdrawnAt !== null }))
}

function responsesOf(comments: readonly Comment[]): TraceRows['responses'] {
  return comments.flatMap(({ response }) => response ?? [])
}

function distinct(links: readonly Link[]): Link[] {
  return [...new Map(links.map((link) => [`${link.relation} ${link.from.id} ${link.to.id} ${link.versionId ?? ''}`, link])).values()]
}
