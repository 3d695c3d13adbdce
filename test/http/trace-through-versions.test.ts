import { beforeAll, describe, expect, test } from 'vitest'
import { buildCall } from '../../src/calls/testing.ts'
import { withdrawContribution } from '../../src/contributions/commands.ts'
import { listAnswers } from '../../src/contributions/queries.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import { flatten, type Paragraph } from '../../src/drafts/model.ts'
import { findDocument, loadWorkingText } from '../../src/drafts/queries.ts'
import { listVersions } from '../../src/drafts/versions/queries.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { transact } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { PUBLIC } from '../../src/record/model.ts'
import { findChain, verifyChain } from '../../src/record/queries.ts'
import { addMilliseconds } from '../../src/shared/time.ts'
import { findPassage } from '../../src/synthesis/queries.ts'
import { testApplication } from '../harness/application.ts'

/** One cycle in Arabic and Chinese by its pages alone: a draft of thirty paragraphs in three versions, its review, two editions, the trace of it all. */
const app = await testApplication()
const { db } = app
let forum: Forum
let cycle: Cycle
let base: string
let editor: string
let documentId: string
const followed = new Map<number, string>()

interface TraceJson {
  readonly coverage: number | null
  readonly inputs: readonly { ref: string; kind: string; fate: string; by: readonly { kind: string; ref: string; url: string }[]; reason: string | null }[]
  readonly paragraphs: readonly { edition: number; number: number; id: string; ownVoice: boolean; restsOn: readonly { kind: string; ref: string; url: string }[] }[]
  readonly withdrawn: readonly { ref: string; kind: string; url: string }[]
}

const later = (): void => void (app.now = addMilliseconds(app.now, 60_000))
const desk = async (path: string, fields: Record<string, string | readonly string[]>): Promise<Response> => {
  later()
  return app.post(`/desk${base}/${path}`, fields, { cookie: editor })
}
const working = async (): Promise<Paragraph[]> => flatten(await loadWorkingText(db, documentId as never))
const at = async (number: number): Promise<Paragraph> => {
  const found = (await working())[number - 1]
  if (found === undefined) throw new Error(`There is no ¶ ${number}`)
  return found
}
const step = (paragraph: Paragraph, action: string, more: Record<string, string> = {}) => desk('documents/musawwada', { action, paragraph: paragraph.id, revision: String(paragraph.revision), ...more })
const rewrite = async (number: number, text: string) => {
  const { id, revision } = await at(number)
  return desk(`documents/musawwada/paragraphs/${id}`, { text, revision: String(revision) })
}
const cite = async (number: number, refs: string) => desk(`documents/musawwada/paragraphs/${(await at(number)).id}/cite`, { refs })
const freeze = async (title: string) => desk('documents/musawwada/freeze', { title, note: 'ما تغيّر ولماذا.', formKey: newId() })
const versionId = async (number: number): Promise<string> => (await listVersions(db, documentId as never)).find((version) => version.number === number)?.id ?? ''
const send = async (fields: Record<string, string>): Promise<number> => {
  later()
  const form = { formKey: newId(), target: 'paragraphs', paragraphs: '', missingWhere: '', type: 'general', proposal: '', author: 'ليلى حداد', organisation: '', stakeholderGroup: 'Civil Society', regionalGroup: 'APG', language: 'ar', consent: 'full', mail: '', ...fields }
  const location = (await app.post(`${base}/reviews/1/comment`, form)).headers.get('location') ?? ''
  const number = Number(/R-(\d+)/u.exec(location)?.[1])
  followed.set(number, location)
  return number
}
const respond = (number: number, fields: Record<string, string>) => desk(`comments/R-${number}`, { revision: '0', disposition: 'noted', reason: '已经记录。', changed: '', changedIn: 'working', duplicateOf: '', ...fields })
const trace = async () => (await app.json(`${base}/trace`)) as unknown as TraceJson
const inputOf = async (ref: string) => (await trace()).inputs.find((input) => input.ref === ref)
const page = async (path: string, language = 'en') => (await app.get(`${base}${path}`, { language })).text()

