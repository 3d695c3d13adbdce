import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct, enqueueMail } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'
import { isPublished } from '../publications/queries.ts'
import { isRoundOpen, type Citing, type Settlement, type Verdict } from './model.ts'
import { toSubject } from './queries.ts'

interface InCycle {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
}

/** How the record names the sentence and the contribution that it cites: `F-3` or `output ¶ 3`, and `C-14`. */
interface Named {
  readonly ref: string
  readonly sourceRef: string
}

/** One person as a round asks them: all their contributions that the sentences cite, and the address where one is known. */
export interface Asked {
  readonly mail: string | undefined
  readonly sentences: readonly (Citing & { readonly ref: string })[]
}

/** Writes the mail of a digest, once its id and so its secret link are known. */
export type WriteDigest = (digest: { readonly id: Id<'digest'>; readonly asked: Asked; readonly closesOn: PlainDate }) => { readonly subject: string; readonly body: string; readonly language?: string | undefined }

export type OpenRefusal = Refusal<'round-open' | 'date-over' | 'nobody-to-ask' | 'synthesis-published'>

/**
 * Opens a round: one digest for each person, by mail where an address is known, else as a letter to be printed. Whom to ask about what the
 * procedure has found, while it holds the cycle. Refuses `synthesis-published` (then only about paragraphs of drafts, which go on),
 * `round-open` while one takes answers, `date-over` for a last day that has ended already, `nobody-to-ask`.
 */
export async function openRound(
  tx: Tx,
  actor: Actor,
  input: InCycle & { readonly closesOn: PlainDate; readonly asked: readonly Asked[]; readonly write: WriteDigest },
  now: Instant,
): Promise<{ number: number; digests: number } | OpenRefusal> {
  const { forumId, cycleId, closesOn, asked } = input
  const isOfDrafts = asked.length > 0 && asked.every(({ sentences }) => sentences.every(({ subject }) => subject.kind === 'paragraph'))
  if (!isOfDrafts && (await isPublished(tx, cycleId))) return { refusal: 'synthesis-published' }
  await sql`select pg_advisory_xact_lock(hashtext(${`correction rounds ${cycleId}`}))`.execute(tx)
  const last = await tx.selectFrom('synthesis_round').select(['number', 'closes_on']).where('cycle_id', '=', cycleId).orderBy('number', 'desc').executeTakeFirst()
  if (last !== undefined && isRoundOpen({ closesOn: last.closes_on }, now)) return { refusal: 'round-open' }
  if (!isRoundOpen({ closesOn }, now)) return { refusal: 'date-over' }
  if (asked.length === 0) return { refusal: 'nobody-to-ask' }
  const roundId = newId<'round'>()
  const number = (last?.number ?? 0) + 1
  await tx.insertInto('synthesis_round').values({ id: roundId, forum_id: forumId, cycle_id: cycleId, number, opened_at: now, closes_on: closesOn }).execute()
  const digests = asked.map((each, position) => ({ id: newId<'digest'>(), position, asked: each }))
  for (const part of inParts(digests)) await tx.insertInto('synthesis_digest').values(part.map(({ id, position, asked: { mail } }) => ({ id, round_id: roundId, position, by_mail: mail !== undefined }))).execute()
  const rows = digests.flatMap((digest) => digest.asked.sentences.map((sentence) => toRow(cycleId, roundId, digest.id, sentence)))
  for (const part of inParts(rows)) await tx.insertInto('synthesis_correction').values(part).execute()
  for (const digest of digests) {
    // One mail for each person and round: the digest is its cause.
    if (digest.asked.mail !== undefined) await enqueueMail(tx, { forumId, recipient: digest.asked.mail, ...input.write({ ...digest, closesOn }), occasion: 'sentences-to-check', about: { kind: 'correction-digest', id: digest.id }, cause: `correction-digest:${digest.id}` }, now)
  }
  const detail = { number, until: closesOn, people: asked.length, sentences: new Set(rows.map((row) => row.finding_id ?? row.paragraph_id)).size }
  await appendAct(tx, actor, { forumId, cycleId, act: 'correction-round-opened', subject: { kind: 'round', id: roundId }, detail }, now)
  return { number, digests: digests.length }
}

export type SayRefusal = Refusal<'no-such-sentence' | 'round-closed' | 'already-settled' | 'no-reason'>

/**
 * What the sender of a contribution says to a sentence, behind the link of their digest: accepted, or contested with a reason. It can be
 * said anew until the round's day ends or the desk has answered. Refuses `no-such-sentence`, `no-reason` for a contest without one,
 * `round-closed`, `already-settled`.
 */
