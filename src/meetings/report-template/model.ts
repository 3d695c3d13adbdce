import type { Action } from '../actions/model.ts'
import type { Item } from '../items/model.ts'
import type { Annex, MeetingLink, Paragraph } from '../model.ts'

/** Words that a first draft is put together with, in the language of the forum. */
export interface TemplateWords {
  /** The sentence that opens it: which meeting it was, and when. */
  readonly opening: string
  readonly remark: (speaker: string | null, text: string) => string
  readonly point: (number: number, strength: string, text: string) => string
  readonly action: (action: Action) => string
  readonly links: string
  readonly other: string
  readonly participants: string
}

/** What a meeting left, of which its first draft is made. */
export interface Left {
  readonly items: readonly Item[]
  readonly notes: readonly { readonly itemId: string | null; readonly text: string }[]
  readonly remarks: readonly { readonly itemId: string | null; readonly text: string; readonly speaker: string | null }[]
  readonly points: readonly { readonly itemId: string | null; readonly text: string; readonly number: number; readonly strength: string }[]
  readonly actions: readonly Action[]
  readonly links: readonly Pick<MeetingLink, 'title' | 'url'>[]
  readonly hasParticipants: boolean
  readonly date: Annex['asOf']
}

/**
 * The first draft of a report: a paragraph that opens it, one for each item of the agenda with what was noted, said, agreed and taken on
 * under it, what belongs to no item, the links; and who took part as an annex of the meeting's day. Nothing is said that is not there.
 */
export function composeDraft(left: Left, words: TemplateWords): { paragraphs: Omit<Paragraph, 'id'>[]; footnotes: []; annexes: Annex[] } {
  const under = (itemId: string | null): string =>
    [
      ...left.notes.filter((note) => note.itemId === itemId).map(({ text }) => text),
      ...left.remarks.filter((remark) => remark.itemId === itemId).map(({ speaker, text }) => words.remark(speaker, text)),
      ...left.points.filter((point) => point.itemId === itemId).map(({ number, strength, text }) => words.point(number, strength, text)),
      ...left.actions.filter((action) => action.itemId === itemId).map((action) => `• ${words.action(action)}`),
    ].filter((text) => text.trim() !== '').join('\n')
  const sections = [
    { heading: null, text: words.opening },
    ...left.items.map(({ id, title, about }) => ({ heading: title, text: under(id) || (about ?? '') || title })),
    { heading: words.other, text: under(null) },
    { heading: words.links, text: left.links.map(({ title, url }) => `• ${title === null ? '' : `${title}: `}${url}`).join('\n') },
  ]
  const paragraphs = sections.filter(({ text }) => text !== '').map(({ heading, text }, place) => ({ number: place + 1, heading, text }))
  const annexes: Annex[] = left.hasParticipants ? [{ title: words.participants, asOf: left.date, text: '', block: 'participants' }] : []
  return { paragraphs, footnotes: [], annexes }
}
