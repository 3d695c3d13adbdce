import { countCohorts } from '../../contributions/overview/queries.ts'
import { tally } from '../../contributions/overview/model.ts'
import { listContributions } from '../../contributions/queries.ts'
import { compareWords, cutTerms } from '../../contributions/terms/model.ts'
import { countTermsAsOf, listTermLanguages } from '../../contributions/terms/queries.ts'
import type { Cycle, Forum } from '../../forums/model.ts'
import type { Meeting } from '../../meetings/model.ts'
import { findMeeting, listMeetings } from '../../meetings/queries.ts'
import type { Reader } from '../../platform/database.ts'
import { listComments, listCommentsByChoice } from '../../review/comments/queries.ts'
import { listDissatisfied, listObjections } from '../../review/desk/queries.ts'
import { asPublished, type Comment } from '../../review/model.ts'
import type { Id } from '../../shared/ids.ts'
import { dateInZone, type PlainDate } from '../../shared/time.ts'
import { listShortcomings } from '../gate/queries.ts'
import type { Edition } from '../model.ts'
import { listResidue } from '../queries.ts'
import type { AnnexKind } from '../text/model.ts'
import type { AnnexGround } from './model.ts'

/** Names in an annex at most; a longer list stands on the page of contributions. */
const CONTRIBUTORS = 2000
const MEETINGS = 200
const WORDS = 60
const OBJECTIONS = 2000

/** What the annexes chosen for an edition are made from, as of the day on which it was published. `most`: comments in a list at most. */
export async function loadAnnexGround(db: Reader, { forum, cycle }: { readonly forum: Forum; readonly cycle: Cycle }, edition: Edition, language: string, given: Pick<AnnexGround, 'base' | 'forumBase' | 'references'>, most?: number): Promise<AnnexGround> {
  const asOf = dateInZone(edition.publishedAt, 'UTC')
  const has = (...kinds: readonly AnnexKind[]): boolean => kinds.some((kind) => edition.annexes.includes(kind))
  return {
    ...given,
    language,
    asOf,
    forum,
    contributions: has('contributors') ? await listContributions(db, cycle.id, { asOf }, { offset: 0, limit: CONTRIBUTORS }) : [],
    meetings: has('participants') ? await loadMeetings(db, forum.id, cycle.id, asOf) : [],
    overview: has('overview') ? tally(await countCohorts(db, cycle.id, [asOf]), 0, forum) : undefined,
    words: has('words') ? await loadWords(db, cycle.id, language, asOf) : undefined,
    comments: has('dispositions') ? await loadComments(db, cycle.id, asOf, most) : [],
    objections: has('objections') ? await listObjections(db, (await listDissatisfied(db, cycle.id, most ?? OBJECTIONS)).filter(({ receivedBy }) => receivedBy <= asOf).map(asPublished)) : [],
    residue: has('residue') ? await listResidue(db, edition.id) : [],
    shortcomings: has('residue') ? await listShortcomings(db, edition.id) : [],
  }
}

async function loadComments(db: Reader, cycleId: Id, asOf: PlainDate, most: number | undefined): Promise<Comment[]> {
  const comments = most === undefined ? await listComments(db, cycleId) : (await listCommentsByChoice(db, cycleId, {}, { limit: most, offset: 0 })).comments
  return comments.filter(({ receivedBy }) => receivedBy <= asOf).sort((a, b) => a.number - b.number)
}

/** The meetings of a cycle that had been held by the day. */
async function loadMeetings(db: Reader, forumId: Id, cycleId: Id, asOf: PlainDate): Promise<Meeting[]> {
  const held = (await listMeetings(db, forumId, cycleId)).filter(({ sittings }) => sittings[0] !== undefined && sittings[0].date <= asOf).slice(0, MEETINGS)
  const meetings: Meeting[] = []
  for (const { slug } of held) {
    const meeting = await findMeeting(db, forumId, slug)
    if (meeting !== undefined) meetings.push(meeting)
  }
  return meetings
}

/** The commonest words in the edition's language where any contribution is in it, else in the language with most words. */
async function loadWords(db: Reader, cycleId: Id, language: string, asOf: PlainDate): Promise<AnnexGround['words']> {
  const languages = await listTermLanguages(db, cycleId)
  const chosen = languages.find((one) => one.language === language)?.language ?? languages[0]?.language
  if (chosen === undefined) return undefined
  const counted = await countTermsAsOf(db, { cycleId, language: chosen, dimension: 'all', group: '' }, asOf, { phrases: false, limit: WORDS })
  if (counted === undefined) return undefined
  const words = cutTerms(counted.terms, WORDS).terms.toSorted((a, b) => compareWords(a.label, b.label))
  return { language: chosen, words: words.map(({ label, count }) => ({ word: label, count })) }
}
