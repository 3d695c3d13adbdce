/** What the build does to the style sheet: one file out of several, without comments and needless space. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The style sheet at `path` with every `@import "./other.css";` replaced by that file's contents. */
export function inlineImports(path: string): string {
  return readFileSync(path, 'utf8').replace(/^@import\s+(?:url\()?["'](\.[^"']+)["']\)?\s*;/gm, (_, name: string) =>
    inlineImports(join(dirname(path), name)),
  )
}

/** Takes out comments and space that carries no meaning; strings stay as they are. */
export function minifyCss(css: string): string {
  const parts = css.match(/"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'|\/\*[^]*?\*\/|[^"'/]+|\//g) ?? []
  const kept = parts.map((part) => {
    if (part.startsWith('/*')) return ' '
    return part.startsWith('"') || part.startsWith("'") ? part : part.replace(/\s+/g, ' ')
  })
  const strings: string[] = []
  const open = kept.map((part) => {
    if (!part.startsWith('"') && !part.startsWith("'")) return part
    strings.push(part)
    return `"${strings.length - 1}"`
  })
  const tight = open
    .join('')
    .replace(/ +/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/;}/g, '}')
    .trim()
  return tight.replace(/"(\d+)"/g, (_, index: string) => strings[Number(index)] ?? '')
}
