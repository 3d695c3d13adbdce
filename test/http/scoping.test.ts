import { describe, expect, test } from 'vitest'
import { findCall } from '../../src/calls/queries.ts'
import { oneOfEachKind } from '../../src/calls/questions/testing.ts'
import { buildCall } from '../../src/calls/testing.ts'
import { addMilestone } from '../../src/forums/timeline/commands.ts'
import { newId } from '../../src/platform/new-id.ts'
import { transact } from '../../src/platform/database.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { listThemes } from '../../src/synthesis/queries.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()

async function setUp(over: object = {}) {
  const { forum, cycle } = await app.seedForum()
  const call = await buildCall(app.db, cycle, app.now, { questions: oneOfEachKind(), ...over })
  const cookie = await app.signIn('facilitator', forum.id)
  const base = `/${forum.slug}/2026`
  const text = async (path: string, options: object = {}) => (await app.get(path, options)).text()
  return { forum, cycle, call, cookie, base, text, page: `${base}/calls/main`, desk: `/desk/${forum.slug}/2026/calls/main` }
}

describe('proposals before a call', () => {
  test('are not taken where nobody asked, and the desk is closed to the public', async () => {
    const { base, forum } = await setUp()
    expect((await app.get(`${base}/proposals`)).status).toBe(404)
    expect((await app.post(`${base}/proposals/new`, { kind: 'theme', text: 'x', formKey: newId() })).status).toBe(404)
    expect((await app.get(`/desk/${forum.slug}/2026/proposals`)).status).toBe(403)
  })

  test('each is shown with what became of it: a theme, a question, or a reason', async () => {
    const { base, forum, cookie, cycle, text } = await setUp()
    const desk = `/desk/${forum.slug}/2026/proposals`
    expect((await app.post(desk, { introduction: 'What should we ask?', isOpen: 'open', until: '', revision: '0' }, { cookie })).status).toBe(303)
    const propose = (fields: Record<string, string>) => app.post(`${base}/proposals/new`, { kind: 'theme', formKey: newId(), ...fields })
    expect((await propose({ text: '' })).status).toBe(422)
    const formKey = newId()
    for (const fields of [{ text: 'Rivers', author: 'Ada', formKey }, { text: 'Rivers', author: 'Ada', formKey }, { kind: 'question', text: 'Who pays?' }, { text: 'Cheap watches' }]) expect((await propose(fields)).status).toBe(303)
    expect((await app.post(`${desk}/2`, { outcome: 'question', wording: 'Who pays?', reason: 'Good' }, { cookie })).status).toBe(422)
    expect((await app.post(`${desk}/1`, { outcome: 'theme', wording: 'Rivers', reason: 'Taken up' }, { cookie })).status).toBe(303)
    expect((await app.post(`${desk}/2`, { outcome: 'question', wording: 'Who should pay?', call: 'main', reason: 'Asked' }, { cookie })).status).toBe(303)
    expect((await app.post(`${desk}/3`, { outcome: 'declined', reason: 'Advertisement', isHidden: 'yes' }, { cookie })).status).toBe(303)
    expect(await (await app.post(`${desk}/3`, { outcome: 'declined', reason: 'Again' }, { cookie })).text()).toContain('Somebody has answered this proposal meanwhile.')
    expect((await listThemes(app.db, cycle.id)).map(({ title }) => title)).toEqual(['Rivers'])
    expect((await findCall(app.db, cycle.id, 'main'))?.questions.at(-1)).toMatchObject({ number: 6, text: 'Who should pay?' })
    expect(await app.json(`${base}/proposals`)).toMatchObject({
      proposals: [{ text: 'Rivers', author: 'Ada', outcome: 'theme' }, { outcome: 'question', became: 'main/6', outcomeReason: 'Asked' }, { text: '', hidden: true, outcome: 'declined', outcomeReason: 'Advertisement' }],
    })
    const html = await text(`${base}/proposals`)
    expect(html).toContain('Taken as question 6 of “Call for contributions”.')
    expect(html).not.toContain('Cheap watches')
    expect((await app.post(desk, { introduction: 'x', isOpen: 'closed', revision: '1' }, { cookie })).status).toBe(303)
    expect(await (await propose({ text: 'Late' })).text()).toContain('Proposals are not taken now.')
  })
})

