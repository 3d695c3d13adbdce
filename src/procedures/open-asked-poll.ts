import { askPeople } from '../meetings/asking/commands.ts'
import type { Addressee, WritePollMail } from '../meetings/asking/model.ts'
import { openPoll } from '../meetings/polls/commands.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import { isRefusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'

type Opening = Parameters<typeof openPoll>[2]

/** Opens a poll and asks people by mail, where there are any, in one transaction. Refuses what opening and asking refuse. */
export async function openAskedPoll(tx: Tx, actor: Actor, input: Opening & { people: readonly Addressee[]; write: WritePollMail }, now: Instant) {
  const { people, write, ...opening } = input
  const opened = await openPoll(tx, actor, opening, now)
  if (isRefusal(opened) || opened.isAgain || people.length === 0) return opened
  const asked = await askPeople(tx, actor, { pollId: opened.pollId, people, write }, now)
  return isRefusal(asked) ? asked : opened
}
