import { z } from 'zod'
import { isId, type Id } from '../../shared/ids.ts'
import { REASONS } from '../rebase/model.ts'
import type { SentBatch } from './model.ts'

/** Steps of one batch, and characters of all of it, at most: a paste of a whole report goes through. */
export const MOST_STEPS = 1_000
export const BATCH_LIMIT = 8_000_000

const id = <K extends string>() => z.string().refine(isId).transform((value) => value as Id<K>)
const count = z.int().min(0).max(2_000_000_000)

export const batchSchema: z.ZodType<SentBatch> = z.strictObject({
  client: id<'client'>(),
  seq: count.min(1),
  version: count,
  steps: z.array(z.strictObject({ step: z.looseObject({ stepType: z.string().max(40) }), seen: count, undo: count })).max(MOST_STEPS),
  lost: z.array(z.strictObject({ reason: z.enum(REASONS), words: z.string().max(BATCH_LIMIT), block: id().nullable() })).max(MOST_STEPS).optional(),
})

/** Where somebody's cursor is. */
export const presenceSchema = z.strictObject({ client: id<'client'>(), block: id().nullable(), anchor: count, head: count })