describe('the text of a call, before it opens', () => {
  test('takes remarks and no contributions; afterwards the other way round', async () => {
    const { page, desk, cookie, text } = await setUp({ isDraft: true })
    expect(await app.json(page)).toMatchObject({ state: 'draft', contribute: null })
    expect((await app.post(`${page}/contribute`, { formKey: newId(), revision: '1', consent: 'without-name' })).status).toBe(422)
    expect((await app.post(`${page}/remark`, { formKey: newId(), question: '2', text: 'Loud for whom?', author: 'Ben' })).status).toBe(303)
    expect((await app.post(`${page}/remark`, { formKey: newId(), question: '77', text: 'x' })).status).toBe(422)
    expect(await text(`${page}/remark?question=2`)).toContain('<option value="2" selected')
    expect((await app.post(`${desk}/open`, {}, { cookie })).status).toBe(303)
    expect(await app.json(page)).toMatchObject({ state: 'open' })
    const late = await app.post(`${page}/remark`, { formKey: newId(), question: '', text: 'Too late' })
    expect(late.status).toBe(422)
    expect(await late.text()).toContain('Too late')
  })

  test('is answered remark by remark, and shows the words that changed', async () => {
    const { page, desk, cookie, call, text } = await setUp({ isDraft: true })
    await app.post(`${page}/remark`, { formKey: newId(), question: '1', text: 'Works for whom?' })
    expect(await text(`/desk/${desk.split('/')[2] ?? ''}/2026`, { cookie })).toContain('A remark on the text of “Call for contributions” without an answer')
    const questions = call.questions.flatMap((question, row) => [[`questions.${row}.id`, question.id], [`questions.${row}.text`, row === 0 ? 'What works for crews?' : question.text], [`questions.${row}.kind`, question.kind], [`questions.${row}.options`, question.options.map((option) => option.text).join('\n')]])
    expect((await app.post(`${desk}/edit`, { title: call.title, introduction: call.introduction, isSoft: 'soft', deadline: '2026-11-15', revision: '1', ...(Object.fromEntries(questions) as Record<string, string>) }, { cookie })).status).toBe(303)
    expect((await app.post(`${desk}/remarks/1`, { answer: '', isChanged: 'yes' }, { cookie })).status).toBe(422)
    expect((await app.post(`${desk}/remarks/1`, { answer: 'It names crews now.', isChanged: 'yes' }, { cookie })).status).toBe(303)
    const html = await text(page)
    for (const part of ['It names crews now.', '<ins>', 'for crews']) expect(html).toContain(part)
    expect(await app.json(page)).toMatchObject({ remarks: [{ number: 1, question: 1, about: 'What works?', answer: 'It names crews now.', changed: true }] })
  })
})

describe('audiences of a call', () => {
  test('each gets its own introduction and questions by address, and a contribution keeps which', async () => {
    const { page, desk, cookie, call, forum, text } = await setUp()
    const fields = { revision: '1', 'variants.0.title': 'National initiatives', 'variants.0.slug': 'nri', 'variants.0.introduction': 'You meet at home.', 'variants.0.questions': ['1', '4'] }
    expect((await app.post(`${desk}/variants`, { ...fields, 'variants.0.slug': 'No Slug' }, { cookie })).status).toBe(422)
    expect((await app.post(`${desk}/variants`, fields, { cookie })).status).toBe(303)
    expect(await (await app.post(`${desk}/variants`, fields, { cookie })).text()).toContain('Somebody changed this call')
    const html = await text(`${page}?for=nri`)
    expect(html).toContain('You meet at home.')
    expect(html).not.toContain('Who should be asked?')
    expect(await text(page)).toContain('Who should be asked?')
    const form = await text(`${page}/contribute?for=nri`)
    expect(form).not.toContain(`choice-${call.questions[2]?.id ?? ''}`)
    const sent = await app.post(`${page}/contribute?for=nri`, { formKey: newId(), revision: '2', consent: 'without-name', [`choice-${call.questions[3]?.id ?? ''}`]: '2' })
    expect(sent.status).toBe(303)
    expect(await app.json(`/${forum.slug}/2026/contributions/C-1`)).toMatchObject({ variant: 'nri' })
    // Three of the closed questions were not asked of whoever answered.
    expect(await app.json(`${page}/results`)).toMatchObject({ questions: [{ number: 2, asked: 0 }, { number: 3, asked: 0 }, { number: 4, asked: 1, answered: 1 }, { number: 5, asked: 0 }] })
    expect(await (await app.post(`${desk}/variants`, { revision: '2' }, { cookie })).text()).toContain('has contributions. It has to stay.')
  })
})

describe('languages of a call', () => {
  test('a reader gets what is translated, and the rest as it was written, each marked', async () => {
    const { page, desk, cookie, call, text } = await setUp()
    const form = await text(`${desk}/languages/fr`, { cookie })
    const seen = /name="seen" value="([0-9a-f]{64})"/u.exec(form)?.[1] ?? ''
    expect((await app.get(`${desk}/languages/en`, { cookie })).status).toBe(404)
    expect((await app.post(`${desk}/languages/fr`, { seen, 'texts.0': 'Appel à contributions', 'texts.2': 'Qu’est-ce qui marche ?' }, { cookie })).status).toBe(303)
    expect(await (await app.post(`${desk}/languages/fr`, { seen, 'texts.0': 'Autre' }, { cookie })).text()).toContain('Autre')
    const html = await text(`${page}?lang=fr`)
    for (const part of ['<h1 lang="fr" dir="auto">Appel à contributions</h1>', '<p lang="fr" dir="auto">Qu’est-ce qui marche ?</p>', '<p lang="en" dir="auto">When is it loud?</p>']) expect(html).toContain(part)
    expect(await text(`${page}/contribute?lang=fr`)).toContain('<h3 lang="fr" dir="auto">1. Qu’est-ce qui marche ?</h3>')
    const rows = call.questions.flatMap((question, row) => [[`questions.${row}.id`, question.id], [`questions.${row}.text`, row === 0 ? 'What works now?' : question.text], [`questions.${row}.kind`, question.kind], [`questions.${row}.options`, question.options.map((option) => option.text).join('\n')]])
    await app.post(`${desk}/edit`, { title: call.title, introduction: call.introduction, isSoft: 'soft', deadline: '2026-11-15', revision: '1', ...(Object.fromEntries(rows) as Record<string, string>) }, { cookie })
    // Of a text that changed, the translation is of something else: the reader gets what is asked now.
    expect(await text(`${page}?lang=fr`)).toContain('<p lang="en" dir="auto">What works now?</p>')
    expect(await text(`${desk}/languages`, { cookie })).toContain('1 no longer fits')
  })
})

