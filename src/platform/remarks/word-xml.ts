/** The parts of a Word file as their elements, by the names that everybody knows them by, whatever prefixes a program writes. */
import { readXml, type XmlListener } from '../extraction/xml.ts'
import type { Zip } from '../extraction/zip.ts'

/** The end of a namespace's address and the prefix that is usual for it; strict files have other addresses with the same end. */
const USUAL: readonly (readonly [RegExp, string])[] = [
  [/\/wordprocessingml(?:\/2006)?\/main$/u, 'w'],
  [/\/word\/2010\/wordml$/u, 'w14'],
  [/\/word\/2012\/wordml$/u, 'w15'],
  [/\/word\/2016\/wordml\/cid$/u, 'w16cid'],
  [/\/word\/2018\/wordml\/cex$/u, 'w16cex'],
  [/\/markup-compatibility\/2006$/u, 'mc'],
  [/\/package\/2006\/relationships$/u, ''],
  [/\/package\/2006\/content-types$/u, ''],
]

/** Refuses `broken` as `readXml` does. What programs write a second time for those that do not know the first is left out. */
export function readWordXml(bytes: Uint8Array, listener: XmlListener): void {
  const prefixes = new Map<string, string>()
  let [isFirst, fallbacks] = [true, 0]
  const rename = (name: string): string => {
    const colon = name.indexOf(':')
    const usual = prefixes.get(colon < 0 ? '' : name.slice(0, colon))
    if (usual === undefined) return name
    const local = name.slice(colon + 1)
    return usual === '' ? local : `${usual}:${local}`
  }
  readXml(bytes, {
    open: (written, attributes) => {
      if (isFirst) learn(prefixes, attributes)
      isFirst = false
      const name = rename(written)
      if (name === 'mc:Fallback') fallbacks += 1
      if (fallbacks === 0) listener.open(name, new Map([...attributes].map(([key, value]) => [key.includes(':') ? rename(key) : key, value])))
    },
    close: (written) => {
      const name = rename(written)
      if (fallbacks === 0) listener.close(name)
      if (name === 'mc:Fallback') fallbacks -= 1
    },
    text: (text) => {
      if (fallbacks === 0) listener.text(text)
    },
  })
}

function learn(prefixes: Map<string, string>, attributes: ReadonlyMap<string, string>): void {
  for (const [key, address] of attributes) {
    const own = key === 'xmlns' ? '' : key.startsWith('xmlns:') ? key.slice(6) : undefined
    const usual = own === undefined ? undefined : USUAL.find(([pattern]) => pattern.test(address))
    if (own !== undefined && usual !== undefined) prefixes.set(own, usual[1])
  }
}

/** Where the parts of a Word file stand, by the end of what relates them to the text: `comments`, `commentsExtended`, `styles`, `header` (several). */
export interface WordParts {
  readonly main: string
  readonly of: (kind: string) => readonly string[]
}

export function findParts(zip: Zip): WordParts {
  const main = resolve('', relationsOf(zip, '_rels/.rels').find(({ kind }) => kind === 'officeDocument')?.target ?? 'word/document.xml')
  const slash = main.lastIndexOf('/') + 1
  const relations = relationsOf(zip, `${main.slice(0, slash)}_rels/${main.slice(slash)}.rels`).map(({ kind, target }) => ({ kind, target: resolve(target.startsWith('/') ? '' : main.slice(0, slash), target) }))
  return {
    main,
    of: (kind) => {
      const named = relations.filter((relation) => relation.kind === kind && zip.names.includes(relation.target)).map(({ target }) => target)
      const usual = `${main.slice(0, slash)}${kind}.xml`
      return named.length === 0 && zip.names.includes(usual) ? [usual] : [...new Set(named)]
    },
  }
}

function resolve(folder: string, target: string): string {
  const parts: string[] = []
  for (const part of `${folder}${target}`.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}

function relationsOf(zip: Zip, name: string): { kind: string; target: string }[] {
  const bytes = zip.read(name)
  const relations: { kind: string; target: string }[] = []
  if (bytes === undefined) return relations
  readWordXml(bytes, {
    open: (element, attributes) => {
      const [type, target] = [attributes.get('Type'), attributes.get('Target')]
      if (element === 'Relationship' && type !== undefined && target !== undefined && attributes.get('TargetMode') !== 'External') relations.push({ kind: type.slice(type.lastIndexOf('/') + 1), target })
    },
    close: () => undefined,
    text: () => undefined,
  })
  return relations
}
