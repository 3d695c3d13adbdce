import { expect, test } from 'vitest'
import { flatten } from '../../src/drafts/model.ts'
import { loadFrozenText } from '../../src/drafts/versions/queries.ts'
import { newId } from '../../src/platform/new-id.ts'
import { buildCitedChain } from '../../src/procedures/testing.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()

async function published() {
  const { forum, cycle } = await app.seedForum()
  const { versionId } = await buildCitedChain(app.db, cycle, app.now)
  const base = `/${forum.slug}/2026`
  const cookie = await app.signIn('editor', forum.id)
  const send = (path: string, fields: Parameters<typeof app.post>[1]) => app.post(`/desk${base}/${path}`, fields, { cookie })
  await send('publish', { version: versionId, title: 'Quiet water', summary: 'What came of it.', residue: 'yes', 'annexes-shown': 'yes', annexes: ['overview', 'contributors'], credits: 'A. Editor\nB. Expert' })
  const paragraphs = flatten(await loadFrozenText(app.db, versionId))
  const edition = `${base}/editions/1`
  const print = async (path = edition): Promise<Record<string, unknown>> => (await (await app.get(`${path}/edition.json`)).json()) as Record<string, unknown>
  return { base, cookie, send, edition, print, paragraphs, desk: `editions/1`, read: async (path: string) => (await app.get(path, { cookie })).text() }
}

test('annexes and credits are printed as they were chosen when it was published', async () => {
  const { print } = await published()
  const data = await print()
  expect((data['annexes'] as { kind: string; label: string }[]).map(({ kind, label }) => [kind, label])).toEqual([['contributors', 'Annex A'], ['overview', 'Annex B']])
  expect(data['credits']).toEqual(['A. Editor', 'B. Expert'])
})

test('a correction is refused without words, on no paragraph, and from who may not publish', async () => {
  const { send, desk, base } = await published()
  expect((await send(desk, { formKey: newId(), paragraph: '', text: '' })).status).toBe(422)
  const wrong = await send(desk, { formKey: newId(), paragraph: '99', text: 'Read three.' })
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('The edition has no paragraph of this number.')])
  expect((await app.post(`/desk${base}/${desk}`, { formKey: newId(), text: 'Read three.' }, { cookie: await app.signIn('member', null) })).status).toBe(403)
})

test('a correction stands beside the paragraph on the page and in what is printed from then on; the text stays; sent twice it is one', async () => {
  const { send, desk, edition, print, read } = await published()
  const before = await print()
  const formKey = newId()
  for (const _ of [1, 2]) expect((await send(desk, { formKey, paragraph: '1', text: 'Read "three" <not four>.' })).status).toBe(303)
  const page = await read(edition)
  expect(page.split('Read &quot;three&quot; &lt;not four&gt;.')).toHaveLength(2)
  const after = await print()
  const first = (data: Record<string, unknown>) => (data['sections'] as { paragraphs: { text: string; errata: { date: string; text: string }[] }[] }[])[0]?.paragraphs[0]
  expect(first(after)?.errata).toEqual([{ date: '2026-11-02', text: 'Read "three" <not four>.' }])
  expect(first(after)?.text).toBe(first(before)?.text)
})

