import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, describe, expect, test } from 'vitest'
import { buildCall } from '../../src/calls/testing.ts'
import { check } from '../../src/cli/check.ts'
import { gapsIn } from '../../src/cli/checks/numbers.ts'
import type { Installation } from '../../src/cli/installation.ts'
import { enterFigure } from '../../src/contributions/overview/commands.ts'
import { listAnswers } from '../../src/contributions/queries.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import { buildDocument } from '../../src/drafts/testing.ts'
import { buildForum } from '../../src/forums/testing.ts'
import { dataFolderPaths } from '../../src/platform/data-folder.ts'
import { openKysely, transact } from '../../src/platform/database.ts'
import { openFileStore } from '../../src/platform/files.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { parseInstant, type Instant, type PlainDate } from '../../src/shared/time.ts'
import { buildPassage } from '../../src/synthesis/testing.ts'
import { giveFate } from '../../src/trace/fates/commands.ts'
import { setLinks } from '../../src/trace/commands.ts'
import { freshDatabaseUrl, uniqueSlug } from '../harness/postgres.ts'

const now = parseInstant('2026-11-02T10:00:00.000Z') as Instant
const folder = mkdtempSync(join(tmpdir(), 'convoke-check-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const { db, pool } = openKysely({ connectionString: await freshDatabaseUrl() })
afterAll(() => db.destroy())
const paths = dataFolderPaths(folder)
const installation: Installation = { db, pool, files: await openFileStore(paths.files, now), clock: () => now, folder: paths, migrations: '', close: async () => undefined }

/** A forum in which everything is in order: a contribution with a file, a passage of it, a paragraph resting on that, fates for all. */
async function build() {
  const { forum, cycle } = await buildForum(db, uniqueSlug(), now)
  const call = await buildCall(db, cycle, now)
  const stored = await installation.files.store(Readable.from([Buffer.from(`a paper for ${forum.slug}`)]), 1e6)
  const file = { name: 'paper.pdf', mediaType: 'application/pdf', size: stored?.size ?? 0, sha256: stored?.sha256 ?? '' }
  const received = await buildContribution(db, call, now, { attachments: [file] })
  const answers = await listAnswers(db, cycle.id)
  const [answer] = answers
  if (answer === undefined) throw new Error('The contribution has no answer')
  const { passageId } = await buildPassage(db, cycle, answer, 'answer to question', now)
  const { documentId, paragraphs } = await buildDocument(db, cycle, ['What we heard.'], now)
  const place = { forumId: forum.id, cycleId: cycle.id }
  await transact(db, async (tx) => {
    await setLinks(tx, SYSTEM, { ...place, relation: 'rests-on', from: { kind: 'paragraph', id: paragraphs[0]?.id ?? documentId }, fromRef: '¶ 1', to: [{ kind: 'passage', id: passageId }] }, now)
    return giveFate(tx, SYSTEM, { ...place, cycle: cycle.slug, unitIds: answers.map(({ id }) => id), fate: 'answered', reason: 'Noted in the minutes.' }, now)
  })
  return { forum, cycle, call, file, received, answer, passageId, documentId, path: `${forum.slug}/${cycle.slug}` }
}

const run = (subject: string) => check.run(installation, [subject], {})

async function expectFinding(subject: string, finding: { check: string; serious: boolean } & Record<string, unknown>): Promise<void> {
  const outcome = await run(subject)
  expect(outcome.result).toMatchObject({ findings: [finding] })
  expect(outcome.exit).toBe(finding.serious ? 1 : 0)
  expect(outcome.text).toHaveLength(2)
}

test('what is not there cannot be checked', async () => {
  const { forum } = await build()
  for (const subject of ['nowhere', `${forum.slug}/1999`, `${forum.slug}/2026/more`]) {
    expect(await run(subject)).toMatchObject({ exit: 1, result: { checked: 0, findings: [{ check: 'subject' }] } })
  }
})

test('a forum in order has no finding, and everything in it was looked at', async () => {
  const { forum, path } = await build()
  for (const subject of [forum.slug, path]) {
    const outcome = await run(subject)
    expect(outcome).toMatchObject({ exit: 0, result: { findings: [] } })
    expect(outcome.result.read).toBeGreaterThan(10)
  }
})

describe('serious', () => {
  test('a record that was changed', async () => {
    const { forum, path } = await build()
    await pool.query('update record_entry set act = $2 where chain_id = $1 and sequence = 2', [forum.id, 'something-else'])
    await expectFinding(path, { check: 'record', subject: forum.slug, serious: true, sentence: 'The record is broken at entry 2 (hash).' })
  })

  test('an attached file that is gone, or is another', async () => {
    const { file, path } = await build()
    writeFileSync(join(paths.files, file.sha256.slice(0, 2), file.sha256), 'something else')
    await expectFinding(path, { check: 'attachments', subject: '2026/C-1', serious: true, sentence: 'The attached file "paper.pdf" is damaged.' })
    await installation.files.remove(file.sha256)
    await expectFinding(path, { check: 'attachments', subject: '2026/C-1', serious: true, sentence: 'The attached file "paper.pdf" is missing.' })
  })
})

describe('work that waits', () => {
  test('a published figure that the rows contradict', async () => {
    const { forum, cycle, path } = await build()
    const figure = { forumId: forum.id, cycleId: cycle.id, asOf: '2026-11-02' as PlainDate, dimension: 'total' as const, key: 'total', published: 4, source: 'Report, ¶ 3' }
    await transact(db, (tx) => enterFigure(tx, SYSTEM, figure, now))
    await expectFinding(path, { check: 'published-figures', subject: '2026', serious: false, sentence: 'total total as of 2026-11-02 was published as 4, and the rows give 1 (Report, ¶ 3).' })
  })

  test('a number that nobody bears', async () => {
    const { received, path } = await build()
    await pool.query('update contributions_contribution set number = 3 where id = $1', [received.contributionId])
    const outcome = await run(path)
    expect(outcome).toMatchObject({ exit: 0, result: { findings: [{ check: 'numbers', subject: '2026/C-1' }, { check: 'numbers', subject: '2026/C-2' }] } })
  })

  test('a quotation that is not in its source any more, or elsewhere in it', async () => {
    const { answer, path } = await build()
    await pool.query('update contributions_answer set text = $2 where id = $1', [answer.id, `Before: ${answer.text}`])
    await expectFinding(path, { check: 'quotations', subject: '2026/P-1', serious: false, sentence: 'The quotation stands at another place of its source than recorded.' })
    await pool.query('update contributions_answer set text = $2 where id = $1', [answer.id, 'Other words.'])
    await expectFinding(path, { check: 'quotations', subject: '2026/P-1', serious: false, sentence: 'The quotation is not in its source any more.' })
  })

  test('a paragraph that rests on nothing, until it is declared the own voice', async () => {
    const { cycle, path } = await build()
    const { paragraphs } = await buildDocument(db, cycle, ['Bare words.'], now, 'second')
    await expectFinding(path, { check: 'grounds', subject: '2026 second ¶ 1', serious: false })
    await pool.query('update drafts_paragraph set own_voice = true where id = $1', [paragraphs[0]?.id])
    expect(await run(path)).toMatchObject({ exit: 0, result: { findings: [] } })
  })

  test('a paragraph that rests on a passage taken back', async () => {
    const { passageId, path } = await build()
    await pool.query('update synthesis_passage set unmarked_at = $2 where id = $1', [passageId, now])
    await expectFinding(path, { check: 'links', subject: '2026 output ¶ 1', serious: false, sentence: 'It rests on a passage that was taken back.' })
  })

  test('an answer of which nobody says what became of it', async () => {
    const { call, path } = await build()
    await buildContribution(db, call, now, { answers: call.questions.slice(0, 1).map(({ id }) => ({ questionId: id, text: 'One more.' })) })
    await expectFinding(path, { check: 'fates', subject: '2026/C-2/1', serious: false })
  })
})

test('gaps are counted from one to the largest', () => {
  expect(gapsIn([])).toEqual([])
  expect(gapsIn([1, 2, 3])).toEqual([])
  expect(gapsIn([5, 2, 4])).toEqual([1, 3])
})
