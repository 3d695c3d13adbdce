import { describe, expect, test } from 'vitest'
import { reviseParagraph } from '../../src/drafts/paragraphs/commands.ts'
import { flatten } from '../../src/drafts/model.ts'
import { loadWorkingText } from '../../src/drafts/queries.ts'
import { buildDocument } from '../../src/drafts/testing.ts'
import { transact } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { buildCitedChain, buildFrozenVersion } from '../../src/procedures/testing.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()

async function setUp(...sections: readonly string[]) {
  const { forum, cycle } = await app.seedForum()
  const base = `/${forum.slug}/2026`
  const editor = await app.signIn('editor', forum.id)
  const built = await buildDocument(app.db, cycle, sections, app.now)
  const at = `/desk${base}/documents/output`
  const post = (path: string, fields: Record<string, string | readonly string[]>) => app.post(`${at}${path}`, fields, { cookie: editor })
  const see = async (path = '') => (await app.get(`${at}${path}`, { cookie: editor })).text()
  const words = async () => flatten(await loadWorkingText(app.db, built.documentId)).map(({ text }) => text)
  return { forum, cycle, base, editor, at, post, see, words, ...built }
}

describe('the desk', () => {
  test('is for those who write drafts', async () => {
    const { forum, at, base } = await setUp('One.')
    const member = await app.signIn('member', forum.id)
    for (const address of [at, `${at}/title`, `${at}/freeze`, `${at}/paragraphs/new`, `/desk${base}/documents`, `/desk${base}/references`]) {
      expect((await app.get(address, { cookie: member })).status).toBe(403)
      expect((await app.post(address, {}, { cookie: member })).status).toBe(403)
    }
    expect((await app.get(`/desk${base}/documents/none`, { cookie: member })).status).toBe(404)
  })

  test('starts a document, and says what is wrong beside each field', async () => {
    const { base, editor } = await setUp()
    const start = (fields: Record<string, string>) => app.post(`/desk${base}/documents`, { title: 'Output', slug: 'quiet-water', kind: 'draft-output', language: 'en', ...fields }, { cookie: editor })
    const wrong = await start({ title: '', slug: 'Quiet Water', kind: 'poem', language: '?' })
    expect(wrong.status).toBe(422)
    const html = await wrong.text()
    for (const name of ['title', 'slug', 'kind', 'language']) expect(html).toContain(`id="error-${name}"`)
    expect(html).toContain('Quiet Water')
    expect((await start({})).headers.get('location')).toBe(`/desk${base}/documents/quiet-water`)
    expect(await (await start({})).text()).toContain('Another document of this cycle has this address')
    expect(await (await app.get(`/desk${base}/documents`, { cookie: editor })).text()).toContain('/documents/quiet-water')
  })

  test('takes sections and paragraphs, each form once', async () => {
    const { post, words, see } = await setUp()
    const formKey = newId()
    for (let time = 0; time < 2; time++) expect((await post('/sections/new', { title: 'Why harbours', formKey })).status).toBe(303)
    expect((await post('/sections/new', { title: ' ', formKey: newId() })).status).toBe(422)
    const key = newId()
    for (let time = 0; time < 2; time++) expect((await post('/paragraphs/new', { section: formKey, after: 'end', text: 'One.\n\nTwo & <three>.', formKey: key })).status).toBe(303)
    expect(await words()).toEqual(['One.', 'Two & <three>.'])
    expect(await (await post('/paragraphs/new', { section: newId(), after: 'end', text: 'Lost?', formKey: newId() })).text()).toContain('Lost?')
    const html = await see()
    expect(html).toContain('Two &amp; &lt;three&gt;.')
    expect(html).toContain('rests on nothing')
    expect((await post(`/sections/${formKey}`, { title: 'Why water', before: 'Something else' })).status).toBe(422)
    expect((await post(`/sections/${formKey}`, { title: 'Why water', before: 'Why harbours' })).status).toBe(303)
    expect(await see(`/sections/${formKey}`)).toContain('Why water')
    expect(await see('/paragraphs/new')).toContain('name="formKey"')
    expect(await see('/sections/new')).toContain('name="formKey"')
  })

  test('a stale edit shows what stands now and keeps what was typed; sent again, it counts', async () => {
    const { post, paragraphs, words, documentId, see } = await setUp('One.')
    const paragraphId = paragraphs[0]?.id ?? newId<'paragraph'>()
    expect(await see(`/paragraphs/${paragraphId}`)).toContain('name="revision" value="1"')
    await transact(app.db, (tx) => reviseParagraph(tx, SYSTEM, { documentId, paragraphId, revision: 1, text: 'Theirs.' }, app.now))
    const empty = await (await post(`/paragraphs/${paragraphId}`, { text: ' ', revision: '1' })).text()
    expect(empty).toContain('name="revision" value="1"')
    const stale = await post(`/paragraphs/${paragraphId}`, { text: 'Mine.', revision: '1' })
    expect(stale.status).toBe(422)
    const html = await stale.text()
    for (const text of ['Theirs.', 'Mine.', 'What stands now', 'name="revision" value="2"']) expect(html).toContain(text)
    expect((await post(`/paragraphs/${paragraphId}`, { text: 'Mine.\n\nAnd more.', revision: '2' })).status).toBe(303)
    expect(await words()).toEqual(['Mine.', 'And more.'])
  })

  test('moves, merges, removes and declares by one button each; refusals are said above the text', async () => {
    const { post, paragraphs, sectionIds, words, see } = await setUp('A\n\nB\n\nC', 'D')
    const [a, b, c, d] = paragraphs.map(({ id }) => id as string)
    const act = (fields: Record<string, string | undefined>) => post('', Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? ''])))
    expect((await act({ action: 'move', paragraph: a, to: 'down' })).status).toBe(303)
    expect(await words()).toEqual(['B', 'A', 'C', 'D'])
    const edge = await act({ action: 'move', paragraph: d, to: 'down' })
    expect([edge.status, (await edge.text()).includes('cannot be moved further')]).toEqual([422, true])
    expect((await act({ action: 'merge', paragraph: a, revision: '1', next: '1' })).status).toBe(303)
    expect((await act({ action: 'merge', paragraph: a, revision: '1', next: '1' })).status).toBe(422)
    expect(await words()).toEqual(['B', 'A C', 'D'])
    expect((await act({ action: 'move', paragraph: b, to: sectionIds[1] })).status).toBe(303)
    expect((await act({ action: 'remove', paragraph: d, revision: '1' })).status).toBe(303)
    expect((await act({ action: 'remove', paragraph: c, revision: '1' })).status).toBe(422)
    expect(await words()).toEqual(['A C', 'B'])
    expect((await act({ action: 'voice', paragraph: b, own: 'yes' })).status).toBe(303)
    expect(await see()).toContain('No longer own voice')
    expect((await act({ action: 'remove-section', section: sectionIds[0] })).status).toBe(422)
    expect((await act({ action: 'move-section', section: sectionIds[1], direction: 'up' })).status).toBe(303)
    expect((await act({ action: 'dance' })).status).toBe(422)
    expect((await post('/title', { title: 'Quiet water', revision: '9' })).status).toBe(422)
    expect((await post('/title', { title: 'Quiet water', revision: '1' })).status).toBe(303)
    expect(await see('/title')).toContain('Quiet water')
  })

  test('cites by references typed and ticked, and names those that name nothing', async () => {
    const { forum, cycle } = await app.seedForum()
    const cookie = await app.signIn('editor', forum.id)
    const { paragraphIds } = await buildCitedChain(app.db, cycle, app.now)
    const at = `/desk/${forum.slug}/2026`
    const cite = `${at}/documents/output/paragraphs/${paragraphIds[1] ?? ''}/cite`
    const library = { title: 'Harbour light', author: 'A. Writer', published: '2025-02-30', url: 'javascript:alert(1)' }
    const wrong = await (await app.post(`${at}/references`, library, { cookie })).text()
    expect(wrong).toContain('id="error-published"')
    expect(wrong).toContain('id="error-url"')
    const right = { ...library, published: '2025-02-28', url: 'https://example.org/light' }
    expect((await app.post(`${at}/references`, right, { cookie })).headers.get('location')).toBe(`${at}/references#L-1`)
    expect(await (await app.post(`${at}/references`, right, { cookie })).text()).toContain('listed already')
    expect(await (await app.get(`${at}/references`, { cookie })).text()).toContain('Harbour light')
    expect(await (await app.get(`/${forum.slug}/2026/references`)).text()).toContain('2026/L-1')
    expect(await app.json(`/${forum.slug}/2026/references`)).toMatchObject({ references: [{ ref: '2026/L-1', published: '2025-02-28' }], next: null })
    const unknown = await app.post(cite, { refs: 'P-2, X-9' }, { cookie })
    expect([unknown.status, (await unknown.text()).includes('name nothing in this cycle: X-9')]).toEqual([422, true])
    expect((await app.post(cite, { refs: 'P-2', more: ['F-1', 'L-1'] }, { cookie })).status).toBe(303)
    expect(await (await app.get(cite, { cookie })).text()).toContain('value="P-2, F-1, L-1"')
    expect(await (await app.get(`${at}/documents/output`, { cookie })).text()).toContain('rests on P-2, F-1, L-1')
  })
})

