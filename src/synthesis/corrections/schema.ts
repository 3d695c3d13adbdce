import { z } from 'zod'
import { plainDateSchema } from '../../shared/approximate-date.ts'
import { oneOf, optional, prose, requiredProse } from '../../shared/fields.ts'
import { SETTLEMENTS, VERDICTS } from './model.ts'

/** The last day of a round. */
export const roundSchema = z.object({ closesOn: plainDateSchema })

/** What somebody says to a sentence that cites them; a contest needs its reason. Errors as of `shared/fields.ts`. */
export const verdictSchema = z.object({ verdict: oneOf(VERDICTS), reason: optional(prose(5000)) }).superRefine(({ verdict, reason }, context) => {
  if (verdict === 'contested' && reason === undefined) context.addIssue({ code: 'custom', path: ['reason'], message: 'required' })
})

/** The desk's answer to a contest. */
export const settlementSchema = z.object({ settlement: oneOf(SETTLEMENTS), reason: requiredProse(3000) })

/** Why a published synthesis is reopened. */
export const reopenSchema = z.object({ reopen: requiredProse(3000) })
