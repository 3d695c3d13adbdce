import { transact } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { noteFailure, weighNext } from '../../src/record/bounces/commands.ts'
import { enqueueMail } from '../../src/record/commands.ts'
import type { Forum } from '../../src/forums/model.ts'
import { choosingAddress, endingAddress, troubleWriter } from '../../src/web/record/notices/data.ts'
import type { TestApplication } from './application.ts'

/** A mail whose reader can choose, and an address that called one spam. Answers the addresses in the mail's foot, which no page links to. */
export async function buildHostileNotices({ db, now, services }: TestApplication, forum: Forum): Promise<string[]> {
  const id = newId()
  const sender = { publicUrl: '', secret: services.secret }
  await transact(db, async (tx) => {
    await enqueueMail(tx, { id, forumId: forum.id, recipient: 'chooser@example.org', subject: 'A call', body: 'A call was opened.', cause: `hostile:${id}`, occasion: 'call-opened', about: null, language: 'en' }, now)
    for (const address of ['complained@example.org', 'chooser@example.org']) {
      await noteFailure(tx, { address, outboxId: null, forumId: forum.id, kind: 'complaint', source: 'report', status: null, diagnostic: 'abuse' }, now)
      await weighNext(tx, troubleWriter(sender), now)
    }
  })
  return [choosingAddress(sender, id), endingAddress(sender, id)]
}
