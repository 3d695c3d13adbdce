import { announce, type Announced, type Announcing } from '../lists/announcing/commands.ts'
import { gatherReaders, type Audience } from '../lists/announcing/model.ts'
import { listAddressesOn } from '../lists/members/queries.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { listFollowings } from './list-followings.ts'

/**
 * Announces on lists and to those who follow what was chosen, in one transaction: whoever is on a list has it from there, and every other
 * reader gets one copy, however much of it they follow. Refuses: announced-already, nobody-to-tell.
 */
export async function announceWidely(tx: Tx, actor: Actor, input: Omit<Announcing, 'readers'> & { readonly audiences: readonly Audience[] }, now: Instant): Promise<Announced | Refusal<'announced-already' | 'nobody-to-tell'>> {
  const { audiences } = input
  const onLists = audiences.length === 0 ? new Set<string>() : await listAddressesOn(tx, input.posts.map(({ list }) => list.id))
  const readers = audiences.length === 0 ? [] : gatherReaders(await listFollowings(tx, input.forumId), audiences, onLists)
  if (readers.length === 0 && input.posts.length === 0) return { refusal: 'nobody-to-tell' }
  return announce(tx, actor, { ...input, readers }, now)
}
