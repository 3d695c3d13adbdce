import { isBlock, type PasteNode, styleOf, walk } from '../paste-nodes/model.ts'

/**
 * Footnotes of what is pasted. Word, LibreOffice, Google Docs and most pages write them alike: the mark is a link to the note, and the
 * note has a link back to the mark. So two links that lead to each other are one footnote; the first of them is the mark.
 */
export interface PastedNotes {
  /** From the link that is a mark to the element that holds its note; undefined for a mark whose note did not come along. */
  readonly marks: ReadonlyMap<PasteNode, PasteNode | undefined>
  /** What holds notes: no part of the text itself. */
  readonly holders: ReadonlySet<PasteNode>
  /** Links back from a note to its mark. */
  readonly backlinks: ReadonlySet<PasteNode>
}

export function findNotes(root: PasteNode, limit: number): PastedNotes {
  const named = new Map<string, PasteNode>()
  const links: PasteNode[] = []
  for (const node of walk(root, limit)) {
    for (const name of [node.attribute('id'), node.attribute('name')]) if (name !== undefined && name !== '' && !named.has(name)) named.set(name, node)
    if (node.name === 'a' && targetOf(node) !== undefined) links.push(node)
  }
  const marks = new Map<PasteNode, PasteNode | undefined>()
  const holders = new Set<PasteNode>()
  const backlinks = new Set<PasteNode>()
  for (const link of links) {
    if (backlinks.has(link)) continue
    const holder = holderOf(named.get(targetOf(link) ?? ''), link)
    const backs = holder === undefined ? [] : linksBack(holder, link)
    if (holder === undefined || backs.length === 0) {
      if (isMark(link)) marks.set(link, undefined)
      continue
    }
    marks.set(link, holder)
    holders.add(holder)
    for (const back of backs) backlinks.add(back)
  }
  return { marks, holders, backlinks }
}

/** What a link within the text leads to. Word and its kin put the address of the file before the sign. */
function targetOf(link: PasteNode): string | undefined {
  const href = link.attribute('href')
  const sign = href?.indexOf('#') ?? -1
  return href === undefined || sign < 0 || sign === href.length - 1 ? undefined : href.slice(sign + 1)
}

/** A link that can be nothing but a footnote's mark, though its note did not come along. */
function isMark(link: PasteNode): boolean {
  const style = styleOf(link)
  return style.has('mso-footnote-id') || style.has('mso-endnote-id') || /^(?:_?(?:ftn|edn)\d|ftnt\d|sdfootnote\d|sdendnote\d)/u.test(targetOf(link) ?? '') || link.attribute('role') === 'doc-noteref'
}

/** The element that is the note: the block around what the mark leads to, and further out as long as there is one note in it. */
function holderOf(target: PasteNode | undefined, mark: PasteNode): PasteNode | undefined {
  if (target === undefined) return undefined
  let holder: PasteNode | undefined = target
  while (holder !== undefined && !isBlock(holder)) holder = holder.parent
  while (holder?.parent !== undefined && ['div', 'li', 'aside', 'dd'].includes(holder.parent.name) && !contains(holder.parent, mark) && countLocalLinks(holder.parent) === countLocalLinks(holder)) holder = holder.parent
  return holder === undefined || contains(holder, mark) || holder.name === 'body' ? undefined : holder
}

function contains(holder: PasteNode, node: PasteNode): boolean {
  for (let at: PasteNode | undefined = node; at !== undefined; at = at.parent) if (at === holder) return true
  return false
}

function countLocalLinks(node: PasteNode): number {
  let count = 0
  for (const each of walk(node, 2_000)) if (each.name === 'a' && targetOf(each) !== undefined) count += 1
  return count
}

/** Links in a note that lead to its mark: to the mark itself, what is in it, or the little there is around it. */
function linksBack(holder: PasteNode, mark: PasteNode): PasteNode[] {
  const near = [...walk(mark, 20), mark.parent, mark.parent?.parent].filter((node) => node !== undefined)
  const names = new Set(near.flatMap((node) => [node.attribute('id'), node.attribute('name')]).filter((name) => name !== undefined))
  return [...walk(holder, 2_000)].filter((node) => node.name === 'a' && names.has(targetOf(node) ?? ''))
}
