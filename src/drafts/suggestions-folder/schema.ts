import type { z } from 'zod'
import { group, id, instant, integer, listOf, oneOf, optional, optionalShortText, optionalText, shortText, text } from '../../shared/folder-fields.ts'
import { folderLink, type PendingLink } from '../../shared/folder-links.ts'
import { findNamed, type FolderScope, partName, type Place, within } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { SUGGESTION_KINDS, SUGGESTION_OUTCOMES } from '../suggestions/model.ts'

/** `cycles/<slug>/draft-suggestions.yaml`: changes to working texts that were suggested. `of`: the document; paragraphs by id or key, people by id. */
export const draftSuggestionsFile = listOf(
  group({
    id: id(),
    of: shortText(),
    number: integer(1),
    kind: oneOf(SUGGESTION_KINDS),
    paragraph: optionalShortText(),
    before: optionalText(),
    text: optionalText(),
    reason: text(),
    /** Left out in a public folder that does not name them. */
    author: id(),
    suggestedAt: instant(),
    outcome: optional(oneOf(SUGGESTION_OUTCOMES)),
    outcomeReason: optionalText(),
    taken: optionalText(),
    became: optionalShortText(),
    decidedBy: id(),
    decidedAt: optional(instant()),
    /** The comment that it came from. */
    from: listOf(folderLink()),
  }),
)
type Item = z.output<typeof draftSuggestionsFile>[number]

export type FolderDraftSuggestion = Item & { readonly id: Id; readonly documentId: Id; readonly paragraphId: Id | undefined; readonly becameId: Id | undefined }

/** Gives suggestions their ids, finds what they are about, and collects the comments that they came from. */
export function completeDraftSuggestions(scope: FolderScope, cycle: string, file: readonly Item[], place: Place): { suggestions: FolderDraftSuggestion[]; links: PendingLink[] } {
  const seen = new Set<string>()
  const links: PendingLink[] = []
  const suggestions = file.flatMap((item, index) => {
    const at = within(place, index)
    const suggestionId = scope.takeId<'suggestion'>(item.id, at)
    const paragraph = (name: string | undefined, step: string) => (name === undefined ? undefined : findNamed(scope, partName('paragraph', cycle, item.of, name), within(at, step)))
    if (seen.has(`${item.of} ${item.number}`)) scope.mistake(within(at, 'number'), `is given twice (${item.number}).`)
    seen.add(`${item.of} ${item.number}`)
    if (item.kind !== 'addition' && item.paragraph === undefined) scope.mistake(within(at, 'paragraph'), 'is missing.')
    const documentId = findNamed(scope, `document ${cycle}/${item.of}`, within(at, 'of'))
    for (const [position, link] of item.from.entries()) links.push({ relation: 'comes-from', from: { kind: 'suggestion', id: suggestionId }, versionId: null, link, cycle, position, place: within(at, 'from', position) })
    return documentId === undefined ? [] : [{ ...item, id: suggestionId, documentId, paragraphId: paragraph(item.paragraph, 'paragraph'), becameId: paragraph(item.became, 'became') }]
  })
  return { suggestions, links }
}
