import type { Tx } from '../../platform/database.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'
import { holdMeeting, setParticipants } from '../commands.ts'
import type { MeetingKind } from '../model.ts'
import { findMeeting } from '../queries.ts'
import { writeReport } from '../report/commands.ts'
import type { ReportToKeep } from './model.ts'

/** The meeting that a report is of: one that is here, or a new one. */
export type ReportTarget =
  | { readonly kind: 'here'; readonly slug: string; readonly revision: number }
  | { readonly kind: 'new'; readonly slug: string; readonly title: string; readonly meetingKind: MeetingKind; readonly cycleIds: readonly Id<'cycle'>[]; readonly date: PlainDate }

export interface ImportReportInput {
  readonly forumId: Id<'forum'>
  readonly target: ReportTarget
  readonly report: ReportToKeep
  /** Where it came from: the name of the file. */
  readonly source: string | null
}

/**
 * Keeps a report that was read of a file with its meeting. A meeting that has a report keeps it: it is changed by hand and not by a
 * file. Those who took part are taken where the meeting has none yet.
 */
export async function importReport(
  tx: Tx,
  actor: Actor,
  input: ImportReportInput,
  now: Instant,
): Promise<{ slug: string; paragraphs: number } | Refusal<'changed-meanwhile' | 'no-such-meeting' | 'has-report' | 'slug-taken' | 'empty'>> {
  const { forumId, target, report } = input
  if (report.paragraphs.length === 0) return { refusal: 'empty' }
  if (target.kind === 'new') {
    const sittings = [{ date: target.date, starts: null, ends: null, zone: null, place: null }]
    const held = await holdMeeting(tx, actor, { forumId, slug: target.slug, title: target.title, kind: target.meetingKind, ordinal: null, cycleIds: target.cycleIds, sittings, note: null, source: input.source }, now)
    if ('refusal' in held) return { refusal: 'slug-taken' }
  }
  const meeting = await findMeeting(tx, forumId, target.slug)
  if (meeting === undefined) return { refusal: 'no-such-meeting' }
  if (meeting.paragraphs.length > 0) return { refusal: 'has-report' }
  if (target.kind === 'here' && meeting.revision !== target.revision) return { refusal: 'changed-meanwhile' }
  const written = await writeReport(tx, actor, { forumId, meetingId: meeting.id, revision: meeting.revision, ...report }, now)
  if ('refusal' in written) return { refusal: 'changed-meanwhile' }
  if (meeting.participants.length === 0 && report.participants.length > 0) {
    const set = await setParticipants(tx, actor, { forumId, meetingId: meeting.id, revision: meeting.revision + 1, participants: report.participants }, now)
    if ('refusal' in set) return { refusal: 'changed-meanwhile' }
  }
  return { slug: target.slug, paragraphs: written.paragraphs }
}