beforeAll(async () => {
  ;({ forum, cycle } = await app.seedForum({ language: 'ar' }))
  base = `/${forum.slug}/2026`
  editor = await app.signIn('secretariat', forum.id)
  const call = await buildCall(db, cycle, app.now)
  const answersOf = (first: string, second: string) => call.questions.map(({ id }, place) => ({ questionId: id, text: place === 0 ? first : second }))
  await buildContribution(db, call, app.now, { language: 'ar', answers: answersOf('ينبغي أن تنشر الموانئ قواعدها. وهذا رأي الجميع.', 'لا شيء آخر.') })
  await buildContribution(db, call, app.now, { language: 'zh', contributor: '王小明', consent: 'without-name', answers: answersOf('港口应当公布其规则。夜间应当安静。', '没有别的。') })
  await buildContribution(db, call, app.now, { language: 'zh', contributor: '不愿透露', consent: 'not-at-all', answers: answersOf('这些话只可计数，不可公布。', '也不可公布。') })
  await buildContribution(db, call, app.now, { language: 'ar', contributor: 'من يسحب', answers: answersOf('كلام سيُسحب لاحقا.', 'وهذا أيضا.') })
  const quotes = ['ينبغي أن تنشر الموانئ قواعدها.', '港口应当公布其规则。', '这些话只可计数，不可公布。', 'كلام سيُسحب لاحقا.']
  for (const [place, quote] of quotes.entries()) expect((await desk(`reading/C-${place + 1}/1`, { quote })).status).toBe(303)
  const passages = await Promise.all([1, 2, 3, 4].map(async (number) => (await findPassage(db, cycle.id, number))?.id ?? ''))
  const finding = (statement: string, passage: readonly string[]) => desk('findings/new', { statement, kind: 'agreement', questionId: '', revision: '0', passage })
  expect((await finding('تُنشر القواعد.', passages.slice(0, 3))).status).toBe(303)
  expect((await finding('يقوم على ما سُحب.', passages.slice(3))).status).toBe(303)
  expect((await finding('سيُستبعد.', passages.slice(0, 1))).status).toBe(303)
  await desk('documents', { title: 'مسودة الموانئ الهادئة', slug: 'musawwada', kind: 'draft-output', language: 'ar' })
  documentId = (await findDocument(db, cycle.id, 'musawwada'))?.id ?? ''
  for (const title of ['لماذا', '怎么做', 'خاتمة']) {
    const section = newId()
    await desk('documents/musawwada/sections/new', { title, formKey: section })
    const first = (await working()).length
    const text = Array.from({ length: 10 }, (_, place) => (title === '怎么做' ? `第${first + place + 1}段。规则应当公布。` : `الفقرة ${first + place + 1} تقول شيئا. ثم تقول شيئا آخر.`)).join('\n\n')
    expect((await desk('documents/musawwada/paragraphs/new', { section, after: 'end', text, formKey: newId() })).status).toBe(303)
  }
  for (const paragraph of await working()) if (paragraph.number > 4) await step(paragraph, 'voice', { own: 'yes' })
})

describe('before the first version', () => {
  test('what is not there, taken back or discarded cannot be cited', async () => {
    expect((await desk('findings/F-3', { shall: 'discard', reason: 'يكرر ما قيل.' })).status).toBe(303)
    for (const ref of ['P-99', 'F-3', 'R-1', 'L-1', '2025/F-1x', '第一']) {
      const refused = await cite(1, ref)
      expect([ref, refused.status]).toEqual([ref, 422])
      expect(await refused.text()).toContain('name nothing in this cycle')
    }
  })

  test('thirty paragraphs are split, and a part cut off, before anybody reads them', async () => {
    await cite(1, 'F-1')
    await cite(2, 'P-1، P-2')
    await cite(3, 'F-2')
    await cite(4, 'P-2')
    // ¶ 30 is split and joined by nobody: what is cut off here stands in version 1 as ¶ 31.
    await rewrite(30, 'الفقرة 30 تقول شيئا.\n\nثم تقول شيئا آخر.')
    expect((await working()).length).toBe(31)
    expect((await freeze('المسودة ١')).status).toBe(303)
  })
})

