import { readFile, writeFile } from 'node:fs/promises'
import { parse as parseYaml, stringify } from 'yaml'
import { saidInMap, type ImportMap } from '../contributions/import/model.ts'
import { importMapSchema } from '../contributions/import/schema.ts'

type Options = Readonly<Record<string, string | boolean | undefined>>

/** What of a map can be said on the command line. */
const SAID = { encoding: 'encoding', sheet: 'sheet', delimiter: 'delimiter', dates: 'dates', repeated: 'repeated', damaged: 'damaged' } as const

/** Reads a map; undefined file: an empty one. What the command line says is put in its place. A problem is a sentence. */
export async function readMap(path: string | undefined, options: Options): Promise<ImportMap | { problem: string }> {
  try {
    const written: unknown = path === undefined ? {} : (parseYaml(await readFile(path, 'utf8')) ?? {})
    if (typeof written !== 'object' || written === null || Array.isArray(written)) return { problem: `The map ${path ?? ''} cannot be read: it is not a list of keys.` }
    const parsed = importMapSchema.safeParse(written)
    if (!parsed.success) return { problem: `The map ${path ?? ''} cannot be read: ${tellIssue(parsed.error.issues[0])}` }
    const whole = importMapSchema.safeParse({ ...parsed.data, ...saidOf(options) })
    return whole.success ? whole.data : { problem: `The command cannot be read: ${tellIssue(whole.error.issues[0])}` }
  } catch (error) {
    return { problem: `The map ${path ?? ''} cannot be read: ${error instanceof Error ? error.message : String(error)}` }
  }
}

function tellIssue(issue: { readonly path: readonly PropertyKey[]; readonly message: string } | undefined): string {
  return [issue?.path.join('.'), issue?.message].filter(Boolean).join(': ')
}

function saidOf(options: Options): Record<string, string | number> {
  const said = Object.entries(SAID).flatMap(([option, key]) => (typeof options[option] === 'string' ? [[key, options[option] === 'tab' ? '\t' : options[option]] as const] : []))
  const header = options['header-line']
  return { ...Object.fromEntries(said), ...(typeof header === 'string' ? { header: /^\d{1,7}$/u.test(header) ? Number(header) : header } : {}) }
}

/** Writes a map into a file, as a person would write it. */
export async function saveMap(path: string, map: ImportMap): Promise<void> {
  await writeFile(path, stringify(saidInMap(map)))
}
