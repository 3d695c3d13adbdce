import { z } from 'zod'
import { approximateDate, date, flag, group, id, instant, integer, language, listOf, oneOf, optional, optionalShortText, optionalText, shortText, slug, text, webAddress } from '../../shared/folder-fields.ts'
import { checkReserved, findNamed, type FolderScope, type Place, within } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { CYCLE_RESERVED_SLUGS } from '../model.ts'
import { CONFIRMATIONS, PHASES } from '../../shared/vocabularies.ts'

const listEntry = group({ key: text(100), title: shortText() })

/** `forum.yaml`. */
export const forumFile = group({
  format: z.literal('convoke-forum/1', { error: 'is missing or of another kind: the first line of a forum folder is "format: convoke-forum/1".' }),
  public: flag(),
  id: id(),
  slug: slug(),
  title: shortText(),
  mandate: optionalText(),
  conveningBody: optionalShortText(),
  demonstration: flag(),
  language: language(),
  website: optional(webAddress()),
  confirmation: optional(oneOf(CONFIRMATIONS)),
  reviewAlone: flag(),
  createdAt: optional(instant()),
  revision: optional(integer(1)),
  stakeholderGroups: optional(z.array(listEntry, { error: 'should be a list.' })),
  regionalGroups: optional(z.array(listEntry, { error: 'should be a list.' })),
  record: optional(group({ chain: id(), length: integer(), head: text(200) })),
  decisions: listOf(
    group({
      id: id(),
      cycle: optionalShortText(),
      body: shortText(),
      date: approximateDate(),
      outcome: shortText(),
      summary: text(),
      source: optionalText(),
    }),
  ),
})
export type ForumFile = z.output<typeof forumFile>

/** `cycles/<slug>/cycle.yaml`. */
export const cycleFile = group({
  id: id(),
  title: shortText(),
  focus: optionalText(),
  note: optionalText(),
  movedTo: optionalShortText(),
  moved: listOf(group({ from: shortText(), to: shortText() })),
  revision: optional(integer(1)),
  phases: listOf(group({ phase: oneOf(PHASES), from: optional(date()), until: optional(date()) })),
  milestones: listOf(
    group({
      id: id(),
      title: shortText(),
      soft: flag(),
      date: approximateDate(),
      note: optionalText(),
      source: optionalText(),
      revision: optional(integer(1)),
      earlier: listOf(group({ date: approximateDate(), changedOn: optional(date()), reason: text() })),
    }),
  ),
  workstreams: listOf(group({ id: id(), title: shortText(), task: optionalText(), leads: listOf(shortText()) })),
})
export type CycleFile = z.output<typeof cycleFile>

type Identified<T> = T & { readonly id: Id }

export interface FolderCycle {
  readonly id: Id<'cycle'>
  readonly slug: string
  readonly file: CycleFile
  readonly milestones: readonly Identified<CycleFile['milestones'][number]>[]
  readonly workstreams: readonly Identified<CycleFile['workstreams'][number]>[]
}

export type FolderDecision = Identified<ForumFile['decisions'][number]> & { readonly cycleId: Id | null }

/** Gives a cycle and what is in its file their ids, and the cycle its name. */
export function completeCycle(scope: FolderScope, slug: string, file: CycleFile, place: Place): FolderCycle {
  const id = scope.takeId<'cycle'>(file.id, place)
  checkReserved(scope, slug, CYCLE_RESERVED_SLUGS, place)
  scope.define(`cycle ${slug}`, id, place)
  const milestones = file.milestones.map((item, index) => ({ ...item, id: scope.takeId(item.id, within(place, 'milestones', index)) as Id }))
  for (const [index, milestone] of milestones.entries()) scope.define(`milestone ${slug}/${index + 1}`, milestone.id, within(place, 'milestones', index))
  return {
    id,
    slug,
    file,
    milestones,
    workstreams: file.workstreams.map((item, index) => ({ ...item, id: scope.takeId(item.id, within(place, 'workstreams', index)) })),
  }
}

/** Decisions name cycles, so they are completed after them. */
export function completeDecisions(scope: FolderScope, decisions: ForumFile['decisions'], place: Place): FolderDecision[] {
  return decisions.map((item, index) => {
    const at = within(place, 'decisions', index)
    const cycleId = item.cycle === undefined ? null : (findNamed(scope, `cycle ${item.cycle}`, within(at, 'cycle')) ?? null)
    return { ...item, id: scope.takeId(item.id, at), cycleId }
  })
}
