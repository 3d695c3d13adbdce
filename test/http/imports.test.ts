import { describe, expect, test } from 'vitest'
import { buildCall } from '../../src/calls/testing.ts'
import { listContributions } from '../../src/contributions/queries.ts'
import { forgetImports, runWaitingImport } from '../../src/contributions/imports/reactions.ts'
import { runDeskImport } from '../../src/procedures/run-desk-import.ts'
import { listEntriesOf } from '../../src/record/queries.ts'
import { addMilliseconds } from '../../src/shared/time.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
const log = { info: () => undefined, warn: () => undefined, error: (message: string, fields?: object) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`) }

async function setUp() {
  const { forum, cycle } = await app.seedForum()
  const call = await buildCall(app.db, cycle, app.now)
  const cookie = await app.signIn('secretariat', forum.id)
  const base = `/desk/${forum.slug}/2026/imports`
  const upload = async (content: string | Uint8Array<ArrayBuffer>, name = 'rows.csv', documents?: File): Promise<string> => {
    const answer = await app.post(`${base}/new`, { call: 'main', file: new File([content], name), ...(documents === undefined ? {} : { documents }) }, { cookie })
    expect(answer.status).toBe(303)
    return (answer.headers.get('location') ?? '').replace(/\/columns$/u, '')
  }
  const html = async (path: string) => (await app.get(path, { cookie })).text()
  const run = async () => {
    while (await runWaitingImport(app.db, (id) => runDeskImport({ db: app.db, files: app.services.files, clock: () => app.now, log }, id)));
  }
  const taken = () => listContributions(app.db, cycle.id, {}, { offset: 0, limit: 100 })
  return { forum, cycle, call, cookie, base, upload, html, run, taken }
}

/** What the form of the columns holds as it is shown: its fields, ready to be sent again. */
function fieldsOf(html: string): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const [, name = '', value = ''] of html.matchAll(/<input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"/gu)) fields[name] = unescape(value)
  for (const [, name = '', body = ''] of html.matchAll(/<select[^>]*? name="([^"]+)"[^>]*>(.*?)<\/select>/gsu)) fields[name] = unescape(/<option value="([^"]*)" selected/u.exec(body)?.[1] ?? /<option value="([^"]*)"/u.exec(body)?.[1] ?? '')
  return fields
}

function unescape(text: string): string {
  return text.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

const table = "Some report;;;\nWho;Kind;When;What they say\nAda;Gov't;03/04/2026;patience\nBo;NGO;05/04/2026;\nCy;Government;06/04/2026;haste\n"

describe('the desk of imports', () => {
  test('is closed to the public and to lead experts', async () => {
    const { forum, base, upload } = await setUp()
    const one = await upload('Answer 1\ntext\n')
    const cookie = await app.signIn('lead-expert', forum.id)
    for (const path of [base, `${base}/new`, one, `${one}/columns`, `${one}/progress.json`, `${one}/refused.csv`]) {
      expect((await app.get(path)).status, path).toBe(403)
      expect((await app.get(path, { cookie })).status, path).toBe(403)
    }
    expect((await app.post(`${one}/columns`, { action: 'start', revision: '1' }, { cookie })).status).toBe(403)
  })

  test('wants a file, and knows no import of another cycle', async () => {
    const { base, cookie } = await setUp()
    const other = await setUp()
    const one = (await other.upload('Answer 1\ntext\n')).split('/').at(-1) ?? ''
    expect((await app.post(`${base}/new`, { call: 'main', file: '' }, { cookie })).status).toBe(422)
    for (const id of [one, 'nothing']) expect((await app.get(`${base}/${id}`, { cookie })).status).toBe(404)
  })

  test('maps columns and words, asks for the order of dates once, shows what would come of it, and takes the good rows', async () => {
    const { forum, call, cookie, upload, html, run, taken } = await setUp()
    const one = await upload(table)
    expect((await app.get(one, { cookie })).headers.get('location')).toBe(`${one}/columns`)
    const first = await html(`${one}/columns`)
    for (const text of ['The header is row 2', 'found out: ;', 'What they say', 'patience']) expect(first).toContain(text)
    const columns = { ...fieldsOf(first), 'column-0': 'contributor', 'column-1': 'stakeholderGroup', 'column-2': 'received', 'column-3': 'answer1' }
    expect((await app.post(`${one}/columns`, { ...columns, action: 'show' }, { cookie })).status).toBe(303)
    const second = await html(`${one}/columns`)
    for (const text of ['03/04/2026 could be meant in two ways', '<option value="Government" selected', 'Gov&#39;t', 'All 3 rows were looked at: 0 can be taken, 3 cannot']) expect(second).toContain(text)
    const undecided = await app.post(`${one}/columns`, { ...fieldsOf(second), action: 'start' }, { cookie })
    expect(undecided.status).toBe(422)
    expect(await undecided.text()).toContain('id="error-dates"')
    const decided = { ...fieldsOf(second), dates: 'day/month/year', action: 'show' }
    await app.post(`${one}/columns`, decided, { cookie })
    const third = await html(`${one}/columns`)
    expect(third).toContain('2 can be taken, 1 cannot')
    expect(third).toContain('3 April 2026')
    expect((await app.post(`${one}/columns`, { ...fieldsOf(third), action: 'start' }, { cookie })).headers.get('location')).toBe(one)
    expect((await app.post(`${one}/columns`, { ...fieldsOf(third), action: 'start' }, { cookie })).headers.get('location')).toBe(one)
    const running = await html(one)
    for (const text of ['<progress', 'http-equiv="refresh"', 'being read and checked']) expect(running).toContain(text)
    expect(await app.json(`${one}/progress`, { cookie })).toMatchObject({ isRunning: true, state: 'waiting' })
    expect((await app.get(`${one}/progress`, { cookie })).status).toBe(303)
    await run()
    expect(await taken()).toEqual([])
    const refused = await html(one)
    for (const text of ['Nothing was taken: of 3 rows 1', 'This row has no text', 'Take the 2 rows without a mistake', `${one}/refused.csv`]) expect(refused).toContain(text)
    const csv = await (await app.get(`${one}/refused.csv`, { cookie })).text()
    expect(csv.split('\r\n')).toEqual(['Who,Kind,When,What they say,Row,Reason', 'Bo,NGO,05/04/2026,,4,"This row has no text, and no document came with it."', ''])
    expect((await app.post(one, { ...fieldsOf(refused), action: 'start-good' }, { cookie })).status).toBe(303)
    await run()
    expect(await html(one)).toContain('3 rows read: 2 taken, 0 here already, 1 refused')
    expect((await taken()).map(({ contributor, stakeholderGroup, receivedBy }) => [contributor, stakeholderGroup, receivedBy])).toEqual([['Ada', 'Government', '2026-04-03'], ['Cy', 'Government', '2026-04-06']])
    expect((await listEntriesOf(app.db, call.id)).filter(({ act }) => act === 'contributions-imported')).toHaveLength(1)
    expect(await html(`/desk/${forum.slug}/2026/imports`)).toContain('2 rows taken')
  })

  test('offers again how a file with the same columns was read, and columns of that name in another', async () => {
    const { cookie, upload, html, run, taken } = await setUp()
    const one = await upload('Who,What they say\nAda,patience\n')
    const columns = { ...fieldsOf(await html(`${one}/columns`)), 'column-0': 'contributor', 'column-1': 'answer2', 'constant-consent': 'without-name' }
    await app.post(`${one}/columns`, { ...columns, action: 'start' }, { cookie })
    await run()
    expect(await taken()).toMatchObject([{ contributor: 'Ada', consent: 'without-name' }])
    const again = fieldsOf(await html(`${await upload('what they say,WHO\nhaste,Bo\n')}/columns`))
    expect(again).toMatchObject({ 'column-0': 'answer2', 'column-1': 'contributor', 'constant-consent': 'without-name' })
    const other = fieldsOf(await html(`${await upload('Town,Who,Answer 1\nx,Cy,text\n')}/columns`))
    expect(other).toMatchObject({ 'column-0': '', 'column-1': 'contributor', 'column-2': 'answer1' })
  })

  test('tells what is wrong with a file, and can be given up; two who change it at once do not overwrite each other', async () => {
    const { base, cookie, upload, html, run } = await setUp()
    const one = await upload('PK\u0003\u0004nothing', 'rows.xlsx')
    expect(await html(`${one}/columns`)).toContain('archive is damaged')
    const two = await upload('Answer 1\ntext\n')
    const fields = fieldsOf(await html(`${two}/columns`))
    expect((await app.post(`${two}/columns`, { ...fields, action: 'show' }, { cookie })).status).toBe(303)
    expect((await app.post(`${two}/columns`, { ...fields, action: 'show' }, { cookie })).status).toBe(422)
    expect((await app.post(`${two}/columns`, { ...fieldsOf(await html(`${two}/columns`)), action: 'drop' }, { cookie })).headers.get('location')).toBe(base)
    expect((await app.get(two, { cookie })).status).toBe(404)
    await run()
  })

  test('killed while it runs it is begun again, with the numbers promised to it; what kills it each time is given up', async () => {
    const { cookie, upload, html, run, taken, call } = await setUp()
    const one = await upload('ID,Answer 1\na,x\nb,y\n')
    await app.post(`${one}/columns`, { ...fieldsOf(await html(`${one}/columns`)), action: 'start' }, { cookie })
    const id = one.split('/').at(-1) ?? ''
    // As a process leaves it that is killed after the promise: working, its lock gone.
    await app.db.updateTable('contributions_import').set({ state: 'working', promised_first: 1, promised_count: 2, tries: 1 }).where('id', '=', id as never).execute()
    await app.db.insertInto('contributions_reservation').values({ cycle_id: call.cycleId, number: 2 }).execute()
    await run()
    expect((await taken()).map(({ number }) => number)).toEqual([1, 2])
    await app.db.updateTable('contributions_import').set({ state: 'working', tries: 9 }).where('id', '=', id as never).execute()
    await run()
    expect(await html(one)).toContain('Begin again')
  })

  test('is forgotten after thirty days, its file with it', async () => {
    const { upload, base, cookie } = await setUp()
    const one = await upload('Answer 1\nforgotten\n')
    const { sha256 } = await app.db.selectFrom('contributions_import').select('sha256').where('id', '=', (one.split('/').at(-1) ?? '') as never).executeTakeFirstOrThrow()
    expect(await forgetImports(app.db, app.services.files, addMilliseconds(app.now, 29 * 24 * 3_600_000))).toBe(0)
    expect(await app.services.files.has(sha256)).toBe(true)
    expect(await forgetImports(app.db, app.services.files, addMilliseconds(app.now, 31 * 24 * 3_600_000))).toBeGreaterThan(0)
    expect(await app.services.files.has(sha256)).toBe(false)
    expect((await app.get(`${base}/${one.split('/').at(-1) ?? ''}`, { cookie })).status).toBe(404)
  })
})
