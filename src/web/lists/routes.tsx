import type { App, Services } from '../context.ts'
import { announcementRoutes } from './announcements/routes.tsx'
import { archiveRoutes } from './archive/routes.tsx'
import { listDeskRoutes } from './desk/routes.tsx'
import { registeringRoutes } from './registering/routes.tsx'
import { listSendingRoutes } from './sending/routes.tsx'
import { takingRoutes } from './taken/routes.tsx'
import { joiningRoutes } from './joining/routes.tsx'

/** Mailing lists: their archives, taking part without an account, and running them. */
export function listRoutes(app: App, services: Services): void {
  joiningRoutes(app, services)
  announcementRoutes(app, services)
  archiveRoutes(app, services)
  listSendingRoutes(app, services)
  registeringRoutes(app, services)
  takingRoutes(app, services)
  listDeskRoutes(app, services)
}
