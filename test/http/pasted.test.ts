import { expect, test } from 'vitest'
import { buildCall } from '../../src/calls/testing.ts'
import { newId } from '../../src/platform/new-id.ts'
import { buildReview, buildVersion } from '../../src/review/testing.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
const pasted = '<!--[if gte mso 9]><xml><w:Zoom>0</w:Zoom></xml><![endif]--><p class="MsoNormal" style="mso-line-height-rule:exactly">Berths are <b>shared</b>.<o:p></o:p></p>'
const escaped = '&lt;!--[if gte mso 9]&gt;'

test('an answer that was pasted from a word processor is kept clean, and its sender alone can read it as it was', async () => {
  const { forum, cycle } = await app.seedForum()
  const call = await buildCall(app.db, cycle, app.now)
  const base = `/${forum.slug}/2026`
  const [first, second] = call.questions.map(({ id }) => `answer-${id}`)
  const fields = { formKey: newId(), revision: '1', contributor: 'Ada Example', consent: 'full', [first ?? '']: pasted, [second ?? '']: 'Typed: a < b, and <p> is a tag.' }
  const sent = await app.post(`${base}/calls/main/contribute`, fields)
  expect(sent.status).toBe(303)
  const receipt = sent.headers.get('location') ?? ''
  expect((await app.post(`${base}/calls/main/contribute`, fields)).headers.get('location')).toBe(receipt)
  expect(await app.json(`${base}/contributions/C-1`)).toMatchObject({ answers: [{ text: 'Berths are shared.' }, { text: 'Typed: a < b, and <p> is a tag.' }] })
  const own = await (await app.get(receipt)).text()
  expect(own).toContain('What you pasted as answer 1 was cleaned')
  expect(own).toContain(escaped)
  for (const address of [`${base}/contributions/C-1`, `${base}/record`]) expect(await (await app.get(address)).text()).not.toContain(escaped)
})

test('so is a comment; one of which nothing is left but marks is empty', async () => {
  const { forum, cycle } = await app.seedForum()
  const { versionId } = await buildVersion(app.db, cycle, ['One paragraph.'], app.now)
  await buildReview(app.db, cycle, versionId, app.now)
  const base = `/${forum.slug}/2026`
  const fields = { formKey: newId(), target: 'whole', paragraphs: '', missingWhere: '', type: 'general', text: pasted, proposal: '\uf0b7\u00a0\u00a0One', author: 'Ada Example', organisation: '', stakeholderGroup: '', regionalGroup: '', language: 'en', mail: '', consent: 'full' }
  const empty = await app.post(`${base}/reviews/1/comment`, { ...fields, text: '<p class="MsoNormal"><o:p>&nbsp;</o:p></p>' })
  expect([empty.status, await empty.text()]).toEqual([422, expect.stringContaining('Please fill this in') as unknown])
  const sent = await app.post(`${base}/reviews/1/comment`, fields)
  expect(sent.status).toBe(303)
  const own = await (await app.get(sent.headers.get('location') ?? '')).text()
  expect(own).toContain('What you pasted was cleaned')
  expect(own).toContain(escaped)
  const shown = await (await app.get(`${base}/comments/R-1`)).text()
  expect(shown).toContain('Berths are shared.')
  expect(shown).not.toContain(escaped)
})
