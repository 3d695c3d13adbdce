import { z } from 'zod'
import { oneOf, optional, prose, requiredProse } from '../../shared/fields.ts'
import { DECLINE_REASONS, HOLD_REASONS } from './model.ts'

/** Some two pages to a contributor at most. */
const note = optional(prose(5000))

export const holdSchema = z.object({ reason: oneOf(HOLD_REASONS), note })
export const declineSchema = z.object({ reason: oneOf(DECLINE_REASONS), note })
export const releaseSchema = z.object({ reason: requiredProse(2000) })
