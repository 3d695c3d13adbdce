import { listNumberedParagraphs, listVersionsOfCycle } from '../drafts/versions/queries.ts'
import { lockCycleForPublishing } from '../forums/queries.ts'
import type { Tx } from '../platform/database.ts'
import { storeEdition } from '../publication/commands.ts'
import { listEditions } from '../publication/queries.ts'
import type { AnnexKind } from '../publication/text/model.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { listGroundless, measureCoverage, traceFates } from '../trace/coverage/model.ts'
import { loadTraceRows } from '../trace/coverage/queries.ts'

export interface EditionToPublish {
  readonly forumId: Id<'forum'>
  readonly cycle: { readonly id: Id<'cycle'>; readonly slug: string }
  readonly versionId: Id
  readonly title: string
  readonly summary: string
  /** Publish what has no outcome as an annex of the edition, instead of being refused. */
  readonly withResidue: boolean
  /** The generated annexes to be printed after it; those that every edition has where left out. */
  readonly annexes?: readonly AnnexKind[] | undefined
  /** Who prepared it, one to a line. */
  readonly credits?: string | undefined
}

export type PublishRefusal =
  | Refusal<'version-not-found' | 'already-published'>
  | (Refusal<'units-without-fate'> & { readonly count: number })
  | (Refusal<'paragraphs-without-ground'> & { readonly numbers: readonly number[] })

/**
 * Publishes a version as the next edition of its cycle. Holds the gate closed while it counts: nobody adds input or changes a fate
 * of the cycle until the edition stands or is refused, so that the count printed in it is true. What counts as cited is what this
 * version and earlier editions rest on. Refuses `version-not-found`, `already-published`, `paragraphs-without-ground` (resting on
 * nothing that stands and not declared the editors' own voice), and `units-without-fate` unless the residue is published as an annex.
 */
export async function publishEdition(tx: Tx, actor: Actor, input: EditionToPublish, now: Instant): Promise<{ number: number } | PublishRefusal> {
  await lockCycleForPublishing(tx, input.cycle.id)
  const version = (await listVersionsOfCycle(tx, input.cycle.id)).find(({ id }) => id === input.versionId)
  if (version === undefined) return { refusal: 'version-not-found' }
  const paragraphs = await listNumberedParagraphs(tx, [version.id])
  const editions = await listEditions(tx, input.cycle.id)
  const rows = await loadTraceRows(tx, input.cycle, { published: editions.map(({ versionId }) => versionId), candidate: version.id })
  const groundless = listGroundless(rows, version.id, paragraphs)
  if (groundless.length > 0) return { refusal: 'paragraphs-without-ground', numbers: groundless.map(({ number }) => number) }
  const fates = traceFates(rows)
  const { units, accounted } = measureCoverage(rows.units, fates)
  const residue = rows.units.filter((unit) => !unit.isWithdrawn && fates.get(unit.id)?.fate === 'none')
  if (residue.length > 0 && !input.withResidue) return { refusal: 'units-without-fate', count: residue.length }
  const { forumId, title, summary } = input
  const edition = { forumId, cycleId: input.cycle.id, versionId: version.id, title, summary, language: version.language, annexes: input.annexes, credits: input.credits, units, accounted, residue }
  const stored = await storeEdition(tx, actor, { ...edition, document: version.documentSlug, version: version.number }, now)
  return 'refusal' in stored ? stored : { number: stored.number }
}
