import { escapeXml } from '../markup/model.ts'
import { sliceCodePoints } from '../../shared/text.ts'
import type { Id } from '../../shared/ids.ts'
import type { Print } from '../text/model.ts'
import { HEAD, W } from '../word-styles/model.ts'

/** A comment as Word keeps it: an answer names the comment that it answers. */
export interface WordComment {
  readonly id: number
  readonly author: string
  readonly date: string
  readonly text: string
  /** The comment it answers. */
  readonly answers: number | null
}

/** The comments of a review copy, each followed by its answer; and those of each paragraph. What is on no paragraph stands at the first. */
export function numberComments(print: Print, editors: string): { comments: readonly WordComment[]; of: ReadonlyMap<Id, readonly number[]> } {
  const comments: WordComment[] = []
  const of = new Map<Id, number[]>()
  const blocks = print.sections.flatMap((section) => section.blocks)
  const known = new Set<Id>(blocks.map(({ id }) => id))
  const ids = new Map<string, number>()
  for (const { ref, author, date, text, answer, paragraphIds, replyTo } of print.comments) {
    const first = paragraphIds.find((id) => known.has(id)) ?? blocks[0]?.id
    if (first === undefined) continue
    const id = comments.length
    // A thread of Word has one level: whatever is said in it answers the comment at its head.
    const head = (replyTo === undefined ? undefined : ids.get(replyTo)) ?? null
    ids.set(ref, id)
    comments.push({ id, author: author ?? ref, date: `${date}T00:00:00Z`, text: author === null ? text : `${ref}: ${text}`, answers: head })
    const here = of.get(first) ?? []
    here.push(id)
    if (answer !== null) {
      comments.push({ id: id + 1, author: editors, date: `${date}T00:00:00Z`, text: answer, answers: head ?? id })
      here.push(id + 1)
    }
    of.set(first, here)
  }
  return { comments, of }
}

/** The mark by which one part of the file names a comment of another. */
function mark(id: number): string {
  return (0x10000000 + id).toString(16).toUpperCase()
}

/** `word/comments.xml`. */
export function commentsXml(comments: readonly WordComment[]): string {
  const one = ({ id, author, date, text }: WordComment): string => {
    const lines = text.split('\n')
    const paragraphs = lines.map((line, at) => `<w:p${at === lines.length - 1 ? ` w14:paraId="${mark(id)}"` : ''}><w:pPr><w:pStyle w:val="CommentText"/></w:pPr>${at === 0 ? '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>' : ''}<w:r><w:t xml:space="preserve">${escapeXml(line)}</w:t></w:r></w:p>`)
    return `<w:comment w:id="${id}" w:author="${escapeXml(author)}" w:date="${date}" w:initials="${escapeXml(sliceCodePoints(author, 0, 2))}">${paragraphs.join('')}</w:comment>`
  }
  return `${HEAD}<w:comments ${W} xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14">${comments.map(one).join('')}</w:comments>`
}

/** `word/commentsExtended.xml`: which comment answers which. */
export function threadsXml(comments: readonly WordComment[]): string {
  const one = ({ id, answers }: WordComment): string => `<w15:commentEx w15:paraId="${mark(id)}"${answers === null ? '' : ` w15:paraIdParent="${mark(answers)}"`} w15:done="0"/>`
  return `${HEAD}<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">${comments.map(one).join('')}</w15:commentsEx>`
}
