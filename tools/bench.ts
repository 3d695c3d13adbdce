/**
 * `npm run bench`: builds, runs every bench of `bench/benches.ts` on an installation of its own, prints the figures and writes
 * them, with the machine they were taken on, into `docs/reference/speed.md`. Ends with 1 when a promise is not kept.
 * `npm run bench -- Mailman` runs only those with that word in their title, and renews their parts of the page.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { systemClock } from '../src/platform/clock.ts'
import { dateInZone } from '../src/shared/time.ts'
import { keepsPromises, renewSections, speedPage, tableLines, type Section } from './bench/report.ts'
import { root, runNode } from './steps.ts'

const built = await runNode(join(root, 'tools', 'build.ts'), [], { live: true })
if (built.code !== 0) process.exit(built.code)

// The pages are TSX, which Node does not run: the benches are bundled as the product is, beside it.
const bundle = await rolldown({
  input: join(root, 'tools', 'bench', 'benches.ts'),
  platform: 'node',
  cwd: root,
  tsconfig: false,
  external: ['pg-native', '@resvg/resvg-js'],
  transform: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
})
const program = join(root, 'dist', 'bench.js')
await bundle.write({ file: program, format: 'esm', codeSplitting: false })
await bundle.close()
const { BENCHES, openInstallation } = (await import(pathToFileURL(program).href)) as typeof import('./bench/benches.ts')

const words = process.argv.slice(2).map((word) => word.toLowerCase())
const chosen = BENCHES.filter(({ title }) => words.length === 0 || words.some((word) => title.toLowerCase().includes(word)))
if (chosen.length === 0) {
  console.error(`There is no bench of that name, but these: ${BENCHES.map(({ title }) => title).join('; ')}`)
  process.exit(1)
}
const sections: Section[] = []
for (const bench of chosen) {
  const installation = await openInstallation(root)
  try {
    const section = { title: bench.title, measured: await bench.run(installation) }
    for (const line of tableLines(section)) console.log(line)
    sections.push(section)
  } finally {
    await installation.close()
  }
}
const page = join(root, 'docs', 'reference', 'speed.md')
const today = dateInZone(systemClock(), 'UTC')
writeFileSync(page, words.length === 0 ? speedPage(sections, today) : renewSections(readFileSync(page, 'utf8'), sections, today))
console.log('Written to docs/reference/speed.md.')
process.exit(keepsPromises(sections) ? 0 : 1)
