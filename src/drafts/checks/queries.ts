import { listCalls } from '../../calls/queries.ts'
import { listNameUses } from '../../contributions/handling/queries.ts'
import { tally, type Cohort, type Lists } from '../../contributions/overview/model.ts'
import { countCohorts, listPublishedFigures } from '../../contributions/overview/queries.ts'
import { listPinnedFigures } from '../../contributions/pins/queries.ts'
import type { Cycle, Forum } from '../../forums/model.ts'
import { listCycles, listMilestones } from '../../forums/queries.ts'
import { listParticipantNames } from '../../meetings/queries.ts'
import { listRoleHolders } from '../../people/queries.ts'
import { readRegister } from '../../people/register/model.ts'
import { apartAmong, listApart, listRegisteredNames } from '../../people/register/queries.ts'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { dateInZone, isDay, plainDate, type Instant, type PlainDate } from '../../shared/time.ts'
import { NO_REGIONAL_GROUP } from '../../shared/vocabularies.ts'
import { findDates } from '../../shared/written-dates.ts'
import type { Earlier } from '../cross-references/model.ts'
import { flatten, type Document, type FrozenText, type Version } from '../model.ts'
import { indexNames, type NameIndex } from '../names/model.ts'
import { groupsOf, type Count, type Counts, type TallyFacts } from '../tallies/model.ts'
import { listVersionsOfCycle, loadFrozenText } from '../versions/queries.ts'
import { listWordsOf, type CheckedText, type Words } from '../notices/model.ts'
import type { CheckFacts } from './model.ts'

/** The names that stand in a forum: of its people, its contributions and its meetings, and what was said of them. */
export async function loadNameIndex(db: Reader, forumId: Id): Promise<NameIndex> {
  const [holders, uses, participants, rows, apart] = [
    await listRoleHolders(db, forumId), await listNameUses(db, forumId), await listParticipantNames(db, forumId), await listRegisteredNames(db, forumId), await listApart(db, forumId),
  ]
  const register = readRegister(rows)
  const all = [...holders.map(({ name }) => ({ kind: 'person' as const, name })), ...uses, ...participants, ...rows]
  const isApart = apartAmong(apart)
  return indexNames({
    names: new Map(all.map(({ kind, name }) => [name, register.knownAs(kind, name)])),
    isApart: (one, other) => isApart('person', one, other) || isApart('organisation', one, other),
  })
}

/** Days at most on which rows are counted for one text, the latest kept. */
const DAYS = 40

/**
 * The rows of a cycle as of every day that a text may mean: today, the days it names, named cut-offs, the days of versions, of published
 * and of pinned figures, milestones; then the other cycles as they stand today, for a text may speak of them.
 */
export async function loadTallyFacts(db: Reader, { forum, cycle }: { readonly forum: Forum; readonly cycle: Cycle }, words: readonly Words[], now: Instant): Promise<TallyFacts> {
  const today = dateInZone(now, 'UTC')
  const [calls, versions, figures, pins, milestones, cycles] = await Promise.all([
    listCalls(db, cycle.id), listVersionsOfCycle(db, cycle.id), listPublishedFigures(db, cycle.id), listPinnedFigures(db, cycle.id), listMilestones(db, cycle.id), listCycles(db, forum.id),
  ])
  const days = [
    ...calls.flatMap(({ cutOffs }) => cutOffs.map(({ on }) => on)),
    ...versions.flatMap(({ cutOff, frozenAt }) => [dateInZone(frozenAt, 'UTC'), ...(cutOff === null ? [] : [cutOff])]),
    ...figures.map(({ asOf }) => asOf),
    ...pins.map(({ asOf }) => asOf),
    ...milestones.flatMap(({ date }) => ('on' in date ? [date.on] : [])),
    ...daysNamed(words),
  ]
  const asked = [today, ...[...new Set(days)].filter((day) => day < today).sort().toReversed().slice(0, DAYS)]
  const own = await countCohorts(db, cycle.id, asked)
  const others = await Promise.all(cycles.filter(({ id }) => id !== cycle.id).map(({ id }) => countCohorts(db, id, [today])))
  return { groups: groupsOf(forum), counts: [...asked.map((day, place) => countsOf(own, place, day, forum)), ...others.map((cohorts) => countsOf(cohorts, 0, today, forum))] }
}

