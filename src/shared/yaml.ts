/** What a folder's YAML file is made of. Members that are undefined are left out. */
export type YamlValue = string | number | boolean | undefined | readonly YamlValue[] | { readonly [key: string]: YamlValue }

/** Longer texts, and those of several lines, are written as a block that can be read and edited. */
const LONGEST_IN_LINE = 80

/**
 * Writes a value as YAML 1.2, always in the same bytes: keys in the order given, two spaces, LF, texts of several lines as literal
 * blocks. What another reader could take for a number, a date of its own or a switch is quoted. `inOneLine` names keys whose
 * entries are written as one line each.
 */
export function writeYaml(value: YamlValue, inOneLine: ReadonlySet<string> = new Set()): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]\n' : writeList(value as readonly YamlValue[], 0, inOneLine)
  if (typeof value === 'object') return members(value).length === 0 ? '{}\n' : writeMembers(members(value), 0, inOneLine)
  return `${writeScalar(value ?? '', 0)}\n`
}

type Member = readonly [string, Exclude<YamlValue, undefined>]

function members(value: object): Member[] {
  return Object.entries(value as Readonly<Record<string, YamlValue>>).flatMap(([key, member]) => (member === undefined ? [] : [[key, member] as const]))
}

function writeMembers(all: readonly Member[], indent: number, inOneLine: ReadonlySet<string>): string {
  return all.map(([key, member]) => `${' '.repeat(indent)}${writeMember(key, member, indent, inOneLine)}`).join('')
}

function writeMember(key: string, value: Exclude<YamlValue, undefined>, indent: number, inOneLine: ReadonlySet<string>): string {
  const name = writeInline(key)
  if (typeof value !== 'object') return `${name}: ${writeScalar(value, indent + 2)}\n`
  if (Array.isArray(value)) {
    const items = value as readonly YamlValue[]
    if (items.length === 0) return `${name}: []\n`
    if (inOneLine.has(key)) return `${name}:\n${items.map((item) => `${' '.repeat(indent + 2)}- ${writeFlow(item)}\n`).join('')}`
    return items.every((item) => isShort(item)) ? `${name}: ${writeFlow(items)}\n` : `${name}:\n${writeList(items, indent + 2, inOneLine)}`
  }
  const inner = members(value)
  if (inner.length === 0) return `${name}: {}\n`
  return inOneLine.has(key) ? `${name}: ${writeFlow(value)}\n` : `${name}:\n${writeMembers(inner, indent + 2, inOneLine)}`
}

function writeList(items: readonly YamlValue[], indent: number, inOneLine: ReadonlySet<string>): string {
  return items.map((item) => `${' '.repeat(indent)}- ${writeItem(item, indent + 2, inOneLine)}`).join('')
}

function writeItem(item: YamlValue, indent: number, inOneLine: ReadonlySet<string>): string {
  if (typeof item !== 'object') return `${writeScalar(item ?? '', indent)}\n`
  if (Array.isArray(item)) return `${writeFlow(item)}\n`
  const inner = members(item)
  return inner.length === 0 ? '{}\n' : writeMembers(inner, indent, inOneLine).slice(indent)
}

function isShort(item: YamlValue): boolean {
  return typeof item === 'number' || (typeof item === 'string' && item.length <= 40 && isPlainInFlow(item))
}

function writeFlow(value: YamlValue): string {
  if (Array.isArray(value)) return `[${value.map((item: YamlValue) => writeFlow(item)).join(', ')}]`
  if (typeof value === 'object') return `{ ${members(value).map(([key, member]) => `${writeInline(key)}: ${writeFlow(member)}`).join(', ')} }`
  if (typeof value === 'string') return isPlainInFlow(value) ? value : quote(value)
  return String(value ?? '""')
}

/** `indent`: where the lines of a block begin. */
function writeScalar(value: string | number | boolean, indent: number): string {
  if (typeof value !== 'string') return String(value)
  const isLong = value.length > LONGEST_IN_LINE && value.includes(' ')
  if ((isLong || value.includes('\n')) && canBeBlock(value)) {
    return `|-\n${value.split('\n').map((line) => (line === '' ? '' : ' '.repeat(indent) + line)).join('\n')}`
  }
  return writeInline(value)
}

function writeInline(value: string): string {
  return isPlain(value) ? value : quote(value)
}

const DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?Z)?$/u
/** Words, numbers and marks that mean only themselves: no colon or number sign beside a space, no indicator at the start. */
const PLAIN = /^(?:[\p{L}\p{M}\p{N}_/.+@&%()'’‘“”«»¶§–—…;,=!?$^*~-]|:(?=[^\s])|(?<=\S)#| (?=\S))+$/u
const LIKE_ANOTHER = /^(?:true|false|null|yes|no|on|off|y|n|[-+]?[0-9.][0-9_.,:eExXoO+-]*|0x[0-9a-f_]+|[-+]?\.?(?:inf|nan))$/iu

function isPlain(value: string): boolean {
  return DATE.test(value) || (/^[\p{L}\p{N}/]/u.test(value) && PLAIN.test(value) && !LIKE_ANOTHER.test(value))
}

function isPlainInFlow(value: string): boolean {
  return isPlain(value) && !/[,:](?!\S)|[,'*&?]/u.test(value)
}

/** A block cannot show what a reader of lines would change: other line ends, empty lines at the end, lines of nothing but spaces. */
function canBeBlock(value: string): boolean {
  return !/^[\s]|\s$|\n[^\S\n]+(?:\n|$)|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\t]/u.test(value) && value.isWellFormed()
}

function quote(value: string): string {
  return JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
