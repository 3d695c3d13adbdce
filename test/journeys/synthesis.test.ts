import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildCall } from '../../src/calls/testing.ts'
import { enterFigure } from '../../src/contributions/overview/commands.ts'
import { buildCounted, rowsOf2017 } from '../../src/contributions/overview/testing.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import type { Cycle } from '../../src/forums/model.ts'
import { transact } from '../../src/platform/database.ts'
import { SYSTEM } from '../../src/record/model.ts'
import type { PlainDate } from '../../src/shared/time.ts'
import { listPassages } from '../../src/synthesis/queries.ts'
import { buildTheme } from '../../src/synthesis/testing.ts'
import { LOGIN_COOKIE } from '../../src/web/page.tsx'
import { testApplication } from '../harness/application.ts'
import { accessibilityViolations, faultsOf, openPage, overflowsSideways, type View } from '../harness/browser.ts'
import { serveApplication } from '../harness/served.ts'

const app = await testApplication()
let cycle: Cycle
let url: string
let base: string
let cookie: string

beforeAll(async () => {
  url = await serveApplication(app)
  const seeded = await app.seedForum()
  cycle = seeded.cycle
  base = `/${seeded.forum.slug}/${cycle.slug}`
  cookie = (await app.signIn('editor', seeded.forum.id)).slice(LOGIN_COOKIE.length + 1)
  const call = await buildCall(app.db, cycle, app.now)
  const question = call.questions[0]
  const answers = ['Rules help. Rules are good 😀.\n\nNight is quiet.', 'القواعد الواضحة تساعد الجميع. الليل هادئ.']
  for (const [index, text] of answers.entries()) {
    await buildContribution(app.db, call, app.now, { language: index === 0 ? 'en' : 'ar', answers: question === undefined ? [] : [{ questionId: question.id, text }] })
  }
  await buildTheme(app.db, cycle, 'Quiet hours', app.now, await buildTheme(app.db, cycle, 'Rules', app.now))
  await buildCounted(app.db, cycle, app.now, rowsOf2017())
  const figure = { forumId: cycle.forumId, cycleId: cycle.id, asOf: '2017-10-11' as PlainDate, source: 'Report of 11 October 2017, annex III' }
  const printed = [['APG', 8], ['AFG', 5], ['GRULAC', 5], ['WEOG', 4]] as const
  for (const [key, published] of printed) await transact(app.db, (tx) => enterFigure(tx, SYSTEM, { ...figure, dimension: 'regionalGroup', key, published }, app.now))
})

async function atDesk(path: string, view: View = {}): Promise<Page> {
  const page = await openPage(view)
  await page.context().addCookies([{ name: LOGIN_COOKIE, value: cookie, url }])
  await page.goto(`${url}/desk${base}/${path}`)
  return page
}

const marked = async () => (await listPassages(app.db, cycle.id)).map(({ start, end, quote }) => ({ start, end, quote }))

describe('marking a passage', () => {
  test('without JavaScript: the first and the last sentence are ticked', async () => {
    const page = await atDesk('reading/C-1/1', { javaScript: false })
    await page.getByRole('checkbox', { name: 'Rules help.' }).check()
    await page.getByRole('checkbox', { name: 'Rules are good' }).check()
    await page.getByRole('checkbox', { name: 'Quiet hours' }).check()
    await page.getByRole('button', { name: 'Mark this passage' }).click()
    await page.getByText('One passage marked').waitFor()
    expect(await marked()).toEqual([{ start: 0, end: 29, quote: 'Rules help. Rules are good 😀.' }])
  })

  test('with JavaScript: what is selected is taken over with its places, right-to-left too', async () => {
    const page = await atDesk('reading/C-2/1')
    await page.evaluate(`(() => {
      const text = document.querySelector('#sentence-0').firstChild
      const range = document.createRange()
      range.setStart(text, 8)
      range.setEnd(document.querySelector('#sentence-1').firstChild, 5)
      document.getSelection().removeAllRanges()
      document.getSelection().addRange(range)
    })()`)
    await page.waitForFunction(`document.querySelector('[name="places"]').value !== ''`)
    expect(await page.locator('textarea[name="quote"]').inputValue()).toBe('الواضحة تساعد الجميع. الليل')
    await page.getByRole('button', { name: 'Mark this passage' }).click()
    await page.getByText('One passage marked').waitFor()
    expect(await marked()).toContainEqual({ start: 8, end: 35, quote: 'الواضحة تساعد الجميع. الليل' })
    expect(faultsOf(page)).toEqual([])
  })
})

