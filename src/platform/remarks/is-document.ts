import { open } from 'node:fs/promises'

/** True for what begins as a Word file, a workbook or a PDF does; anything else is text, and no reader of documents is started for it. */
export async function isDocument(path: string): Promise<boolean> {
  const file = await open(path, 'r')
  try {
    const start = Buffer.alloc(1024)
    await file.read(start, 0, start.length, 0)
    return start.includes('%PDF-') || start.readUInt16BE(0) === 0x504b
  } finally {
    await file.close()
  }
}
