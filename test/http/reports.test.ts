import { expect, test } from 'vitest'
import { findMeeting } from '../../src/meetings/queries.ts'
import { buildMeeting } from '../../src/meetings/testing.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()

const REPORT = 'Fifth meeting\n\nSummary report\n\n11 October 2017\n\n1. The meeting was held on Tuesday 11 October 2017, see https://example.org/a-long-\naddress.html and the notes1.\n\n2. At 15:00 UTC it was closed.2\n\n1\nThe first note.\n\nAnnex I – Participants as of 27 October 2017\n\nMarkus Kummer (Facilitator)\n\nAda <x> / Org\n\nShreedeep Rayamajhi\n\nShredeep Rayamajhi'

async function forumAtDesk() {
  const { forum, cycle } = await app.seedForum()
  await buildMeeting(app.db, forum.id, 'fifth', app.now, { cycleIds: [cycle.id] })
  const address = `/desk/${forum.slug}/meetings/new/report`
  return { forum, cycle, address, options: { cookie: await app.signIn('facilitator', forum.id) }, fields: { text: REPORT, language: 'en', meeting: '', title: '', cycles: [] as string[] } }
}

test('what cannot be read, or kept there, is refused beside its field', async () => {
  const { forum, address, options, fields } = await forumAtDesk()
  const cases: [object, string][] = [
    [{ text: '' }, 'errors'],
    [{ text: '…' }, 'No paragraph'],
    [{ cycles: ['1900'] }, 'errors'],
  ]
  for (const [change, sentence] of cases) {
    const response = await app.post(address, { ...fields, ...change, shall: 'keep' }, options)
    expect(response.status).toBe(422)
    expect(await response.text()).toContain(sentence)
  }
  expect((await app.get(address)).status).toBe(403)
  // A meeting that is not here: what was read is shown, and nothing is kept.
  expect((await app.post(address, { ...fields, meeting: 'none', shall: 'keep' }, options)).status).toBe(200)
  expect((await findMeeting(app.db, forum.id, 'fifth'))?.paragraphs).toEqual([])
})

test('a report is read, looked at with what the checks say, and kept with the meeting of its day; another file does not replace it', async () => {
  const { forum, address, options, fields } = await forumAtDesk()
  expect((await app.get(address, options)).status).toBe(200)
  const file = new File([REPORT], 'report.txt', { type: 'text/plain' })
  const page = await (await app.post(address, { ...fields, text: '', file, shall: 'read' }, options)).text()
  for (const part of ['2 numbered paragraphs', 'It is kept as the report of Fifth virtual meeting', 'It is a Wednesday', 'Note 2 is marked here', 'later than the report', 'Elsewhere this name is “Shredeep Rayamajhi”', 'https://example.org/a-long-address.html', 'Ada &lt;x&gt;']) expect(page).toContain(part)
  expect((await app.post(address, { ...fields, shall: 'keep' }, options)).headers.get('location')).toBe(`/desk/${forum.slug}/meetings/fifth/report`)
  expect(await app.json(`/${forum.slug}/meetings/fifth`)).toMatchObject({
    participants: [{ name: 'Markus Kummer', part: 'facilitator' }, { name: 'Ada <x>', organisation: 'Org' }, {}, {}],
    report: { date: '2017-10-11', paragraphs: [{ number: 1 }, { number: 2, text: 'At 15:00 UTC it was closed.[2]' }], footnotes: [{ mark: '1', text: 'The first note.' }], annexes: [{ asOf: '2017-10-27' }] },
  })
  const desk = `/desk/${forum.slug}/meetings/fifth/report`
  const written = await (await app.get(desk, options)).text()
  expect(written).toContain('It is a Wednesday')
  const again = await app.post(address, { ...fields, shall: 'keep' }, options)
  expect([again.status, (await again.text()).includes('has a report already')]).toEqual([422, true])

  const revision = String((await findMeeting(app.db, forum.id, 'fifth'))?.revision)
  const checked = await (await app.post(desk, { report: '1. We met on Thursday 11 October 2017 at 14:00.', 'report-date': '', revision, shall: 'check' }, options)).text()
  for (const part of ['It is a Wednesday', 'This time has no time zone', 'The checks see 2 things']) expect(checked).toContain(part)
  expect((await findMeeting(app.db, forum.id, 'fifth'))?.paragraphs).toHaveLength(2)
})

test('a report of a day on which no meeting is here becomes a new meeting, once a cycle is chosen', async () => {
  const { forum, cycle, address, options, fields } = await forumAtDesk()
  const text = REPORT.replaceAll('11 October 2017', '12 October 2017')
  expect(await (await app.post(address, { ...fields, text, shall: 'read' }, options)).text()).toContain('Choose one below, or a cycle')
  expect((await app.post(address, { ...fields, text, cycles: [cycle.slug], shall: 'keep' }, options)).headers.get('location')).toBe(`/desk/${forum.slug}/meetings/2017-10-12-meeting/report`)
  expect(await app.json(`/${forum.slug}/${cycle.slug}/meetings`)).toMatchObject({ meetings: [{ meeting: 'fifth' }, { meeting: '2017-10-12-meeting', title: 'Fifth meeting', hasReport: true }] })
})