function daysNamed(words: readonly Words[]): PlainDate[] {
  return words.flatMap(({ text, language }) =>
    findDates(text, language).flatMap(({ readings }) => readings.flatMap(({ year, month, day }) => (year !== null && isDay(year, month, day) ? [plainDate(year, month, day)] : []))),
  )
}

function countsOf(cohorts: readonly Cohort[], place: number, asOf: PlainDate, lists: Lists): Counts {
  const sure = tally(cohorts, place, lists)
  const most = tally(cohorts.map((cohort) => ({ ...cohort, counted: cohort.counted.map((count, at) => count + (cohort.perhaps[at] ?? 0)) })), place, lists)
  const byGroup = new Map<string, Count>()
  for (const [dimension, few, many] of [['stakeholderGroup', sure.byStakeholderGroup, most.byStakeholderGroup], ['regionalGroup', sure.byRegionalGroup, most.byRegionalGroup], ['capacity', sure.byCapacity, most.byCapacity]] as const) {
    for (const key of Object.keys(many)) if (key !== NO_REGIONAL_GROUP) byGroup.set(`${dimension} ${key}`, { counted: few[key] ?? 0, atMost: many[key] ?? 0 })
  }
  return { asOf, total: { counted: sure.total, atMost: most.total }, byGroup }
}

/** What the version before a day's text said; undefined where there was none. `before`: the number that comes after it, or none for the latest. */
export async function loadEarlier(db: Reader, cycleId: Id, documentId: Id, before: number | undefined): Promise<Earlier | undefined> {
  const versions = (await listVersionsOfCycle(db, cycleId)).filter((version) => version.documentId === documentId && (before === undefined || version.number < before))
  const [latest] = versions
  return latest === undefined ? undefined : earlierOf(await loadFrozenText(db, latest.id))
}

function earlierOf(text: FrozenText): Earlier {
  const paragraphs = flatten(text)
  return { textOf: new Map(paragraphs.map(({ id, text: words }) => [id, words])), idOf: new Map(paragraphs.map(({ id, number }) => [number, id])) }
}

/** The years that a cycle lies in: that of its address and the next, for its output often appears then; else those of its milestones. */
export async function loadYears(db: Reader, cycle: Pick<Cycle, 'id' | 'slug'>, now: Instant): Promise<number[]> {
  const named = /(?<!\d)(?:19|20)\d{2}(?!\d)/u.exec(cycle.slug)
  if (named !== null) return [Number(named[0]), Number(named[0]) + 1]
  const days = (await listMilestones(db, cycle.id)).flatMap(({ date }) => ('on' in date ? [date.on] : 'from' in date ? [date.from] : []))
  const years = [...new Set([...days, dateInZone(now, 'UTC')].map((day) => Number(day.slice(0, 4))))].sort((a, b) => a - b)
  return years
}

/** What a version's own text, or with `version` left out the working text of a document, is held against; names are gathered once for all of a forum. */
export async function loadCheckFacts(
  db: Reader,
  place: { readonly forum: Forum; readonly cycle: Cycle },
  of: { readonly document: Pick<Document, 'id' | 'language'>; readonly version?: Pick<Version, 'number' | 'cutOff'> | undefined; readonly text: CheckedText; readonly names: NameIndex },
  now: Instant,
): Promise<CheckFacts> {
  const { document, version, text, names } = of
  const words = listWordsOf(text, document.language)
  const [years, tallies, earlier] = await Promise.all([loadYears(db, place.cycle, now), loadTallyFacts(db, place, words, now), loadEarlier(db, place.cycle.id, document.id, version?.number)])
  return { language: document.language, years, tallies, names, earlier, cutOff: version?.cutOff ?? null }
}
