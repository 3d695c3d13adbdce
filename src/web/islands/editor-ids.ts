import type { Id } from '../../shared/ids.ts'

/** Makes a uuid v7 in a browser, as `platform/new-id.ts` does on the server: what is written here has its identity from here. */
export function makeId<Kind extends string>(): Id<Kind> {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const milliseconds = Math.floor(performance.timeOrigin + performance.now())
  for (let place = 0; place < 6; place++) bytes[place] = Math.floor(milliseconds / 2 ** (8 * (5 - place))) % 256
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Id<Kind>
}
