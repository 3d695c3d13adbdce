import type { Instant } from '../../shared/time.ts'
import { readSittingUid } from '../calendar/model.ts'
import { instantOf, readMoment } from '../calendar-moments/model.ts'
import { lineOf, readComponents, type Component } from '../calendar-lines/model.ts'
import type { Answer } from '../invitations/model.ts'
import type { Id } from '../../shared/ids.ts'

/** What somebody's calendar answered to an invitation. */
export interface CalendarReply {
  readonly meetingId: Id<'meeting'>
  readonly mail: string
  readonly answer: Answer
  /** By their own clock; null where they do not say. */
  readonly at: Instant | null
}

export type ReplyProblem = 'no-calendar' | 'not-closed' | 'too-many-lines' | 'not-a-reply' | 'unknown-meeting'

const ANSWERS: Readonly<Record<string, Answer>> = { ACCEPTED: 'accepted', TENTATIVE: 'tentative', DECLINED: 'declined', 'NEEDS-ACTION': 'none' }

/**
 * Reads an answer (METHOD:REPLY) as Outlook, Apple and Google send it. Refuses what is no answer, and an answer to what was not asked
 * from here. Of a meeting in several sittings each answer is one to the meeting.
 */
export function readReply(text: string): CalendarReply | { readonly problem: ReplyProblem } {
  const read = readComponents(text)
  if ('problem' in read) return read
  const reply = read.calendars.find((calendar) => lineOf(calendar, 'METHOD')?.value.trim().toUpperCase() === 'REPLY')
  const event = reply?.components.find(({ name }) => name === 'VEVENT')
  const attendee = event === undefined ? undefined : attendeeOf(event)
  if (event === undefined || attendee === undefined) return { problem: 'not-a-reply' }
  const sitting = readSittingUid(lineOf(event, 'UID')?.value ?? '')
  if (sitting === undefined) return { problem: 'unknown-meeting' }
  const stamp = readMoment(lineOf(event, 'DTSTAMP')?.value ?? '')
  return { meetingId: sitting.meetingId, ...attendee, at: stamp === undefined ? null : instantOf(stamp.moment, 'UTC') }
}

function attendeeOf(event: Component): { mail: string; answer: Answer } | undefined {
  const line = event.lines.find(({ name }) => name === 'ATTENDEE')
  const mail = /^mailto:(.+@.+)$/iu.exec(line?.value.trim() ?? '')?.[1]
  const answer = ANSWERS[line?.parameters.get('PARTSTAT')?.[0]?.toUpperCase() ?? '']
  return mail === undefined || answer === undefined ? undefined : { mail, answer }
}
