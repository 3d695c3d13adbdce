import { IntlMessageFormat } from 'intl-messageformat'
import en from '../../messages/en/mailroom.json' with { type: 'json' }
import fr from '../../messages/fr/mailroom.json' with { type: 'json' }
import type { Tx } from '../platform/database.ts'
import { enqueueMail } from '../record/commands.ts'
import type { About } from '../record/occasions/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'

export type LetterKey = keyof typeof en
export type Arguments = Readonly<Record<string, string | number>>
export type Say = (key: LetterKey, args?: Arguments) => string

const MESSAGES: Readonly<Record<string, Readonly<Record<LetterKey, string>>>> = { en, fr }

/** The mailroom's words in a language; those of the product's first language where it has none in it. */
export function speak(language: string): Say {
  const tag = language.toLowerCase().split('-')[0] ?? ''
  const [lang, messages] = MESSAGES[tag] === undefined ? ['en', en] : [tag, MESSAGES[tag]]
  return (key, args = {}) => String(new IntlMessageFormat(messages[key], lang).format(args))
}

export interface Letter {
  readonly subject: string
  /** Paragraphs; empty ones are left out. */
  readonly parts: readonly (string | undefined)[]
  /** What an answer to it is about. */
  readonly about: About | null
}

export function writeBody(parts: Letter['parts']): string {
  return parts.filter((part) => part !== undefined && part.trim() !== '').join('\n\n')
}

export interface ToAnswer {
  readonly forumId: Id<'forum'> | null
  readonly recipient: string
  readonly language: string
  /** The mail that is answered: it is answered once. */
  readonly arrivalId: Id
}

export type AnsweredOn = 'reply-taken' | 'reply-unclear' | 'paper-receipt' | 'paper-to-confirm'

/** Puts the one answer to a mail that came into the outbox, in the transaction of what the mail became. */
export async function answerArrival(tx: Tx, to: ToAnswer, occasion: AnsweredOn, letter: Letter, now: Instant): Promise<void> {
  const { forumId, recipient, language } = to
  await enqueueMail(tx, { forumId, recipient, language, subject: letter.subject, body: writeBody(letter.parts), occasion, about: letter.about, cause: `${occasion}:${to.arrivalId}` }, now)
}
