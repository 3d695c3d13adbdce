import type { Cycle, Forum } from '../../src/forums/model.ts'
import { buildMeeting } from '../../src/meetings/testing.ts'
import { findMeeting } from '../../src/meetings/queries.ts'
import { newId } from '../../src/platform/new-id.ts'
import type { TestApplication } from './application.ts'

/** The meeting whose report is open to corrections and to which somebody was invited by mail. */
const SLUG = 'reported'
const INVITED = 'invited@example.org'

/** A meeting with a report that waits for corrections, one of which is there; and an invitation. Answers addresses that no page links to. */
export async function buildHostileReports(app: TestApplication, { forum, cycle }: { readonly forum: Forum; readonly cycle: Cycle }): Promise<string[]> {
  await buildMeeting(app.db, forum.id, SLUG, app.now, { cycleIds: [cycle.id], ordinal: null })
  const cookie = await app.signIn('secretariat', null)
  const desk = `/desk/${forum.slug}/meetings/${SLUG}`
  const go = async (path: string, fields: Record<string, string>): Promise<void> => {
    const revision = String((await findMeeting(app.db, forum.id, SLUG))?.revision)
    const { status } = await app.post(path, { revision, ...fields }, { cookie })
    if (status !== 303) throw new Error(`${path} answered ${status}`)
  }
  await go(`${desk}/report`, { report: '1. Opened.\n\n2. Closed.', 'report-date': '2017-10-12', 'as-draft': 'yes', shall: 'save' })
  await go(`${desk}/report-way`, { shall: 'open', until: '2030-01-01' })
  for (const text of ['At noon.', 'At one.']) await go(`/${forum.slug}/meetings/${SLUG}/correct`, { formKey: newId(), paragraph: '2', text, name: 'Ada', mail: '' })
  await go(`${desk}/invitations`, { people: INVITED, shall: 'invite' })
  return [`/${forum.slug}/meetings/${SLUG}/correct`, `${desk}/report-way`, `${desk}/invitations`, `/desk/${forum.slug}/meetings/new/answers`]
}

/** The answer of whom was invited, as a calendar sends it. */
export async function calendarAnswer(app: TestApplication, forum: Forum): Promise<File> {
  const meeting = await findMeeting(app.db, forum.id, SLUG)
  const lines = ['BEGIN:VCALENDAR', 'METHOD:REPLY', 'BEGIN:VEVENT', `UID:${meeting?.id ?? ''}`, 'DTSTAMP:20261102T100000Z', `ATTENDEE;PARTSTAT=ACCEPTED:mailto:${INVITED}`, 'END:VEVENT', 'END:VCALENDAR', '']
  return new File([lines.join('\r\n')], 'answer.ics')
}

/** A calendar with a meeting that is not known yet. */
export function calendarFile(number: number): File {
  const day = `202612${String((number % 28) + 1).padStart(2, '0')}`
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'BEGIN:VEVENT', `UID:entry-${number}@example.org`, 'DTSTAMP:20261102T100000Z', `DTSTART:${day}T100000Z`, `DTEND:${day}T110000Z`, `SUMMARY:Entry ${number}`, 'END:VEVENT', 'END:VCALENDAR', '']
  return new File([lines.join('\r\n')], 'calendar.ics')
}
