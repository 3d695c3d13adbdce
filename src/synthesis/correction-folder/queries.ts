import type { Reader } from '../../platform/database.ts'
import { shortRef, type FolderNames } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'

interface Named {
  readonly id: Id
  readonly slug: string
}

/** Everybody who noted something beside an answer of a forum. */
export async function listNoters(db: Reader, forumId: Id): Promise<Id[]> {
  const rows = await db.selectFrom('synthesis_note').select('noted_by').distinct().where('forum_id', '=', forumId).where('noted_by', 'is not', null).execute()
  return rows.flatMap((row) => row.noted_by ?? [])
}

export async function listPublicationsForFolder(db: Reader, cycleId: Id) {
  const rows = await db.selectFrom('synthesis_publication').selectAll().where('cycle_id', '=', cycleId).orderBy('number').execute()
  return rows.map((row) => ({ id: row.id, number: row.number, publishedAt: row.published_at, reopenedAt: row.reopened_at, reopenedFor: row.reopened_for }))
}

/** The rounds of a cycle, each with its digests and their sentences; `contributionId` is for whoever leaves something out. */
export async function listRoundsForFolder(db: Reader, cycle: Named, names: FolderNames) {
  const rounds = await db.selectFrom('synthesis_round').selectAll().where('cycle_id', '=', cycle.id).orderBy('number').execute()
  const digests = rounds.length === 0 ? [] : await db.selectFrom('synthesis_digest').selectAll().where('round_id', 'in', rounds.map((round) => round.id)).orderBy('position').execute()
  const sentences = await db.selectFrom('synthesis_correction').selectAll().where('cycle_id', '=', cycle.id).orderBy('id').execute()
  const digestsOf = Map.groupBy(digests, (digest) => digest.round_id)
  const sentencesOf = Map.groupBy(sentences, (sentence) => sentence.digest_id)
  return rounds.map((round) => ({
    id: round.id,
    number: round.number,
    openedAt: round.opened_at,
    closesOn: round.closes_on,
    digests: (digestsOf.get(round.id) ?? []).map((digest) => ({
      id: digest.id,
      byMail: digest.by_mail,
      sentences: (sentencesOf.get(digest.id) ?? []).map((row) => ({
        contributionId: row.contribution_id,
        item: {
          id: row.id,
          of: shortRef(names.of(row.contribution_id), cycle.slug),
          finding: row.finding_id === null ? null : shortRef(names.of(row.finding_id), cycle.slug),
          paragraph: row.paragraph_id,
          statement: row.statement,
          verdict: row.verdict,
          reason: row.reason,
          saidAt: row.said_at,
          settlement: row.settlement,
          settledReason: row.settled_reason,
          settledAt: row.settled_at,
        },
      })),
    })),
  }))
}

export async function listSuggestionsForFolder(db: Reader, cycle: Named, names: FolderNames) {
  const rows = await db.selectFrom('synthesis_suggestion').selectAll().where('cycle_id', '=', cycle.id).orderBy('number').execute()
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    finding: shortRef(names.of(row.finding_id), cycle.slug),
    statement: row.statement,
    proposal: row.proposal,
    comment: row.comment,
    author: row.author,
    mail: row.mail,
    language: row.language,
    receivedAt: row.received_at,
    withdrawnAt: row.withdrawn_at,
    verdict: row.verdict,
    reason: row.reason,
    answeredAt: row.answered_at,
  }))
}

export async function listNotesForFolder(db: Reader, cycle: Named, names: FolderNames) {
  const rows = await db.selectFrom('synthesis_note').selectAll().where('cycle_id', '=', cycle.id).orderBy('answer_id').execute()
  return rows.map((row) => ({ answer: shortRef(names.of(row.answer_id), cycle.slug), text: row.text, notedBy: row.noted_by, notedAt: row.noted_at }))
}
