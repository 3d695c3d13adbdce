import { listCalls } from '../../calls/queries.ts'
import type { Question } from '../../calls/model.ts'
import type { Standing } from '../../contributions/model.ts'
import { documentRef } from '../../contributions/documents/model.ts'
import { findDocumentVoices } from '../../contributions/documents/queries.ts'
import type { Redaction } from '../../contributions/redaction/model.ts'
import { findAnswers } from '../../contributions/queries.ts'
import type { Cycle, Forum } from '../../forums/model.ts'
import { may } from '../../people/policy.ts'
import type { Reader } from '../../platform/database.ts'
import type { Actor } from '../../record/model.ts'
import { asPublished } from '../../review/model.ts'
import { findComments } from '../../review/comments/queries.ts'
import type { Id } from '../../shared/ids.ts'
import { formatAnswerRef, formatRef } from '../../shared/refs.ts'
import type { Consent, Stance } from '../../shared/vocabularies.ts'
import type { Finding, Passage, PlacedTheme, SourceKind } from '../../synthesis/model.ts'
import { findFindings, findPassages, listFindings, listPassages, listPassagesOf, listThemes } from '../../synthesis/queries.ts'
import { listLinksFrom, listLinksTo } from '../../trace/queries.ts'
import { loadCycle, type InCycle } from '../forums/data.ts'
import type { PageRequest } from '../page.tsx'
import type { Voice } from '../ui/voices.tsx'

export type Withheld = 'withdrawn' | 'declined' | 'held' | 'not-public'

/** A passage as anyone may read it, with where it stands and who said it as far as consent goes. */
export interface Quotation {
  readonly passage: Pick<Passage, 'id' | 'number' | 'start' | 'end' | 'page' | 'themeIds' | 'sourceKind' | 'sourceId'>
  /** Null where it may not be read. */
  readonly quote: string | null
  readonly redactions: readonly Redaction[]
  readonly withheld: Withheld | null
  /** The answer's or the comment's reference, `2017/C-14/2`. */
  readonly of: string
  /** The whole contribution or comment, `2017/C-14`: what is counted as one voice. */
  readonly voice: string
  /** The page on which the words stand, at the words where they may be read. */
  readonly href: string
  readonly name: string | null
  readonly stakeholderGroup: string | null
  readonly regionalGroup: string | null
  readonly language: string | null
}

/** Quotations of passages by their ids, in the order asked for; passages taken back are left out. */
export async function loadQuotations(db: Reader, at: { forum: Forum; cycle: Cycle }, passageIds: readonly Id[]): Promise<Quotation[]> {
  const byId = new Map((await findPassages(db, passageIds)).map((passage) => [passage.id as Id, passage]))
  const passages = [...new Set(passageIds)].flatMap((id) => byId.get(id) ?? [])
  return quotePassages(db, at, passages)
}

export async function quotePassages(db: Reader, at: { forum: Forum; cycle: Cycle }, passages: readonly Passage[]): Promise<Quotation[]> {
  const idsOf = (kind: SourceKind): Id[] => passages.filter((passage) => passage.sourceKind === kind).map((passage) => passage.sourceId)
  const sources = new Map<Id, Origin>()
  for (const answer of await findAnswers(db, idsOf('answer'))) {
    const voice = formatRef(at.cycle.slug, 'C', answer.contributionNumber)
    sources.set(answer.id, { ...answer, name: answer.contributor, voice, of: formatAnswerRef(at.cycle.slug, answer.contributionNumber, answer.number), path: `contributions/C-${answer.contributionNumber}`, anchor: `a${answer.number}` })
  }
  for (const comment of (await findComments(db, idsOf('comment'))).map(asPublished)) {
    const name = [comment.author, comment.organisation].filter((part) => part !== null).join(', ')
    const ref = formatRef(at.cycle.slug, 'R', comment.number)
    sources.set(comment.id, { ...comment, name: name === '' ? null : name, standing: comment.withdrawnAt === null ? 'stands' : 'withdrawn', voice: ref, of: ref, path: `comments/R-${comment.number}`, anchor: '' })
  }
  for (const document of await findDocumentVoices(db, idsOf('document'))) {
    const { contributionNumber, position } = document
    const voice = formatRef(at.cycle.slug, 'C', contributionNumber)
    sources.set(document.id, { ...document, name: document.contributor, voice, of: `${at.cycle.slug}/${documentRef(contributionNumber, position)}`, path: `contributions/C-${contributionNumber}`, textPath: textPath(contributionNumber, position), anchor: '' })
  }
  return passages.flatMap((passage) => {
    const origin = sources.get(passage.sourceId)
    return origin === undefined ? [] : [toQuotation(at, passage, origin)]
  })
}

