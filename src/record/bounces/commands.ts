import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import { excerpt } from '../../shared/text.ts'
import { addMilliseconds, type Instant } from '../../shared/time.ts'
import { enqueueMail } from '../commands.ts'
import { choiceAddress } from '../preferences/model.ts'
import { KEPT_DAYS, ONE_TROUBLE, PROBE_AFTER_DAYS, PROBE_SILENCE, weighFailure, type AddressState, type FailureKind, type FailureSource } from './model.ts'

export interface Failure {
  readonly address: string
  /** The mail of ours that failed, where it is known. */
  readonly outboxId: Id | null
  readonly forumId: Id | null
  readonly kind: FailureKind
  readonly source: FailureSource
  /** An enhanced status code (RFC 3463) such as 5.1.1, where one was given. */
  readonly status: string | null
  /** The words of the server. */
  readonly diagnostic: string
}

const WORDS = 1_000

/**
 * Notes that a mail did not arrive. What follows from it (points, a warning, a pause) is drawn by a later turn, for it takes more than
 * one concept. The same mail is noted once for each kind of failure. Scores and states are a working surface of the installation: they
 * are in no record and no forum folder.
 */
export async function noteFailure(tx: Tx | Db, failure: Failure, now: Instant): Promise<void> {
  await tx
    .insertInto('record_bounce')
    .values({
      id: newId(),
      address: choiceAddress(failure.address),
      outbox_id: failure.outboxId,
      forum_id: failure.forumId,
      kind: failure.kind,
      source: failure.source,
      status: failure.status,
      diagnostic: excerpt(failure.diagnostic.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim(), WORDS),
      at: now,
      weighed_at: null,
    })
    .onConflict((conflict) => conflict.columns(['outbox_id', 'kind']).doNothing())
    .execute()
}

/** Writes what an address is told of its own troubles; `mailId` is the mail's own, for the links in it. */
export type WriteTrouble = (trouble: { readonly kind: 'failing' | 'probe'; readonly words: string; readonly language: string; readonly mailId: Id }) => { readonly subject: string; readonly body: string }

export interface Weighed {
  readonly address: string
  /** What it has become, where it has become something else. */
  readonly became: AddressState | undefined
}

/** Draws what follows from the oldest failure that was not weighed; undefined when there is none. Warns the address by mail. */
export async function weighNext(tx: Tx, write: WriteTrouble, now: Instant): Promise<Weighed | undefined> {
  const failure = await tx.selectFrom('record_bounce').selectAll().where('weighed_at', 'is', null).orderBy('at').orderBy('id').limit(1).forUpdate().skipLocked().executeTakeFirst()
  if (failure === undefined) return undefined
  const { address } = failure
  await tx.updateTable('record_bounce').set({ weighed_at: now }).where('id', '=', failure.id).execute()
  const row = await tx.selectFrom('record_address_state').selectAll().where('address', '=', address).forUpdate().executeTakeFirst()
  const lately = await tx.selectFrom('record_bounce').select('kind').distinct().where('address', '=', address).where('weighed_at', 'is not', null).where('id', '!=', failure.id).where('at', '>', addMilliseconds(failure.at, -ONE_TROUBLE)).where('at', '<=', failure.at).execute()
  const before = row === undefined ? undefined : { state: row.state, points: row.score, scoredAt: row.scored_at }
  const after = weighFailure(before, failure.kind, lately.map(({ kind }) => kind), failure.at)
  if (row === undefined && after.state === 'good' && after.points === 0) return { address, became: undefined }
  const hasChanged = after.state !== (row?.state ?? 'good')
  const since = hasChanged || row === undefined ? now : row.since
  const fresh = hasChanged && after.state === 'paused' ? { probes: 0, probed_at: null, probe_id: null } : {}
  await tx
    .insertInto('record_address_state')
    .values({ address, state: after.state, score: after.points, scored_at: after.scoredAt, since, probed_at: null, probe_id: null, probes: 0 })
    .onConflict((conflict) => conflict.column('address').doUpdateSet({ state: after.state, score: after.points, scored_at: after.scoredAt, since, ...fresh }))
    .execute()
  // Its own probe came back: it has not arrived, however long nothing else is heard.
  if (row?.probe_id !== null && row?.probe_id === failure.outbox_id) await tx.updateTable('record_address_state').set({ probe_id: null }).where('address', '=', address).execute()
  if (hasChanged && after.state === 'warned') await tell(tx, 'failing', address, failure.diagnostic, write, now)
  return { address, became: hasChanged ? after.state : undefined }
}

