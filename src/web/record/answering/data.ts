import type { Services } from '../../context.ts'
import type { Translate } from '../../messages.ts'

type Taking = Pick<Services, 'takesMail'>

/** Below a letter that asks whether it was its reader: that nobody need open a page. Empty where no mail comes in. */
export function confirmedByMail({ takesMail }: Taking, t: Translate): string {
  return takesMail ? `\n\n${t('shell.reply.follow')}` : ''
}

/** Below a receipt: that what was sent can be taken back by answering. */
export function withdrawnByMail({ takesMail }: Taking, t: Translate): string {
  return takesMail ? `\n\n${t('shell.reply.withdraw')}` : ''
}
