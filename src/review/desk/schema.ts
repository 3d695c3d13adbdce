import { z } from 'zod'
import { plainDateSchema } from '../../shared/approximate-date.ts'
import { requiredProse, revision } from '../../shared/fields.ts'

/** A note of the desk: some two pages at most. */
export const commentNoteSchema = z.object({ text: requiredProse(5000) })

/** How a review is answered. A box that is not ticked is not sent. */
export const deskSettingSchema = z.object({
  needsConfirmation: z.literal('yes').optional().catch(undefined).transform((ticked) => ticked === 'yes'),
  judgedUntil: z.preprocess((text) => (text === '' ? undefined : text), plainDateSchema.optional()),
  revision: revision(),
})
