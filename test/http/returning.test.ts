import { Bookmark, Document, HeadingLevel, ImageRun, Packer, Paragraph, TextRun } from 'docx'
import { describe, expect, test } from 'vitest'
import { reviseParagraph, setOwnVoice } from '../../src/drafts/paragraphs/commands.ts'
import { flatten } from '../../src/drafts/model.ts'
import { listLineage, loadWorkingText } from '../../src/drafts/queries.ts'
import { listSuggestions } from '../../src/drafts/suggestions/queries.ts'
import { buildDocument } from '../../src/drafts/testing.ts'
import { transact } from '../../src/platform/database.ts'
import { citeParagraph } from '../../src/procedures/cite-paragraph.ts'
import { addReference } from '../../src/library/commands.ts'
import { buildFrozenVersion } from '../../src/procedures/testing.ts'
import { PNG } from '../../src/publication/testing.ts'
import { SYSTEM } from '../../src/record/model.ts'
import type { Id } from '../../src/shared/ids.ts'
import { listLinksFrom } from '../../src/trace/queries.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()

const TEXT = [
  'The harbour was built by those who fish from it, and they still decide when the gate is opened.',
  'Light is paid for by the town, which has asked for three years that somebody else pay for it.',
  'Crews who wait need shelter, water and a place where their papers can be read to them.',
  'Every year the quay is measured anew, and every year somebody finds that it has become shorter.',
  'Words that everybody understands are worth more than rules that nobody has read to the end.',
] as const

async function setUp() {
  const { forum, cycle } = await app.seedForum()
  const editor = await app.signIn('editor', forum.id)
  const { documentId, paragraphs } = await buildDocument(app.db, cycle, [TEXT.join('\n\n')], app.now)
  await transact(app.db, (tx) => addReference(tx, SYSTEM, { forumId: forum.id, cycleId: cycle.id, title: 'On quays' }, app.now))
  for (const { id } of paragraphs) await transact(app.db, (tx) => citeParagraph(tx, SYSTEM, { documentId, paragraphId: id, refs: 'L-1' }, app.now))
  const versionId = await buildFrozenVersion(app.db, documentId, app.now)
  const at = `/desk/${forum.slug}/${cycle.slug}/documents/output/return`
  const send = (fields: Record<string, string | Blob>) => app.post(at, { version: versionId, ...fields }, { cookie: editor })
  const sendText = async (paragraphsOfFile: readonly string[]) => (await send({ file: new Blob([`# Section 1\n\n${paragraphsOfFile.join('\n\n')}\n`]) })).headers.get('location') ?? ''
  const take = (path: string, fields: Record<string, string | readonly string[]> = {}) => app.post(path, { shall: 'take', ...fields }, { cookie: editor })
  const see = async (path: string) => (await app.get(path, { cookie: editor })).text()
  const now = async () => flatten(await loadWorkingText(app.db, documentId))
  return { forum, documentId, paragraphs, ids: paragraphs.map(({ id }) => id), versionId, at, send, sendText, take, see, now, editor }
}

