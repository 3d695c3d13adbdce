import { counts, publicName } from '../../../contributions/model.ts'
import { GROUPINGS, tally, tallyOf, type Grouping } from '../../../contributions/overview/model.ts'
import { countCohorts } from '../../../contributions/overview/queries.ts'
import { listContributions } from '../../../contributions/queries.ts'
import { compareWords, cutTerms } from '../../../contributions/terms/model.ts'
import { countTermsAsOf, listTermLanguages } from '../../../contributions/terms/queries.ts'
import type { Forum } from '../../../forums/model.ts'
import type { Annex, Participant } from '../../../meetings/model.ts'
import type { Reader } from '../../../platform/database.ts'
import type { Id } from '../../../shared/ids.ts'
import type { PlainDate } from '../../../shared/time.ts'
import { NO_REGIONAL_GROUP, NOT_RECORDED } from '../../../shared/vocabularies.ts'

/** A generated annex, as of its day. */
export type Block =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'tallies'; readonly total: number; readonly groups: readonly { readonly grouping: Grouping; readonly rows: readonly { readonly label: string; readonly count: number }[] }[] }
  | { readonly kind: 'words'; readonly words: readonly { readonly word: string; readonly count: number }[]; readonly language: string }

const MOST = 2000
const WORDS = 50

/** What the annexes of a report are made of, by their place: from the rows of the cycle as they stood on the annex's day, never typed. */
export async function loadBlocks(db: Reader, of: { readonly forum: Forum; readonly cycleId: Id | undefined; readonly participants: readonly Participant[]; readonly annexes: readonly Annex[] }): Promise<ReadonlyMap<number, Block>> {
  const blocks = new Map<number, Block>()
  for (const [place, annex] of of.annexes.entries()) {
    if (annex.block === undefined || annex.block === 'text') continue
    if (annex.block === 'participants') blocks.set(place, { kind: 'names', names: of.participants.map(({ name, organisation }) => (organisation === null ? name : `${name}, ${organisation}`)) })
    else if (of.cycleId !== undefined && annex.asOf !== null) {
      const block = await loadCounted(db, of.forum, of.cycleId, annex.block, annex.asOf)
      if (block !== undefined) blocks.set(place, block)
    }
  }
  return blocks
}

async function loadCounted(db: Reader, forum: Forum, cycleId: Id, kind: 'contributions' | 'overview' | 'words', asOf: PlainDate): Promise<Block | undefined> {
  if (kind === 'contributions') {
    const standing = (await listContributions(db, cycleId, { asOf }, { offset: 0, limit: MOST })).filter(counts)
    return { kind: 'names', names: standing.flatMap((contribution) => publicName(contribution) ?? []) }
  }
  if (kind === 'overview') {
    const overview = tally(await countCohorts(db, cycleId, [asOf]), 0, forum)
    return { kind: 'tallies', total: overview.total, groups: GROUPINGS.map((grouping) => ({ grouping, rows: Object.entries(tallyOf(overview, grouping)).map(([key, count]) => ({ label: titleOf(key, forum), count })) })) }
  }
  const [first] = await listTermLanguages(db, cycleId)
  const counted = first === undefined ? undefined : await countTermsAsOf(db, { cycleId, language: first.language, dimension: 'all', group: '' }, asOf, { phrases: false, limit: WORDS })
  if (first === undefined || counted === undefined) return undefined
  return { kind: 'words', language: first.language, words: cutTerms(counted.terms, WORDS).terms.toSorted((a, b) => compareWords(a.label, b.label)).map(({ label, count }) => ({ word: label, count })) }
}

/** The title of a group as the forum has it; what has none is named by the page. */
function titleOf(key: string, { stakeholderGroups, regionalGroups }: Forum): string {
  return [...stakeholderGroups, ...regionalGroups].find((entry) => entry.key === key)?.title ?? (key === NO_REGIONAL_GROUP || key === NOT_RECORDED ? `* ${key}` : key)
}
