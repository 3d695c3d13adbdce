import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildContribution } from '../../src/contributions/testing.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { emptyFileStore, exportFolder } from '../../src/procedures/testing.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
let forum: Forum
let cycle: Cycle
let cookie: string
let base: string
let desk: string
let hidden: number

beforeAll(async () => {
  const seeded = await app.seedCall('editor')
  ;({ forum, cycle, cookie, base, desk } = seeded)
  const { call, questionId } = seeded
  await buildContribution(app.db, call, app.now, { language: 'ar', answers: [{ questionId, text: 'القواعد تساعد. الليل هادئ.' }] })
  hidden = (await buildContribution(app.db, call, app.now, { language: 'fr', consent: 'not-at-all', answers: [{ questionId, text: 'Un secret.' }] })).number
})

const post = (path: string, fields: Record<string, string>) => app.post(`${desk}/${path}`, fields, { cookie })
const get = async (path: string) => (await app.get(path, { cookie })).text()
const entered = { language: 'en', text: 'Rules help. Night is quiet.', machine: '', revision: '0' }

describe('a translation', () => {
  test('is entered by whoever works there, in another language, once', async () => {
    expect((await app.get(`${desk}/reading/C-1/1/translations/new`)).status).toBe(403)
    expect((await app.get(`${desk}/reading/C-1/1/translations/de`, { cookie })).status).toBe(404)
    expect((await app.get(`${desk}/reading/R-1/translations/new`, { cookie })).status).toBe(404)
    const wrong = await (await post('reading/C-1/1/translations/new', { ...entered, language: 'ar' })).text()
    expect(wrong).toContain('The original is in this language.')
    expect(wrong).toContain('Night is quiet.')
    expect(await (await post('reading/C-1/1/translations/new', { ...entered, language: 'en-12', text: '' })).text()).toContain('Please fill this in')
    expect((await post('reading/C-1/1/translations/new', entered)).status).toBe(303)
    expect(await (await post('reading/C-1/1/translations/new', entered)).text()).toContain('Somebody has changed this translation meanwhile')
  })

  test('stands beside the original, says that it is none and by whom, and each sentence leads to the original’s', async () => {
    const page = await get(`${desk}/reading/C-1/1`)
    expect(page).toContain('not the original: translated by Somebody (editor)')
    const led = /href="([^"]*sentence=1#mark)">Night is quiet\./u.exec(page)?.[1]?.replaceAll('&amp;', '&').split('#')[0] ?? ''
    const form = await get(led)
    expect(form).toContain('About this sentence of the original was meant')
    expect(form).toMatch(/name="sentence" value="1" checked/u)
  })

  test('is folded on the public page, marked, and is not there once the original is another', async () => {
    const page = await (await app.get(`${base}/contributions/C-1`)).text()
    expect(page).toMatch(/<details class="translation"><summary>Translation into English/u)
    expect(page).toContain('not the original: translated on')
    await post(`reading/C-${hidden}/1/translations/new`, { ...entered, text: 'A secret.' })
    expect(await (await app.get(`${base}/contributions/C-${hidden}`)).text()).not.toContain('A secret')
    await sql`update contributions_answer set text = 'قواعد أخرى.' where text like 'القواعد%'`.execute(app.db)
    expect(await (await app.get(`${base}/contributions/C-1?again`)).text()).not.toContain('Night is quiet')
    expect(await get(`${desk}/reading/C-1/1`)).toContain('The original has changed since')
  })

  test('is revised by whoever saw it last, says which program made it, and is taken away', async () => {
    expect(await get(`${desk}/reading/C-1/1/translations/en`)).toContain('value="1"')
    expect((await post('reading/C-1/1/translations/en', { ...entered, text: 'Other rules.', machine: 'Stand-in 1', revision: '1' })).status).toBe(303)
    expect(await (await post('reading/C-1/1/translations/en', { ...entered, revision: '1' })).text()).toContain('Somebody has changed')
    expect(await get(`${desk}/reading/C-1/1`)).toContain('translated by the program Stand-in 1')
    const folder = await exportFolder(app.db, forum.slug, await emptyFileStore())
    expect(readFileSync(join(folder, 'cycles', cycle.slug, 'synthesis.yaml'), 'utf8')).toContain('Other rules.')
    expect((await post('reading/C-1/1/translations/en', { shall: 'remove' })).status).toBe(303)
    expect(await get(`${desk}/reading/C-1/1`)).not.toContain('Other rules.')
  })
})
