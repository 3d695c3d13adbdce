import { listCycles, listForums } from '../../forums/queries.ts'
import type { App, Services } from '../context.ts'
import { servePage } from '../page.tsx'
import { loadForum } from './data.ts'
import { ForumPage, HomePage, type ForumPageData } from './pages.tsx'

/** The installation's first page, and the home page of a forum. */
export function forumRoutes(app: App, services: Services): void {
  servePage(app, services, {
    path: '/',
    load: async ({ db }) => ({ forums: await listForums(db) }),
    json: ({ forums }) => ({ forums: forums.map((forum) => ({ forum: forum.slug, title: forum.title, demonstration: forum.isDemonstration })) }),
    render: (view, { forums }) => <HomePage view={view} forums={forums} />,
  })
  servePage<ForumPageData>(app, services, {
    path: '/:forum',
    load: async (request) => {
      const inForum = await loadForum(request)
      return inForum === undefined ? undefined : { ...inForum, cycles: await listCycles(request.db, inForum.forum.id) }
    },
    json: ({ forum, cycles }) => ({
      forum: forum.slug,
      title: forum.title,
      demonstration: forum.isDemonstration,
      cycles: cycles.map((cycle) => ({ cycle: cycle.slug, title: cycle.title, focus: cycle.focus })),
    }),
    render: (view, data) => <ForumPage view={view} data={data} />,
  })
}
