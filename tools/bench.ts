/**
 * `npm run bench`: builds, runs every bench of `bench/benches.ts` on an installation of its own, prints the figures and writes
 * them, with the machine they were taken on, into `docs/reference/speed.md`. Ends with 1 when a promise is not kept.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { systemClock } from '../src/platform/clock.ts'
import { dateInZone } from '../src/shared/time.ts'
import { keepsPromises, speedPage, tableLines, type Section } from './bench/report.ts'
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

const sections: Section[] = []
for (const bench of BENCHES) {
  const installation = await openInstallation(root)
  try {
    const section = { title: bench.title, measured: await bench.run(installation) }
    for (const line of tableLines(section)) console.log(line)
    sections.push(section)
  } finally {
    await installation.close()
  }
}
writeFileSync(join(root, 'docs', 'reference', 'speed.md'), speedPage(sections, dateInZone(systemClock(), 'UTC')))
console.log('Written to docs/reference/speed.md.')
process.exit(keepsPromises(sections) ? 0 : 1)
