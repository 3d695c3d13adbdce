import type { RemarksRead } from '../../shared/file-remarks.ts'
import { Refused } from '../extraction/refused.ts'
import { openZip } from '../extraction/zip.ts'
import { readWordRemarks } from './word.ts'

/** Reads what a file says about a text; which kind of file it is, its content says. Everything expected to be wrong with one is an outcome. */
export async function readRemarks(bytes: Buffer): Promise<RemarksRead> {
  try {
    if (bytes.length === 0) throw new Refused('empty')
    if (bytes.subarray(0, 1024).includes('%PDF-')) return { outcome: 'read', ...(await (await import('./pdf.ts')).readPdfRemarks(bytes)) }
    if (bytes.length > 4 && bytes.readUInt32BE(0) === 0x504b0304) {
      const zip = openZip(bytes)
      if (!zip.names.includes('[Content_Types].xml') || zip.names.includes('xl/workbook.xml')) throw new Refused('not-a-document')
      return { outcome: 'read', ...readWordRemarks(zip) }
    }
    throw new Refused('not-a-document')
  } catch (error) {
    // A reader that stumbles over a file has found it broken; what has no end ends by the clock, and what has no bounds by its memory.
    return { outcome: 'refused', reason: error instanceof Refused ? error.reason : 'broken' }
  }
}
