/**
 * The program that writes a long document away from the server. On its standard input: four bytes with the length of a header, the
 * header as JSON, then the pictures that it lists, one after the other. On its standard output: four bytes with the length of what came
 * of it, that as JSON, then the document.
 */
import { readFileSync } from 'node:fs'
import { writeWhole } from '../../platform/whole-output.ts'
import type { Print } from '../text/model.ts'
import { writeDocument, type WrittenFormat } from '../writing/export.ts'

interface Header {
  readonly format: WrittenFormat
  readonly print: Print
  readonly pictures: readonly { readonly name: string; readonly size: number }[]
}

const input = readFileSync(0)
const size = input.readUInt32BE(0)
const { format, print, pictures } = JSON.parse(input.subarray(4, 4 + size).toString('utf8')) as Header
const named = new Map<string, Uint8Array>()
let at = 4 + size
for (const picture of pictures) {
  named.set(picture.name, input.subarray(at, at + picture.size))
  at += picture.size
}

const written = writeDocument(format, print, named)
const told = Buffer.from(JSON.stringify(written.outcome === 'written' ? { outcome: 'written' } : written))
const length = Buffer.alloc(4)
length.writeUInt32BE(told.length, 0)
for (const part of [length, told, ...(written.outcome === 'written' ? [written.bytes] : [])]) writeWhole(part)
