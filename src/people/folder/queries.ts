import type { Reader } from '../../platform/database.ts'
import { type FolderNames, inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'

/** Whom ids and mail addresses stand for here: id asked for → id of the person known. Who is not known is not in it. */
export async function listPeopleKnown(db: Reader, asked: readonly { id: Id; mail: string | undefined }[]): Promise<Map<Id, Id>> {
  const known = new Map<Id, Id>()
  for (const part of inParts(asked)) {
    const mails = part.flatMap(({ mail }) => (mail === undefined ? [] : [mail.toLowerCase()]))
    const rows = await db
      .selectFrom('people_person')
      .select(['id', (eb) => eb.fn<string | null>('lower', ['mail']).as('mail')])
      .where((where) => where.or([where('id', 'in', part.map(({ id }) => id)), ...(mails.length === 0 ? [] : [where(where.fn<string>('lower', ['mail']), 'in', mails)])]))
      .execute()
    const byId = new Set(rows.map((row) => row.id))
    const byMail = new Map(rows.map((row) => [row.mail, row.id]))
    for (const { id, mail } of part) {
      const found = byId.has(id) ? id : mail === undefined ? undefined : byMail.get(mail.toLowerCase())
      if (found !== undefined) known.set(id, found)
    }
  }
  return known
}

export async function listOrganisationsNamed(db: Reader, names: readonly string[]): Promise<Map<string, Id>> {
  const found = new Map<string, Id>()
  for (const part of inParts(names)) {
    const rows = await db.selectFrom('people_organisation').select(['id', 'name']).where('name', 'in', part).execute()
    for (const { id, name } of rows) found.set(name, id)
  }
  return found
}

/** Affiliations of people as keys to compare by: person, organisation, unit and dates. */
export async function listAffiliationKeys(db: Reader, personIds: readonly Id[]): Promise<Set<string>> {
  const keys = new Set<string>()
  for (const part of inParts(personIds)) {
    const rows = await db.selectFrom('people_affiliation').selectAll().where('person_id', 'in', part).execute()
    for (const row of rows) keys.add([row.person_id, row.organisation_id, row.unit, row.from_date, row.until_date].join('\n'))
  }
  return keys
}

/** Who has a role in a forum, and `others`, with their affiliations and their roles in this forum. */
export async function listPeopleForFolder(db: Reader, forumId: Id, others: readonly Id[], names: FolderNames) {
  const roles = await db.selectFrom('people_role').selectAll().where('forum_id', '=', forumId).orderBy('id').execute()
  const ids = [...new Set([...roles.map((role) => role.person_id), ...others])].sort()
  const people = []
  for (const part of inParts(ids)) {
    const rows = await db.selectFrom('people_person').selectAll().where('id', 'in', part).orderBy('id').execute()
    const affiliations = await db
      .selectFrom('people_affiliation')
      .innerJoin('people_organisation', 'people_organisation.id', 'people_affiliation.organisation_id')
      .selectAll('people_affiliation')
      .select('people_organisation.name as organisation')
      .where('person_id', 'in', part)
      .orderBy('people_affiliation.id')
      .execute()
    const belongs = Map.groupBy(affiliations, (affiliation) => affiliation.person_id)
    const held = Map.groupBy(roles, (role) => role.person_id)
    for (const row of rows) {
      people.push({
        id: row.id,
        name: row.name,
        mail: row.mail,
        createdAt: row.created_at,
        affiliations: (belongs.get(row.id) ?? []).map(({ id, organisation, unit, from_date: from, until_date: until }) => ({ id, organisation, unit, from, until })),
        roles: (held.get(row.id) ?? []).map(({ id, role, cycle_id: cycleId, from_date: from, until_date: until, source }) => ({
          id,
          role,
          cycle: cycleId === null ? null : names.of(cycleId),
          from,
          until,
          source,
        })),
      })
    }
  }
  return people
}

/** Organisations by their names, sorted by name. */
export async function listOrganisationsForFolder(db: Reader, names: readonly string[]) {
  const organisations = []
  for (const part of inParts(names)) {
    const rows = await db.selectFrom('people_organisation').selectAll().where('name', 'in', part).execute()
    for (const row of rows) organisations.push({ id: row.id, name: row.name, shortName: row.short_name, stakeholderGroup: row.stakeholder_group, regionalGroup: row.regional_group })
  }
  return organisations.sort((a, b) => (a.name < b.name ? -1 : 1))
}
