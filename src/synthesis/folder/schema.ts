import type { z } from 'zod'
import { flag, group, id, instant, integer, listOf, oneOf, optional, optionalShortText, optionalText, shortText, text, verbatim } from '../../shared/folder-fields.ts'
import { type FolderLink, folderLink, type PendingLink } from '../../shared/folder-links.ts'
import { checkNumbers, findNamed, type FolderScope, type Place, readRef, within } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { countCodePoints, findCodePoints, sliceCodePoints } from '../../shared/text.ts'
import { FINDING_KINDS } from '../../shared/vocabularies.ts'
import {
  assignmentItem, changeItem, completeAssignments, completeChanges, completePast, completeProposals, findTheme, pastItem, proposalItem, themeItem,
  type FolderAssignment, type FolderChange, type FolderPast, type FolderProposal,
} from '../codebook/schema.ts'
import { completeTranslations, translationItem, type FolderTranslation } from '../translations/schema.ts'

/** `cycles/<slug>/synthesis.yaml`. */
export const synthesisFile = group({
  themes: listOf(themeItem),
  passages: listOf(
    group({
      id: id(),
      number: integer(1),
      of: shortText(),
      quote: verbatim().default(''),
      start: optional(integer()),
      end: optional(integer()),
      page: optionalShortText(),
      themes: listOf(assignmentItem()),
      past: listOf(pastItem),
      markedBy: id(),
      markedAt: optional(instant()),
      unmarkedAt: optional(instant()),
      detachedAt: optional(instant()),
    }),
  ),
  changes: listOf(changeItem),
  proposals: listOf(proposalItem),
  translations: listOf(translationItem),
  findings: listOf(
    group({
      id: id(),
      number: integer(1),
      kind: oneOf(FINDING_KINDS),
      question: optionalShortText(),
      statement: text(),
      revision: optional(integer(1)),
      discardedAt: optional(instant()),
      discardedFor: optionalText(),
      deepDive: flag(),
      against: optionalShortText(),
      themes: listOf(shortText()),
      passages: listOf(folderLink()),
    }),
  ),
})
export type SynthesisFile = z.output<typeof synthesisFile>

type ThemeItem = SynthesisFile['themes'][number]
type PassageItem = SynthesisFile['passages'][number]
type FindingItem = SynthesisFile['findings'][number]

export type FolderTheme = ThemeItem & { readonly id: Id; readonly parentId: Id | null; readonly splitFromId: Id | null; readonly mergedIntoId: Id | null; readonly position: number }

export interface FolderPassage {
  readonly id: Id
  readonly item: PassageItem
  readonly source: { readonly kind: string; readonly id: Id }
  readonly start: number
  readonly end: number
  readonly themes: readonly FolderAssignment[]
  readonly past: readonly FolderPast[]
}

export interface FolderSynthesis {
  /** `position`: the place among those below the same theme, from 0. */
  readonly themes: readonly FolderTheme[]
  readonly changes: readonly FolderChange[]
  readonly proposals: readonly FolderProposal[]
  readonly translations: readonly FolderTranslation[]
  readonly passages: readonly FolderPassage[]
  readonly findings: readonly (FindingItem & { readonly id: Id; readonly questionId: Id | null; readonly themeIds: readonly Id[]; readonly againstId: Id | null })[]
  readonly links: readonly PendingLink[]
}

/** What a cycle's synthesis is read with: the cycle, its calls, and the texts of the answers and comments that passages are of. */
export interface SynthesisContext {
  readonly cycle: string
  readonly calls: readonly string[]
  readonly textOf: (ref: string) => string | undefined
}

/** The references of the answers and comments that passages are of, so that their texts can be kept at hand. */
export function listPassageSources(cycle: string, file: SynthesisFile): string[] {
  return file.passages.flatMap(({ of }) => readRef(of, cycle)?.name ?? [])
}

/** Gives themes, passages and findings their ids and names, finds the quotations, and collects what findings rest on. */
export function completeSynthesis(scope: FolderScope, context: SynthesisContext, file: SynthesisFile, place: Place): FolderSynthesis {
  const themes = completeThemes(scope, context.cycle, file.themes, within(place, 'themes'))
  const changes = completeChanges(scope, context.cycle, file.changes, within(place, 'changes'))
  checkNumbers(scope, file.changes, within(place, 'changes'))
  checkNumbers(scope, file.proposals, within(place, 'proposals'))
  checkNumbers(scope, file.passages, within(place, 'passages'))
  checkNumbers(scope, file.findings, within(place, 'findings'))
  const passages = file.passages.flatMap((item, index) => completePassage(scope, context, item, within(place, 'passages', index)) ?? [])
  checkMarkedOnce(scope, passages, place)
  const proposals = completeProposals(scope, context.cycle, file.proposals, within(place, 'proposals'))
  const translations = completeTranslations(scope, context.cycle, file.translations, within(place, 'translations'))
  const links: PendingLink[] = []
  const identified = file.findings.map((item, index) => {
    const at = within(place, 'findings', index)
    const id = scope.takeId(item.id, at)
    scope.define(`ref ${context.cycle}/F-${item.number}`, id, at)
    return { item, id, at }
  })
  const findings = identified.map(({ item, id, at }) => {
    for (const [position, link] of item.passages.entries()) {
      const where = within(at, 'passages', position)
      links.push({ relation: 'rests-on', from: { kind: 'finding', id }, versionId: null, link: toPassage(link), cycle: context.cycle, position, place: where })
    }
    const themeIds = [...new Set(item.themes.flatMap((theme, position) => findNamed(scope, `theme ${context.cycle}/${theme}`, within(at, 'themes', position)) ?? []))]
    const questionId = item.question === undefined ? null : findQuestion(scope, context, item.question, within(at, 'question'))
    return { ...item, id, questionId, themeIds, againstId: item.against === undefined ? null : findAgainst(scope, context.cycle, item.against, within(at, 'against')) }
  })
  return { themes, changes, proposals, translations, passages, findings, links }
}

