import type { PICTURE_TYPES } from '../blocks/model.ts'

/** A picture as its bytes show it, with nothing in it but the picture. */
export interface Picture {
  readonly mediaType: (typeof PICTURE_TYPES)[number]
  readonly width: number
  readonly height: number
  /** Without what a camera or a program wrote beside the picture: places, names, texts, previews. */
  readonly bytes: Uint8Array<ArrayBuffer>
}

export type PictureRefusal = 'not-a-picture' | 'broken-picture' | 'picture-too-large'

/** Pixels on a side, and all of them: what a phone can still draw. */
const LONGEST = 12_000
const MOST_PIXELS = 40_000_000
/** Bytes of one picture at most. */
export const PICTURE_LIMIT = 10 * 1024 * 1024

/**
 * Reads a PNG or JPEG anew from its bytes, whatever its name or type say: its size in pixels, and its parts without those that are no
 * picture. What stands behind the end is left out. Refuses `not-a-picture`, `broken-picture`, `picture-too-large`.
 */
export function readPicture(bytes: Uint8Array): Picture | { readonly refusal: PictureRefusal } {
  if (bytes.length > PICTURE_LIMIT) return { refusal: 'picture-too-large' }
  const read = isPng(bytes) ? readPng(bytes) : bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff ? readJpeg(bytes) : 'not-a-picture'
  if (typeof read === 'string') return { refusal: read }
  if (read.width < 1 || read.height < 1) return { refusal: 'broken-picture' }
  return read.width > LONGEST || read.height > LONGEST || read.width * read.height > MOST_PIXELS ? { refusal: 'picture-too-large' } : read
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

function isPng(bytes: Uint8Array): boolean {
  return PNG.every((byte, at) => bytes[at] === byte)
}

/** Parts of a PNG that are the picture; all others are texts, times, animation. */
const PNG_PARTS = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'sBIT', 'pHYs', 'bKGD'])

function readPng(bytes: Uint8Array): Picture | PictureRefusal {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: Uint8Array[] = [bytes.subarray(0, 8)]
  let [width, height, hasData] = [0, 0, false]
  for (let at = 8; ; ) {
    if (at + 12 > bytes.length) return 'broken-picture'
    const length = view.getUint32(at)
    const end = at + 12 + length
    if (length > 0x7fffffff || end > bytes.length) return 'broken-picture'
    const name = String.fromCodePoint(...bytes.subarray(at + 4, at + 8))
    if (view.getUint32(end - 4) !== checksum(bytes.subarray(at + 4, end - 4))) return 'broken-picture'
    if (at === 8) {
      if (name !== 'IHDR' || length !== 13) return 'broken-picture'
      ;[width, height] = [view.getUint32(at + 8), view.getUint32(at + 12)]
    }
    if (name === 'IDAT') hasData = true
    if (PNG_PARTS.has(name)) parts.push(bytes.subarray(at, end))
    if (name === 'IEND') return hasData ? { mediaType: 'image/png', width, height, bytes: join(parts) } : 'broken-picture'
    at = end
  }
}

let table: Uint32Array | undefined

/** CRC-32 as PNG has it (ISO 3309). */
function checksum(bytes: Uint8Array): number {
  table ??= Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
    return value
  })
  let crc = 0xffffffff
  for (const byte of bytes) crc = (table[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

/** Frames of a JPEG that a browser draws: baseline, extended, progressive. */
const FRAMES = new Set([0xc0, 0xc1, 0xc2])

function readJpeg(bytes: Uint8Array): Picture | PictureRefusal {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: Uint8Array[] = [bytes.subarray(0, 2)]
  let [width, height, orientation] = [0, 0, 1]
  for (let at = 2; ; ) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at += 1
    const marker = bytes[at + 1]
    if (bytes[at] !== 0xff || marker === undefined || marker === 0 || marker === 0xd8) return 'broken-picture'
    if (marker === 0xd9) break
    if (at + 4 > bytes.length) return 'broken-picture'
    const length = view.getUint16(at + 2)
    const end = at + 2 + length
    if (length < 2 || end > bytes.length) return 'broken-picture'
    if (FRAMES.has(marker)) {
      if (length < 8) return 'broken-picture'
      ;[height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)]
    }
    if (marker === 0xe1) orientation = readOrientation(bytes.subarray(at + 4, end)) ?? orientation
    if (isJpegPart(marker, bytes.subarray(at + 4, end))) parts.push(bytes.subarray(at, end))
    at = end
    if (marker !== 0xda) continue
    // The drawn lines go on to the next marker that is neither a stuffed byte nor a restart.
    const start = at
    while (at < bytes.length && !(bytes[at] === 0xff && bytes[at + 1] !== 0 && !((bytes[at + 1] ?? 0) >= 0xd0 && (bytes[at + 1] ?? 0) <= 0xd7))) at += 1
    if (at >= bytes.length || width === 0) return 'broken-picture'
    parts.push(bytes.subarray(start, at))
  }
  if (width === 0 || parts.length < 3) return 'broken-picture'
  if (orientation !== 1) parts.splice(1, 0, orientationPart(orientation))
  const isTurned = orientation >= 5
  return { mediaType: 'image/jpeg', width: isTurned ? height : width, height: isTurned ? width : height, bytes: join([...parts, Uint8Array.of(0xff, 0xd9)]) }
}

/** Tables, frames and scans; JFIF, a colour profile, Adobe's word on colours. No camera's notes, no comments. */
function isJpegPart(marker: number, body: Uint8Array): boolean {
  if (marker === 0xfe) return false
  if (marker < 0xe0 || marker > 0xef) return true
  const name = String.fromCodePoint(...body.subarray(0, 11))
  return (marker === 0xe0 && name.startsWith('JFIF')) || (marker === 0xe2 && name === 'ICC_PROFILE') || (marker === 0xee && name.startsWith('Adobe'))
}

/** How a camera was held (EXIF, tag 0x112), 1 to 8; undefined where it does not say. */
function readOrientation(body: Uint8Array): number | undefined {
  if (String.fromCodePoint(...body.subarray(0, 6)) !== 'Exif\0\0' || body.length < 14) return undefined
  const view = new DataView(body.buffer, body.byteOffset + 6, body.byteLength - 6)
  const isLittle = view.getUint16(0) === 0x4949
  const start = view.getUint32(4, isLittle)
  if (start + 2 > view.byteLength) return undefined
  const count = view.getUint16(start, isLittle)
  for (let entry = 0; entry < count; entry++) {
    const at = start + 2 + entry * 12
    if (at + 12 > view.byteLength) return undefined
    if (view.getUint16(at, isLittle) !== 0x112) continue
    const value = view.getUint16(at + 8, isLittle)
    return value >= 1 && value <= 8 ? value : undefined
  }
  return undefined
}

/** The one thing of a camera's notes that the picture needs to stand upright. */
function orientationPart(orientation: number): Uint8Array {
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]
  return Uint8Array.from([0xff, 0xe1, 0, 8 + tiff.length, 0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff])
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
