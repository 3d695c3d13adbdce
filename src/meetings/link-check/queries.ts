import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { findAddresses } from '../../shared/web-addresses.ts'
import { FAILURES_SAID, type UnreachedLink } from './model.ts'

/** Of these addresses those that could not be reached for a while, each with the moment since when. */
export async function findUnreached(db: Reader, urls: readonly string[]): Promise<Map<string, Instant>> {
  if (urls.length === 0) return new Map()
  const rows = await db.selectFrom('meetings_address').select(['url', 'failing_since']).where('url', 'in', [...new Set(urls)]).where('state', '=', 'unreached').where('failures', '>=', FAILURES_SAID).execute()
  return new Map(rows.flatMap(({ url, failing_since: since }): [string, Instant][] => (since === null ? [] : [[url, since]])))
}

interface Standing {
  readonly url: string
  readonly slug: string
  readonly title: string
  readonly place: UnreachedLink['place']
}

/** Every address that stands in meetings and in their reports that are no drafts, with where; of one forum, or of all. */
export async function listAddresses(db: Reader, forumId?: Id): Promise<Standing[]> {
  const of = db.selectFrom('meetings_meeting').where((where) => (forumId === undefined ? where.lit(true) : where('forum_id', '=', forumId)))
  const links = await of.innerJoin('meetings_link', 'meetings_link.meeting_id', 'meetings_meeting.id').select(['slug', 'meetings_meeting.title', 'url']).execute()
  const drafts = db.selectFrom('meetings_report').select('meeting_id').where('state', '=', 'draft')
  const reported = of.where('meetings_meeting.id', 'not in', drafts)
  const texts = [
    ...(await reported.innerJoin('meetings_paragraph', 'meetings_paragraph.meeting_id', 'meetings_meeting.id').select(['slug', 'title', 'text']).where('text', 'like', '%://%').execute()),
    ...(await reported.innerJoin('meetings_footnote', 'meetings_footnote.meeting_id', 'meetings_meeting.id').select(['slug', 'title', 'text']).where('text', 'like', '%://%').execute()),
    ...(await reported.innerJoin('meetings_annex', 'meetings_annex.meeting_id', 'meetings_meeting.id').select(['slug', 'meetings_meeting.title', 'text']).where('text', 'like', '%://%').execute()),
  ]
  return [
    ...links.map(({ slug, title, url }) => ({ url, slug, title, place: 'link' as const })),
    ...texts.flatMap(({ slug, title, text }) => findAddresses(text).map((url) => ({ url, slug, title, place: 'report' as const }))),
  ]
}

/** The links of a forum's meetings and reports that could not be reached, each with the meeting it stands with. */
export async function listUnreached(db: Reader, forumId: Id): Promise<UnreachedLink[]> {
  const standing = await listAddresses(db, forumId)
  const unreached = await findUnreached(db, standing.map(({ url }) => url))
  const found = standing.flatMap(({ url, slug, title, place }): UnreachedLink[] => {
    const since = unreached.get(url)
    return since === undefined ? [] : [{ url, since, place, meeting: { slug, title } }]
  })
  return [...new Map(found.map((link) => [`${link.meeting.slug} ${link.url}`, link])).values()]
}

/** An address that was reached lately: what says whether this machine has a network. */
export async function findWitness(db: Reader): Promise<string | undefined> {
  return (await db.selectFrom('meetings_address').select('url').where('state', '=', 'reached').orderBy('checked_at', 'desc').limit(1).executeTakeFirst())?.url
}
