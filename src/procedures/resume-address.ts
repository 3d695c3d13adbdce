import type { Tx } from '../platform/database.ts'
import { heardFrom, resumeAddress as resume } from '../record/bounces/commands.ts'
import { choiceAddress } from '../record/preferences/model.ts'
import type { Id } from '../shared/ids.ts'
import { isRefusal, type Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { followStanding } from './follow-standing.ts'

/**
 * Writes to an address again, and sends it its lists again: by its reader's link, by the desk (`address`), or because something came back
 * that proves that a mail arrived (`mailId`). Refuses `not-there` where nothing holds the address back.
 */
export async function resumeAddress(tx: Tx, input: { readonly address: string } | { readonly mailId: Id }, now: Instant): Promise<{ resumed: true } | Refusal<'not-there'>> {
  const done = 'mailId' in input ? await heardFrom(tx, input, now) : await resume(tx, input, now)
  if (isRefusal(done)) return done
  const address = 'address' in input ? choiceAddress(input.address) : done.resumed
  if (typeof address !== 'string') return { refusal: 'not-there' }
  await followStanding(tx, { address, became: 'good' }, now)
  return { resumed: true }
}
