import { findContributions, findAnswers } from '../../contributions/queries.ts'
import { findDocumentVoices } from '../../contributions/documents/queries.ts'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Range } from '../../shared/quote.ts'
import type { Instant } from '../../shared/time.ts'
import { primaryLanguage } from '../../shared/words.ts'
import type { Passage, PlacedTheme } from '../model.ts'
import { listPassagesOf, listPassagesWithThemes } from '../queries.ts'
import { isReadable, listSimilar, type Similar } from '../similar/queries.ts'

/** Somebody said that this stretch is not about the theme. */
export interface Dismissal extends Range {
  readonly answerId: Id<'answer'>
  readonly dismissedBy: Id | null
  readonly dismissedAt: Instant
}

/** What was put forward for a theme and dismissed, the latest first. */
export async function listDismissals(db: Reader, themeId: Id): Promise<Dismissal[]> {
  const rows = await db.selectFrom('synthesis_dismissed_likeness').selectAll().where('theme_id', '=', themeId).orderBy('dismissed_at', 'desc').orderBy('answer_id').orderBy('range_start').execute()
  return rows.map((row) => ({ answerId: row.answer_id as Id<'answer'>, start: row.range_start, end: row.range_end, dismissedBy: row.dismissed_by, dismissedAt: row.dismissed_at }))
}

/** Stretches in one language that resemble what has a theme. */
export interface Resembling {
  readonly language: string
  readonly found: readonly Similar[]
}

/** Languages in which is looked for one theme, those with most passages first, and stretches told of each. */
const [LANGUAGES, FOUND] = [3, 20]

/**
 * Stretches of answers that nobody has read yet and that share words with the passages of a theme, by language, the closest first; what
 * was marked with it already and what was dismissed are left out, the latter until its answer is amended. A theme without a passage is
 * looked for by its own words.
 */
export async function listResembling(db: Reader, at: { readonly forumId: Id; readonly cycleId: Id; readonly theme: PlacedTheme; readonly language: string }): Promise<Resembling[]> {
  const { forumId, cycleId, theme } = at
  const passages = (await listPassagesWithThemes(db, [theme.id])).filter(({ detachedAt }) => detachedAt === null)
  const languages = await listLanguagesOf(db, passages)
  const own = [theme.title, theme.description, theme.includes].filter((words) => words != null).join('\n')
  const texts = Map.groupBy(passages, ({ sourceId }) => languages.get(sourceId) ?? at.language)
  if (texts.size === 0) texts.set(at.language, [])
  const dismissed = await listDismissals(db, theme.id)
  const largest = [...texts].sort(([a, some], [b, others]) => others.length - some.length || (a < b ? -1 : 1)).slice(0, LANGUAGES)
  const all: Resembling[] = []
  for (const [language, some] of largest) {
    const words = [...(language === at.language ? [own] : []), ...some.map(({ quote }) => quote)]
    const similar = await listSimilar(db, { forumId, cycleId, language, texts: words, isUnread: true })
    const found = await leaveOut(db, similar, theme.id, dismissed)
    if (found.length > 0) all.push({ language, found: found.slice(0, FOUND) })
  }
  return all
}

/** The languages in which passages are counted, by what they are of; those of comments are not known here. */
async function listLanguagesOf(db: Reader, passages: readonly Passage[]): Promise<Map<Id, string>> {
  const of = (kind: string): Id[] => passages.filter(({ sourceKind }) => sourceKind === kind).map(({ sourceId }) => sourceId)
  const sources = [...(await findAnswers(db, of('answer'))), ...(await findDocumentVoices(db, of('document')))]
  return new Map(sources.flatMap(({ id, language }) => (language === null ? [] : [[id as Id, primaryLanguage(language)] as const])))
}

async function leaveOut(db: Reader, similar: readonly Similar[], themeId: Id, dismissed: readonly Dismissal[]): Promise<Similar[]> {
  const marked = Map.groupBy((await listPassagesOf(db, similar.map(({ of }) => of.id))).filter(({ themeIds }) => themeIds.some((id) => id === themeId)), ({ sourceId }) => sourceId)
  const contributions = new Map((await findContributions(db, similar.map(({ of }) => of.contributionId))).map((contribution) => [contribution.id, contribution]))
  const said = Map.groupBy(dismissed, ({ answerId }) => answerId)
  const meet = (a: Range, b: Range): boolean => a.start < b.end && b.start < a.end
  return similar.filter(({ of, unit }) => {
    const amendedAt = contributions.get(of.contributionId)?.amendedAt ?? null
    const isDismissed = (said.get(of.id) ?? []).some((dismissal) => meet(dismissal, unit) && (amendedAt === null || amendedAt <= dismissal.dismissedAt))
    return !isDismissed && !(marked.get(of.id) ?? []).some((passage) => meet(passage, unit))
  })
}

/** A stretch that somebody means, as anyone may read it now; undefined where there is none. */
export async function findStretch(db: Reader, cycleId: Id, at: Range & { readonly answerId: Id }): Promise<{ readonly ref: string; readonly text: string } | undefined> {
  const [answer] = await findAnswers(db, [at.answerId])
  if (answer === undefined || !isReadable(answer)) return undefined
  const [contribution] = await findContributions(db, [answer.contributionId])
  if (contribution?.cycleId !== cycleId) return undefined
  const points = Array.from(answer.text)
  if (at.start < 0 || at.start >= at.end || at.end > points.length) return undefined
  return { ref: `C-${answer.contributionNumber}/${answer.number}`, text: points.slice(at.start, at.end).join('') }
}

/** The dismissals of a cycle, in the order of their places, for its folder. */
export async function listDismissalsForFolder(db: Reader, cycleId: Id) {
  const rows = await db
    .selectFrom('synthesis_dismissed_likeness')
    .innerJoin('synthesis_theme', 'synthesis_theme.id', 'theme_id')
    .select(['slug', 'answer_id', 'range_start', 'range_end', 'dismissed_by', 'dismissed_at'])
    .where('synthesis_dismissed_likeness.cycle_id', '=', cycleId)
    .orderBy('slug')
    .orderBy('answer_id')
    .orderBy('range_start')
    .orderBy('range_end')
    .execute()
  return rows.map((row) => ({ theme: row.slug, answerId: row.answer_id, start: row.range_start, end: row.range_end, decidedBy: row.dismissed_by, decidedAt: row.dismissed_at }))
}
