import type { Reader } from '../../platform/database.ts'
import type { TakeLinks } from '../../shared/folder-links.ts'
import { tidy } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { listDraftSuggestionsForFolder } from './queries.ts'

const ONE_LINE = new Set(['from'])

/** `cycles/<slug>/draft-suggestions.yaml`; undefined when there are none. `named`, in a public folder: the people whom it names. */
export async function writeDraftSuggestionsFile(db: Reader, cycle: { readonly id: Id; readonly slug: string }, takeLinks: TakeLinks, named: ReadonlySet<string> | undefined): Promise<string | undefined> {
  const rows = await listDraftSuggestionsForFolder(db, cycle.id)
  const shown = (id: Id | null): Id | null => (id === null || named === undefined || named.has(id) ? id : null)
  const items = rows.map((row) => ({
    id: row.id,
    of: row.slug,
    number: row.number,
    kind: row.kind,
    paragraph: row.paragraph_id,
    before: row.before,
    text: row.text,
    reason: row.reason,
    author: shown(row.author_id),
    suggestedAt: row.suggested_at,
    outcome: row.outcome,
    outcomeReason: row.outcome_reason,
    taken: row.taken,
    became: row.became,
    decidedBy: shown(row.decided_by),
    decidedAt: row.decided_at,
    from: takeLinks('comes-from', row.id, null, cycle.slug),
  }))
  return items.length === 0 ? undefined : writeYaml(items.map((item) => tidy(item)), ONE_LINE)
}
