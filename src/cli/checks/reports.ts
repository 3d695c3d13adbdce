import { findMeeting, listMeetings } from '../../meetings/queries.ts'
import { checkedOf } from '../../meetings/report-checks/model.ts'
import { checkReport } from '../../procedures/check-report.ts'
import { tellFinding } from '../report-sentences.ts'
import type { Check, Found } from './check.ts'

/** Reports of meetings agree with the calendar, with their own tables and with themselves. A meeting of two cycles is looked at once. */
export const checkReports: Check = {
  name: 'reports',
  run: async ({ db, forum, cycles }) => {
    const findings: Found[] = []
    let checked = 0
    const seen = new Set(cycles.map(({ id }) => id))
    for (const { slug, hasReport, cycleIds } of await listMeetings(db, forum.id)) {
      if (!hasReport || !cycleIds.some((id) => seen.has(id))) continue
      const meeting = await findMeeting(db, forum.id, slug)
      if (meeting === undefined) continue
      checked += meeting.paragraphs.length
      for (const finding of await checkReport(db, forum, checkedOf(meeting, forum.language))) {
        const { place, sentence } = tellFinding(finding)
        findings.push({ subject: `meeting ${slug}, ${place}`, sentence, serious: false })
      }
    }
    return { checked, findings }
  },
}
