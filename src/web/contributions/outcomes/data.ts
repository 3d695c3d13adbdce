import type { DownloadRow, Outcome } from '../../../contributions/download/model.ts'
import type { PlainRow } from '../../../contributions/download/queries.ts'
import type { Reader } from '../../../platform/database.ts'
import type { Id } from '../../../shared/ids.ts'
import { formatRef } from '../../../shared/refs.ts'
import { findCampaignNumbers } from '../../../synthesis/campaigns/queries.ts'
import { listPassagesOf, listThemes } from '../../../synthesis/queries.ts'
import type { InCycle } from '../../forums/data.ts'
import { findFates, type NamedFate } from '../../trace/data.ts'

/** Adds to contributions what the synthesis and the drafts made of them: campaigns, the passages marked in them, their fates. */
export async function addOutcomes(db: Reader, at: InCycle, rows: readonly PlainRow[]): Promise<DownloadRow[]> {
  const { slug, id: cycleId } = at.cycle
  const unitIds: Id[] = rows.flatMap(({ contribution, answerIds }) => [contribution.id, ...answerIds.values()])
  const campaigns = await findCampaignNumbers(db, rows.map(({ contribution }) => contribution.id))
  const fates = await findFates(db, at, unitIds)
  // What lost its words to an amendment has no place in the text any more.
  const marked = (await listPassagesOf(db, rows.flatMap(({ answerIds, fileIds }) => [...answerIds.values(), ...fileIds]))).filter(({ detachedAt }) => detachedAt === null)
  const themes = marked.length === 0 ? new Map<Id, string>() : new Map<Id, string>((await listThemes(db, cycleId)).map((theme) => [theme.id, theme.slug]))
  const passages = Map.groupBy(marked, ({ sourceId }) => sourceId)
  const outcomeOf = (id: Id): Outcome => ({
    passages: (passages.get(id) ?? []).map(({ number, start, end, page, themeIds }) => ({ ref: formatRef(slug, 'P', number), start, end, page, themes: themeIds.flatMap((theme) => themes.get(theme) ?? []) })),
    fate: writeFate(fates.get(id)),
  })
  return rows.map((row) => {
    const campaign = campaigns.get(row.contribution.id)
    const ids: Id[] = [row.contribution.id, ...row.answerIds.values(), ...row.fileIds]
    return { ...row, campaign: campaign === undefined ? null : `${slug}/K-${campaign}`, outcomes: new Map(ids.map((id) => [id, outcomeOf(id)])) }
  })
}

function writeFate(fate: NamedFate | undefined): Outcome['fate'] {
  return fate === undefined || fate.fate === 'none' ? null : { fate: fate.fate, by: fate.by.map(({ ref }) => ref), reason: fate.reason }
}
