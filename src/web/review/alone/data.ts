import { Readable } from 'node:stream'
import { flatten, type Document, type Paragraph, type Version, type WorkingText } from '../../../drafts/model.ts'
import { listDocuments, loadWorkingText } from '../../../drafts/queries.ts'
import { listVersions } from '../../../drafts/versions/queries.ts'
import type { Cycle, Forum } from '../../../forums/model.ts'
import { listCycles, listForums } from '../../../forums/queries.ts'
import type { Person } from '../../../people/model.ts'
import { may } from '../../../people/policy.ts'
import type { Upload } from '../../../platform/uploads.ts'
import type { Review } from '../../../review/model.ts'
import { countCommentsByReview, listReviews, type ReviewCount } from '../../../review/queries.ts'
import { countWaiting } from '../../../review/waiting/queries.ts'
import { readFile, type ReadFile } from '../../drafts/begin/data.ts'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import { FILE_LIMIT } from '../../http.ts'
import type { PageRequest } from '../../page.tsx'

/** The text to be reviewed, from the file that was sent or the words that were pasted; what cannot be read is said beside its field. */
export async function readText(request: PageRequest, upload: Upload | undefined, pasted: string, title: string): Promise<ReadFile | { readonly errors: Readonly<Record<string, string>> }> {
  if (upload !== undefined) return readFile(request, upload, title)
  if (pasted.trim() === '') return { errors: { file: request.view.t('alone.refusal.nothing') } }
  const stored = await request.services.files.store(Readable.from([Buffer.from(pasted, 'utf8')]), FILE_LIMIT)
  if (stored === undefined) return { errors: { text: 'file-too-large' } }
  // Headings of pasted words are marked as in Markdown, or there are none.
  const name = /^#{1,4} \S/mu.test(pasted) ? 'pasted.md' : 'pasted.txt'
  const read = await readFile(request, { name, mediaType: 'text/plain', ...stored }, title)
  return 'errors' in read ? { errors: { text: read.errors.file } } : read
}

/** What a review is called where nobody said so: the first heading of its text, else its file's name. */
export function titleOf(read: ReadFile, upload: Upload | undefined): string {
  const heading = read.sections.find(({ title }) => title !== '')?.title ?? ''
  const name = (upload?.name ?? '').replace(/\.[^.]{1,8}$/u, '').replaceAll('_', ' ').trim()
  return Array.from(heading === '' ? name : heading).slice(0, 200).join('').trim()
}

export interface AloneData extends InCycle {
  readonly person: Person
  readonly cycleBase: string
  readonly document: Document
  readonly text: WorkingText
  readonly paragraphs: readonly Paragraph[]
  readonly versions: readonly Version[]
  /** The latest first. */
  readonly reviews: readonly Review[]
  readonly counts: ReadonlyMap<string, ReviewCount>
  readonly waiting: number
  /** Cycles of other forums into which it can be taken. */
  readonly cycles: readonly { readonly forum: Forum; readonly cycle: Cycle }[]
}

/** The one page that leads through a review by itself, for whoever runs it. */
export async function loadAlone(request: PageRequest): Promise<AloneData | 'forbidden' | undefined> {
  const inCycle = await loadCycle(request)
  if (inCycle === undefined || !inCycle.forum.isReviewAlone) return undefined
  const { forum, cycle } = inCycle
  const { person } = request.view
  if (person === undefined || !may(person, 'run-reviews', { forumId: forum.id, cycleId: cycle.id })) return 'forbidden'
  const { db } = request
  const document = (await listDocuments(db, cycle.id)).at(0)
  if (document === undefined) return undefined
  const text = await loadWorkingText(db, document.id)
  return {
    ...inCycle,
    person,
    cycleBase: `/${forum.slug}/${cycle.slug}`,
    document,
    text,
    paragraphs: flatten(text),
    versions: await listVersions(db, document.id, { withHeld: true }),
    reviews: await listReviews(db, cycle.id),
    counts: await countCommentsByReview(db, cycle.id),
    waiting: (await countWaiting(db, cycle.id)).held,
    cycles: await listOtherCycles(request, person, forum),
  }
}

async function listOtherCycles(request: PageRequest, person: Person, own: Forum): Promise<AloneData['cycles']> {
  const found: { forum: Forum; cycle: Cycle }[] = []
  for (const forum of await listForums(request.db)) {
    if (forum.id === own.id || forum.isReviewAlone) continue
    const cycles = (await listCycles(request.db, forum.id)).filter((cycle) => cycle.movedTo === null && may(person, 'run-reviews', { forumId: forum.id, cycleId: cycle.id }))
    found.push(...cycles.map((cycle) => ({ forum, cycle })))
  }
  return found
}
