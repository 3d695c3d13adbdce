import type { Forum } from '../../forums/model.ts'
import { listCycles } from '../../forums/queries.ts'
import type { Person } from '../../people/model.ts'
import { may } from '../../people/policy.ts'
import { isLoginLinkGood, listRoleHolders, type RoleHolder } from '../../people/queries.ts'
import type { WriteLetter } from '../../people/commands.ts'
import type { Role } from '../../shared/vocabularies.ts'
import type { Cycle } from '../../forums/model.ts'
import type { View } from '../context.ts'
import { loadForum, type InForum } from '../forums/data.ts'
import type { PageRequest } from '../page.tsx'

export interface PeopleData extends InForum {
  readonly person: Person
  readonly holders: readonly RoleHolder[]
  readonly cycles: readonly Cycle[]
}

/** Who works in the forum of the address, for whoever may give roles there. */
export async function loadPeople(request: PageRequest): Promise<PeopleData | 'forbidden' | undefined> {
  const inForum = await loadForum(request)
  if (inForum === undefined) return undefined
  const { person } = request.view
  if (person === undefined || !may(person, 'manage-people', { forumId: inForum.forum.id })) return 'forbidden'
  return { ...inForum, person, holders: await listRoleHolders(request.db, inForum.forum.id), cycles: await listCycles(request.db, inForum.forum.id) }
}

export interface EndRoleData extends PeopleData {
  readonly holder: RoleHolder
}

/** The role that the address names, still held. */
export async function loadHeldRole(request: PageRequest): Promise<EndRoleData | 'forbidden' | undefined> {
  const data = await loadPeople(request)
  if (data === undefined || data === 'forbidden') return data
  const holder = data.holders.find((each) => each.roleId === request.params['role'])
  return holder === undefined ? undefined : { ...data, holder }
}

export async function loadLoginLink(request: PageRequest): Promise<{ isGood: boolean }> {
  return { isGood: await isLoginLinkGood(request.db, request.params['token'] ?? '', request.now) }
}

/** The letter with a login link, in the language of whoever asked for it. */
export function loginLetter(view: View): WriteLetter {
  return ({ name, token }) => ({
    language: view.lang,
    subject: view.t('people.mail.subject'),
    body: view.t('people.mail.body', { name, link: `${view.publicUrl}/login/${token}` }),
  })
}

/** The letter to somebody who was given a role, in the language of whoever gave it. */
export function invitationLetter(view: View, forum: Forum, role: Role): WriteLetter {
  return ({ name, token }) => ({
    language: view.lang,
    subject: view.t('people.mail.invited.subject', { forum: forum.title }),
    body: view.t('people.mail.invited.body', {
      name,
      forum: forum.title,
      role: view.t(`people.role.${role}`),
      link: `${view.publicUrl}/login/${token}`,
      login: `${view.publicUrl}/login`,
    }),
  })
}

/** The cookie of a login: for this site alone, out of reach of scripts. An empty token takes it away. */
export function loginCookie(name: string, token: string, publicUrl: string): string {
  const life = token === '' ? 0 : 30 * 24 * 3600
  return `${name}=${token}; Path=/; Max-Age=${life}; HttpOnly; SameSite=Lax${publicUrl.startsWith('https:') ? '; Secure' : ''}`
}
