import type { Id } from '../shared/ids.ts'
import type { Role } from '../shared/vocabularies.ts'
import type { Instant, PlainDate } from '../shared/time.ts'

export interface PersonRow {
  id: Id
  name: string
  mail: string | null
  created_at: Instant
}

export interface OrganisationRow {
  id: Id
  name: string
  short_name: string | null
  stakeholder_group: string | null
  regional_group: string | null
}

export interface AffiliationRow {
  id: Id
  person_id: Id
  organisation_id: Id
  unit: string | null
  from_date: PlainDate | null
  until_date: PlainDate | null
}

export interface RoleRow {
  id: Id
  person_id: Id
  forum_id: Id | null
  cycle_id: Id | null
  role: Role
  from_date: PlainDate | null
  until_date: PlainDate | null
  source: string | null
}

export interface LoginLinkRow {
  id: Id
  person_id: Id
  token_hash: string
  created_at: Instant
  expires_at: Instant
  used_at: Instant | null
}

export interface LoginRow {
  id: Id
  person_id: Id
  token_hash: string
  created_at: Instant
  expires_at: Instant
  ended_at: Instant | null
}

declare module '../platform/database.ts' {
  interface Database {
    people_person: PersonRow
    people_organisation: OrganisationRow
    people_affiliation: AffiliationRow
    people_role: RoleRow
    people_login_link: LoginLinkRow
    people_login: LoginRow
  }
}
