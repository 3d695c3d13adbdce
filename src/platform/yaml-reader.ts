import { isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml'

/** A YAML text that was refused: the line it happened in, counting from 1, and a sentence. */
export interface YamlProblem {
  readonly line: number
  readonly reason: string
}

export type YamlRead = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problems: readonly YamlProblem[] }

const DEEPEST = 40
const MOST_PROBLEMS = 20

/**
 * Reads one YAML document as texts, lists and groups of keys: `2016`, `no` and `1.0` stay the texts they are, and what they mean is
 * the schema's to say. A block loses the line end that its last line has in the file. Anchors, aliases, tags and keys given twice
 * are refused, so that a small file cannot be a large one.
 */
export function readYaml(text: string): YamlRead {
  const problems: YamlProblem[] = []
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length
  const refuse = (node: unknown, reason: string) => {
    if (problems.length < MOST_PROBLEMS) problems.push({ line: lineAt(offsetOf(node)), reason })
    return ''
  }
  try {
    const document = parseDocument(text, { schema: 'failsafe', prettyErrors: false, uniqueKeys: false, logLevel: 'error', stringKeys: false })
    for (const fault of [...document.errors, ...document.warnings].slice(0, MOST_PROBLEMS)) problems.push({ line: lineAt(fault.pos[0]), reason: sentenceOf(fault.code, fault.message) })
    if (problems.length > 0) return { ok: false, problems }
    const value = toPlain(document.contents, 0, refuse)
    return problems.length === 0 ? { ok: true, value } : { ok: false, problems }
  } catch (error) {
    if (error instanceof RangeError) return { ok: false, problems: [{ line: 1, reason: 'is nested too deeply.' }] }
    throw error
  }
}

type Refuse = (node: unknown, reason: string) => string

function toPlain(node: unknown, depth: number, refuse: Refuse): unknown {
  if (node === null || node === undefined) return ''
  if (depth > DEEPEST) return refuse(node, 'is nested too deeply.')
  if (isAlias(node)) return refuse(node, 'uses an alias (*…); write it out.')
  if (isMap(node) || isSeq(node) || isScalar(node)) {
    if (node.anchor !== undefined) return refuse(node, 'uses an anchor (&…); write it out.')
    if (node.tag !== undefined) return refuse(node, 'uses a tag (!…); write the value alone.')
  }
  if (isSeq(node)) return node.items.map((item) => toPlain(item, depth + 1, refuse))
  if (isMap(node)) return toMembers(node.items, depth, refuse)
  if (!isScalar(node) || typeof node.value !== 'string') return refuse(node, 'is neither a text, a list nor a group of keys.')
  const isBlock = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED'
  return isBlock ? node.value.replace(/\n+$/u, '') : node.value
}

function toMembers(pairs: readonly { key: unknown; value: unknown }[], depth: number, refuse: Refuse): object {
  const members = new Map<string, unknown>()
  for (const { key, value } of pairs) {
    const name = isScalar(key) && typeof key.value === 'string' ? key.value : undefined
    if (name === undefined || name === '__proto__') refuse(key, 'has a key that is no word.')
    else if (members.has(name)) refuse(key, `has the key ${JSON.stringify(name.slice(0, 60))} twice.`)
    else members.set(name, toPlain(value, depth + 1, refuse))
  }
  return Object.fromEntries(members)
}

function offsetOf(node: unknown): number {
  if (typeof node !== 'object' || node === null || !('range' in node)) return 0
  const { range } = node
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : 0
}

function sentenceOf(code: string, message: string): string {
  if (code === 'MULTIPLE_DOCS') return 'holds a second document after a line of three hyphens.'
  if (code === 'RESOURCE_EXHAUSTION') return 'is nested too deeply.'
  return `is not YAML: ${message.replace(/\s+/gu, ' ').slice(0, 200)}`
}
