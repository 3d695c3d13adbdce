import { listUncheckedAnswers, type UncheckedAnswer } from '../../../contributions/amendments/queries.ts'
import { findAnswers, findContribution, listAnswersAsSent } from '../../../contributions/queries.ts'
import type { Reader } from '../../../platform/database.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import { formatAnswerRef } from '../../../shared/refs.ts'
import { listCandidates, type Candidate } from '../../../synthesis/anchoring/model.ts'
import { listDetachedPassages, type DetachedPassage } from '../../../synthesis/anchoring/queries.ts'
import { findPassage, findPassages, listPassagesOf } from '../../../synthesis/queries.ts'
import type { Cycle, Forum } from '../../../forums/model.ts'
import { findFates, type NamedFate } from '../../trace/data.ts'
import type { InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { loadCycleAtDesk } from '../data.ts'

export interface LostPassage extends DetachedPassage {
  /** The answer it is of, as it stands now; undefined where the answer was taken back. */
  readonly text: string | undefined
  readonly ref: string
  /** Where in it the words may stand now, the likeliest first. */
  readonly candidates: readonly Candidate[]
}

export interface AmendedData extends InCycle {
  readonly changed: readonly (UncheckedAnswer & { readonly ref: string; readonly fate: NamedFate | undefined; readonly passages: number })[]
  readonly lost: readonly LostPassage[]
}

/** What amendments changed under what was built on it: for whoever may synthesise here. */
export async function loadAmended(request: PageRequest): Promise<AmendedData | 'forbidden' | undefined> {
  const inCycle = await loadCycleAtDesk(request)
  if (inCycle === undefined || inCycle === 'forbidden') return inCycle
  return { ...inCycle, ...(await listAmended(request.db, inCycle)) }
}

/** As `loadAmended`, behind an address that names an answer of the cycle: one that was looked at meanwhile is still an answer. */
export async function loadAmendedAnswer(request: PageRequest): Promise<AmendedData | 'forbidden' | undefined> {
  const data = await loadAmended(request)
  if (typeof data !== 'object') return data
  const id = request.params['id']
  const [answer] = isId(id) ? await findAnswers(request.db, [id]) : []
  const contribution = answer === undefined ? undefined : await findContribution(request.db, data.cycle.id, answer.contributionNumber)
  return answer === undefined || contribution?.id !== answer.contributionId ? undefined : data
}

/** As `loadAmended`, behind an address that names a passage of the cycle: one that was anchored meanwhile is still a passage. */
export async function loadAmendedPassage(request: PageRequest): Promise<(AmendedData & { readonly of: string }) | 'forbidden' | undefined> {
  const data = await loadAmended(request)
  if (typeof data !== 'object') return data
  const id = request.params['id']
  const [passage] = isId(id) ? await findPassages(request.db, [id]) : []
  const ofCycle = passage === undefined ? undefined : await findPassage(request.db, data.cycle.id, passage.number)
  return passage === undefined || ofCycle?.id !== passage.id ? undefined : { ...data, of: passage.id }
}

/** Answers that were changed after something came to rest on them, and passages that lost their words. */
export async function listAmended(db: Reader, { forum, cycle }: { readonly forum: Forum; readonly cycle: Cycle }): Promise<Pick<AmendedData, 'changed' | 'lost'>> {
  const answers = await listUncheckedAnswers(db, cycle.id)
  const fates = answers.length === 0 ? new Map<Id, NamedFate>() : await findFates(db, { forum, cycle }, answers.map(({ id }) => id))
  const passages = Map.groupBy(await listPassagesOf(db, answers.map(({ id }) => id)), ({ sourceId }) => sourceId)
  const changed = answers.flatMap((answer) => {
    const fate = fates.get(answer.id)
    const count = passages.get(answer.id)?.length ?? 0
    const isUsed = (fate !== undefined && fate.fate !== 'none') || count > 0
    return isUsed ? [{ ...answer, ref: formatAnswerRef(cycle.slug, answer.contributionNumber, answer.number), fate, passages: count }] : []
  })
  return { changed, lost: await listLost(db, cycle) }
}

async function listLost(db: Reader, cycle: Cycle): Promise<LostPassage[]> {
  const lost: LostPassage[] = []
  for (const passage of await listDetachedPassages(db, cycle.id)) {
    const [answer] = await findAnswers(db, [passage.sourceId])
    const text = answer === undefined ? undefined : (await listAnswersAsSent(db, answer.contributionId)).find(({ id }) => id === answer.id)?.text
    lost.push({ ...passage, text, candidates: text === undefined ? [] : listCandidates(text, passage.quote, answer?.language ?? null), ref: answer === undefined ? '' : formatAnswerRef(cycle.slug, answer.contributionNumber, answer.number) })
  }
  return lost
}