test('a translation is the desk’s alone until it is published, in part if need be; each untranslated paragraph is shown as such', async () => {
  const { send, desk, base, edition, print, paragraphs, read, cookie } = await published()
  const [one, two] = paragraphs
  expect((await send(`${desk}/translations/new`, { language: 'en', title: 'T', summary: 'S' })).status).toBe(422)
  expect((await send(`${desk}/translations/new`, { language: 'nope!', title: 'T', summary: 'S' })).status).toBe(422)
  expect((await send(`${desk}/translations/new`, { language: 'ar', title: 'مياه هادئة', summary: 'ما نتج عنه.', translator: 'مترجم' })).status).toBe(303)
  expect((await send(`${desk}/translations/new`, { language: 'ar', title: 'T', summary: 'S' })).status).toBe(422)
  const work = `${desk}/translations/ar`
  const none = await send(`${work}/publish`, {})
  expect([none.status, await none.text()]).toEqual([422, expect.stringContaining('No paragraph is translated yet.')])
  expect((await app.get(`${edition}/ar`)).status).toBe(404)
  const name = `text-${one?.id ?? ''}`
  expect((await send(work, { [name]: 'كلمات **قوية**', [`was-${one?.id ?? ''}`]: '' })).status).toBe(303)
  const late = await send(work, { [name]: 'أخرى', [`was-${one?.id ?? ''}`]: '' })
  expect([late.status, await late.text()]).toEqual([422, expect.stringContaining('Somebody translated this while you were writing.')])
  expect((await app.get(`${edition}/ar/edition.epub`)).status).toBe(404)
  expect((await send(`${work}/publish`, {})).status).toBe(303)
  expect((await send(`${work}/publish`, {})).status).toBe(422)
  const page = await read(`${edition}/ar`)
  expect(page).toContain('<strong>قوية</strong>')
  expect(page).toContain('1 of 2 paragraphs are translated so far')
  expect(await read(`${edition}/ar?beside=yes`)).toContain('Not translated')
  expect(await read(edition)).toContain(`href="${base}/editions/1/ar"`)
  const data = await print(`${edition}/ar`)
  expect(data).toMatchObject({ language: 'ar', direction: 'rtl', title: 'مياه هادئة', translation: { original: 'en', done: 1, all: 2, by: 'مترجم' } })
  const printed = (data['sections'] as { paragraphs: { id: string; language: string; isTranslated: boolean; text: string }[] }[]).flatMap((section) => section.paragraphs)
  expect(printed).toMatchObject([{ id: one?.id, language: 'ar', isTranslated: true, text: 'كلمات قوية' }, { id: two?.id, language: 'en', isTranslated: false, text: two?.text }])
  for (const format of ['html', 'pdf', 'docx', 'epub', 'md']) expect((await app.get(`${edition}/ar/edition.${format}`)).status, format).toBe(200)
  for (const ending of ['bib', 'json', 'txt']) expect(await (await app.get(`${edition}/ar/citation.${ending}`)).text(), ending).toMatch(/مياه هادئة[\s\S]*\/editions\/1\/ar/u)
  expect((await app.get(`${edition}/fr/citation.txt`)).status).toBe(404)
  expect((await app.json(`${edition}/ar`))).toMatchObject({ translationOf: 'en', translated: [1] })
  expect(cookie).not.toBe('')
})

test('a translation goes out as a table and comes back as one; parts are known by their names', async () => {
  const { send, desk, base, cookie } = await published()
  await send(`${desk}/translations/new`, { language: 'fr', title: 'Eau calme', summary: 'Ce qui en est sorti.' })
  const work = `${desk}/translations/fr`
  const sheet = await (await app.get(`/desk${base}/${work}/sheet.csv`, { cookie })).text()
  expect(sheet.split('\r\n')[0]).toBe('Part,en,fr')
  const take = (text: string) => send(`${work}/import`, { file: new File([text], 'sheet.csv') })
  for (const [text, sentence] of [['Part,en,fr\n¶99,a,b\n', 'no part called'], ['Part,en,fr\n', 'No row of this table']] as const) {
    const refused = await take(text)
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining(sentence)])
  }
  const filled = sheet.split('\r\n').map((row) => (row.startsWith('¶') ? `${row}Deux mots.` : row)).join('\r\n')
  expect((await take(filled)).status).toBe(303)
  expect(await (await app.get(`/desk${base}/${work}`, { cookie })).text()).toContain('2 of 2 paragraphs translated.')
})

test('feeds of a cycle and of its forum tell of versions, editions and translations, with their documents', async () => {
  const { base, edition } = await published()
  for (const feed of [`${base}/feed.atom`, `${base.replace('/2026', '')}/feed.atom`]) {
    const answer = await app.get(feed)
    expect(answer.headers.get('content-type')).toContain('application/atom+xml')
    const text = await answer.text()
    expect(text.match(/<entry /gu)?.length).toBe(2)
    expect(text).toContain(`<link rel="enclosure" type="application/epub+zip" href="http://localhost:8080${edition}/edition.epub"/>`)
    expect(text).toContain('<title type="text">Quiet water</title>')
  }
  expect((await app.get('/nowhere/feed.atom')).status).toBe(404)
})
