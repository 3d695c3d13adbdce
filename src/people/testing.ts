import { transact, type Db } from '../platform/database.ts'
import { SYSTEM } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'
import type { Role } from '../shared/vocabularies.ts'
import { invitePerson, makeLoginLink, useLoginLink } from './commands.ts'

/** Invites somebody new into a role and signs them in. Answers the login's token and the person's id. */
export async function buildLogin(db: Db, role: Role, forumId: Id<'forum'> | null, now: Instant): Promise<{ token: string; personId: Id<'person'> }> {
  return transact(db, async (tx) => {
    const invited = await invitePerson(tx, SYSTEM, { name: `Somebody (${role})`, mail: undefined, role, forumId }, now)
    if ('refusal' in invited) throw new Error(invited.refusal)
    const link = await makeLoginLink(tx, SYSTEM, { personId: invited.personId }, now)
    const login = await useLoginLink(tx, SYSTEM, { token: link.token }, now)
    if ('refusal' in login) throw new Error(login.refusal)
    return { token: login.token, personId: invited.personId }
  })
}
