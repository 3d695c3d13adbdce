import type { z } from 'zod'
import { group, instant, integer, language, listOf, oneOf, optional, optionalShortText, optionalText, shortText, verbatim } from '../../shared/folder-fields.ts'
import { findNamed, readRef, within, type FolderScope, type Place } from '../../shared/folder.ts'
import { BLOCK_KINDS, FORMATS, REASONS, WARNINGS, flatten, type Block } from '../../shared/extraction.ts'
import type { Id } from '../../shared/ids.ts'
import { OUTCOMES } from '../documents/model.ts'

const WRITTEN = OUTCOMES.filter((outcome) => outcome !== 'waiting') as [Exclude<(typeof OUTCOMES)[number], 'waiting'>]

/** One entry of `cycles/<slug>/contributed-documents.yaml`: what came of reading an attached file. Without one the file is read after the import. */
export const documentItem = group({
  of: shortText(),
  outcome: oneOf(WRITTEN),
  reason: optional(oneOf(REASONS)),
  format: optional(oneOf(FORMATS)),
  pages: optional(integer()),
  language: optional(language()),
  title: optionalText(),
  author: optionalText(),
  warnings: listOf(group({ code: oneOf(WARNINGS), count: integer() })),
  readAt: optional(instant()),
  revision: optional(integer(1)),
  blocks: listOf(group({ kind: optional(oneOf(BLOCK_KINDS)), level: optional(integer(1)), page: optional(integer()), label: optionalShortText(), text: verbatim().default('') })),
})
export type DocumentItem = z.output<typeof documentItem>

export interface FolderDocument {
  readonly attachmentId: Id
  readonly contributionId: Id
  readonly item: DocumentItem
  readonly blocks: readonly Block[]
  /** The name under which passages find its text, and the text. */
  readonly name: string
  readonly text: string
}

/** Finds the attached file that an entry is about; undefined, with a mistake, when there is none, or when it had an entry before. */
export function completeContributedDocument(scope: FolderScope, cycle: string, item: DocumentItem, place: Place): FolderDocument | undefined {
  const at = within(place, 'of')
  const ref = readRef(item.of, cycle)
  if (ref?.kind !== 'document') {
    scope.mistake(at, 'should name an attached file (C-3/file-1).')
    return undefined
  }
  const attachmentId = findNamed(scope, ref.name, at)
  const contributionId = scope.find(ref.name.replace(/\/file-[0-9]+$/u, ''))
  if (attachmentId === undefined || contributionId === undefined) return undefined
  scope.define(`read ${ref.name}`, attachmentId, at)
  const blocks = item.blocks.map(({ kind = 'paragraph', level = null, page = null, label = null, text }): Block => ({ kind, level, page, label, text }))
  return { attachmentId, contributionId, item, blocks, name: ref.name, text: flatten(blocks) }
}
