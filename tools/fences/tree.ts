import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Violation, Rule } from './house.ts'
import type { Place } from './place.ts'
import { placeOf } from './place.ts'
import type { Syntax } from './syntax.ts'
import { readSyntax } from './walk.ts'

/** One file of the checkout; `syntax` is null for what is not code. */
export interface Source {
  readonly place: Place
  readonly text: string
  readonly syntax: Syntax | null
}

/** What the rules look at. */
export interface Tree {
  readonly sources: readonly Source[]
  readonly byPath: ReadonlyMap<string, Source>
}

const roots = ['src', 'test', 'tools', 'migrations']
const code = /\.[cm]?[jt]sx?$/
const readable = /\.([cm]?[jt]sx?|css|sql)$/

/** Reads and parses the product, its tests and its tools below a root folder. */
export function readTree(root: string): Tree {
  const sources: Source[] = []
  for (const path of roots.flatMap((folder) => listFiles(root, folder))) {
    const text = readable.test(path) ? readFileSync(join(root, path), 'utf8') : ''
    sources.push({ place: placeOf(path), text, syntax: code.test(path) ? readSyntax(path, text) : null })
  }
  return { sources, byPath: new Map(sources.map((source) => [source.place.path, source])) }
}

function listFiles(root: string, folder: string): string[] {
  let entries
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  return entries
    .filter((entry) => entry.name !== 'node_modules' && !entry.name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`
      return entry.isDirectory() ? listFiles(root, path) : [path]
    })
}

/** The files of `src/` that are code. */
export function productCode(tree: Tree): { place: Place; text: string; syntax: Syntax }[] {
  return allCode(tree).filter((source) => source.place.layer !== null)
}

/** All code files with their syntax. */
export function allCode(tree: Tree): { place: Place; text: string; syntax: Syntax }[] {
  return tree.sources.flatMap(({ place, text, syntax }) => (syntax === null ? [] : [{ place, text, syntax }]))
}

/** Collects violations of one rule. */
export function violation(rule: Rule, place: Place, line: number, sentence: string): Violation {
  return { file: place.path, line, rule, sentence }
}