/** Invented; six in English, three in French, three in Arabic. */
const TWELVE: readonly (readonly [language: string, stakeholderGroup: string, regionalGroup: string, text: string])[] = [
  ['en', 'Government', 'AFG', 'Shared rules help small ports most.'],
  ['en', 'Civil Society', 'APG', 'Shared rules help, and nights stay calm.'],
  ['en', 'Technical Community', 'WEOG', 'A joint watch list works well in our bay.'],
  ['en', 'Private Sector', 'WEOG', 'Shared rules cost us more than they bring.'],
  ['en', 'IGO', 'none', 'Training for harbour staff is missing.'],
  ['en', 'Civil Society', 'GRULAC', 'Nobody asks the fishers.'],
  ['fr', 'Government', 'AFG', 'Des règles communes aident les petits ports.'],
  ['fr', 'Civil Society', 'WEOG', 'La formation du personnel manque partout.'],
  ['fr', 'Technical Community', 'AFG', 'Une liste de veille partagée fonctionne bien.'],
  ['ar', 'Government', 'APG', 'القواعد المشتركة تساعد الموانئ الصغيرة.'],
  ['ar', 'Civil Society', 'APG', 'لا أحد يسأل الصيادين.'],
  ['ar', 'Private Sector', 'AFG', 'التدريب ضروري لكل العاملين.'],
]

/** What the two come to: the contributions that each finding rests on; the last one stands against the first. */
const FIVE: readonly (readonly [kind: string, statement: string, contributions: readonly number[]])[] = [
  ['agreement', 'Shared rules help small ports.', [1, 2, 7, 10]],
  ['good-practice', 'Joint watch lists work well.', [3, 9]],
  ['concern', 'Harbour staff everywhere are untrained.', [5, 8, 12]],
  ['carry-over', 'The fishers have yet to be heard.', [6, 11]],
  ['minority', 'Shared rules cost more than they bring.', [4]],
]

