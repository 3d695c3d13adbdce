import type { App, Services } from '../../context.ts'
import { servePrivatePage } from '../../page.tsx'
import { loadMail } from './data.ts'
import { MailPage } from './desk.tsx'

/** How the installation's mail is set up. */
export function mailRoutes(app: App, services: Services): void {
  servePrivatePage(app, services, {
    path: '/desk/mail',
    load: loadMail,
    render: (view, data) => <MailPage view={view} data={data} />,
  })
}
