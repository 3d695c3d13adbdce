import type { SenderChecks } from '../../record/inbox/model.ts'

/** Whether the author's own domain says that a mail is not from there: what nobody could find out is no such saying. */
export function isForged(checks: SenderChecks | null): boolean {
  return checks?.dmarc.result === 'fail'
}