describe('closing with a milestone', () => {
  test('is set at the desk and said on the page', async () => {
    const { page, desk, cookie, cycle, text } = await setUp()
    const { milestoneId } = await transact(app.db, (tx) => addMilestone(tx, SYSTEM, { cycle, title: 'Drafting starts', isSoft: true, note: null, source: null, date: { when: 'when the answers are read' } }, app.now))
    expect((await app.post(`${desk}/closing`, { milestone: newId() }, { cookie })).status).toBe(422)
    expect((await app.post(`${desk}/closing`, { milestone: milestoneId }, { cookie })).status).toBe(303)
    expect(await app.json(page)).toMatchObject({ closesWith: { milestone: 'Drafting starts', date: { when: 'when the answers are read' } } })
    expect(await text(page)).toContain('when the answers are read')
    expect(await text(desk, { cookie })).toContain('Drafting starts')
  })
})

describe('making a call known', () => {
  test('the pack is made of what the call says, within the limits of short posts', async () => {
    const { desk, cookie, text } = await setUp({ title: 'A title that is rather long. '.repeat(12).trim() })
    const file = await text(`${desk}/announce/fr.txt`, { cookie })
    expect(file).toContain('/2026/calls/main')
    const posts = file.split(/Message court, (?:280|500) caractères au plus\n-+\n\n/u).slice(1).map((part) => part.split('\n\n\n')[0] ?? '')
    expect(posts).toHaveLength(2)
    expect(Array.from((posts[0] ?? '').trim()).length).toBeLessThanOrEqual(280)
    expect(posts[0]).toContain('http://localhost:8080/')
    expect((await app.get(`${desk}/announce/fr.html`, { cookie })).headers.get('content-disposition')).toContain('main-fr.html')
    for (const path of ['fr.pdf', 'de.txt']) expect((await app.get(`${desk}/announce/${path}`, { cookie })).status).toBe(404)
    expect((await app.get(`${desk}/announce/fr.txt`)).status).toBe(403)
  })

  test('the announcement goes to the outbox, and a wrong address is named', async () => {
    const { desk, cookie } = await setUp()
    expect(await (await app.post(`${desk}/announce`, { language: 'en', addresses: 'good@example.org\nnot an address' }, { cookie })).text()).toContain('This is not a mail address: not an address')
    const sent = await app.post(`${desk}/announce`, { language: 'en', addresses: 'Ada <good@example.org>; other@example.org' }, { cookie })
    expect(sent.headers.get('location')).toContain('told=2')
    const [mail] = await app.db.selectFrom('record_outbox').selectAll().where('recipient', '=', 'good@example.org').execute()
    expect(mail?.subject).toBe('Open now: Call for contributions')
    expect(mail?.body).toContain('/2026/calls/main')
  })

  test('who asks to be told confirms by a link, and leaves by the same', async () => {
    const { page, text } = await setUp()
    expect((await app.post(`${page}/tell-me`, { mail: 'nowhere' })).status).toBe(422)
    expect((await app.post(`${page}/tell-me`, { mail: 'ada@tell.example' })).status).toBe(303)
    const [mail] = await app.db.selectFrom('record_outbox').selectAll().where('recipient', '=', 'ada@tell.example').execute()
    const link = /http:\/\/localhost:8080(\S+)/u.exec(mail?.body ?? '')?.[1] ?? ''
    expect(await text(link)).toContain('Yes, tell me')
    expect((await app.get(link.slice(0, -3))).status).toBe(404)
    expect((await app.post(link, { shall: 'confirm' })).status).toBe(303)
    expect(await text(link)).toContain('Tell me no more')
    expect((await app.post(link, { shall: 'leave' })).status).toBe(303)
    expect(await text(link)).toContain('You are not told any more.')
    expect((await app.post(link, { shall: 'leave' })).status).toBe(422)
  })

  test('the block for other sites may stand in a frame, and it alone; it is small and has no script', async () => {
    const { page } = await setUp()
    const block = await app.get(`${page}/embed`)
    const html = await block.text()
    expect(block.headers.get('x-frame-options')).toBeNull()
    expect(block.headers.get('content-security-policy')).toContain('frame-ancestors *')
    expect((await app.get(page)).headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(html.length).toBeLessThan(5_000)
    expect(html).not.toMatch(/<script|<form/u)
    expect(html).toContain('You can contribute now')
  })
})
