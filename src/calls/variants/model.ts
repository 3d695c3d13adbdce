import type { Id } from '../../shared/ids.ts'
import type { Question } from '../questions/model.ts'

/** A call as one audience gets it: its own introduction, and those of the call's questions that are for it. */
export interface Variant {
  readonly id: Id<'variant'>
  /** Its place in the address, `?for=nri`. The one called `general` is for whoever chooses none. */
  readonly slug: string
  readonly title: string
  /** Instead of the call's own; null: the call's own. */
  readonly introduction: string | null
  /** Numbers of its questions; none named means all. */
  readonly questions: readonly number[]
}

/** The variant for whoever chooses none. */
export const GENERAL = 'general'

type Varied = { readonly variants: readonly Variant[]; readonly questions: readonly Question[] }

/** The variant that an address asks for; the general one, if there is one, for an address that names none or one that is not there. */
export function chooseVariant(call: Pick<Varied, 'variants'>, slug: string | undefined): Variant | undefined {
  return call.variants.find((variant) => variant.slug === slug) ?? call.variants.find((variant) => variant.slug === GENERAL)
}

/** The questions that a variant asks, in the call's order; all of them for none. */
export function questionsFor(call: Varied, variant: Pick<Variant, 'questions'> | undefined): readonly Question[] {
  if (variant === undefined || variant.questions.length === 0) return call.questions
  return call.questions.filter(({ number }) => variant.questions.includes(number))
}
