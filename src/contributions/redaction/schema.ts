import { z } from 'zod'
import { oneOf, optional, prose, requiredProse } from '../../shared/fields.ts'
import { REDACTION_REASONS } from './model.ts'

/** Why words are to be redacted; which ones is read apart, from places, words or sentences. */
export const redactSchema = z.object({ reason: oneOf(REDACTION_REASONS), note: optional(prose(2000)) })

export const liftSchema = z.object({ reason: requiredProse(2000) })
