import { counts } from '../contributions/model.ts'
import { documentRef } from '../contributions/documents/model.ts'
import { findDocumentVoices, listBlocks, lockDocumentForMarking } from '../contributions/documents/queries.ts'
import { findAnswers, findContributions, listAnswersAsSent } from '../contributions/queries.ts'
import { lockCycleForInput } from '../forums/queries.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import { findComments } from '../review/comments/queries.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import { citePages, flatten } from '../shared/extraction.ts'
import type { Instant } from '../shared/time.ts'
import { addTheme } from '../synthesis/codebook/commands.ts'
import type { Marking, SourceKind } from '../synthesis/model.ts'
import { markPassage as mark, type MarkRefusal, type Source } from '../synthesis/passages/commands.ts'
import { listThemes } from '../synthesis/queries.ts'

/**
 * Marks a passage of an answer, of a comment or of the text of an attached document, as it was sent, whatever may be published of it. Refuses `source-not-found` (in this
 * cycle), and what marking refuses: `withdrawn`, `quote-not-found`, `quote-not-unique`, `range-out-of-text`, `already-marked`,
 * `theme-not-found`.
 */
export async function markPassage(
  tx: Tx,
  actor: Actor,
  input: {
    readonly forumId: Id<'forum'>
    readonly cycleId: Id<'cycle'>
    readonly sourceKind: SourceKind
    readonly sourceId: Id
    readonly marking: Marking
    readonly themeIds: readonly Id[]
    /** The title of a theme to put forward with it; one of that title that is there is taken instead. */
    readonly newTheme?: string | undefined
  },
  now: Instant,
): Promise<{ passageId: Id<'passage'>; number: number } | MarkRefusal | Refusal<'source-not-found'>> {
  const { forumId, cycleId, marking, themeIds } = input
  await lockCycleForInput(tx, cycleId)
  const source = await FIND[input.sourceKind](tx, cycleId, input.sourceId)
  if (source === undefined) return { refusal: 'source-not-found' }
  const putForward = input.newTheme === undefined ? undefined : await proposeTheme(tx, actor, { forumId, cycleId, title: input.newTheme }, now)
  return mark(tx, actor, { forumId, cycleId, source, marking, themeIds: putForward === undefined ? themeIds : [...themeIds, putForward] }, now)
}

/** The theme of this title, however its letters are cased; where there is none it is put forward. */
async function proposeTheme(tx: Tx, actor: Actor, input: { forumId: Id<'forum'>; cycleId: Id<'cycle'>; title: string }, now: Instant): Promise<Id> {
  const title = input.title.normalize('NFC').toLocaleLowerCase()
  const known = (await listThemes(tx, input.cycleId)).find((theme) => theme.title.normalize('NFC').toLocaleLowerCase() === title)
  if (known !== undefined) return known.id
  const added = await addTheme(tx, actor, { ...input, description: null, parentId: null, isProposed: true }, now)
  if ('refusal' in added) throw new Error(added.refusal)
  return added.themeId
}

async function findAnswer(tx: Tx, cycleId: Id, id: Id): Promise<Source | undefined> {
  const [answer] = await findAnswers(tx, [id])
  if (answer === undefined) return undefined
  const [contribution] = await findContributions(tx, [answer.contributionId])
  const sent = (await listAnswersAsSent(tx, answer.contributionId)).find((each) => each.id === id)
  if (contribution?.cycleId !== cycleId || sent === undefined) return undefined
  const ref = `C-${contribution.number}/${answer.number}`
  return { kind: 'answer', id, ref, text: sent.text, isWithdrawn: !counts(contribution) }
}

async function findComment(tx: Tx, cycleId: Id, id: Id): Promise<Source | undefined> {
  const [comment] = await findComments(tx, [id])
  if (comment?.cycleId !== cycleId) return undefined
  return { kind: 'comment', id, ref: `R-${comment.number}`, text: comment.text, isWithdrawn: comment.withdrawnAt !== null }
}

/** The text of an attached document, with the pages it is cited by; it stays as it is until the passage is there. */
async function findDocument(tx: Tx, cycleId: Id, id: Id): Promise<Source | undefined> {
  await lockDocumentForMarking(tx, id)
  const [document] = await findDocumentVoices(tx, [id])
  if (document?.cycleId !== cycleId) return undefined
  const blocks = await listBlocks(tx, id)
  const isWithdrawn = document.standing !== 'stands' && document.standing !== 'held'
  return { kind: 'document', id, ref: documentRef(document.contributionNumber, document.position), text: flatten(blocks), citePages: (start, end) => citePages(blocks, start, end), isWithdrawn }
}

const FIND: Readonly<Record<SourceKind, (tx: Tx, cycleId: Id, id: Id) => Promise<Source | undefined>>> = { answer: findAnswer, comment: findComment, document: findDocument }
