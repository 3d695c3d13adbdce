import type { Id } from '../shared/ids.ts'

/** Makes a uuid v7 (RFC 9562): 48 bits of milliseconds, then 74 random bits. Sorts by time of making, to the millisecond. */
export function newId<Kind extends string>(): Id<Kind> {
  if (used === pool.length) {
    crypto.getRandomValues(pool)
    used = 0
  }
  const bytes = pool.subarray(used, used + 16)
  used += 16
  const milliseconds = Math.floor(performance.timeOrigin + performance.now())
  for (let place = 0; place < 6; place++) bytes[place] = Math.floor(milliseconds / 2 ** (8 * (5 - place))) % 256
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  let text = ''
  for (let place = 0; place < 16; place++) text += place === 4 || place === 6 || place === 8 || place === 10 ? `-${HEX[bytes[place] ?? 0] ?? ''}` : (HEX[bytes[place] ?? 0] ?? '')
  return text as Id<Kind>
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
/** Chance, fetched for 256 ids at a time: an import makes hundreds of thousands. Each byte is used once. */
const pool = new Uint8Array(4096)
let used = pool.length
