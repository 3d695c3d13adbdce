import type { Cycle, Forum } from '../../src/forums/model.ts'
import { dropLink } from '../../src/meetings/dropped-links/commands.ts'
import { raiseHand } from '../../src/meetings/hands/commands.ts'
import { writeNotes } from '../../src/meetings/notes/commands.ts'
import { listPoint, putPoint } from '../../src/meetings/points/commands.ts'
import { takeRemark } from '../../src/meetings/remarks/commands.ts'
import { openRoom } from '../../src/meetings/room/commands.ts'
import { openStrawPoll } from '../../src/meetings/straw-polls/commands.ts'
import { buildMeeting } from '../../src/meetings/testing.ts'
import { transact, type Tx } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { hmac } from '../../src/platform/digest.ts'
import { PUBLIC, SYSTEM } from '../../src/record/model.ts'
import type { Id } from '../../src/shared/ids.ts'
import type { PlainDate } from '../../src/shared/time.ts'
import { askedSecret } from '../../src/web/meetings/points/data.ts'
import type { TestApplication } from './application.ts'

/** A meeting whose room is open, with one of everything in it, and a point before the list. Answers addresses that no page links to. */
export async function buildHostileRoom({ db, now, services }: TestApplication, { forum, cycle }: { readonly forum: Forum; readonly cycle: Cycle }): Promise<string[]> {
  const { id: meetingId, slug } = await buildMeeting(db, forum.id, 'with-a-room', now, { cycleIds: [cycle.id], ordinal: null })
  const go = async <T extends object>(work: (tx: Tx) => Promise<T>): Promise<Exclude<T, { refusal: string }>> => {
    const done = await transact(db, work)
    if ('refusal' in done) throw new Error(String(done.refusal))
    return done as Exclude<T, { refusal: string }>
  }
  const itemId = newId()
  await db.insertInto('meetings_item').values({ id: itemId, meeting_id: meetingId, position: 1, title: 'Opening', about: null, minutes: 5, presenter: null }).execute()
  const at = { meetingId, itemId }
  await go((tx) => openRoom(tx, SYSTEM, { meetingId }, now))
  await go((tx) => writeNotes(tx, SYSTEM, { ...at, lines: ['A line'] }, now))
  await go((tx) => takeRemark(tx, SYSTEM, { ...at, text: 'A remark.', language: 'en', speaker: 'Ada', organisation: null, isNamed: false, saidAt: now }, now))
  const hands = []
  for (const name of ['Ben', 'Cleo']) hands.push((await go((tx) => raiseHand(tx, { meetingId, name, organisation: null, stakeholderGroup: null, isRemote: false }, now))).handId)
  await go((tx) => openStrawPoll(tx, SYSTEM, { ...at, question: 'Go on?', options: ['Yes', 'No'] }, now))
  await go((tx) => dropLink(tx, PUBLIC, { ...at, url: 'https://example.org/a', title: null, isShown: false }, now))
  const asked: Id[] = []
  const write = (askedId: Id) => {
    asked.push(askedId)
    return { subject: 'A point', body: 'Do you object?' }
  }
  const until = '2030-01-01' as PlainDate
  for (const text of ['One.', 'Two.']) {
    const { pointId, number } = await go((tx) => putPoint(tx, SYSTEM, { ...at, text, strength: 'agreement' }, now))
    if (number === 2) await go((tx) => listPoint(tx, SYSTEM, { pointId, revision: 1, until, recipients: [{ mail: 'asked@example.org', language: 'en' }], write }, now))
  }
  const secret = (what: string, id: Id | undefined) => `${id ?? ''}.${hmac(services.secret, `${what}:${id ?? ''}`)}`
  return [
    `/${forum.slug}/meetings/${slug}/room`,
    `/${forum.slug}/meetings/${slug}/room/hand/${secret('hand', hands[1])}`,
    `/${forum.slug}/meetings/${slug}/room/polls/1`,
    `/${forum.slug}/points/2/answer`,
    `/${forum.slug}/points/2/answer/${asked[0] ?? ''}.${askedSecret(services.secret, asked[0] ?? forum.id)}`,
    `/desk/${forum.slug}/meetings/${slug}/room`,
    `/desk/${forum.slug}/points/1`,
    `/desk/${forum.slug}/points/1/list`,
  ]
}
