import type { Reader } from '../../platform/database.ts'
import type { FixedLetter } from '../../platform/mail-composer.ts'
import type { Id } from '../../shared/ids.ts'

/** The letter that copies are made of; undefined when its last copy has left. */
export async function findLetter(db: Reader, mailingId: Id): Promise<FixedLetter | undefined> {
  const row = await db.selectFrom('record_mailing').selectAll().where('id', '=', mailingId).executeTakeFirst()
  if (row === undefined || row.body === null) return undefined
  return {
    messageId: row.message_id,
    from: { name: row.from_name, address: row.from_address },
    replyTo: row.reply_to ?? undefined,
    sender: row.sender ?? undefined,
    subject: row.subject,
    headers: row.headers,
    content: { headers: row.content_headers, body: row.body },
  }
}
