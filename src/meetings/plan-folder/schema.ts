import type { z } from 'zod'
import { country, date, group, id, instant, integer, language, listOf, mailAddress, oneOf, optional, optionalFlag, optionalShortText, optionalText, shortText, slug, text, time, zone } from '../../shared/folder-fields.ts'
import { findNamed, type FolderScope, type Place, within } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { ACTION_STATES } from '../actions/model.ts'
import { ATTENDANCE_CHANNELS, SHOWN } from '../attendance/model.ts'
import { PANELLIST_STATES } from '../events/model.ts'
import { JOINING_KINDS, VISIBILITIES } from '../joining/model.ts'
import { STATUSES } from '../model.ts'

const sittingAsWas = optional(group({ date: date(), starts: optional(time()), ends: optional(time()), zone: optional(zone()), place: optionalText() }))

/** What `meetings/<slug>.yaml` holds of a meeting's plan. `item` of an action is its place on the agenda, from 1. A public folder has no told, and of ways in and names only the public ones. */
export const planKeys = {
  attendanceShown: optional(oneOf(SHOWN)),
  checkInOpen: optionalFlag(),
  log: listOf(group({ status: oneOf(STATUSES), saidAt: optional(instant()), sitting: optional(integer(1)), earlier: sittingAsWas, later: sittingAsWas, reason: optionalText() })),
  agenda: listOf(group({ id: id(), title: shortText(), about: optionalText(), minutes: optional(integer(1, 1440)), presenter: optionalShortText(), revision: optional(integer(1)), links: listOf(group({ id: id(), title: shortText(), url: shortText() })) })),
  circulated: listOf(group({ sentAt: instant(), text: text(), people: integer(0) })),
  actions: listOf(
    group({ id: id(), number: integer(1), item: optional(integer(1)), text: text(), owner: optionalShortText(), due: optional(date()), state: optional(oneOf(ACTION_STATES)), outcome: optionalText(), settledAt: optional(instant()), revision: optional(integer(1)) }),
  ),
  joining: listOf(group({ id: id(), sitting: optional(integer(1)), kind: oneOf(JOINING_KINDS), label: optionalShortText(), value: text(), visibility: oneOf(VISIBILITIES), expiresAt: optional(instant()) })),
  session: optional(
    group({
      event: optional(slug()),
      form: optionalShortText(),
      organiser: optionalShortText(),
      description: optionalText(),
      panellists: listOf(group({ id: id(), name: shortText(), organisation: optionalShortText(), part: shortText(), state: oneOf(PANELLIST_STATES) })),
    }),
  ),
  told: listOf(group({ mail: mailAddress(), language: language() })),
}

/** What is known of somebody who came beside name, organisation and part. Who is counted only has no name in a public folder. */
export const attendeeKeys = {
  stakeholderGroup: optionalShortText(),
  regionalGroup: optionalShortText(),
  country: optional(country()),
  shown: optional(oneOf(SHOWN)),
  channel: optional(oneOf(ATTENDANCE_CHANNELS)),
  minutes: optional(integer(0)),
  mail: optional(mailAddress()),
}

/** `meetings.yaml`: annual meetings, what agendas begin with, and who is told of meetings (not in a public folder). */
export const meetingsFile = group({
  agendaTemplate: optional(group({ text: text(), revision: optional(integer(1)) })),
  events: listOf(
    group({ id: id(), slug: slug(), title: shortText(), place: optionalText(), zone: optional(zone()), firstDay: date(), lastDay: date(), daysBefore: optional(integer(0, 30)), note: optionalText(), source: optionalText(), revision: optional(integer(1)) }),
  ),
  followers: listOf(group({ id: id(), mail: mailAddress(), language: language(), askedAt: instant(), confirmedAt: optional(instant()), leftAt: optional(instant()) })),
})
export type MeetingsFile = z.output<typeof meetingsFile>

const planShape = group(planKeys)
type PlanShape = z.output<typeof planShape>
type Entry<Key extends keyof PlanShape> = PlanShape[Key] extends readonly (infer One)[] ? One : never

export interface FolderPlan {
  readonly file: PlanShape
  readonly items: readonly (Omit<Entry<'agenda'>, 'links'> & { readonly id: Id; readonly links: readonly { readonly id: Id; readonly title: string; readonly url: string }[] })[]
  readonly actions: readonly (Entry<'actions'> & { readonly id: Id })[]
  readonly joining: readonly (Entry<'joining'> & { readonly id: Id })[]
  readonly panellists: readonly (NonNullable<PlanShape['session']>['panellists'][number] & { readonly id: Id })[]
  readonly eventId: Id | undefined
}

/** Gives what is planned of a meeting its ids, and finds its event; numbers of actions count once in a forum. */
export function completePlan(scope: FolderScope, file: PlanShape, place: Place): FolderPlan {
  const identify = <T extends { id?: Id | undefined }>(list: readonly T[], ...steps: string[]) => list.map((item, index) => ({ ...item, id: scope.takeId(item.id, within(place, ...steps, index)) }))
  const items = identify(file.agenda, 'agenda').map((item, index) => ({ ...item, links: identify(item.links, 'agenda', String(index), 'links') }))
  const actions = identify(file.actions, 'actions')
  for (const [index, { number, item, id: actionId }] of actions.entries()) {
    const at = within(place, 'actions', index)
    scope.define(`action A-${number}`, actionId, within(at, 'number'))
    if (item !== undefined && item > items.length) scope.mistake(within(at, 'item'), 'is no item of the agenda.')
  }
  const event = file.session?.event
  return {
    file,
    items,
    actions,
    joining: identify(file.joining, 'joining'),
    panellists: identify(file.session?.panellists ?? [], 'session', 'panellists'),
    eventId: event === undefined ? undefined : findNamed(scope, `event ${event}`, within(place, 'session', 'event')),
  }
}

export interface FolderMeetings {
  readonly file: MeetingsFile
  readonly events: readonly (MeetingsFile['events'][number] & { readonly id: Id })[]
  readonly followers: readonly (MeetingsFile['followers'][number] & { readonly id: Id })[]
}

/** Gives events and followers their ids; meetings name events by their slugs. */
export function completeMeetings(scope: FolderScope, file: MeetingsFile, place: Place): FolderMeetings {
  const events = file.events.map((event, index) => ({ ...event, id: scope.takeId(event.id, within(place, 'events', index)) }))
  for (const [index, event] of events.entries()) {
    scope.define(`event ${event.slug}`, event.id, within(place, 'events', index))
    if (event.lastDay < event.firstDay) scope.mistake(within(place, 'events', index, 'lastDay'), 'is before the first day.')
  }
  const known = new Set<string>()
  const followers = file.followers.map((follower, index) => {
    if (known.has(follower.mail.toLowerCase())) scope.mistake(within(place, 'followers', index, 'mail'), 'is there twice.')
    known.add(follower.mail.toLowerCase())
    return { ...follower, id: scope.takeId(follower.id, within(place, 'followers', index)) }
  })
  return { file, events, followers }
}
