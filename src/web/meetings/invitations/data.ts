import type { CalendarMeeting } from '../../../meetings/calendar/model.ts'
import { listCalendarMeetings } from '../../../meetings/calendar/queries.ts'
import type { SendInput } from '../../../meetings/invitations/commands.ts'
import type { Invitation, Inviting } from '../../../meetings/invitations/model.ts'
import { listInvitations } from '../../../meetings/invitations/queries.ts'
import { makeMailToken } from '../../../platform/mail-tokens.ts'
import { writeMailAddress } from '../../../shared/mail-addresses.ts'
import { utcOf } from '../../../meetings/model.ts'
import { writeDate } from '../../../shared/time.ts'
import type { Services } from '../../context.ts'
import { translator } from '../../messages.ts'
import type { PageRequest } from '../../page.tsx'
import { loadMeetingAtDesk, type AtDesk, type MeetingData } from '../data.ts'

export interface InvitationsData extends MeetingData, AtDesk {
  readonly told: CalendarMeeting
  readonly invitations: readonly Invitation[]
}

/** Who was asked to a meeting, and what they answered. */
export async function loadInvitations(request: PageRequest): Promise<InvitationsData | 'forbidden' | undefined> {
  const data = await loadMeetingAtDesk(request)
  if (data === undefined || data === 'forbidden') return data
  const [told] = await listCalendarMeetings(request.db, { forum: data.forum, publicUrl: request.services.publicUrl }, { meetingIds: [data.meeting.id] })
  return told === undefined ? undefined : { ...data, told, invitations: await listInvitations(request.db, told) }
}

/** What invitations are sent with: from whom, and the letter around the entry. */
export function sendingOf({ services }: PageRequest, { forum, meeting, told }: InvitationsData): SendInput {
  const { organizer, write } = invitingOf(services, forum)
  return { forumId: forum.id, cycleId: meeting.cycleIds[0] ?? null, slug: meeting.slug, meeting: told, organizer, write }
}

/** What invitations to meetings of a forum are written with. */
export function invitingOf(services: Pick<Services, 'publicUrl' | 'mailAddress' | 'mailDomain' | 'takesMail' | 'secret'>, forum: { readonly title: string }): Inviting {
  return {
    publicUrl: services.publicUrl,
    // Calendars answer to an address that stands for one invitation.
    organizer: (id) => ({ mail: services.takesMail ? writeMailAddress({ kind: 'reply', token: makeMailToken(services.secret, 'reply', id) }, services.mailDomain) : services.mailAddress, name: forum.title }),
    write: (meeting, language, method) => {
      const t = translator(language)
      const when = meeting.sittings.map((sitting) => {
        const utc = utcOf(sitting)
        const day = writeDate(sitting.date, language)
        return utc === undefined || sitting.starts === null ? day : t('meetings.invitations.letter.when', { day, time: sitting.starts, zone: sitting.zone ?? '', utcDay: writeDate(utc.starts.date, language), utc: utc.starts.time })
      })
      const words = { title: meeting.title, forum: forum.title, when: when.join('\n'), address: meeting.address }
      return method === 'CANCEL'
        ? { subject: t('meetings.invitations.letter.cancel-subject', words), body: t('meetings.invitations.letter.cancel', words) }
        : { subject: t('meetings.invitations.letter.subject', words), body: t('meetings.invitations.letter.body', words) }
    },
  }
}
