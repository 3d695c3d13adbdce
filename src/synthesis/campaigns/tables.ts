import type { Generated } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { CountingRule, PlacedBy } from './model.ts'

interface FingerprintRow {
  contribution_id: Id
  cycle_id: Id
  band_keys: number[] | null
  shingles: Buffer | null
}

interface CampaignRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  number: number
  dissolved_at: Instant | null
  into_id: Id | null
}

interface CampaignMemberRow {
  contribution_id: Id
  cycle_id: Id
  campaign_id: Id | null
  placed_by: PlacedBy
  similarity: number | null
  placed_at: Instant
}

interface CountingRow {
  cycle_id: Id
  forum_id: Id
  rule: CountingRule
  revision: Generated<number>
}

interface CampaignProgressRow {
  forum_id: Id
  sequence: number
}

declare module '../../platform/database.ts' {
  interface Database {
    synthesis_fingerprint: FingerprintRow
    synthesis_campaign: CampaignRow
    synthesis_campaign_member: CampaignMemberRow
    synthesis_counting: CountingRow
    synthesis_campaign_progress: CampaignProgressRow
  }
}
