/** The tar format (ustar), as far as a backup needs it: plain files, one after the other, their size known when they begin. */

const BLOCK = 512
const LARGEST = 8 ** 11 - 1

export interface TarMember {
  readonly name: string
  readonly size: number
  /** To be read to its end before the next member is asked for. */
  readonly content: AsyncIterable<Buffer>
}

/** Where a tar stream stops making sense; `member` is the one that was being read, undefined before the first. */
export class TarFault extends Error {
  readonly member: string | undefined
  constructor(member: string | undefined, message: string) {
    super(message)
    this.member = member
  }
}

/** The block before a member's content. `seconds` since 1970. Names have at most 100 bytes. */
export function tarHeader(name: string, size: number, seconds: number): Buffer {
  if (Buffer.byteLength(name) > 100 || size > LARGEST) throw new Error(`${name} does not fit into a tar archive`)
  const header = Buffer.alloc(BLOCK)
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`
  header.write(name, 0)
  header.write(octal(0o600, 7), 100)
  header.write(octal(0, 7), 108)
  header.write(octal(0, 7), 116)
  header.write(octal(size, 11), 124)
  header.write(octal(seconds, 11), 136)
  header.write('0', 156)
  header.write('ustar\x0000', 257)
  header.write(`${checksum(header).toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

/** What fills a member up to a whole block. */
export function tarPadding(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK)
}

/** What ends an archive. */
export const TAR_END: Buffer = Buffer.alloc(2 * BLOCK)

/** The sum of a header's bytes, those of the sum itself counted as spaces. */
function checksum(header: Buffer): number {
  return header.reduce((sum, byte, place) => sum + (place >= 148 && place < 156 ? 0x20 : byte), 0)
}

/** The members of a tar stream in order. Throws a `TarFault` where it is damaged or ends early. */
export async function* readTar(stream: AsyncIterable<Buffer>): AsyncGenerator<TarMember, void> {
  const source = stream[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)
  let reading: string | undefined
  const next = async (): Promise<Buffer | undefined> => {
    try {
      const found = await source.next()
      return found.done === true ? undefined : found.value
    } catch (error) {
      throw new TarFault(reading, error instanceof Error ? error.message : String(error))
    }
  }
  async function* content(size: number): AsyncGenerator<Buffer, void> {
    for (let left = size; left > 0; ) {
      if (rest.length === 0) rest = (await next()) ?? fail(reading, 'unexpected end of file')
      const chunk = rest.subarray(0, left)
      rest = rest.subarray(chunk.length)
      left -= chunk.length
      yield chunk
    }
  }
  try {
    for (;;) {
      const found = parseHeader(await gather(content(BLOCK)), reading)
      if (found === undefined) break
      reading = found.name
      yield { ...found, content: content(found.size) }
      await gather(content(tarPadding(found.size).length))
    }
    // To the end of the stream, where compression keeps its own checksum. Other programs end an archive with more zeros than we do.
    for (let chunk: Buffer | undefined = rest; chunk !== undefined; chunk = await next()) {
      if (chunk.some((byte) => byte !== 0)) fail(reading, 'something follows the end')
    }
  } finally {
    await source.return?.()
  }
}

function fail(member: string | undefined, message: string): never {
  throw new TarFault(member, message)
}

/** A member's whole content. */
export async function gather(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of content) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function parseHeader(header: Buffer, before: string | undefined): { name: string; size: number } | undefined {
  if (header.every((byte) => byte === 0)) return undefined
  const text = (from: number, length: number) => header.toString('utf8', from, from + length).replace(/\0.*$/su, '')
  const isWhole = text(257, 5) === 'ustar' && Number.parseInt(text(148, 8), 8) === checksum(header)
  const size = /^[0-7]+$/u.test(text(124, 12)) ? Number.parseInt(text(124, 12), 8) : Number.NaN
  if (!isWhole || Number.isNaN(size) || text(156, 1) !== '0') throw new TarFault(before, 'what follows is no member of a backup')
  return { name: text(0, 100), size }
}