interface Origin {
  readonly consent: Consent
  readonly standing: Standing
  readonly name: string | null
  readonly stakeholderGroup: string | null
  readonly regionalGroup: string | null
  readonly language: string | null
  readonly voice: string
  readonly of: string
  readonly path: string
  /** Of a document: where its text is read. */
  readonly textPath?: string
  readonly anchor: string
}

/** Where the text of an attached document is read, within its cycle. */
export function textPath(contribution: number, position: number): string {
  return `contributions/C-${contribution}/text/${position}`
}

function toQuotation(at: { forum: Forum; cycle: Cycle }, passage: Passage, origin: Origin): Quotation {
  const withheld = origin.standing === 'waiting' ? 'not-public' : origin.standing !== 'stands' ? origin.standing : origin.consent === 'not-at-all' ? 'not-public' : null
  const { id, number, start, end, page, themeIds, sourceKind, sourceId } = passage
  const path = withheld === null && origin.textPath !== undefined ? `${origin.textPath}?passage=${number}` : origin.path
  const anchor = withheld === null ? `P-${number}` : origin.anchor
  return {
    passage: { id, number, start, end, page, themeIds, sourceKind, sourceId },
    quote: withheld === null ? passage.quote : null,
    redactions: passage.redactions ?? [],
    withheld,
    of: origin.of,
    voice: origin.voice,
    href: `/${at.forum.slug}/${at.cycle.slug}/${path}${anchor === '' ? '' : `#${anchor}`}`,
    name: withheld === null ? origin.name : null,
    stakeholderGroup: origin.stakeholderGroup,
    regionalGroup: origin.regionalGroup,
    language: origin.language,
  }
}

/** A passage to be marked where its words stand, with the way to what became of it. */
export interface Mark extends Pick<Passage, 'id' | 'number' | 'start' | 'end'> {
  readonly href: string
  readonly title: string
}

/** The passages marked in answers or comments, by what they are marked in: each leads to a finding that rests on it, else to its theme. */
export async function loadMarks(db: Reader, { forum, cycle }: { forum: Forum; cycle: Cycle }, sourceIds: readonly Id[]): Promise<Map<Id, Mark[]>> {
  // What lost its words to an amendment has no place in the text any more.
  const passages = (await listPassagesOf(db, sourceIds)).filter(({ detachedAt }) => detachedAt === null)
  if (passages.length === 0) return new Map()
  const base = `/${forum.slug}/${cycle.slug}`
  const links = Map.groupBy(await listLinksTo(db, passages.map((passage) => passage.id)), (link) => link.to.id)
  const findings = new Map((await findFindings(db, [...links.values()].flat().map((link) => link.from.id))).map((finding) => [finding.id as Id, finding]))
  const themes = new Map((await listThemes(db, cycle.id)).map((theme) => [theme.id, theme]))
  const toMark = (passage: Passage): Mark => {
    // Frozen versions repeat what the working text rests on: the present state is said once.
    const resting = (links.get(passage.id) ?? []).filter((link) => link.versionId === null).flatMap((link) => findings.get(link.from.id) ?? [])
    const about = passage.themeIds.flatMap((id) => themes.get(id) ?? [])
    const [finding, theme] = [resting[0], about[0]]
    const href = finding !== undefined ? `${base}/breakdown#F-${finding.number}` : theme !== undefined ? `${base}/themes/${theme.slug}` : `${base}/breakdown`
    const title = [`P-${passage.number}`, ...resting.map((each) => `F-${each.number}`), ...about.map((each) => each.title)].join(', ')
    return { id: passage.id, number: passage.number, start: passage.start, end: passage.end, href, title }
  }
  return new Map([...Map.groupBy(passages, (passage) => passage.sourceId)].map(([id, marked]) => [id, marked.map(toMark)]))
}

/** Who stands behind quotations: each contribution or comment once, withdrawn and declined ones not at all. */
export interface Backing {
  readonly contributions: number
  readonly comments: number
  readonly voices: readonly Voice[]
}

export function countBacking(forum: Pick<Forum, 'stakeholderGroups'>, quotations: readonly Quotation[], titleOfNone: string): Backing {
  const standing = new Map(quotations.filter((quotation) => quotation.withheld !== 'withdrawn' && quotation.withheld !== 'declined').map((quotation) => [quotation.voice, quotation]))
  const voices = [...standing.values()]
  const groups = forum.stakeholderGroups.map((group, index) => ({ title: group.title, place: index + 1, count: voices.filter((voice) => voice.stakeholderGroup === group.key).length }))
  const grouped = groups.reduce((sum, group) => sum + group.count, 0)
  return {
    contributions: voices.filter((voice) => voice.passage.sourceKind !== 'comment').length,
    comments: voices.filter((voice) => voice.passage.sourceKind === 'comment').length,
    voices: [...groups, { title: titleOfNone, place: 0, count: voices.length - grouped }].filter((voice) => voice.count > 0),
  }
}

