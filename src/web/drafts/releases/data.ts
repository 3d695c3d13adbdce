import { listFollowers } from '../../../drafts/following/queries.ts'
import type { Version } from '../../../drafts/model.ts'
import { listVersions } from '../../../drafts/versions/queries.ts'
import type { Review } from '../../../review/model.ts'
import { listReviews } from '../../../review/queries.ts'
import type { PageRequest } from '../../page.tsx'
import { loadDocumentDesk, type InDocument } from '../data.ts'
import { readingAddress } from '../held/data.ts'

export interface ReleasesData extends InDocument {
  /** All of them, the latest first. */
  readonly versions: readonly Version[]
  readonly reviews: readonly Review[]
  readonly followers: number
  /** To be pasted into the page of an institution. */
  readonly embed: string
}

/** The versions of a document at the desk: which are public, which go round, who is told. */
export async function loadReleases(request: PageRequest): Promise<ReleasesData | 'forbidden' | undefined> {
  const data = await loadDocumentDesk(request)
  if (data === undefined || data === 'forbidden') return data
  const { db, services } = request
  const [versions, reviews, followers] = await Promise.all([listVersions(db, data.document.id, { withHeld: true }), listReviews(db, data.cycle.id), listFollowers(db, data.document.id)])
  const src = `${services.publicUrl}${data.address}/embed?lang=${data.forum.language === 'fr' ? 'fr' : 'en'}`
  const embed = `<iframe src="${src}" title="${escapeAttribute(data.document.title)}" width="100%" height="320" loading="lazy" style="border:0"></iframe>`
  return { ...data, versions, reviews, followers: followers.length, embed }
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}

export interface ReleaseData extends ReleasesData {
  readonly version: Version
  readonly review: Review | undefined
  /** What is sent round with it. */
  readonly link: string
}

export async function loadRelease(request: PageRequest): Promise<ReleaseData | 'forbidden' | undefined> {
  const data = await loadReleases(request)
  if (data === undefined || data === 'forbidden') return data
  const version = data.versions.find(({ number }) => String(number) === request.params['version'])
  if (version === undefined) return undefined
  return { ...data, version, review: data.reviews.find(({ versionId }) => versionId === version.id), link: readingAddress(request.services, { ...data, version }) }
}
