import { expect, test } from 'vitest'
import { openRoom } from '../../src/meetings/room/commands.ts'
import { putPoint } from '../../src/meetings/points/commands.ts'
import { takeRemark } from '../../src/meetings/remarks/commands.ts'
import { buildMeeting } from '../../src/meetings/testing.ts'
import { transact } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { citeParagraph } from '../../src/procedures/cite-paragraph.ts'
import { buildCitedChain, digestFolder, exportFolder, importFolder } from '../../src/procedures/testing.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { buildReview } from '../../src/review/testing.ts'
import { testApplication } from '../harness/application.ts'
import { freshDatabase } from '../harness/postgres.ts'

const app = await testApplication()

test('a transcript has a page: cues with times and names as in the file, searched, each with an address and a reference', async () => {
  const { forum, cycle } = await app.seedForum()
  await buildMeeting(app.db, forum.id, 'third', app.now, { cycleIds: [cycle.id] })
  const lead = { cookie: await app.signIn('facilitator', forum.id) }
  const desk = `/desk/${forum.slug}/meetings/third/transcripts`
  const page = `/${forum.slug}/meetings/third/transcripts/1`
  expect((await app.get(desk)).status).toBe(403)
  expect((await app.get(desk, lead)).status).toBe(200)
  for (const fields of [{ text: '', language: 'en' }, { text: 'WEBVTT', language: 'en' }, { text: 'Words', language: 'xx' }, { text: 'Words', language: 'en', url: 'ftp://x' }]) expect((await app.post(desk, { title: '', url: '', ...fields }, lead)).status).toBe(422)
  const vtt = 'WEBVTT\n\n00:12:30.000 --> 00:12:31.000\n<v Ada <b>>Ports should talk.\n\n00:12:30.500 --> 00:12:33.000\nنعم، الموانئ\n'
  const file = new File([`\uFEFF${vtt.replaceAll('\n', '\r\n')}`], 'call.vtt', { type: 'text/vtt' })
  expect((await app.post(desk, { file, text: '', language: 'ar', title: 'Call <i>', url: 'https://example.org/r' }, lead)).headers.get('location')).toBe(page)
  const html = await (await app.get(page)).text()
  for (const words of ['id="t-00-12-30"', 'id="c2"', 'Ports should talk.', 'Call &lt;i&gt;', 'third/T-1-1']) expect(html).toContain(words)
  expect(await app.json(`${page}?q=الموانئ`)).toMatchObject({ total: 1, cues: [{ cue: 2, ref: 'third/T-1-2', starts: 750_500, speaker: null }] })
  expect(await app.json(`${page}?t=00-12-31`)).toMatchObject({ page: 1, total: 2 })
  expect(await (await app.get(`${page}?q=nowhere`)).text()).toContain('stand nowhere')
  expect((await app.get(`/${forum.slug}/meetings/third/transcripts/2`)).status).toBe(404)
  const written = await exportFolder(app.db, forum.slug, app.services.files)
  const second = await freshDatabase()
  expect(await importFolder(second, written, app.services.files)).not.toHaveProperty('refusal')
  expect(await digestFolder(await exportFolder(second, forum.slug, app.services.files))).toEqual(await digestFolder(written))
})

test('a remark comes into the register once, says what it became, and is cited with points in the draft; all of it travels', async () => {
  const { forum, cycle } = await app.seedForum()
  const chain = await buildCitedChain(app.db, cycle, app.now)
  const review = await buildReview(app.db, cycle, chain.versionId, app.now)
  const { id: meetingId } = await buildMeeting(app.db, forum.id, 'fifth', app.now, { cycleIds: [cycle.id], sittings: [{ date: '2026-11-02' as never, starts: null, ends: null, zone: null, place: null }] })
  const said = { meetingId, itemId: null, language: 'en', organisation: null, saidAt: app.now }
  await transact(app.db, (tx) => openRoom(tx, SYSTEM, { meetingId }, app.now))
  for (const [text, speaker, isNamed] of [['Ports should talk.', 'Ada Hidden', false], ['They do, in March.', 'Ben Shown', true], ['Only said.', null, false]] as const) await transact(app.db, (tx) => takeRemark(tx, SYSTEM, { ...said, text, speaker, isNamed }, app.now))
  await transact(app.db, (tx) => putPoint(tx, SYSTEM, { meetingId, itemId: null, text: 'Ports talk monthly.', strength: 'agreement' }, app.now))
  const lead = { cookie: await app.signIn('facilitator', forum.id) }
  const desk = (remark: number) => `/desk/${forum.slug}/meetings/fifth/room/remarks/${remark}/register`
  const page = (remark: number) => `/${forum.slug}/meetings/fifth/remarks/${remark}`
  const form = await (await app.get(desk(1), lead)).text()
  const question = /value="(question [0-9a-f-]{36})"/u.exec(form)?.[1] ?? ''
  expect(form).toContain(`value="review ${review.id}"`)
  expect((await app.get(desk(1))).status).toBe(403)
  expect((await app.post(desk(1), { as: `review ${newId()}`, formKey: newId() }, lead)).status).toBe(422)
  expect((await app.post(desk(1), { as: `review ${review.id}`, formKey: newId() }, lead)).headers.get('location')).toBe(page(1))
  expect((await app.post(desk(1), { as: question, formKey: newId() }, lead)).status).toBe(422)
  expect((await app.post(desk(2), { as: question, formKey: newId() }, lead)).status).toBe(303)
  expect(await app.json(page(1))).toMatchObject({ ref: 'fifth/M-1', speaker: null, became: [{ ref: '2026/R-1', url: `/${forum.slug}/2026/comments/R-1` }] })
  expect(await (await app.get(`/${forum.slug}/2026/comments/R-1`)).text()).not.toContain('Ada Hidden')
  const registered = (await app.json(page(2)))['became'] as { ref: string; url: string }[]
  expect(registered[0]?.ref).toMatch(/^2026\/C-[0-9]+$/u)
  expect((await app.get(registered[0]?.url ?? '')).status).toBe(200)
  expect(await (await app.get(page(3))).text()).toContain('Nothing yet.')
  expect((await app.get(`/${forum.slug}/meetings/fifth/remarks/9`)).status).toBe(404)

  const cite = (refs: string) => transact(app.db, (tx) => citeParagraph(tx, SYSTEM, { documentId: chain.documentId, paragraphId: chain.paragraphIds[0] ?? forum.id, refs, change: 'add' }, app.now))
  expect(await cite('PT-9 fifth/M-9 other/M-1')).toEqual({ refusal: 'unknown-references', refs: ['PT-9', 'fifth/M-9', 'other/M-1'] })
  expect(await cite('pt-1, fifth/M-3')).toMatchObject({ added: 2 })
  expect(await (await app.get(page(3))).text()).toContain('1 paragraph rests on it.')
  expect(await (await app.get(`/${forum.slug}/points/1`)).text()).toContain('1 paragraph rests on it.')

  const written = await exportFolder(app.db, forum.slug, app.services.files)
  const second = await freshDatabase()
  expect(await importFolder(second, written, app.services.files)).not.toHaveProperty('refusal')
  expect(await digestFolder(await exportFolder(second, forum.slug, app.services.files))).toEqual(await digestFolder(written))
})
