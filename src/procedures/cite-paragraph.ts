import { findDocumentVoices } from '../contributions/documents/queries.ts'
import { findPinnedFigure } from '../contributions/pins/queries.ts'
import { flatten } from '../drafts/model.ts'
import { loadWorkingText, lockDocument } from '../drafts/queries.ts'
import { findReferencesByNumber } from '../library/queries.ts'
import { isSaid } from '../meetings/citing/model.ts'
import { findSaidThing } from '../meetings/citing/queries.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import { findComment } from '../review/comments/queries.ts'
import type { Id } from '../shared/ids.ts'
import { parseNumber, type Series } from '../shared/refs.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import { findFinding, findPassage, lockFindingsForResting, lockPassagesForResting } from '../synthesis/queries.ts'
import type { Passage } from '../synthesis/model.ts'
import { setLinks } from '../trace/commands.ts'
import { carriesAnything } from '../trace/coverage/model.ts'
import { findUnits } from '../trace/coverage/queries.ts'
import type { Thing } from '../trace/model.ts'
import { listLinksFrom } from '../trace/queries.ts'

export interface ParagraphToCite {
  readonly documentId: Id
  readonly paragraphId: Id
  /** References as people write them: `F-3, P-12 2026/R-4; l-1`. What is not named is no longer cited. */
  readonly refs: string
  /** Only these come to what is cited, or go from it; what others cite meanwhile stays. Left out, `refs` is all that is cited. */
  readonly change?: 'add' | 'remove' | undefined
}

/** References of one citation at most; more is a finding that nobody has written yet. */
const LIMIT = 200

/**
 * Sets what a paragraph of the working text rests on: findings, passages, comments, works of the library, pinned figures, and what was said in meetings (points, remarks, passages of
 * transcripts), by their references.
 * Refuses `document-not-found`, `paragraph-not-found`, and `unknown-references` with those that name nothing in this cycle, or what was withdrawn or declined.
 */
export async function citeParagraph(
  tx: Tx,
  actor: Actor,
  input: ParagraphToCite,
  now: Instant,
): Promise<{ added: number; removed: number } | Refusal<'document-not-found' | 'paragraph-not-found'> | (Refusal<'unknown-references'> & { readonly refs: readonly string[] })> {
  const document = await lockDocument(tx, input.documentId)
  if (document === undefined) return { refusal: 'document-not-found' }
  const paragraph = flatten(await loadWorkingText(tx, document.id)).find(({ id }) => id === input.paragraphId)
  if (paragraph === undefined) return { refusal: 'paragraph-not-found' }
  const refs = [...new Set(input.refs.split(/[\s,;،؛、，]+/u).filter((ref) => ref !== ''))]
  const things = new Map<string, Thing>()
  for (const ref of refs.slice(0, LIMIT)) {
    const thing = await findCitable(tx, document, ref, input.change === 'remove')
    if (thing !== undefined) things.set(ref, thing)
  }
  const held = input.change === 'remove' ? new Set<Id>([...things.values()].map(({ id }) => id)) : await holdThings(tx, document.cycleId, [...things.values()])
  const unknown = refs.filter((ref) => !held.has(things.get(ref)?.id ?? ref as Id))
  if (unknown.length > 0) return { refusal: 'unknown-references', refs: unknown }
  const from: Thing = { kind: 'paragraph', id: paragraph.id }
  const fromRef = `${document.slug} ¶ ${paragraph.number}`
  const { forumId, cycleId } = document
  const named = [...things.values()]
  const standing = input.change === undefined ? [] : (await listLinksFrom(tx, [paragraph.id], 'rests-on')).map(({ to }) => to)
  const to = input.change === 'remove' ? standing.filter(({ id }) => named.every((thing) => thing.id !== id)) : [...standing, ...named]
  return setLinks(tx, actor, { forumId, cycleId, relation: 'rests-on', from, fromRef, to }, now)
}

/** `isAny`: what was withdrawn too, which may be taken out of a citation and not come into one. */
async function findCitable(tx: Tx, { forumId, cycleId }: { readonly forumId: Id; readonly cycleId: Id }, ref: string, isAny: boolean): Promise<Thing | undefined> {
  // What is said in meetings is the forum's, not the cycle's: a meeting may belong to two.
  const said = await findSaidThing(tx, forumId, ref)
  if (said !== undefined) return said
  const name = ref.slice(ref.lastIndexOf('/') + 1)
  const number = (series: Series): number => parseNumber(series, name) ?? 0
  const finding = number('F') > 0 ? await findFinding(tx, cycleId, number('F')) : undefined
  if (finding !== undefined) return { kind: 'finding', id: finding.id }
  const passage = number('P') > 0 ? await findPassage(tx, cycleId, number('P')) : undefined
  if (passage !== undefined) return isAny || (await standsStill(tx, cycleId, passage)) ? { kind: 'passage', id: passage.id } : undefined
  const comment = number('R') > 0 ? await findComment(tx, cycleId, number('R')) : undefined
  if (comment !== undefined) return isAny || comment.withdrawnAt === null ? { kind: 'comment', id: comment.id } : undefined
  const [reference] = number('L') > 0 ? await findReferencesByNumber(tx, cycleId, [number('L')]) : []
  if (reference !== undefined) return { kind: 'reference', id: reference.id }
  const figure = number('N') > 0 ? await findPinnedFigure(tx, cycleId, number('N')) : undefined
  return figure === undefined ? undefined : { kind: 'figure', id: figure.id }
}

/** False for what was withdrawn or declined: its words are shown to nobody, and carry nothing. */
async function standsStill(tx: Tx, cycleId: Id, { sourceKind, sourceId }: Pick<Passage, 'sourceKind' | 'sourceId'>): Promise<boolean> {
  if (sourceKind === 'document') return (await findDocumentVoices(tx, [sourceId])).every(({ standing }) => standing === 'stands' || standing === 'held')
  const units = await findUnits(tx, { id: cycleId, slug: '' }, [sourceId])
  return units.every(carriesAnything)
}

/** Keeps findings and passages from being taken back until the links stand; answers the ids of all that are there. */
async function holdThings(tx: Tx, cycleId: Id, things: readonly Thing[]): Promise<Set<Id>> {
  const ids = (kind: Thing['kind']): Id[] => things.filter((thing) => thing.kind === kind).map(({ id }) => id)
  const findings = await lockFindingsForResting(tx, cycleId, ids('finding'))
  const passages = await lockPassagesForResting(tx, cycleId, ids('passage'))
  return new Set<Id>([...findings, ...passages, ...ids('comment'), ...ids('reference'), ...ids('figure'), ...things.flatMap(({ kind, id }) => (isSaid(kind) ? [id] : []))])
}