describe('the review', () => {
  test('takes comments on several paragraphs, on the whole, on what is missing, and late ones', async () => {
    const opened = await desk('reviews/open', { version: await versionId(1), title: 'مراجعة المسودة ١', introduction: 'قولوا ما الخطأ.', closesOn: '2026-11-05' })
    expect(opened.status).toBe(303)
    expect(await send({ paragraphs: '٢، ٥-٧', text: 'هذه الفقرات تقول الشيء نفسه.' })).toBe(1)
    expect(await send({ target: 'whole', text: '整篇文字太长。', language: 'zh', consent: 'without-name' })).toBe(2)
    expect(await send({ target: 'missing', missingWhere: 'بعد الخاتمة', text: 'أين الصيادون؟' })).toBe(3)
    expect(await send({ paragraphs: '7', text: '与前面相同。', language: 'zh' })).toBe(4)
    expect(await send({ paragraphs: '12', text: '应当改写。', proposal: '规则必须公布。', language: 'zh' })).toBe(5)
    expect(await send({ paragraphs: '9', text: 'أُرسل خطأ.' })).toBe(6)
    expect(await send({ paragraphs: '30', text: 'احذفوا هذه.' })).toBe(7)
    expect(await send({ paragraphs: '14', text: '拆开这一段。', language: 'zh' })).toBe(8)
    app.now = '2026-11-06T12:00:00.000Z' as typeof app.now
    expect(await send({ paragraphs: '20', text: 'وصلت متأخرة.' })).toBe(9)
    expect(await app.json(`${base}/comments/R-9`)).toMatchObject({ late: true })
    expect((await desk('reviews/1/enter', { formKey: newId(), target: 'whole', paragraphs: '', type: 'general', text: '只计数。', consent: 'not-at-all', channel: 'paper', receivedBy: '2026-11-04', stakeholderGroup: '', regionalGroup: '', language: 'zh' })).status).toBe(303)
    expect(await app.json(`${base}/comments/R-1`)).toMatchObject({ paragraphs: [{ number: 2 }, { number: 5 }, { number: 6 }, { number: 7 }], text: 'هذه الفقرات تقول الشيء نفسه.', author: 'ليلى حداد' })
    const own = await page('/reviews/1/paragraphs/7')
    for (const text of ['هذه الفقرات تقول الشيء نفسه.', '与前面相同。']) expect(own).toContain(text)
    expect(JSON.stringify(await app.json(`${base}/reviews/1/comments`))).not.toContain('只计数')
  })

  test('a withdrawn comment waits for nothing, and its reference stays', async () => {
    expect((await app.post(followed.get(6) ?? '', { act: 'withdraw', reason: 'خطأ' })).status).toBe(303)
    expect((await respond(6, {})).status).toBe(422)
    expect(await inputOf('2026/R-6')).toBeUndefined()
    expect((await trace()).withdrawn).toEqual([{ ref: '2026/R-6', kind: 'comment', url: `${base}/comments/R-6` }])
    expect(await page('/comments/R-6')).not.toContain('أُرسل خطأ')
  })

  test('the text moves on: edited, moved, merged, split, removed; then two more versions', async () => {
    await rewrite(12, '规则必须公布。')
    await rewrite(14, '第14段。\n\n规则应当公布。')
    const [five, six] = [await at(5), await at(6)]
    expect((await step(five, 'merge', { next: String(six.revision) })).status).toBe(303)
    expect((await step(await at(8), 'move', { to: 'down' })).status).toBe(303)
    const thirty = (await working()).find(({ text }) => text === 'الفقرة 30 تقول شيئا.')
    if (thirty === undefined) throw new Error('¶ 30 is not there')
    expect((await step(thirty, 'remove')).status).toBe(303)
    expect((await freeze('المسودة ٢')).status).toBe(303)
    await rewrite(1, 'الفقرة الأولى من جديد.')
    expect((await step(await at(3), 'move', { to: 'up' })).status).toBe(303)
    expect((await freeze('المسودة ٣')).status).toBe(303)
  })

  test('responses may be revised, and are judged yes, no or by silence', async () => {
    expect((await respond(1, { disposition: 'partly', changed: '5' })).status).toBe(303)
    expect((await respond(4, { disposition: 'duplicate', duplicateOf: 'R-1' })).status).toBe(303)
    expect((await respond(1, { disposition: 'duplicate', duplicateOf: 'R-4', revision: '1' })).status).toBe(422)
    expect((await respond(5, { disposition: 'accepted', changed: '12', changedIn: '2' })).status).toBe(303)
    expect((await app.post(followed.get(5) ?? '', { act: 'satisfied', satisfied: 'yes', revision: '1' })).status).toBe(303)
    expect((await app.post(followed.get(1) ?? '', { act: 'satisfied', satisfied: 'no', revision: '1' })).status).toBe(303)
    expect(await app.json(`${base}/comments/R-1`)).toMatchObject({ satisfied: false, response: { disposition: 'partly' } })
    expect((await respond(1, { disposition: 'accepted', revision: '1', reason: 'بعد إعادة النظر.', changed: '5' })).status).toBe(303)
    expect(await app.json(`${base}/comments/R-1`)).toMatchObject({ satisfied: null, response: { disposition: 'accepted' }, earlierResponses: [{ disposition: 'partly', reason: '已经记录。' }], duplicates: ['2026/R-4'] })
    expect((await app.post(followed.get(1) ?? '', { act: 'satisfied', satisfied: 'yes', revision: '1' })).status).toBe(422)
    expect((await respond(2, { disposition: 'deferred', reason: 'في الدورة القادمة.' })).status).toBe(303)
    expect(await page('/comments/R-2')).toContain('has not said whether this is satisfactory')
  })

  test('a comment’s page says where its paragraphs live, and claims nothing that is not so', async () => {
    expect(await app.json(`${base}/comments/R-1`)).toMatchObject({
      paragraphs: [
        { number: 2, now: { version: 3, number: 3 }, wentOn: [] },
        { number: 5, now: { number: 5 }, wentOn: [] },
        { number: 6, now: null, wentOn: [{ kind: 'merge', number: 5 }] },
        { number: 7, now: { number: 6 }, wentOn: [] },
      ],
      changed: [{ number: 5 }],
    })
    expect(await app.json(`${base}/comments/R-8`)).toMatchObject({ paragraphs: [{ number: 14, now: { number: 13 }, wentOn: [{ kind: 'split', number: 14 }] }] })
    const split = await page('/comments/R-8')
    for (const words of ['Now ¶ 13 of المسودة ٣', 'Part of it is now ¶ 14.']) expect(split).toContain(words)
    // What was cut off ¶ 30 before the review was never commented on.
    expect(await app.json(`${base}/comments/R-7`)).toMatchObject({ paragraphs: [{ number: 30, text: 'الفقرة 30 تقول شيئا.', now: null, wentOn: [] }] })
    expect(await page('/comments/R-7')).toContain('Not in المسودة ٣ as such.')
  })

  test('any two versions are compared, either way, with what happened between them and nothing else', async () => {
    const compare = async (from: number, to: number) => {
      const data = (await app.json(`${base}/documents/musawwada/compare?from=${from}&to=${to}`)) as { paragraphs: { fortune: string; from: number | null; to: number | null; kin?: number | null; moved: boolean }[] }
      return Object.fromEntries([...Map.groupBy(data.paragraphs, ({ fortune }) => fortune)].map(([fortune, those]) => [fortune, those.length]))
    }
    expect(await compare(1, 2)).toEqual({ unchanged: 26, changed: 3, split: 1, merged: 1, removed: 1 })
    expect(await compare(2, 1)).toEqual({ unchanged: 26, changed: 3, split: 1, merged: 1, new: 1 })
    expect(await compare(2, 3)).toEqual({ unchanged: 29, changed: 1 })
    expect(await compare(1, 3)).toEqual({ unchanged: 25, changed: 4, split: 1, merged: 1, removed: 1 })
    expect(await compare(3, 3)).toEqual({ unchanged: 30 })
    for (const address of ['compare?from=1&to=9', 'compare?from=0&to=1']) expect((await app.get(`${base}/documents/musawwada/${address}`)).status).toBeLessThan(500)
  })
})

