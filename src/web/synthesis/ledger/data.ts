import { findAnswers } from '../../../contributions/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import { excerpt } from '../../../shared/text.ts'
import { findPassages } from '../../../synthesis/queries.ts'
import { readLedger, type Ledger, type Unused } from '../../../trace/ledger/queries.ts'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { findFates, type NamedFate } from '../../trace/data.ts'
import { loadCycleAtDesk } from '../data.ts'

export interface LedgerEntry extends Unused {
  /** The beginning of the answer, as anyone may read it. */
  readonly words: string
  readonly language: string | null
  /** Numbers of the passages marked in it. */
  readonly marks: readonly number[]
  readonly fate: NamedFate | undefined
}

export interface LedgerData extends InCycle {
  readonly ledger: Ledger
  readonly entries: readonly LedgerEntry[]
  readonly page: number
  readonly hasNext: boolean
}

const PAGE = 100

export async function loadLedger(request: PageRequest): Promise<LedgerData | undefined> {
  const inCycle = await loadCycle(request, 'breakdown')
  return inCycle === undefined ? undefined : completeLedger(request, inCycle)
}

export async function loadLedgerAtDesk(request: PageRequest): Promise<LedgerData | 'forbidden' | undefined> {
  const inCycle = await loadCycleAtDesk(request)
  return typeof inCycle === 'object' ? completeLedger(request, inCycle) : inCycle
}

async function completeLedger({ db, view }: PageRequest, inCycle: InCycle): Promise<LedgerData> {
  const ledger = await readLedger(db, inCycle.cycle)
  const page = Math.max(1, Math.min(100_000, Math.trunc(Number(view.query['page'] ?? 1)) || 1))
  const shown = ledger.unused.slice((page - 1) * PAGE, page * PAGE)
  const ids = shown.map((unit) => unit.id)
  const [answers, passages, fates] = [await findAnswers(db, ids), await findPassages(db, shown.flatMap((unit) => unit.passageIds)), await findFates(db, inCycle, ids)]
  const answerOf = new Map<Id, (typeof answers)[number]>(answers.map((answer) => [answer.id, answer]))
  const marks = Map.groupBy(passages, (passage) => passage.sourceId)
  const entries = shown.map((unit): LedgerEntry => {
    const answer = answerOf.get(unit.id)
    return { ...unit, words: excerpt(answer?.text ?? '', 200), language: answer?.language ?? null, marks: (marks.get(unit.id) ?? []).map((passage) => passage.number), fate: fates.get(unit.id) }
  })
  return { ...inCycle, ledger, entries, page, hasNext: ledger.unused.length > page * PAGE }
}
