import { randomUUID } from 'node:crypto'
import { open, unlink, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Lines that are written once and then read as often as needed: in memory while they are few, else in a file without a name. */
export interface Spool {
  add(line: string): Promise<void>
  /** All lines, some hundred at a time. */
  read(): AsyncGenerator<string[]>
  close(): Promise<void>
}

const IN_MEMORY = 4_000_000
const PART = 1024 * 1024
const LINES = 500

/** Opens a spool. Its file is taken out of its folder as soon as it is open: whatever ends this process, nothing stays behind. */
export function openSpool(): Spool {
  let waiting: string[] = []
  let length = 0
  let file: FileHandle | undefined
  const flush = async (): Promise<void> => {
    file ??= await openNameless()
    await file.write(`${waiting.join('\n')}\n`)
    waiting = []
    length = 0
  }
  return {
    async add(line) {
      waiting.push(line)
      length += line.length
      if (length > (file === undefined ? IN_MEMORY : PART)) await flush()
    },
    async *read() {
      if (file !== undefined) yield* readLines(file)
      for (let at = 0; at < waiting.length; at += LINES) yield waiting.slice(at, at + LINES)
    },
    close: async () => file?.close(),
  }
}

async function openNameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `convoke-${randomUUID()}`)
  const file = await open(path, 'wx+', 0o600)
  await unlink(path)
  return file
}

async function* readLines(file: FileHandle): AsyncGenerator<string[]> {
  const decoder = new TextDecoder()
  const buffer = Buffer.allocUnsafe(PART)
  let rest = ''
  for (let at = 0; ; ) {
    const { bytesRead } = await file.read(buffer, 0, PART, at)
    if (bytesRead === 0) return
    at += bytesRead
    const lines = (rest + decoder.decode(buffer.subarray(0, bytesRead), { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (let from = 0; from < lines.length; from += LINES) yield lines.slice(from, from + LINES)
  }
}
