import { transact } from '../../../platform/database.ts'
import type { Actor } from '../../../record/model.ts'
import { dropMail, tryDestinationAgain, tryMailAgain } from '../../../record/sending/commands.ts'
import { isId } from '../../../shared/ids.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { servePrivatePage, type PageRequest } from '../../page.tsx'
import { loadQueue, loadWritten, type QueueData } from './data.ts'
import { QueuePage, WrittenPage } from './desk.tsx'

/** The queue of mails that leave. */
export function queueRoutes(app: App, services: Services): void {
  serveForm<QueueData>(app, services, {
    path: '/desk/outbox',
    load: loadQueue,
    render: (view, data, form) => <QueuePage view={view} data={data} form={form} />,
    submit,
  })
  servePrivatePage(app, services, {
    path: '/desk/outbox/:mail',
    load: loadWritten,
    render: (view, mail) => <WrittenPage view={view} mail={mail} />,
  })
}

async function submit(request: PageRequest, _data: QueueData, submitted: Submitted): Promise<FormOutcome> {
  const { person } = request.view
  const [act, mail, domain] = [submitted.value('act'), submitted.value('mail'), submitted.value('domain').slice(0, 253).replaceAll('\u0000', '')]
  if (person === undefined) return { errors: { '': 'record.queue.refusal.no-such-mail' } }
  const actor: Actor = { kind: 'person', id: person.id }
  const done = await transact(request.db, async (tx) => {
    if (act === 'again-there') return tryDestinationAgain(tx, actor, domain, request.now)
    if (!isId(mail) || (act !== 'again' && act !== 'drop')) return { refusal: 'no-such-mail' as const }
    return act === 'again' ? tryMailAgain(tx, actor, mail, request.now) : dropMail(tx, actor, mail, request.now)
  })
  if (isRefusal(done)) return { errors: { '': `record.queue.refusal.${done.refusal}` } }
  return { seeOther: act === 'drop' ? '/desk/outbox?state=gone' : '/desk/outbox?state=waiting' }
}
