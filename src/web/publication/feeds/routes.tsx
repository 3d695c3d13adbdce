import { writeAtom, type Feed } from '../../../publication/feeds/model.ts'
import type { Rendered } from '../../answer.ts'
import type { App, Services } from '../../context.ts'
import { servePublicFile } from '../../page.tsx'
import { loadCycleFeed, loadForumFeed } from './data.ts'

/** Feeds of what is published and frozen, for a cycle and for a forum: for programs that look whether there is anything new. */
export function feedRoutes(app: App, services: Services): void {
  servePublicFile(app, services, '/:forum/feed.atom', async (request) => written(await loadForumFeed(request)))
  servePublicFile(app, services, '/:forum/:cycle/feed.atom', async (request) => written(await loadCycleFeed(request)))
}

function written(feed: Feed | undefined): Rendered | undefined {
  return feed === undefined ? undefined : { type: 'application/atom+xml; charset=utf-8', text: writeAtom(feed) }
}
