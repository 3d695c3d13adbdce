import type { z } from 'zod'
import { group, instant, integer, listOf, oneOf, optional, shortText, text } from '../../shared/folder-fields.ts'
import type { PendingLink } from '../../shared/folder-links.ts'
import { findNamed, type FolderScope, partName, type Place, readRef, within } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { FolderTraceLink } from './model.ts'

/** `cycles/<slug>/fates.yaml`. */
export const fatesFile = listOf(
  group({ unit: shortText(), fate: oneOf(['merged', 'answered', 'carried-over']), reason: text(), givenAt: optional(instant()), revision: optional(integer(1)) }),
)
export type FatesFile = z.output<typeof fatesFile>

export type FolderFate = FatesFile[number] & { readonly unitKind: string; readonly unitId: Id }

/** A link whose ends are both known, with its place in the folder and the cycle it belongs to. */
export interface CompletedLink {
  readonly link: FolderTraceLink
  readonly place: Place
  readonly cycle: string
}

/** Finds the ends of a link, once everything in the folder has its name. */
export function completeLink(scope: FolderScope, pending: PendingLink): CompletedLink | undefined {
  const from = 'id' in pending.from ? { ...pending.from, cycle: pending.cycle } : findFinding(scope, pending.from.ref, pending)
  const to = pending.relation === 'changed' ? findParagraph(scope, pending) : findReferred(scope, pending)
  if (to === undefined || from === undefined) return undefined
  const { relation, versionId, position, link, place } = pending
  const completed = { id: scope.takeId(link.id, place), relation, from: { kind: from.kind, id: from.id }, versionId, to, position, linkedAt: link.linkedAt ?? scope.now, stance: link.stance }
  return { link: completed, place, cycle: from.cycle }
}

function findFinding(scope: FolderScope, name: string, { cycle, place }: PendingLink) {
  const ref = readRef(name, cycle)
  if (ref?.kind !== 'finding') {
    scope.mistake(place, 'should stand under a finding, such as F-1.')
    return undefined
  }
  const id = findNamed(scope, ref.name, place)
  return id === undefined ? undefined : { kind: 'finding', id, cycle: ref.name.slice('ref '.length).split('/')[0] ?? cycle }
}

/**
 * What the findings of these versions rest on now, kept with the versions: a version written by hand does not say what its findings
 * rested on when it was frozen, and what they rest on tomorrow must not change it.
 */
export function freezeGround(scope: FolderScope, links: readonly CompletedLink[], versions: ReadonlySet<Id>): CompletedLink[] {
  const now = Map.groupBy(links.filter(({ link }) => link.from.kind === 'finding' && link.versionId === null), ({ link }) => link.from.id)
  const cited = links.flatMap(({ link }) => (link.versionId !== null && versions.has(link.versionId) && link.to.kind === 'finding' ? [`${link.versionId} ${link.to.id}`] : []))
  return [...new Set(cited)].flatMap((pair) => {
    const [versionId, findingId] = pair.split(' ') as [Id, Id]
    return (now.get(findingId) ?? []).map(({ link, place, cycle }) => ({ link: { ...link, id: scope.takeId(undefined, place), versionId }, place, cycle }))
  })
}

function findParagraph(scope: FolderScope, { cycle, document, link, place }: PendingLink) {
  const id = findNamed(scope, partName('paragraph', cycle, document ?? '', link.to), place)
  return id === undefined ? undefined : { kind: 'paragraph', id }
}

/** What each thing may be linked to: a finding rests on passages, a comment repeats a comment, a paragraph rests on any but paragraphs. */
function findReferred(scope: FolderScope, { relation, from, cycle, link, place }: PendingLink) {
  const ref = readRef(link.to, cycle)
  if (relation === 'became') return findRegistered(scope, ref, link.to, place)
  const only = relation === 'duplicate-of' || relation === 'comes-from' ? 'comment' : from.kind === 'finding' ? 'passage' : undefined
  if (ref === undefined || (only !== undefined && ref.kind !== only)) {
    scope.mistake(place, only === undefined ? 'should be a reference such as F-1, P-3, R-4, L-1 or C-3/2.' : `should name a ${only}.`)
    return undefined
  }
  const id = findNamed(scope, ref.name, place)
  return id === undefined ? undefined : { kind: ref.kind, id }
}

/** What a remark became: a comment or a contribution. */
function findRegistered(scope: FolderScope, ref: ReturnType<typeof readRef>, name: string, place: Place) {
  const id = ref === undefined || (ref.kind !== 'comment' && ref.kind !== 'contribution') ? undefined : findNamed(scope, ref.name, place)
  if (ref === undefined || (ref.kind !== 'comment' && ref.kind !== 'contribution')) scope.mistake(place, `should name a comment or a contribution, such as 2026/R-4; it names ${name}.`)
  return id === undefined || ref === undefined ? undefined : { kind: ref.kind, id }
}

/** Tells of links given twice: one thing rests on another once. */
export function checkLinksOnce(scope: FolderScope, links: readonly CompletedLink[]): void {
  const seen = new Set<string>()
  for (const { link, place } of links) {
    const key = `${link.relation} ${link.from.id} ${link.to.id} ${link.versionId ?? ''}`
    if (seen.has(key)) scope.mistake(place, 'is named twice.')
    seen.add(key)
  }
}

/** Finds the units that fates are about. */
export function completeFates(scope: FolderScope, cycle: string, file: FatesFile, place: Place): FolderFate[] {
  const seen = new Set<Id>()
  return file.flatMap((item, index) => {
    const at = within(place, index, 'unit')
    const ref = readRef(item.unit, cycle)
    if (ref === undefined || !['answer', 'comment', 'contribution'].includes(ref.kind)) {
      scope.mistake(at, 'should name an answer (C-3/2), a comment (R-4) or a contribution (C-3).')
      return []
    }
    const unitId = findNamed(scope, ref.name, at)
    if (unitId === undefined) return []
    if (seen.has(unitId)) scope.mistake(at, 'has a fate already.')
    seen.add(unitId)
    return [{ ...item, unitKind: ref.kind, unitId }]
  })
}
