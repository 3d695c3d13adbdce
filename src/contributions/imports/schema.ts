import { importMapSchema } from '../import/schema.ts'
import { saidInMap, type ImportMap } from '../import/model.ts'

/** Fields for which the desk may say one value for all rows. */
export const CONSTANT_FIELDS = ['consent', 'channel', 'language', 'received', 'stakeholderGroup'] as const

type Sent = Readonly<Record<string, readonly string[]>>

/**
 * The map that the form of an import says: `column-<place>` is the field of a column; `word-<field>-<n>` and `value-<field>-<n>` a
 * word of the file and what it means; `constant-<field>` a value for all rows; the rest by the map's own keys. Answers codes for
 * fields that say nothing that can be.
 */
export function readMapForm(sent: Sent, names: readonly string[], earlier: ImportMap): { readonly map: ImportMap } | { readonly errors: Readonly<Record<string, string>> } {
  const one = (name: string): string => (sent[name]?.at(-1) ?? '').trim()
  const columns = Object.create(null) as Record<string, string[]>
  const ignore: string[] = []
  names.forEach((name, place) => {
    const field = one(`column-${place}`)
    if (name.trim() === '') return
    if (field === '') ignore.push(name)
    else (columns[field] ??= []).push(name)
  })
  const header = one('header')
  if (header !== '' && !/^[1-9]\d{0,6}$/u.test(header)) return { errors: { header: 'not-a-number' } }
  const received = one('constant-received')
  const constants = Object.fromEntries(CONSTANT_FIELDS.map((field) => [field, one(`constant-${field}`)] as const).filter(([field, value]) => value !== '' && columns[field] === undefined))
  const said: Partial<Record<keyof ImportMap, unknown>> = {
    join: earlier.join,
    documents: earlier.documents,
    columns: Object.keys(columns).length === 0 && ignore.length === 0 ? earlier.columns : columns,
    ...(ignore.length === 0 ? {} : { ignore }),
    values: readWords(sent),
    constants,
    ...Object.fromEntries(['encoding', 'delimiter', 'sheet', 'dates', 'repeated', 'damaged'].map((key): [string, string] => [key, one(key) === 'tab' ? '\t' : one(key)]).filter(([, value]) => value !== '')),
    ...(header === '' ? {} : { header: Number(header) }),
  }
  const parsed = importMapSchema.safeParse(saidInMap(said))
  if (parsed.success) return received !== '' && !/^\d{4}-\d{2}-\d{2}$/u.test(received) ? { errors: { 'constant-received': 'not-a-date' } } : { map: parsed.data }
  return { errors: Object.fromEntries(parsed.error.issues.map((issue) => [String(issue.path[0] ?? ''), 'not-in-list'])) }
}

function readWords(sent: Sent): Record<string, Record<string, string>> {
  // Without a prototype: a field or a word may be called `__proto__`.
  const values = Object.create(null) as Record<string, Record<string, string>>
  for (const [name, [word = '']] of Object.entries(sent)) {
    const [, field, place] = /^word-(\w+)-(\d{1,3})$/u.exec(name) ?? []
    if (field === undefined || place === undefined) continue
    const value = (sent[`value-${field}-${place}`]?.at(-1) ?? '').trim()
    if (value !== '' && word.trim() !== '') (values[field] ??= Object.create(null) as Record<string, string>)[word] = value
  }
  return values
}
