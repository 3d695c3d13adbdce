import type { z } from 'zod'
import { GROUPINGS } from '../../contributions/overview/model.ts'
import { date, group, id, instant, integer, language, listOf, mailAddress, oneOf, optional, optionalShortText, optionalText, shortText, text } from '../../shared/folder-fields.ts'
import { type FolderScope, type Place, within } from '../../shared/folder.ts'
import { isId, type Id } from '../../shared/ids.ts'
import { ANSWERS } from '../invitations/model.ts'
import { ANNEX_BLOCKS } from '../model.ts'
import type { MadeBlock } from '../report-blocks/model.ts'
import { CORRECTION_RESPONSES, REPORT_STATES } from '../report/model.ts'

const count = () => integer(0)

/** What a generated annex was made of when its report became final: `kind` says which of the others it has. */
const frozenFile = group({
  kind: oneOf(['people', 'tallies', 'words']),
  ids: listOf(shortText()),
  total: optional(count()),
  groups: listOf(group({ grouping: oneOf(GROUPINGS), rows: listOf(group({ key: shortText(), count: count() })) })),
  language: optional(language()),
  words: listOf(group({ word: shortText(), count: count() })),
})
type FrozenFile = z.output<typeof frozenFile>

/** As an annex keeps it. */
export function toMade({ kind, ids, total = 0, groups, language: spoken = 'en', words }: FrozenFile): MadeBlock {
  return kind === 'people' ? { kind, ids: ids.filter(isId) } : kind === 'tallies' ? { kind, total, groups } : { kind, language: spoken, words }
}

/** A report as it was when it was final: what `meetings_report_revision` keeps. */
const bodyFile = group({
  date: optional(date()),
  paragraphs: listOf(group({ number: optional(integer(1)), heading: optionalText(), text: text() })),
  footnotes: listOf(group({ mark: shortText(), text: text() })),
  annexes: listOf(group({ title: shortText(), asOf: optional(date()), block: optional(oneOf(ANNEX_BLOCKS)), text: optionalText(), frozen: optional(frozenFile) })),
})

/** What `report` of `meetings/<slug>.yaml` says of how the report stands. Corrections have no mail address in a public folder. */
export const reportKeys = {
  state: optional(oneOf(REPORT_STATES)),
  correctUntil: optional(date()),
  finalAt: optional(instant()),
  revisions: listOf(group({ number: integer(1), madeAt: instant(), reason: optionalText(), body: bodyFile })),
  corrections: listOf(
    group({
      id: id(), number: integer(1), paragraph: optional(integer(1)), text: text(), name: shortText(), mail: optional(mailAddress()), language: language(), receivedAt: instant(),
      response: optional(oneOf(CORRECTION_RESPONSES)), reason: optionalText(), answeredAt: optional(instant()),
    }),
  ),
}

/** What an annex is made of, where it is not the words written in it. */
export const annexKeys = { block: optional(oneOf(ANNEX_BLOCKS)), frozen: optional(frozenFile) }

/** Who was asked (not in a public folder), and which entries of calendar files the meeting was made from. */
export const calendarKeys = {
  invitations: listOf(
    group({
      id: id(), mail: mailAddress(), name: optionalShortText(), language: language(), invitedAt: instant(), sentRevision: integer(0), sentSittings: integer(0), sentDigest: shortText(),
      answer: optional(oneOf(ANSWERS)), answeredAt: optional(instant()), withdrawnAt: optional(instant()),
    }),
  ),
  calendarEntries: listOf(group({ uid: text(), occurrence: optionalShortText(), sequence: integer(0), digest: shortText() })),
}

const calendarShape = group(calendarKeys)
const reportShape = group(reportKeys)
type CalendarShape = z.output<typeof calendarShape>
type ReportShape = z.output<typeof reportShape>

export interface FolderPapers {
  readonly report: ReportShape | undefined
  readonly corrections: readonly (ReportShape['corrections'][number] & { readonly id: Id })[]
  readonly invitations: readonly (CalendarShape['invitations'][number] & { readonly id: Id })[]
  readonly entries: CalendarShape['calendarEntries']
}

/** Gives invitations and corrections of a meeting their ids. */
export function completePapers(scope: FolderScope, file: CalendarShape & { readonly report?: ReportShape | undefined }, place: Place): FolderPapers {
  const identify = <T extends { id?: Id | undefined }>(list: readonly T[], ...steps: string[]) => list.map((item, index) => ({ ...item, id: scope.takeId(item.id, within(place, ...steps, String(index))) }))
  const { report } = file
  if (report !== undefined && report.state === undefined && (report.corrections.length > 0 || report.revisions.length > 0)) scope.mistake(within(place, 'report', 'state'), 'is missing.')
  return { report, corrections: identify(report?.corrections ?? [], 'report', 'corrections'), invitations: identify(file.invitations, 'invitations'), entries: file.calendarEntries }
}
