import type { App, Services } from '../context.ts'
import { archiveRoutes } from './archive/routes.tsx'
import { listDeskRoutes } from './desk/routes.tsx'
import { joiningRoutes } from './joining/routes.tsx'

/** Mailing lists: their archives, taking part without an account, and running them. */
export function listRoutes(app: App, services: Services): void {
  joiningRoutes(app, services)
  archiveRoutes(app, services)
  listDeskRoutes(app, services)
}
