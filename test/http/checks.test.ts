import { expect, test } from 'vitest'
import { buildCall } from '../../src/calls/testing.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import { buildDocument } from '../../src/drafts/testing.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()

async function setUp(...sections: readonly string[]) {
  const { forum, cycle } = await app.seedForum()
  const cookie = await app.signIn('editor', forum.id)
  await buildContribution(app.db, await buildCall(app.db, cycle, app.now), app.now, { contributor: 'Shreedeep Rayamajhi' })
  const built = await buildDocument(app.db, cycle, sections, app.now)
  return { forum, cookie, at: `/desk/${forum.slug}/2026/documents/output`, ...built }
}

test('what is wrong in a working text is shown to those who write it, as page and as data, in their language', async () => {
  const { forum, cookie, at, paragraphs, sectionIds } = await setUp('We met on Friday, 19 November 2026.\n\nShredeep Rayamajhi said so. 👍 See ¶ 9.\n\nThree.')
  const member = await app.signIn('member', forum.id)
  expect((await app.get(`${at}/checks`, { cookie: member })).status).toBe(403)
  expect((await app.get(`${at}/checks.json`, { cookie: member })).status).toBe(403)
  expect((await app.get(`/desk/${forum.slug}/2026/documents/none/checks.json`, { cookie })).status).toBe(404)
  const french = await app.json(`${at}/checks`, { cookie, language: 'fr' })
  expect(french['notices']).toEqual([
    { paragraph: paragraphs[0]?.id, section: sectionIds[0], number: 1, kind: 'weekday', text: 'Friday, 19 November 2026', from: 10, to: 34, message: 'Le 19 novembre 2026 est un jeudi.' },
    { paragraph: paragraphs[1]?.id, section: sectionIds[0], number: 2, kind: 'name', text: 'Shredeep Rayamajhi', from: 0, to: 18, message: 'S’agit-il de « Shreedeep Rayamajhi » ? C’est sous ce nom qu’il est connu ici.' },
    // Places are code points: the picture before it is one.
    { paragraph: paragraphs[1]?.id, section: sectionIds[0], number: 2, kind: 'no-such-paragraph', text: '¶ 9', from: 34, to: 37, message: 'Il n’y a pas de ¶ 9 : le dernier est le ¶ 3.' },
  ])
  const page = await (await app.get(`${at}/checks`, { cookie })).text()
  expect(page).toContain('19 November 2026 is a Thursday.')
  expect(page).toContain(`href="${at}/paragraphs/${paragraphs[1]?.id ?? ''}"`)
  expect(await (await app.get(at, { cookie })).text()).toContain('Checks: 3 things to look at')
})

test('a text in which nothing is wrong says so', async () => {
  const { cookie, at } = await setUp('We met on Thursday, 19 November 2026; Shreedeep Rayamajhi said so.')
  expect(await app.json(`${at}/checks`, { cookie })).toEqual({ notices: [] })
  expect(await (await app.get(`${at}/checks`, { cookie })).text()).toContain('Nothing was found')
})
