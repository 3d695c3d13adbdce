import { expect, test } from 'vitest'
import { oneOfEachKind } from '../../src/calls/questions/testing.ts'
import { buildCall } from '../../src/calls/testing.ts'
import type { SentByForm } from '../../src/contributions/sending/commands.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
const { forum, cycle } = await app.seedForum()
const call = await buildCall(app.db, cycle, app.now, { questions: oneOfEachKind() })
const base = `/${forum.slug}/${cycle.slug}`
const results = `${base}/calls/main/results`
const question = (number: number) => call.questions[number - 1]?.id as SentByForm['answers'][number]['questionId']

interface Listed {
  readonly total: number
  readonly unlisted: number
  readonly pages: number
  readonly contributions: readonly { readonly ref: string }[]
}

const read = async (address: string): Promise<Listed> => (await app.json(address)) as unknown as Listed
const listed = async (query: string): Promise<[number, number, string[]]> => {
  const { total, unlisted, contributions } = await read(`${base}/contributions?${query}`)
  return [total, unlisted, contributions.map(({ ref }) => ref.replace(`${cycle.slug}/`, ''))]
}
/** Every address of a page's links that begins so, with the number that it stands on. */
const numbersOf = (html: string, start: string): [string, number][] =>
  [...html.matchAll(/<a\b[^>]*?\shref="([^"]*)"[^>]*>([0-9]+)</gu)].map(([, href = '', number]): [string, number] => [href.replaceAll('&amp;', '&'), Number(number)]).filter(([href]) => href.startsWith(start))

for (const [country, consent, stakeholderGroup, option] of [
  ['BT', 'full', 'Government', 1], ['DE', 'full', 'Government', 2], ['FJ', 'not-at-all', 'Civil Society', 2], ['TD', 'without-name', 'Civil Society', 2], [undefined, 'full', 'Civil Society', undefined],
] as const) {
  const choices = option === undefined ? [] : [{ questionId: question(2), options: [option] }, { questionId: question(5), options: [3, 1] }]
  await buildContribution(app.db, call, app.now, { country, consent, stakeholderGroup, choices, answers: [{ questionId: question(1), text: 'Some words.' }] })
}

test('the list is narrowed by classes of countries and by what was chosen; what nobody may know is counted and not listed', async () => {
  expect(await listed('countryClass=developing')).toEqual([3, 1, ['C-1', 'C-4']])
  expect(await listed('countryClass=developing&stakeholderGroup=Government')).toEqual([1, 0, ['C-1']])
  expect(await listed('countryClass=small-island')).toEqual([1, 1, []])
  expect(await listed('countryClass=none')).toEqual([1, 0, ['C-2']])
  expect(await listed('countryClass=not+recorded')).toEqual([1, 0, ['C-5']])
  expect(await listed('call=main&chose=2-2')).toEqual([3, 1, ['C-2', 'C-4']])
  expect(await listed('call=main&chose=5')).toEqual([4, 1, ['C-1', 'C-2', 'C-4']])
  expect(await listed('call=main&chose=2-2&countryClass=none')).toEqual([1, 0, ['C-2']])
  for (const nothing of ['countryClass=rich', 'call=main&chose=99', 'call=main&chose=2-99', 'call=main&chose=x', 'chose=2-2']) expect(await listed(nothing), nothing).toEqual([0, 0, []])
  const html = await (await app.get(`${base}/contributions?call=main&chose=2-2`)).text()
  expect(html).toContain('1 of them is counted and not listed')
  expect(html).toContain('name="chose" value="2-2"')
  expect(html).not.toContain('C-3<')
})

test('classes of countries are crossed with the groups; each number leads to its rows, and the picture and the table are kept', async () => {
  const { crossed } = (await app.json(`${base}/overview?rows=stakeholderGroup&columns=countryClass`)) as { crossed: { rows: string[]; columns: string[]; counts: number[][]; rowTotals: number[]; columnTotals: number[]; total: number } }
  expect(crossed).toMatchObject({ columns: ['developing', 'least-developed', 'small-island', 'none', 'not recorded'], columnTotals: [3, 1, 1, 1, 1], total: 5 })
  expect(crossed.counts[crossed.rows.indexOf('Government')]).toEqual([1, 0, 0, 1, 0])
  expect(crossed.counts[crossed.rows.indexOf('Civil Society')]).toEqual([2, 1, 1, 0, 1])
  const turned = (await app.json(`${base}/overview?rows=countryClass&columns=stakeholderGroup`)) as { crossed: typeof crossed }
  expect(turned.crossed).toMatchObject({ rows: crossed.columns, columns: crossed.rows, rowTotals: crossed.columnTotals, columnTotals: crossed.rowTotals })
  const html = await (await app.get(`${base}/overview?rows=countryClass&columns=stakeholderGroup`)).text()
  expect(html).toContain('cells can add up to more than their total')
  const numbers = numbersOf(html, `${base}/contributions?countryClass=`)
  expect(numbers.length).toBeGreaterThan(8)
  for (const [href, number] of numbers) expect((await read(href)).total, href).toBe(number)
  for (const [format, start] of [['svg', '<?xml'], ['png', '\u0089PNG'], ['csv', 'Country class,']] as const) {
    const kept = await app.get(`${base}/overview/crossed.${format}?rows=countryClass&columns=stakeholderGroup`)
    expect([kept.status, Buffer.from(await kept.arrayBuffer()).toString('latin1').startsWith(start)], format).toEqual([200, true])
  }
  expect((await app.get(`${base}/overview?rows=countryClass&columns=capacity`, { language: 'fr' })).status).toBe(200)
})

test('results of a closed question are kept as picture and table, and each number leads to its rows', async () => {
  const html = await (await app.get(results)).text()
  const numbers = numbersOf(html, `${base}/contributions?call=main&chose=`)
  expect(numbers.length).toBeGreaterThan(3)
  for (const [href, number] of numbers) expect((await read(href)).total, href).toBe(number)
  expect(html).toContain(`${base}/contributions?call=main&amp;chose=2"`)
  expect(html).toContain(`${results}/q2.svg`)
  expect(await (await app.get(`${results}/q2.csv`)).text()).toMatch(/^Option,Chosen in,[^\r]*\r\n[^\r]*,1,4,25\r\n[^\r]*,3,4,75\r\n/u)
  expect(await (await app.get(`${results}/q5.csv`)).text()).toContain('Rest,12,4,1')
  const svg = await (await app.get(`${results}/q2.svg`)).text()
  for (const words of ['3 (75%)', 'Answered in 4 of 5', `${results}#q2`]) expect(svg).toContain(words)
  expect(Buffer.from(await (await app.get(`${results}/q5.png`)).arrayBuffer()).subarray(1, 4).toString()).toBe('PNG')
  for (const none of [`${results}/q1.svg`, `${results}/q99.csv`, `${results}/q2.gif`, `${results}/2.svg`, `${base}/calls/other/results/q2.svg`]) expect((await app.get(none)).status, none).toBe(404)
})
