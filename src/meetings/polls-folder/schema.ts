import type { z } from 'zod'
import { date, flag, group, id, instant, integer, language, listOf, mailAddress, oneOf, optional, optionalShortText, optionalText, shortText, text, time, zone } from '../../shared/folder-fields.ts'
import { checkGroups, checkNumbers, findNamed, within, type FolderScope, type Place } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { CHANNELS } from '../../shared/vocabularies.ts'
import { DEFAULT_REGION_ZONES } from '../hours/model.ts'
import { LONGEST, NAMES, SHORTEST } from '../polls/model.ts'
import { ANSWERS, type Answer } from '../votes/model.ts'

const deadline = () => group({ date: date(), time: time(), zone: zone() })

/** `polls.yaml`: by which zones the forum looks at its regions, and its scheduling polls. What was said of slots stands with the voter, by the numbers of the slots. */
export const pollsFile = group({
  regions: listOf(group({ regionalGroup: shortText(), zones: listOf(zone()) })),
  polls: listOf(
    group({
      id: id(),
      number: integer(1),
      cycle: optionalShortText(),
      title: shortText(),
      words: optionalText(),
      zone: zone(),
      minutes: integer(SHORTEST, LONGEST),
      names: oneOf(NAMES),
      deadline: optional(deadline()),
      soft: flag(),
      openedAt: instant(),
      closedAt: optional(instant()),
      remindedAt: optional(instant()),
      finalisedAt: optional(instant()),
      meeting: optionalShortText(),
      revision: optional(integer(1)),
      slots: listOf(group({ id: id(), number: integer(1), date: date(), time: time(), later: flag(), removedAt: optional(instant()) })),
      extensions: listOf(group({ earlier: deadline(), reason: text(), at: instant() })),
      asked: listOf(group({ id: id(), mail: mailAddress(), name: optionalShortText(), askedAt: instant(), remindedAt: optional(instant()) })),
      voters: listOf(
        group({
          id: id(),
          name: optionalShortText(),
          mail: optional(mailAddress()),
          asked: optional(mailAddress()),
          regionalGroup: optionalShortText(),
          zone: zone(),
          language: language(),
          channel: oneOf(CHANNELS),
          votedAt: instant(),
          changedAt: optional(instant()),
          revision: optional(integer(1)),
          yes: listOf(integer(1)),
          ifNeedBe: listOf(integer(1)),
          no: listOf(integer(1)),
        }),
      ),
    }),
  ),
})
export type PollsFile = z.output<typeof pollsFile>
type PollEntry = PollsFile['polls'][number]

export interface FolderPoll {
  readonly id: Id
  readonly entry: PollEntry
  readonly cycleId: Id | null
  readonly meetingId: Id | null
  readonly slots: readonly { readonly id: Id; readonly item: PollEntry['slots'][number] }[]
  readonly asked: readonly { readonly id: Id; readonly item: PollEntry['asked'][number] }[]
  readonly voters: readonly { readonly id: Id; readonly item: PollEntry['voters'][number]; readonly askedId: Id | null; readonly votes: readonly { readonly slotId: Id; readonly answer: Answer }[] }[]
}

export interface FolderPolls {
  readonly regions: PollsFile['regions']
  readonly polls: readonly FolderPoll[]
}

/** Gives polls and their parts their ids, and finds their cycles, meetings and slots. */
export function completePolls(scope: FolderScope, file: PollsFile, place: Place): FolderPolls {
  checkNumbers(scope, file.polls, within(place, 'polls'))
  const seen = new Set<string>()
  for (const [index, { regionalGroup }] of file.regions.entries()) {
    const at = within(place, 'regions', index, 'regionalGroup')
    // One that the forum took off its list may have zones still.
    if (!scope.regionalGroups.has(regionalGroup) && !DEFAULT_REGION_ZONES.has(regionalGroup)) scope.mistake(at, 'is none of the forum’s regional groups.')
    if (seen.has(regionalGroup)) scope.mistake(at, 'is there twice.')
    seen.add(regionalGroup)
  }
  return { regions: file.regions, polls: file.polls.map((entry, index) => completePoll(scope, entry, within(place, 'polls', index))) }
}

function completePoll(scope: FolderScope, entry: PollEntry, place: Place): FolderPoll {
  const pollId = scope.takeId(entry.id, place)
  if (entry.finalisedAt === undefined && entry.meeting !== undefined) scope.mistake(within(place, 'meeting'), 'is there though the poll is not finalised.')
  if (entry.slots.length === 0) scope.mistake(within(place, 'slots'), 'is missing: a poll has at least one.')
  checkNumbers(scope, entry.slots, within(place, 'slots'))
  const times = new Set(entry.slots.map(({ date: day, time: hour, later }) => `${day} ${hour} ${String(later)}`))
  if (times.size < entry.slots.length) scope.mistake(within(place, 'slots'), 'has one time twice.')
  const slots = entry.slots.map((item, index) => ({ id: scope.takeId(item.id, within(place, 'slots', index)), item }))
  const asked = entry.asked.map((item, index) => ({ id: scope.takeId(item.id, within(place, 'asked', index)), item }))
  const byMail = new Map(asked.map(({ id: askedId, item }) => [item.mail.toLowerCase(), askedId]))
  if (byMail.size < asked.length) scope.mistake(within(place, 'asked'), 'has one address twice.')
  const numbers = new Map(slots.map(({ id: slotId, item }) => [item.number, slotId]))
  const voters = entry.voters.map((item, index) => completeVoter(scope, item, within(place, 'voters', index), { numbers, byMail }))
  const used = voters.flatMap(({ askedId }) => askedId ?? [])
  if (new Set(used).size < used.length) scope.mistake(within(place, 'voters'), 'answer twice to one who was asked.')
  return {
    id: pollId,
    entry,
    cycleId: entry.cycle === undefined ? null : (findNamed(scope, `cycle ${entry.cycle}`, within(place, 'cycle')) ?? null),
    meetingId: entry.meeting === undefined ? null : (findNamed(scope, `meeting ${entry.meeting}`, within(place, 'meeting')) ?? null),
    slots,
    asked,
    voters,
  }
}

const KEYS: Readonly<Record<Answer, 'yes' | 'ifNeedBe' | 'no'>> = { yes: 'yes', 'if-need-be': 'ifNeedBe', no: 'no' }

function completeVoter(scope: FolderScope, item: PollEntry['voters'][number], place: Place, known: { numbers: ReadonlyMap<number, Id>; byMail: ReadonlyMap<string, Id> }): FolderPoll['voters'][number] {
  checkGroups(scope, { regionalGroup: item.regionalGroup }, place)
  const askedId = item.asked === undefined ? undefined : known.byMail.get(item.asked.toLowerCase())
  if (item.asked !== undefined && askedId === undefined) scope.mistake(within(place, 'asked'), 'is nobody who was asked.')
  const votes = ANSWERS.flatMap((answer) =>
    item[KEYS[answer]].flatMap((number, index) => {
      const slotId = known.numbers.get(number)
      if (slotId === undefined) scope.mistake(within(place, KEYS[answer], index), 'is the number of no slot of this poll.')
      return slotId === undefined ? [] : [{ slotId, answer }]
    }),
  )
  if (new Set(votes.map(({ slotId }) => slotId)).size < votes.length) scope.mistake(place, 'says two things of one slot.')
  return { id: scope.takeId(item.id, place), item, askedId: askedId ?? null, votes }
}