describe('two coders, one question, twelve contributions in three languages', () => {
  test('come to five findings; one is contested by mail, reworded and answered, and the synthesis is published', { timeout: 90_000 }, async () => {
    const seeded = await app.seedForum()
    const at = `/${seeded.forum.slug}/${seeded.cycle.slug}`
    const call = await buildCall(app.db, seeded.cycle, app.now)
    const questionId = call.questions[0]?.id
    if (questionId === undefined) throw new Error('The call has no question')
    for (const [index, [language, stakeholderGroup, regionalGroup, text]] of TWELVE.entries()) {
      await buildContribution(app.db, call, app.now, { language, stakeholderGroup, regionalGroup, mail: `person-${index + 1}@example.org`, answers: [{ questionId, text }] })
    }
    const coders = [await app.signIn('editor', seeded.forum.id), await app.signIn('lead-expert', seeded.forum.id)] as const
    for (const [index, [, , , text]] of TWELVE.entries()) {
      const marked = await app.post(`/desk${at}/reading/C-${index + 1}/1`, { quote: text }, { cookie: coders[index % 2] ?? coders[0] })
      expect(marked.status).toBe(303)
    }
    const passageOf = (number: number) => `P-${number} · ${seeded.cycle.slug}/C-${number}/1`
    const own = async (coder: string, path: string, view: View = { javaScript: false }): Promise<Page> => {
      const page = await openPage(view)
      await page.context().addCookies([{ name: LOGIN_COOKIE, value: coder.slice(LOGIN_COOKIE.length + 1), url }])
      await page.goto(`${url}/desk${at}/${path}`)
      return page
    }
    const passages = await listPassages(app.db, seeded.cycle.id)
    for (const [index, [kind, statement, contributions]] of FIVE.entries()) {
      // The first and the last are picked and written in a browser, the others by the same forms without one.
      if (index > 0 && index < FIVE.length - 1) {
        const passage = contributions.map((number) => passages[number - 1]?.id ?? '')
        expect((await app.post(`/desk${at}/findings/new`, { kind, statement, questionId, passage }, { cookie: coders[index % 2] ?? coders[0] })).status).toBe(303)
        continue
      }
      const page = await own(coders[index % 2] ?? coders[0], 'findings/pick')
      for (const number of contributions) await page.getByRole('checkbox', { name: passageOf(number) }).check()
      await page.getByRole('button', { name: 'Put into the basket' }).click()
      await page.getByRole('link', { name: 'Write a finding on these' }).click()
      await page.getByLabel('Finding', { exact: true }).fill(statement)
      await page.locator('select[name="kind"]').selectOption(kind)
      await page.locator('select[name="questionId"]').selectOption(questionId)
      if (kind === 'minority') await page.locator('select[name="againstId"]').selectOption({ index: 1 })
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('heading', { name: new RegExp(`F-${index + 1}`, 'u') }).waitFor()
      await page.context().close()
    }
    expect((await app.json(`${at}/breakdown`))['findings']).toMatchObject([{ strength: { of: 12, supports: { contributions: 4 } } }, {}, {}, {}, { minorityByRule: true, against: `${seeded.cycle.slug}/F-1` }])

    const desk = await own(coders[0], 'corrections')
    await desk.getByLabel('Answers until').fill('2026-11-10')
    await desk.getByRole('button', { name: 'Ask those who are cited' }).click()
    await desk.getByText('12 people asked').waitFor()
    const mail = await app.db.selectFrom('record_outbox').select('body').where('recipient', '=', 'person-8@example.org').where('cause', 'like', 'correction-digest:%').executeTakeFirstOrThrow()
    const link = /http:\/\/localhost:8080(\/\S+\/corrections\/\S+)/u.exec(mail.body)?.[1] ?? ''
    const contributor = await openPage({ width: 390, javaScript: false })
    await contributor.goto(`${url}${link}`)
    await contributor.getByText('Contest', { exact: true }).click()
    await contributor.getByLabel('What is wrong with it').fill('Nous parlions du personnel en général, pas de chacun.')
    expect(await accessibilityViolations(contributor)).toEqual([])
    expect(await overflowsSideways(contributor)).toBe(false)
    await contributor.getByRole('button', { name: 'Contest this sentence: F-3' }).click()
    await contributor.getByText('You contested this sentence:').waitFor()

    app.now = '2026-11-12T10:00:00.000Z' as typeof app.now
    const other = await own(coders[1], 'findings/F-3')
    await other.getByLabel('Finding', { exact: true }).fill('Harbour staff often lack training.')
    await other.getByRole('button', { name: 'Save' }).click()
    await other.goto(`${url}/desk${at}/corrections`)
    await other.getByText('Answer C-8').click()
    await other.getByLabel('Reason').fill('Reworded as you say.')
    await other.getByRole('button', { name: 'Answer', exact: true }).click()
    await other.getByLabel('Answers until').fill('2026-11-20')
    await other.getByRole('button', { name: 'Ask those who are cited' }).click()
    await other.getByText('3 people asked').waitFor()
    app.now = '2026-11-22T10:00:00.000Z' as typeof app.now
    await other.reload()
    await other.getByRole('button', { name: 'Publish the synthesis' }).click()
    await other.getByText('Published on 22 November 2026.').waitFor()
    const reader = await openPage({ width: 1280 })
    await reader.goto(`${url}${at}/breakdown`)
    for (const words of ['Published on 22 November 2026.', 'Reworded as you say.', 'Minority position']) expect(await reader.locator('main').textContent()).toContain(words)
    expect(await accessibilityViolations(reader)).toEqual([])
    await reader.goto(`${url}${at}/matrix`)
    expect(await accessibilityViolations(reader)).toEqual([])
  })
})
