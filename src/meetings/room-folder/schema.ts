import type { z } from 'zod'
import { date, group, id, instant, integer, language, listOf, oneOf, optional, optionalFlag, optionalShortText, optionalText, text, webAddress } from '../../shared/folder-fields.ts'
import { folderLink, type PendingLink } from '../../shared/folder-links.ts'
import { findNamed, type FolderScope, type Place, within } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { cueRef, remarkRef } from '../citing/model.ts'
import { pointRef, STANCES, STRENGTHS } from '../points/model.ts'

const item = () => optional(integer(1))

const answer = group({ id: id(), number: integer(1), stance: oneOf(STANCES), text: optionalText(), language: optional(language()), name: optionalShortText(), named: optionalFlag(), madeAt: instant(), withdrawnAt: optional(instant()), revision: optional(integer(1)) })

/**
 * What `meetings/<slug>.yaml` holds of a meeting's room. `item` is the place on its agenda, from 1; numbers are those by which things are
 * cited. What is of the moment (hands, votes of an open poll, who was asked by mail) does not travel. A public folder names nobody who did
 * not agree to it, and has no link that waits to be shown.
 */
export const roomKeys = {
  room: optional(
    group({
      openedAt: optional(instant()),
      closedAt: optional(instant()),
      notes: listOf(group({ id: id(), item: item(), text: text(), writtenAt: instant(), by: optionalShortText(), revision: optional(integer(1)) })),
      remarks: listOf(group({ id: id(), number: integer(1), item: item(), text: text(), language: optional(language()), speaker: optionalShortText(), organisation: optionalShortText(), named: optionalFlag(), saidAt: optional(instant()), became: listOf(folderLink()), revision: optional(integer(1)) })),
      points: listOf(
        group({ id: id(), number: integer(1), item: item(), text: text(), strength: oneOf(STRENGTHS), putAt: instant(), by: optionalShortText(), confirmUntil: optional(date()), settledAt: optional(instant()), asked: optional(integer(0)), revision: optional(integer(1)), answers: listOf(answer) }),
      ),
      strawPolls: listOf(group({ id: id(), number: integer(1), item: item(), question: text(), openedAt: instant(), closedAt: optional(instant()), options: listOf(group({ id: id(), text: text(), votes: optional(integer(0)) })) })),
      transcripts: listOf(
        group({ id: id(), number: integer(1), title: optionalShortText(), language: language(), url: optional(webAddress()), addedAt: instant(), cues: listOf(group({ id: id(), starts: optional(integer(0, 2_000_000_000)), ends: optional(integer(0, 2_000_000_000)), speaker: optionalShortText(), text: text() })) }),
      ),
      links: listOf(group({ id: id(), number: integer(1), item: item(), url: webAddress(), title: optionalShortText(), waits: optionalFlag(), droppedAt: instant(), reference: optionalShortText() })),
    }),
  ),
}

export type RoomFile = NonNullable<z.output<typeof roomKeys.room>>
type Identified<T> = readonly (T & { readonly id: Id })[]

export interface FolderRoom {
  readonly openedAt: RoomFile['openedAt']
  readonly closedAt: RoomFile['closedAt']
  /** What remarks became; the other end comes later. */
  readonly became: readonly PendingLink[]
  readonly notes: Identified<RoomFile['notes'][number]>
  readonly remarks: Identified<RoomFile['remarks'][number]>
  readonly points: Identified<Omit<RoomFile['points'][number], 'answers'> & { readonly answers: Identified<RoomFile['points'][number]['answers'][number]> }>
  readonly strawPolls: Identified<Omit<RoomFile['strawPolls'][number], 'options'> & { readonly options: Identified<RoomFile['strawPolls'][number]['options'][number]> }>
  readonly transcripts: Identified<Omit<RoomFile['transcripts'][number], 'cues'> & { readonly cues: Identified<RoomFile['transcripts'][number]['cues'][number]> }>
  readonly links: Identified<RoomFile['links'][number] & { readonly referenceId: Id | null }>
}

/** Gives what was noted in a room its ids, and finds the works of the library that links became; undefined where a meeting had no room. */
export function completeRoom(scope: FolderScope, file: RoomFile | undefined, slug: string, place: Place): FolderRoom | undefined {
  if (file === undefined) return undefined
  const at = (...steps: (string | number)[]): Place => within(place, 'room', ...steps)
  const identify = <T extends { id?: Id | undefined }>(items: readonly T[], ...steps: (string | number)[]) => items.map((each, index) => ({ ...each, id: scope.takeId(each.id, at(...steps, index)) }))
  for (const kind of ['remarks', 'points', 'strawPolls', 'links', 'transcripts'] as const) {
    const numbers = file[kind].map(({ number }) => number)
    if (new Set(numbers).size < numbers.length) scope.mistake(at(kind), 'has a number twice.')
  }
  const remarks = identify(file.remarks, 'remarks')
  for (const [index, remark] of remarks.entries()) {
    if (remark.named === true && remark.speaker === undefined) scope.mistake(at('remarks', index), 'is to show a name and has none.')
    scope.define(`ref ${remarkRef(slug, remark.number)}`, remark.id, at('remarks', index))
  }
  const points = identify(file.points, 'points')
  const transcripts = identify(file.transcripts, 'transcripts').map((transcript, index) => ({ ...transcript, cues: identify(transcript.cues, 'transcripts', index, 'cues') }))
  for (const [index, { number, cues }] of transcripts.entries()) for (const [place, cue] of cues.entries()) scope.define(`ref ${cueRef(slug, number, place + 1)}`, cue.id, at('transcripts', index, 'cues', place))
  for (const [index, point] of points.entries()) scope.define(`ref ${pointRef(point.number)}`, point.id, at('points', index))
  return {
    openedAt: file.openedAt,
    closedAt: file.closedAt,
    became: remarks.flatMap(({ id, became }, index) => became.map((link, position): PendingLink => ({ relation: 'became', from: { kind: 'remark', id }, versionId: null, link, cycle: link.to.split('/')[0] ?? '', position, place: at('remarks', index, 'became', position) }))),
    notes: identify(file.notes, 'notes'),
    remarks,
    points: points.map((point, index) => ({ ...point, answers: identify(point.answers, 'points', index, 'answers') })),
    strawPolls: identify(file.strawPolls, 'strawPolls').map((poll, index) => ({ ...poll, options: identify(poll.options, 'strawPolls', index, 'options') })),
    transcripts,
    links: identify(file.links, 'links').map((link, index) => ({ ...link, referenceId: link.reference === undefined ? null : (findNamed(scope, `ref ${link.reference}`, at('links', index, 'reference')) ?? null) })),
  }
}