describe('a file that comes back', () => {
  test('is taken from nobody but editors, and not when it is none; nothing changes before somebody says so', async () => {
    const { forum, at, send, see, now, sendText, editor } = await setUp()
    const member = await app.signIn('member', forum.id)
    expect((await app.get(at, { cookie: member })).status).toBe(403)
    for (const [fields, field] of [[{}, 'file'], [{ file: new Blob(['PK\u0003\u0004']) }, 'file'], [{ file: new Blob(['Words.']), version: 'poem' }, 'version']] as const) {
      const wrong = await send(fields)
      expect(wrong.status).toBe(422)
      expect(await wrong.text()).toContain(`id="error-${field}"`)
    }
    expect(await see(at)).toContain('name="file"')
    const page = await sendText(['Something else altogether, about ships that nobody here has ever seen or will see.'])
    expect((await now()).map(({ text }) => text)).toEqual(TEXT)
    expect((await app.get(`${page}x`, { cookie: editor })).status).toBe(404)
  })

  test('keeps every identity where it says the same, in another order, with changed words; it is taken once', async () => {
    const { sendText, take, now, ids, documentId } = await setUp()
    const page = await sendText([TEXT[3], TEXT[0].replace('still decide', 'still decide alone'), TEXT[1], TEXT[4], 'A paragraph that nobody had thought of before the file went round.', TEXT[2]])
    const html = await (await take(page, { new: ['4'] })).text()
    expect(html).toBe('')
    const after = await now()
    expect(after.map(({ id }) => ids.indexOf(id))).toEqual([3, 0, 1, 4, -1, 2])
    expect(after[1]?.text).toContain('still decide alone')
    expect((await take(page, { new: ['4'] })).status).toBe(422)
    expect(await listLineage(app.db, documentId)).toEqual([])
  })

  test('asks what is doubtful, the likeliest first, one click for all; unanswered it is not taken', async () => {
    const { sendText, take, see, now, ids } = await setUp()
    // Two look-alikes of one, and one that is gone.
    const page = await sendText([TEXT[0], TEXT[1], TEXT[2].replace('shelter', 'a roof'), TEXT[2].replace('water', 'bread'), TEXT[4]])
    const html = await see(page)
    const names = [...html.matchAll(/name="(is-[0-9a-f-]{36})"/gu)].map((match) => match[1] ?? '')
    expect(new Set(names).size).toBeGreaterThan(0)
    const unanswered = await take(page)
    expect(unanswered.status).toBe(422)
    const likeliest = await (await take(page, { shall: 'likeliest' })).text()
    const chosen = [...likeliest.matchAll(/name="(is-[0-9a-f-]{36})" value="([^"]*)" checked/gu)]
    expect(chosen.length).toBe(new Set(names).size)
    const answers = Object.fromEntries(chosen.map((match) => [match[1] ?? '', match[2] ?? '']))
    expect((await take(page, { ...answers, new: ['2', '3'] })).status).toBe(303)
    const after = await now()
    expect(after.map(({ text }) => text)).toContain(TEXT[0])
    expect(after.filter(({ id }) => ids.includes(id)).length).toBeGreaterThanOrEqual(4)
  })

  test('what was changed here since stays; both where they touch different words; where they touch the same, theirs is a suggestion', async () => {
    const { sendText, take, now, documentId, ids } = await setUp()
    const revise = (at: number, text: string) => transact(app.db, (tx) => reviseParagraph(tx, SYSTEM, { documentId, paragraphId: ids[at] as Id, revision: 1, text }, app.now))
    await revise(0, TEXT[0].replace('opened', 'closed'))
    await revise(1, TEXT[1].replace('three years', 'seven years'))
    await revise(2, `${TEXT[2]}\n\nThis was written here meanwhile, and no file knows of it.`)
    await transact(app.db, (tx) => setOwnVoice(tx, SYSTEM, { documentId, paragraphId: ids[3] as Id<'paragraph'>, isOwnVoice: true }, app.now))
    const page = await sendText([TEXT[0].replace('The harbour', 'This harbour'), TEXT[1].replace('three years', 'nine years'), TEXT[2], TEXT[3], TEXT[4]])
    const likeliest = await (await take(page, { shall: 'likeliest' })).text()
    const answers = Object.fromEntries([...likeliest.matchAll(/name="(is-[0-9a-f-]{36})" value="([^"]*)" checked/gu)].map((match) => [match[1] ?? '', match[2] ?? '']))
    const answer = await take(page, answers)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toContain('/suggestions')
    const after = await now()
    expect(after[0]?.text).toBe(TEXT[0].replace('opened', 'closed').replace('The harbour', 'This harbour'))
    expect(after[1]?.text).toContain('seven years')
    expect(after[3]?.text).toBe('This was written here meanwhile, and no file knows of it.')
    expect(after.find(({ id }) => id === ids[3])?.isOwnVoice).toBe(true)
    const { suggestions } = await listSuggestions(app.db, documentId)
    expect(suggestions.map(({ text, paragraphId }) => [text, paragraphId])).toEqual([[TEXT[1].replace('three years', 'nine years'), ids[1]]])
  })

  test('pictures of a file are not taken, and whoever takes it is told how many', async () => {
    const { send, see } = await setUp()
    const picture = (): Paragraph => new Paragraph({ children: [new ImageRun({ type: 'png', data: PNG, transformation: { width: 60, height: 30 } })] })
    const file = new Document({ sections: [{ children: [...TEXT.map((text) => new Paragraph(text)), picture(), picture()] }] })
    const page = (await send({ file: new Blob([Uint8Array.from(await Packer.toBuffer(file))]) })).headers.get('location') ?? ''
    expect(await see(page)).toContain('2 pictures of this file are not taken.')
  })

  test('our own Word file is known by its marks, however little is left of the words; joined and cut, lineage and ground go on', async () => {
    const { send, take, now, ids, documentId } = await setUp()
    const marked = (at: number, text: string) => new Bookmark({ id: `p-${ids[at] ?? ''}`, children: [new TextRun(text)] })
    const file = new Document({
      sections: [
        {
          children: [
            new Paragraph('A title page that somebody printed.'),
            new Paragraph({ heading: HeadingLevel.HEADING_1, children: [new TextRun('Section 1')] }),
            new Paragraph({ children: [marked(0, 'Entirely other words.')] }),
            new Paragraph({ children: [marked(1, `${TEXT[1]} `), marked(2, TEXT[2])] }),
            new Paragraph({ children: [marked(3, 'Every year the quay is measured anew.')] }),
            new Paragraph('And every year somebody finds that it has become shorter.'),
            new Paragraph({ children: [marked(4, TEXT[4])] }),
          ],
        },
      ],
    })
    const page = (await send({ file: new Blob([Uint8Array.from(await Packer.toBuffer(file))]) })).headers.get('location') ?? ''
    const taken = await take(page)
    expect(taken.status).toBe(303)
    const after = await now()
    expect(after.map(({ id, text }) => [ids.indexOf(id), text])).toEqual([[0, 'Entirely other words.'], [1, `${TEXT[1]} ${TEXT[2]}`], [3, 'Every year the quay is measured anew.'], [-1, 'And every year somebody finds that it has become shorter.'], [4, TEXT[4]]])
    const cut = after[3]?.id
    expect((await listLineage(app.db, documentId)).map(({ from, to, kind }) => [ids.indexOf(from), to === cut ? 'new' : ids.indexOf(to), kind])).toEqual(expect.arrayContaining([[2, 1, 'merge'], [3, 'new', 'split']]))
    expect((await listLinksFrom(app.db, after.map(({ id }) => id), 'rests-on')).length).toBe(5)
  })
})