describe('versions', () => {
  test('an unfrozen document is not public; a frozen version is, at its address and as data', async () => {
    const { base, at, post, see } = await setUp('One.\n\nTwo.', 'Three.')
    expect((await app.get(`${base}/documents/output`)).status).toBe(404)
    expect(await see('/freeze')).toContain('name="cutOff"')
    const wrong = await post('/freeze', { title: 'Draft', note: '', cutOff: '11 October', formKey: newId() })
    expect([wrong.status, /error-note[^]*error-cutOff/u.test(await wrong.text())]).toEqual([422, true])
    const formKey = newId()
    for (let time = 0; time < 2; time++) expect((await post('/freeze', { title: 'First draft', note: 'As it came.', cutOff: '2026-10-11', formKey })).headers.get('location')).toBe(`${base}/documents/output/versions/1`)
    expect(await app.json(`${base}/documents/output`)).toMatchObject({ document: 'output', versions: [{ version: 1, cutOff: '2026-10-11' }] })
    expect(await app.json(`${base}/documents`)).toMatchObject({ documents: [{ document: 'output', versions: [1] }] })
    for (const address of [`${base}/documents`, `${base}/documents/output`, `${base}/documents/output/versions/1`]) expect((await app.get(address)).status).toBe(200)
    const html = await (await app.get(`${base}/documents/output/versions/1`)).text()
    for (const text of ['id="p3"', 'Reflects contributions up to 11 October 2026', 'As it came.']) expect(html).toContain(text)
    expect((await app.get(`${base}/documents/output/versions/2`)).status).toBe(404)
    expect(at).toContain('/desk/')
  })

  test('refuses to freeze a text without paragraphs', async () => {
    const { post } = await setUp('')
    const refused = await post('/freeze', { title: 'Draft', note: 'None.', cutOff: '', formKey: newId() })
    expect([refused.status, (await refused.text()).includes('has no paragraph yet')]).toEqual([422, true])
  })

  test('two versions are compared, either way round', async () => {
    const { base, post, documentId, paragraphs } = await setUp('Quiet after ten.\n\nGone soon.\n\nStays.')
    const [first, second] = paragraphs
    await buildFrozenVersion(app.db, documentId, app.now)
    await post(`/paragraphs/${first?.id ?? ''}`, { text: 'Quiet after eleven.', revision: '1' })
    await post('', { action: 'remove', paragraph: second?.id ?? '', revision: '1' })
    await buildFrozenVersion(app.db, documentId, app.now)
    const forth = await (await app.get(`${base}/documents/output/compare?from=1&to=2`)).text()
    for (const text of ['<del>ten</del><ins>eleven</ins>', 'removed, was ¶ 2', 'unchanged, was ¶ 3', '1 changed', '1 removed']) expect(forth).toContain(text)
    const back = await (await app.get(`${base}/documents/output/compare?from=2&to=1`)).text()
    for (const text of ['<del>eleven</del><ins>ten</ins>', '1 new']) expect(back).toContain(text)
    expect(await app.json(`${base}/documents/output/compare?from=1&to=2`)).toMatchObject({ from: 1, to: 2, paragraphs: [{ fortune: 'changed' }, { fortune: 'removed' }, { fortune: 'unchanged' }] })
    expect(await (await app.get(`${base}/documents/output/compare`)).text()).toContain('from version 1 to version 2')
    expect(await (await app.get(`${base}/documents/output/compare?from=2&to=2`)).text()).toContain('say the same')
    expect((await app.get(`${base}/documents/output/compare?from=1&to=7`)).status).toBe(404)
    expect(await (await app.get(`${base}/documents/output`)).text()).toContain('compare?from=1&amp;to=2')
  })
})
