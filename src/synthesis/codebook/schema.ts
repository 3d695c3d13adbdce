import { z } from 'zod'
import { group, id, instant, integer, listOf, oneOf, optional, optionalShortText, optionalText, shortText, slug, verbatim } from '../../shared/folder-fields.ts'
import { findNamed, type FolderScope, type Place, within } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { CHANGE_KINDS } from '../changes/model.ts'
import { THEME_COLOURS } from './model.ts'

/** A theme as `synthesis.yaml` has it. Other themes are named by their slugs. */
export const themeItem = group({
  id: id(),
  slug: slug(),
  title: shortText(),
  description: optionalText(),
  parent: optionalShortText(),
  colour: optional(oneOf(THEME_COLOURS)),
  includes: optionalText(),
  excludes: optionalText(),
  proposedBy: id(),
  proposedAt: optional(instant()),
  signedBy: id(),
  signedAt: optional(instant()),
  splitFrom: optionalShortText(),
  mergedInto: optionalShortText(),
  endedAt: optional(instant()),
  revision: optional(integer(1)),
})

const given = { theme: shortText(), by: id(), machine: optionalShortText(), signedBy: id(), at: optional(instant()), change: optional(integer(1)) }
const assignment = group(given)
export type AssignmentItem = z.output<typeof assignment>

/** The slug of a theme, or a group that also says who or what gave it. */
export function assignmentItem() {
  return z.unknown().transform((value, context): AssignmentItem => {
    const parsed = assignment.safeParse(typeof value === 'string' ? { theme: value } : value)
    if (parsed.success) return parsed.data
    for (const issue of parsed.error.issues) context.addIssue({ code: 'custom', message: issue.message, path: issue.path })
    return z.NEVER
  })
}

/** What a passage was about, until when; `endedWith` is the number of the change that took it. */
export const pastItem = group({ ...given, id: id(), endedBy: id(), endedAt: instant(), endedWith: optional(integer(1)) })
export type PastItem = z.output<typeof pastItem>

export const changeItem = group({
  id: id(),
  number: integer(1),
  kind: oneOf(CHANGE_KINDS),
  theme: shortText(),
  into: optionalShortText(),
  madeBy: id(),
  madeAt: instant(),
  undoneBy: id(),
  undoneAt: optional(instant()),
  moved: listOf(group({ theme: shortText(), parent: optionalShortText(), position: integer() })),
})
type ChangeItem = z.output<typeof changeItem>

export const proposalItem = group({
  id: id(),
  number: integer(1),
  theme: shortText(),
  reason: verbatim().default(''),
  madeBy: id(),
  machine: optionalShortText(),
  madeAt: instant(),
  decidedBy: id(),
  decidedAt: optional(instant()),
  change: optional(integer(1)),
  passages: listOf(group({ passage: shortText(), accepted: optional(oneOf(['yes', 'no'])) })),
})
type ProposalItem = z.output<typeof proposalItem>

/** Who gave a theme, with its ids. */
export interface FolderAssignment {
  readonly themeId: Id
  readonly by: Id | null
  readonly machine: string | null
  readonly signedBy: Id | null
  readonly at: Instant | null
  readonly changeId: Id | null
}

export interface FolderPast extends FolderAssignment {
  readonly id: Id
  readonly endedBy: Id | null
  readonly endedAt: Instant
  readonly endedWith: Id | null
}

export interface FolderChange {
  readonly id: Id
  readonly item: ChangeItem
  readonly themeId: Id
  readonly intoId: Id | null
  readonly moved: readonly { readonly themeId: Id; readonly parentId: Id | null; readonly position: number }[]
}

export interface FolderProposal {
  readonly id: Id
  readonly item: ProposalItem
  readonly themeId: Id
  readonly changeId: Id | null
  readonly passages: readonly { readonly passageId: Id; readonly isAccepted: boolean | null }[]
}

/** The theme of this slug in the cycle. */
export function findTheme(scope: FolderScope, cycle: string, slug: string, place: Place): Id | undefined {
  return findNamed(scope, `theme ${cycle}/${slug}`, place)
}

