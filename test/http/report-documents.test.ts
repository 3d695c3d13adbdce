import { unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { buildContribution } from '../../src/contributions/testing.ts'
import { findMeeting } from '../../src/meetings/queries.ts'
import { buildMeeting } from '../../src/meetings/testing.ts'
import { writeReport } from '../../src/meetings/report/commands.ts'
import { takeAttendance } from '../../src/meetings/attendance/commands.ts'
import { transact } from '../../src/platform/database.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()

type Written = Parameters<typeof writeReport>[2]

async function withReport(more: Partial<Pick<Written, 'annexes' | 'asDraft'>> = {}) {
  const { forum, cycle, call, cookie } = await app.seedCall('facilitator')
  const meeting = await buildMeeting(app.db, forum.id, 'fifth', app.now, { cycleIds: [cycle.id], title: 'Fifth <meeting>' })
  const revision = async (): Promise<number> => (await findMeeting(app.db, forum.id, 'fifth'))?.revision ?? 0
  const write = async (over: Partial<Written> = {}) => {
    const at = await revision()
    return transact(app.db, (tx) => writeReport(tx, SYSTEM, { forumId: forum.id, meetingId: meeting.id, revision: at, reportDate: null, footnotes: [], paragraphs: [{ number: 1, heading: 'Opening', text: 'It opened & closed.' }], annexes: [], ...more, ...over }, app.now))
  }
  expect(await write()).toEqual({ paragraphs: 1 })
  return { forum, cycle, call, meeting, write, revision, address: `/${forum.slug}/meetings/fifth`, base: `/${forum.slug}/${cycle.slug}/reports`, desk: `/desk/${forum.slug}/meetings/fifth`, options: { cookie } }
}

async function wordsOf(answer: Response): Promise<string> {
  return new TextDecoder().decode(unzipSync(new Uint8Array(await answer.arrayBuffer()))['word/document.xml'])
}

test('what is no meeting, no series and no format has no address, and neither has a draft but for the desk', async () => {
  const { address, base, options } = await withReport({ asDraft: true })
  for (const path of [`${address}x/report.pdf`, `${address}/report.epub`, base, `${base}.pdf`, `${base}/virtual`, `${base}/virtual.pdf`, `${base}/seventh`, `${base}/seventh.pdf`, `${address}/report.docx`]) expect((await app.get(path)).status, path).toBe(404)
  expect((await app.get(`${address}/report.docx`, options)).status).toBe(200)
})

test('a report is had as PDF and for Word, alone and with those of its cycle and of its series, and is made anew when it is changed', async () => {
  const { forum, cycle, address, base, write } = await withReport()
  const other = await buildMeeting(app.db, forum.id, 'informal', app.now, { cycleIds: [cycle.id], title: 'Informal', kind: 'informal', ordinal: null })
  await transact(app.db, (tx) => writeReport(tx, SYSTEM, { forumId: forum.id, meetingId: other.id, revision: 1, reportDate: null, footnotes: [], annexes: [], paragraphs: [{ number: 4, heading: null, text: 'Beside.' }] }, app.now))
  const pdf = await app.get(`${address}/report.pdf`)
  expect([pdf.status, pdf.headers.get('content-type'), new TextDecoder('latin1').decode(new Uint8Array(await pdf.arrayBuffer())).slice(0, 5)]).toEqual([200, 'application/pdf', '%PDF-'])
  for (const path of [`${address}/report.docx`, `${base}.docx`, `${base}/virtual.docx`]) {
    const words = await wordsOf(await app.get(path))
    expect([words.includes('It opened &amp; closed.'), words.includes('Beside.'), words.includes('Fifth &lt;meeting&gt;')], path).toEqual([true, path === `${base}.docx`, true])
  }
  for (const path of [`${base}.pdf`, `${base}/informal.pdf`, `${base}/session.docx`]) expect((await app.get(path)).status, path).toBe(path === `${base}.pdf` ? 200 : 404)
  const page = await (await app.get(base)).text()
  for (const part of [`href="${address}#p1"`, `href="/${forum.slug}/meetings/informal#p4"`, `href="${base}.pdf"`, `href="${base}/virtual"`]) expect(page).toContain(part)
  expect(await app.json(`${base}/virtual`)).toMatchObject({ series: 'virtual', reports: [{ meeting: 'fifth', sections: [{ heading: 'Opening', paragraphs: [{ number: 1, text: 'It opened & closed.' }] }] }] })
  expect((await app.json(base))['reports']).toHaveLength(2)
  expect(await write({ paragraphs: [{ number: 1, heading: null, text: 'It went on.' }] })).toEqual({ paragraphs: 1 })
  expect(await wordsOf(await app.get(`${base}.docx`))).toContain('It went on.')
})

test('what a final report counted stays as it was on the day that it became final; who may no longer be named is counted still', async () => {
  const annexes = [
    { title: 'Overview', asOf: '2026-11-30' as never, text: '', block: 'overview' as const },
    { title: 'Who came', asOf: null, text: '', block: 'participants' as const },
  ]
  const { meeting, forum, call, write, revision, address, desk, options } = await withReport({ annexes })
  await buildContribution(app.db, call, app.now)
  const people = ['Ada Came', 'Ben Came'].map((name) => ({ name, organisation: null, part: 'participant', stakeholderGroup: null, regionalGroup: null, country: null, shown: 'public' as const, minutes: null, mail: null }))
  const at = await revision()
  await transact(app.db, (tx) => takeAttendance(tx, SYSTEM, { forumId: forum.id, meetingId: meeting.id, revision: at, attendees: people }, app.now))
  expect((await app.post(`${desk}/report-way`, { shall: 'finish', revision: String(await revision()) }, options)).status).toBe(303)
  const total = async () => ((await app.json(address))['report'] as { annexes: { isFrozen: boolean; made: { total?: number } }[] }).annexes.map(({ isFrozen, made }) => [isFrozen, made.total ?? null])
  expect(await total()).toEqual([[true, 1], [true, null]])
  await buildContribution(app.db, call, app.now)
  await app.db.updateTable('meetings_participant').set({ shown: 'counted' }).where('name', '=', 'Ben Came').where('meeting_id', '=', meeting.id).execute()
  expect(await total()).toEqual([[true, 1], [true, null]])
  const page = await (await app.get(address, options)).text()
  expect(page).toContain('1 contribution')
  expect(page).toContain('Ada Came')
  // A change keeps what was counted; an annex of another day is counted anew and kept too.
  const later = { title: 'Later', asOf: '2026-12-01' as never, text: '', block: 'overview' as const }
  expect(await write({ annexes: [...annexes, later], reason: 'One more annex' })).toEqual({ paragraphs: 1 })
  expect(await total()).toEqual([[true, 1], [true, null], [true, 2]])
  const { report } = (await app.json(address)) as unknown as { report: { state: string; revisions: { number: number; reason: string | null }[]; annexes: { made: { names?: string[]; unnamed?: number } }[] } }
  expect(report).toMatchObject({ state: 'final', revisions: [{ number: 1, reason: null }, { number: 2, reason: 'One more annex' }] })
  expect(report.annexes[1]?.made).toEqual({ kind: 'names', names: ['Ada Came'], unnamed: 1 })
  const words = await wordsOf(await app.get(`${address}/report.docx`))
  expect([words.includes('Ada Came'), words.includes('Ben Came'), words.includes('Not named here: 1')]).toEqual([true, false, true])
})

test('a report is not finished while words that its annex lists are still being counted', async () => {
  const { call, revision, address, desk, options } = await withReport({ annexes: [{ title: 'Words', asOf: '2026-11-30' as never, text: '', block: 'words' }] })
  await buildContribution(app.db, call, app.now)
  const finish = async () => app.post(`${desk}/report-way`, { shall: 'finish', revision: String(await revision()) }, options)
  const refused = await finish()
  expect([refused.status, (await refused.text()).includes('still being counted')]).toEqual([422, true])
  expect(await app.json(address)).toMatchObject({ report: { state: null } })
})
