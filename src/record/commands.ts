import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'
import { hmac, randomToken, sha256 } from '../platform/digest.ts'
import type { Json } from '../shared/canonical-json.ts'
import { newId } from '../platform/new-id.ts'
import { inParts } from '../shared/folder.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'
import { keepLetterWords } from './letter-words/commands.ts'
import { sieveMails } from './preferences/commands.ts'
import { OCCASIONS, URGENCIES, type About, type Occasion } from './occasions/model.ts'
import { entryText, genesis, type Act, type ActName, type Actor, type CommittedText, type Entry } from './model.ts'

/**
 * Appends one act to its chain: the last thing a command does, for it locks the chain's head until the transaction ends.
 * Texts are committed to by HMAC-SHA256(salt, text); text and salt stand in a table of their own, from where they can be erased.
 */
export async function appendAct<Name extends ActName>(tx: Tx, actor: Actor, act: Act<Name>, now: Instant): Promise<Entry> {
  const [entry] = await appendActs(tx, actor, [{ act, now }])
  if (entry === undefined) throw new Error('An act left no entry')
  return entry
}

/** Appends acts of one chain, in order, while its head is locked once: for commands that are committed together. */
export async function appendActs(tx: Tx, actor: Actor, acts: readonly { readonly act: Act; readonly now: Instant }[]): Promise<Entry[]> {
  const [first] = acts
  if (first === undefined) return []
  const committed = acts.map(({ act, now }) => ({ act, now, texts: Object.entries(act.texts ?? {}).map(([name, text]) => ({ name, salt: randomToken(), ...text })) }))
  const chain = await lockChain(tx, first.act.forumId)
  const entries: Entry[] = []
  for (const { act, now, texts } of committed) {
    if (act.forumId !== first.act.forumId) throw new Error('Acts of different chains cannot be appended together')
    const unhashed = {
      chainId: chain.id,
      sequence: chain.length + entries.length + 1,
      at: now,
      act: act.act,
      actorKind: actor.kind,
      actorId: actor.kind === 'person' ? actor.id : null,
      subjectKind: act.subject.kind,
      subjectId: act.subject.id,
      cycleId: act.cycleId ?? null,
      detail: act.detail as Readonly<Record<string, Json>>,
      commitments: Object.fromEntries(texts.map(({ name, salt, text }) => [name, hmac(salt, text)])),
      previous: entries.at(-1)?.hash ?? chain.head,
    }
    entries.push({ ...unhashed, hash: sha256(entryText(unhashed)) })
  }
  await insertEntries(tx, entries, committed.flatMap(({ texts }, place) => texts.map((text) => ({ ...text, sequence: entries[place]?.sequence ?? 0 }))))
  return entries
}

/** Entries, texts and the new head in one statement: while the head is locked, every other writer of the forum waits. */
async function insertEntries(tx: Tx, entries: readonly Entry[], texts: readonly (CommittedText & { name: string; salt: string; sequence: number })[]): Promise<void> {
  const last = entries.at(-1)
  if (last === undefined) return
  const rows = entries.map((entry) => ({
    chain_id: entry.chainId,
    sequence: entry.sequence,
    at: entry.at,
    act: entry.act,
    actor_kind: entry.actorKind,
    actor_id: entry.actorId,
    subject_kind: entry.subjectKind,
    subject_id: entry.subjectId,
    cycle_id: entry.cycleId,
    detail: entry.detail,
    commitments: entry.commitments,
    previous: entry.previous,
    hash: entry.hash,
  }))
  const opened = texts.map(({ name, salt, text, isPublic, sequence }) => ({ chain_id: last.chainId, sequence, name, salt, text, is_public: isPublic }))
  await sql`
    with entry as (insert into record_entry select * from json_populate_recordset(null::record_entry, ${JSON.stringify(rows)}::json)),
      opened as (insert into record_text select * from json_populate_recordset(null::record_text, ${JSON.stringify(opened)}::json))
    update record_chain set length = ${last.sequence}, head = ${last.hash} where id = ${last.chainId}`.execute(tx)
}

