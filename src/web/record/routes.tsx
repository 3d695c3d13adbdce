import type { App, Services } from '../context.ts'
import { servePage } from '../page.tsx'
import { loadForumRecord, loadRecord, PAGE, type ForumRecordData, type RecordData } from './data.ts'
import { keptRoutes } from './kept/routes.tsx'
import { mailRoutes } from './mail/routes.tsx'
import { noticeRoutes } from './notices/routes.tsx'
import { troubleRoutes } from './troubles/routes.tsx'
import { ForumRecordPage, InstallationRecordPage } from './pages.tsx'
import { queueRoutes } from './queue/routes.tsx'

/** The public record, of each forum and of the installation, and the outbox and the set-up of mail at the desk. */
export function recordRoutes(app: App, services: Services): void {
  keptRoutes(app, services)
  troubleRoutes(app, services)
  noticeRoutes(app, services)
  queueRoutes(app, services)
  mailRoutes(app, services)
  servePage<RecordData>(app, services, {
    path: '/record',
    load: (request) => loadRecord(request, undefined, PAGE),
    json: (data) => recordJson(data, '/record', null),
    render: (view, data) => <InstallationRecordPage view={view} data={data} />,
  })
  servePage<ForumRecordData>(app, services, {
    path: '/:forum/record',
    load: loadForumRecord,
    json: (data) => recordJson(data, `/${data.forum.slug}/record`, data.forum.slug),
    render: (view, data) => <ForumRecordPage view={view} data={data} />,
  })
}

/** Entries word for word, newest first, with the public texts and their salts: all that is needed to recompute the hashes. */
function recordJson(data: RecordData, path: string, forum: string | null): object {
  return {
    forum,
    chain: data.chain?.id ?? null,
    length: data.chain?.length ?? 0,
    head: data.chain?.head ?? null,
    rule: {
      hash: 'SHA-256, in hex, of the canonical JSON of {act, actor: {id, kind}, at, chain, commitments, cycle, detail, previous, sequence, subject: {id, kind}}: keys in order, no white space',
      genesis: 'the previous of the first entry is SHA-256 of "convoke-record/1 " and the id of the chain',
      commitment: 'HMAC-SHA256, in hex, with the salt as key, of the text',
    },
    entries: data.entries,
    texts: data.texts.map(({ sequence, name, salt, text }) => ({ sequence, name, salt, text })),
    earlier: data.earlier === undefined ? null : `${path}.json?before=${data.earlier}`,
  }
}
