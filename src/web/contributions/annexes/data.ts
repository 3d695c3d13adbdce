import { sortTally, tally, tallyOf, type Grouping, type Overview } from '../../../contributions/overview/model.ts'
import { countCohorts, listPublishedFigures, listPublishedWords, type PublishedWord } from '../../../contributions/overview/queries.ts'
import { annexCapacity, annexLines, annexRegion, type AnnexLine, type PrintedList, type PrintedName } from '../../../contributions/printed/model.ts'
import { listCounted, listPrintedNames, MOST_LINES } from '../../../contributions/printed/queries.ts'
import { compareWords, cutTerms, type CutTerms } from '../../../contributions/terms/model.ts'
import { countTermsAsOf, findScopeSize, listTermLanguages, listTerms, type ScopeSize } from '../../../contributions/terms/queries.ts'
import { dateInZone, parsePlainDate, type PlainDate } from '../../../shared/time.ts'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import type { Cell } from '../pictures/data.ts'

/** The annexes a report has of its contributions (2017: II, III and IV), by the word in their address. */
export const ANNEXES = ['contributors', 'groups', 'terms'] as const
export type AnnexName = (typeof ANNEXES)[number]

export interface AnnexData extends InCycle {
  readonly name: AnnexName
  readonly asOf: PlainDate
  readonly wrongDate: string | undefined
}

export interface ListAnnexData extends AnnexData {
  readonly lines: readonly AnnexLine[]
  readonly isCut: boolean
  /** The tallies of annex III. */
  readonly overview: Overview
}

export interface WordAnnexData extends AnnexData {
  readonly published: readonly PublishedWord[]
  readonly language: string
  readonly size: ScopeSize
  readonly cut: CutTerms
}

/** The day of an annex: the one asked for; else the last of which a document published such figures; else today. */
async function loadAnnex(request: PageRequest, name: AnnexName): Promise<AnnexData | undefined> {
  const inCycle = await loadCycle(request, 'contributions')
  if (inCycle === undefined) return undefined
  const asked = request.query['asOf'] ?? ''
  const read = asked === '' ? undefined : parsePlainDate(asked)
  const figures = name === 'terms' ? [] : await listPublishedFigures(request.db, inCycle.cycle.id)
  const published = figures.filter(({ dimension }) => (name === 'contributors') === (dimension === 'total')).map(({ asOf }) => asOf).sort().at(-1)
  return { ...inCycle, name, asOf: read ?? published ?? dateInZone(request.now, 'UTC'), wrongDate: asked !== '' && read === undefined ? asked : undefined }
}

/** Annex II or III: who contributed by a day. */
export async function loadListAnnex(request: PageRequest, list: PrintedList): Promise<ListAnnexData | undefined> {
  const annex = await loadAnnex(request, list)
  if (annex === undefined) return undefined
  const { db } = request
  const [contributions, printed, cohorts] = await Promise.all([listCounted(db, annex.cycle.id, annex.asOf), listPrintedNames(db, annex.cycle.id), countCohorts(db, annex.cycle.id, [annex.asOf])])
  return { ...annex, lines: annexLines(contributions, printed, list), isCut: contributions.length === MOST_LINES, overview: tally(cohorts, 0, annex.forum) }
}

const WORDS = 50

/** Annex IV: the commonest words; those that a document published stay as they were printed. */
export async function loadWordAnnex(request: PageRequest): Promise<WordAnnexData | undefined> {
  const annex = await loadAnnex(request, 'terms')
  if (annex === undefined) return undefined
  const { db } = request
  const cycleId = annex.cycle.id
  const [published, languages] = await Promise.all([listPublishedWords(db, cycleId), listTermLanguages(db, cycleId)])
  const language = languages.find((each) => each.language === request.query['in-language'])?.language ?? languages[0]?.language ?? annex.forum.language
  const scope = { cycleId, language, dimension: 'all', group: '' } as const
  const choice = { phrases: false, limit: WORDS }
  const then = await countTermsAsOf(db, scope, annex.asOf, choice)
  const terms = then?.terms ?? (await listTerms(db, scope, choice))
  return { ...annex, published, language, size: then?.size ?? (await findScopeSize(db, scope)), cut: cutTerms(terms, WORDS) }
}

/** The words of a cut by the alphabet: the print form. */
export function printForm(cut: CutTerms): { word: string; count: number }[] {
  return cut.terms.map(({ label, count }) => ({ word: label, count })).sort((a, b) => compareWords(a.word, b.word))
}

export function listAnnexRows(data: ListAnnexData): Cell[][] {
  const { cycle, lines, name } = data
  const ref = (line: AnnexLine): string => `${cycle.slug}/C-${line.contributionNumber}`
  if (name === 'contributors') return [['no', 'contributor', 'contribution'], ...lines.map((line) => [line.number, line.name ?? '', ref(line)])]
  return [
    ['no', 'contributor', 'sh_group', 'regional_group', 'ind_org', 'contribution'],
    ...lines.map((line) => [line.number, line.name ?? '', line.stakeholderGroup ?? '', annexRegion(line.regionalGroup), annexCapacity(line.capacity), ref(line)]),
  ]
}

/** The tallies of annex III in their published order; groups of which there is none are left to the overview. */
export function annexTallies(data: ListAnnexData, dimension: Grouping): [string, number][] {
  return sortTally(tallyOf(data.overview, dimension)).filter(([, count]) => count > 0)
}

export function annexJson(data: ListAnnexData): object {
  return {
    forum: data.forum.slug, cycle: data.cycle.slug, annex: data.name, asOf: data.asOf, total: data.overview.total,
    lines: data.lines.map((line) => ({ ...line, receivedAt: undefined, ref: `${data.cycle.slug}/C-${line.contributionNumber}` })),
    tallies: { stakeholderGroup: annexTallies(data, 'stakeholderGroup'), regionalGroup: annexTallies(data, 'regionalGroup'), capacity: annexTallies(data, 'capacity') },
  }
}

export interface PrintedAtDesk extends InCycle {
  readonly printed: readonly (PrintedName & { readonly ref: string })[]
}
