import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { Told } from '../../shared/told.ts'
import type { ImportMap } from '../import/model.ts'

/**
 * mapping: its columns are being named; waiting and working: it runs; refused: rows have mistakes and none was taken; done; failed:
 * a fault stopped it; dropped: somebody gave it up.
 */
export const IMPORT_STATES = ['mapping', 'waiting', 'working', 'refused', 'done', 'failed', 'dropped'] as const
export type ImportState = (typeof IMPORT_STATES)[number]

/** What a running import does: reads and checks all rows, then writes them. */
export type ImportStep = 'checking' | 'writing'

/** An import begun at the desk. */
export interface DeskImport {
  readonly id: Id<'import'>
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  readonly callId: Id<'call'>
  readonly startedBy: Id<'person'>
  /** The file's name, as it was sent. */
  readonly name: string
  readonly sha256: string
  readonly documents: { readonly name: string; readonly sha256: string } | null
  readonly state: ImportState
  readonly map: ImportMap
  readonly takesGoodRows: boolean
  readonly revision: number
  readonly step: ImportStep | null
  /** Of the step, from 0 to 1. */
  readonly progress: number
  readonly rows: { readonly read: number; readonly taken: number; readonly known: number; readonly refused: number }
  readonly notes: readonly Told[]
  readonly promised: { readonly first: number; readonly count: number } | undefined
  readonly createdAt: Instant
  readonly changedAt: Instant
}

export interface ImportRefusal {
  readonly row: number
  readonly field: string | null
  readonly reason: Told
}

export function isRunning({ state }: Pick<DeskImport, 'state'>): boolean {
  return state === 'waiting' || state === 'working'
}
