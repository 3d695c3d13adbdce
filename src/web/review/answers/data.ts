import { flatten, type Paragraph } from '../../../drafts/model.ts'
import { listLineage, loadWorkingText } from '../../../drafts/queries.ts'
import { compareWords, followLineage, type Way } from '../../../drafts/versions/model.ts'
import { listVersions, loadFrozenText } from '../../../drafts/versions/queries.ts'
import type { MeetingSummary } from '../../../meetings/model.ts'
import { listMeetings } from '../../../meetings/queries.ts'
import { findNames } from '../../../people/queries.ts'
import type { CommentNote, DeskSetting, Proposal } from '../../../review/desk/model.ts'
import { findDeskSetting, listAssignments, listCommentNotes, listProposals } from '../../../review/desk/queries.ts'
import { listAlike, type Alike } from '../../../review/likeness/queries.ts'
import { findComments } from '../../../review/comments/queries.ts'
import { findNeighbours } from '../../../review/queue/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import type { Stretch } from '../../../shared/word-diff.ts'
import { listLinksFrom } from '../../../trace/queries.ts'
import type { PageRequest } from '../../page.tsx'
import { loadComment, type CommentPageData } from '../comment/data.ts'
import { loadAtQueue, type AtQueue } from '../queue/data.ts'

/** A paragraph as reviewed, beside what is there of it in the working text. */
export interface Beside {
  readonly asRead: { readonly number: number; readonly text: string }
  readonly today: Paragraph | undefined
  /** What changed from one to the other, word by word. */
  readonly stretches: readonly Stretch[]
  readonly wentOn: readonly { readonly way: Way; readonly paragraph: Paragraph }[]
}

export interface AnswerData extends CommentPageData, AtQueue {
  readonly documentId: Id<'document'>
  /** The paragraphs that it is on, and those that changed because of it. */
  readonly beside: readonly Beside[]
  /** Numbers in the working text of the paragraphs that are linked as changed, or proposed to be. */
  readonly changedNumbers: readonly number[]
  readonly versionNumbers: readonly number[]
  /** Those of the cycle. */
  readonly meetings: readonly MeetingSummary[]
  readonly setting: DeskSetting
  readonly proposal: Proposal | undefined
  /** The comment that a proposal says is said again. */
  readonly proposedOriginal: number | undefined
  readonly notes: readonly CommentNote[]
  readonly assignedTo: Id | undefined
  readonly names: ReadonlyMap<Id, string>
  readonly alike: readonly Alike[]
  /** The comments before and after it in the queue that the address narrows, and how many are in it. */
  readonly before: number | undefined
  readonly after: number | undefined
  readonly left: number
}

/** Comments shown beside one because they say nearly the same. */
const MOST_ALIKE = 8

/** All that is needed to answer one comment. */
export async function loadAnswer(request: PageRequest): Promise<AnswerData | 'forbidden' | undefined> {
  const at = await loadAtQueue(request)
  if (typeof at !== 'object') return at
  const data = await loadComment(request, true)
  if (data === undefined) return undefined
  const { db } = request
  const { comment } = data
  const desk = await loadDeskOf(db, comment.id)
  const [alike, setting] = [await listAlike(db, comment, data.version.language, MOST_ALIKE), await findDeskSetting(db, comment.reviewId)]
  return { ...data, ...at, ...(await loadBeside(request, data, desk.proposal)), ...desk, setting, alike, meetings: await listMeetings(db, at.forum.id, at.cycle.id), ...(await findNeighbours(db, at.cycle.id, at.choice, comment.number)) }
}

/** What the desk knows of a comment. */
async function loadDeskOf(db: PageRequest['db'], id: Id) {
  const [proposals, notes, assignments] = [await listProposals(db, [id]), await listCommentNotes(db, id), await listAssignments(db, [id])]
  const proposal = proposals.get(id)
  const assignedTo = assignments.get(id)
  const [original] = proposal?.duplicateOf == null ? [] : await findComments(db, [proposal.duplicateOf])
  const names = await findNames(db, [...notes.map(({ authorId }) => authorId), ...(proposal === undefined ? [] : [proposal.proposedBy]), ...(assignedTo === undefined ? [] : [assignedTo])])
  return { proposal, proposedOriginal: original?.number, notes, assignedTo, names }
}

async function loadBeside({ db }: PageRequest, data: CommentPageData, proposal: Proposal | undefined): Promise<Pick<AnswerData, 'documentId' | 'beside' | 'changedNumbers' | 'versionNumbers'>> {
  const { version, standings } = data
  const { documentId } = version
  const [working, lineage, links, versions, frozen] = [await loadWorkingText(db, documentId), await listLineage(db, documentId), await listLinksFrom(db, [data.comment.id], 'changed'), await listVersions(db, documentId, { withHeld: true }), await loadFrozenText(db, version.id)]
  const today = new Map<Id, Paragraph>(flatten(working).map((paragraph) => [paragraph.id, paragraph]))
  const changed = proposal?.changed ?? links.map((link) => link.to.id)
  const on = new Set<Id>(standings.map(({ asRead }) => asRead.id))
  const asRead = [...standings.map((standing) => standing.asRead), ...flatten(frozen).filter(({ id }) => !on.has(id) && changed.some((known) => known === id))]
  return {
    documentId,
    beside: asRead.map((paragraph) => ({
      asRead: paragraph,
      today: today.get(paragraph.id),
      stretches: compareWords(paragraph.text, today.get(paragraph.id)?.text ?? '', version.language),
      wentOn: followLineage(paragraph.id, lineage, version.frozenAt).flatMap(({ to, way }) => {
        const found = today.get(to)
        return found === undefined ? [] : [{ way, paragraph: found }]
      }),
    })),
    changedNumbers: changed.flatMap((id) => today.get(id)?.number ?? []),
    versionNumbers: versions.map(({ number }) => number),
  }
}
