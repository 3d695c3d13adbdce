import { z } from 'zod'
import type { Presence } from '../../../drafts/live/model.ts'
import { presenceSchema } from '../../../drafts/live/schema.ts'
import { isId, type Id } from '../../../shared/ids.ts'

/** Somebody in a text, with the name that the others are shown. */
export interface Present extends Presence {
  readonly name: string
}

const id = <K extends string>() => z.string().refine(isId).transform((value) => value as Id<K>)
const heard = z.object({ documentId: id<'document'>(), isGone: z.boolean(), present: presenceSchema.extend({ person: id<'person'>(), name: z.string() }) })

/** What another process, or this one, said of somebody; undefined for what is none of it. */
export function parsePresent(payload: string): { readonly documentId: Id<'document'>; readonly isGone: boolean; readonly present: Present } | undefined {
  try {
    const parsed = heard.safeParse(JSON.parse(payload))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
