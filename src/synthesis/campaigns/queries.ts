import { sql } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Campaign, CountingRule, Member } from './model.ts'

/** The campaigns of a cycle, the largest first. */
export async function listCampaigns(db: Reader, cycleId: Id): Promise<Campaign[]> {
  const rows = await db
    .selectFrom('synthesis_campaign')
    .innerJoin('synthesis_campaign_member', 'campaign_id', 'synthesis_campaign.id')
    .select(['synthesis_campaign.id', 'number'])
    .select((select) => select.fn.countAll<number>().as('members'))
    .where('synthesis_campaign.cycle_id', '=', cycleId)
    .where('dissolved_at', 'is', null)
    .groupBy(['synthesis_campaign.id', 'number'])
    .orderBy('members', 'desc')
    .orderBy('number')
    .execute()
  return rows.map((row) => ({ id: row.id as Id<'campaign'>, number: row.number, members: Number(row.members) }))
}

/** How many campaigns a cycle has, and how many contributions that stand are of one. */
export async function countCampaigns(db: Reader, cycleId: Id): Promise<{ campaigns: number; members: number }> {
  return db
    .selectFrom('synthesis_campaign')
    .innerJoin('synthesis_campaign_member', 'campaign_id', 'synthesis_campaign.id')
    .select((select) => [select.fn.count<number>('synthesis_campaign.id').distinct().as('campaigns'), select.fn.countAll<number>().as('members')])
    .where('synthesis_campaign.cycle_id', '=', cycleId)
    .where('dissolved_at', 'is', null)
    .executeTakeFirstOrThrow()
}

/** A campaign by its number; of one that was united with another, the number of that one. */
export async function findCampaign(db: Reader, cycleId: Id, number: number): Promise<Campaign | { readonly movedTo: number } | undefined> {
  const row = await db.selectFrom('synthesis_campaign').select(['id', 'number', 'dissolved_at', 'into_id']).where('cycle_id', '=', cycleId).where('number', '=', number).executeTakeFirst()
  if (row === undefined) return undefined
  if (row.into_id !== null) {
    const into = await db.selectFrom('synthesis_campaign').select('number').where('id', '=', row.into_id).executeTakeFirst()
    return into === undefined ? undefined : { movedTo: into.number }
  }
  if (row.dissolved_at !== null) return undefined
  const { members } = await db.selectFrom('synthesis_campaign_member').select((select) => select.fn.countAll<number>().as('members')).where('campaign_id', '=', row.id).executeTakeFirstOrThrow()
  return { id: row.id as Id<'campaign'>, number: row.number, members: Number(members) }
}

/** The contributions of a campaign, in the order in which they came (their ids' order), `limit` at most. */
export async function listMembers(db: Reader, campaignId: Id, page: { offset: number; limit: number }): Promise<Member[]> {
  const rows = await db
    .selectFrom('synthesis_campaign_member')
    .select(['contribution_id', 'placed_by', 'similarity'])
    .where('campaign_id', '=', campaignId)
    .orderBy('contribution_id')
    .offset(page.offset)
    .limit(page.limit)
    .execute()
  return rows.map((row) => ({ contributionId: row.contribution_id as Id<'contribution'>, placedBy: row.placed_by, similarity: row.similarity }))
}

/** Contributions that a person said stand apart. */
export async function listApart(db: Reader, cycleId: Id): Promise<Id<'contribution'>[]> {
  const rows = await db.selectFrom('synthesis_campaign_member').select('contribution_id').where('cycle_id', '=', cycleId).where('campaign_id', 'is', null).orderBy('contribution_id').execute()
  return rows.map((row) => row.contribution_id as Id<'contribution'>)
}

/** The campaign that a contribution is of; undefined where it is of none. */
export async function findCampaignOf(db: Reader, contributionId: Id): Promise<{ id: Id<'campaign'>; number: number } | undefined> {
  const row = await db
    .selectFrom('synthesis_campaign_member')
    .innerJoin('synthesis_campaign', 'synthesis_campaign.id', 'campaign_id')
    .select(['synthesis_campaign.id', 'number'])
    .where('contribution_id', '=', contributionId)
    .executeTakeFirst()
  return row === undefined ? undefined : { id: row.id as Id<'campaign'>, number: row.number }
}

