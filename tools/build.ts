/**
 * Builds `dist`: the server and the command line as one file each, and the assets of the pages (islands, style sheet,
 * fonts) under names that hold a digest of their contents, listed in `assets/manifest.json`.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import { rolldown } from 'rolldown'
import { minifyCss, inlineImports } from './style-sheet.ts'

const root = dirname(import.meta.dirname)
const FONTS = ['source-serif-4-latin-400-normal', 'source-serif-4-latin-400-italic', 'source-serif-4-latin-600-normal']
const PROGRAMS = { main: 'src/main.ts', convoke: 'src/cli/convoke.ts', extract: 'src/platform/extraction/program.ts', typeset: 'src/platform/typesetting/program.ts', write: 'src/publication/writing-program/export.ts' }

/** From the name a page asks for (`style.css`, `overview.js`) to the file's name below `/assets/`. */
type Manifest = Record<string, string>

async function buildProgram(name: string, entry: string, folder: string): Promise<void> {
  const bundle = await rolldown({
    input: { [name]: join(root, entry) },
    platform: 'node',
    cwd: root,
    tsconfig: false,
    // pg asks for it only where a caller wants the native driver; the libraries that draw and set pages are native and stay where npm put them.
    external: ['pg-native', '@resvg/resvg-js', '@myriaddreamin/typst-ts-node-compiler'],
    transform: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  })
  await bundle.write({ dir: folder, format: 'esm', codeSplitting: false, entryFileNames: '[name].js' })
  await bundle.close()
}

function listIslands(): Record<string, string> {
  const folder = join(root, 'src', 'web', 'islands')
  if (!existsSync(folder)) return {}
  const files = readdirSync(folder).filter((file) => /\.island\.tsx?$/.test(file))
  return Object.fromEntries(files.map((file) => [file.replace(/\.island\.tsx?$/, ''), join(folder, file)]))
}

async function buildIslands(folder: string): Promise<Manifest> {
  const input = listIslands()
  if (Object.keys(input).length === 0) return {}
  const bundle = await rolldown({
    input,
    platform: 'browser',
    cwd: root,
    tsconfig: false,
    transform: { jsx: { runtime: 'automatic', importSource: 'hono/jsx/dom' }, target: 'es2022' },
  })
  const { output } = await bundle.write({
    dir: folder,
    format: 'esm',
    minify: true,
    entryFileNames: '[name]-[hash].js',
    chunkFileNames: 'part-[hash].js',
  })
  await bundle.close()
  // What several islands share stands in parts of its own, which they ask for by the names that they have.
  const chunks = output.filter((file) => file.type === 'chunk')
  return Object.fromEntries(chunks.map((chunk) => [chunk.isEntry ? `${chunk.name}.js` : chunk.fileName, chunk.fileName]))
}

/** Writes a file under a name with a digest of its contents and returns that name. */
function writeDigested(folder: string, name: string, content: Buffer | string): string {
  const digest = createHash('sha256').update(content).digest('hex').slice(0, 10)
  const dot = name.lastIndexOf('.')
  const file = `${name.slice(0, dot)}-${digest}${name.slice(dot)}`
  writeFileSync(join(folder, file), content)
  return file
}

function writeFonts(folder: string): Manifest {
  const source = join(root, 'node_modules', '@fontsource', 'source-serif-4', 'files')
  return Object.fromEntries(
    FONTS.map((font) => `${font}.woff2`).map((file) => [file, writeDigested(folder, file, readFileSync(join(source, file)))]),
  )
}

/** The pages' own style sheet, the small one of what stands in frames on other sites, those of slides and of the editor, on their pages alone. */
const STYLE_SHEETS = ['style.css', 'embed.css', 'slides.css', 'editor.css', 'room.css'] as const

/** A style sheet names a font as `url("font:source-serif-4-latin-400-normal.woff2")`; both end up in one folder. */
function writeStyleSheets(folder: string, fonts: Manifest): Manifest {
  const written = STYLE_SHEETS.map((name) => ({ name, path: join(root, 'src', 'web', 'ui', name) })).filter(({ path }) => existsSync(path))
  return Object.fromEntries(written.map(({ name, path }) => [name, writeDigested(folder, name, minifyCss(withFonts(path, fonts)))]))
}

function withFonts(path: string, fonts: Manifest): string {
  return inlineImports(path).replace(/url\(\s*["']?font:([^"')\s]+)["']?\s*\)/g, (_, name: string) => {
    const file = fonts[name]
    if (!file) throw new Error(`${basename(path)} asks for the font "${name}"; there are: ${Object.keys(fonts).join(', ')}`)
    return `url("${file}")`
  })
}

async function build(folder: string): Promise<void> {
  const assets = join(folder, 'assets')
  mkdirSync(assets, { recursive: true })
  const programs = Object.entries(PROGRAMS).filter(([, entry]) => existsSync(join(root, entry)))
  const fonts = writeFonts(assets)
  const [islands] = await Promise.all([buildIslands(assets), ...programs.map(([name, entry]) => buildProgram(name, entry, folder))])
  const icon = { 'icon.svg': writeDigested(assets, 'icon.svg', readFileSync(join(root, 'src', 'web', 'ui', 'icon.svg'))) }
  const manifest: Manifest = { ...islands, ...writeStyleSheets(assets, fonts), ...fonts, ...icon }
  await compress(assets)
  writeFileSync(join(assets, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
}

/** Beside each text asset its compressed forms: a server that compressed them at its start spent more time on that than on all else. */
async function compress(folder: string): Promise<void> {
  const texts = readdirSync(folder).filter((file) => /\.(?:css|js|svg)$/.test(file))
  await Promise.all(
    texts.map(async (file) => {
      const body = readFileSync(join(folder, file))
      writeFileSync(join(folder, `${file}.br`), await promisify(brotliCompress)(body))
      writeFileSync(join(folder, `${file}.gz`), await promisify(gzip)(body))
    }),
  )
}

/** Puts the finished build in the place of the old one, so that a build that fails or is killed leaves the old one whole. */
function replaceDist(built: string): void {
  const dist = join(root, 'dist')
  const old = `${built}-old`
  if (existsSync(dist)) renameSync(dist, old)
  renameSync(built, dist)
  rmSync(old, { recursive: true, force: true })
}

const startedAt = performance.now()
const built = join(root, 'dist.new')
rmSync(built, { recursive: true, force: true })
await build(built)
replaceDist(built)
process.stdout.write(`Built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.\n`)
