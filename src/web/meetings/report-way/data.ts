import { composeDraft } from '../../../meetings/report-template/model.ts'
import { takesCorrections, type Correction, type ReportWay } from '../../../meetings/report/model.ts'
import { findReportWay, listCorrections, listLeft } from '../../../meetings/report/queries.ts'
import { utcOf } from '../../../meetings/model.ts'
import { writeDate, writeShortDate } from '../../../shared/time.ts'
import { isMessageKey, translator } from '../../messages.ts'
import type { PageRequest } from '../../page.tsx'
import { loadMeeting, loadMeetingAtDesk, type AtDesk, type MeetingData } from '../data.ts'

export interface WayData extends MeetingData, AtDesk {
  readonly way: ReportWay
  readonly corrections: readonly Correction[]
}

/** A meeting at the desk with how its report stands and what was said to be wrong in it. */
export async function loadWayAtDesk(request: PageRequest): Promise<WayData | 'forbidden' | undefined> {
  const data = await loadMeetingAtDesk(request)
  if (data === undefined || data === 'forbidden') return data
  return { ...data, way: await findReportWay(request.db, data.meeting.id), corrections: await listCorrections(request.db, data.meeting.id) }
}

export interface CorrectData extends MeetingData {
  readonly way: ReportWay
}

/** A report that takes corrections; undefined before and after, as if there were no such page, but for whoever has just sent one. */
export async function loadCorrect(request: PageRequest): Promise<CorrectData | undefined> {
  const data = await loadMeeting(request)
  if (data === undefined) return undefined
  const way = await findReportWay(request.db, data.meeting.id)
  return takesCorrections(way, request.now) || request.query['sent'] !== undefined ? { ...data, way } : undefined
}

/** The first draft of a meeting's report, in the language of its forum, of what the meeting left. */
export async function draftOf({ db }: PageRequest, { forum, meeting, items, actions }: MeetingData) {
  const t = translator(forum.language)
  const [sitting] = meeting.sittings
  const utc = sitting === undefined ? undefined : utcOf(sitting)
  const day = sitting === undefined ? '' : writeDate(sitting.date, forum.language)
  const opening =
    utc === undefined || sitting === undefined
      ? t('meetings.report.draft.opening', { title: meeting.title, date: day })
      : t('meetings.report.draft.opening-at', { title: meeting.title, date: day, time: sitting.starts ?? '', zone: sitting.zone ?? '', utc: utc.starts.time })
  const left = await listLeft(db, meeting.id)
  return composeDraft(
    { ...left, items, actions, links: meeting.links.filter(({ visibility }) => visibility === 'public'), hasParticipants: meeting.participants.length > 0, date: sitting?.date ?? null },
    {
      opening,
      remark: (speaker, text) => t(speaker === null ? 'meetings.report.draft.remark' : 'meetings.report.draft.remark-by', { speaker: speaker ?? '', text }),
      point: (number, strength, text) => {
        const key = `points.strength.${strength}`
        return t('meetings.report.draft.point', { number, strength: isMessageKey(key) ? t(key) : strength, text })
      },
      action: ({ number, text, owner, due }) => t('meetings.report.draft.action', { number, text, who: [owner, due === null ? null : writeShortDate(due, forum.language)].filter((part) => part !== null).join(', ') || '–' }),
      links: t('meetings.links'),
      other: t('meetings.report.draft.other'),
      participants: t('meetings.report.draft.participants'),
    },
  )
}
