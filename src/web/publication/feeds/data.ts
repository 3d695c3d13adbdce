import { listVersionsOfCycle } from '../../../drafts/versions/queries.ts'
import type { Cycle, Forum } from '../../../forums/model.ts'
import { listCycles } from '../../../forums/queries.ts'
import { listErrata } from '../../../publication/errata/queries.ts'
import type { Feed, FeedEntry } from '../../../publication/feeds/model.ts'
import { listEditions } from '../../../publication/queries.ts'
import { RENDER_FORMATS, MEDIA_TYPES } from '../../../publication/renders/model.ts'
import { listTranslations } from '../../../publication/translations/queries.ts'
import { loadCycle, loadForum } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'

/** Entries of a feed at most, the latest: a reader has the earlier ones, and the pages have all. */
const ENTRIES = 60

/** What was published and frozen in a cycle. */
export async function loadCycleFeed(request: PageRequest): Promise<Feed | undefined> {
  const inCycle = await loadCycle(request)
  if (inCycle === undefined) return undefined
  const { forum, cycle } = inCycle
  const page = `${request.view.publicUrl}/${forum.slug}/${cycle.slug}`
  return { id: `urn:uuid:${cycle.id}`, title: `${forum.title}: ${cycle.title}`, author: forum.title, language: forum.language, self: `${page}/feed.atom`, page, entries: latest(await entriesOf(request, forum, cycle)) }
}

/** What was published and frozen in all cycles of a forum. */
export async function loadForumFeed(request: PageRequest): Promise<Feed | undefined> {
  const inForum = await loadForum(request)
  if (inForum === undefined) return undefined
  const { forum } = inForum
  const page = `${request.view.publicUrl}/${forum.slug}`
  const entries: FeedEntry[] = []
  for (const cycle of await listCycles(request.db, forum.id)) entries.push(...(await entriesOf(request, forum, cycle)))
  return { id: `urn:uuid:${forum.id}`, title: forum.title, author: forum.title, language: forum.language, self: `${page}/feed.atom`, page, entries: latest(entries) }
}

function latest(entries: readonly FeedEntry[]): FeedEntry[] {
  return entries.toSorted((a, b) => (a.updatedAt < b.updatedAt ? 1 : a.updatedAt > b.updatedAt ? -1 : a.id < b.id ? -1 : 1)).slice(0, ENTRIES)
}

async function entriesOf({ db, view }: PageRequest, forum: Forum, cycle: Cycle): Promise<FeedEntry[]> {
  const base = `${view.publicUrl}/${forum.slug}/${cycle.slug}`
  const [versions, editions] = [await listVersionsOfCycle(db, cycle.id), await listEditions(db, cycle.id)]
  const ids = editions.map(({ id }) => id)
  const [errata, translations] = [await listErrata(db, ids), await listTranslations(db, ids)]
  const filesAt = (address: string) => RENDER_FORMATS.map((format) => ({ type: MEDIA_TYPES[format].split(';')[0] ?? '', address: `${address}/edition.${format}` }))
  return [
    ...versions.map((version): FeedEntry => {
      const address = `${base}/documents/${version.documentSlug}/versions/${version.number}`
      return { id: `urn:uuid:${version.id}`, title: view.t('publication.feed.version', { document: version.documentTitle, number: version.number, title: version.title }), summary: version.note, language: version.language, address, publishedAt: version.frozenAt, updatedAt: version.frozenAt, files: [] }
    }),
    ...editions.map((edition): FeedEntry => {
      const address = `${base}/editions/${edition.number}`
      const noted = errata.filter(({ editionId }) => editionId === edition.id).map(({ notedAt }) => notedAt)
      const language = versions.find(({ id }) => id === edition.versionId)?.language ?? forum.language
      return { id: `urn:uuid:${edition.id}`, title: edition.title, summary: edition.summary, language, address, publishedAt: edition.publishedAt, updatedAt: noted.reduce((last, at) => (at > last ? at : last), edition.publishedAt), files: filesAt(address) }
    }),
    ...translations.flatMap((translation): FeedEntry[] => {
      const edition = editions.find(({ id }) => id === translation.editionId)
      if (edition === undefined || translation.publishedAt === null) return []
      const address = `${base}/editions/${edition.number}/${translation.language}`
      return [{ id: `urn:uuid:${translation.id}`, title: translation.title, summary: translation.summary, language: translation.language, address, publishedAt: translation.publishedAt, updatedAt: translation.publishedAt, files: filesAt(address) }]
    }),
  ]
}
