import type { Forum } from '../../forums/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Poll } from '../polls/model.ts'

/** Somebody who is asked by mail. */
export interface Addressee {
  readonly mail: string
  readonly name: string | null
}

/** The most who can be asked of one poll. */
export const MOST_ASKED = 2000

/** Hours after a mail before which nobody is reminded of it. */
export const SILENT_HOURS = 20

/** What a mail about a poll is sent for. */
export type PollOccasion = 'asked' | 'reminded' | 'voted' | 'finalised'

/** Whom a mail about a poll goes to: somebody asked, with the link by which they vote; or a voter, with the link to what they said. */
export type PollRecipient = { readonly kind: 'asked'; readonly id: Id<'asked'>; readonly language?: string } | { readonly kind: 'voter'; readonly id: Id<'voter'>; readonly language?: string }

export interface PollTold {
  readonly forum: Forum
  readonly poll: Poll
  readonly occasion: PollOccasion
  readonly to: PollRecipient
  /** The address of the meeting, where it is found. */
  readonly meeting?: { readonly slug: string; readonly title: string; readonly slots: readonly Id[] } | undefined
}

/** Writes the mail about a poll in the language of whom it goes to, else of the forum, with the secret link. */
export type WritePollMail = (told: PollTold) => { readonly subject: string; readonly body: string; readonly language?: string | undefined }

/**
 * Reads addresses, one a line or with commas between: `ama@example.org`, `Ama Owusu <ama@example.org>`, `"Owusu, Ama" <ama@example.org>`.
 * `wrong`: the first part that is neither.
 */
export function readAddressees(text: string): { readonly people: readonly Addressee[]; readonly wrong: string | undefined } {
  const people: Addressee[] = []
  for (const part of splitAddresses(text)) {
    const named = /^(.*)<([^<>]+)>$/su.exec(part)
    const mail = (named?.[2] ?? part).trim()
    if (!/^[^\s@<>"(),;:]+@[^\s@<>"(),;:.]+(\.[^\s@<>"(),;:.]+)+$/u.test(mail) || mail.length > 254) return { people: [], wrong: part }
    const name = (named?.[1] ?? '').trim().replace(/^"(.*)"$/su, '$1').trim()
    people.push({ mail, name: name === '' ? null : name })
  }
  return { people, wrong: undefined }
}

/** Parts between line ends, commas and semicolons that stand outside quotation marks. */
function splitAddresses(text: string): string[] {
  const parts = text.match(/(?:"[^"\n]*"|[^,;\n"]|"(?=[^"\n]*(?:\n|$)))+/gu) ?? []
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}
