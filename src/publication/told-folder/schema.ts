import type { z } from 'zod'
import { group, instant, integer, listOf, shortText } from '../../shared/folder-fields.ts'
import { findNamed, readRef, within, type FolderScope, type Place } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { SourceKind } from '../told/model.ts'

/** `cycles/<slug>/told.yaml`: who was told about which edition, and who asked to be told no more. Never in a public folder. */
export const toldFile = group({
  told: listOf(group({ edition: integer(1), source: shortText(), at: instant() })),
  stopped: listOf(group({ source: shortText(), at: instant() })),
})
export type ToldFile = z.output<typeof toldFile>

interface Sent {
  readonly kind: SourceKind
  readonly id: Id
  readonly at: Instant
}

export interface FolderTold {
  readonly told: readonly (Sent & { readonly edition: number })[]
  readonly stopped: readonly Sent[]
}

/** Finds what was sent by its reference (`C-3`, `R-4`). */
export function completeTold(scope: FolderScope, cycle: string, file: ToldFile, place: Place): FolderTold {
  const find = (name: string, at: Instant, where: Place): Sent[] => {
    const ref = readRef(name, cycle)
    const id = ref === undefined ? undefined : findNamed(scope, ref.name, where)
    if (ref === undefined || (ref.kind !== 'contribution' && ref.kind !== 'comment')) scope.mistake(where, 'should be a reference such as C-3 or R-4.')
    return ref !== undefined && id !== undefined && (ref.kind === 'contribution' || ref.kind === 'comment') ? [{ kind: ref.kind, id, at }] : []
  }
  return {
    told: file.told.flatMap(({ edition, source, at }, index) => find(source, at, within(place, 'told', index, 'source')).map((sent) => ({ ...sent, edition }))),
    stopped: file.stopped.flatMap(({ source, at }, index) => find(source, at, within(place, 'stopped', index, 'source'))),
  }
}
