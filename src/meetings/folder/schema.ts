import type { z } from 'zod'
import { ADDED_RESERVED_SLUGS } from '../../forums/model.ts'
import { date, group, id, integer, language, listOf, oneOf, optional, optionalFlag, optionalShortText, optionalText, shortText, text, time, webAddress, zone } from '../../shared/folder-fields.ts'
import { checkGroups, checkReserved, findNamed, type FolderScope, type Place, within } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { VISIBILITIES } from '../joining/model.ts'
import { LINK_KINDS, MEETING_KINDS, PARTS } from '../model.ts'
import { annexKeys, calendarKeys, completePapers, reportKeys, type FolderPapers } from '../report-folder/schema.ts'
import { attendeeKeys, completePlan, planKeys, type FolderPlan } from '../plan-folder/schema.ts'
import { completeRoom, roomKeys, type FolderRoom } from '../room-folder/schema.ts'

/** `meetings/<slug>.yaml`. */
export const meetingFile = group({
  id: id(),
  title: shortText(),
  kind: oneOf(MEETING_KINDS),
  ordinal: optional(integer(1)),
  cycles: listOf(shortText()),
  note: optionalText(),
  source: optionalText(),
  revision: optional(integer(1)),
  sittings: listOf(group({ id: id(), date: date(), starts: optional(time()), ends: optional(time()), zone: optional(zone()), place: optionalText(), laterReading: optionalFlag() })),
  changes: listOf(group({ what: shortText(), earlier: text(), reason: text() })),
  participants: listOf(group({ id: id(), name: optionalShortText(), organisation: optionalShortText(), part: oneOf(PARTS), ...attendeeKeys })),
  links: listOf(group({ id: id(), kind: oneOf(LINK_KINDS), title: optionalShortText(), url: webAddress(), passcode: optionalShortText(), visibility: optional(oneOf(VISIBILITIES)), passcodeVisibility: optional(oneOf(VISIBILITIES)), language: optional(language()) })),
  ...planKeys,
  ...calendarKeys,
  ...roomKeys,
  report: optional(
    group({
      date: optional(date()),
      paragraphs: listOf(group({ id: id(), number: optional(integer(1)), heading: optionalText(), text: text() })),
      footnotes: listOf(group({ id: id(), mark: shortText(), text: text() })),
      annexes: listOf(group({ id: id(), title: shortText(), asOf: optional(date()), text: optionalText(), ...annexKeys })),
      ...reportKeys,
    }),
  ),
})
export type MeetingFile = z.output<typeof meetingFile>

type Report = NonNullable<MeetingFile['report']>
type Identified<T> = readonly (T & { readonly id: Id })[]

export interface FolderMeeting {
  readonly id: Id
  readonly slug: string
  readonly file: MeetingFile
  readonly cycleIds: readonly Id[]
  readonly sittings: Identified<MeetingFile['sittings'][number]>
  readonly participants: Identified<MeetingFile['participants'][number]>
  readonly links: Identified<MeetingFile['links'][number]>
  readonly paragraphs: Identified<Report['paragraphs'][number]>
  readonly footnotes: Identified<Report['footnotes'][number]>
  readonly annexes: Identified<Report['annexes'][number]>
  readonly plan: FolderPlan
  readonly papers: FolderPapers
  readonly room: FolderRoom | undefined
}

/** Gives a meeting and its parts their ids, and finds its cycles. */
export function completeMeeting(scope: FolderScope, slug: string, file: MeetingFile, place: Place): FolderMeeting {
  const identify = <T extends { id?: Id | undefined }>(items: readonly T[], ...steps: string[]) => items.map((item, index) => ({ ...item, id: scope.takeId(item.id, within(place, ...steps, index)) }))
  checkReserved(scope, slug, ADDED_RESERVED_SLUGS, place)
  if (new Set(file.cycles).size < file.cycles.length) scope.mistake(within(place, 'cycles'), 'names a cycle twice.')
  for (const [index, participant] of file.participants.entries()) {
    const at = within(place, 'participants', index)
    if (participant.name === undefined && (participant.shown ?? file.attendanceShown ?? 'public') === 'public') scope.mistake(within(at, 'name'), 'is missing.')
    checkGroups(scope, participant, at)
  }
  const id = scope.takeId(file.id, place)
  scope.define(`meeting ${slug}`, id, place)
  return {
    id,
    slug,
    file,
    cycleIds: file.cycles.flatMap((cycle, index) => findNamed(scope, `cycle ${cycle}`, within(place, 'cycles', index)) ?? []),
    sittings: identify(file.sittings, 'sittings'),
    participants: identify(file.participants, 'participants'),
    links: identify(file.links, 'links'),
    paragraphs: identify(file.report?.paragraphs ?? [], 'report', 'paragraphs'),
    footnotes: identify(file.report?.footnotes ?? [], 'report', 'footnotes'),
    annexes: identify(file.report?.annexes ?? [], 'report', 'annexes'),
    plan: completePlan(scope, file, place),
    papers: completePapers(scope, file, place),
    room: completeRoom(scope, file.room, slug, place),
  }
}
