import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startedFolders } from '../../test/harness/server.ts'
import { sha256 } from './digest.ts'
import { NotText, openFolder, type FolderReader } from './folder-reader.ts'
import { createFolder } from './folder-writer.ts'

async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(`${startedFolders(process.ppid)}reader-`)
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  return folder
}

async function opened(files: Readonly<Record<string, string | Uint8Array>>): Promise<FolderReader> {
  const reader = await openFolder(await folderOf(files))
  if ('reason' in reader) throw new Error(reader.reason)
  return reader
}

async function items(text: string | Uint8Array) {
  const found: unknown[] = []
  for await (const { place, line, read } of (await opened({ 'list.yaml': text })).readList('list.yaml')) found.push(read.ok ? [place, line, read.value] : [place, line, read.problems[0]?.reason])
  return found
}

describe('reading a folder', () => {
  test('lists files by code unit, without what begins with a dot and without a README; tells of links and of what is too deep', async () => {
    const folder = await folderOf({ 'b.yaml': '', 'a/é.yaml': '', 'a/z.yaml': '', '.git/config': '', 'README.md': '', 'readme.yaml': '', 'x/x/x/x/x/x/x/deep': '' })
    await symlink('/etc/passwd', join(folder, 'c.yaml'))
    const reader = await openFolder(folder)
    if ('reason' in reader) throw new Error(reader.reason)
    expect(reader.files).toEqual(['a/z.yaml', 'a/é.yaml', 'b.yaml', 'readme.yaml'])
    expect(reader.problems.map(({ file }) => file).sort()).toEqual(['c.yaml', 'x/x/x/x/x/x/x'])
  })

  test('a file that is not UTF-8 is told; a mark at its beginning is no text', async () => {
    const reader = await opened({ 'latin.yaml': Buffer.from('a: caf\u00e9', 'latin1'), 'marked.yaml': '\ufeffa: b' })
    expect(await reader.readText('latin.yaml')).toEqual({ file: 'latin.yaml', reason: 'is not written in UTF-8.' })
    expect(await reader.readText('marked.yaml')).toBe('a: b')
  })

  test('a file that was read to its end has a digest', async () => {
    const reader = await opened({ a: 'one', b: 'two' })
    await reader.readText('a')
    expect(reader.digests).toEqual(new Map([['a', sha256('one')]]))
  })
})

describe('reading a list entry by entry', () => {
  test('comments, blocks with hyphens, entries further in and line ends of Windows are read as the whole would be', async () => {
    expect(await items('# first\n\n- a: 1\n  text: |\n    - not an entry\n\n    # nor a comment\n# between\n- b: 2\n- - x\n')).toEqual([
      [1, 1, { a: '1', text: '- not an entry\n\n# nor a comment' }],
      [2, 9, { b: '2' }],
      [3, 10, ['x']],
    ])
    expect(await items('  - a: 1\r\n    b: |\r\n      - x\r\n  - c: 2\r\n')).toEqual([[1, 1, { a: '1', b: '- x' }], [2, 4, { c: '2' }]])
    expect(await items('- plain\n- "- quoted"\n')).toEqual([[1, 1, 'plain'], [2, 2, '- quoted']])
  })

  test('a list of nothing has no entries', async () => {
    expect(await items('')).toEqual([])
    expect(await items('# nothing yet\n')).toEqual([])
    expect(await items('[]\n')).toEqual([])
  })

  test('what is wrong in an entry leaves the others readable', async () => {
    expect(await items('- a: "open\n- b: 2\n- *x\n- c: 3\n')).toEqual([
      [1, 1, expect.stringMatching(/is not YAML/u)],
      [2, 2, { b: '2' }],
      [3, 3, expect.stringMatching(/alias|not YAML/u)],
      [4, 4, { c: '3' }],
    ])
    expect(await items('a: no list\n')).toEqual([[1, 1, 'is not a list whose entries begin with a hyphen.']])
  })

  test('a line without end and an entry without end are refused before they fill the memory', async () => {
    await expect(items(`- ${'x'.repeat(25_000_000)}`)).rejects.toThrow(NotText)
    await expect(items(`- |\n${`  ${'y'.repeat(1_000_000)}\n`.repeat(25)}`)).rejects.toThrow(NotText)
  }, 20_000)

  test('letters cut in two between pieces of the file are whole again', async () => {
    const text = 'ل'.repeat(100_000)
    expect(await items(`- x${text}\n- ${text}\n`)).toEqual([[1, 1, `x${text}`], [2, 2, text]])
  })
})

describe('writing a folder', () => {
  test('it appears whole or not at all, and never over something else', async () => {
    const place = join(await folderOf({ 'full/x': 'x' }), 'new')
    expect(await createFolder(join(dirname(place), 'full'))).toBeUndefined()
    expect(await createFolder(join(dirname(place), 'full', 'x'))).toBeUndefined()
    const writer = await createFolder(place)
    expect(await writer?.write('a/b.yaml', 'text')).toBe(true)
    expect(await writer?.write('none.yaml', (async function* () {})())).toBe(false)
    expect(await openFolder(place)).toMatchObject({ reason: 'There is no such folder.' })
    await writer?.finish()
    expect(await openFolder(place)).toMatchObject({ files: ['a/b.yaml'] })
    const other = await createFolder(join(dirname(place), 'other'))
    await other?.write('a', 'x')
    await other?.abandon()
    expect(await openFolder(dirname(place))).toMatchObject({ files: ['full/x', 'new/a/b.yaml'] })
  })
})
