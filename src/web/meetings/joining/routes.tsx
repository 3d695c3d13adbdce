import { addWay, removeWay } from '../../../meetings/joining/commands.ts'
import { transact } from '../../../platform/database.ts'
import type { Actor } from '../../../record/model.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isId } from '../../../shared/ids.ts'
import { isRefusal } from '../../../shared/result.ts'
import { endOfDay, parsePlainDate, parsePlainTime, zonedInstant, type Instant } from '../../../shared/time.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { readRevision } from '../forms.tsx'
import { loadJoiningAtDesk, type JoiningData } from './data.ts'
import { JoiningDesk, waySchema } from './forms.tsx'

/** How to join a meeting, entered and taken away at the desk. */
export function joiningRoutes(app: App, services: Services): void {
  serveForm<JoiningData>(app, services, {
    path: '/desk/:forum/meetings/:meeting/joining',
    load: loadJoiningAtDesk,
    initial: ({ meeting }) => ({ kind: 'link', visibility: 'members', zone: meeting.sittings[0]?.zone ?? '', revision: String(meeting.revision) }),
    render: (view, data, form) => <JoiningDesk view={view} data={data} form={form} />,
    submit: enterWay,
  })
}

async function enterWay(request: PageRequest, data: JoiningData, submitted: Submitted): Promise<FormOutcome> {
  const actor: Actor = { kind: 'person', id: data.person.id }
  const to = { forumId: data.forum.id, meetingId: data.meeting.id, revision: readRevision(submitted) }
  const gone = submitted.value('remove')
  if (gone !== '') {
    const removed = isId(gone) ? await transact(request.db, (tx) => removeWay(tx, actor, { ...to, wayId: gone }, request.now)) : ({ refusal: 'no-such-way' } as const)
    return outcomeOf(request, removed)
  }
  const parsed = parseFields(waySchema, { label: '', sitting: '', 'until-date': '', 'until-time': '', zone: '', ...fieldsToObject(submitted.fields) })
  if (!parsed.ok) return parsed
  const { kind, label = null, value, visibility, sitting } = parsed.value
  if (sitting !== '' && data.meeting.sittings[Number(sitting) - 1] === undefined) return { errors: { sitting: 'not-in-list' } }
  const way = { kind, label, value: kind === 'link' ? value.trim() : value, visibility, sitting: sitting === '' ? null : Number(sitting), expiresAt: endOf(parsed.value['until-date'], parsed.value['until-time'], parsed.value.zone) }
  return outcomeOf(request, await transact(request.db, (tx) => addWay(tx, actor, { ...to, ...way }, request.now)))
}

/** A day without an hour ends as days do that have no zone: when it is over everywhere. */
function endOf(day: string, hour: string, zone: string): Instant | null {
  const [date, time] = [parsePlainDate(day), parsePlainTime(hour)]
  if (date === undefined) return null
  return time === undefined ? endOfDay(date, zone === '' ? undefined : zone) : zonedInstant(date, time, zone === '' ? 'UTC' : zone)
}

function outcomeOf(request: PageRequest, done: object): FormOutcome {
  if (!isRefusal(done)) return { seeOther: `${request.view.path}?done=1` }
  const { refusal } = done as { refusal: 'changed-meanwhile' | 'no-such-way' }
  return { errors: { '': refusal === 'changed-meanwhile' ? 'meetings.refusal.changed-meanwhile' : `meetings.plan.refusal.${refusal}` } }
}
