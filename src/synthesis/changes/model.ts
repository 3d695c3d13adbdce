import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

/** What can be done to a codebook that concerns many passages at once, and be taken back whole. */
export const CHANGE_KINDS = ['merge', 'split', 'removal', 'application'] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]

export interface CodebookChange {
  readonly id: Id<'change'>
  /** From 1 within the cycle. */
  readonly number: number
  readonly kind: ChangeKind
  readonly themeId: Id<'theme'>
  readonly intoId: Id<'theme'> | null
  readonly madeBy: Id | null
  readonly madeAt: Instant
  readonly undoneAt: Instant | null
}

/** True when nothing later, and not taken back itself, was done to either theme: then it can be taken back whole. */
export function canUndo(change: CodebookChange, all: readonly CodebookChange[]): boolean {
  if (change.undoneAt !== null) return false
  const own = themesOf(change)
  return !all.some((each) => each.number > change.number && each.undoneAt === null && themesOf(each).some((id) => own.includes(id)))
}

function themesOf({ themeId, intoId }: CodebookChange): Id[] {
  return intoId === null ? [themeId] : [themeId, intoId]
}
