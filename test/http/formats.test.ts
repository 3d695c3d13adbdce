import { unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { buildCitedChain } from '../../src/procedures/testing.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()

async function published() {
  const { forum, cycle } = await app.seedForum()
  const { versionId } = await buildCitedChain(app.db, cycle, app.now)
  const base = `/${forum.slug}/2026`
  const cookie = await app.signIn('editor', forum.id)
  const answer = await app.post(`/desk${base}/publish`, { version: versionId, title: 'Quiet <water> & "more"', summary: 'What came of it.', residue: 'yes' }, { cookie })
  expect(answer.status).toBe(303)
  return { forum, cycle, base, cookie, versionId, edition: `${base}/editions/1` }
}

const MEDIA = { html: 'text/html', pdf: 'application/pdf', docx: 'application/vnd.openxmlformats', epub: 'application/epub+zip', md: 'text/markdown', json: 'application/json' } as const

test('what is no edition, no format or no version has no address', async () => {
  const { base, edition } = await published()
  for (const path of [`${base}/editions/2/edition.pdf`, `${edition}/edition.exe`, `${edition}/edition`, `${edition}/citation.pdf`, `${edition}/fr/edition.pdf`, `${base}/documents/output/versions/9/review.pdf`, `${base}/documents/output/versions/1/review.epub`]) {
    expect((await app.get(path)).status, path).toBe(404)
  }
})

test('an edition is had in every format, at an address of its own that says what it is and when it has not changed', async () => {
  const { edition } = await published()
  for (const [format, type] of Object.entries(MEDIA)) {
    const address = `${edition}/edition.${format}`
    const answer = await app.get(address)
    expect(answer.status, format).toBe(200)
    expect(answer.headers.get('content-type')).toContain(type)
    const bytes = new Uint8Array(await answer.arrayBuffer())
    expect(bytes.length).toBe(Number(answer.headers.get('content-length')))
    const tag = answer.headers.get('etag') ?? ''
    expect((await app.get(address, { headers: { 'if-none-match': tag } })).status).toBe(304)
    const text = format === 'epub' || format === 'docx' ? Object.values(unzipSync(bytes)).map((file) => new TextDecoder().decode(file)).join('\n') : new TextDecoder('latin1').decode(bytes)
    if (format === 'pdf') expect(text.slice(0, 5)).toBe('%PDF-')
    else if (format !== 'md' && format !== 'json') expect(text).toContain('Quiet &lt;water&gt; &amp;')
  }
})

test('an edition is cited in a line, in BibTeX and in CSL-JSON, and its page says so in its head', async () => {
  const { forum, edition } = await published()
  const address = `http://localhost:8080${edition}`
  expect(await (await app.get(`${edition}/citation.txt`)).text()).toContain(`Quiet <water> & "more". 2026-11-02. ${address}`)
  expect(await (await app.get(`${edition}/citation.bib`)).text()).toContain('title = {{Quiet <water> \\& "more"}}')
  const [csl] = (await (await app.get(`${edition}/citation.json`)).json()) as { URL: string; author: { literal: string }[] }[]
  expect(csl).toMatchObject({ URL: address, type: 'report', author: [{ literal: forum.title }], issued: { 'date-parts': [[2026, 11, 2]] } })
  const page = await (await app.get(edition)).text()
  expect(page).toContain(`<meta name="citation_pdf_url" content="${address}/edition.pdf"/>`)
  expect(page).toContain('itemtype="https://schema.org/Report"')
  expect(page).toContain(`href="${edition}/edition.epub"`)
})

test('a version is had as a review copy; a document that is asked for again is not made again while nothing was recorded', async () => {
  const { base } = await published()
  const address = `${base}/documents/output/versions/1/review.docx`
  expect((await app.get(address)).status).toBe(200)
  const first = await app.db.selectFrom('publication_render').selectAll().where('subject_kind', '=', 'version').executeTakeFirstOrThrow()
  expect(first).toMatchObject({ state: 'made', format: 'docx', failure: null })
  app.now = '2026-11-03T10:00:00.000Z' as typeof app.now
  expect((await app.get(address)).status).toBe(200)
  expect(await app.db.selectFrom('publication_render').select('made_at').where('id', '=', first.id).executeTakeFirstOrThrow()).toEqual({ made_at: first.made_at })
})

test('publishing asks for every format in the same transaction, so that they are made even if nobody comes', async () => {
  const { edition } = await published()
  const rows = await app.db.selectFrom('publication_render').innerJoin('publication_edition', 'publication_edition.id', 'subject_id').select(['format', 'state']).where('title', '=', 'Quiet <water> & "more"').execute()
  expect(rows.filter(({ state }) => state === 'waiting').map(({ format }) => format).sort()).toEqual(expect.arrayContaining(['docx', 'epub', 'html', 'json', 'md', 'pdf']))
  expect(edition).toContain('/editions/1')
})
