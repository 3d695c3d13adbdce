import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { sha256 } from '../platform/digest.ts'
import type { Asset, Assets } from './context.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** Reads the built assets into memory: a dozen small files under names that change with their content. */
export async function readAssets(folder: string, icon: string): Promise<Assets> {
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Record<string, string>
  const served = new Map<string, Asset>()
  const named = new Map(Object.entries(manifest))
  for (const file of new Set(named.values())) served.set(file, toAsset(file, await readFile(join(folder, file))))
  const drawn = await readFile(icon)
  const iconName = `icon-${sha256(drawn).slice(0, 10)}.svg`
  named.set('icon.svg', iconName)
  served.set(iconName, toAsset(iconName, drawn))
  return {
    address: (name) => `/assets/${named.get(name) ?? name}`,
    file: (servedName) => served.get(servedName),
  }
}

/** Fonts are compressed as they are; text is compressed once, here. */
function toAsset(name: string, body: Uint8Array<ArrayBuffer>): Asset {
  const type = TYPES[extname(name)] ?? 'application/octet-stream'
  const encoded = type === 'font/woff2' ? { br: body, gzip: body, identity: body } : { br: brotliCompressSync(body), gzip: gzipSync(body), identity: body }
  return { type, isCompressed: type !== 'font/woff2', encoded }
}
