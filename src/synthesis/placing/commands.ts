import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import { SYSTEM } from '../../record/model.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { createGrouper, SHARED_BANDS, type Grouper, type Placed } from '../grouping/model.ts'
import type { Fingerprint } from '../shingles/model.ts'

/** Beyond so many new texts all that are held are read at once, and not those that share a band with each. */
const MOST_ONE_BY_ONE = 100

export interface TextsToPlace {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  /** Contributions that count, with the fingerprints of their whole texts. */
  readonly prints: ReadonlyMap<Id, Fingerprint>
}

interface MemberRow {
  readonly contributionId: Id
  readonly campaignId: Id | null
  readonly placedBy: 'machine' | 'person'
}

/**
 * Puts contributions into the campaigns that their texts belong to, and begins new ones where two are alike. One whose text is no longer
 * like any of its campaign leaves it. What a person decided stays: who was put into a campaign by hand does not leave it, a contribution said to stand apart is compared with nothing, a campaign in which a person placed something is not united
 * with another. Answers how many were placed.
 */
export async function placeTexts(tx: Tx, { forumId, cycleId, prints }: TextsToPlace, now: Instant): Promise<{ placed: number; begun: number; united: number }> {
  await lockCampaigns(tx, cycleId)
  await tx.deleteFrom('synthesis_fingerprint').where('contribution_id', '=', sql<Id>`any(${[...prints.keys()]}::uuid[])`).execute()
  const members = await listMembersOf(tx, [...prints.keys()])
  const placedNow = new Map([...prints].filter(([id]) => members.get(id)?.campaignId !== null))
  const grouper = createGrouper<Id>()
  await holdKnown(tx, cycleId, grouper, members, placedNow)
  const results = new Map<Id, Placed<Id>>()
  for (const [key, print] of placedNow) results.set(key, grouper.place({ key, ...print }))
  await insertFingerprints(tx, cycleId, placedNow, results)
  const left = listStrayed(members, results)
  for (const id of left) members.delete(id)
  if (left.length > 0) await tx.deleteFrom('synthesis_campaign_member').where('contribution_id', 'in', left).where('placed_by', '=', 'machine').execute()
  const done = await joinCampaigns(tx, { forumId, cycleId, members, results, grouper }, now)
  if (left.length > 0) await dissolveEmpty(tx, cycleId, now)
  if (done.placed + done.united > 0) {
    await appendAct(tx, SYSTEM, { forumId, cycleId, act: 'campaigns-placed', subject: { kind: 'cycle', id: cycleId }, detail: done }, now)
  }
  return done
}

/** Which of the texts placed anew the machine had put into a campaign of which nothing is like them any more. */
function listStrayed(members: ReadonlyMap<Id, MemberRow>, results: ReadonlyMap<Id, Placed<Id>>): Id[] {
  const alike = new Set([...results].flatMap(([id, placed]) => placed.alike.flatMap(({ key }) => [`${id} ${members.get(key)?.campaignId}`, `${key} ${members.get(id)?.campaignId}`])))
  return [...results.keys()].filter((id) => {
    const member = members.get(id)
    return member?.placedBy === 'machine' && member.campaignId !== null && !alike.has(`${id} ${member.campaignId}`)
  })
}

/** Takes contributions that no longer count out of their campaigns, whoever put them there, and forgets what they were compared by. What was said to stand apart still does, should it come back. */
export async function forgetTexts(tx: Tx, cycleId: Id<'cycle'>, contributionIds: readonly Id[], now: Instant): Promise<void> {
  if (contributionIds.length === 0) return
  await lockCampaigns(tx, cycleId)
  await tx.deleteFrom('synthesis_fingerprint').where('contribution_id', 'in', [...contributionIds]).execute()
  await tx.deleteFrom('synthesis_campaign_member').where('contribution_id', 'in', [...contributionIds]).where('campaign_id', 'is not', null).execute()
  await dissolveEmpty(tx, cycleId, now)
}

