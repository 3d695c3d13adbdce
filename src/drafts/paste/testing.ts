import type { PasteNode } from '../paste-nodes/model.ts'

const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '))
const ENTITIES: Readonly<Record<string, string>> = { nbsp: '\u00a0', amp: '&', lt: '<', gt: '>', quot: '"', middot: '·' }
const TOKEN = /<!--[\s\S]*?-->|<!\[[^\]]*\]>|<\/?([a-z][a-z0-9:]*)((?:\s+[^\s=>]+(?:=(?:"[^"]*"|'[^']*'|[^\s>]*))?)*)\s*\/?>|([^<]+|<)/giu

interface Building extends PasteNode {
  readonly children: Building[]
}

/** Well-formed HTML as a tree, for tests: what office programs put on the clipboard is; a browser's own parser reads the rest. */
export function parseHtml(html: string): PasteNode {
  const root = element('body', '', undefined)
  let open = root
  for (const [token, name, attributes, text] of html.matchAll(TOKEN)) {
    if (text !== undefined) open.children.push({ name: '#text', text: decode(text), children: [], parent: open, attribute: () => undefined })
    else if (name === undefined) open.children.push({ name: '#comment', text: '', children: [], parent: open, attribute: () => undefined })
    else if (token.startsWith('</')) {
      let at: PasteNode | undefined = open
      while (at !== undefined && at.name !== name.toLowerCase()) at = at.parent
      open = (at?.parent as Building | undefined) ?? open
    } else {
      const made = element(name.toLowerCase(), attributes ?? '', open)
      open.children.push(made)
      if (!VOID.has(made.name) && !token.endsWith('/>')) open = made
    }
  }
  return root
}

function element(name: string, attributes: string, parent: PasteNode | undefined): Building {
  const own = new Map([...attributes.matchAll(/([^\s=]+)(?:=(?:"([^"]*)"|'([^']*)'|(\S*)))?/gu)].map(([, key = '', double, single, bare]) => [key.toLowerCase(), decode(double ?? single ?? bare ?? '')]))
  return { name, text: '', children: [], parent, attribute: (key) => own.get(key) }
}

function decode(text: string): string {
  return text.replace(/&(?:#(\d+)|([a-z]+));/giu, (whole, code: string | undefined, name: string | undefined) => (code === undefined ? (ENTITIES[name ?? ''] ?? whole) : String.fromCodePoint(Number(code))))
}
