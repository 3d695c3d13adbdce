/**
 * What is pasted, as a tree of whatever library read it: a browser's own parser, which runs nothing, or another in tests. The walk
 * over it knows these five members and no more.
 */
export interface PasteNode {
  /** The element's name in lower case; `#text` for text; anything else that begins with # is passed over. */
  readonly name: string
  /** Of a text; empty otherwise. */
  readonly text: string
  readonly children: readonly PasteNode[]
  readonly parent: PasteNode | undefined
  attribute(name: string): string | undefined
}

/** The declarations of a style attribute by their lower-case names; later ones win, `!important` is no part of a value. */
export function styleOf(node: PasteNode): ReadonlyMap<string, string> {
  const style = node.attribute('style')
  if (style === undefined || style === '') return NO_STYLE
  const found = new Map<string, string>()
  for (const declaration of style.slice(0, 5_000).split(';')) {
    const colon = declaration.indexOf(':')
    if (colon > 0) found.set(declaration.slice(0, colon).trim().toLowerCase(), declaration.slice(colon + 1).replace(/!important/iu, '').trim().toLowerCase())
  }
  return found
}

const NO_STYLE: ReadonlyMap<string, string> = new Map()

/** What runs, is filled in, or is no words: passed over with all that is in it. */
const UNSEEN = new Set('applet audio base button canvas colgroup datalist dialog embed frame frameset head iframe input link map meta meter noembed noframes noscript object optgroup option param progress script select source style svg template textarea title track video'.split(' '))

/** True for what no reader of the page it came from saw, or must not come along. */
export function isUnseen(node: PasteNode): boolean {
  if (node.name === '#text') return false
  if (node.name.startsWith('#') || UNSEEN.has(node.name) || node.name === 'del') return true
  if (node.attribute('hidden') !== undefined) return true
  const style = styleOf(node)
  return style.get('display') === 'none' || style.get('mso-hide') === 'all' || style.has('mso-comment-reference') || style.get('mso-special-character') === 'comment' || style.get('mso-element') === 'comment-list' || style.get('mso-list') === 'ignore'
}

/** Elements that begin and end a block; all others stand in a line of words. */
const BLOCKS = new Set('address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary table ul'.split(' '))

export function isBlock(node: PasteNode): boolean {
  return BLOCKS.has(node.name)
}

/** Everything below a node in reading order, itself first, at most `limit` of them. */
export function* walk(root: PasteNode, limit: number): Generator<PasteNode> {
  const stack: PasteNode[] = [root]
  for (let count = 0; count < limit; count++) {
    const node = stack.pop()
    if (node === undefined) return
    yield node
    for (let at = node.children.length - 1; at >= 0; at--) {
      const child = node.children[at]
      if (child !== undefined) stack.push(child)
    }
  }
}

/** White space as a page shows it: runs of it are one space; what no text holds is left out. */
export function plainText(text: string, isKept: boolean): string {
  const clean = text.toWellFormed().replace(/\r\n?|[\u0085\u2028\u2029]/gu, '\n').replace(/[\u0000-\u0008\u000b\u000e-\u001f\u007f\ufeff\ufffd]/gu, '')
  return isKept ? clean.replace(/[\t\f]/gu, ' ') : clean.replace(/[ \t\n\f]+/gu, ' ')
}
