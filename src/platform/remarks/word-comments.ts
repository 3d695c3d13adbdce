import { readWordXml, type WordParts } from './word-xml.ts'
import type { Zip } from '../extraction/zip.ts'

export interface WordComment {
  readonly id: string
  readonly author: string | null
  readonly date: string | null
  readonly words: string
  /** The id of the comment that it answers. */
  readonly answers: string | null
  readonly isResolved: boolean
}

export interface WordComments {
  /** In the order of the file. */
  readonly comments: ReadonlyMap<string, WordComment>
  /** Whether the file says which comment answers which. */
  readonly hasThreads: boolean
  readonly pictures: number
}

interface Written {
  readonly id: string
  readonly author: string | null
  readonly date: string | null
  readonly lines: string[]
  readonly marks: string[]
}

/** Comments of a Word file with their threads and whether they were resolved, as far as its parts say so. */
export function readWordComments(zip: Zip, parts: WordParts): WordComments {
  const written: Written[] = []
  let pictures = 0
  for (const name of parts.of('comments')) pictures += readComments(zip.read(name), written)
  const threads = new Map<string, { parent: string | null; isDone: boolean }>()
  const extended = parts.of('commentsExtended')
  for (const name of extended) readThreads(zip.read(name), threads)
  const owners = new Map(written.flatMap(({ id, marks }) => marks.map((mark) => [mark, id] as const)))
  const comments = new Map<string, WordComment>()
  for (const { id, author, date, lines, marks } of written) {
    const own = marks.map((mark) => threads.get(mark)).find((thread) => thread !== undefined)
    const answers = own?.parent === null || own?.parent === undefined ? null : (owners.get(own.parent) ?? null)
    if (!comments.has(id)) comments.set(id, { id, author, date, words: lines.join('\n').trim(), answers: answers === id ? null : answers, isResolved: own?.isDone ?? false })
  }
  return { comments, hasThreads: extended.length > 0 && (!isForgetful(zip) || [...threads.values()].some(({ parent }) => parent !== null)), pictures }
}

/** LibreOffice writes whether a comment is resolved, and up to some version not what it answers. */
function isForgetful(zip: Zip): boolean {
  return Buffer.from(zip.read('docProps/app.xml') ?? []).includes('<Application>LibreOffice')
}

/** Whatever else a comment holds is its text: what was struck in it is not. */
function readComments(bytes: Uint8Array | undefined, written: Written[]): number {
  let [pictures, isText, struck, lineOpen] = [0, false, 0, false]
  if (bytes === undefined) return 0
  let comment: Written | undefined
  const add = (text: string): void => {
    if (comment === undefined || struck > 0) return
    comment.lines[comment.lines.length - 1] += text
  }
  readWordXml(bytes, {
    open: (name, attributes) => {
      if (name === 'w:comment') {
        const [author, date] = [attributes.get('w:author')?.trim() ?? '', attributes.get('w:date')?.trim() ?? '']
        comment = { id: attributes.get('w:id') ?? '', author: author === '' ? null : author, date: date === '' ? null : date, lines: [], marks: [] }
        written.push(comment)
      } else if (name === 'w:p' && comment !== undefined) {
        comment.lines.push('')
        const mark = attributes.get('w14:paraId')
        if (mark !== undefined) comment.marks.push(mark.toUpperCase())
        lineOpen = true
      } else if (name === 'w:del' || name === 'w:moveFrom') struck += 1
      else if (name === 'w:t') isText = true
      else if (lineOpen && (name === 'w:br' || name === 'w:cr')) add('\n')
      else if (lineOpen && name === 'w:tab' && attributes.size === 0) add(' ')
      else if (lineOpen && name === 'w:noBreakHyphen') add('\u2011')
      else if (name === 'w:drawing' || name === 'w:pict' || name === 'w:object') pictures += 1
    },
    close: (name) => {
      if (name === 'w:comment') comment = undefined
      else if (name === 'w:p') lineOpen = false
      else if (name === 'w:del' || name === 'w:moveFrom') struck -= 1
      else if (name === 'w:t') isText = false
    },
    text: (text) => {
      if (isText && lineOpen) add(text)
    },
  })
  return pictures
}

function readThreads(bytes: Uint8Array | undefined, threads: Map<string, { parent: string | null; isDone: boolean }>): void {
  if (bytes === undefined) return
  readWordXml(bytes, {
    open: (name, attributes) => {
      const mark = attributes.get('w15:paraId')
      if (name !== 'w15:commentEx' || mark === undefined) return
      threads.set(mark.toUpperCase(), { parent: attributes.get('w15:paraIdParent')?.toUpperCase() ?? null, isDone: ['1', 'true', 'on'].includes(attributes.get('w15:done') ?? '') })
    },
    close: () => undefined,
    text: () => undefined,
  })
}
