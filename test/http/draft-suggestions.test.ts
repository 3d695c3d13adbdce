import { describe, expect, test } from 'vitest'
import { reviseParagraph } from '../../src/drafts/paragraphs/commands.ts'
import { flatten } from '../../src/drafts/model.ts'
import { loadWorkingText } from '../../src/drafts/queries.ts'
import { transact } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { buildComment, buildReview, buildVersion } from '../../src/review/testing.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()

async function setUp() {
  const { forum, cycle } = await app.seedForum()
  const version = await buildVersion(app.db, cycle, ['The harbour is open.', 'The night is quiet.'], app.now)
  const [editor, member, stranger] = [await app.signIn('editor', forum.id), await app.signIn('member', forum.id), await app.signIn('member', (await app.seedForum()).forum.id)]
  const base = `/${forum.slug}/2026`
  const at = `${base}/documents/${version.documentSlug}/suggestions`
  const [first = newId<'paragraph'>()] = version.paragraphIds
  const send = (fields: Record<string, string>, cookie = member) => app.post(`${at}/new`, { formKey: newId(), kind: 'wording', on: first, text: 'The harbour is shut.', reason: 'It is.', ...fields }, { cookie })
  const decide = (number: number, fields: Record<string, string>) => app.post(`/desk${at}/${number}`, { outcome: 'accepted', reason: 'Right.', ...fields }, { cookie: editor })
  const words = async () => flatten(await loadWorkingText(app.db, version.documentId)).map(({ text }) => text)
  return { forum, cycle, base, at, version, editor, member, stranger, first, send, decide, words }
}

describe('suggesting a change to a draft', () => {
  test('is for those who take part, and says what is wrong beside each field', async () => {
    const { at, member, stranger, send, first } = await setUp()
    for (const cookie of [stranger, undefined]) {
      expect((await app.get(`${at}/new`, cookie === undefined ? {} : { cookie })).status).toBe(403)
      expect((await app.post(`${at}/new`, {}, cookie === undefined ? {} : { cookie })).status).toBe(403)
    }
    const wrong = await (await send({ text: '', reason: '' })).text()
    for (const name of ['text', 'reason']) expect(wrong).toContain(`id="error-${name}"`)
    expect(await (await send({ text: 'The harbour is open.' })).text()).toContain('stand there already')
    expect(await (await send({ on: newId(), text: 'Kept words.' })).text()).toContain('Kept words.')
    expect(await (await app.get(`${at}/new`, { cookie: member })).text()).toContain(`?kind=wording&amp;on=${first}`)
    expect(await (await app.get(`${at}/new?kind=wording&on=${first}`, { cookie: member })).text()).toContain('The harbour is open.')
    expect((await app.get(`${at}/7`)).status).toBe(404)
  })

  test('shows anyone the words, the reason and what became of it; its author takes it back', async () => {
    const { at, member, stranger, editor, send } = await setUp()
    expect((await send({})).headers.get('location')).toBe(`${at}/1`)
    const page = await (await app.get(`${at}/1`)).text()
    for (const part of ['<del>open</del>', '<ins>shut</ins>', 'waiting for the editors', 'Somebody (member)']) expect(page).toContain(part)
    expect(await app.json(at)).toMatchObject({ total: 1, suggestions: [{ number: 1, kind: 'wording', place: 1, before: 'The harbour is open.', text: 'The harbour is shut.', outcome: null }] })
    expect((await app.get(`${at}/1/withdraw`, { cookie: stranger })).status).toBe(403)
    expect((await app.post(`${at}/1/withdraw`, { reason: 'I was wrong.' }, { cookie: member })).status).toBe(303)
    expect((await app.post(`${at}/1/withdraw`, {}, { cookie: member })).status).toBe(422)
    expect(await app.json(`${at}/1`)).toMatchObject({ outcome: 'withdrawn', outcomeReason: 'I was wrong.' })
    expect(await (await app.get(`/desk${at}?state=decided`, { cookie: editor })).text()).toContain('I was wrong.')
  })
})

describe('the editors', () => {
  test('alone decide; a change in the same words is shown against both and asks for the words to take', async () => {
    const { at, member, editor, version, first, send, decide, words } = await setUp()
    await send({})
    expect((await app.get(`/desk${at}`, { cookie: member })).status).toBe(403)
    expect((await app.post(`/desk${at}/1`, { outcome: 'accepted', reason: 'Mine.' }, { cookie: member })).status).toBe(403)
    await transact(app.db, (tx) => reviseParagraph(tx, SYSTEM, { documentId: version.documentId, paragraphId: first, revision: 1, text: 'The harbour is closed.' }, app.now))
    const shown = await (await app.get(`/desk${at}/1`, { cookie: editor })).text()
    for (const part of ['<ins>closed</ins>', '<del>closed</del>', 'name="revision" value="2"']) expect(shown).toContain(part)
    const refused = await decide(1, { text: 'The harbour is locked.', revision: '1' })
    expect([refused.status, (await refused.text()).includes('The harbour is locked.')]).toEqual([422, true])
    expect((await decide(1, { reason: '', revision: '2' })).status).toBe(422)
    expect((await decide(1, { text: 'The harbour is locked.', revision: '2' })).status).toBe(303)
    expect((await decide(1, { outcome: 'rejected' })).status).toBe(422)
    expect(await words()).toEqual(['The harbour is locked.', 'The night is quiet.'])
    expect(await (await app.get(`${at}/1`)).text()).toContain('The editors took these words')
  })

  test('decide all at once, are told what is left, and find what waits in the list of what needs doing', async () => {
    const { at, base, editor, send, words } = await setUp()
    for (const text of ['The harbour is shut.', 'The harbour is locked.']) await send({ text })
    expect(await (await app.get(`/desk${base}`, { cookie: editor })).text()).toContain(`/desk${at}`)
    const done = await app.post(`/desk${at}`, { outcome: 'accepted', reason: 'All.', author: '' }, { cookie: editor })
    expect(done.headers.get('location')).toBe(`/desk${at}?left=1`)
    expect(await (await app.get(`/desk${at}?left=1`, { cookie: editor })).text()).toContain('1 suggestion needs')
    expect((await words())[0]).toBe('The harbour is shut.')
    expect((await app.post(`/desk${at}`, { outcome: 'rejected', reason: '' }, { cookie: editor })).status).toBe(422)
  })

  test('make one of what a comment proposes; accepted, it is the answer', async () => {
    const { at, base, cycle, version, editor, decide } = await setUp()
    const review = await buildReview(app.db, cycle, version.versionId, app.now)
    await buildComment(app.db, review, app.now, { proposal: 'The harbour is never shut.' })
    expect(await (await app.get(`/desk${base}/comments/R-1`, { cookie: editor })).text()).toContain(`/desk${at}/from/R-1`)
    const form = await (await app.get(`/desk${at}/from/R-1`, { cookie: editor })).text()
    expect(form).toContain('The harbour is never shut.')
    const fields = { formKey: newId(), kind: 'wording', on: version.paragraphIds[0] ?? '', text: 'The harbour is never shut.', reason: 'As R-1 says.' }
    expect((await app.post(`/desk${at}/from/R-1`, fields, { cookie: editor })).headers.get('location')).toBe(`/desk${at}/1`)
    expect(await app.json(`${at}/1`)).toMatchObject({ comment: 'R-1' })
    expect((await decide(1, {})).status).toBe(303)
    expect(await app.json(`${base}/comments/R-1`)).toMatchObject({ response: { disposition: 'accepted', reason: 'Right.' } })
  })
})
