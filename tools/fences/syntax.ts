import { parseSync } from 'oxc-parser'

/** Any node of the syntax tree; the walk needs no more of its shape. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

/** A reference to another module, however it is written. */
export interface Import {
  readonly specifier: string
  readonly line: number
  /** Erased before it runs. */
  readonly typeOnly: boolean
  /** A `declare module '…'` that adds to the module's types. */
  readonly augments: boolean
}

/** A word, a name or a node found at a line. */
export interface Found {
  readonly what: string
  readonly line: number
}

/** What the rules need to know of one code file. */
export interface Syntax {
  readonly imports: readonly Import[]
  /** Imports whose address is computed, so that no fence can read it. */
  readonly computedImports: readonly Found[]
  /** String and template texts, literal types included. */
  readonly texts: readonly Found[]
  /** Names used as values or types, not as keys or members. */
  readonly names: readonly Found[]
  /** Members as written, `Math.random` or `db.selectFrom`; a computed or nested object is `…`. */
  readonly members: readonly Found[]
  readonly taggedTemplates: readonly Found[]
  readonly calls: readonly Found[]
  readonly functions: readonly (Found & { readonly lines: number })[]
  /** JSX attributes as `element@attribute`. */
  readonly attributes: readonly Found[]
  /** `<style>` and scripts with a body. */
  readonly inlineElements: readonly Found[]
  readonly comments: readonly Found[]
  /** Exported names that exist when it runs. */
  readonly exportedValues: readonly Found[]
  /** Keys of `interface Database` in a `declare module`. */
  readonly databaseKeys: readonly Found[]
  readonly errors: readonly Found[]
}

export type Draft = { [K in keyof Syntax]: Syntax[K][number][] }

/** State of one walk: where findings go and how an offset becomes a line. */
export interface Walk {
  readonly found: Draft
  readonly lineOf: (offset: number) => number
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}

/** The node under a key, or null. */
export function child(node: Node, key: string): Node | null {
  const value = node[key]
  return isNode(value) ? value : null
}

/** The nodes in the list under a key. */
export function children(node: Node, key: string): readonly Node[] {
  const value = node[key]
  return Array.isArray(value) ? value.filter(isNode) : []
}

/** The text of a string literal or of a template without holes; null for anything else. */
export function literalText(node: Node | null): string | null {
  if (node === null) return null
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null
  if (node.type === 'TSLiteralType') return literalText(child(node, 'literal'))
  if (node.type !== 'TemplateLiteral') return null
  const pieces = children(node, 'quasis')
  const only = pieces.length === 1 ? (pieces[0]?.value as { cooked?: unknown } | undefined)?.cooked : null
  return typeof only === 'string' ? only : null
}

/** Gives the line, counted from 1, of an offset in a text. */
export function lineReader(text: string): (offset: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return low + 1
  }
}

/** Parses one file and returns its tree, its comments and its errors. */
export function parse(path: string, text: string): { program: Node; comments: { value: string; start: number }[]; errors: { message: string; start: number }[] } {
  const result = parseSync(path, text, { preserveParens: false })
  return {
    program: result.program as unknown as Node,
    comments: result.comments,
    errors: result.errors.map((error) => ({ message: error.message, start: error.labels[0]?.start ?? 0 })),
  }
}
