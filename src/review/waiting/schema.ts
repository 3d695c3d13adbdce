import { z } from 'zod'
import { optional, pastedProse } from '../../shared/fields.ts'
import { isId, type Id } from '../../shared/ids.ts'
import { COMMENT_TYPES } from '../../shared/vocabularies.ts'
import { TARGETS } from '../model.ts'
import { MODERATION_REASONS } from '../moderation/model.ts'
import type { CommentSaid } from './model.ts'

const words = z.string().optional()

/** What a waiting comment says, as it is kept until it is taken: read back from the database, and from a forum folder. */
export const saidSchema: z.ZodType<CommentSaid> = z.object({
  target: z.enum(TARGETS),
  paragraphs: z.array(z.number().int().positive()),
  quote: z.object({ words: z.string(), start: z.number().int().nonnegative().optional() }).optional(),
  missingWhere: words,
  type: z.enum(COMMENT_TYPES),
  text: z.string(),
  original: words,
  proposal: words,
  author: words,
  organisation: words,
  stakeholderGroup: words,
  regionalGroup: words,
  language: words,
  consent: z.enum(['full', 'without-name', 'not-at-all']),
  inReplyTo: z.string().refine(isId).transform((id) => id as Id<'comment'>).optional(),
  jointBodies: z.array(z.string()).optional(),
  channel: z.enum(['mail', 'list']).optional(),
})

/** Why a comment is set aside, and what its sender is told besides. */
export const declineSchema = z.object({
  reason: z.enum(MODERATION_REASONS, { error: (issue) => (issue.input === '' || issue.input === undefined ? 'required' : 'not-in-list') }),
  note: optional(pastedProse(2000)),
})
