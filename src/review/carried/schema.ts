import type { z } from 'zod'
import { group, instant, integer, listOf, oneOf, optional, shortText, verbatim } from '../../shared/folder-fields.ts'
import { findNamed, partName, within, type FolderScope, type Place } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { ANCHOR_STATES, CARRY_METHODS, type AnchorPlace } from '../anchors/model.ts'

const placeItem = group({ paragraph: shortText(), start: optional(integer()), end: optional(integer(1)) })

/** What an entry of `comments.yaml` has of its anchors besides their paragraphs, which `anchor` counts from 1. Both may be left out. */
export const anchorFields = {
  /** The words of a paragraph that it is on: places in code points of the paragraph's text. */
  ranges: listOf(group({ anchor: integer(1), start: integer(), end: integer(1), quote: verbatim(), prefix: verbatim().default(''), suffix: verbatim().default('') })),
  /** Where it stands in later versions of the document. */
  carried: listOf(
    group({
      anchor: integer(1),
      version: integer(1),
      state: oneOf(ANCHOR_STATES),
      method: oneOf(CARRY_METHODS),
      at: instant(),
      revision: optional(integer(1)),
      places: listOf(placeItem),
      candidates: listOf(placeItem),
    }),
  ),
}
type CarriedItem = z.output<typeof anchorFields.carried>[number]
type RangeItem = z.output<typeof anchorFields.ranges>[number]

export interface FolderAnchors {
  readonly ranges: readonly RangeItem[]
  readonly carried: readonly (Omit<CarriedItem, 'places' | 'candidates'> & { readonly versionId: Id; readonly places: readonly AnchorPlace[]; readonly candidates: readonly AnchorPlace[] })[]
}

/** Finds the versions and paragraphs that the anchors of a comment name. `anchors`: how many it has. */
export function completeAnchors(scope: FolderScope, cycle: string, document: string, item: { readonly ranges: readonly RangeItem[]; readonly carried: readonly CarriedItem[] }, anchors: number, place: Place): FolderAnchors {
  const isAnchor = (anchor: number, at: Place): boolean => {
    if (anchor <= anchors) return true
    scope.mistake(at, 'names an anchor that the comment does not have.')
    return false
  }
  const named = new Set<string>()
  const isNew = (key: string, at: Place): boolean => {
    if (named.has(key)) scope.mistake(at, 'stands twice.')
    return !named.has(key) && named.add(key).has(key)
  }
  const ranges = item.ranges.filter(({ anchor, start, end }, index) => {
    const at = within(place, 'ranges', index)
    if (start >= end) scope.mistake(at, 'should end after it begins.')
    return start < end && isAnchor(anchor, at) && isNew(`range ${anchor}`, at)
  })
  const carried = item.carried.flatMap((entry, index) => {
    const at = within(place, 'carried', index)
    const versionId = findNamed(scope, `version ${cycle}/${document}/${entry.version}`, within(at, 'version'))
    if (!isAnchor(entry.anchor, at) || versionId === undefined || !isNew(`carried ${entry.anchor} ${entry.version}`, at)) return []
    const toPlaces = (key: 'places' | 'candidates'): AnchorPlace[] => entry[key].flatMap((item, nth) => toPlace(scope, cycle, document, item, within(at, key, nth)))
    return [{ ...entry, versionId, places: toPlaces('places'), candidates: toPlaces('candidates') }]
  })
  return { ranges, carried }
}

function toPlace(scope: FolderScope, cycle: string, document: string, item: z.output<typeof placeItem>, at: Place): AnchorPlace[] {
  const id = findNamed(scope, partName('paragraph', cycle, document, item.paragraph), within(at, 'paragraph'))
  const { start, end } = item
  const isRange = start !== undefined && end !== undefined
  if (isRange ? start >= end : start !== end) scope.mistake(at, 'should have a start and, after it, an end, or neither.')
  return id === undefined ? [] : [{ paragraphId: id as Id<'paragraph'>, range: isRange ? { start, end } : null }]
}
