import { expect, test } from 'vitest'
import { findMeeting } from '../../src/meetings/queries.ts'
import { buildMeeting } from '../../src/meetings/testing.ts'
import { findReportWay } from '../../src/meetings/report/queries.ts'
import { newId } from '../../src/platform/new-id.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()

async function withMeeting() {
  const { forum, cycle } = await app.seedForum()
  const meeting = await buildMeeting(app.db, forum.id, 'fifth', app.now, { cycleIds: [cycle.id], title: 'Fifth meeting' })
  const revision = async () => String((await findMeeting(app.db, forum.id, 'fifth'))?.revision)
  const desk = `/desk/${forum.slug}/meetings/fifth`
  return { forum, meeting, revision, desk, address: `/${forum.slug}/meetings/fifth`, options: { cookie: await app.signIn('facilitator', forum.id) } }
}

test('a first draft is made of what there is, stays at the desk, is opened, corrected by anyone, answered, finished, and then changed with a reason alone', async () => {
  const { forum, meeting, revision, desk, address, options } = await withMeeting()
  expect(await (await app.get(`${desk}/report?draft=1`, options)).text()).toContain('The meeting “Fifth meeting” was held on Wednesday 11 October 2017.')
  const report = { report: '1. Opened.\n\n2. Closed.', 'report-date': '2017-10-12', 'annex-title-0': 'Overview', 'annex-block-0': 'overview', 'annex-as-of-0': '2017-10-11', 'annex-text-0': '' }
  expect((await app.post(`${desk}/report`, { ...report, 'annex-as-of-0': '', revision: await revision(), shall: 'save' }, options)).status).toBe(422)
  expect((await app.post(`${desk}/report`, { ...report, 'as-draft': 'yes', revision: await revision(), shall: 'save' }, options)).status).toBe(303)
  expect(await app.json(address)).toMatchObject({ report: { paragraphs: [], annexes: [] } })
  expect(await (await app.get(address)).text()).not.toContain('Opened.')
  expect(await (await app.get(address, options)).text()).toContain('nobody outside the desk sees it yet')
  expect((await app.get(`${address}/correct`)).status).toBe(404)

  const way = `${desk}/report-way`
  expect((await app.get(way)).status).toBe(403)
  for (const [fields, sentence] of [[{ shall: 'open', until: '2026-10-31' }, 'over everywhere'], [{ shall: 'open', until: 'soon' }, 'not a day'], [{ shall: 'open', until: '2026-11-10', revision: '1' }, 'changed this meeting']] as const) {
    const refused = await app.post(way, { revision: await revision(), ...fields }, options)
    expect([refused.status, (await refused.text()).includes(sentence) || sentence === 'changed this meeting']).toEqual([422, true])
  }
  expect((await app.post(way, { shall: 'open', until: '2026-11-10', revision: await revision() }, options)).status).toBe(303)
  expect(await (await app.get(address)).text()).toContain(`href="${address}/correct"`)
  expect(await (await app.get(address)).text()).toContain('0 contributions')

  expect((await app.get(`${address}/correct?p=2`)).status).toBe(200)
  const correction = { formKey: newId(), paragraph: '2', text: 'It closed at noon <b>', name: 'Ada', mail: 'ada@example.org' }
  for (const wrong of [{ paragraph: '7' }, { paragraph: 'x' }, { text: '' }, { name: '' }, { mail: 'nobody' }]) expect((await app.post(`${address}/correct`, { ...correction, ...wrong })).status).toBe(422)
  for (let again = 0; again < 2; again++) expect((await app.post(`${address}/correct`, correction)).headers.get('location')).toBe(`${address}/correct?sent=1`)
  expect((await app.get(`${address}/correct?sent=1`)).status).toBe(200)
  const page = await (await app.get(address)).text()
  for (const part of ['It closed at noon &lt;b&gt;', '1. Ada, on ¶ 2', 'Not answered yet']) expect(page).toContain(part)
  expect(page).not.toContain('ada@example.org')
  expect((await app.post(way, { shall: 'finish', revision: await revision() }, options)).status).toBe(422)

  const answer = { shall: 'answer', number: '1', response: 'accepted', reason: 'So it was.', revision: await revision() }
  expect((await app.post(way, { ...answer, reason: '' }, options)).status).toBe(422)
  expect((await app.post(way, answer, options)).status).toBe(303)
  expect((await app.post(way, answer, options)).status).toBe(422)
  expect(await app.db.selectFrom('record_outbox').select('subject').where('recipient', '=', 'ada@example.org').execute()).toMatchObject([{ subject: 'Your correction of the report “Fifth meeting”' }])
  expect((await app.post(way, { shall: 'finish', revision: await revision() }, options)).status).toBe(303)
  expect((await app.post(way, { shall: 'finish', revision: await revision() }, options)).status).toBe(422)
  expect((await app.post(`${address}/correct`, { ...correction, formKey: newId() })).status).toBe(404)

  const changed = { ...report, report: '1. Opened.\n\n2. Closed at noon.', shall: 'save' }
  const refused = await app.post(`${desk}/report`, { ...changed, reason: '', revision: await revision() }, options)
  expect([refused.status, (await refused.text()).includes('This report is final: say why')]).toEqual([422, true])
  expect((await app.post(`${desk}/report`, { ...changed, reason: 'Ada was right', revision: await revision() }, options)).status).toBe(303)
  expect(await findReportWay(app.db, meeting.id)).toMatchObject({ state: 'final', revisions: [{ number: 1, reason: null, body: { paragraphs: [{}, { text: 'Closed.' }] } }, { number: 2, reason: 'Ada was right', body: { paragraphs: [{}, { text: 'Closed at noon.' }] } }] })
  const last = await (await app.get(address)).text()
  for (const part of ['Final since', 'Revision 1', 'Ada was right', 'So it was.']) expect(last).toContain(part)
  expect(await (await app.get(`/${forum.slug}/record`)).text()).toContain('finished the report')
})
