import type { Fragment, Node } from 'prosemirror-model'
import { AttrStep, ReplaceAroundStep, ReplaceStep, type Step } from 'prosemirror-transform'
import type { Id } from '../../shared/ids.ts'
import type { TextRun } from '../blocks/model.ts'
import type { Reason } from '../rebase/model.ts'

/** The words that a step would have brought, those of notes and descriptions of pictures among them; '' for one that brings none. */
export function wordsBrought(step: Step): string {
  if (step instanceof AttrStep) return wordsOfAttribute(step.attr, step.value)
  if (!(step instanceof ReplaceStep) && !(step instanceof ReplaceAroundStep)) return ''
  const { content } = step.slice
  return wordsBetween(content, 0, content.size)
}

/** Attributes that hold words of people: of footnotes, and descriptions of pictures. */
export const HOLDING_WORDS: ReadonlySet<string> = new Set(['content', 'alternative'])

/** What an attribute says to readers: the words of a footnote, the description of a picture; '' for any other. */
export function wordsOfAttribute(name: string, value: unknown): string {
  if (name === 'alternative') return typeof value === 'string' ? value : ''
  return name === 'content' && Array.isArray(value) ? (value as readonly TextRun[]).map(({ text }) => text).join('') : ''
}

/** All words of a range: of its blocks, each on a line of its own, of footnotes, which stand behind a space, and of descriptions of pictures. */
export function wordsBetween(content: Fragment | Node, from: number, to: number): string {
  let words = ''
  content.nodesBetween(from, to, (node, pos) => {
    if (node.isText) words += node.text?.slice(Math.max(0, from - pos), to - pos) ?? ''
    else if (node.type.name === 'break') words += '\n'
    else if (node.type.name === 'footnote') words += ` ${wordsOfAttribute('content', node.attrs['content'])}`
    else if (!node.isInline && words !== '' && !words.endsWith('\n')) words += '\n'
    if (node.type.name === 'figure' && pos >= from) words += `${wordsOfAttribute('alternative', node.attrs['alternative'])}\n`
  })
  return words
}

/** What was not merged, of one reason: words that belong together are one piece. */
export interface NotMerged {
  readonly reason: Reason
  readonly words: string
  /** The block in or after which it would have stood. */
  readonly block: Id | null
}

/** Steps that were left out, those of one piece of typing as one. */
export function inPieces(dropped: readonly { readonly step: Step; readonly reason: Reason; readonly block: Id | null }[]): NotMerged[] {
  const found: { reason: Reason; words: string; block: Id | null; end: number }[] = []
  for (const { step, reason, block } of dropped) {
    const words = wordsBrought(step)
    const { from, end } = endsOf(step)
    const last = found.at(-1)
    if (last !== undefined && last.reason === reason && last.end === from && words !== '') {
      last.words += words
      last.end = end
    } else found.push({ reason, words, block, end })
  }
  return found.map(({ reason, words, block }) => ({ reason, words, block }))
}

function endsOf(step: Step): { readonly from: number; readonly end: number } {
  let [from, end] = [-1, -2]
  step.getMap().forEach((oldStart, _oldEnd, _newStart, newEnd) => {
    if (from < 0) from = oldStart
    end = newEnd
  })
  return { from, end }
}