describe('publishing', () => {
  const publish = async (over: Record<string, string> = {}) => desk('publish', { version: await versionId(3), title: 'موانئ هادئة', summary: 'ما خرج منها.', ...over })

  test('is refused while a paragraph rests on withdrawn words alone, naming it', async () => {
    const withdrawn = (await listAnswers(db, cycle.id)).find(({ text }) => text.startsWith('كلام'))
    const input = { contributionId: withdrawn?.contributionId as never, cycleId: cycle.id, reason: undefined }
    expect(await transact(db, (tx) => withdrawContribution(tx, PUBLIC, input, app.now))).not.toHaveProperty('refusal')
    const refused = await publish({ residue: 'yes' })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('rest on nothing that stands and are not the editors’ own voice: ¶ 2.')
    expect((await cite(2, 'P-4')).status).toBe(422)
    await step(await at(2), 'voice', { own: 'yes' })
    expect((await freeze('المسودة ٤')).status).toBe(303)
  })

  test('is refused while input has no fate; with the residue as an annex it is taken once, however many press at once', async () => {
    const version = await versionId(4)
    expect((await publish({ version })).status).toBe(422)
    const form = { formKey: newId(), target: 'whole', paragraphs: '', missingWhere: '', type: 'general', text: 'في اللحظة نفسها.', proposal: '', author: '', organisation: '', stakeholderGroup: '', regionalGroup: '', language: 'ar', consent: 'without-name', mail: '' }
    const [first, second, comment] = await Promise.all([publish({ version, residue: 'yes' }), publish({ version, residue: 'yes' }), app.post(`${base}/reviews/1/comment`, form)])
    expect([first.status, second.status].sort((a, b) => a - b)).toEqual([303, 422])
    expect(comment.status).toBe(303)
    const edition = (await app.json(`${base}/editions/1`)) as { units: number; accounted: number; residue: { ref: string }[] }
    // Whichever came first: what the edition counted is what it names.
    expect(edition.units - edition.accounted).toBe(edition.residue.length)
    expect(edition.residue.map(({ ref }) => ref)).toEqual(expect.arrayContaining(['2026/C-1/2', '2026/R-3', '2026/R-9']))
    expect(edition.residue.map(({ ref }) => ref)).not.toContain('2026/R-6')
  })

  test('the edition quotes nobody who was withdrawn or only to be counted', async () => {
    const html = await page('/editions/1')
    for (const words of ['“ينبغي أن تنشر الموانئ قواعدها.”', '“港口应当公布其规则。”', 'lang="zh"', 'The words are not published', 'id="residue"']) expect(html).toContain(words)
    for (const words of ['这些话只可计数', 'كلام سيُسحب', '王小明', '不愿透露', 'من يسحب', '只计数']) expect(html).not.toContain(words)
    expect(JSON.stringify(await app.json(`${base}/editions/1`))).not.toMatch(/这些话只可计数|كلام سيُسحب|王小明/u)
  })

  test('the trace has the shape that is promised, and leads there and back', async () => {
    const { coverage, inputs, paragraphs, withdrawn } = await trace()
    expect(withdrawn.map(({ ref }) => ref)).toEqual(['2026/C-4/1', '2026/C-4/2', '2026/R-6'])
    for (const input of inputs) {
      expect(Object.keys(input)).toEqual(['ref', 'kind', 'fate', 'by', 'reason'])
      expect(['cited', 'merged', 'answered', 'carried-over', 'none']).toContain(input.fate)
      for (const by of input.by) expect(Object.keys(by).sort()).toEqual(['kind', 'ref', 'url'])
    }
    expect(coverage).toBe(inputs.filter(({ fate }) => fate !== 'none').length / inputs.length)
    expect(paragraphs).toHaveLength(30)
    for (const paragraph of paragraphs) {
      expect(Object.keys(paragraph)).toEqual(['edition', 'number', 'id', 'ownVoice', 'restsOn'])
      expect(paragraph.ownVoice || paragraph.restsOn.length > 0).toBe(true)
    }
    const fates = Object.fromEntries(inputs.map(({ ref, fate }) => [ref, fate]))
    expect(fates).toMatchObject({ '2026/C-1/1': 'cited', '2026/C-2/1': 'cited', '2026/C-3/1': 'cited', '2026/R-1': 'answered', '2026/R-2': 'carried-over', '2026/R-4': 'merged', '2026/R-5': 'answered', '2026/R-8': 'none' })
    const urls = [...inputs.flatMap(({ by }) => by), ...paragraphs.flatMap(({ restsOn }) => restsOn), ...withdrawn].map(({ url }) => url)
    for (const url of new Set(urls)) {
      const [address = '', anchor] = url.split('#')
      const response = await app.get(address)
      expect([url, response.status]).toEqual([url, 200])
      if (anchor !== undefined) expect([url, (await response.text()).includes(`id="${anchor}"`)]).toEqual([url, true])
    }
  })

  test('fates given and taken back afterwards change the trace, never the edition', async () => {
    const before = await app.json(`${base}/editions/1`)
    const answers = await listAnswers(db, cycle.id)
    const unit = answers.find(({ text }) => text === 'لا شيء آخر.')?.id ?? ''
    const { coverage } = await trace()
    expect((await desk('trace', { action: 'give', unit, fate: 'answered', reason: 'لا حاجة إلى أكثر.' })).status).toBe(303)
    expect((await trace()).coverage).toBeGreaterThan(coverage ?? 1)
    expect((await desk('trace', { action: 'revoke', unit, revision: '1' })).status).toBe(303)
    expect((await trace()).coverage).toBe(coverage)
    expect(await app.json(`${base}/editions/1`)).toEqual(before)
  })

  test('a second edition follows with new input, the document going on meanwhile; the first stays as it was', async () => {
    const first = await app.json(`${base}/editions/1`)
    await rewrite(1, 'نص آخر تماما.')
    expect((await app.json(`${base}/editions/1`))).toEqual(first)
    await cite(1, 'F-1 R-8')
    await freeze('المسودة ٥')
    expect((await publish({ version: await versionId(5), residue: 'yes', title: 'الطبعة الثانية' })).headers.get('location')).toBe(`${base}/editions/2`)
    expect(await inputOf('2026/R-8')).toMatchObject({ fate: 'cited', by: [{ kind: 'paragraph', ref: 'edition 2 ¶ 1', url: `${base}/editions/2#p1` }] })
    expect((await trace()).paragraphs.map(({ edition }) => edition).filter((edition) => edition === 2)).toHaveLength(30)
    const { paragraphs } = first as { paragraphs: { number: number; text: string }[] }
    expect((await app.json(`${base}/editions/1`))).toMatchObject({ paragraphs: paragraphs.map(({ number, text }) => ({ number, text })) })
  })
})