/** What a person does to a campaign and what the machine does wait for each other. */
export async function lockCampaigns(tx: Tx, cycleId: Id): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`synthesis_campaign ${cycleId}`}, 0))`.execute(tx)
}

/** A campaign of fewer than two is none: its number stays, and is not given again. */
export async function dissolveEmpty(tx: Tx, cycleId: Id, now: Instant): Promise<void> {
  await sql`with dissolved as (
      update synthesis_campaign set dissolved_at = ${now}
      where cycle_id = ${cycleId} and dissolved_at is null and (select count(*) from (select from synthesis_campaign_member m where m.campaign_id = synthesis_campaign.id limit 2) two) < 2
      returning id)
    delete from synthesis_campaign_member where campaign_id in (select id from dissolved)`.execute(tx)
}

export async function nextCampaignNumber(tx: Tx, cycleId: Id): Promise<number> {
  const row = await tx.selectFrom('synthesis_campaign').select((select) => select.fn.max('number').as('last')).where('cycle_id', '=', cycleId).executeTakeFirst()
  return (row?.last ?? 0) + 1
}

/** Which campaigns these contributions are of. Of all others nothing is asked: a new one is placed alike among ten and a hundred thousand. */
async function listMembersOf(tx: Tx, ids: readonly Id[]): Promise<Map<Id, MemberRow>> {
  const rows = await tx.selectFrom('synthesis_campaign_member').select(['contribution_id', 'campaign_id', 'placed_by']).where('contribution_id', '=', sql<Id>`any(${ids}::uuid[])`).execute()
  return new Map(rows.map((row) => [row.contribution_id, { contributionId: row.contribution_id, campaignId: row.campaign_id, placedBy: row.placed_by }]))
}

interface Held {
  readonly contribution_id: Id
  readonly band_keys: number[]
  readonly shingles: Buffer
}

/** Holds what new texts have to be compared with: all of the cycle, or for a few texts what shares bands with one of them. Adds of which campaigns these are. */
async function holdKnown(tx: Tx, cycleId: Id, grouper: Grouper<Id>, members: Map<Id, MemberRow>, texts: ReadonlyMap<Id, Fingerprint>): Promise<void> {
  const seen = new Set<Id>(texts.keys())
  const first = new Map<Id, Id>()
  const holdAll = async (rows: readonly Held[]): Promise<void> => {
    const fresh = rows.filter(({ contribution_id: key }) => !seen.has(key))
    for (const [id, member] of await listMembersOf(tx, fresh.map((row) => row.contribution_id))) members.set(id, member)
    for (const { contribution_id: key, band_keys, shingles } of fresh) {
      seen.add(key)
      const campaignId = members.get(key)?.campaignId ?? null
      const group = campaignId === null ? key : (first.get(campaignId) ?? key)
      if (campaignId !== null) first.set(campaignId, group)
      grouper.hold({ key, bandKeys: Int32Array.from(band_keys), shingles: fromBytes(shingles) }, group)
    }
  }
  if (texts.size > MOST_ONE_BY_ONE) {
    let last = ''
    for (;;) {
      const rows = await selectHeld(tx, cycleId).where('contribution_id', '>', (last === '' ? '00000000-0000-0000-0000-000000000000' : last) as Id).orderBy('contribution_id').limit(2000).execute()
      await holdAll(rows as Held[])
      last = rows.at(-1)?.contribution_id ?? ''
      if (rows.length < 2000) return
    }
  }
  for (const { bandKeys } of texts.values()) {
    if (bandKeys.length === 0) continue
    const keys = sql`${[...bandKeys]}::integer[]`
    const { rows } = await sql<Held>`
      select contribution_id, band_keys, shingles from synthesis_fingerprint
      where band_keys && ${keys} and cycle_id = ${cycleId} and (select count(*) from unnest(band_keys) as band where band = any(${keys})) >= ${SHARED_BANDS} limit 400`.execute(tx)
    await holdAll(rows)
  }
}

function selectHeld(tx: Tx, cycleId: Id) {
  return tx.selectFrom('synthesis_fingerprint').select(['contribution_id', 'band_keys', 'shingles']).where('cycle_id', '=', cycleId).where('band_keys', 'is not', null)
}

async function insertFingerprints(tx: Tx, cycleId: Id, texts: ReadonlyMap<Id, Fingerprint>, results: ReadonlyMap<Id, Placed<Id>>): Promise<void> {
  for (const part of inParts([...texts], 500)) {
    const rows = part.map(([id, { bandKeys, shingles }]) => {
      const isHeld = results.get(id)?.isHeld === true
      return { contribution_id: id, cycle_id: cycleId, band_keys: isHeld ? [...bandKeys] : null, shingles: isHeld ? Buffer.from(shingles.buffer, shingles.byteOffset, shingles.byteLength) : null }
    })
    await tx.insertInto('synthesis_fingerprint').values(rows).execute()
  }
}

function fromBytes(bytes: Buffer): Uint32Array {
  const copy = new Uint8Array(bytes)
  return new Uint32Array(copy.buffer, 0, Math.floor(copy.byteLength / 4))
}

interface Joining {
  readonly forumId: Id
  readonly cycleId: Id
  readonly members: ReadonlyMap<Id, MemberRow>
  readonly results: ReadonlyMap<Id, Placed<Id>>
  readonly grouper: Grouper<Id>
}

async function joinCampaigns(tx: Tx, work: Joining, now: Instant): Promise<{ placed: number; begun: number; united: number }> {
  const { members, results, grouper } = work
  // Every contribution that this turn touched: the new ones, and those already there that they are like.
  const touched = new Set<Id>()
  for (const [key, { alike }] of results) if (alike.length > 0) [key, ...alike.map((other) => other.key)].forEach((id) => touched.add(id))
  let [placed, begun, united] = [0, 0, 0]
  const rows: { contribution_id: Id; campaign_id: Id; similarity: number | null }[] = []
  const moves: { from: Id; into: Id }[] = []
  const { numbers, decided } = await describeCampaigns(tx, [...new Set([...touched].flatMap((id) => members.get(id)?.campaignId ?? []))])
  let number = (await nextCampaignNumber(tx, work.cycleId)) - 1
  const fresh: { id: Id; number: number }[] = []
  for (const group of Map.groupBy(touched, (id) => grouper.groupOf(id)).values()) {
    const known = [...new Set(group.flatMap((id) => members.get(id)?.campaignId ?? []))].sort((a, b) => (numbers.get(a) ?? 0) - (numbers.get(b) ?? 0))
    const [into = newId(), ...others] = known
    if (known.length === 0) {
      fresh.push({ id: into, number: ++number })
      begun++
    }
    for (const other of others) if (!decided.has(other) && !decided.has(into)) moves.push({ from: other, into })
    for (const id of group) {
      if (members.get(id)?.campaignId != null) continue
      placed++
      // Where two campaigns stay apart because a person had a hand in one, what is new goes to that of the text most like it.
      const nearest = results.get(id)?.alike.flatMap((other) => members.get(other.key)?.campaignId ?? [])[0]
      rows.push({ contribution_id: id, campaign_id: nearest !== undefined && (decided.has(nearest) || decided.has(into)) ? nearest : into, similarity: inThousandths(results.get(id)?.alike[0]?.similarity) })
    }
  }
  united = moves.length
  for (const part of inParts(fresh)) await tx.insertInto('synthesis_campaign').values(part.map((campaign) => ({ ...campaign, forum_id: work.forumId, cycle_id: work.cycleId }))).execute()
  for (const part of inParts(rows)) await tx.insertInto('synthesis_campaign_member').values(part.map((row) => ({ ...row, cycle_id: work.cycleId, placed_by: 'machine' as const, placed_at: now }))).onConflict((conflict) => conflict.column('contribution_id').doNothing()).execute()
  for (const { from, into } of moves) {
    await tx.updateTable('synthesis_campaign_member').set({ campaign_id: into }).where('campaign_id', '=', from).execute()
    await tx.updateTable('synthesis_campaign').set({ dissolved_at: now, into_id: into }).where('id', '=', from).execute()
  }
  return { placed, begun, united }
}

/** The numbers of campaigns, and in which of them a person placed something. */
async function describeCampaigns(tx: Tx, ids: readonly Id[]): Promise<{ numbers: Map<Id, number>; decided: Set<Id> }> {
  const campaigns = await tx.selectFrom('synthesis_campaign').select(['id', 'number']).where('id', '=', sql<Id>`any(${ids}::uuid[])`).execute()
  const placed = await tx.selectFrom('synthesis_campaign_member').select('campaign_id').distinct().where('campaign_id', '=', sql<Id>`any(${ids}::uuid[])`).where('placed_by', '=', 'person').execute()
  return { numbers: new Map(campaigns.map((row) => [row.id, row.number])), decided: new Set(placed.flatMap((row) => row.campaign_id ?? [])) }
}

function inThousandths(share: number | undefined): number | null {
  return share === undefined ? null : Math.round(share * 1000)
}
