import type { Draft, Node, Syntax, Walk } from './syntax.ts'
import { child, children, isNode, lineReader, literalText, parse } from './syntax.ts'

const functionTypes = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])

/** Reads one code file into what the rules need, in one walk over its tree. */
export function readSyntax(path: string, text: string): Syntax {
  const { program, comments, errors } = parse(path, text)
  const lineOf = lineReader(text)
  const found: Draft = {
    imports: [], computedImports: [], texts: [], names: [], members: [], taggedTemplates: [], calls: [], functions: [],
    attributes: [], inlineElements: [], comments: [], exportedValues: [], databaseKeys: [], errors: [],
  }
  for (const error of errors) found.errors.push({ what: error.message, line: lineOf(error.start) })
  for (const comment of comments) readComment(comment, { found, lineOf })
  visit(program, null, null, { found, lineOf })
  return found
}

function readComment(comment: { value: string; start: number }, walk: Walk): void {
  comment.value.split('\n').forEach((line, index) => {
    walk.found.comments.push({ what: line, line: walk.lineOf(comment.start) + index })
  })
  const reference = /^\/\s*<reference\s+(?:path|types)\s*=\s*["']([^"']+)["']/.exec(comment.value)?.[1]
  if (reference !== undefined) {
    walk.found.imports.push({ specifier: reference, line: walk.lineOf(comment.start), typeOnly: true, augments: false })
  }
}

function visit(node: Node, parent: Node | null, key: string | null, walk: Walk): void {
  readImport(node, walk)
  readText(node, walk)
  readName(node, parent, key, walk)
  readUse(node, walk)
  readJsx(node, walk)
  readExport(node, walk)
  if (functionTypes.has(node.type)) readFunction(node, parent, walk)
  for (const inner in node) {
    const value = node[inner]
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) visit(item, node, inner, walk)
    } else if (isNode(value)) visit(value, node, inner, walk)
  }
}

function readImport(node: Node, walk: Walk): void {
  const line = walk.lineOf(node.start)
  const add = (source: Node | null, typeOnly: boolean, augments = false) => {
    const specifier = literalText(source)
    if (specifier !== null) walk.found.imports.push({ specifier, line, typeOnly, augments })
    else if (source !== null) walk.found.computedImports.push({ what: node.type, line })
  }
  switch (node.type) {
    case 'ImportDeclaration':
      return add(child(node, 'source'), node.importKind === 'type' || allTypes(node, 'importKind'))
    case 'ExportNamedDeclaration':
      return add(child(node, 'source'), node.exportKind === 'type' || allTypes(node, 'exportKind'))
    case 'ExportAllDeclaration':
      return add(child(node, 'source'), node.exportKind === 'type')
    case 'ImportExpression':
      return add(child(node, 'source'), false)
    case 'TSImportType':
      return add(child(node, 'source') ?? child(node, 'argument'), true)
    case 'TSExternalModuleReference':
      return add(child(node, 'expression'), false)
    case 'TSModuleDeclaration':
      if (child(node, 'id')?.type === 'Literal') {
        add(child(node, 'id'), true, true)
        readDatabaseKeys(node, walk)
      }
      return
    case 'CallExpression':
      if (child(node, 'callee')?.name === 'require') add(children(node, 'arguments')[0] ?? null, false)
  }
}

function allTypes(node: Node, kind: string): boolean {
  const specifiers = children(node, 'specifiers')
  return specifiers.length > 0 && specifiers.every((specifier) => specifier[kind] === 'type')
}

function readDatabaseKeys(module: Node, walk: Walk): void {
  const body = child(module, 'body')
  if (body === null) return
  for (const statement of children(body, 'body')) {
    const declared = statement.type === 'ExportNamedDeclaration' ? child(statement, 'declaration') : statement
    if (declared?.type !== 'TSInterfaceDeclaration' || child(declared, 'id')?.name !== 'Database') continue
    const shape = child(declared, 'body')
    for (const member of shape === null ? [] : children(shape, 'body')) {
      const name = child(member, 'key')?.name ?? literalText(child(member, 'key'))
      if (typeof name === 'string') walk.found.databaseKeys.push({ what: name, line: walk.lineOf(member.start) })
    }
  }
}

