import type { Tx } from '../../platform/database.ts'
import { appendAct, enqueueMails } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import type { Recipient, SourceKind, WriteTold } from './model.ts'

/**
 * Tells people what became of what they sent, when an edition has come out: one mail for each address and edition, whatever was sent
 * from it and however often this is done, for the edition is its cause. Refuses `nobody-to-tell`: all who can be were told.
 */
export async function tellSenders(
  tx: Tx,
  actor: Actor,
  input: { readonly forumId: Id<'forum'>; readonly cycleId: Id<'cycle'>; readonly editionId: Id; readonly edition: number; readonly recipients: readonly Recipient[]; readonly write: WriteTold },
  now: Instant,
): Promise<{ people: number } | Refusal<'nobody-to-tell'>> {
  const { forumId, cycleId, editionId, edition, recipients, write } = input
  const rows = recipients.flatMap(({ sources }) => sources.map(({ kind, id }) => ({ edition_id: editionId, source_kind: kind, source_id: id, told_at: now })))
  const taken = new Set<Id>()
  for (const part of inParts(rows)) {
    const stored = await tx.insertInto('publication_told').values(part).onConflict((conflict) => conflict.columns(['edition_id', 'source_id']).doNothing()).returning('source_id').execute()
    for (const { source_id: id } of stored) taken.add(id)
  }
  const told = recipients.filter(({ sources }) => sources.some(({ id }) => taken.has(id)))
  if (told.length === 0) return { refusal: 'nobody-to-tell' }
  const mails = told.map((recipient) => ({ mail: { forumId, recipient: recipient.address, ...write(recipient), occasion: 'edition-told', about: { kind: 'edition', id: editionId }, cause: `edition-told:${editionId}` } as const, now }))
  for (const part of inParts(mails)) await enqueueMails(tx, part)
  await appendAct(tx, actor, { forumId, cycleId, act: 'contributors-told', subject: { kind: 'edition', id: editionId }, detail: { edition, people: told.length } }, now)
  return { people: told.length }
}

interface OfSource {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  readonly kind: SourceKind
  readonly sourceId: Id
}

/** Ends it for whoever sent this. Refuses `stopped-already`. */
export async function stopTelling(tx: Tx, actor: Actor, input: OfSource, now: Instant): Promise<{ stopped: true } | Refusal<'stopped-already'>> {
  const row = { source_id: input.sourceId, source_kind: input.kind, forum_id: input.forumId, cycle_id: input.cycleId, stopped_at: now }
  const stored = await tx.insertInto('publication_stop').values(row).onConflict((conflict) => conflict.column('source_id').doNothing()).returning('source_id').executeTakeFirst()
  if (stored === undefined) return { refusal: 'stopped-already' }
  await appendAct(tx, actor, toAct(input, 'telling-stopped'), now)
  return { stopped: true }
}

/** Begins again. Refuses `told-already`. */
export async function beginTellingAgain(tx: Tx, actor: Actor, input: OfSource, now: Instant): Promise<{ begun: true } | Refusal<'told-already'>> {
  const gone = await tx.deleteFrom('publication_stop').where('source_id', '=', input.sourceId).returning('source_id').executeTakeFirst()
  if (gone === undefined) return { refusal: 'told-already' }
  await appendAct(tx, actor, toAct(input, 'telling-begun-again'), now)
  return { begun: true }
}

function toAct(input: OfSource, act: 'telling-stopped' | 'telling-begun-again') {
  return { forumId: input.forumId, cycleId: input.cycleId, act, subject: { kind: 'cycle', id: input.cycleId }, detail: { by: 'mail' } } as const
}
