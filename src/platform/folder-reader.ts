import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { lstat, open, readdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { readYaml, type YamlRead } from './yaml-reader.ts'

/** A file of a folder that cannot be taken, or a place in it, and why, as a sentence. */
export interface FolderProblem {
  readonly file: string
  readonly reason: string
}

/** One entry of a list that is read entry by entry: its place in the list, from 1, and the line it begins in. */
export interface ListedItem {
  readonly place: number
  readonly line: number
  readonly read: YamlRead
}

export interface FolderReader {
  /** Paths with `/`, sorted by code unit. Files whose name begins with a dot, and README files, are not listed. */
  readonly files: readonly string[]
  readonly problems: readonly FolderProblem[]
  /** SHA-256 of every file read to its end, by path. */
  readonly digests: ReadonlyMap<string, string>
  readText(file: string): Promise<string | FolderProblem>
  /** Lines without their ends. Throws `NotText` where the bytes are no UTF-8, or a line is too long. */
  readLines(file: string): AsyncGenerator<string>
  /** The entries of a YAML list, one at a time, so that a list may be longer than memory. Throws `NotText`. */
  readList(file: string): AsyncGenerator<ListedItem>
  /** Its bytes, for what is kept as it came. */
  readBytes(file: string): AsyncGenerator<Buffer>
}

/** Thrown while a file is being read that turns out to be no text, or to have a line or an entry beyond all limits. */
export class NotText extends Error {}

const DEEPEST = 6
const MOST_FILES = 200_000
/** In UTF-16 units. A whole file that is no list read by entries, and one entry of such a list. */
const LONGEST_FILE = 48_000_000
const LONGEST_ENTRY = 24_000_000

/** Looks through a folder. Links and special files are problems: nothing outside the folder is ever opened. */
export async function openFolder(path: string): Promise<FolderReader | FolderProblem> {
  const root = await realpath(path).catch(() => undefined)
  const isFolder = root !== undefined && (await lstat(root)).isDirectory()
  if (root === undefined || !isFolder) return { file: path, reason: 'There is no such folder.' }
  const files: string[] = []
  const problems: FolderProblem[] = []
  await walk(root, '', files, problems)
  files.sort((a, b) => (a < b ? -1 : 1))
  const digests = new Map<string, string>()
  const bytes = (file: string) => readBytes(root, file, digests)
  return {
    files,
    problems,
    digests,
    readBytes: bytes,
    readText: (file) => readText(bytes(file), file),
    readLines: (file) => readLines(bytes(file)),
    readList: (file) => readList(bytes(file)),
  }
}

async function walk(root: string, folder: string, files: string[], problems: FolderProblem[]): Promise<void> {
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    const file = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.name.startsWith('.') || /^README(\.md|\.txt)?$/iu.test(entry.name)) continue
    if (files.length >= MOST_FILES) {
      if (problems.at(-1)?.file !== '.') problems.push({ file: '.', reason: `has more than ${MOST_FILES} files.` })
      return
    }
    if (entry.isDirectory() && file.split('/').length > DEEPEST) problems.push({ file, reason: 'is too deep for a forum folder.' })
    else if (entry.isDirectory()) await walk(root, file, files, problems)
    else if (entry.isFile()) files.push(file)
    else problems.push({ file, reason: 'is a link or a special file; put the file itself there.' })
  }
}

async function* readBytes(root: string, file: string, digests: Map<string, string>): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  // Not followed if it was replaced by a link since the folder was looked through.
  const handle = await open(join(root, file), constants.O_RDONLY | constants.O_NOFOLLOW)
  try {
    for await (const chunk of handle.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
      hash.update(chunk)
      yield chunk
    }
    digests.set(file, hash.digest('hex'))
  } finally {
    await handle.close()
  }
}

async function* decode(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true })
    yield decoder.decode()
  } catch (error) {
    if (error instanceof TypeError) throw new NotText('is not written in UTF-8.')
    throw error
  }
}

async function readText(bytes: AsyncIterable<Buffer>, file: string): Promise<string | FolderProblem> {
  const parts: string[] = []
  let length = 0
  try {
    for await (const part of decode(bytes)) {
      length += part.length
      if (length > LONGEST_FILE) return { file, reason: 'is too large to be read as one piece.' }
      parts.push(part)
    }
  } catch (error) {
    if (error instanceof NotText) return { file, reason: error.message }
    throw error
  }
  return parts.join('')
}

async function* readLines(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  // Pieces of a line that has not ended yet; joined once, so that a long line is not copied with every piece.
  let open: string[] = []
  let length = 0
  for await (const part of decode(bytes)) {
    const [first = '', ...rest] = part.split('\n')
    open.push(first)
    length += first.length
    if (length > LONGEST_ENTRY) throw new NotText('has a line that is too long.')
    for (const piece of rest) {
      yield withoutReturn(open.join(''))
      open = [piece]
      length = piece.length
    }
  }
  const last = withoutReturn(open.join(''))
  if (last !== '') yield last
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}

/** An entry begins with a hyphen in the column of the first one, which nothing inside an entry can stand in. */
async function* readList(bytes: AsyncIterable<Buffer>): AsyncGenerator<ListedItem> {
  let lines: string[] = []
  let [length, line, begins, place] = [0, 0, 1, 0]
  let opening: string | undefined
  for await (const text of readLines(bytes)) {
    line += 1
    opening ??= /^ *-(?= |$)/u.exec(text)?.[0]
    const isNext = opening !== undefined && text.startsWith(opening) && (text.length === opening.length || text[opening.length] === ' ')
    if (isNext && hasContent(lines)) {
      place += 1
      yield readEntry(lines, place, begins)
      lines = []
      length = 0
    }
    if (lines.length === 0) begins = line
    lines.push(text)
    length += text.length + 1
    if (length > LONGEST_ENTRY) throw new NotText('has an entry that is too long.')
  }
  if (hasContent(lines) && !/^\s*\[\s*\]\s*$/u.test(lines.join('\n'))) yield readEntry(lines, place + 1, begins)
}

function hasContent(lines: readonly string[]): boolean {
  return lines.some((line) => !/^\s*(#.*)?$/u.test(line))
}

function readEntry(lines: readonly string[], place: number, begins: number): ListedItem {
  const read = readYaml(lines.join('\n'))
  if (!read.ok) return { place, line: begins, read }
  const { value } = read
  const item: YamlRead = Array.isArray(value) && value.length === 1 ? { ok: true, value: value[0] as unknown } : { ok: false, problems: [{ line: 1, reason: 'is not a list whose entries begin with a hyphen.' }] }
  return { place, line: begins, read: item }
}
