import { expect, test } from 'vitest'
import { checkDueLinks } from '../../src/meetings/link-check/reactions.ts'
import { gatherAddresses } from '../../src/meetings/link-check/commands.ts'
import { findMeeting } from '../../src/meetings/queries.ts'
import { writeReport } from '../../src/meetings/report/commands.ts'
import { buildMeeting } from '../../src/meetings/testing.ts'
import { transact } from '../../src/platform/database.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { addMilliseconds } from '../../src/shared/time.ts'
import type { Probed } from '../../src/shared/web-addresses.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()

async function withMeeting() {
  const { forum, cycle } = await app.seedForum()
  const meeting = await buildMeeting(app.db, forum.id, 'fifth', app.now, { cycleIds: [cycle.id] })
  const revision = async () => (await findMeeting(app.db, forum.id, 'fifth'))?.revision ?? 0
  const desk = `/desk/${forum.slug}/meetings/fifth`
  const options = { cookie: await app.signIn('facilitator', forum.id) }
  const add = async (fields: Record<string, string>) => app.post(`${desk}/links`, { kind: 'recording', title: '', passcode: '', revision: String(await revision()), ...fields }, options)
  return { forum, meeting, revision, desk, options, add, address: `/${forum.slug}/meetings/fifth` }
}

test('recordings are of several kinds and languages; each link and each passcode is seen by whom it is for, and one is taken away again', async () => {
  const { forum, revision, desk, options, add, address } = await withMeeting()
  const secret = '#<Ü 1&2>'
  const links = [
    { kind: 'video', url: 'https://video.example/open', title: 'Whole call', passcode: secret, passcodeVisibility: 'public', language: 'fr' },
    { kind: 'audio', url: 'https://video.example/members', visibility: 'members', passcode: 'for-members', passcodeVisibility: 'members' },
    { kind: 'chat', url: 'https://video.example/desk', visibility: 'roles', passcode: 'for-desk' },
    { kind: 'slides', url: 'https://video.example/slides', passcode: 'hidden-code' },
  ]
  for (const wrong of [{ kind: 'film' }, { visibility: 'nobody' }, { language: 'no language' }, { url: 'ftp://x' }]) expect((await add({ ...links[0], ...wrong })).status).toBe(422)
  for (const link of links) expect((await add(link)).status).toBe(303)
  const shownTo = async (who: { cookie?: string }) => {
    const { links: shown } = (await (await app.get(`${address}.json`, who)).json()) as { links: { kind: string; passcode: string | null; asksForPasscode: boolean; language: string | null }[] }
    return shown.map(({ kind, passcode, asksForPasscode }) => `${kind} ${passcode ?? (asksForPasscode ? 'asked' : '')}`)
  }
  expect(await shownTo({})).toEqual([`video ${secret}`, 'slides asked'])
  expect(await shownTo({ cookie: await app.signIn('member', forum.id) })).toEqual([`video ${secret}`, 'audio for-members', 'slides asked'])
  expect(await shownTo(options)).toHaveLength(4)
  const page = await (await app.get(address)).text()
  for (const part of ['Whole call', 'French', '#&lt;Ü 1&amp;2&gt;', 'asks for a passcode']) expect(page).toContain(part)
  const record = JSON.stringify(await app.db.selectFrom('record_entry').selectAll().execute()) + JSON.stringify(await app.db.selectFrom('record_text').selectAll().execute())
  for (const hidden of ['video.example/members', 'video.example/desk', 'for-members', 'hidden-code']) expect([page.includes(hidden), record.includes(hidden)]).toEqual([false, false])
  const masked = await (await app.get(`${desk}/links`, options)).text()
  expect([masked.includes('for-desk'), (await (await app.get(`${desk}/links?show=1`, options)).text()).includes('for-desk')]).toEqual([false, true])
  const [first] = (await findMeeting(app.db, forum.id, 'fifth'))?.links ?? []
  const remove = async () => app.post(`${desk}/links`, { remove: first?.id ?? '', revision: String(await revision()) }, options)
  expect([(await remove()).status, (await remove()).status]).toEqual([303, 422])
  expect(await shownTo({})).toEqual(['slides asked'])
})

test('a link that could not be reached twice is said not to be reached, since when; without a network nothing is said of any', async () => {
  const { forum, meeting, revision, desk, options, add, address } = await withMeeting()
  const [dead, silent, fine] = [`https://${forum.slug}.example/dead`, `https://${forum.slug}.invalid/r`, `https://${forum.slug}.example/fine`]
  for (const url of [dead, fine]) await add({ url })
  const at = await revision()
  const paragraphs = [{ number: 1, heading: null, text: `See ${silent}.` }, { number: 2, heading: null, text: 'Nothing.' }]
  await transact(app.db, (tx) => writeReport(tx, SYSTEM, { forumId: forum.id, meetingId: meeting.id, revision: at, reportDate: null, footnotes: [], annexes: [], paragraphs }, app.now))
  await gatherAddresses(app.db, app.now)
  let hasNetwork = true
  const asked: string[] = []
  const answer = (url: string): Probed => {
    asked.push(url)
    if (!hasNetwork || url === silent) return { outcome: 'unreached', status: null, isSilent: true }
    return url === fine ? { outcome: 'reached', status: 200 } : { outcome: 'unreached', status: 404, isSilent: false }
  }
  let now = app.now
  const turn = async (hours: number) => {
    now = addMilliseconds(now, hours * 3_600_000)
    while ((await checkDueLinks({ db: app.db, clock: () => now, manners: 0, probe: async (url) => answer(url) })) > 0);
  }
  const unreached = async () => {
    const { links } = (await (await app.get(`${address}.json`, options)).json()) as { links: { url: string; unreachedSince: string | null }[] }
    return links.filter(({ unreachedSince }) => unreachedSince !== null).map(({ url, unreachedSince }) => `${url} ${unreachedSince?.slice(0, 10) ?? ''}`)
  }
  await turn(1)
  expect([asked.filter((url) => url === dead).length, await unreached()]).toEqual([1, []])
  hasNetwork = false
  await turn(7)
  expect(await unreached()).toEqual([])
  hasNetwork = true
  await turn(2)
  expect(await unreached()).toEqual([`${dead} 2026-11-02`])
  const page = await (await app.get(address, options)).text()
  expect(page.match(/could not be reached since 2 November 2026/gu)).toHaveLength(2)
  const list = await (await app.get(`/desk/${forum.slug}/meetings`, options)).text()
  for (const part of ['2 links could not be reached', dead, silent]) expect(list).toContain(part)
  expect(await (await app.get(`${desk}/report`, options)).text()).toContain('This address could not be reached since')
  // What is gone from the meeting is looked at no longer.
  const row = async (url: string) => app.db.selectFrom('meetings_address').select('url').where('url', '=', url).executeTakeFirst()
  const links = (await findMeeting(app.db, forum.id, 'fifth'))?.links ?? []
  expect(await row(dead)).toBeDefined()
  await app.post(`${desk}/links`, { remove: links.find(({ url }) => url === dead)?.id ?? '', revision: String(await revision()) }, options)
  await gatherAddresses(app.db, now)
  expect([await row(dead), await row(fine)]).toEqual([undefined, { url: fine }])
})