export async function sayVerdict(
  tx: Tx,
  actor: Actor,
  input: InCycle & { readonly digestId: Id; readonly correctionId: Id; readonly verdict: Verdict; readonly reason: string | undefined } & Named,
  now: Instant,
): Promise<{ said: true } | SayRefusal> {
  const { forumId, cycleId, correctionId, verdict, reason } = input
  if (verdict === 'contested' && (reason ?? '').trim() === '') return { refusal: 'no-reason' }
  const round = await tx
    .selectFrom('synthesis_correction')
    .innerJoin('synthesis_round', 'synthesis_round.id', 'round_id')
    .select('closes_on')
    .where('synthesis_correction.id', '=', correctionId)
    .where('digest_id', '=', input.digestId)
    .where('synthesis_correction.cycle_id', '=', cycleId)
    .executeTakeFirst()
  if (round === undefined) return { refusal: 'no-such-sentence' }
  if (!isRoundOpen({ closesOn: round.closes_on }, now)) return { refusal: 'round-closed' }
  const said = await tx
    .updateTable('synthesis_correction')
    .set({ verdict, reason: verdict === 'contested' ? (reason ?? null) : null, said_at: now })
    .where('id', '=', correctionId)
    .where('settlement', 'is', null)
    .returning(['finding_id', 'paragraph_id'])
    .executeTakeFirst()
  if (said === undefined) return { refusal: 'already-settled' }
  const detail = { ref: input.ref, source: input.sourceRef, verdict }
  // Never public in the record: the pages show it for as long as the contribution's words may be read.
  const texts = verdict === 'contested' ? { reason: { text: reason ?? '', isPublic: false } } : {}
  const subject = toSubject(said)
  await appendAct(tx, actor, { forumId, cycleId, act: subject.kind === 'finding' ? 'correction-said' : 'paragraph-correction-said', subject, detail, texts }, now)
  return { said: true }
}

export type SettleRefusal = Refusal<'no-such-contest' | 'no-reason' | 'not-changed'>

/**
 * The desk's answer to a contest, once: the sentence was changed, or it is kept, with a reason that stays public. Whoever contested is told
 * by mail where an address is known. `paragraph`: what the paragraph of a draft says now, as the procedure that holds its document has read
 * it; null where it is gone. Refuses `no-reason`, `not-changed` when the sentence still says what was contested, and `no-such-contest` when it is none, or was answered meanwhile.
 */
export async function settleContest(
  tx: Tx,
  actor: Actor,
  input: InCycle & {
    readonly correctionId: Id
    readonly settlement: Settlement
    readonly reason: string
    readonly paragraph: string | null
    readonly mail: { readonly recipient: string; readonly subject: string; readonly body: string } | undefined
  } & Named,
  now: Instant,
): Promise<{ settled: true } | SettleRefusal> {
  const { forumId, cycleId, correctionId, settlement, reason } = input
  if (reason.trim() === '') return { refusal: 'no-reason' }
  const found = await tx.selectFrom('synthesis_correction').select(['finding_id', 'paragraph_id', 'statement']).where('id', '=', correctionId).where('cycle_id', '=', cycleId).executeTakeFirst()
  if (found === undefined) return { refusal: 'no-such-contest' }
  const subject = toSubject(found)
  const current = subject.kind === 'paragraph' ? input.paragraph : await readStatement(tx, subject.id)
  if (settlement === 'changed' && current === found.statement) return { refusal: 'not-changed' }
  const settled = await tx
    .updateTable('synthesis_correction')
    .set({ settlement, settled_reason: reason, settled_at: now })
    .where('id', '=', correctionId)
    .where('verdict', '=', 'contested')
    .where('settlement', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (settled === undefined) return { refusal: 'no-such-contest' }
  if (input.mail !== undefined) await enqueueMail(tx, { forumId, ...input.mail, occasion: 'contest-settled', about: { kind: 'correction', id: correctionId }, cause: `contest-settled:${correctionId}` }, now)
  const detail = { ref: input.ref, source: input.sourceRef, settlement }
  const texts = { answer: { text: reason, isPublic: true } }
  await appendAct(tx, actor, { forumId, cycleId, act: subject.kind === 'finding' ? 'contest-settled' : 'paragraph-contest-settled', subject, detail, texts }, now)
  return { settled: true }
}

/** What a finding says, held so until the transaction ends; null once it was discarded. */
async function readStatement(tx: Tx, id: Id): Promise<string | null> {
  const row = await tx.selectFrom('synthesis_finding').select('statement').where('id', '=', id).where('discarded_at', 'is', null).forShare().executeTakeFirst()
  return row?.statement ?? null
}

function toRow(cycleId: Id, roundId: Id, digestId: Id, { contributionId, subject, statement }: Citing) {
  return {
    id: newId<'correction'>(),
    cycle_id: cycleId,
    round_id: roundId,
    digest_id: digestId,
    contribution_id: contributionId,
    finding_id: subject.kind === 'finding' ? subject.id : null,
    paragraph_id: subject.kind === 'paragraph' ? subject.id : null,
    statement,
    verdict: null,
    reason: null,
    said_at: null,
    settlement: null,
    settled_reason: null,
    settled_at: null,
  }
}