/** The numbers of the campaigns that contributions are of, by contribution; those of none are left out. */
export async function findCampaignNumbers(db: Reader, contributionIds: readonly Id[]): Promise<Map<Id, number>> {
  if (contributionIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('synthesis_campaign_member')
    .innerJoin('synthesis_campaign', 'synthesis_campaign.id', 'campaign_id')
    .select(['contribution_id', 'number'])
    .where('contribution_id', 'in', contributionIds)
    .where('dissolved_at', 'is', null)
    .execute()
  return new Map(rows.map((row) => [row.contribution_id, row.number]))
}

/** How form letters are counted in a cycle; each for itself unless the forum chose otherwise (revision 0: nothing was chosen). */
export async function findCountingRule(db: Reader, cycleId: Id): Promise<{ rule: CountingRule; revision: number }> {
  const row = await db.selectFrom('synthesis_counting').select(['rule', 'revision']).where('cycle_id', '=', cycleId).executeTakeFirst()
  return row ?? { rule: 'each', revision: 0 }
}

/** Of these contributions, those that were compared already. */
export async function listCompared(db: Reader, cycleId: Id): Promise<Set<Id>> {
  const rows = await db.selectFrom('synthesis_fingerprint').select('contribution_id').where('cycle_id', '=', cycleId).execute()
  return new Set(rows.map((row) => row.contribution_id))
}

/** Up to which entry of a forum's record its texts have been placed; 0 before the first time. */
export async function findProgress(db: Reader, forumId: Id): Promise<number> {
  const row = await db.selectFrom('synthesis_campaign_progress').select('sequence').where('forum_id', '=', forumId).executeTakeFirst()
  return row?.sequence ?? 0
}

/** The campaigns of a cycle as their file has them. */
export async function listCampaignsForFolder(db: Reader, cycleId: Id) {
  const counting = await db.selectFrom('synthesis_counting').select(['rule', 'revision']).where('cycle_id', '=', cycleId).executeTakeFirst()
  const rows = await db.selectFrom('synthesis_campaign').select(['id', 'number', 'dissolved_at', 'into_id']).where('cycle_id', '=', cycleId).orderBy('number').execute()
  const numbers = new Map(rows.map((row) => [row.id, row.number]))
  const members = await db.selectFrom('synthesis_campaign_member').selectAll().where('cycle_id', '=', cycleId).orderBy('contribution_id').execute()
  return {
    counting,
    campaigns: rows.map((row) => ({ id: row.id, number: row.number, dissolvedAt: row.dissolved_at, into: row.into_id === null ? null : numbers.get(row.into_id) })),
    members: members.map((row) => ({
      contributionId: row.contribution_id,
      campaign: row.campaign_id === null ? null : numbers.get(row.campaign_id),
      placedBy: row.placed_by,
      similarity: row.similarity,
      placedAt: row.placed_at,
    })),
  }
}

/** As many texts of a campaign are compared anew when one goes that stood for it. */
const DEPUTIES = 20

/**
 * Contributions that are compared with nothing because one of these, of the same campaign, was near enough to stand for them. When it
 * changes or goes, some of them have to stand for themselves, or what comes next would find nothing it is like.
 */
export async function listDeputies(db: Reader, cycleId: Id, contributionIds: readonly Id[]): Promise<Id[]> {
  const { rows } = await sql<{ contribution_id: Id }>`
    select contribution_id from (
      select m.contribution_id, row_number() over (partition by m.campaign_id order by m.contribution_id) as place
      from synthesis_campaign_member m join synthesis_fingerprint f on f.contribution_id = m.contribution_id and f.band_keys is null
      where m.cycle_id = ${cycleId} and m.contribution_id <> all(${contributionIds}::uuid[]) and m.campaign_id in (
        select g.campaign_id from synthesis_campaign_member g join synthesis_fingerprint h on h.contribution_id = g.contribution_id and h.band_keys is not null
        where g.contribution_id = any(${contributionIds}::uuid[]))) deputies
    where place <= ${DEPUTIES} order by contribution_id`.execute(db)
  return rows.map((row) => row.contribution_id)
}

/** The campaigns that contributions are of; those of none are left out. */
export async function listCampaignsOf(db: Reader, contributionIds: readonly Id[]): Promise<Map<Id, Id>> {
  if (contributionIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('synthesis_campaign_member')
    .select(['contribution_id', 'campaign_id'])
    .where('contribution_id', 'in', [...new Set(contributionIds)])
    .where('campaign_id', 'is not', null)
    .execute()
  return new Map(rows.flatMap(({ contribution_id, campaign_id }) => (campaign_id === null ? [] : [[contribution_id, campaign_id]])))
}
