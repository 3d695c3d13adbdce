import { z } from 'zod'

const told = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('written') }),
  z.object({ outcome: z.literal('failed'), paragraph: z.number().int().positive().nullable(), problem: z.string() }),
])

/** What the writing program said: four bytes with the length of what came of it, that as JSON, then the document. */
export function parseWritten(output: Uint8Array) {
  const ended = { outcome: 'failed', reason: 'ended', paragraph: null, problem: 'no answer that can be read' } as const
  if (output.length < 4) return ended
  const size = new DataView(output.buffer, output.byteOffset, 4).getUint32(0)
  try {
    const parsed = told.parse(JSON.parse(new TextDecoder().decode(output.subarray(4, 4 + size))))
    return parsed.outcome === 'written' ? ({ outcome: 'written', bytes: output.subarray(4 + size) } as const) : ({ ...parsed, reason: 'refused' } as const)
  } catch {
    return ended
  }
}
