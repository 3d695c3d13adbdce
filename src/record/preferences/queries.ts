import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { isOccasion, type Occasion } from '../occasions/model.ts'
import { choiceAddress, type MailChoice } from './model.ts'

/** What was chosen for an address in a forum; all at once where nothing was. */
export async function findChoices(db: Reader, address: string, forumId: Id): Promise<{ readonly all: MailChoice; readonly kinds: ReadonlyMap<Occasion, MailChoice> }> {
  const rows = await db.selectFrom('record_mail_choice').select(['occasion', 'choice']).where('address', '=', choiceAddress(address)).where('forum_id', '=', forumId).execute()
  const kinds = new Map<Occasion, MailChoice>()
  for (const { occasion, choice } of rows) if (isOccasion(occasion)) kinds.set(occasion, choice)
  return { all: rows.find(({ occasion }) => occasion === '')?.choice ?? 'at-once', kinds }
}
