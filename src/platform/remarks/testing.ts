/** Word files with comments and tracked changes as programs write them, for tests. */
import { makeDocx } from '../extraction/testing.ts'

const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const MICROSOFT = 'http://schemas.microsoft.com/office/2011/relationships'

export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

const when = '2026-11-01T09:30:00Z'
const by = (author: string, date = when): string => `w:id="${Math.trunc(900 + author.length)}" w:author="${escapeText(author)}" w:date="${date}"`

export const run = (text: string): string => `<w:r><w:t xml:space="preserve">${escapeText(text)}</w:t></w:r>`
export const inserted = (text: string, author = 'Ama', date = when): string => `<w:ins ${by(author, date)}>${run(text)}</w:ins>`
export const deleted = (text: string, author = 'Ama', date = when): string => `<w:del ${by(author, date)}><w:r><w:delText xml:space="preserve">${escapeText(text)}</w:delText></w:r></w:del>`
export const formatted = (text: string, author = 'Ama'): string => `<w:r><w:rPr><w:b/><w:rPrChange ${by(author)}><w:rPr/></w:rPrChange></w:rPr><w:t xml:space="preserve">${escapeText(text)}</w:t></w:r>`
export const paragraph = (content: string, mark = ''): string => `<w:p>${mark === '' ? '' : `<w:pPr><w:rPr>${mark}</w:rPr></w:pPr>`}${content}</w:p>`
export const markInserted = (author = 'Ama'): string => `<w:ins ${by(author)}/>`
export const markDeleted = (author = 'Ama'): string => `<w:del ${by(author)}/>`
export const movedFrom = (name: string, text: string, author = 'Ama'): string => `<w:moveFromRangeStart w:id="${name.length + 70}" w:name="${name}" w:author="${author}" w:date="${when}"/><w:moveFrom ${by(author)}>${run(text)}</w:moveFrom><w:moveFromRangeEnd w:id="${name.length + 70}"/>`
export const movedTo = (name: string, text: string, author = 'Ama'): string => `<w:moveToRangeStart w:id="${name.length + 80}" w:name="${name}" w:author="${author}" w:date="${when}"/><w:moveTo ${by(author)}>${run(text)}</w:moveTo><w:moveToRangeEnd w:id="${name.length + 80}"/>`
export const commented = (ids: readonly number[], content: string): string => `${ids.map((id) => `<w:commentRangeStart w:id="${id}"/>`).join('')}${content}${ids.map((id) => `<w:commentRangeEnd w:id="${id}"/><w:r><w:commentReference w:id="${id}"/></w:r>`).join('')}`
export const bookmarked = (name: string, content: string): string => `<w:bookmarkStart w:id="${name.length}" w:name="${name}"/>${content}<w:bookmarkEnd w:id="${name.length}"/>`

export interface SampleComment {
  readonly id: number
  readonly author: string
  readonly words: string
  readonly date?: string
  readonly answers?: number
  readonly isDone?: boolean
}

/** A Word file with this body and these comments; without `threads` as Google Docs exports it. */
export function makeCommented(body: string, comments: readonly SampleComment[], threads = true): Buffer {
  const mark = (id: number): string => (0x2000000 + id).toString(16).toUpperCase().padStart(8, '0')
  const one = ({ id, author, words, date = when }: SampleComment): string =>
    `<w:comment w:id="${id}" w:author="${escapeText(author)}" w:date="${date}" w:initials="A">${words.split('\n').map((line, at, all) => `<w:p${threads && at === all.length - 1 ? ` w14:paraId="${mark(id)}"` : ''}><w:r><w:annotationRef/></w:r>${run(line)}</w:p>`).join('')}</w:comment>`
  const commentsXml = `<?xml version="1.0"?><w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">${comments.map(one).join('')}</w:comments>`
  const extended = `<?xml version="1.0"?><w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">${comments.map(({ id, answers, isDone }) => `<w15:commentEx w15:paraId="${mark(id)}"${answers === undefined ? '' : ` w15:paraIdParent="${mark(answers)}"`} w15:done="${isDone === true ? 1 : 0}"/>`).join('')}</w15:commentsEx>`
  const relations = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="c" Type="${RELATIONS}/comments" Target="comments.xml"/>${threads ? `<Relationship Id="e" Type="${MICROSOFT}/commentsExtended" Target="commentsExtended.xml"/>` : ''}</Relationships>`
  return makeDocx(body, { 'word/comments.xml': commentsXml, 'word/_rels/document.xml.rels': relations, ...(threads ? { 'word/commentsExtended.xml': extended } : {}) })
}

export interface SampleNote {
  readonly subtype: string
  /** As a PDF writes text, its escapes too. */
  readonly contents: string
  readonly author: string
  readonly date: string
  /** Left, bottom, right, top of what it marks. */
  readonly quad: readonly [number, number, number, number] | readonly number[]
  readonly more?: string
}

/** A PDF of `makePdf` with notes on its first page, as viewers add them: behind its end. The first of them is object 20. */
export function withNotes(pdf: Buffer, notes: readonly SampleNote[]): Buffer {
  let body = `${pdf.toString('latin1')}\n`
  const places: [number, number][] = []
  const add = (id: number, object: string): void => {
    places.push([id, body.length])
    body += `${id} 0 obj\n${object}\nendobj\n`
  }
  notes.forEach(({ subtype, contents, author, date, quad: [left = 0, bottom = 0, right = 0, top = 0], more = '' }, at) => {
    const quads = ['Highlight', 'Underline', 'StrikeOut'].includes(subtype) ? `/QuadPoints [${left} ${top} ${right} ${top} ${left} ${bottom} ${right} ${bottom}]` : ''
    add(20 + at, `<< /Type /Annot /Subtype /${subtype} /Rect [${left} ${bottom} ${right} ${top}] /T (${author}) ${contents === '' ? '' : `/Contents (${contents})`} ${date === '' ? '' : `/CreationDate (${date})`} ${quads} ${more} /F 4 >>`)
  })
  add(4, `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R /Annots [${notes.map((_, at) => `${20 + at} 0 R`).join(' ')}] >>`)
  const start = body.length
  const table = places.map(([id, at]) => `${id} 1\n${String(at).padStart(10, '0')} 00000 n \n`).join('')
  const before = /startxref\n(\d+)/u.exec(pdf.toString('latin1'))?.[1] ?? '0'
  return Buffer.from(`${body}xref\n${table}trailer\n<< /Size ${20 + notes.length} /Root 1 0 R /Prev ${before} >>\nstartxref\n${start}\n%%EOF`, 'latin1')
}
