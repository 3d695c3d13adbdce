import type { Version } from '../../../drafts/model.ts'
import { listVersions, listVersionsOfCycle, type VersionOfCycle } from '../../../drafts/versions/queries.ts'
import { may } from '../../../people/policy.ts'
import { equalSecrets, hmac } from '../../../platform/digest.ts'
import type { Id } from '../../../shared/ids.ts'
import type { Services } from '../../context.ts'
import type { InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'

/** Versions that one browser reads before they are public, at most: the oldest gives way. */
const KEYS = 20

/** What opens a version that is held back: nobody can make one without the installation's secret. */
export function readingSecret(secret: string, versionId: Id): string {
  return hmac(secret, `reading:${versionId}`)
}

/** The link that is sent round with a version: it opens the version, its review and its comments in the browser that follows it. */
export function readingAddress(sender: Pick<Services, 'publicUrl' | 'secret'>, place: { forum: { slug: string }; cycle: { slug: string }; document: { slug: string }; version: { number: number; id: Id } }): string {
  const { forum, cycle, document, version } = place
  return `${sender.publicUrl}/${forum.slug}/${cycle.slug}/documents/${document.slug}/versions/${version.number}/read/${readingSecret(sender.secret, version.id)}`
}

/** The cookie with one more version in it. */
export function withKey(known: string | undefined, versionId: Id, secret: string): string {
  const key = `${versionId}.${secret}`
  return [key, ...(known ?? '').split('~').filter((each) => each !== '' && each !== key)].slice(0, KEYS).join('~')
}

/** Whether whoever asks may read a version: anybody once it is public; before, its editors, and once it goes round, members and those who have its link. */
export function mayRead(request: PageRequest, place: Pick<InCycle, 'forum' | 'cycle'>, version: Pick<Version, 'id' | 'circulatedAt' | 'releasedAt'>): boolean {
  if (version.releasedAt !== null) return true
  const { person } = request.view
  if (may(person, 'edit-drafts', { forumId: place.forum.id, cycleId: place.cycle.id }) || may(person, 'run-reviews', { forumId: place.forum.id, cycleId: place.cycle.id })) return true
  if (version.circulatedAt === null) return false
  const isMember = person?.roles.some(({ forumId }) => forumId === place.forum.id) === true
  return isMember || hasKey(request, version.id)
}

function hasKey(request: PageRequest, versionId: Id): boolean {
  const key = (request.readingKeys ?? '').split('~').find((each) => each.startsWith(`${versionId}.`))
  return key !== undefined && equalSecrets(key.slice(versionId.length + 1), readingSecret(request.services.secret, versionId))
}

/** The versions of a document that whoever asks may read, the latest first. */
export async function listReadable(request: PageRequest, place: Pick<InCycle, 'forum' | 'cycle'>, documentId: Id): Promise<Version[]> {
  return (await listVersions(request.db, documentId, { withHeld: true })).filter((version) => mayRead(request, place, version))
}

/** The same for every document of the cycle. */
export async function listReadableOfCycle(request: PageRequest, place: Pick<InCycle, 'forum' | 'cycle'>): Promise<VersionOfCycle[]> {
  return (await listVersionsOfCycle(request.db, place.cycle.id, { withHeld: true })).filter((version) => mayRead(request, place, version))
}