/** The head of a forum's chain (the installation's, for null), locked; begun when there is none yet. A forum's chain has the forum's id. */
async function lockChain(tx: Tx, forumId: Id | null): Promise<{ id: Id<'chain'>; length: number; head: string }> {
  const found = await selectChain(tx, forumId)
  if (found !== undefined) return found
  const id = (forumId ?? newId()) as Id<'chain'>
  await sql`insert into record_chain (id, forum_id, head) values (${id}, ${forumId}, ${genesis(id, sha256)}) on conflict do nothing`.execute(tx)
  const begun = await selectChain(tx, forumId)
  if (begun === undefined) throw new Error(`The record's chain of forum ${forumId ?? '(installation)'} could not be begun`)
  return begun
}

async function selectChain(tx: Tx, forumId: Id | null) {
  const row = await tx
    .selectFrom('record_chain')
    .select(['id', 'length', 'head'])
    .where('forum_id', forumId === null ? 'is' : '=', forumId)
    .forUpdate()
    .executeTakeFirst()
  return row === undefined ? undefined : { id: row.id as Id<'chain'>, length: row.length, head: row.head }
}

export interface Mail {
  /** Its place in the outbox, where that must be known before, for a link in the mail itself. */
  readonly id?: Id | undefined
  readonly forumId: Id<'forum'> | null
  readonly recipient: string
  readonly subject: string
  readonly body: string
  /** What this mail follows from, e.g. `receipt:<id>`: the same cause never reaches the same person twice. */
  readonly cause: string
  readonly occasion: Occasion
  /** What it is about, by which an answer to it is understood; null: no answer to it means anything. */
  readonly about: About | null
  /** The language that it is written in; undefined: not known, and its words are those of the forum's. */
  readonly language?: string | undefined
  /** Where its reader ends mails of this kind with one click. */
  readonly leaveAt?: string | undefined
  /** An entry for the reader's calendar (RFC 5545), by which it asks, changes or cancels. */
  readonly calendar?: { readonly method: 'REQUEST' | 'CANCEL' | 'PUBLISH'; readonly text: string } | undefined
}

/** Puts a mail into the outbox, in the transaction of its cause. A second one with the same cause and recipient is dropped. */
export async function enqueueMail(tx: Tx, mail: Mail, now: Instant): Promise<void> {
  await enqueueMails(tx, [{ mail, now }])
}

/** Several at once: see `enqueueMail`. */
export async function enqueueMails(tx: Tx, mails: readonly { readonly mail: Mail; readonly now: Instant }[]): Promise<void> {
  const kept = await sieveMails(tx, mails)
  // A statement takes some 65,000 values, and a place may have more followers than that allows in one.
  for (const part of inParts(kept)) await insertMails(tx, part)
  await keepLetterWords(tx, kept.map(({ mail }) => mail))
}

async function insertMails(tx: Tx, mails: readonly { readonly mail: Mail; readonly now: Instant; readonly kind: 'mail' | 'daily' }[]): Promise<void> {
  await tx
    .insertInto('record_outbox')
    .values(
      mails.map(({ mail, now, kind }) => ({
        id: mail.id ?? newId(),
        forum_id: mail.forumId,
        kind,
        recipient: mail.recipient,
        subject: mail.subject,
        body: mail.body,
        cause: mail.cause,
        occasion: mail.occasion,
        urgency: URGENCIES.indexOf(OCCASIONS[mail.occasion].urgency),
        about_kind: mail.about?.kind ?? null,
        about_id: mail.about?.id ?? null,
        language: mail.language ?? null,
        leave_at: mail.leaveAt ?? null,
        calendar_method: mail.calendar?.method ?? null,
        calendar: mail.calendar?.text ?? null,
        created_at: now,
        not_before: now,
      })),
    )
    .onConflict((conflict) => conflict.columns(['recipient', 'cause']).doNothing())
    .execute()
}
