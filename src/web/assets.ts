import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { Asset, Assets } from './context.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** Reads the built assets into memory, with the compressed forms that the build made: some dozens of small files under names that change with their content. */
export async function readAssets(folder: string): Promise<Assets> {
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Record<string, string>
  const named = new Map(Object.entries(manifest))
  const files = [...new Set(named.values())]
  const served = new Map(await Promise.all(files.map(async (file) => [file, await readAsset(folder, file)] as const)))
  return {
    address: (name) => `/assets/${named.get(name) ?? name}`,
    file: (servedName) => served.get(servedName),
  }
}

/** Fonts are compressed as they are. */
async function readAsset(folder: string, name: string): Promise<Asset> {
  const type = TYPES[extname(name)] ?? 'application/octet-stream'
  const isCompressed = type !== 'font/woff2'
  const read = (suffix: string) => readFile(join(folder, `${name}${isCompressed ? suffix : ''}`))
  const [br, gzip, identity] = await Promise.all([read('.br'), read('.gz'), read('')])
  return { type, isCompressed, encoded: { br, gzip, identity } }
}
