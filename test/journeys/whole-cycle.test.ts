import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerFieldOf, attach, fillIn, follow, linkInMailTo, press, send, sentenceBeside, signIn, valueOf, visit, words } from '../harness/desk.ts'
import { openPage } from '../harness/browser.ts'
import { convoke, expectToMove } from '../harness/moved-forum.ts'
import { startServer, type TestServer } from '../harness/server.ts'

/** The whole of a consultation by the pages alone, JavaScript off: steps 1 to 9, each test going on where the last one stopped. */

const CYCLE = '/river-forum/2027'
const desk = `/desk${CYCLE}`
const letter = { name: 'رسالة.txt', mimeType: 'text/plain', buffer: Buffer.from('ضفاف النهر\n') }

let server: TestServer
let secretariat: Page
let editor: Page
let reader: Page

beforeAll(async () => {
  server = await startServer({ env: { CONVOKE_SAMPLE: 'none' } })
  afterAll(() => server.stop())
  ;[secretariat, editor, reader] = await Promise.all([somebody(), somebody(), somebody()])
})

/** A person with a browser of their own, in which no script runs. */
async function somebody(language: 'en' | 'fr' = 'en'): Promise<Page> {
  const page = await openPage({ javaScript: false, baseURL: server.url, language, isBare: true })
  page.setDefaultTimeout(5000)
  return page
}

async function json<T = Record<string, unknown>>(path: string): Promise<T> {
  const response = await fetch(`${server.url}${path}`)
  expect(response.status).toBe(200)
  return (await response.json()) as T
}

/** A day before (or after) today. */
function day(offset: number): string {
  return new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
}

