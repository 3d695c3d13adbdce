import { findNames } from '../../../people/queries.ts'
import { may } from '../../../people/policy.ts'
import type { Id } from '../../../shared/ids.ts'
import { countPassagesByTheme, listLineage } from '../../../synthesis/changes/queries.ts'
import type { ThemeLineage } from '../../../synthesis/codebook/model.ts'
import type { ModelRequest } from '../../../synthesis/language-model/model.ts'
import { findModelRequest, findSwitch, listModelRequests, listSendable } from '../../../synthesis/language-model/queries.ts'
import type { PlacedTheme } from '../../../synthesis/model.ts'
import { listThemes } from '../../../synthesis/queries.ts'
import type { InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { loadCycleAtDesk, loadQuotations, type Quotation } from '../data.ts'

/** How many requests are listed. */
const LISTED = 50

export interface ModelData extends InCycle {
  /** The model that the operator has named; undefined where there is none. */
  readonly model: { readonly name: string; readonly host: string } | undefined
  readonly isOn: boolean
  readonly switchedAt: { readonly by: Id | null; readonly at: NonNullable<Awaited<ReturnType<typeof findSwitch>>['at']> } | undefined
  /** Whether whoever looks may switch it. */
  readonly maySwitch: boolean
  readonly themes: readonly (PlacedTheme & { readonly passages: number })[]
  readonly requests: readonly ModelRequest[]
  readonly names: ReadonlyMap<Id, string>
}

/** What a language model may be asked in a cycle, and what it was. */
export async function loadModel(request: PageRequest): Promise<ModelData | 'forbidden' | undefined> {
  const inCycle = await loadCycleAtDesk(request)
  if (typeof inCycle !== 'object') return inCycle
  const { db, view } = request
  const { forum, cycle } = inCycle
  const { isOn, by, at } = await findSwitch(db, cycle.id)
  const counts = await countPassagesByTheme(db, cycle.id)
  const requests = await listModelRequests(db, cycle.id, LISTED)
  return {
    ...inCycle,
    model: request.services.languageModel,
    isOn,
    switchedAt: at === null ? undefined : { by, at },
    maySwitch: may(view.person, 'manage-cycle', { forumId: forum.id, cycleId: cycle.id }),
    themes: (await listThemes(db, cycle.id)).map((theme) => ({ ...theme, passages: counts.get(theme.id) ?? 0 })),
    requests,
    names: await findNames(db, [by, ...requests.map(({ askedBy }) => askedBy)].filter((id) => id !== null)),
  }
}

export interface ModelRequestData extends ModelData {
  readonly asked: ModelRequest
  readonly quotations: ReadonlyMap<Id, Quotation>
  /** Those of its passages that anyone may read now; a suggestion that rests on another one is not shown. */
  readonly open: ReadonlySet<Id>
  readonly lineage: readonly ThemeLineage[]
}

/** One thing that was asked, with what came of it. */
export async function loadModelRequest(request: PageRequest): Promise<ModelRequestData | 'forbidden' | undefined> {
  const data = await loadModel(request)
  if (typeof data !== 'object') return data
  const number = /^[1-9][0-9]{0,8}$/u.test(request.params['number'] ?? '') ? Number(request.params['number']) : 0
  const asked = await findModelRequest(request.db, data.cycle.id, number)
  if (asked === undefined) return undefined
  const ids = asked.passages.map(({ passageId }) => passageId)
  const quotations = new Map((await loadQuotations(request.db, data, ids)).map((quotation) => [quotation.passage.id as Id, quotation]))
  const people = [asked.askedBy, ...asked.suggestions.map(({ decidedBy }) => decidedBy)].filter((id) => id !== null)
  const open = new Set<Id>((await listSendable(request.db, ids)).map(({ id }) => id))
  return { ...data, asked, quotations, open, lineage: await listLineage(request.db, data.cycle.id), names: await findNames(request.db, people) }
}
