import { countPresent, type Present } from '../../../contributions/voices/queries.ts'
import type { Forum } from '../../../forums/model.ts'
import type { Id } from '../../../shared/ids.ts'
import { NO_REGIONAL_GROUP, NOT_RECORDED } from '../../../shared/vocabularies.ts'
import { isBroad } from '../../../synthesis/findings/model.ts'
import { listPassageIds, listThemesOfFindings } from '../../../synthesis/findings/queries.ts'
import { layMatrix, type Column, type Dimension, type MatrixRow } from '../../../synthesis/matrix/model.ts'
import { countMatrix } from '../../../synthesis/matrix/queries.ts'
import type { PlacedTheme } from '../../../synthesis/model.ts'
import { listFindings, listThemes } from '../../../synthesis/queries.ts'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import type { View } from '../../context.ts'
import type { PageRequest } from '../../page.tsx'
import { groupOf, loadSpoken, loadStrengths } from '../findings/data.ts'
import { idsWithin, loadCycleAtDesk, loadQuotations, type Quotation } from '../data.ts'

export interface MatrixData extends InCycle {
  readonly columns: Readonly<Record<Dimension, readonly Column[]>>
  readonly rows: readonly (MatrixRow & { readonly agreements: readonly number[] })[]
  readonly total: number
}

export async function loadMatrix(request: PageRequest): Promise<MatrixData | undefined> {
  const inCycle = await loadCycle(request, 'breakdown')
  return inCycle === undefined ? undefined : completeMatrix(request, inCycle)
}

export async function loadMatrixAtDesk(request: PageRequest): Promise<MatrixData | 'forbidden' | undefined> {
  const inCycle = await loadCycleAtDesk(request)
  return typeof inCycle === 'object' ? completeMatrix(request, inCycle) : inCycle
}

async function completeMatrix({ db, view }: PageRequest, inCycle: InCycle): Promise<MatrixData> {
  const cycleId = inCycle.cycle.id
  const [themes, present] = [await listThemes(db, cycleId), await countPresent(db, cycleId)]
  const [counts, agreements] = [await countMatrix(db, cycleId, themes), await listBroadAgreements(db, inCycle, themes, present)]
  const columns = layColumns(view, inCycle.forum, present)
  const rows = layMatrix(themes, columns, counts.cells, counts.totals).map((row) => ({ ...row, agreements: agreements.get(row.theme.id) ?? [] }))
  return { ...inCycle, columns, rows, total: present.total }
}

/** The forum's groups, and after them what is on no list, where any contribution has it. */
function layColumns(view: View, forum: Forum, present: Present): MatrixData['columns'] {
  const lay = (listed: readonly { key: string; title: string }[], counts: ReadonlyMap<string, number>): Column[] => {
    const known = new Set(listed.map(({ key }) => key))
    const others = [...counts.keys()].filter((key) => !known.has(key)).sort()
    const title = (key: string): string => (key === NOT_RECORDED ? view.t('synthesis.group.not-recorded') : key === NO_REGIONAL_GROUP ? view.t('findings.matrix.no-group') : key)
    return [...listed, ...others.map((key) => ({ key, title: title(key) }))].map(({ key, title: name }) => ({ key, title: name, present: counts.get(key) ?? 0 }))
  }
  return { stakeholderGroup: lay(forum.stakeholderGroups, present.byStakeholderGroup), regionalGroup: lay(forum.regionalGroups, present.byRegionalGroup) }
}

/** Findings of broad agreement by the themes that they carry, or that the passages supporting them are about, and by those above. */
async function listBroadAgreements(db: PageRequest['db'], inCycle: InCycle, themes: readonly PlacedTheme[], present: Present): Promise<Map<Id, number[]>> {
  const agreements = (await listFindings(db, inCycle.cycle.id)).filter((finding) => finding.kind === 'agreement')
  const spoken = await loadSpoken(db, inCycle, agreements)
  const [strengths, carried] = [await loadStrengths(db, inCycle, agreements, spoken), await listThemesOfFindings(db, inCycle.cycle.id)]
  const groups = [...present.byStakeholderGroup.keys()].filter((key) => key !== NOT_RECORDED)
  const broad = agreements.filter((finding) => {
    const strength = strengths.get(finding.id)
    return strength !== undefined && isBroad(strength, groups)
  })
  const about = new Map(
    broad.map((finding) => {
      const supporting = (spoken.get(finding.id) ?? []).filter(({ stance }) => stance === 'supports')
      return [finding.number, new Set<Id>([...(carried.get(finding.id) ?? []), ...supporting.flatMap(({ quotation }) => quotation.passage.themeIds)])]
    }),
  )
  return new Map(themes.map((theme) => [theme.id, broad.filter(({ number }) => idsWithin(themes, theme).some((id) => about.get(number)?.has(id) === true)).map(({ number }) => number)]))
}

export interface CellData extends InCycle {
  readonly themes: readonly PlacedTheme[]
  readonly theme: PlacedTheme
  readonly dimension: Dimension | undefined
  readonly group: string | undefined
  readonly title: string | undefined
  readonly page: number
  readonly hasNext: boolean
  readonly quotations: readonly Quotation[]
}

const PAGE = 100

/** What a cell of the matrix counts: the passages of a theme, and of those below it, that came from a group. */
export async function loadCell(request: PageRequest): Promise<CellData | undefined> {
  const inCycle = await loadCycle(request, 'breakdown')
  if (inCycle === undefined) return undefined
  const { db, view } = request
  const themes = await listThemes(db, inCycle.cycle.id)
  const theme = themes.find((each) => each.slug === request.params['theme'])
  if (theme === undefined) return undefined
  const group = groupOf(view.query)
  const page = Math.max(1, Math.min(100_000, Math.trunc(Number(view.query['page'] ?? 1)) || 1))
  const found = await listPassageIds(db, inCycle.cycle.id, { themeIds: idsWithin(themes, theme), group, offset: (page - 1) * PAGE, limit: PAGE + 1 })
  const lists = { stakeholderGroup: inCycle.forum.stakeholderGroups, regionalGroup: inCycle.forum.regionalGroups }
  const title = group === undefined ? undefined : (lists[group.dimension].find(({ key }) => key === group.key)?.title ?? group.key)
  return { ...inCycle, themes, theme, dimension: group?.dimension, group: group?.key, title, page, hasNext: found.length > PAGE, quotations: await loadQuotations(db, inCycle, found.slice(0, PAGE)) }
}
