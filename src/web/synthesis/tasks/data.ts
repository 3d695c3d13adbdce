import { dateInZone } from '../../../shared/time.ts'
import { listCorrections } from '../../../synthesis/corrections/queries.ts'
import { listSuggestions } from '../../../synthesis/suggestions/queries.ts'
import type { Place, Task } from '../../forums/tasks/data.ts'

/** Sentences that somebody contested, and nobody has answered. */
export async function contestsWithoutAnswer({ db, cycle, desk }: Place): Promise<Task[]> {
  const open = (await listCorrections(db, cycle.id)).filter(({ verdict, settlement }) => verdict === 'contested' && settlement === null)
  if (open.length === 0) return []
  const said = open.flatMap(({ saidAt }) => saidAt ?? []).sort()[0]
  return [{ sentence: 'synthesis.task.contests', facts: { count: open.length }, since: said === undefined ? undefined : dateInZone(said, 'UTC'), weight: 3, href: `${desk}/corrections`, action: 'synthesis.task.contests.do' }]
}

/** Comments and other wordings for findings that nobody has answered. */
export async function suggestionsWithoutAnswer({ db, cycle, desk }: Place): Promise<Task[]> {
  const open = (await listSuggestions(db, cycle.id)).filter(({ verdict, withdrawnAt }) => verdict === null && withdrawnAt === null)
  const first = open.map(({ receivedAt }) => receivedAt).sort()[0]
  if (first === undefined) return []
  return [{ sentence: 'synthesis.task.suggestions', facts: { count: open.length }, since: dateInZone(first, 'UTC'), weight: 3, href: `${desk}/suggestions`, action: 'synthesis.task.suggestions.do' }]
}