export interface FindingShown {
  readonly finding: Finding
  readonly quotations: readonly Quotation[]
  /** How passages stand to it; those left out support it. */
  readonly stances: ReadonlyMap<Id, Stance>
  readonly backing: Backing
}

export interface ThemeShown extends PlacedTheme {
  /** Passages of the theme and of those below it. */
  readonly passages: number
}

export interface QuestionShown {
  readonly call: string
  readonly question: Question
}

export interface BreakdownData extends InCycle {
  readonly questions: readonly QuestionShown[]
  readonly findings: readonly FindingShown[]
  readonly themes: readonly ThemeShown[]
}

/** The findings of a cycle with what they rest on, and its themes; undefined where there is neither. */
export async function loadBreakdown(request: PageRequest): Promise<BreakdownData | undefined> {
  const inCycle = await loadCycle(request, 'breakdown')
  if (inCycle === undefined) return undefined
  const { db, view } = request
  const { forum, cycle } = inCycle
  const [findings, themes, passages, calls] = [await listFindings(db, cycle.id), await listThemes(db, cycle.id), await listPassages(db, cycle.id), await listCalls(db, cycle.id)]
  const links = Map.groupBy(await listLinksFrom(db, findings.map((finding) => finding.id), 'rests-on'), (link) => link.from.id)
  const quotations = new Map((await quotePassages(db, inCycle, passages)).map((quotation) => [quotation.passage.id as Id, quotation]))
  return {
    ...inCycle,
    questions: calls.flatMap((call) => call.questions.map((question) => ({ call: call.title, question }))),
    findings: findings.map((finding) => {
      const restsOn = (links.get(finding.id) ?? []).flatMap((link) => quotations.get(link.to.id) ?? [])
      const stances = new Map((links.get(finding.id) ?? []).flatMap((link): [Id, Stance][] => (link.stance === undefined ? [] : [[link.to.id, link.stance]])))
      return { finding, quotations: restsOn, stances, backing: countBacking(forum, restsOn, view.t('synthesis.group.not-recorded')) }
    }),
    themes: countThemes(themes, passages),
  }
}

/** A theme with all below it. */
export function idsWithin(themes: readonly PlacedTheme[], theme: PlacedTheme): Id<'theme'>[] {
  const from = themes.findIndex((each) => each.id === theme.id)
  const after = themes.slice(from + 1)
  const end = after.findIndex((each) => each.depth <= theme.depth)
  return [theme.id, ...after.slice(0, end < 0 ? after.length : end).map((each) => each.id)]
}

function countThemes(themes: readonly PlacedTheme[], passages: readonly Passage[]): ThemeShown[] {
  return themes.map((theme) => {
    const within = new Set<Id>(idsWithin(themes, theme))
    return { ...theme, passages: passages.filter((passage) => passage.themeIds.some((id) => within.has(id))).length }
  })
}

/** The cycle, for whoever may synthesise here. */
export async function loadCycleAtDesk(request: PageRequest): Promise<InCycle | 'forbidden' | undefined> {
  const inCycle = await loadCycle(request)
  if (inCycle === undefined) return undefined
  return may(request.view.person, 'synthesise', { forumId: inCycle.forum.id, cycleId: inCycle.cycle.id }) ? inCycle : 'forbidden'
}

export function placeOf({ forum, cycle }: InCycle) {
  return { forumId: forum.id, cycleId: cycle.id }
}

/** Who is at the desk; the page has let nobody else in. */
export function actorOf(request: PageRequest): Actor {
  const { person } = request.view
  if (person === undefined) throw new Error('Nobody is signed in')
  return { kind: 'person', id: person.id }
}

/** A quotation as data. */
export function quotationToJson(data: Pick<BreakdownData, 'cycle'> & { readonly themes: readonly PlacedTheme[] }, quotation: Quotation): object {
  const { passage, quote, withheld, of, href, name, stakeholderGroup, regionalGroup, language } = quotation
  const themes = data.themes.filter((theme) => passage.themeIds.includes(theme.id)).map((theme) => theme.slug)
  return { ref: `${data.cycle.slug}/P-${passage.number}`, of, start: passage.start, end: passage.end, quote, withheld, name, stakeholderGroup, regionalGroup, language, themes, url: href }
}

/** A theme as data. */
export function themeToJson(data: Pick<BreakdownData, 'forum' | 'cycle' | 'themes'>, theme: ThemeShown): object {
  const parent = data.themes.find((each) => each.id === theme.parentId)?.slug ?? null
  return { theme: theme.slug, title: theme.title, description: theme.description, includes: theme.includes ?? null, excludes: theme.excludes ?? null, parent, count: theme.passages, url: `/${data.forum.slug}/${data.cycle.slug}/themes/${theme.slug}` }
}
