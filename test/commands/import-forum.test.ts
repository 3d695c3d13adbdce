import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { freshDatabase, testDatabase, uniqueSlug } from '../harness/postgres.ts'
import { sha256 } from '../../src/platform/digest.ts'
import { findChain, listEntries } from '../../src/record/queries.ts'
import { copySample, digestFolder, emptyFileStore, exportFolder, folderOf, importFolder } from '../../src/procedures/testing.ts'

const db = await testDatabase()
const files = await emptyFileStore()

const FORUM = 'format: convoke-forum/1\nslug: small\ntitle: Small\nlanguage: en\n'
const CYCLE = 'title: "2026"\n'
const CALL = '- slug: the-call\n  title: The call\n  questions:\n    - number: 1\n      text: What works?\n'
const ANSWER = 'The board is honest. The board is chalk.'
const CONTRIBUTION = `- number: 1\n  call: the-call\n  channel: web\n  consent: full\n  receivedBy: 2026-02-16\n  answers:\n    - question: 1\n      text: ${ANSWER}\n`
const DOCUMENT = 'kind: outline\ntitle: Outline\nlanguage: en\nsections:\n  - key: s\n    title: S\n    paragraphs:\n      - key: p\n        text: Text\nversions:\n  - number: 1\n    title: One\n    frozenAt: 2026-05-01T10:00:00Z\n    sections:\n      - of: s\n        title: S\n        paragraphs:\n          - of: p\n            text: Text\n'
const REVIEW = '- number: 1\n  document: draft\n  version: 1\n  title: Review\n'
const COMMENT = '- number: 1\n  review: 1\n  target: whole\n  type: general\n  text: Good.\n  channel: web\n  consent: full\n  receivedBy: 2026-05-02\n'
const SMALL = {
  'forum.yaml': FORUM,
  'cycles/2026/cycle.yaml': CYCLE,
  'cycles/2026/calls.yaml': CALL,
  'cycles/2026/contributions.yaml': CONTRIBUTION,
  'cycles/2026/documents/draft.yaml': DOCUMENT,
  'cycles/2026/reviews.yaml': REVIEW,
  'cycles/2026/comments.yaml': COMMENT,
}

async function mistakesOf(changes: Readonly<Record<string, string | Uint8Array>>) {
  return mistakesIn(await folderOf({ ...SMALL, ...changes }))
}

async function mistakesIn(folder: string) {
  const done = await importFolder(db, folder, files)
  if (!('refusal' in done)) throw new Error(`Taken as ${done.slug}`)
  if (done.refusal !== 'folder-mistakes') throw new Error(done.refusal)
  return done.mistakes.map(({ file, path, reason }) => `${file} ${path} ${reason}`)
}

const cycle = (name: string) => `cycles/2026/${name}.yaml`
const passage = (rest: string) => `passages:\n  - number: 1\n${rest.replaceAll(/^/gmu, '    ')}`

