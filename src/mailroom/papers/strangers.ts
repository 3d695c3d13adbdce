import type { Tx } from '../../platform/database.ts'
import { enqueueMail } from '../../record/commands.ts'
import { claimAnswer } from '../../record/inbox/commands.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { answerArrival, writeBody, type AnsweredOn, type Letter, type ToAnswer } from '../letters.ts'

/** Answers a mail whose sender nobody knows, where nothing was written to that address within the hour. False: it was, and nothing leaves. */
export async function answerOnce(tx: Tx, to: ToAnswer, occasion: AnsweredOn, letter: Letter, now: Instant): Promise<boolean> {
  if (!(await claimAnswer(tx, to.arrivalId, to.recipient, now))) return false
  await answerArrival(tx, to, occasion, letter, now)
  return true
}

/** Asks about a mail that came before, of an address that has just answered us: once for each such mail. `aboutId`: what it became. */
export async function askAlso(tx: Tx, to: Omit<ToAnswer, 'arrivalId'>, aboutId: Id, letter: Letter, now: Instant): Promise<void> {
  await enqueueMail(tx, { ...to, subject: letter.subject, body: writeBody(letter.parts), occasion: 'paper-to-confirm', about: letter.about, cause: `paper-to-confirm:${aboutId}` }, now)
}
