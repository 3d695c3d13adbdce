import { listContributions } from '../../../contributions/queries.ts'
import { listDocuments } from '../../../drafts/queries.ts'
import type { Cycle, Forum } from '../../../forums/model.ts'
import type { Meeting } from '../../../meetings/model.ts'
import { formatRef } from '../../../shared/refs.ts'
import { listReadableOfCycle } from '../../drafts/held/data.ts'
import type { PageRequest } from '../../page.tsx'

const LATE_LIMIT = 100

/** What stands around a meeting in its cycles: late contributions that a session could take up, and documents that were agreed there. */
export interface Aftermath {
  readonly late: readonly { readonly ref: string; readonly href: string }[]
  readonly agreed: readonly { readonly title: string; readonly href: string; readonly language: string }[]
  /** Of each cycle concerned: where input and output are joined. */
  readonly traces: readonly { readonly cycle: string; readonly href: string }[]
}

/** Late contributions are those that had come by the day of a session after the deadline of their call; other meetings have none. */
export async function loadAftermath(request: PageRequest, forum: Forum, cycles: readonly Cycle[], meeting: Pick<Meeting, 'id' | 'kind' | 'cycleIds' | 'sittings'>): Promise<Aftermath> {
  const { db } = request
  const own = cycles.filter(({ id, movedTo }) => meeting.cycleIds.includes(id) && movedTo === null)
  const [late, agreed]: [Aftermath['late'][number][], Aftermath['agreed'][number][]] = [[], []]
  for (const cycle of own) {
    const base = `/${forum.slug}/${cycle.slug}`
    const last = meeting.sittings.at(-1)?.date
    if (meeting.kind === 'session' && last !== undefined) {
      const come = await listContributions(db, cycle.id, { asOf: last, isLate: true }, { offset: 0, limit: LATE_LIMIT })
      late.push(...come.map(({ number }) => ({ ref: formatRef(cycle.slug, 'C', number), href: `${base}/contributions/C-${number}` })))
    }
    const documents = (await listDocuments(db, cycle.id)).filter(({ agreedIn }) => agreedIn === meeting.id)
    const readable = documents.length === 0 ? new Set<string>() : new Set((await listReadableOfCycle(request, { forum, cycle })).map(({ documentSlug }) => documentSlug))
    agreed.push(...documents.filter(({ slug }) => readable.has(slug)).map(({ title, slug, language }) => ({ title, language, href: `${base}/documents/${slug}` })))
  }
  return { late, agreed, traces: own.map(({ slug }) => ({ cycle: slug, href: `/${forum.slug}/${slug}/trace` })) }
}
