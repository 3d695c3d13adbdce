import { counts } from '../../contributions/model.ts'
import { GROUPINGS, tally, tallyOf } from '../../contributions/overview/model.ts'
import { countCohorts } from '../../contributions/overview/queries.ts'
import { listContributions } from '../../contributions/queries.ts'
import { compareWords, cutTerms } from '../../contributions/terms/model.ts'
import { countTermsAsOf, findTermProgress, listTermLanguages } from '../../contributions/terms/queries.ts'
import type { Forum } from '../../forums/model.ts'
import { findForumById } from '../../forums/queries.ts'
import type { Reader, Tx } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { PlainDate } from '../../shared/time.ts'
import { findAttendance } from '../attendance/queries.ts'
import type { Attendee } from '../attendance/model.ts'
import type { Annex } from '../model.ts'
import { namesOfContributions, showBlock, type Block, type MadeBlock } from './model.ts'

const MOST = 2000
const WORDS = 50

interface Of {
  readonly forum: Forum
  readonly cycleId: Id | undefined
  /** All who came. */
  readonly attendees: readonly Pick<Attendee, 'id'>[]
  /** Those of them who are named to this reader, in their order. */
  readonly named: readonly Attendee[]
  readonly annexes: readonly Annex[]
}

/** The annexes of a report that are made from rows, by their place: as they were kept where the report is final, else as the rows stood on the annex's day. */
export async function loadBlocks(db: Reader, of: Of): Promise<ReadonlyMap<number, Block>> {
  const blocks = new Map<number, Block>()
  for (const [place, annex] of of.annexes.entries()) {
    const made = annex.frozen ?? (await makeBlock(db, of, annex))
    if (made === undefined) continue
    blocks.set(place, showBlock(made, of.forum, made.kind === 'people' ? await namesFor(db, of, annex) : new Map()))
  }
  return blocks
}

async function namesFor(db: Reader, { named, cycleId }: Of, { block, asOf }: Annex): Promise<ReadonlyMap<Id, string>> {
  if (block === 'participants') return new Map(named.map(({ id, name, organisation }) => [id, organisation === null ? name : `${name}, ${organisation}`]))
  return cycleId === undefined || asOf === null ? new Map() : namesOfContributions(await listContributions(db, cycleId, { asOf }, { offset: 0, limit: MOST }))
}

async function makeBlock(db: Reader, { forum, cycleId, attendees }: Pick<Of, 'forum' | 'cycleId' | 'attendees'>, { block, asOf }: Annex): Promise<MadeBlock | undefined> {
  if (block === 'participants') return { kind: 'people', ids: attendees.map(({ id }) => id) }
  return block === undefined || block === 'text' || cycleId === undefined || asOf === null ? undefined : makeCounted(db, forum, cycleId, block, asOf)
}

async function makeCounted(db: Reader, forum: Forum, cycleId: Id, kind: 'contributions' | 'overview' | 'words', asOf: PlainDate): Promise<MadeBlock | undefined> {
  if (kind === 'contributions') return { kind: 'people', ids: (await listContributions(db, cycleId, { asOf }, { offset: 0, limit: MOST })).filter(counts).map(({ id }) => id) }
  if (kind === 'overview') {
    const overview = tally(await countCohorts(db, cycleId, [asOf]), 0, forum)
    return { kind: 'tallies', total: overview.total, groups: GROUPINGS.map((grouping) => ({ grouping, rows: Object.entries(tallyOf(overview, grouping)).map(([key, count]) => ({ key, count })) })) }
  }
  const [first] = await listTermLanguages(db, cycleId)
  const counted = first === undefined ? undefined : await countTermsAsOf(db, { cycleId, language: first.language, dimension: 'all', group: '' }, asOf, { phrases: false, limit: WORDS })
  if (first === undefined || counted === undefined) return undefined
  return { kind: 'words', language: first.language, words: cutTerms(counted.terms, WORDS).terms.toSorted((a, b) => compareWords(a.label, b.label)).map(({ label, count }) => ({ word: label, count })) }
}

/**
 * The annexes of a report with what the generated ones are made of today, for a report that becomes final; what was kept before of the
 * same block and day stays. Refuses `words-not-counted` while words of contributions that an annex lists are still being counted.
 */
export async function freezeAnnexes(tx: Tx, of: { readonly forumId: Id<'forum'>; readonly meetingId: Id; readonly cycleId: Id | null }, annexes: readonly Annex[], before: readonly Annex[] = []): Promise<readonly Annex[] | { readonly refusal: 'words-not-counted' }> {
  const kept = [...before]
  const open = annexes.map((annex) => {
    const at = kept.findIndex(({ block, asOf, frozen }) => frozen !== undefined && block === annex.block && asOf === annex.asOf)
    const [same] = at < 0 ? [] : kept.splice(at, 1)
    return same?.frozen === undefined ? annex : { ...annex, frozen: same.frozen }
  })
  const isWaiting = open.some(({ block, frozen }) => block === 'words' && frozen === undefined)
  if (isWaiting) {
    const { due, isBehind } = await findTermProgress(tx, of.forumId)
    if (due > 0 || isBehind) return { refusal: 'words-not-counted' }
  }
  const forum = await findForumById(tx, of.forumId)
  if (forum === undefined) return open
  const { attendees } = await findAttendance(tx, of.meetingId)
  const frozen: Annex[] = []
  for (const annex of open) {
    const made = annex.frozen ?? (await makeBlock(tx, { forum, attendees, cycleId: of.cycleId ?? undefined }, annex))
    frozen.push(made === undefined ? annex : { ...annex, frozen: made })
  }
  return frozen
}
