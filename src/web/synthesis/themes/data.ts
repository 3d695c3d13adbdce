import { listLineage } from '../../../synthesis/changes/queries.ts'
import { followMerges, type ThemeLineage } from '../../../synthesis/codebook/model.ts'
import { listPassages } from '../../../synthesis/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import { dateInZone, type PlainDate } from '../../../shared/time.ts'
import { NO_REGIONAL_GROUP, NOT_RECORDED } from '../../../shared/vocabularies.ts'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import type { PageRequest, SeeOther } from '../../page.tsx'
import { idsWithin, loadBreakdown, quotePassages, type BreakdownData, type Quotation, type ThemeShown } from '../data.ts'

/** How many passages are from a group, with those of them that may be named. */
export interface Share {
  readonly key: string
  readonly title: string
  readonly quotations: readonly Quotation[]
}

/** Where a theme comes from. */
export interface Origin {
  readonly splitFrom: ThemeLineage | undefined
  readonly merged: readonly ThemeLineage[]
  readonly splitTo: readonly ThemeLineage[]
}

export interface ThemePageData extends BreakdownData {
  readonly theme: ThemeShown
  /** Of the theme and of those below it, by number. */
  readonly quotations: readonly Quotation[]
  readonly origin: Origin
  readonly byGroup: readonly Share[]
  readonly byRegion: readonly Share[]
}

/** A theme that was removed: its address stays. */
export interface RemovedTheme extends InCycle {
  readonly removed: { readonly slug: string; readonly title: string; readonly on: PlainDate }
}

/** A theme; the one that it was merged into instead, or that it was removed. */
export async function loadTheme(request: PageRequest): Promise<ThemePageData | RemovedTheme | SeeOther | undefined> {
  const inCycle = await loadCycle(request)
  if (inCycle === undefined) return undefined
  const lineage = await listLineage(request.db, inCycle.cycle.id)
  const asked = lineage.find(({ slug }) => slug === request.params['theme'])
  if (asked === undefined) return undefined
  if (asked.endedAt !== null) {
    const now = followMerges(lineage, asked.id)
    if (now !== undefined) return { seeOther: `/${inCycle.forum.slug}/${inCycle.cycle.slug}/themes/${now.slug}` }
    return { ...inCycle, removed: { slug: asked.slug, title: asked.title, on: dateInZone(asked.endedAt, 'UTC') } }
  }
  const breakdown = await loadBreakdown(request)
  const theme = breakdown?.themes.find((each) => each.id === asked.id)
  if (breakdown === undefined || theme === undefined) return undefined
  const within = new Set<Id>(idsWithin(breakdown.themes, theme))
  const passages = (await listPassages(request.db, breakdown.cycle.id)).filter((passage) => passage.themeIds.some((id) => within.has(id)))
  const quotations = await quotePassages(request.db, breakdown, passages)
  return { ...breakdown, theme, quotations, origin: originOf(lineage, theme.id), ...sharesOf(breakdown, quotations, request.view.t('contributions.not-recorded'), request.view.t('contributions.no-group')) }
}

function originOf(lineage: readonly ThemeLineage[], id: Id): Origin {
  const own = lineage.find((theme) => theme.id === id)
  return {
    splitFrom: lineage.find((theme) => theme.id === own?.splitFrom),
    merged: lineage.filter((theme) => theme.mergedInto === id && theme.endedAt !== null),
    splitTo: lineage.filter((theme) => theme.splitFrom === id && theme.endedAt === null),
  }
}

function sharesOf({ forum }: BreakdownData, quotations: readonly Quotation[], notRecorded: string, noGroup: string) {
  const share = (list: readonly { readonly key: string; readonly title: string }[], keyOf: (quotation: Quotation) => string | null): Share[] => {
    const by = Map.groupBy(quotations, (quotation) => keyOf(quotation) ?? NOT_RECORDED)
    const known = [...list, { key: NO_REGIONAL_GROUP, title: noGroup }, { key: NOT_RECORDED, title: notRecorded }]
    return known.flatMap(({ key, title }) => {
      const own = by.get(key) ?? []
      // The forum's own groups are always there: a voice that is missing is to be seen.
      return own.length === 0 && !list.some((entry) => entry.key === key) ? [] : [{ key, title, quotations: own }]
    })
  }
  return {
    byGroup: share(forum.stakeholderGroups, ({ stakeholderGroup }) => stakeholderGroup),
    byRegion: share(forum.regionalGroups, ({ regionalGroup }) => regionalGroup),
  }
}