describe('a consultation from the call to the published output', () => {
  test('the secretariat signs in by the link that the start printed and opens forum and cycle', async () => {
    expect(await visit(reader, '/desk')).toBe(403)
    const link = await server.secretariatLink()
    await signIn(secretariat, link)
    await visit(reader, link)
    expect(await words(reader)).toContain('This link has been used')

    expect(await send(secretariat, '/desk/new-forum', { title: 'River forum', slug: 'river-forum', mandate: 'Whatever flows is talked about here.', conveningBody: 'River council' }, 'Open the forum')).toBe(200)
    await send(secretariat, '/desk/river-forum/new-cycle', { title: 'Banks and beds', slug: '2027', focus: 'Who keeps the banks of a river' }, 'Open the cycle')
    await send(secretariat, `${desk}/phases`, { 'phase-0': 'call', 'from-0': day(-20), 'phase-1': 'drafting' }, 'Save')
    await send(secretariat, `${desk}/milestones/new`, { title: 'Contributions due', 'date-kind': 'day', on: day(5), soft: 'yes' }, 'Add the milestone')
    await secretariat.getByRole('link', { name: 'Move “Contributions due”' }).click()
    await fillIn(secretariat, { on: day(10), reason: 'Holidays of many' })
    await press(secretariat, 'Move it and keep the earlier date')
    const decision = { body: 'River council', 'date-kind': 'day', on: day(-30), cycle: '2027', outcome: 'continue', summary: 'The forum goes on for another year.' }
    await send(secretariat, '/desk/river-forum/new-decision', decision, 'Record the decision')

    await visit(reader, CYCLE)
    const home = await words(reader)
    for (const shown of ['Who keeps the banks of a river', 'Contributions due', 'Holidays of many', 'The forum goes on for another year.']) expect(home).toContain(shown)
    expect(await json(CYCLE + '.json')).toMatchObject({ milestones: [{ date: { on: day(10) }, earlier: [{ date: { on: day(5) }, reason: 'Holidays of many' }] }] })
  })

  test('two calls are opened, and the deadline of one is extended', async () => {
    const call = { title: 'Call of the year', slug: 'main', introduction: 'Tell us how banks are kept.', deadline: day(10), 'questions.0.text': 'Who keeps your banks?', 'questions.1.text': 'What has worked?', 'questions.2.text': 'What is missing?' }
    expect(await send(secretariat, `${desk}/calls/new`, call, 'Open the call')).toBe(200)
    const letters = { title: 'Call by letter', slug: 'letters', introduction: 'For those without a line.', deadline: day(-9), 'questions.0.text': 'What shall we know?' }
    await send(secretariat, `${desk}/calls/new`, letters, 'Open the call')
    await send(secretariat, `${desk}/calls/letters/extend`, { deadline: day(-6), reason: 'The post is slow' }, 'Extend')
    await visit(reader, `${CYCLE}/calls/letters`)
    expect(await words(reader)).toContain('The post is slow')
    await visit(reader, `${CYCLE}/calls/main`)
    expect(await follow(reader, 'Contribute')).toBe(200)
  })

  test('an editor is invited by mail and signs in in a browser of their own', async () => {
    await send(secretariat, '/desk/river-forum/people', { name: 'Edda Editor', mail: 'edda@example.org', role: 'editor' }, 'Give the role')
    await signIn(editor, await linkInMailTo(secretariat, 'edda@example.org'))
    expect(await visit(editor, `${desk}/reading`)).toBe(200)
    expect(await visit(editor, '/desk/river-forum/people')).toBe(403)
  })

  test('the public contributes: in Arabic with a file, with a mistake first, with a double click', async () => {
    const amina = await somebody('fr')
    await visit(amina, `${CYCLE}/calls/main/contribute?whole=1`)
    await fillIn(amina, { [await answerFieldOf(amina, 1)]: 'أهل القرى يحرسون الضفاف. الليل هادئ.', [await answerFieldOf(amina, 2)]: 'الأشجار تثبت التربة.', contributor: 'أمينة', capacity: 'individual', country: 'EG', language: 'ar', consent: 'full' })
    await attach(amina, 'file', letter)
    expect(await press(amina, 'Envoyer la contribution')).toBe(200)
    expect(await words(amina)).toContain('African Group, d’après le pays (Égypte)')
    expect(await words(amina)).toContain(letter.name)

    const bruno = await somebody()
    await visit(bruno, `${CYCLE}/calls/main/contribute?whole=1`)
    const answer = 'The town keeps them. Volunteers help in spring. The town keeps them.'
    await fillIn(bruno, { [await answerFieldOf(bruno, 1)]: answer, contributor: 'Bruno', organisation: 'Town of Rio Claro', capacity: 'organisation', country: 'BR', stakeholderGroup: 'Government', consent: 'full', mail: 'not a mail address' })
    await attach(bruno, 'file', { ...letter, name: 'report.txt' })
    expect(await press(bruno, 'Send the contribution')).toBe(422)
    expect(await sentenceBeside(bruno, 'mail')).toContain('does not look like a mail address')
    expect(await valueOf(bruno, await answerFieldOf(bruno, 1))).toBe(answer)
    expect(await words(bruno)).toContain('“report.txt” has arrived and is kept')
    await fillIn(bruno, { mail: 'bruno@example.org' })
    expect(await press(bruno, 'Send the contribution')).toBe(200)
    expect(await words(bruno)).toContain('report.txt')

    const chen = await somebody()
    await visit(chen, `${CYCLE}/calls/main/contribute?whole=1`)
    await fillIn(chen, { [await answerFieldOf(chen, 3)]: 'A map of all banks is missing.', contributor: 'Chen', country: 'CN', stakeholderGroup: 'Civil Society', consent: 'full' })
    await chen.getByRole('button', { name: 'Send the contribution' }).dblclick()
    await chen.getByText('Received as 2027/C-3').first().waitFor()
    expect(await json(`${CYCLE}/contributions.json`)).toMatchObject({ total: 3 })
  })

  test('the receipt’s link is followed, a letter comes late, and a contribution is withdrawn', async () => {
    await visit(reader, await linkInMailTo(secretariat, 'bruno@example.org'))
    expect(await words(reader)).toContain('Received as 2027/C-2')

    await visit(secretariat, `${desk}/contributions/new/letters`)
    await fillIn(secretariat, { channel: 'paper', receivedBy: day(-2), contributor: 'Dana', country: 'DE', [await answerFieldOf(secretariat, 1)]: 'Beavers keep ours.', language: 'en', consent: 'full' })
    await press(secretariat, 'Enter it')
    await visit(reader, `${CYCLE}/contributions/C-4`)
    expect(await words(reader)).toContain('after the deadline, and taken')

    const erin = await somebody()
    await visit(erin, `${CYCLE}/calls/main/contribute?whole=1`)
    await fillIn(erin, { [await answerFieldOf(erin, 1)]: 'I take this back.', contributor: 'Erin', consent: 'full' })
    await press(erin, 'Send the contribution')
    await follow(erin, 'Withdraw it')
    await fillIn(erin, { reason: 'Not mine to say' })
    await press(erin, 'Withdraw it')
    await visit(reader, `${CYCLE}/contributions/C-5`)
    expect(await words(reader)).toContain('Not mine to say')
    expect(await words(reader)).not.toContain('I take this back.')
  })

  test('the overview is counted from the rows, as of any day', async () => {
    interface Row { withdrawnAt: string | null; regionalGroup: string | null }
    const rows = (await json<{ contributions: Row[] }>(`${CYCLE}/contributions.json`)).contributions.filter((row) => row.withdrawnAt === null)
    const overview = await json<{ total: number; byRegionalGroup: Record<string, number> }>(`${CYCLE}/overview.json`)
    expect(overview.total).toBe(rows.length)
    for (const [group, count] of Object.entries(overview.byRegionalGroup)) expect({ group, count }).toEqual({ group, count: rows.filter((row) => (row.regionalGroup ?? 'not recorded') === group).length })
    expect(overview.byRegionalGroup).toEqual({ AFG: 1, APG: 1, EEG: 0, GRULAC: 1, WEOG: 1, none: 0 })
    expect(await json(`${CYCLE}/overview.json?asOf=${day(-1)}`)).toMatchObject({ total: 1, byRegionalGroup: { WEOG: 1, AFG: 0 } })
    await visit(reader, `${CYCLE}/overview?asOf=${day(-1)}`)
    expect(await words(reader)).toContain('Overview of contributions')
  })

  test('the editor keeps a codebook, marks passages and writes findings on them', async () => {
    await send(editor, `${desk}/codebook/new`, { title: 'Keepers', description: 'Whoever looks after a bank.' }, 'Save')
    await send(editor, `${desk}/codebook/new`, { title: 'Gaps' }, 'Save')
    const keepers = await themeId('Keepers')
    await visit(editor, `${desk}/reading/C-1/1`)
    await editor.getByRole('checkbox', { name: 'أهل القرى يحرسون الضفاف.' }).check()
    await fillIn(editor, { theme: keepers })
    await press(editor, 'Mark this passage')
    // Words that stand there twice: the place that is meant is asked for.
    expect(await send(editor, `${desk}/reading/C-2/1`, { quote: 'The town keeps them.', theme: keepers }, 'Mark this passage')).toBe(422)
    await fillIn(editor, { occurrence: '2' })
    expect(await press(editor, 'Mark this passage')).toBe(200)
    await send(editor, `${desk}/reading/C-3/3`, { quote: 'A map of all banks is missing.' }, 'Mark this passage')
    await send(editor, `${desk}/reading/C-4/1`, { sentence: '0' }, 'Mark this passage')

    await writeFinding('agreement', 'Banks are kept by those who live on them.', ['P-1', 'P-2', 'P-4'])
    await writeFinding('concern', 'Nobody knows all banks.', ['P-3'])
    await writeFinding('carry-over', 'Beavers deserve a call of their own.', ['P-4'])
    await visit(reader, `${CYCLE}/breakdown`)
    const breakdown = await words(reader)
    for (const shown of ['Area of agreement', 'Banks are kept by those who live on them.', 'Concern', 'Carry-over']) expect(breakdown).toContain(shown)
    expect(await json(`${CYCLE}/breakdown.json`)).toMatchObject({ findings: [{ restsOn: [{ quote: 'أهل القرى يحرسون الضفاف.' }, { start: 48, end: 68 }, {}] }, {}, {}] })
  })

  test('a document is written, its first version frozen, and a review opened on it', async () => {
    await send(editor, `${desk}/references`, { title: 'On rivers', author: 'A. Writer', url: 'https://example.org/rivers' }, 'List it')
    await send(editor, `${desk}/documents`, { title: 'Report on banks', slug: 'report', kind: 'draft-output', language: 'en' }, 'Start a document')
    await writeSection('Introduction', 'This report says what we heard.')
    await writeSection('Findings', 'Banks are kept by neighbours.\n\nA map is missing, and beavers are heard.')
    await editor.locator('#p1 summary').click()
    await press(editor, 'Declare own voice: ¶ 1')
    await cite(2, 'F-1, L-1')
    await cite(3, 'F-2, P-4')
    await send(editor, `${document}/freeze`, { title: 'First draft', note: 'What we read so far.', cutOff: day(0) }, 'Freeze')
    expect(await words(editor)).toContain('First draft')

    const review = { title: 'Review of the first draft', introduction: 'Tell us what is wrong.', closesOn: day(14) }
    expect(await send(secretariat, `${desk}/reviews/open`, review, 'Open a review')).toBe(200)
  })

  test('the public comments on a paragraph, on the whole and on what is missing', async () => {
    const about = { type: 'general', consent: 'full', author: 'Farid' }
    await visit(reader, `${CYCLE}/reviews/1`)
    await reader.locator('#p2').getByRole('link', { name: 'Comment' }).click()
    await fillIn(reader, { ...about, text: 'Name the towns too.', proposal: 'Banks are kept by neighbours and towns.' })
    expect(await press(reader, 'Send comment')).toBe(200)
    expect(await words(reader)).toContain('Your comment has been taken')
    const mine = reader.url()
    expect(await send(reader, `${CYCLE}/reviews/1/comment`, { ...about, target: 'paragraphs', paragraphs: '99', text: 'Well read.' }, 'Send comment')).toBe(422)
    expect(await sentenceBeside(reader, 'paragraphs')).toContain('no ¶ 99')
    await fillIn(reader, { target: 'whole' })
    await press(reader, 'Send comment')
    await send(reader, `${CYCLE}/reviews/1/comment`, { ...about, target: 'missing', missingWhere: 'after ¶ 3', text: 'Say who pays.', consent: 'without-name' }, 'Send comment')

    await answer(1, { disposition: 'accepted-with-changes', reason: 'The towns belong there.', changed: '2' })
    await answer(2, { disposition: 'noted', reason: 'Thank you.' })
    await answer(3, { disposition: 'deferred', reason: 'Next year asks who pays.' })
    await visit(reader, mine)
    expect(await words(reader)).toContain('The towns belong there.')
    await press(reader, 'Yes, satisfied')
    expect(await words(reader)).toContain('The commenter is satisfied with this.')
  })

  test('a paragraph is changed and version 2 compared with version 1', async () => {
    await visit(editor, document)
    await editor.locator('#p2').getByRole('link', { name: 'Edit' }).click()
    await fillIn(editor, { text: 'Banks are kept by neighbours and towns.' })
    await press(editor, 'Save')
    await cite(2, 'F-1, L-1, R-1')
    await send(editor, `${document}/freeze`, { title: 'Second draft', note: 'The towns are in.' }, 'Freeze')
    await visit(reader, `${CYCLE}/documents/report/compare?from=1&to=2`)
    expect(await reader.locator('ins').allInnerTexts()).toEqual([expect.stringContaining('towns')])
    expect((await json<{ paragraphs: { fortune: string }[] }>(`${CYCLE}/documents/report/compare.json?from=1&to=2`)).paragraphs.map(({ fortune }) => fortune)).toEqual(['unchanged', 'changed', 'unchanged'])
  })

  test('publishing waits until every input has an outcome', async () => {
    const edition = { title: 'Banks and who keeps them', summary: 'What the forum found in 2027.' }
    expect(await send(secretariat, `${desk}/publish`, edition, 'Publish this edition')).toBe(422)
    expect(await words(secretariat)).toContain('1 answer or comment has no outcome')
    await follow(secretariat, 'Say what became of them')
    expect(await words(secretariat)).toContain('2027/C-1/2')
    await secretariat.getByRole('checkbox').first().check()
    await fillIn(secretariat, { fate: 'answered', reason: 'Trees are the subject of another forum.' })
    await press(secretariat, 'Say so')
    expect(await send(secretariat, `${desk}/publish`, edition, 'Publish this edition')).toBe(200)
  })

  test('every sentence shows what it rests on, every input what became of it', async () => {
    const trace = await json<{ coverage: number; inputs: { ref: string; fate: string }[]; paragraphs: { ownVoice: boolean; restsOn: unknown[] }[] }>(`${CYCLE}/trace.json`)
    expect(trace.coverage).toBe(1)
    expect(trace.inputs.map(({ ref }) => ref)).toEqual(['2027/C-1/1', '2027/C-1/2', '2027/C-2/1', '2027/C-3/3', '2027/C-4/1', '2027/R-1', '2027/R-2', '2027/R-3'])
    expect(trace.inputs.filter(({ fate }) => fate === 'none')).toEqual([])
    expect(trace.paragraphs.map(({ ownVoice, restsOn }) => ownVoice || restsOn.length > 0)).toEqual([true, true, true])

    for (const [paragraph, rests] of [[2, ['أهل القرى يحرسون الضفاف.', 'F-1', 'On rivers', 'Comment R-1']], [3, ['A map of all banks is missing.', 'Beavers keep ours.']]] as const) {
      await visit(reader, `${CYCLE}/editions/1`)
      await reader.locator(`#p${paragraph} summary`).click()
      for (const shown of rests) expect(await reader.locator(`#p${paragraph} .opened`).innerText()).toContain(shown)
    }
    await reader.locator('#p3').getByRole('link', { name: 'in context' }).first().click()
    await reader.waitForURL(/contributions\/C-3/)
    expect(await words(reader)).toContain('What became of it')
    await reader.getByRole('link', { name: /¶ 3/ }).first().click()
    await reader.waitForURL(/editions\/1#p3/)
    for (const [page, shown] of [['contributions/C-1', 'Trees are the subject of another forum.'], ['comments/R-1', 'The towns belong there.'], ['comments/R-3', 'Next year asks who pays.']] as const) {
      await visit(reader, `${CYCLE}/${page}`)
      expect(await words(reader)).toContain('What became of it')
      expect(await words(reader)).toContain(shown)
    }
  })

  test('a meeting leaves a report with a footnote', async () => {
    const meeting = { title: 'First meeting', slug: 'first', cycles: '2027', 'date-0': '2027-03-10', 'starts-0': '15:00', 'ends-0': '16:30', 'zone-0': 'Europe/Berlin' }
    expect(await send(secretariat, '/desk/river-forum/meetings/new?cycle=2027', meeting, 'Save')).toBe(200)
    const at = '/desk/river-forum/meetings/first'
    await send(secretariat, `${at}/participants`, { participants: 'Edda Editor / River council (facilitator)\nFarid' }, 'Save')
    await send(secretariat, `${at}/links`, { kind: 'recording', url: 'https://example.org/recording', passcode: 'oar-4711' }, 'Add')
    await send(secretariat, `${at}/report`, { report: '# Opening\n\nThe chair opened the meeting.[1]\n\nThe banks were praised.\n\n[1] Ten minutes late.' }, 'Save')
    await visit(reader, '/river-forum/meetings/first')
    const shown = await words(reader)
    for (const each of ['Wednesday', '14:00', 'facilitator', 'The banks were praised.', 'Ten minutes late.']) expect(shown).toContain(each)
  })

  test('the record tells it all and is whole', async () => {
    await visit(reader, '/river-forum/record')
    const told = await words(reader)
    for (const act of ['opened the cycle', 'moved “Contributions due”', 'extended the deadline', 'marked passage', 'wrote finding', 'opened review', 'sent comment', 'answered comment', 'said what became of']) expect(told).toContain(act)
    const { length } = await json<{ length: number }>('/river-forum/record.json')
    expect(await convoke(server.dataFolder, 'record', 'verify')).toMatchObject({ verified: expect.arrayContaining([expect.objectContaining({ entries: length })]), refused: [] })
  })

  test('written as a folder beside the running server and taken elsewhere, it is the same', async () => {
    await expectToMove(server.dataFolder, 'river-forum', ['bruno@example.org', 'edda@example.org', 'oar-4711'])
  })
})

const document = `${desk}/documents/report`

async function themeId(title: string): Promise<string> {
  await visit(editor, `${desk}/reading/C-1/1`)
  return editor.getByRole('checkbox', { name: title }).inputValue()
}

async function writeFinding(kind: string, statement: string, passages: readonly string[]): Promise<void> {
  await visit(editor, `${desk}/findings/new`)
  await fillIn(editor, { kind, statement })
  for (const passage of passages) await editor.getByRole('checkbox', { name: passage }).check()
  await press(editor, 'Save')
}

async function writeSection(title: string, text: string): Promise<void> {
  await send(editor, `${document}/sections/new`, { title }, 'Save')
  await editor.getByRole('link', { name: 'Add paragraphs' }).last().click()
  await fillIn(editor, { text })
  await press(editor, 'Save')
}

async function cite(paragraph: number, refs: string): Promise<void> {
  await visit(editor, document)
  await editor.locator(`#p${paragraph}`).getByRole('link', { name: 'Cite' }).click()
  await fillIn(editor, { refs })
  await press(editor, 'Save')
}

async function answer(comment: number, typed: Record<string, string>): Promise<void> {
  expect(await send(editor, `${desk}/comments/R-${comment}`, typed, 'Send response')).toBe(200)
}
