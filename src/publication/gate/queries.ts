import { findContributions } from '../../contributions/queries.ts'
import { checkText } from '../../drafts/checks/model.ts'
import { loadCheckFacts } from '../../drafts/checks/queries.ts'
import { flatten } from '../../drafts/model.ts'
import { indexNames, type NameIndex } from '../../drafts/names/model.ts'
import { findParagraphs } from '../../drafts/paragraphs/queries.ts'
import { listSuggestions } from '../../drafts/suggestions/queries.ts'
import { loadFrozenText, type VersionOfCycle } from '../../drafts/versions/queries.ts'
import type { Cycle, Forum } from '../../forums/model.ts'
import type { Reader } from '../../platform/database.ts'
import { countOpenComments } from '../../review/comments/queries.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { isRoundOpen, isUnsettled, type Correction } from '../../synthesis/corrections/model.ts'
import { listCorrections, listRounds } from '../../synthesis/corrections/queries.ts'
import { findFindings } from '../../synthesis/queries.ts'
import { listGroundless, measureCoverage, traceFates } from '../../trace/coverage/model.ts'
import { loadTraceRows } from '../../trace/coverage/queries.ts'
import { listEditions } from '../queries.ts'
import type { Gate, OpenContest, Shortcoming } from './model.ts'
import { problemSchema } from './schema.ts'

/** Where nobody's name is looked at: in the write itself, for a spelling bars nothing. */
const NO_NAMES: NameIndex = indexNames({ names: new Map(), isApart: () => false })

/**
 * What stands between a version and its publication: counted for the desk, and once more in the write while the cycle is held, so that
 * what an edition says of itself is true. What counts as cited is what this version and earlier editions rest on.
 */
export async function measureGate(db: Reader, place: { readonly forum: Forum; readonly cycle: Cycle }, version: VersionOfCycle, now: Instant, names: NameIndex = NO_NAMES): Promise<Gate> {
  const { cycle } = place
  const text = await loadFrozenText(db, version.id)
  const paragraphs = flatten(text)
  const published = (await listEditions(db, cycle.id)).map(({ versionId }) => versionId)
  const rows = await loadTraceRows(db, cycle, { published, candidate: version.id })
  const fates = traceFates(rows)
  const facts = await loadCheckFacts(db, place, { document: { id: version.documentId, language: version.language }, version, text, names }, now)
  const corrections = (await listCorrections(db, cycle.id)).filter(isUnsettled)
  const last = (await listRounds(db, cycle.id)).at(-1)
  return {
    ...measureCoverage(rows.units, fates),
    groundless: listGroundless(rows, version.id, paragraphs).map(({ id, number }) => ({ id, number })),
    residue: rows.units.filter((unit) => !unit.isWithdrawn && fates.get(unit.id)?.fate === 'none'),
    contests: await nameContests(db, corrections),
    notices: checkText(text, facts),
    isRoundOpen: last !== undefined && isRoundOpen(last, now),
    openComments: await countOpenComments(db, cycle.id),
    openSuggestions: (await listSuggestions(db, version.documentId, { isOpen: true }, { limit: 1, offset: 0 })).total,
    isWithoutCutOff: version.cutOff === null && rows.units.some(({ kind }) => kind !== 'comment'),
  }
}

async function nameContests(db: Reader, corrections: readonly Correction[]): Promise<OpenContest[]> {
  const ids = (kind: Correction['subject']['kind']): Id[] => corrections.filter(({ subject }) => subject.kind === kind).map(({ subject }) => subject.id)
  const [findings, paragraphs, contributions] = [await findFindings(db, ids('finding')), await findParagraphs(db, ids('paragraph')), await findContributions(db, corrections.map(({ contributionId }) => contributionId))]
  const names = new Map<Id, string>([
    ...findings.map(({ id, number }): [Id, string] => [id, `F-${number}`]),
    ...paragraphs.map(({ id, documentSlug, number }): [Id, string] => [id, number === null ? documentSlug : `${documentSlug} ¶ ${number}`]),
  ])
  const sources = new Map<Id, string>(contributions.map(({ id, number }) => [id, `C-${number}`]))
  return corrections.map(({ subject, contributionId }) => ({ subject: names.get(subject.id) ?? '', source: sources.get(contributionId) ?? '' }))
}

/** What did not agree when an edition was published, in order; empty for one published without a residue. */
export async function listShortcomings(db: Reader, editionId: Id): Promise<Shortcoming[]> {
  const rows = await db.selectFrom('publication_shortcoming').selectAll().where('edition_id', '=', editionId).orderBy('position').execute()
  return rows.map((row) => (row.kind === 'contest' ? { kind: 'contest', subject: row.subject ?? '', source: row.source ?? '' } : { kind: 'check', paragraph: row.paragraph, words: row.words ?? '', problem: problemSchema.parse(row.detail) }))
}
