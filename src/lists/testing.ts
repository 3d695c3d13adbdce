import { transact, type Db } from '../platform/database.ts'
import { SYSTEM } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import { isRefusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { openList } from './commands.ts'
import type { List, NamedAddress } from './model.ts'
import type { ListSettings } from './schema.ts'

export const PLAIN_SETTINGS: ListSettings = {
  title: 'Talk', description: '', kind: 'open', language: 'en', tag: 'talk', sizeLimit: 100_000, trusting: 'first', strangers: 'held', isArchivePrivate: false, digestDay: null, digestHour: 6, rewrittenDomains: [],
}

/** A list of a forum, open and with the first posts moderated unless said otherwise. */
export async function buildList(db: Db, input: { forumId: Id<'forum'>; slug: string; settings?: Partial<ListSettings>; moderators?: readonly NamedAddress[]; now: Instant }): Promise<List> {
  const { forumId, slug, now } = input
  const opened = await transact(db, (tx) => openList(tx, SYSTEM, { forumId, cycleId: null, slug, settings: { ...PLAIN_SETTINGS, ...input.settings }, moderators: input.moderators ?? [] }, now))
  if (isRefusal(opened)) throw new Error(`The list ${slug} was not opened: ${opened.refusal}`)
  return opened
}
