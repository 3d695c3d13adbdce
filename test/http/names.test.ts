import { expect, test } from 'vitest'
import { buildCall } from '../../src/calls/testing.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()

async function setUp() {
  const { forum, cycle } = await app.seedForum()
  const call = await buildCall(app.db, cycle, app.now)
  const organisations = ['Internet Society', 'ISOC', 'INTERNET SOCIETY', 'Internet Society Kolkata Chapter']
  for (const [place, organisation] of organisations.entries()) await buildContribution(app.db, call, app.now, { contributor: `Person ${'ABCD'[place]}`, organisation })
  const cookie = await app.signIn('secretariat', forum.id)
  const names = `/desk/${forum.slug}/names`
  return { forum, names, cookie, read: async (path: string) => (await app.get(path, { cookie })).text(), post: (path: string, fields: Record<string, string>) => app.post(path, fields, { cookie }) }
}

const merge = (names: string, from: string, into: string) => `${names}/merge?${new URLSearchParams({ kind: 'organisation', from, into }).toString()}`

test('names are for those who enter contributions; two that are not there, or one twice, lead nowhere', async () => {
  const { forum, names, cookie, post } = await setUp()
  const editor = await app.signIn('editor', forum.id)
  for (const path of [names, `${names}/units`, merge(names, 'ISOC', 'Internet Society')]) {
    expect([(await app.get(path)).status, (await app.get(path, { cookie: editor })).status, (await app.get(path, { cookie })).status], path).toEqual([403, 403, 200])
  }
  for (const path of [merge(names, 'ISOC', 'Nobody'), merge(names, 'ISOC', 'ISOC'), `${names}/merge`]) expect((await app.get(path, { cookie })).status, path).toBe(404)
  expect((await post(names, { action: 'part', name: 'x', into: 'y' })).status).toBe(422)
  expect((await post(names, { action: 'forget', apart: 'x' })).status).toBe(422)
  expect((await post(names, { action: 'apart', kind: 'organisation', from: 'ISOC' })).status).toBe(422)
})

test('a pair is proposed, looked at with what moves, merged, and taken back; the contributions keep what was printed', async () => {
  const { forum, names, read, post } = await setUp()
  const list = await read(names)
  expect(list).toContain('3 pairs of organisations that may be one')
  expect(list).not.toMatch(/<h3>[^/]*Kolkata/u)
  expect(await read(`/desk/${forum.slug}/2026/inbox`)).toContain('name to be clarified')
  const both = merge(names, 'ISOC', 'Internet Society')
  expect(await read(both)).toMatch(/What moves: 1 contribution[^]*2026\/C-2/u)
  expect((await post(both, { action: 'merge' })).headers.get('location')).toBe(`${names}?done=merged`)
  expect(await (await post(both, { action: 'merge' })).text()).toContain('known as another by now')
  expect(await (await post(merge(names, 'Internet Society', 'ISOC'), { action: 'merge' })).text()).toContain('The second name is known as the first')
  const after = await read(names)
  expect(after).toContain('1 pair of organisations that may be one')
  const page = await read(`/desk/${forum.slug}/2026/inbox/C-2`)
  for (const text of ['Person B, ISOC', 'known as Internet Society']) expect(page).toContain(text)
  const [, name = '', into = ''] = /name="name" value="([^"]+)"\/?>\s*<input type="hidden" name="into" value="([^"]+)"/u.exec(after) ?? []
  expect((await post(names, { action: 'part', name, into })).headers.get('location')).toBe(`${names}?done=parted`)
  expect(await (await post(names, { action: 'part', name, into })).text()).toContain('taken back meanwhile')
  expect(await read(names)).toContain('3 pairs of organisations that may be one')
})

test('what is said not to be the same is not proposed again until that is taken back', async () => {
  const { names, read, post } = await setUp()
  const pair = { kind: 'organisation', from: 'Internet Society', into: 'INTERNET SOCIETY' }
  expect((await post(names, { action: 'apart', ...pair })).headers.get('location')).toBe(`${names}?done=apart`)
  expect(await (await post(names, { action: 'apart', ...pair })).text()).toContain('not the same')
  const page = await read(names)
  expect(page).toContain('Said not to be the same')
  expect(await (await post(merge(names, 'INTERNET SOCIETY', 'Internet Society'), { action: 'merge' })).text()).toContain('Take that back first')
  const apart = /name="apart" value="([^"]+)"/u.exec(page)?.[1] ?? ''
  expect((await post(names, { action: 'forget', apart })).headers.get('location')).toBe(`${names}?done=forgotten`)
  expect(await read(names)).not.toContain('Said not to be the same')
})

test('the words of units are edited; an older edit is told', async () => {
  const { names, read, post } = await setUp()
  expect(await read(`${names}/units`)).toMatch(/chapter[^]*отделение[^]*分会/u)
  expect((await post(`${names}/units`, { words: ' ', revision: '0' })).status).toBe(422)
  expect((await post(`${names}/units`, { words: 'chapter\nlodge', revision: '0' })).headers.get('location')).toBe(`${names}?done=words`)
  expect((await post(`${names}/units`, { words: 'lodge', revision: '0' })).status).toBe(422)
  expect(await read(`${names}/units`)).toContain('chapter\nlodge')
})