/** The finding that another one stands against: of the same cycle, and not itself. */
function findAgainst(scope: FolderScope, cycle: string, against: string, place: Place): Id | null {
  const ref = readRef(against, cycle)
  if (ref?.kind === 'finding') return findNamed(scope, ref.name, place) ?? null
  scope.mistake(place, 'should name a finding, such as F-1.')
  return null
}

/** A passage may be named by its number alone. */
function toPassage(link: FolderLink): FolderLink {
  return /^[0-9]+$/u.test(link.to) ? { ...link, to: `P-${link.to}` } : link
}

function completeThemes(scope: FolderScope, cycle: string, items: readonly ThemeItem[], place: Place) {
  const identified = items.map((item, index) => {
    const id = scope.takeId(item.id, within(place, index))
    scope.define(`theme ${cycle}/${item.slug}`, id, within(place, index, 'slug'))
    return { ...item, id }
  })
  const parents = new Map(items.map(({ slug, parent }) => [slug, parent]))
  const placed = new Map<string | undefined, number>()
  return identified.map((item, index) => {
    const at = within(place, index, 'parent')
    const position = placed.get(item.parent) ?? 0
    placed.set(item.parent, position + 1)
    if (isOwnAncestor(item.slug, parents)) scope.mistake(at, 'leads back to the theme itself.')
    const other = (key: 'parent' | 'splitFrom' | 'mergedInto'): Id | null => {
      const named = item[key]
      return named === undefined ? null : (findTheme(scope, cycle, named, within(place, index, key)) ?? null)
    }
    return { ...item, position, parentId: other('parent'), splitFromId: other('splitFrom'), mergedIntoId: other('mergedInto') }
  })
}

function isOwnAncestor(slug: string, parents: ReadonlyMap<string, string | undefined>): boolean {
  const seen = new Set<string>()
  for (let above = parents.get(slug); above !== undefined && !seen.has(above); above = parents.get(above)) {
    if (above === slug) return true
    seen.add(above)
  }
  return false
}

function completePassage(scope: FolderScope, context: SynthesisContext, item: PassageItem, place: Place): FolderPassage | undefined {
  const id = scope.takeId(item.id, place)
  scope.define(`ref ${context.cycle}/P-${item.number}`, id, place)
  const themes = completeAssignments(scope, context.cycle, item.themes, within(place, 'themes'))
  const past = completePast(scope, context.cycle, item.past, within(place, 'past'))
  const ref = readRef(item.of, context.cycle)
  if (ref === undefined || (ref.kind !== 'answer' && ref.kind !== 'comment' && ref.kind !== 'document')) {
    scope.mistake(within(place, 'of'), 'should name an answer (C-3/2), an attached file (C-3/file-1) or a comment (R-4).')
    return undefined
  }
  const sourceId = findNamed(scope, ref.name, within(place, 'of'))
  if (sourceId === undefined) return undefined
  const range = findRange(item, context.textOf(ref.name) ?? '')
  if (typeof range === 'string') {
    scope.mistake(within(place, 'quote'), range)
    return undefined
  }
  return { id, item, source: { kind: ref.kind, id: sourceId }, ...range, themes, past }
}

/** The same range is marked once; a mark that was taken back does not count. */
function checkMarkedOnce(scope: FolderScope, passages: readonly FolderPassage[], place: Place): void {
  const seen = new Map<string, number>()
  for (const { item, source, start, end } of passages.filter((passage) => passage.item.unmarkedAt === undefined && passage.item.detachedAt === undefined)) {
    const range = `${source.id} ${start} ${end}`
    const first = seen.get(range)
    if (first !== undefined) scope.mistake(within(place, 'passages'), `P-${item.number} marks the same words as P-${first}.`)
    else seen.set(range, item.number)
  }
}

/** Where the quotation stands, in code points; a sentence when that cannot be said for certain. It is never guessed. */
function findRange({ quote, start, end, detachedAt }: PassageItem, text: string): { start: number; end: number } | string {
  if (start !== undefined && end !== undefined) {
    // Its source was amended, and its words are looked for by a person.
    if (detachedAt !== undefined && start <= end) return { start, end }
    // Where the text was left out (a public folder, an erasure) only its place is known.
    if ((quote === '' || text === '') && start <= end) return { start, end }
    return sliceCodePoints(text, start, end) === quote ? { start, end } : `does not stand at ${start} to ${end} of the text.`
  }
  const found = findCodePoints(text, quote)
  if (found === undefined) return 'does not stand in the text it is of.'
  const again = text.indexOf(quote, text.indexOf(quote) + 1) >= 0
  if (again) return `stands more than once in the text; say which by start and end (the first is ${found.start} to ${found.start + countCodePoints(quote)}).`
  return found
}

/** `call/2`, or `2` where only one call of the cycle has such a question. */
function findQuestion(scope: FolderScope, { cycle, calls }: SynthesisContext, question: string, place: Place): Id | null {
  if (!/^[0-9]+$/u.test(question)) return findNamed(scope, `question ${cycle}/${question}`, place) ?? null
  const found = calls.flatMap((call) => scope.find(`question ${cycle}/${call}/${question}`) ?? [])
  if (found.length !== 1) scope.mistake(place, found.length === 0 ? 'is no question of a call of this cycle.' : 'is a question of more than one call; write it as call/number.')
  return found[0] ?? null
}
