import type { z } from 'zod'
import { date, group, id, indexedText, instant, listOf, mailAddress, oneOf, optional, optionalShortText, optionalText, shortText } from '../../shared/folder-fields.ts'
import { checkGroups, findNamed, type FolderScope, type Place, within } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { ROLES } from '../../shared/vocabularies.ts'

/** `people.yaml`. */
export const peopleFile = group({
  organisations: listOf(group({ id: id(), name: indexedText(), shortName: optionalShortText(), stakeholderGroup: optionalShortText(), regionalGroup: optionalShortText() })),
  people: listOf(
    group({
      id: id(),
      name: shortText(),
      mail: optional(mailAddress()),
      createdAt: optional(instant()),
      affiliations: listOf(group({ id: id(), organisation: shortText(), unit: optionalShortText(), from: optional(date()), until: optional(date()) })),
      roles: listOf(group({ id: id(), role: oneOf(ROLES), cycle: optionalShortText(), from: optional(date()), until: optional(date()), source: optionalText() })),
    }),
  ),
})
export type PeopleFile = z.output<typeof peopleFile>

type PersonItem = PeopleFile['people'][number]

export type FolderOrganisation = PeopleFile['organisations'][number] & { readonly id: Id }

export interface FolderPerson {
  readonly id: Id<'person'>
  readonly item: PersonItem
  readonly place: Place
  readonly affiliations: readonly (PersonItem['affiliations'][number] & { readonly id: Id; readonly organisationId: Id })[]
  readonly roles: readonly (PersonItem['roles'][number] & { readonly id: Id; readonly cycleId: Id | null })[]
}

export interface FolderPeople {
  readonly organisations: readonly FolderOrganisation[]
  readonly people: readonly FolderPerson[]
}

/** Gives ids, and finds the organisations and cycles named. An organisation that nobody belongs to would be nobody's, and is a mistake. */
export function completePeople(scope: FolderScope, file: PeopleFile, place: Place): FolderPeople {
  const organisations = file.organisations.map((item, index) => {
    const at = within(place, 'organisations', index)
    checkGroups(scope, item, at)
    const id = scope.takeId(item.id, at)
    scope.define(`organisation ${item.name}`, id, within(at, 'name'))
    return { ...item, id }
  })
  const mails = new Set<string>()
  const people = file.people.map((item, index) => {
    const at = within(place, 'people', index)
    const mail = item.mail?.toLowerCase()
    if (mail !== undefined && mails.has(mail)) scope.mistake(within(at, 'mail'), 'is the address of somebody else in this file.')
    if (mail !== undefined) mails.add(mail)
    return completePerson(scope, item, at)
  })
  const belonged = new Set(people.flatMap((person) => person.affiliations.map((affiliation) => affiliation.organisation)))
  for (const [index, { name }] of organisations.entries()) {
    if (!belonged.has(name)) scope.mistake(within(place, 'organisations', index), 'is an organisation that nobody in this file belongs to.')
  }
  return { organisations, people }
}

function completePerson(scope: FolderScope, item: PersonItem, place: Place): FolderPerson {
  const roles = item.roles.map((role, index) => {
    const at = within(place, 'roles', index)
    const cycleId = role.cycle === undefined ? null : (findNamed(scope, `cycle ${role.cycle}`, within(at, 'cycle')) ?? null)
    return { ...role, id: scope.takeId(role.id, at), cycleId }
  })
  const held = new Set<string>()
  for (const [index, { role, cycle, until }] of roles.entries()) {
    const key = `${role} ${cycle ?? ''}`
    if (until === undefined && held.has(key)) scope.mistake(within(place, 'roles', index), 'is a role that this person holds already; end one of the two.')
    if (until === undefined) held.add(key)
  }
  const affiliations = item.affiliations.flatMap((affiliation, index) => {
    const at = within(place, 'affiliations', index)
    const organisationId = findNamed(scope, `organisation ${affiliation.organisation}`, within(at, 'organisation'))
    return organisationId === undefined ? [] : [{ ...affiliation, id: scope.takeId(affiliation.id, at), organisationId }]
  })
  return { id: scope.takeId<'person'>(item.id, place), item, place, affiliations, roles }
}

/** Tells of people who have no role in the forum and whom nothing in it refers to: they would be lost with the next export. */
export function checkPeopleReferredTo(scope: FolderScope, people: readonly FolderPerson[], referredTo: ReadonlySet<string>): void {
  for (const person of people) {
    if (person.roles.length === 0 && !referredTo.has(person.id)) scope.mistake(person.place, 'has no role in this forum, and nothing in it refers to this person.')
  }
}