function findChange(scope: FolderScope, cycle: string, number: number | undefined, place: Place): Id | null {
  return number === undefined ? null : (findNamed(scope, `change ${cycle}/${number}`, place) ?? null)
}

/** The changes of a codebook with the ids of their themes; gives each its name, so that what they did can name them. */
export function completeChanges(scope: FolderScope, cycle: string, items: readonly ChangeItem[], place: Place): FolderChange[] {
  return items.flatMap((item, index) => {
    const at = within(place, index)
    const id = scope.takeId(item.id, at)
    scope.define(`change ${cycle}/${item.number}`, id, at)
    const themeId = findTheme(scope, cycle, item.theme, within(at, 'theme'))
    const intoId = item.into === undefined ? null : (findTheme(scope, cycle, item.into, within(at, 'into')) ?? null)
    const moved = item.moved.flatMap(({ theme, parent, position }, each) => {
      const themeId = findTheme(scope, cycle, theme, within(at, 'moved', each))
      const parentId = parent === undefined ? null : (findTheme(scope, cycle, parent, within(at, 'moved', each)) ?? null)
      return themeId === undefined ? [] : [{ themeId, parentId, position }]
    })
    return themeId === undefined ? [] : [{ id, item, themeId, intoId, moved }]
  })
}

export function completeProposals(scope: FolderScope, cycle: string, items: readonly ProposalItem[], place: Place): FolderProposal[] {
  return items.flatMap((item, index) => {
    const at = within(place, index)
    const id = scope.takeId(item.id, at)
    const themeId = findTheme(scope, cycle, item.theme, within(at, 'theme'))
    const passages = item.passages.flatMap(({ passage, accepted }, each) => {
      const passageId = findNamed(scope, `ref ${cycle}/${passage}`, within(at, 'passages', each))
      return passageId === undefined ? [] : [{ passageId, isAccepted: accepted === undefined ? null : accepted === 'yes' }]
    })
    return themeId === undefined ? [] : [{ id, item, themeId, changeId: findChange(scope, cycle, item.change, within(at, 'change')), passages }]
  })
}

/** Who gave a passage its themes, each theme once. */
export function completeAssignments(scope: FolderScope, cycle: string, items: readonly AssignmentItem[], place: Place): FolderAssignment[] {
  const found = items.flatMap((item, index) => completeAssignment(scope, cycle, item, within(place, index)) ?? [])
  return found.filter(({ themeId }, index) => found.findIndex((other) => other.themeId === themeId) === index)
}

export function completePast(scope: FolderScope, cycle: string, items: readonly PastItem[], place: Place): FolderPast[] {
  return items.flatMap((item, index) => {
    const at = within(place, index)
    const assignment = completeAssignment(scope, cycle, item, at)
    if (assignment === undefined) return []
    const endedWith = findChange(scope, cycle, item.endedWith, within(at, 'endedWith'))
    return [{ ...assignment, id: scope.takeId(item.id, at), endedBy: item.endedBy ?? null, endedAt: item.endedAt, endedWith }]
  })
}

function completeAssignment(scope: FolderScope, cycle: string, item: AssignmentItem, place: Place): FolderAssignment | undefined {
  const themeId = findTheme(scope, cycle, item.theme, within(place, 'theme'))
  if (themeId === undefined) return undefined
  const changeId = findChange(scope, cycle, item.change, within(place, 'change'))
  return { themeId, by: item.by ?? null, machine: item.machine ?? null, signedBy: item.signedBy ?? null, at: item.at ?? null, changeId }
}

/** Everybody whom these parts of a file name. */
export function peopleIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => peopleIn(item))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]: [string, unknown]) => (PEOPLE.has(key) ? (typeof member === 'string' ? [member] : []) : peopleIn(member)))
}

/** The keys of the file under which the ids of people stand. */
export const PEOPLE: ReadonlySet<string> = new Set(['by', 'markedBy', 'proposedBy', 'signedBy', 'madeBy', 'decidedBy', 'undoneBy', 'endedBy'])
