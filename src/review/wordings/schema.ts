import { z } from 'zod'
import { line, oneOf, optional, pastedProse, requiredPastedProse, revision } from '../../shared/fields.ts'
import { COMMENT_TYPES } from '../../shared/vocabularies.ts'
import { COMMENT_LIMIT } from '../comments/schema.ts'

/** A comment as its sender words it anew. */
export const wordingSchema = z.object({
  revision: revision(),
  type: oneOf(COMMENT_TYPES),
  text: requiredPastedProse(COMMENT_LIMIT),
  proposal: optional(pastedProse(COMMENT_LIMIT)),
  missingWhere: optional(line(400)),
})
