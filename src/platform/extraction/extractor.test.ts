import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { createExtractor } from '../extractor.ts'

const folder = await mkdtemp(join(tmpdir(), 'convoke-extractor-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const file = join(folder, 'a.txt')
await writeFile(file, 'Words of a document.')

/** A reader of our own making, to see what becomes of one that goes wrong. */
async function extractWith(source: string, limits = {}) {
  const program = join(folder, `${Math.random().toString(36).slice(2)}.mjs`)
  await writeFile(program, source)
  return createExtractor({ milliseconds: 4000, ...limits }, program).extract(file, 'a.txt')
}

const said = (title: string) => `process.stdout.write(JSON.stringify({ outcome: 'no-text', format: 'text', pages: null, language: null, title: ${title}, author: null, characters: 0, warnings: [] }))`

describe('a reader that goes wrong is an outcome, and no more', () => {
  test.each<[string, string, string]>([
    ['never ends', 'for (;;);', 'too-slow'],
    ['takes all memory for its objects', 'const all = []; for (;;) all.push(new Array(1000).fill({}))', 'too-much-memory'],
    ['takes all memory for its bytes', 'const all = []; for (;;) all.push(Buffer.alloc(20_000_000, 1))', 'too-much-memory'],
    ['is killed', `process.kill(process.pid, 'SIGKILL')`, 'ended'],
    ['ends without a word', '', 'ended'],
    ['says what is no outcome', `process.stdout.write('{"outcome":"extracted","blocks":[{}]}')`, 'ended'],
    ['speaks without end', `const words = 'x'.repeat(1_000_000); const more = () => process.stdout.write(words, more); more()`, 'too-long'],
  ])('%s', async (_, source, reason) => {
    expect(await extractWith(source, { milliseconds: reason === 'too-slow' ? 1000 : 20_000, mebibytes: 700 })).toMatchObject({ outcome: 'refused', reason })
  }, 30_000)

  test('it has no environment, may write nothing, start nothing, and read nothing but its input', async () => {
    const source = `import { readFileSync, writeFileSync } from 'node:fs'; import { spawnSync } from 'node:child_process'
      const tried = [() => readFileSync('/etc/hostname'), () => writeFileSync(${JSON.stringify(join(folder, 'b'))}, ''), () => spawnSync('true')].map((act) => { try { act(); return 'done' } catch (error) { return error.code } })
      const own = Object.keys(process.env).filter((name) => !['PWD', 'SHLVL', '_', 'OLDPWD', 'LC_CTYPE', '__CF_USER_TEXT_ENCODING'].includes(name))
      ${said(`JSON.stringify([own.length, ...tried, readFileSync(0, 'utf8')])`)}`
    expect(await extractWith(source)).toMatchObject({ title: JSON.stringify([0, 'ERR_ACCESS_DENIED', 'ERR_ACCESS_DENIED', 'ERR_ACCESS_DENIED', 'Words of a document.']) })
  })
})

describe('the queue', () => {
  test('no more work at once than there is room for, and stopping ends what is read and what waits', async () => {
    const slow = join(folder, 'slow.mjs')
    await writeFile(slow, 'setTimeout(() => {}, 60_000)')
    const extractor = createExtractor({ atOnce: 1 }, slow)
    const both = Promise.all([extractor.extract(file, 'a.txt'), extractor.extract(file, 'a.txt')])
    await setTimeout(300)
    await extractor.stop()
    expect(await both).toMatchObject([{ reason: 'ended' }, { reason: 'ended' }])
  })

  test('a file that is gone, or empty, or beyond the limit, costs no process', async () => {
    const extractor = createExtractor({}, join(folder, 'there-is-no-such-program.mjs'))
    expect(await extractor.extract(join(folder, 'gone'), 'a')).toMatchObject({ reason: 'file-missing' })
    await writeFile(join(folder, 'empty'), '')
    expect(await extractor.extract(join(folder, 'empty'), 'a')).toMatchObject({ reason: 'empty' })
    await writeFile(join(folder, 'large'), Buffer.alloc(50_000_001))
    expect(await extractor.extract(join(folder, 'large'), 'a')).toMatchObject({ reason: 'too-large' })
  })
})