const WRONG: readonly [what: string, changes: Record<string, string>, expected: RegExp][] = [
  ['another format', { 'forum.yaml': FORUM.replace('forum/1', 'forum/9') }, /^forum\.yaml format is missing or of another kind/u],
  ['no format', { 'forum.yaml': 'title: X\n' }, /^forum\.yaml format is missing/u],
  ['an empty forum', { 'forum.yaml': '' }, /^forum\.yaml slug is missing/u],
  ['a slug that is none', { 'forum.yaml': FORUM.replace('small', 'Small!') }, /^forum\.yaml slug is no slug/u],
  ['a forum named as the product names a page', { 'forum.yaml': FORUM.replace('small', 'login') }, /^forum\.yaml slug is a word that the product itself uses/u],
  ['a cycle named so', { 'cycles/calls/cycle.yaml': CYCLE }, /^cycles\/calls\/cycle\.yaml {2}is a word that the product itself uses/u],
  ['a call named so', { [cycle('calls')]: CALL.replace('the-call', 'new') }, /calls\.yaml \[1\]\.slug is a word that the product itself uses/u],
  ['a file spelt wrong', { 'cycles/2026/contribution.yaml': CONTRIBUTION }, /^cycles\/2026\/contribution\.yaml {2}is not a file of a forum folder/u],
  ['a cycle without its file', { 'cycles/2027/calls.yaml': CALL }, /^cycles\/2027\/cycle\.yaml {2}is missing/u],
  ['a key spelt wrong', { [cycle('calls')]: `${CALL}  dead-line: 2026-02-02\n` }, /calls\.yaml \[1\]\.dead-line is not a key here; those are: id, slug/u],
  ['a day that does not exist', { [cycle('calls')]: `${CALL}  deadline: 2026-02-30\n` }, /calls\.yaml \[1\]\.deadline is no day/u],
  ['a year that no calendar has', { [cycle('calls')]: `${CALL}  deadline: 0000-01-01\n  closedAt: "+275760-01-01T00:00:00Z"\n` }, /calls\.yaml \[1\]\.closedAt is no instant/u],
  ['a name beyond any index', { 'people.yaml': `organisations:\n  - name: ${'文'.repeat(900)}\n` }, /organisations\[1\]\.name is too long: 2400 bytes/u],
  ['a text of ten million characters', { [cycle('calls')]: `${CALL}  introduction: ${'x'.repeat(10_000_000)}\n` }, /\[1\]\.introduction is too long: 10000000 characters, where 1000000 are the most/u],
  ['a question twice', { [cycle('calls')]: `${CALL}    - number: 1\n      text: Again?\n` }, /calls\.yaml \[1\]\.questions\[2\]\.number is given twice/u],
  ['a number twice', { [cycle('contributions')]: CONTRIBUTION + CONTRIBUTION }, /contributions\.yaml \[2\] is the second of its name \(2026\/C-1\)/u],
  ['an unknown call', { [cycle('contributions')]: CONTRIBUTION.replace('the-call', 'no-call') }, /contributions\.yaml \[1\]\.call names call 2026\/no-call, which is not in this folder/u],
  ['an unknown question', { [cycle('contributions')]: CONTRIBUTION.replace('question: 1', 'question: 7') }, /contributions\.yaml \[1\]\.answers\[1\]\.question names question/u],
  ['an unknown group', { [cycle('contributions')]: `${CONTRIBUTION}  regionalGroup: ATLANTIS\n` }, /\[1\]\.regionalGroup is none of the forum's regional groups: AFG, APG, EEG, GRULAC, WEOG, none/u],
  ['an unknown channel', { [cycle('contributions')]: CONTRIBUTION.replace('web', 'pigeon') }, /\[1\]\.channel is none of: web/u],
  ['no arrival', { [cycle('contributions')]: CONTRIBUTION.replace('  receivedBy: 2026-02-16\n', '') }, /\[1\]\.receivedBy is missing/u],
  ['an answer without text', { [cycle('contributions')]: CONTRIBUTION.replace(ANSWER, '') }, /\[1\]\.answers\[1\]\.text is missing/u],
  ['a source key twice', { [cycle('contributions')]: `${CONTRIBUTION}  sourceKey: k\n${CONTRIBUTION.replace('number: 1', 'number: 2')}  sourceKey: k\n` }, /\[2\]\.sourceKey is the second/u],
  ['a text with control characters', { [cycle('calls')]: `${CALL}      guidance: "a\\u0007b"\n` }, /guidance has control characters/u],
  ['a quotation that is not there', { [cycle('synthesis')]: passage('of: C-1/1\nquote: gold') }, /passages\[1\]\.quote does not stand in the text/u],
  ['a quotation that is there twice', { [cycle('synthesis')]: passage('of: C-1/1\nquote: The board') }, /passages\[1\]\.quote stands more than once in the text; say which by start and end \(the first is 0 to 9\)/u],
  ['a quotation at the wrong place', { [cycle('synthesis')]: passage('of: C-1/1\nquote: The board\nstart: 1\nend: 10') }, /passages\[1\]\.quote does not stand at 1 to 10/u],
  ['the same words marked twice', { [cycle('synthesis')]: `${passage('of: C-1/1\nquote: honest')}\n${passage('of: C-1/1\nquote: honest').replace('passages:\n', '').replace('number: 1', 'number: 2')}` }, /P-2 marks the same words as P-1/u],
  ['a passage of a contribution', { [cycle('synthesis')]: passage('of: C-1\nquote: honest') }, /passages\[1\]\.of should name an answer/u],
  ['a passage of nothing', { [cycle('synthesis')]: passage('of: C-9/1\nquote: honest') }, /passages\[1\]\.of names 2026\/C-9\/1/u],
  ['a theme below itself', { [cycle('synthesis')]: 'themes:\n  - slug: aa\n    title: A\n    parent: bb\n  - slug: bb\n    title: B\n    parent: aa\n' }, /themes\[1\]\.parent leads back/u],
  ['a finding on a comment', { [cycle('synthesis')]: 'findings:\n  - number: 1\n    kind: concern\n    statement: S\n    passages: [R-1]\n' }, /findings\[1\]\.passages\[1\] should name a passage/u],
  ['a question of no call', { [cycle('synthesis')]: 'findings:\n  - number: 1\n    kind: concern\n    statement: S\n    question: 4\n' }, /findings\[1\]\.question is no question of a call/u],
  ['a paragraph on nothing there', { [cycle('documents/draft')]: DOCUMENT.replace('        text: Text\n', '        text: Text\n        restsOn: [F-3, X-1, F-3]\n') }, /paragraphs\[1\]\.restsOn\[1\] names 2026\/F-3/u],
  ['a key twice', { [cycle('documents/draft')]: DOCUMENT.replace('        text: Text\n', '        text: Text\n      - key: p\n        text: Again\n') }, /paragraphs\[2\]\.key is the second of its name/u],
  ['a paragraph twice in a version', { [cycle('documents/draft')]: `${DOCUMENT}          - of: p\n            text: Text\n` }, /versions\[1\]\.sections\[1\]\.paragraphs\[2\] is in this version already/u],
  ['a review of no version', { [cycle('reviews')]: REVIEW.replace('version: 1', 'version: 4') }, /reviews\.yaml \[1\]\.version names version 2026\/draft\/4/u],
  ['two open reviews', { [cycle('reviews')]: REVIEW + REVIEW.replace('number: 1', 'number: 2') }, /reviews\.yaml \[2\] is open on a version that another review is open on/u],
  ['a comment on no paragraph', { [cycle('comments')]: COMMENT.replace('whole', 'paragraphs') }, /comments\.yaml \[1\]\.paragraphs should name paragraphs/u],
  ['a comment on an unknown paragraph', { [cycle('comments')]: `${COMMENT.replace('whole', 'paragraphs')}  paragraphs: [q]\n` }, /comments\.yaml \[1\]\.paragraphs\[1\] names paragraph 2026\/draft#q/u],
  ['a fate of a passage', { [cycle('fates')]: '- unit: P-1\n  fate: merged\n  reason: R\n' }, /fates\.yaml \[1\]\.unit should name/u],
  ['an edition with more than all', { [cycle('editions')]: '- number: 1\n  document: draft\n  version: 1\n  title: E\n  publishedAt: 2026-09-01T10:00:00Z\n  accounted: 3\n  units: 2\n' }, /editions\.yaml \[1\]\.accounted is more than there are units \(2\)/u],
  ['a stated figure twice', { [cycle('published-figures')]: '- &a\n  asOf: 2026-01-01\n'.replace('&a\n  ', '') + '  dimension: total\n  key: total\n  published: 1\n  source: S\n- asOf: 2026-01-01\n  dimension: total\n  key: total\n  published: 2\n  source: S\n' }, /published-figures\.yaml \[2\] is stated already/u],
  ['a person of no role', { 'people.yaml': 'people:\n  - name: Nobody\n' }, /people\.yaml people\[1\] has no role in this forum/u],
  ['an organisation of nobody', { 'people.yaml': 'organisations:\n  - name: Empty\n' }, /people\.yaml organisations\[1\] is an organisation that nobody/u],
  ['a role twice', { 'people.yaml': 'people:\n  - name: A\n    roles:\n      - role: editor\n      - role: editor\n' }, /people\[1\]\.roles\[2\] is a role that this person holds already/u],
  ['one id for two things', { [cycle('cycle')]: `id: 01a20123-2252-7b4f-8a8a-f84fb904bc8b\n${CYCLE}`, [cycle('references')]: '- id: 01a20123-2252-7b4f-8a8a-f84fb904bc8b\n  number: 1\n  title: T\n' }, /references\.yaml \[1\]\.id is the id of something else/u],
  ['a meeting of no cycle', { 'meetings/2026-01-01-first.yaml': 'title: First\nkind: virtual\ncycles: ["1999"]\n' }, /meetings\/2026-01-01-first\.yaml cycles\[1\] names cycle 1999/u],
]

describe('a folder with a mistake', () => {
  test.each(WRONG)('%s is told with its place', async (_what, changes, expected) => {
    expect(await mistakesOf(changes)).toEqual(expect.arrayContaining([expect.stringMatching(expected)]))
  })

  test('the same folder without it is taken', async () => {
    expect(await importFolder(await freshDatabase(), await folderOf(SMALL), files)).toMatchObject({ slug: 'small', counts: { contributions: 1, comments: 1 } })
  })

  test('all mistakes of all files are told at once, and nothing is taken', async () => {
    const told = await mistakesOf({
      [cycle('contributions')]: `${CONTRIBUTION.replace('web', 'pigeon')}${CONTRIBUTION.replace('number: 1', 'number: x')}`,
      [cycle('comments')]: COMMENT.replace('review: 1', 'review: 8'),
      'meetings/first.yaml': 'title: [no, list]\nkind: dance\n',
    })
    expect(told.map((line) => line.replace(/ (is none|should|names).*/u, ''))).toEqual([
      'meetings/first.yaml title', 'meetings/first.yaml kind',
      'cycles/2026/contributions.yaml [1].channel', 'cycles/2026/contributions.yaml [2].number',
      'cycles/2026/comments.yaml [1].review',
    ])
    const { rows } = await sql<{ count: number }>`select count(*) from forums_forum where slug = 'small'`.execute(db)
    expect(rows).toEqual([{ count: 0 }])
  })
})

describe('a forum that is here already', () => {
  test('is refused by its slug, by its id, and by ids of what it holds', async () => {
    const own = await freshDatabase()
    await importFolder(own, await folderOf(SMALL), files)
    const exported = await exportFolder(own, 'small', files)
    expect(await importFolder(own, exported, files)).toEqual({ refusal: 'forum-exists', slug: 'small' })
    const forum = await readFile(join(exported, 'forum.yaml'), 'utf8')
    await writeFile(join(exported, 'forum.yaml'), forum.replace('slug: small', 'slug: other'))
    expect(await importFolder(own, exported, files)).toEqual({ refusal: 'forum-exists', slug: 'other' })
    await writeFile(join(exported, 'forum.yaml'), forum.replace('slug: small', 'slug: other').replace(/^id: .*\n/mu, '').replace(/record:\n(?: .*\n)+/u, ''))
    await rm(join(exported, 'record.jsonl'))
    expect(await importFolder(own, exported, files)).toEqual({ refusal: 'forum-exists', slug: 'other' })
  })

  test('is taken once when two bring it at the same time', async () => {
    const slug = uniqueSlug()
    const folder = await folderOf({ ...SMALL, 'forum.yaml': FORUM.replace('small', slug) })
    const done = await Promise.all([importFolder(db, folder, files), importFolder(db, folder, files)])
    expect(done.filter((one) => 'refusal' in one)).toEqual([{ refusal: 'forum-exists', slug }])
  })
})

describe('what is known here already', () => {
  test('people by mail and organisations by name stay as they are and get the roles', async () => {
    const own = await freshDatabase()
    const people = (name: string, role: string) => `organisations:\n  - name: Office\npeople:\n  - name: ${name}\n    mail: A@x.example\n    affiliations:\n      - organisation: Office\n    roles:\n      - role: ${role}\n`
    await importFolder(own, await folderOf({ ...SMALL, 'people.yaml': people('First', 'editor') }), files)
    const second = { ...SMALL, 'forum.yaml': FORUM.replace('small', 'second'), 'people.yaml': people('Second', 'facilitator').replace('A@x', 'a@X') }
    expect(await importFolder(own, await folderOf(second), files)).toMatchObject({ slug: 'second' })
    const { rows } = await sql`select p.name, r.role, (select count(*) from people_affiliation) as affiliations from people_person p join people_role r on r.person_id = p.id order by role`.execute(own)
    expect(rows).toEqual([{ name: 'First', role: 'editor', affiliations: 1 }, { name: 'First', role: 'facilitator', affiliations: 1 }])
  })
})

describe('what the record says of an import', () => {
  test('a folder without a record begins one, with a digest that anyone can make again', async () => {
    const own = await freshDatabase()
    const folder = await folderOf(SMALL)
    const done = await importFolder(own, folder, files)
    if ('refusal' in done) throw new Error(done.refusal)
    const chain = await findChain(own, done.forumId)
    const entries = chain === undefined ? [] : await listEntries(own, chain.id, 0, 10)
    const listing = Object.entries(await digestFolder(folder)).map(([path, hash]) => `${hash}  ${path}\n`).join('')
    expect(entries.map(({ act, detail }) => ({ act, detail }))).toEqual([
      { act: 'forum-imported', detail: { files: 7, digest: sha256(listing), cycles: 1, contributions: 1, comments: 1 } },
    ])
  })

  test('a folder with a record keeps it word for word, and the installation’s record tells of the import', async () => {
    const [first, second] = [await freshDatabase(), await freshDatabase()]
    await importFolder(first, await folderOf(SMALL), files)
    const done = await importFolder(second, await exportFolder(first, 'small', files), files)
    if ('refusal' in done) throw new Error(done.refusal)
    const installation = await findChain(second, null)
    expect((await findChain(second, done.forumId))?.head).toBe((await findChain(first, done.forumId))?.head)
    expect(installation === undefined ? [] : (await listEntries(second, installation.id, 0, 10)).map(({ act, subjectId }) => ({ act, subjectId }))).toEqual([{ act: 'forum-imported', subjectId: done.forumId }])
  })
})

describe('attached files', () => {
  const content = 'berths,34\n'
  const name = sha256(content)
  const attached = (more = '') => `${CONTRIBUTION}  attachments:\n    - name: berths.csv\n      mediaType: text/csv\n      size: ${content.length}\n      file: ${name}\n${more}`

  test('are taken and written again', async () => {
    const own = await freshDatabase()
    const store = await emptyFileStore()
    await importFolder(own, await folderOf({ ...SMALL, [cycle('contributions')]: attached(), [`files/${name}`]: content }), store)
    expect(await store.has(name)).toBe(true)
    expect(await readFile(join(await exportFolder(own, 'small', store), 'files', name), 'utf8')).toBe(content)
  })

  test.each([
    ['that are not there', { [cycle('contributions')]: attached() }, /\[1\]\.attachments\[1\]\.file names files/u],
    ['that are something else', { [cycle('contributions')]: attached(), [`files/${name}`]: 'other,34x\n' }, /holds something else than its name/u],
    ['of another size', { [cycle('contributions')]: attached().replace(`size: ${content.length}`, 'size: 3'), [`files/${name}`]: content }, /\[1\]\.attachments\[1\]\.size is not the size of the file, which is 10/u],
    ['that nobody attached', { [`files/${name}`]: content }, /files\/[0-9a-f]{64} {2}is attached to nothing/u],
    ['named by a path', { [cycle('contributions')]: attached().replace(name, '../../../etc/passwd') }, /\[1\]\.attachments\[1\]\.file should be the SHA-256/u],
  ])('%s are told', async (_what, changes, expected) => {
    expect(await mistakesOf(changes)).toEqual(expect.arrayContaining([expect.stringMatching(expected)]))
    expect(await files.has(name)).toBe(false)
  })

  test('a link out of the folder is never followed', async () => {
    const folder = await folderOf(SMALL)
    await symlink('/etc/passwd', join(folder, 'people.yaml'))
    await mkdir(join(folder, 'files'))
    await symlink('/etc', join(folder, 'meetings'))
    const told = await mistakesIn(folder)
    expect(told).toEqual([expect.stringMatching(/^meetings {2}is a link/u), expect.stringMatching(/^people\.yaml {2}is a link/u)])
  })

  test('a folder that is not there is told', async () => {
    expect(await mistakesIn('/nowhere/at/all')).toEqual(['/nowhere/at/all  There is no such folder.'])
  })
})

test('a sample with one word changed in a cited answer is refused, for its quotations no longer stand in it', async () => {
  const folder = await copySample('demonstration')
  const file = join(folder, 'cycles/2026/contributions.yaml')
  await writeFile(file, (await readFile(file, 'utf8')).replace('The board is honest', 'The board is true'))
  expect(await mistakesIn(folder)).toEqual(['cycles/2026/synthesis.yaml passages[2].quote does not stand in the text it is of.'])
})

test('the example of the reference is a folder that can be taken', async () => {
  const reference = await readFile(join(import.meta.dirname, '../../docs/reference/forum-folder.md'), 'utf8')
  const example = [...reference.matchAll(/^`([^`]+)`\n\n```yaml\n([^`]+)```$/gmu)].map(([, path = '', text = '']) => [path, text] as const)
  expect(example.length).toBe(5)
  expect(await importFolder(await freshDatabase(), await folderOf(Object.fromEntries(example)), files)).toMatchObject({ slug: 'small-harbours', counts: { contributions: 1 } })
})
