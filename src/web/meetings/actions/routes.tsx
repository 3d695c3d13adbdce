import { changeAction, takeOnAction } from '../../../meetings/actions/commands.ts'
import type { Action } from '../../../meetings/actions/model.ts'
import { transact } from '../../../platform/database.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { servePage, type PageRequest } from '../../page.tsx'
import { loadMeetingAtDesk, type AtDesk, type MeetingData } from '../data.ts'
import { readRevision } from '../forms.tsx'
import { loadAction, loadActionAtDesk, loadActions, type ActionData, type ActionsData } from './data.ts'
import { ActionDesk, actionSchema, NewActionPage, newActionSchema } from './forms.tsx'
import { ActionPage, ActionsPage } from './pages.tsx'

/** Actions: their pages, taking one on, saying what became of it. */
export function actionRoutes(app: App, services: Services): void {
  serveForm<MeetingData & AtDesk>(app, services, {
    path: '/desk/:forum/meetings/:meeting/actions',
    load: loadMeetingAtDesk,
    render: (view, data, form) => <NewActionPage view={view} data={data} form={form} />,
    submit: enterAction,
  })
  serveForm<ActionData & AtDesk>(app, services, {
    path: '/desk/:forum/actions/:action',
    load: loadActionAtDesk,
    initial: ({ action }) => ({ text: action.text, owner: action.owner ?? '', due: action.due ?? '', state: action.state, outcome: action.outcome ?? '', revision: String(action.revision) }),
    render: (view, data, form) => <ActionDesk view={view} data={data} form={form} />,
    submit: enterChange,
  })
  servePage<ActionsData>(app, services, {
    path: '/:forum/actions',
    load: loadActions,
    json: ({ forum, cycle, state, actions, meetings }) => ({ forum: forum.slug, cycle: cycle?.slug ?? null, state: state ?? 'all', actions: actions.map((action) => actionJson(forum.slug, action, meetings.get(action.meetingId)?.slug)) }),
    render: (view, data) => <ActionsPage view={view} data={data} />,
  })
  servePage<ActionData>(app, services, {
    path: '/:forum/actions/:action',
    load: loadAction,
    json: ({ forum, action, meeting }) => ({ forum: forum.slug, ...actionJson(forum.slug, action, meeting?.slug) }),
    render: (view, data) => <ActionPage view={view} data={data} />,
  })
}

export function actionJson(forum: string, action: Action, meeting: string | undefined): object {
  const { number, text, owner, due, state, outcome, settledAt } = action
  return { action: `A-${number}`, text, owner, due, state, outcome, settledAt, meeting: meeting ?? null, url: `/${forum}/actions/A-${number}` }
}

async function enterAction(request: PageRequest, data: MeetingData & AtDesk, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(newActionSchema, { item: '', owner: '', due: '', ...fieldsToObject(submitted.fields) })
  if (!parsed.ok) return parsed
  const { text, owner, due, item } = parsed.value
  const found = item === '' ? undefined : data.items[Number(item) - 1]
  if (item !== '' && found === undefined) return { errors: { item: 'not-in-list' } }
  const input = { forumId: data.forum.id, meetingId: data.meeting.id, itemId: found?.id ?? null, text, owner, due }
  const taken = await transact(request.db, (tx) => takeOnAction(tx, { kind: 'person', id: data.person.id }, input, request.now))
  return isRefusal(taken) ? { errors: { '': `meetings.plan.refusal.${taken.refusal}` } } : { seeOther: `${request.view.path}?done=1` }
}

async function enterChange(request: PageRequest, data: ActionData & AtDesk, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(actionSchema, { owner: '', due: '', outcome: '', ...fieldsToObject(submitted.fields) })
  if (!parsed.ok) return parsed
  const input = { forumId: data.forum.id, number: data.action.number, revision: readRevision(submitted), ...parsed.value }
  const changed = await transact(request.db, (tx) => changeAction(tx, { kind: 'person', id: data.person.id }, input, request.now))
  if (!isRefusal(changed)) return { seeOther: `${request.view.path}?done=1` }
  return { errors: { [changed.refusal === 'outcome-missing' ? 'outcome' : '']: `meetings.plan.refusal.${changed.refusal === 'changed-meanwhile' ? 'action-changed' : changed.refusal}` } }
}
