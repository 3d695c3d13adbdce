import type { Forum } from '../../forums/model.ts'
import { MOST_PAPERS, suggestionRef, type PaperSuggestion } from '../../library/suggestions/model.ts'
import { excerpt } from '../../shared/text.ts'
import type { Letter, Say } from '../letters.ts'
import { LARGEST_FILE, MOST_FILES } from '../replies/files.ts'

/** Characters of a title in a letter to somebody of whom nothing is known. */
const TITLE = 80

/** A paper as a letter names it: its title, its address, the names of its files. */
export function nameOf({ title, address, files }: PaperSuggestion): string {
  return [title, address].filter((each) => each !== null).join('\n') || files.map(({ name }) => name).join(', ')
}

export interface Told {
  readonly forum: Forum
  readonly suggestions: readonly PaperSuggestion[]
  /** References that they seem to be already, with their address; by the id of the suggestion. */
  readonly listed: ReadonlyMap<string, { readonly ref: string; readonly href: string }>
  /** Names of files that were not taken. */
  readonly left: readonly string[]
  /** Where what becomes of them is seen; undefined where the forum has no cycle. */
  readonly page: string | undefined
}

/** Says what was taken, under which references, and how it is taken back. */
export function writeReceipt(say: Say, { forum, suggestions, listed, left, page }: Told): Letter {
  const [first] = suggestions
  if (first === undefined) throw new Error('A receipt for no paper')
  const refs = suggestions.flatMap(({ number }) => (number === null ? [] : [suggestionRef(number)]))
  const told = suggestions.map((each) => `${suggestionRef(each.number ?? 0)}: ${nameOf(each)}`)
  const files = suggestions.flatMap((each) => each.files.map(({ name }) => name))
  const name = [first.name, first.organisation].filter((each) => each !== null).join(', ')
  return {
    subject: say('mailroom.paper.subject', { refs: refs.join(', ') }),
    about: { kind: 'paper-suggestion', id: first.id },
    parts: [
      say('mailroom.paper.body', { count: suggestions.length, forum: forum.title }),
      told.join('\n\n'),
      ...suggestions.flatMap(({ id, number }) => {
        const same = listed.get(id)
        return same === undefined ? [] : [say('mailroom.paper.listed', { ref: suggestionRef(number ?? 0), same: same.ref, link: same.href })]
      }),
      files.length === 0 ? undefined : say('mailroom.contribution.files', { count: files.length, names: files.join(', ') }),
      left.length === 0 ? undefined : say('mailroom.contribution.files-left', { names: left.join(', '), size: LARGEST_FILE / 1_000_000, most: MOST_FILES }),
      first.consent === 'full' ? say('mailroom.paper.with-name', { name }) : say('mailroom.paper.without-name'),
      page === undefined ? say('mailroom.paper.next') : say('mailroom.paper.next-page', { link: page }),
      say(suggestions.length === 1 ? 'mailroom.undo.withdraw' : 'mailroom.undo.withdraw-refs'),
    ],
  }
}

/** Asks whoever has an address whether they sent what came from it. Nothing of what came is in it but titles, cut short and without anything to click on: it may be from somebody else. */
export function writeAsking(say: Say, forum: Forum, suggestions: readonly PaperSuggestion[]): Letter {
  const [first] = suggestions
  if (first === undefined) throw new Error('A question about no paper')
  const titles = suggestions.slice(0, MOST_PAPERS).map(({ title, files }) => `– ${plainTitle(title) || (files.length === 0 ? say('mailroom.paper.untitled') : say('mailroom.paper.file'))}`)
  return {
    subject: say('mailroom.paper.ask.subject', { forum: forum.title }),
    about: { kind: 'paper-suggestion', id: first.id },
    parts: [say('mailroom.paper.ask.body', { count: suggestions.length, forum: forum.title }), titles.join('\n'), say('mailroom.paper.ask.answer')],
  }
}

/** What mail programs make a link of is left out. */
function plainTitle(title: string | null): string {
  return excerpt((title ?? '').replaceAll(/\S*(?:\/\/|@|＠|www\.)\S*|[^\s.]{1,200}(?:\.[\p{L}\p{N}-]{2,63})+(?:[/:]\S*)?/giu, '…').trim(), TITLE)
}
