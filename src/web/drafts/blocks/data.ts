import type { PinnedFigure } from '../../../contributions/pins/model.ts'
import { findPinnedFigures } from '../../../contributions/pins/queries.ts'
import type { Body } from '../../../drafts/blocks/model.ts'
import type { Section } from '../../../drafts/model.ts'
import { numberNotes, placeItems, placesOf, type ItemPlace, type Place } from '../../../drafts/numbering/model.ts'
import type { Forum } from '../../../forums/model.ts'
import type { Reader } from '../../../platform/database.ts'
import type { Id } from '../../../shared/ids.ts'

/** A paragraph as a page sets it, of whatever text. */
export interface SetParagraph {
  readonly id: Id<'paragraph'>
  readonly number: number
  readonly text: string
  readonly body?: Body | undefined
}

export type SetText = readonly Section<SetParagraph>[]

/** What the blocks of one text are set with: its numbers, its figures, where its parts have their anchors. */
export interface TextSetting {
  readonly forum: Forum
  /** Of the text; a block may have its own. */
  readonly language: string
  /** The public address of the cycle, where pinned figures have their pages. */
  readonly base: string
  /** Where the document's pictures are kept. */
  readonly pictures: string
  readonly places: ReadonlyMap<Id, Place>
  readonly notes: ReadonlyMap<Id, number>
  readonly items: ReadonlyMap<Id, ItemPlace>
  readonly figures: ReadonlyMap<Id, PinnedFigure>
  /** The page that holds the whole text, where the block is shown without it; empty on that page itself. */
  readonly whole: string
}

interface Where {
  readonly forum: Forum
  readonly base: string
  readonly document: { readonly slug: string; readonly language: string }
  readonly whole?: string
}

/** What the blocks of a text are set with: one query where it has pinned figures, none else. */
export async function loadSetting(db: Reader, { forum, base, document, whole = '' }: Where, text: SetText): Promise<TextSetting> {
  const figures = await findPinnedFigures(db, pinnedIn(text))
  return {
    forum,
    base,
    whole,
    language: document.language,
    pictures: `${base}/documents/${document.slug}/pictures`,
    places: placesOf(text),
    notes: numberNotes(text),
    items: placeItems(text),
    figures: new Map(figures.map((figure) => [figure.id, figure])),
  }
}

function pinnedIn(text: SetText): Id[] {
  return text.flatMap(({ paragraphs }) => paragraphs.flatMap(({ body }) => (body?.kind === 'figure' && body.source.kind === 'pinned' ? [body.source.id] : [])))
}

/** A heading's element: the page's own title is the first. */
export function headingOf(level: number): 'h2' | 'h3' | 'h4' | 'h5' {
  return (['h2', 'h3', 'h4', 'h5'] as const)[Math.min(Math.max(level, 1), 4) - 1] ?? 'h2'
}

/** Addresses of parts of a text on its page. */
export const anchorOf = (place: Place): string => (place.kind === 'paragraph' ? `p${place.number}` : `s${place.at}`)

/** A heading in a text's data: its level, whether it is an annex, and how it is numbered. */
export function headingAsData(setting: TextSetting, section: { readonly id: Id; readonly level: number; readonly isAnnex: boolean }): { level: number; annex: boolean; label: string } {
  const place = setting.places.get(section.id)
  return { level: section.level, annex: section.isAnnex, label: place?.kind === 'section' ? place.label : '' }
}
