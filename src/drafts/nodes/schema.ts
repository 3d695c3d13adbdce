import type { Node } from 'prosemirror-model'
import { bodySchema } from '../blocks/schema.ts'
import { toBody } from '../tree/model.ts'
import { isHeading } from './model.ts'

/** The most headings and blocks that a text may hold, and what all of them may weigh, in positions of the tree (about characters). */
export const MOST_BLOCKS = 5_000
export const MOST_SIZE = 4_000_000
/** A heading's words at most, in code points. */
const TITLE_LIMIT = 1_000

/** True when a node that stands directly in a text holds what a row may hold, and nothing else. */
export function fits(node: Node): boolean {
  try {
    node.check()
  } catch {
    return false
  }
  return isHeading(node) ? isTitle(node.textContent) : bodySchema.safeParse(toBody(node)).success
}

function isTitle(text: string): boolean {
  return Array.from(text).length <= TITLE_LIMIT && text.isWellFormed() && !/[\u0000-\u001f\u007f]/u.test(text)
}
