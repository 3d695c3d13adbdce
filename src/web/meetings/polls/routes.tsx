import { castVote, changeVote } from '../../../meetings/votes/commands.ts'
import { deadlineAt, openSlots, spanOf } from '../../../meetings/polls/model.ts'
import { NO_COUNT } from '../../../meetings/votes/model.ts'
import { newId } from '../../../platform/new-id.ts'
import { PUBLIC } from '../../../record/model.ts'
import { isId } from '../../../shared/ids.ts'
import { INTERFACE_LANGUAGES } from '../../../shared/language.ts'
import { clockAt, readTimeZone, timeOfMinute, weekday } from '../../../shared/time.ts'
import type { App, Services } from '../../context.ts'
import { serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { servePage, type PageRequest } from '../../page.tsx'
import { isTooMany, tooMany, withinLimit } from '../../people/limits/data.ts'
import { loadHours, type HoursData } from '../hours/data.ts'
import { HoursPage } from '../hours/pages.tsx'
import { loadAskedForm, loadInPoll, loadMyVote, loadPoll, loadPolls, loadVoters, pollAddress, pollMailWriter, voterAddress, type AskedData, type InPoll, type MyVoteData, type PollData, type PollsData, type VotersData } from './data.ts'
import { readVote, slotField, VotePage, voteValues } from './forms.tsx'
import { PollPage, PollsPage, VotersPage } from './pages.tsx'

const POLL = '/:forum/polls/:poll'

/** Scheduling polls in public: what is asked and what was said, voting without an account, and whose night the meetings of a cycle were. */
export function pollRoutes(app: App, services: Services): void {
  servePage<PollsData>(app, services, { path: '/:forum/polls', load: loadPolls, json: pollsJson, render: (view, data) => <PollsPage view={view} data={data} /> })
  servePage<PollData>(app, services, { path: POLL, load: loadPoll, json: pollJson, isBadRequest: ({ wrongZone }) => wrongZone !== undefined, render: (view, data) => <PollPage view={view} data={data} /> })
  servePage<VotersData>(app, services, { path: `${POLL}/votes`, load: loadVoters, json: votersJson, render: (view, data) => <VotersPage view={view} data={data} /> })
  servePage<HoursData>(app, services, { path: '/:forum/:cycle/meetings/hours', load: loadHours, json: hoursJson, render: (view, data) => <HoursPage view={view} data={data} /> })
  const initial = (data: InPoll) => ({ zone: data.zone, formKey: newId() })
  serveForm<InPoll>(app, services, {
    path: `${POLL}/vote`,
    load: loadInPoll,
    initial,
    render: (view, data, form) => <VotePage view={view} data={data} form={form} />,
    submit: (request, data, submitted) => takeVote(request, { ...data, asked: undefined }, submitted),
  })
  serveForm<AskedData>(app, services, {
    path: `${POLL}/asked/:asked/:secret`,
    load: loadAskedForm,
    initial: (data) => ({ ...initial(data), name: data.asked?.name ?? '', mail: data.asked?.mail ?? '' }),
    render: (view, data, form) => <VotePage view={view} data={data} form={form} />,
    submit: takeVote,
  })
  serveForm<MyVoteData>(app, services, {
    path: `${POLL}/mine/:voter/:secret`,
    load: loadMyVote,
    initial: (data) => voteValues(data, data.zone),
    render: (view, data, form) => <VotePage view={view} data={data} form={form} mine={data} />,
    submit: takeChange,
  })
}

/** The button that only shows the times anew writes nothing; what was typed stays. */
function showInZone(request: PageRequest, data: InPoll, submitted: Submitted, mine?: MyVoteData): FormOutcome | undefined {
  if (submitted.value('go') !== 'zone') return undefined
  if (readTimeZone(submitted.value('zone').trim()) === undefined) return { errors: { zone: 'not-a-time-zone' } }
  return { page: <VotePage view={request.view} data={data} form={{ values: submitted.fields, errors: {}, uploads: {} }} mine={mine} /> }
}

async function takeVote(request: PageRequest, data: AskedData, submitted: Submitted): Promise<FormOutcome> {
  const shown = showInZone(request, data, submitted)
  if (shown !== undefined) return shown
  const read = readVote(submitted, data)
  const formKey = submitted.value('formKey')
  if (!read.ok) return { errors: read.errors }
  if (!isId(formKey)) return { errors: { '': 'polls.refusal.form-without-key' } }
  const input = { ...read.value, pollId: data.poll.id, askedId: data.asked?.id ?? null, formKey, language: languageOf(request), write: pollMailWriter(request.services) }
  const cast = await withinLimit(request, 'vote', read.value.mail ?? undefined, (tx) => castVote(tx, PUBLIC, input, request.now))
  if (isTooMany(cast)) return tooMany(request, 'vote', cast)
  if ('voterId' in cast) return { seeOther: voterAddress(request.services, data, cast.voterId) }
  return { errors: { '': `polls.refusal.${cast.refusal}` } }
}

async function takeChange(request: PageRequest, data: MyVoteData, submitted: Submitted): Promise<FormOutcome> {
  const shown = showInZone(request, data, submitted, data)
  if (shown !== undefined) return shown
  const read = readVote(submitted, data)
  if (!read.ok) return { errors: read.errors }
  const text = submitted.value('revision')
  const revision = /^[1-9][0-9]{0,8}$/u.test(text) ? Number(text) : 0
  const input = { ...read.value, pollId: data.poll.id, voterId: data.voter.id, revision, language: languageOf(request), write: pollMailWriter(request.services) }
  const changed = await withinLimit(request, 'vote', data.voter.id, (tx) => changeVote(tx, PUBLIC, input, request.now))
  if (isTooMany(changed)) return tooMany(request, 'vote', changed)
  return 'refusal' in changed ? { errors: { '': `polls.refusal.${changed.refusal}` } } : { seeOther: request.view.path }
}

function languageOf(request: PageRequest): string {
  return INTERFACE_LANGUAGES.find((each) => each === request.view.lang) ?? 'en'
}

function pollsJson(data: PollsData): object {
  return { forum: data.forum.slug, polls: data.polls.map((poll) => ({ poll: poll.number, title: poll.title, state: poll.state, slots: openSlots(poll).length, url: pollAddress({ forum: data.forum, poll }) })) }
}

/** Counts by slot, `unanswered` apart from `no`; hours of the regions; no names and no addresses. */
function pollJson(data: PollData): object {
  const { poll, counts, forum } = data
  return {
    forum: forum.slug,
    cycle: data.cycle?.slug ?? null,
    poll: poll.number,
    title: poll.title,
    words: poll.words,
    state: data.state,
    zone: poll.zone,
    minutes: poll.minutes,
    deadline: poll.deadline === null ? null : { ...poll.deadline, at: deadlineAt(poll.deadline), isSoft: poll.isSoft },
    extensions: poll.extensions,
    voters: counts.turnout.voters,
    slots: poll.slots.map((slot) => {
      const { starts, ends } = spanOf(poll, slot)
      const fairness = data.fairness.get(slot.id)
      const { date, time, number, removedAt } = slot
      const own = clockAt(starts, data.zone)
      return {
        slot: number, date, time, weekday: weekday(date), utc: { starts, ends }, shown: { zone: data.zone, date: own.date, time: timeOfMinute(own.minute) }, removedAt,
        said: counts.slots.get(slot.id) ?? { ...NO_COUNT, unanswered: counts.turnout.voters },
        hours: fairness?.regions.map((hour) => ({ regionalGroup: hour.regionalGroup, zone: hour.zone, date: hour.date, time: hour.time, band: hour.band })) ?? [],
        votersAtNight: fairness?.votersAtNight ?? null,
      }
    }),
    twoSittings: data.proposal === undefined ? null : { slots: data.proposal.both.map(({ number }) => number), atNight: data.proposal.left.places.map(({ zone }) => zone), votersAtNight: data.proposal.left.voters, bestSingle: data.proposal.best.number, atNightThen: data.proposal.atBest.places.map(({ zone }) => zone) },
    meeting: data.meeting === undefined ? null : `/${forum.slug}/meetings/${data.meeting}`,
  }
}

function votersJson(data: VotersData): object {
  const slots = openSlots(data.poll)
  return {
    poll: data.poll.number,
    total: data.total,
    page: data.page,
    pages: data.pages,
    voters: data.voters.map(({ voter, answers }) => ({ name: voter.name, said: Object.fromEntries(slots.flatMap((slot) => (answers.has(slot.id) ? [[slotField(slot), answers.get(slot.id)]] : []))) })),
  }
}

function hoursJson(data: HoursData): object {
  return {
    forum: data.forum.slug,
    cycle: data.cycle.slug,
    meetings: data.meetings.map(({ slug }) => slug),
    untimed: data.untimed,
    regions: data.rows.map((row) => ({ regionalGroup: row.regionalGroup, zone: row.zone, ...row.counts, hours: row.hours.map(({ date, time, band }) => ({ date, time, band })) })),
  }
}
