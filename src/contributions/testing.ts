import { transact, type Db } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import type { Call } from '../calls/model.ts'
import { PUBLIC } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'
import { sendContribution } from './commands.ts'
import type { Received, SentByForm } from './sending/commands.ts'

/** A contribution as the public form hands it in: both questions answered, full consent. */
export function aContribution(call: Call, over: Partial<SentByForm> = {}): SentByForm {
  return {
    cycleId: call.cycleId,
    callId: call.id,
    contributor: 'Ada Example',
    organisation: 'Example Society',
    capacity: 'organisation',
    country: 'KE',
    stakeholderGroup: 'Civil Society',
    regionalGroup: 'AFG',
    language: 'en',
    consent: 'full',
    answers: call.questions.map((question) => ({ questionId: question.id, text: `An answer to question ${question.number}.` })),
    attachments: [],
    formKey: newId(),
    revision: call.revision,
    writeReceipt: ({ ref }) => ({ subject: `Received as ${ref}`, body: 'Thank you.' }),
    ...over,
  }
}

/** A contribution that has been taken. */
export async function buildContribution(db: Db, call: Call, now: Instant, over: Partial<SentByForm> = {}): Promise<Received> {
  const received = await transact(db, (tx) => sendContribution(tx, PUBLIC, aContribution(call, over), now))
  if ('refusal' in received) throw new Error(received.refusal)
  return received
}

/** An answer as its sender leaves it who amends the contribution without it. */
export async function takeAnswerBack(db: Db, answerId: Id, now: Instant): Promise<void> {
  await db.updateTable('contributions_answer').set({ removed_at: now }).where('id', '=', answerId).execute()
}
