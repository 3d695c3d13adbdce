import type { Tx } from '../../platform/database.ts'
import { appendAct } from '../../record/commands.ts'
import type { Id } from '../../shared/ids.ts'
import { addMilliseconds, toMilliseconds, type Instant } from '../../shared/time.ts'
import { actOf } from '../commands.ts'
import type { Document } from '../model.ts'
import { lockDocument } from '../queries.ts'

/** A stretch of work ends when nothing was written for so long, and is told of in parts when it goes on for longer than an hour. */
const QUIET_MS = 10 * 60_000
const LONGEST_MS = 60 * 60_000

/** Puts into the record what each person has written in a text since they began, and begins anew: one act for each, whether they still write or not. */
export async function recordStretches(tx: Tx, document: Document, now: Instant): Promise<void> {
  const rows = await tx.deleteFrom('drafts_stretch').where('document_id', '=', document.id).returningAll().execute()
  for (const row of rows.toSorted((a, b) => (a.began_at < b.began_at ? -1 : 1))) {
    const minutes = Math.max(1, Math.round((toMilliseconds(row.last_at) - toMilliseconds(row.began_at)) / 60_000))
    const detail = { document: document.slug, blocks: row.blocks.length, changes: row.steps, minutes }
    await appendAct(tx, { kind: 'person', id: row.person_id as Id<'person'> }, { ...actOf(document), act: 'draft-edited', detail }, now)
  }
}

/** The next text in which somebody's stretch of work is over, recorded with all others of that text. False when there is none. */
export async function recordQuietStretches(tx: Tx, now: Instant): Promise<boolean> {
  const over = await tx
    .selectFrom('drafts_stretch')
    .select('document_id')
    .where((where) => where.or([where('last_at', '<', addMilliseconds(now, -QUIET_MS)), where('began_at', '<', addMilliseconds(now, -LONGEST_MS))]))
    .orderBy('last_at')
    .limit(1)
    .executeTakeFirst()
  const document = over === undefined ? undefined : await lockDocument(tx, over.document_id)
  if (document === undefined) return false
  await recordStretches(tx, document, now)
  return true
}