/** Writes to an address of its own troubles, in the language of the mail that failed. Answers the mail's place in the outbox. */
async function tell(tx: Tx, kind: 'failing' | 'probe', address: string, words: string, write: WriteTrouble, now: Instant): Promise<Id> {
  const last = await tx
    .selectFrom('record_bounce')
    .innerJoin('record_outbox', 'record_outbox.id', 'record_bounce.outbox_id')
    .select(['record_outbox.recipient', 'record_outbox.forum_id', 'record_outbox.language'])
    .where('record_bounce.address', '=', address)
    .orderBy('record_bounce.at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const [id, recipient, language] = [newId(), last?.recipient ?? address, last?.language ?? 'en']
  await enqueueMail(tx, { id, forumId: (last?.forum_id ?? null) as Id<'forum'> | null, recipient, ...write({ kind, words, language, mailId: id }), occasion: `mail-${kind}`, about: null, language, cause: `mail-${kind}:${id}` }, now)
  return id
}

/**
 * Looks at one paused address whose time has come: a probe of which nothing came back makes it good again, the next probe is sent where
 * one is due. Answers the address and what it became; undefined when no time has come.
 */
export async function probeNext(tx: Tx, write: WriteTrouble, now: Instant): Promise<Weighed | undefined> {
  const due = await tx
    .selectFrom('record_address_state')
    .selectAll()
    .where('state', '=', 'paused')
    .where((where) =>
      where.or([
        where.and([where('probe_id', 'is not', null), where('probed_at', '<=', addMilliseconds(now, -PROBE_SILENCE))]),
        where.and([where('probe_id', 'is', null), where.or(PROBE_AFTER_DAYS.map((days, probes) => where.and([where('probes', '=', probes), where(sql<Instant>`coalesce(probed_at, since)`, '<=', addMilliseconds(now, -days * 86_400_000))])))]),
      ]),
    )
    .orderBy('since')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (due === undefined) return undefined
  const { address } = due
  if (due.probe_id !== null) {
    const probe = await tx.selectFrom('record_outbox').select(['sent_at', 'failure']).where('id', '=', due.probe_id).executeTakeFirst()
    // A probe that never left proves nothing: the pause goes on as if it had come back.
    const hasArrived = probe !== undefined && probe.sent_at !== null && probe.sent_at <= addMilliseconds(now, -PROBE_SILENCE)
    await tx.updateTable('record_address_state').set(hasArrived ? { state: 'good', score: 0, scored_at: now, since: now, probe_id: null, probes: 0 } : { probe_id: null }).where('address', '=', address).execute()
    return { address, became: hasArrived ? 'good' : undefined }
  }
  const last = await tx.selectFrom('record_bounce').select('diagnostic').where('address', '=', address).orderBy('at', 'desc').limit(1).executeTakeFirst()
  const probeId = await tell(tx, 'probe', address, last?.diagnostic ?? '', write, now)
  await tx.updateTable('record_address_state').set({ probed_at: now, probe_id: probeId, probes: due.probes + 1 }).where('address', '=', address).execute()
  return { address, became: undefined }
}

/** Writes to an address again: by its reader's link or answer, or by the desk. Refuses `not-there` where nothing holds it back. */
export async function resumeAddress(tx: Tx, input: { readonly address: string }, now: Instant): Promise<{ resumed: true } | Refusal<'not-there'>> {
  const row = await tx
    .updateTable('record_address_state')
    .set({ state: 'good', score: 0, scored_at: now, since: now, probe_id: null, probed_at: null, probes: 0 })
    .where('address', '=', choiceAddress(input.address))
    .where('state', '!=', 'good')
    .returning('address')
    .executeTakeFirst()
  return row === undefined ? { refusal: 'not-there' } : { resumed: true }
}

/** Something came back that proves that a mail arrived: an answer to a probe makes its address good at once. Answers whether it was one. */
export async function heardFrom(tx: Tx, input: { readonly mailId: Id }, now: Instant): Promise<{ readonly resumed: string | undefined }> {
  const row = await tx
    .updateTable('record_address_state')
    .set({ state: 'good', score: 0, scored_at: now, since: now, probe_id: null, probed_at: null, probes: 0 })
    .where('probe_id', '=', input.mailId)
    .where('state', '=', 'paused')
    .returning('address')
    .executeTakeFirst()
  return { resumed: row?.address }
}

/** Lets go of what waited too long for an address that stays paused, and of failures that are long past. Answers how many mails went. */
export async function dropOld(tx: Tx, now: Instant): Promise<number> {
  const before = addMilliseconds(now, -KEPT_DAYS * 86_400_000)
  await tx.deleteFrom('record_bounce').where('weighed_at', 'is not', null).where('at', '<', before).execute()
  const gone = await tx.updateTable('record_outbox').set({ sent_at: now, body: '', failure: 'paused', calendar: null }).where('kind', '=', 'daily').where('sent_at', 'is', null).where('created_at', '<', before).returning('id').execute()
  return gone.length
}
