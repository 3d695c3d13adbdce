import { loadFrozenText } from '../../../drafts/versions/queries.ts'
import type { FrozenParagraph, FrozenText, Section } from '../../../drafts/model.ts'
import { countAgreements } from '../../../review/agreements/queries.ts'
import { countVoices, listCommentsOn } from '../../../review/comments/queries.ts'
import { asPublished, isOpen, type Comment } from '../../../review/model.ts'
import type { Id } from '../../../shared/ids.ts'
import { loadSetting, type TextSetting } from '../../drafts/blocks/data.ts'
import type { PageRequest } from '../../page.tsx'
import { loadReview, readNumber, settingOf, type InReview } from '../data.ts'

/** So many comments stand on a page, or a few more; and so many of one paragraph, which has a page of its own for the rest. */
const PAGE = 150
export const OF_PARAGRAPH = 50

export interface SectionPageData extends InReview {
  readonly section: Section<FrozenParagraph>
  /** Its place among the sections of the text, from 1. */
  readonly place: number
  readonly sections: number
  readonly setting: TextSetting
  /** The paragraphs of this page, with their comments. */
  readonly paragraphs: readonly { readonly paragraph: FrozenParagraph; readonly comments: readonly Comment[]; readonly total: number }[]
  readonly agreed: ReadonlyMap<Id, number>
  readonly takesComments: boolean
  readonly page: number
  readonly pages: number
}

/** A section of a version under review with the comments on each of its paragraphs, as many paragraphs to a page as comments allow. */
export async function loadSection(request: PageRequest): Promise<SectionPageData | undefined> {
  const inReview = await loadReview(request)
  const place = readNumber(request.params['section'])
  if (inReview === undefined || place === undefined) return undefined
  const text: FrozenText = await loadFrozenText(request.db, inReview.review.versionId)
  const section = text[place - 1]
  if (section === undefined) return undefined
  const totals = new Map<Id, number>()
  for (const { paragraphId, comments } of await countVoices(request.db, inReview.review.id)) if (paragraphId !== null) totals.set(paragraphId, (totals.get(paragraphId) ?? 0) + comments)
  const pages = cut(section.paragraphs, (paragraph) => Math.min(OF_PARAGRAPH, totals.get(paragraph.id) ?? 0))
  const page = Math.min(readNumber(request.query['page']) ?? 1, pages.length)
  const here = pages[page - 1] ?? []
  const comments = (await listCommentsOn(request.db, inReview.review.id, here.map(({ id }) => id), OF_PARAGRAPH)).map(asPublished)
  return {
    ...inReview,
    section,
    place,
    sections: text.length,
    setting: await loadSetting(request.db, { ...settingOf(inReview), whole: inReview.base }, text),
    paragraphs: here.map((paragraph) => ({ paragraph, total: totals.get(paragraph.id) ?? 0, comments: comments.filter(({ paragraphIds }) => paragraphIds.includes(paragraph.id)).slice(0, OF_PARAGRAPH) })),
    agreed: await countAgreements(request.db, comments.map(({ id }) => id)),
    takesComments: isOpen(inReview.review),
    page,
    pages: pages.length,
  }
}

/** Paragraphs in runs of about a page's comments; always at least one run. */
function cut(paragraphs: readonly FrozenParagraph[], weigh: (paragraph: FrozenParagraph) => number): FrozenParagraph[][] {
  const pages: FrozenParagraph[][] = [[]]
  let filled = 0
  for (const paragraph of paragraphs) {
    const weight = weigh(paragraph)
    if (filled > 0 && filled + weight > PAGE) {
      pages.push([])
      filled = 0
    }
    pages.at(-1)?.push(paragraph)
    filled += weight
  }
  return pages
}