function readText(node: Node, walk: Walk): void {
  const value =
    node.type === 'Literal' ? node.value
    : node.type === 'TemplateElement' ? (node.value as { raw?: unknown }).raw
    : node.type === 'JSXText' ? node.value
    : null
  if (typeof value !== 'string' || value === '') return
  const first = walk.lineOf(node.start)
  value.split('\n').forEach((what, index) => walk.found.texts.push({ what, line: first + index }))
}

/** A name counts where it stands for a value or a type, not where it is the key of an object or a member. */
function readName(node: Node, parent: Node | null, key: string | null, walk: Walk): void {
  if (node.type !== 'Identifier' || typeof node.name !== 'string') return
  const isMember = key === 'property' && parent?.type === 'MemberExpression' && parent.computed !== true
  const isKey = key === 'key' && parent?.computed !== true && parent?.shorthand !== true
  const isQualified = key === 'right' && parent?.type === 'TSQualifiedName'
  if (isMember || isKey || isQualified || key === 'imported' || key === 'exported') return
  walk.found.names.push({ what: node.name, line: walk.lineOf(node.start) })
}

function readUse(node: Node, walk: Walk): void {
  const line = walk.lineOf(node.start)
  if (node.type === 'MemberExpression') {
    const object = child(node, 'object')
    const property = child(node, 'property')
    const name = node.computed === true ? literalText(property) : property?.name
    if (typeof name !== 'string') return
    const owner = typeof object?.name === 'string' ? object.name : '…'
    walk.found.members.push({ what: `${owner}.${name}`, line: property === null ? line : walk.lineOf(property.start) })
  } else if (node.type === 'TaggedTemplateExpression') {
    const tag = child(node, 'tag')
    if (typeof tag?.name === 'string') walk.found.taggedTemplates.push({ what: tag.name, line })
  } else if (node.type === 'CallExpression') {
    const callee = child(node, 'callee')
    const object = callee === null ? null : child(callee, 'object')
    const property = callee === null ? null : child(callee, 'property')
    if (typeof object?.name === 'string' && typeof property?.name === 'string') {
      walk.found.calls.push({ what: `${object.name}.${property.name}`, line })
    }
  }
}

function readFunction(node: Node, parent: Node | null, walk: Walk): void {
  const named = [child(node, 'id'), parent && child(parent, 'id'), parent && child(parent, 'key')]
  const name = named.find((candidate) => typeof candidate?.name === 'string')?.name
  const line = walk.lineOf(node.start)
  const lines = walk.lineOf(node.end) - line + 1
  walk.found.functions.push({ what: typeof name === 'string' ? name : 'a function', line, lines })
}

function readJsx(node: Node, walk: Walk): void {
  if (node.type !== 'JSXElement') return
  const opening = child(node, 'openingElement')
  const element = opening === null ? null : child(opening, 'name')?.name
  if (opening === null || typeof element !== 'string') return
  const given = new Map<string, string | null>()
  for (const attribute of children(opening, 'attributes')) {
    const name = child(attribute, 'name')?.name
    if (typeof name !== 'string') continue
    given.set(name, literalText(child(attribute, 'value')))
    walk.found.attributes.push({ what: `${element}@${name}`, line: walk.lineOf(attribute.start) })
  }
  const isInlineScript = element === 'script' && !given.has('src') && !['application/json', 'application/ld+json'].includes(given.get('type') ?? '')
  if (element === 'style' || isInlineScript) {
    walk.found.inlineElements.push({ what: element, line: walk.lineOf(node.start) })
  }
}

function readExport(node: Node, walk: Walk): void {
  const line = walk.lineOf(node.start)
  const add = (name: unknown) => {
    if (typeof name === 'string') walk.found.exportedValues.push({ what: name, line })
  }
  if (node.type === 'ExportDefaultDeclaration') add('default')
  if (node.type === 'ExportAllDeclaration' && node.exportKind !== 'type') add('*')
  if (node.type !== 'ExportNamedDeclaration' || node.exportKind === 'type') return
  for (const specifier of children(node, 'specifiers')) {
    if (specifier.exportKind !== 'type') add(child(specifier, 'exported')?.name)
  }
  const declaration = child(node, 'declaration')
  if (declaration === null || declaration.type.startsWith('TS')) return
  add(child(declaration, 'id')?.name)
  for (const declarator of children(declaration, 'declarations')) add(child(declarator, 'id')?.name)
}
