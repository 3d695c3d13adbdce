import { findVersionOfCycle } from '../drafts/versions/queries.ts'
import { findCycleById, findForumById, lockCycleForPublishing } from '../forums/queries.ts'
import type { Tx } from '../platform/database.ts'
import { storeEdition } from '../publication/commands.ts'
import { storeShortcomings } from '../publication/gate/commands.ts'
import { residueKinds, shortcomingsOf, type GateKind } from '../publication/gate/model.ts'
import { measureGate } from '../publication/gate/queries.ts'
import type { AnnexKind } from '../publication/text/model.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import type { WriteTold } from '../publication/told/model.ts'
import { tellContributors } from './tell-contributors.ts'

export interface EditionToPublish {
  readonly forumId: Id<'forum'>
  readonly cycle: { readonly id: Id<'cycle'>; readonly slug: string }
  readonly versionId: Id
  readonly title: string
  readonly summary: string
  /** Publish with what is missing, which the edition and its annex then say, instead of being refused. */
  readonly withResidue: boolean
  /** Writes the mails by which contributors are told what became of what they sent; without it nobody is told. */
  readonly writeTold?: ((edition: { readonly number: number; readonly title: string }) => WriteTold) | undefined
  /** The generated annexes to be printed after it; those that every edition has where left out. */
  readonly annexes?: readonly AnnexKind[] | undefined
  /** Who prepared it, one to a line. */
  readonly credits?: string | undefined
}

export type PublishRefusal =
  | Refusal<'version-not-found' | 'already-published'>
  | (Refusal<'units-without-fate'> & { readonly count: number })
  | (Refusal<'does-not-agree'> & { readonly kinds: readonly GateKind[] })
  | (Refusal<'paragraphs-without-ground'> & { readonly numbers: readonly number[] })

/**
 * Publishes a version as the next edition of its cycle. Holds the gate closed while it counts: nobody adds input or changes a fate
 * of the cycle until the edition stands or is refused, so that the count printed in it is true. What counts as cited is what this
 * version and earlier editions rest on. Refuses `version-not-found`, `already-published`, `paragraphs-without-ground` (resting on
 * nothing that stands and not declared the editors' own voice), and, unless it is published with what is missing, `units-without-fate`
 * and `does-not-agree` (contests without an answer; dates, numbers, notes and references that are wrong).
 */
export async function publishEdition(tx: Tx, actor: Actor, input: EditionToPublish, now: Instant): Promise<{ number: number } | PublishRefusal> {
  await lockCycleForPublishing(tx, input.cycle.id)
  const [forum, cycle, version] = [await findForumById(tx, input.forumId), await findCycleById(tx, input.cycle.id), await findVersionOfCycle(tx, input.cycle.id, input.versionId)]
  if (forum === undefined || cycle === undefined || version === undefined) return { refusal: 'version-not-found' }
  const gate = await measureGate(tx, { forum, cycle }, version, now)
  const { groundless, residue, units, accounted } = gate
  if (groundless.length > 0) return { refusal: 'paragraphs-without-ground', numbers: groundless.map(({ number }) => number) }
  const kinds = residueKinds(gate)
  if (residue.length > 0 && !input.withResidue) return { refusal: 'units-without-fate', count: residue.length }
  if (kinds.length > 0 && !input.withResidue) return { refusal: 'does-not-agree', kinds }
  const { forumId, title, summary } = input
  const edition = { forumId, cycleId: input.cycle.id, versionId: version.id, title, summary, language: version.language, annexes: input.annexes, credits: input.credits, units, accounted, residue }
  const stored = await storeEdition(tx, actor, { ...edition, document: version.documentSlug, version: version.number }, now)
  if ('refusal' in stored) return stored
  await storeShortcomings(tx, stored.editionId, shortcomingsOf(gate))
  const { number } = stored
  if (input.writeTold !== undefined) await tellContributors(tx, actor, { forum, cycle, edition: { id: stored.editionId, number }, write: input.writeTold({ number, title }) }, now)
  return { number }
}
