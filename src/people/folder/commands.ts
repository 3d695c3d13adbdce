import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { listAffiliationKeys, listOrganisationsNamed, listPeopleKnown } from './queries.ts'
import type { FolderOrganisation, FolderPeople, FolderPerson } from './schema.ts'

/**
 * Takes the people of a forum's folder. Who is known here already, by id or by mail address, stays as known and gets the roles; an
 * organisation is known by its name. Answers whom each id of the folder stands for here.
 */
export async function insertPeople(tx: Tx, forumId: Id, folder: FolderPeople, now: Instant): Promise<ReadonlyMap<Id, Id>> {
  const organisations = await insertOrganisations(tx, folder.organisations)
  const known = await listPeopleKnown(tx, folder.people.map(({ id, item }) => ({ id, mail: item.mail })))
  const fresh = folder.people.filter(({ id }) => !known.has(id))
  const rows = fresh.map(({ id, item }) => ({ id, name: item.name, mail: item.mail ?? null, created_at: item.createdAt ?? now }))
  for (const part of inParts(rows)) await tx.insertInto('people_person').values(part).execute()
  const here = (id: Id) => known.get(id) ?? id
  await insertAffiliations(tx, folder.people, here, (id) => organisations.get(id) ?? id)
  const roles = folder.people.flatMap((person) =>
    person.roles.map((role) => ({
      id: role.id,
      person_id: here(person.id),
      forum_id: forumId,
      cycle_id: role.cycleId,
      role: role.role,
      from_date: role.from ?? null,
      until_date: role.until ?? null,
      source: role.source ?? null,
    })),
  )
  for (const part of inParts(roles)) await tx.insertInto('people_role').values(part).execute()
  return known
}

async function insertOrganisations(tx: Tx, organisations: readonly FolderOrganisation[]): Promise<ReadonlyMap<Id, Id>> {
  for (const part of inParts(organisations)) {
    const rows = part.map((item) => ({
      id: item.id,
      name: item.name,
      short_name: item.shortName ?? null,
      stakeholder_group: item.stakeholderGroup ?? null,
      regional_group: item.regionalGroup ?? null,
    }))
    await tx.insertInto('people_organisation').values(rows).onConflict((conflict) => conflict.column('name').doNothing()).execute()
  }
  const named = await listOrganisationsNamed(tx, organisations.map(({ name }) => name))
  return new Map(organisations.map(({ id, name }) => [id, named.get(name) ?? id]))
}

async function insertAffiliations(tx: Tx, people: readonly FolderPerson[], here: (id: Id) => Id, organisation: (id: Id) => Id): Promise<void> {
  const known = await listAffiliationKeys(tx, people.map(({ id }) => here(id)))
  const rows = people.flatMap((person) =>
    person.affiliations.map(({ id, organisationId, unit, from, until }) => ({
      id,
      person_id: here(person.id),
      organisation_id: organisation(organisationId),
      unit: unit ?? null,
      from_date: from ?? null,
      until_date: until ?? null,
    })),
  )
  const fresh = rows.filter((row) => !known.has([row.person_id, row.organisation_id, row.unit, row.from_date, row.until_date].join('\n')))
  for (const part of inParts(fresh)) await tx.insertInto('people_affiliation').values(part).execute()
}
