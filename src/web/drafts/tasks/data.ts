import { countOpenSuggestions } from '../../../drafts/suggestions/queries.ts'
import { dateInZone } from '../../../shared/time.ts'
import type { Place, Task } from '../../forums/tasks/data.ts'

/** Changes to working texts that somebody suggested and nobody has decided. */
export async function draftSuggestionsWithoutDecision({ db, cycle, desk }: Place): Promise<Task[]> {
  const waiting = await countOpenSuggestions(db, cycle.id)
  return waiting.map(({ slug, count, since }) => ({
    sentence: 'drafts.suggestion.task', facts: { count, document: slug }, since: since === null ? undefined : dateInZone(since, 'UTC'), weight: 3, href: `${desk}/documents/${slug}/suggestions`, action: 'drafts.suggestion.task.do',
  }))
}
