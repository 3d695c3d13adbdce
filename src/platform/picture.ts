import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'

/** The parts of the reading face that pictures are drawn with: Latin, Greek, Cyrillic, Vietnamese. */
const PARTS = ['latin', 'latin-ext', 'greek', 'cyrillic', 'cyrillic-ext', 'vietnamese']
/** What those parts have letters for. Anything else is drawn in a face of the machine, where it has one. */
const OURS = /^[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Common}\p{sc=Inherited}]*$/u
/** A picture is drawn twice as large as it says, so that it stays sharp in print. */
const SCALE = 2

/**
 * Draws an SVG as PNG, on a thread of its own. Letters of other scripts than Latin, Greek and Cyrillic are drawn in the faces that the
 * machine has; where it has none they stay empty, and the SVG, drawn by whoever opens it, is the one to use.
 */
export async function drawPng(svg: string): Promise<Uint8Array<ArrayBuffer>> {
  const [{ renderAsync }, fontFiles] = await Promise.all([import('@resvg/resvg-js'), faces()])
  const drawn = await renderAsync(svg, {
    font: { fontFiles: [...fontFiles], loadSystemFonts: !OURS.test(svg), defaultFontFamily: 'Source Serif 4' },
    fitTo: { mode: 'zoom', value: SCALE },
  })
  return new Uint8Array(drawn.asPng())
}

let unpacked: Promise<readonly string[]> | undefined

/** The faces as files that the drawing library can open, unpacked once for each process into a folder that goes with it. */
function faces(): Promise<readonly string[]> {
  unpacked ??= unpack()
  return unpacked
}

async function unpack(): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'convoke-faces-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return Promise.all(
    PARTS.map(async (part) => {
      const name = `source-serif-4-${part}-400-normal`
      const file = join(folder, `${name}.ttf`)
      writeFileSync(file, unpackWoff(await readFile(new URL(import.meta.resolve(`@fontsource/source-serif-4/files/${name}.woff`)))))
      return file
    }),
  )
}

const HEADER = 44
const ENTRY = 20

/** Takes the tables of a WOFF 1.0 file out of their packing and sets them behind an OpenType directory. */
function unpackWoff(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12)
  const power = Math.floor(Math.log2(count))
  const directory = Buffer.alloc(12 + 16 * count)
  directory.writeUInt32BE(woff.readUInt32BE(4), 0)
  for (const [place, value] of [count, 16 * 2 ** power, power, 16 * (count - 2 ** power)].entries()) directory.writeUInt16BE(value, 4 + 2 * place)
  const tables: Buffer[] = []
  let offset = directory.length
  for (let place = 0; place < count; place++) {
    const from = HEADER + ENTRY * place
    const [start, packed, length, checksum] = [4, 8, 12, 16].map((at) => woff.readUInt32BE(from + at)) as [number, number, number, number]
    const bytes = woff.subarray(start, start + packed)
    const table = Buffer.alloc(Math.ceil(length / 4) * 4)
    ;(packed < length ? inflateSync(bytes) : bytes).copy(table)
    woff.copy(directory, 12 + 16 * place, from, from + 4)
    for (const [at, value] of [checksum, offset, length].entries()) directory.writeUInt32BE(value, 16 + 16 * place + 4 * at)
    tables.push(table)
    offset += table.length
  }
  return Buffer.concat([directory, ...tables])
}
