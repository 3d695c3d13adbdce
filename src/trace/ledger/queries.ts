import { listUnits } from '../../contributions/queries.ts'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { formatAnswerRef, formatRef } from '../../shared/refs.ts'
import { listFindings, listPassageSources } from '../../synthesis/queries.ts'
import type { CycleNamed } from '../coverage/queries.ts'
import { listLinksFrom } from '../queries.ts'

/** An answer, or a contribution that is a file alone, that no finding rests on. */
export interface Unused {
  readonly id: Id
  readonly kind: 'answer' | 'contribution'
  readonly ref: string
  readonly contributionId: Id
  /** Passages marked in it, none of which a finding rests on. */
  readonly passageIds: readonly Id[]
}

export interface Ledger {
  /** How many answers and files there are to account for; withdrawn and declined ones are not. */
  readonly units: number
  readonly contributions: number
  /** Contributions of which no finding rests on anything. */
  readonly contributionsUnused: number
  readonly unused: readonly Unused[]
  /** All passages that no finding rests on: those in unused answers, and those beside others that one does rest on. */
  readonly passagesUnused: readonly Id[]
}

/** What no finding of a cycle rests on: the other side of the breakdown. */
export async function readLedger(db: Reader, cycle: CycleNamed): Promise<Ledger> {
  const [units, findings, passages] = await Promise.all([listUnits(db, cycle.id), listFindings(db, cycle.id), listPassageSources(db, cycle.id)])
  const links = await listLinksFrom(db, findings.map((finding) => finding.id), 'rests-on')
  const used = new Set(links.map((link) => link.to.id))
  const usedSources = new Set(passages.filter((passage) => used.has(passage.id)).map((passage) => passage.sourceId))
  const unusedOf = Map.groupBy(passages.filter((passage) => !used.has(passage.id)), (passage) => passage.sourceId)
  const counted = units.filter((unit) => !unit.withdrawn && unit.declinedFor === null)
  const unused = counted.filter((unit) => !usedSources.has(unit.id))
  const all = new Set(counted.map((unit) => unit.contributionId))
  const reached = new Set(counted.filter((unit) => usedSources.has(unit.id)).map((unit) => unit.contributionId))
  const sources = new Set<Id>(counted.map((unit) => unit.id))
  return {
    units: counted.length,
    contributions: all.size,
    contributionsUnused: all.size - reached.size,
    unused: unused.map((unit) => ({
      id: unit.id,
      kind: unit.kind,
      ref: unit.number === null ? formatRef(cycle.slug, 'C', unit.contributionNumber) : formatAnswerRef(cycle.slug, unit.contributionNumber, unit.number),
      contributionId: unit.contributionId,
      passageIds: (unusedOf.get(unit.id) ?? []).map((passage) => passage.id),
    })),
    passagesUnused: passages.filter((passage) => !used.has(passage.id) && sources.has(passage.sourceId)).map((passage) => passage.id),
  }
}
