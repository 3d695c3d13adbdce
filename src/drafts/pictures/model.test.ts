import { deflateSync, crc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readPicture } from './model.ts'

const ascii = (text: string) => Array.from(text, (sign) => sign.codePointAt(0) ?? 0)
const u32 = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]

function part(name: string, body: readonly number[]): number[] {
  const inner = [...ascii(name), ...body]
  return [...u32(body.length), ...inner, ...u32(crc32(Uint8Array.from(inner)))]
}

function png(width: number, height: number, ...more: readonly number[][]): Uint8Array {
  const head = part('IHDR', [...u32(width), ...u32(height), 8, 0, 0, 0, 0])
  return Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, ...head, ...more.flat(), ...part('IDAT', [...deflateSync(new Uint8Array(width + 1))]), ...part('IEND', [])])
}

const segment = (marker: number, body: readonly number[]) => [0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255, ...body]
const exif = (orientation: number) => segment(0xe1, [...ascii('Exif\0\0'), 0x49, 0x49, 42, 0, 8, 0, 0, 0, 2, 0, 0x0f, 1, 2, 0, 4, 0, 0, 0, ...ascii('Spot'), 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0])

function jpeg(width: number, height: number, ...more: readonly number[][]): Uint8Array {
  const frame = segment(0xc0, [8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0])
  return Uint8Array.from([0xff, 0xd8, ...segment(0xe0, [...ascii('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0]), ...more.flat(), ...frame, ...segment(0xda, [1, 1, 0, 0, 63, 0]), 1, 2, 0xff, 0, 3, 0xff, 0xd0, 4, 0xff, 0xd9])
}

const words = (bytes: Uint8Array) => String.fromCodePoint(...bytes)

describe('is no picture', () => {
  test.each([
    ['what only has its name', Uint8Array.from(ascii('<svg onload=alert(1)>')), 'not-a-picture'],
    ['a GIF', Uint8Array.from(ascii('GIF89a...')), 'not-a-picture'],
    ['nothing', new Uint8Array(), 'not-a-picture'],
    ['one cut short', png(4, 4).subarray(0, 40), 'broken-picture'],
    ['one with a part that lies about its length', Uint8Array.from([...png(4, 4).subarray(0, 33), 0x7f, 0xff, 0xff, 0xff, ...ascii('IDAT')]), 'broken-picture'],
    ['one with a changed byte', png(4, 4).map((byte, at) => (at === 20 ? byte + 1 : byte)), 'broken-picture'],
    ['one without a pixel', png(0, 4), 'broken-picture'],
    ['one that would take more memory than a phone has', png(12_000, 12_000), 'picture-too-large'],
    ['a ribbon of a hundred thousand', png(100_000, 1), 'picture-too-large'],
    ['a JPEG without a frame', Uint8Array.from([0xff, 0xd8, 0xff, 0xd9]), 'broken-picture'],
    ['a JPEG whose lines never end', jpeg(4, 4).subarray(0, -2), 'broken-picture'],
    ['a JPEG with a segment beyond its end', Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff, 0]), 'broken-picture'],
  ])('%s', (_, bytes, refusal) => {
    expect(readPicture(bytes)).toEqual({ refusal })
  })
})

describe('is a picture', () => {
  test('measured from its bytes, without texts, places, comments, or what hangs behind its end', () => {
    const read = readPicture(Uint8Array.from([...png(3, 2, part('tEXt', ascii('Author\0Ada')), part('eXIf', ascii('where'))), ...ascii('<script>')]))
    expect(read).toMatchObject({ mediaType: 'image/png', width: 3, height: 2 })
    const kept = 'bytes' in read ? words(read.bytes) : ''
    for (const gone of ['Ada', 'where', 'script']) expect(kept).not.toContain(gone)
    expect(readPicture('bytes' in read ? read.bytes : new Uint8Array())).toEqual(read)
  })

  test('a photograph keeps how it was held, and not where', () => {
    const read = readPicture(Uint8Array.from([...jpeg(4, 3, exif(6), segment(0xfe, ascii('a comment'))), ...ascii('more')]))
    expect(read).toMatchObject({ mediaType: 'image/jpeg', width: 3, height: 4 })
    const kept = 'bytes' in read ? words(read.bytes) : ''
    for (const gone of ['Spot', 'comment', 'more']) expect(kept).not.toContain(gone)
    expect(kept).toContain('JFIF')
    expect(readPicture('bytes' in read ? read.bytes : new Uint8Array())).toEqual(read)
    expect(readPicture(jpeg(4, 3))).toMatchObject({ width: 4, height: 3 })
  })
})
