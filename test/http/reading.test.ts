import { beforeAll, describe, expect, test } from 'vitest'
import type { Call } from '../../src/calls/model.ts'
import { declineContribution } from '../../src/contributions/moderation/commands.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { transact } from '../../src/platform/database.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { listEntriesOf } from '../../src/record/queries.ts'
import { listPassages, listThemes } from '../../src/synthesis/queries.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
let forum: Forum
let cycle: Cycle
let call: Call
let cookie: string
let other: string
let desk: string

beforeAll(async () => {
  ;({ forum, cycle, call, cookie, desk } = await app.seedCall('editor'))
  other = await app.signIn('lead-expert', forum.id)
  await contribute('Rules help. Night is quiet.', { language: 'en', stakeholderGroup: 'government' })
  await contribute('الليل هادئ. القواعد تساعد.', { language: 'ar', stakeholderGroup: 'civil-society' })
  await contribute(`${'Long words. '.repeat(400)}The end.`, { language: 'en' })
})

async function contribute(text: string, over: Parameters<typeof buildContribution>[3] = {}) {
  const questionId = call.questions[0]?.id
  if (questionId === undefined) throw new Error('The call has no question')
  return buildContribution(app.db, call, app.now, { contributor: 'Naledi Example', ...over, answers: [{ questionId, text }] })
}

const get = async (path: string, who = cookie) => (await app.get(`${desk}/${path}`, { cookie: who })).text()
const post = (path: string, fields: Record<string, string | readonly string[]>, who = cookie) => app.post(`${desk}/${path}`, fields, { cookie: who })
const shown = (page: string) => [...page.matchAll(/id="answer-(C-\d+-\d+)"/gu)].map((match) => match[1])

describe('the reading room', () => {
  test('is closed to whoever does not synthesise here', async () => {
    for (const path of ['reading', 'reading/live']) {
      expect((await app.get(`${desk}/${path}`)).status).toBe(403)
      expect((await app.get(`/desk/${forum.slug}/nowhere/${path}`, { cookie })).status).toBe(404)
    }
    expect((await app.post(`${desk}/reading/C-1/1/read`, { shall: 'read' })).status).toBe(403)
    expect((await post('reading/C-9/1/read', { shall: 'read' })).status).toBe(404)
  })

  test('shows the answers to a question side by side, whoever they are from, and no more of a long one than can be read there', async () => {
    const page = await get('reading')
    expect(shown(page)).toEqual(['C-1-1', 'C-2-1', 'C-3-1'])
    expect(page).toContain('Naledi Example')
    expect(page).toContain('lang="ar" dir="auto"')
    expect(page).toContain('Read on')
    expect(page).not.toContain('The end.')
  })

  test.each([
    ['group=government', ['C-1-1']],
    ['language=ar', ['C-2-1']],
    ['show=mine', []],
    ['theme=nothing', []],
    ['group=nonsense', []],
    ['page=99', ['C-1-1', 'C-2-1', 'C-3-1']],
    ['question=nonsense', ['C-1-1', 'C-2-1', 'C-3-1']],
  ])('narrowed by %s it shows %j', async (query, expected) => {
    expect(shown(await get(`reading?${query}`))).toEqual(expected)
  })

  test('a mark may bring a theme of its own, put forward: used at once, and the same one the next time', async () => {
    expect((await post('reading/C-1/1', { quote: 'Rules help', newTheme: 'Rules' })).status).toBe(303)
    expect((await post('reading/C-2/1', { quote: 'القواعد تساعد', newTheme: 'RULES' })).status).toBe(303)
    const themes = await listThemes(app.db, cycle.id)
    expect(themes).toMatchObject([{ slug: 'rules', title: 'Rules', isProposed: true }])
    expect((await listPassages(app.db, cycle.id)).map(({ themeIds }) => themeIds)).toEqual([[themes[0]?.id], [themes[0]?.id]])
    const refused = await post('reading/C-1/1', { quote: 'Night', newTheme: 'x'.repeat(200) })
    expect([refused.status, (await refused.text()).includes('x'.repeat(200))]).toEqual([422, true])
    expect(shown(await get('reading?theme=rules'))).toEqual(['C-1-1', 'C-2-1'])
    expect(shown(await get('reading?show=unmarked'))).toEqual(['C-3-1'])
  })

  test('overlapping passages each begin with a link that names them, and the words stay the words', async () => {
    await post('reading/C-1/1', { quote: 'help. Night' })
    const page = await get('reading')
    expect(page).toContain('aria-label="P-1 begins, about: Rules"')
    expect(page).toContain('data-passages="P-1 P-3">help</mark>')
    const text = /data-text="C-1\/1"[^>]*>(.*?)<\/div>/u.exec(page)?.[1] ?? ''
    expect(text.replace(/<(a|span)[^>]*data-aside.*?<\/\1>/gu, '').replace(/<[^>]+>/gu, '')).toBe('Rules help. Night is quiet.')
  })

  test('who has read what is seen at once by all, and can be taken back', async () => {
    expect(await get('reading')).toContain('Read by nobody yet')
    expect((await post('reading/C-1/1/read', { shall: 'read', back: `${desk}/reading?language=en` })).headers.get('location')).toBe(`${desk}/reading?language=en`)
    expect((await post('reading/C-1/1/read', { shall: 'read', back: 'https://elsewhere.example/' })).headers.get('location')).toBe(`${desk}/reading/C-1/1`)
    expect(await get('reading', other)).toContain('Read by Somebody (editor)')
    expect([shown(await get('reading?show=unread')), shown(await get('reading?show=unread', other))]).toEqual([['C-2-1', 'C-3-1'], ['C-1-1', 'C-2-1', 'C-3-1']])
    expect(await get('reading', other)).toContain('1 of 3 read')
    // Whoever opens the address of the form by itself is shown the text.
    expect(await get('reading/C-1/1/read')).toContain('C-1/1')
    await post('reading/C-1/1/read', { shall: 'unread' })
    expect(await get('reading', other)).toContain('Read by nobody yet')
  })

  test('what was declined is not read, and the others stand apart', async () => {
    const { contributionId, number } = await contribute('Buy boats.')
    await transact(app.db, (tx) => declineContribution(tx, SYSTEM, { cycleId: cycle.id, contributionId, reason: 'spam', note: undefined, write: () => ({ subject: 'S', body: 'B' }) }, app.now))
    expect(shown(await get('reading'))).not.toContain(`C-${number}-1`)
    expect((await app.get(`${desk}/reading/C-${number}/1`, { cookie })).status).toBe(404)
    expect(await get('reading?pile=others')).toContain('Reading')
  })

  test('whoever looks is told of what others do, as it is recorded', async () => {
    const before = (await (await app.get(`${desk}/reading/live`, { cookie: other })).json()) as { sequence: number }
    const stream = await app.get(`${desk}/reading/live`, { cookie: other, headers: { accept: 'text/event-stream' } })
    expect(stream.headers.get('content-type')).toContain('text/event-stream')
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader?.read())?.value).toContain(`data: ${before.sequence}\n`)
    const startedAt = performance.now()
    await post('reading/C-3/1', { quote: 'The end.' })
    expect((await reader?.read())?.value).toContain(`data: ${before.sequence + 1}\n`)
    expect(performance.now() - startedAt).toBeLessThan(500)
    await reader?.cancel()
    const [passage] = (await listPassages(app.db, cycle.id)).slice(-1)
    expect((await listEntriesOf(app.db, passage?.id ?? cycle.id)).map(({ act }) => act)).toEqual(['passage-marked'])
  })
})
