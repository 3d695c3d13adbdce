import { makeInvitation, stopInvitation } from '../../../contributions/invitations/commands.ts'
import { invitationSchema } from '../../../contributions/invitations/schema.ts'
import { transact } from '../../../platform/database.ts'
import { parseFields } from '../../../shared/fields.ts'
import type { Id } from '../../../shared/ids.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm } from '../../form.tsx'
import { servePrivatePage } from '../../page.tsx'
import { actorOf } from '../../synthesis/data.ts'
import { loadInvitations, loadInvited, loadOneInvitation, type InvitationsData, type InvitedData } from './data.ts'
import { InvitationsDesk } from './desk.tsx'
import { InvitedPage } from './pages.tsx'

/** Invitations: made and followed up at the desk, opened by whoever has the link. */
export function invitationRoutes(app: App, services: Services): void {
  const desk = '/desk/:forum/:cycle/calls/:call/invitations'
  serveForm<InvitationsData>(app, services, {
    path: desk,
    load: loadInvitations,
    render: (view, data, form) => <InvitationsDesk view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = parseFields(invitationSchema, fieldsToObject(submitted.fields))
      if (!parsed.ok) return parsed
      const made = await transact(request.db, (tx) => makeInvitation(tx, actorOf(request), { ...parsed.value, callId: data.call.id }, request.now))
      return isRefusal(made) ? { errors: { '': `sending.refusal.${made.refusal}` } } : { seeOther: `${request.view.path}#invitation-${made.number}` }
    },
  })
  serveForm<InvitationsData & { invitationId: Id }>(app, services, {
    path: `${desk}/:number/stop`,
    load: loadOneInvitation,
    render: (view, data, form) => <InvitationsDesk view={view} data={data} form={form} />,
    submit: async (request, data) => {
      const stopped = await transact(request.db, (tx) => stopInvitation(tx, actorOf(request), { invitationId: data.invitationId }, request.now))
      return isRefusal(stopped) ? { errors: { '': `sending.refusal.${stopped.refusal}` } } : { seeOther: request.view.path.replace(/\/[0-9]+\/stop$/u, '') }
    },
  })
  servePrivatePage<InvitedData>(app, services, { path: '/:forum/:cycle/calls/:call/invitations/:invitation', load: loadInvited, render: (view, data) => <InvitedPage view={view} data={data} /> })
}
