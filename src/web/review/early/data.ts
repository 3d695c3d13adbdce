import { flatten, type Paragraph } from '../../../drafts/model.ts'
import { loadWorkingText } from '../../../drafts/queries.ts'
import { maySuggest } from '../../../drafts/suggestions/policy.ts'
import type { Person } from '../../../people/model.ts'
import { may } from '../../../people/policy.ts'
import { findNames } from '../../../people/queries.ts'
import type { EarlyComment } from '../../../review/early/model.ts'
import { listEarly } from '../../../review/early/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import { loadDocument, type InDocument } from '../../drafts/data.ts'
import type { PageRequest } from '../../page.tsx'
import { readNumber } from '../data.ts'

export interface EarlyData extends InDocument {
  readonly person: Person
  /** Whether the reader may take out what others said. */
  readonly runsReviews: boolean
  readonly paragraphs: readonly Paragraph[]
  readonly comments: readonly EarlyComment[]
  readonly names: ReadonlyMap<Id, string>
  /** The paragraph that the address names, for the form. */
  readonly chosen: Paragraph | undefined
}

/** A draft between its versions with what members have said of it, for members. */
export async function loadEarly(request: PageRequest): Promise<EarlyData | 'forbidden' | undefined> {
  const data = await loadDocument(request)
  if (data === undefined) return undefined
  const { person } = request.view
  if (!maySuggest(person, { forumId: data.forum.id, cycleId: data.cycle.id })) return 'forbidden'
  const paragraphs = flatten(await loadWorkingText(request.db, data.document.id))
  const comments = await listEarly(request.db, data.document.id)
  const number = readNumber(request.query['p'])
  return { ...data, person, runsReviews: may(person, 'run-reviews', { forumId: data.forum.id, cycleId: data.cycle.id }), paragraphs, comments, names: await findNames(request.db, comments.map(({ personId }) => personId)), chosen: paragraphs.find((each) => each.number === number) }
}
