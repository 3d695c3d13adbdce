import { z } from 'zod'
import { optional, prose, requiredProse } from '../../shared/fields.ts'
import { ANSWER_LIMIT } from '../schema.ts'

/** What a sender corrects: the texts are fields of their own, one for each answer. */
export const correctionSchema = z.object({ remark: optional(prose(2000)) })

export const correctedText = prose(ANSWER_LIMIT)

export const declineCorrectionSchema = z.object({ reason: requiredProse(2000) })