test('all of it is in the record, as sentences in both languages, and verified', async () => {
  for (const [language, none] of [['en', 'no sentence for'], ['fr', 'aucune phrase']] as const) {
    let address: string | null = `/${forum.slug}/record`
    const told: string[] = []
    while (address !== null) {
      const html = await (await app.get(address, { language })).text()
      told.push(...[...html.matchAll(/<li id="entry-\d+"><p dir="auto">(.*?)<\/p>/gsu)].map((match) => match[1] ?? ''))
      address = /href="([^"]*\?before=\d+)" rel="next"/u.exec(html)?.[1] ?? null
    }
    expect(told.length).toBeGreaterThan(80)
    expect(told.filter((sentence) => sentence.includes(none) || /[{}]/u.test(sentence) || sentence.includes('undefined'))).toEqual([])
  }
  const chain = await findChain(db, forum.id)
  expect(chain === undefined ? undefined : await verifyChain(db, chain)).toMatchObject({ ok: true })
})

test('every page has its data beside it', async () => {
  const pages = ['trace', 'editions', 'editions/2', 'documents', 'documents/musawwada', 'documents/musawwada/versions/2', 'documents/musawwada/compare', 'reviews', 'reviews/1', 'reviews/1/comments', 'reviews/1/paragraphs/7', 'comments/R-7', 'breakdown', 'contributions', 'contributions/C-1', 'contributions/C-4', 'overview']
  for (const path of ['', ...pages.map((each) => `/${each}`)]) expect([path, (await app.get(`${base}${path}.json`)).status, (await app.get(`${base}${path}`)).status]).toEqual([path, 200, 200])
})
