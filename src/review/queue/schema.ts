import { z } from 'zod'
import { optionalOneOf } from '../../shared/fields.ts'
import { isId } from '../../shared/ids.ts'
import { COMMENT_TYPES } from '../../shared/vocabularies.ts'
import { QUEUE_STATES } from './model.ts'

const whole = () => z.coerce.number().int().positive().max(99_999).optional().catch(undefined)

/** What the queue of comments is narrowed to. Anything else in the address is ignored. */
export const queueSchema = z.object({
  state: optionalOneOf(QUEUE_STATES).catch(undefined),
  review: whole(),
  type: optionalOneOf(COMMENT_TYPES).catch(undefined),
  group: z.string().max(100).optional().catch(undefined),
  /** The id of a person, `me` or `nobody`. */
  person: z.string().max(40).refine((text) => text === 'me' || text === 'nobody' || isId(text)).optional().catch(undefined),
  /** A paragraph's number in the reviewed version; only with a review. */
  p: whole(),
  words: z.string().trim().max(200).optional().catch(undefined),
  page: z.coerce.number().int().positive().max(100_000).catch(1),
})
export type QueueFilter = z.output<typeof queueSchema>
