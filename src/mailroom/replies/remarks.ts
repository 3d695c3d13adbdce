import type { ReplyBlock } from '../../shared/reply-text.ts'
import { isGreeting, withoutClosing } from './details.ts'
import { PARAGRAPH_LABELS, readQuoted, splitByNumbers, type Numbered, type Quotable } from './numbers.ts'

export interface MailedRemarks {
  /** On paragraphs that there are. */
  readonly placed: readonly Numbered[]
  /** On numbers that there are not. */
  readonly lost: readonly Numbered[]
  /** On no paragraph in particular; '' for nothing. */
  readonly whole: string
}

/**
 * Reads comments on numbered paragraphs: "¶ 12: …", several in one mail, spans, or what was written below a paragraph that was quoted; what
 * names none is on the whole text. A greeting is not.
 * `meant`: the paragraphs that all of it is on, where its writer has said so apart from it.
 */
export function readMailedRemarks(blocks: readonly ReplyBlock[], paragraphs: readonly Quotable[], meant: readonly number[] = []): MailedRemarks {
  const exists = (number: number) => paragraphs.some((paragraph) => paragraph.number === number)
  const own = blocks.filter(({ kind }) => kind === 'own').map(({ text }) => text).join('\n\n')
  if (meant.length > 0) {
    const all = [{ numbers: meant, text: withoutClosing(own) }].filter(({ text }) => text !== '')
    return meant.every(exists) ? { placed: all, lost: [], whole: '' } : { placed: [], lost: all, whole: '' }
  }
  const split = splitByNumbers(own, PARAGRAPH_LABELS, { allowBare: 'colon', exists: () => true })
  const parts = split.parts.map(({ numbers, text }) => ({ numbers, text: withoutClosing(text) })).filter(({ text }) => text !== '')
  if (parts.length > 0) {
    const before = isGreeting(split.before) ? '' : split.before
    return { placed: parts.filter(({ numbers }) => numbers.every(exists)), lost: parts.filter(({ numbers }) => !numbers.every(exists)), whole: before }
  }
  const { placed, loose } = readQuoted(blocks, paragraphs)
  const quoted = placed.map(({ numbers, text }) => ({ numbers, text: withoutClosing(text) })).filter(({ text }) => text !== '')
  const whole = withoutClosing(loose.join('\n\n'))
  return { placed: quoted, lost: [], whole: quoted.length > 0 && isGreeting(whole) ? '' : whole }
}
