import type { Call } from '../../../calls/model.ts'
import { setVariantsSchema, VARIANT_LIMIT } from '../../../calls/variants/schema.ts'
import { parseFields } from '../../../shared/fields.ts'
import type { Submitted } from '../../form.tsx'

/** Empty rows offered below the variants that are there. */
const SPARE = 2

export function variantValues(call: Call): Record<string, string | readonly string[]> {
  const values: Record<string, string | readonly string[]> = { revision: String(call.revision) }
  call.variants.forEach((variant, row) => {
    Object.assign(values, {
      [`variants.${row}.id`]: variant.id,
      [`variants.${row}.title`]: variant.title,
      [`variants.${row}.slug`]: variant.slug,
      [`variants.${row}.introduction`]: variant.introduction ?? '',
      [`variants.${row}.questions`]: variant.questions.map(String),
    })
  })
  for (let row = call.variants.length; row < call.variants.length + SPARE; row++) values[`variants.${row}.title`] = ''
  return values
}

export function rowsOf(fields: Readonly<Record<string, readonly string[]>>): number[] {
  const rows = Object.keys(fields).map((name) => /^variants\.([0-9]{1,3})\.title$/u.exec(name)?.[1])
  return rows.filter((row) => row !== undefined).map(Number).sort((a, b) => a - b).slice(0, VARIANT_LIMIT + SPARE)
}

/** Reads the form: a row without title is no variant; errors name the row as the form does. */
export function readVariants(submitted: Submitted) {
  const rows = rowsOf(submitted.fields).filter((row) => submitted.value(`variants.${row}.title`).trim() !== '')
  const variants = rows.map((row) => ({
    id: submitted.value(`variants.${row}.id`),
    slug: submitted.value(`variants.${row}.slug`),
    title: submitted.value(`variants.${row}.title`),
    introduction: submitted.value(`variants.${row}.introduction`),
    questions: submitted.fields[`variants.${row}.questions`] ?? [],
  }))
  const parsed = parseFields(setVariantsSchema, { revision: submitted.value('revision'), variants })
  if (parsed.ok) return parsed
  const errors = Object.entries(parsed.errors).map(([name, code]) => [name === 'variants' ? '' : name.replace(/^variants\.([0-9]+)/u, (_, place: string) => `variants.${rows[Number(place)] ?? 0}`), code])
  return { ok: false as const, errors: Object.fromEntries(errors) as Record<string, string> }
}
