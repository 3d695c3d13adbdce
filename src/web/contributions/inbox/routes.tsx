import { assignReader, markRead, markUnread } from '../../../contributions/handling/commands.ts'
import { transact } from '../../../platform/database.ts'
import type { Actor } from '../../../record/model.ts'
import { isId } from '../../../shared/ids.ts'
import type { App, Services } from '../../context.ts'
import { serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { handlingRoutes } from '../handling/routes.tsx'
import type { PageRequest } from '../../page.tsx'
import { inboxAddress, loadInbox, type InboxData } from './data.ts'
import { InboxPage } from './desk.tsx'

/** The inbox of contributions, what is done with several of them at once, and behind it each of them. */
export function inboxRoutes(app: App, services: Services): void {
  serveForm<InboxData>(app, services, {
    path: '/desk/:forum/:cycle/inbox',
    load: loadInbox,
    render: (view, data, form) => <InboxPage view={view} data={data} form={form} />,
    submit: takeMany,
  })
  handlingRoutes(app, services)
}

/** What was ticked is marked or given to a reader, all at once. */
async function takeMany({ db, now, view }: PageRequest, data: InboxData, submitted: Submitted): Promise<FormOutcome> {
  const actor: Actor = { kind: 'person', id: data.person.id }
  const input = { cycleId: data.cycle.id, contributionIds: (submitted.fields['chosen'] ?? []).filter(isId) }
  if (input.contributionIds.length === 0) return { errors: { chosen: view.t('inbox.refusal.nothing-chosen') } }
  const done = (marked: number): FormOutcome => ({ seeOther: inboxAddress(data, { marked: String(marked) }) })
  const action = submitted.value('action')
  if (action === 'assign') {
    const reader = data.readers.find(({ id }) => id === submitted.value('reader'))
    if (!data.decides || reader === undefined) return { errors: { chosen: view.t('inbox.refusal.no-such-reader') } }
    const assigned = await transact(db, (tx) => assignReader(tx, actor, { ...input, personId: reader.id }, now))
    return 'refusal' in assigned ? { errors: { chosen: view.t(`inbox.refusal.${assigned.refusal}`) } } : done(assigned.assigned)
  }
  const marked = action === 'unread' ? await transact(db, (tx) => markUnread(tx, actor, input, now)) : await transact(db, (tx) => markRead(tx, actor, input, now))
  return 'refusal' in marked ? { errors: { chosen: view.t(`inbox.refusal.${marked.refusal}`) } } : done(marked.answers)
}
