import { compareSections, type ComparedSection } from '../../../drafts/comparing/model.ts'
import type { Version } from '../../../drafts/model.ts'
import { listLineage } from '../../../drafts/queries.ts'
import { listSuggestions } from '../../../drafts/suggestions/queries.ts'
import type { Suggestion } from '../../../drafts/suggestions/model.ts'
import { compareVersions, lineageBetween, type ComparedParagraph } from '../../../drafts/versions/model.ts'
import { loadFrozenText } from '../../../drafts/versions/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import type { PageRequest } from '../../page.tsx'
import { loadGround, type GroundComment } from '../../trace/ground/data.ts'
import { loadDocumentVersions, type InDocument } from '../data.ts'
import { cutCompared, type Parts } from '../parts/data.ts'

/** Why a paragraph is as it is: the comments after which it was changed, the suggestions that were taken. */
export interface Cause {
  readonly comments: readonly GroundComment[]
  readonly suggestions: readonly Suggestion[]
}

export interface ChangesData extends InDocument {
  readonly version: Version
  /** The version before it that the reader may see; undefined for the first. */
  readonly before: Version | undefined
  readonly sections: readonly ComparedSection[]
  /** All of them, for the counts; those that are the same are not listed. */
  readonly paragraphs: readonly ComparedParagraph[]
  readonly changed: readonly ComparedParagraph[]
  readonly causes: ReadonlyMap<Id, Cause>
  readonly parts: Parts
}

/** What changed in a version since the one before, each paragraph with why. */
export async function loadChanges(request: PageRequest): Promise<ChangesData | undefined> {
  const data = await loadDocumentVersions(request)
  const at = data?.versions.findIndex(({ number }) => String(number) === request.params['version']) ?? -1
  const version = data?.versions[at]
  if (data === undefined || version === undefined) return undefined
  const { db, query } = request
  const before = data.versions[at + 1]
  const after = await loadFrozenText(db, version.id)
  if (before === undefined) return { ...data, version, before, sections: [], paragraphs: [], changed: [], causes: new Map(), parts: cutCompared(version.id, version.id, [], undefined) }
  const [earlier, lineage] = await Promise.all([loadFrozenText(db, before.id), listLineage(db, data.document.id)])
  const paragraphs = compareVersions(earlier, after, lineageBetween(lineage, before, version), data.document.language)
  const changed = paragraphs.filter(({ fortune, isMoved }) => fortune !== 'unchanged' || isMoved)
  const causes = await loadCauses(request, data, version, before, changed)
  return { ...data, version, before, sections: compareSections(earlier, after), paragraphs, changed, causes, parts: cutCompared(before.id, version.id, changed, query['part']) }
}

async function loadCauses({ db }: PageRequest, data: InDocument, version: Version, before: Version, changed: readonly ComparedParagraph[]): Promise<Map<Id, Cause>> {
  const ids = changed.map(({ id }) => id)
  const [ground, { suggestions }] = await Promise.all([loadGround(db, data, version.id, ids), listSuggestions(db, data.document.id)])
  const taken = suggestions.filter(({ outcome, decidedAt }) => outcome === 'accepted' && decidedAt !== null && decidedAt > before.frozenAt && decidedAt <= version.frozenAt)
  const bySuggestion = Map.groupBy(taken, ({ kind, paragraphId, became }): Id => (kind === 'addition' ? became : paragraphId) ?? data.document.id)
  return new Map(
    ids.map((id): [Id, Cause] => {
      const own = ground.get(id)
      return [id, { comments: own?.comments.filter(({ name }) => own.changedAfter.includes(name)) ?? [], suggestions: bySuggestion.get(id) ?? [] }]
    }),
  )
}

export function changesAsData({ document, version, before, sections, changed, causes }: ChangesData): object {
  return {
    document: document.slug,
    version: version.number,
    since: before?.number ?? null,
    note: version.note,
    sections,
    paragraphs: changed.map((paragraph) => {
      const cause = causes.get(paragraph.id)
      return { ...paragraph, why: { comments: cause?.comments.map(({ ref, url }) => ({ ref, url })) ?? [], suggestions: cause?.suggestions.map(({ number }) => number) ?? [] } }
    }),
  }
}
