import { askToHear } from '../../src/meetings/following/commands.ts'
import { addWay } from '../../src/meetings/joining/commands.ts'
import { enterEvent } from '../../src/meetings/events/commands.ts'
import { writeItems } from '../../src/meetings/items/commands.ts'
import { takeOnAction } from '../../src/meetings/actions/commands.ts'
import { checkIn, setAttendance } from '../../src/meetings/attendance/commands.ts'
import { buildMeeting } from '../../src/meetings/testing.ts'
import { transact } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import type { PlainDate } from '../../src/shared/time.ts'
import { PUBLIC, SYSTEM } from '../../src/record/model.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { followingAddress } from '../../src/web/meetings/following/data.ts'
import type { TestApplication } from './application.ts'

/** A meeting with an agenda, an action, a way in and somebody who checked in; and somebody who follows meetings. Answers addresses that no page links to. */
export async function buildHostileMeetings(app: TestApplication, { forum, cycle }: { readonly forum: Forum; readonly cycle: Cycle }): Promise<string[]> {
  const { db, now, services } = app
  const meeting = await buildMeeting(db, forum.id, 'planned', now, { cycleIds: [cycle.id], ordinal: null })
  const at = (revision: number) => ({ forumId: forum.id, meetingId: meeting.id, revision })
  const items = ['Opening', 'The draft'].map((title) => ({ id: null, title, about: null, minutes: 10, presenter: null, links: [] }))
  await transact(db, (tx) => writeItems(tx, SYSTEM, { ...at(1), items }, now))
  await transact(db, (tx) => addWay(tx, SYSTEM, { ...at(2), sitting: null, kind: 'passcode', label: null, value: '@D?Aj771', visibility: 'roles', expiresAt: null }, now))
  await transact(db, (tx) => setAttendance(tx, SYSTEM, { ...at(3), shown: 'public', isCheckInOpen: true }, now))
  await transact(db, (tx) => takeOnAction(tx, SYSTEM, { forumId: forum.id, meetingId: meeting.id, itemId: null, text: 'Ask the banks', owner: null, due: null }, now))
  const came = { name: 'Ada', organisation: null, stakeholderGroup: null, regionalGroup: null, country: null, shown: 'public' as const }
  await transact(db, (tx) => checkIn(tx, PUBLIC, { ...came, forumId: forum.id, meetingId: meeting.id, formKey: newId() }, now))
  let link = ''
  const writeConfirmation = (id: Parameters<typeof followingAddress>[2]) => {
    link = followingAddress({ publicUrl: '', secret: services.secret }, forum, id)
    return { subject: 'Confirm', body: 'Confirm' }
  }
  await transact(db, (tx) => askToHear(tx, PUBLIC, { forumId: forum.id, mail: 'someone@example.org', language: 'en', writeConfirmation }, now))
  await transact(db, (tx) => enterEvent(tx, SYSTEM, { forumId: forum.id, slug: 'assembly', title: 'Assembly', place: null, zone: 'UTC', firstDay: '2026-12-01' as PlainDate, lastDay: '2026-12-03' as PlainDate, daysBefore: 1, note: null, source: null }, now))
  return [link, `/${forum.slug}/meetings/planned/check-in`, `/desk/${forum.slug}/meetings/planned/circulate`, `/desk/${forum.slug}/events/assembly`]
}
