import { z } from 'zod'
import { bodySchema } from '../blocks/schema.ts'

/** What was read of a file, as it is kept until it is taken. */
export const readSectionsSchema = z.array(
  z.object({
    names: z.array(z.string()),
    title: z.string(),
    level: z.int().min(1).max(4),
    isAnnex: z.boolean(),
    blocks: z.array(z.object({ names: z.array(z.string()), body: bodySchema })),
  }),
)
