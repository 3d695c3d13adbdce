import { z } from 'zod'
import { line, optional, requiredLine, requiredProse } from '../../shared/fields.ts'
import { isLanguageTag } from '../../shared/language.ts'

/** A translation as the desk begins it. */
export const translationSchema = z.object({
  language: requiredLine(35).refine((tag) => tag === '' || isLanguageTag(tag), { error: 'publication.refusal.not-a-language' }),
  title: requiredLine(300),
  summary: requiredProse(2000),
  translator: optional(line(300)).transform((name) => name ?? ''),
})
