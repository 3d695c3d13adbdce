import type { Cycle, Forum } from '../../forums/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Call } from '../model.ts'
import type { Translation } from '../translations/model.ts'

/** What a mail about a call is sent for. */
export const OCCASIONS = ['opened', 'reminder', 'extended'] as const
export type Occasion = (typeof OCCASIONS)[number]

/** Somebody who asked to be told of a call and confirmed it; `id` null for an address that the desk gave. */
export interface Recipient {
  readonly id: Id<'notice'> | null
  readonly mail: string
  readonly language: string
}

/** A call in its place, as a mail about it needs it. */
export interface CallTold {
  readonly forum: Forum
  readonly cycle: Cycle
  readonly call: Call
  readonly translations: readonly Translation[]
  readonly occasion: Occasion
}

/** Writes the mail about a call in the language of its recipient, with the link by which they leave. */
export type WriteNotice = (told: CallTold, recipient: Recipient) => { readonly subject: string; readonly body: string; readonly language?: string | undefined }

/** What makes a mail once for each address and occasion: a deadline that moves is another occasion. */
export function causeOf({ call, occasion }: Pick<CallTold, 'call' | 'occasion'>): string {
  return occasion === 'opened' ? `call-opened:${call.id}` : `call-${occasion}:${call.id}:${call.deadline ?? ''}`
}

/** Days before the end of a deadline on which its reminder goes out. */
export const REMINDER_DAYS = 3
