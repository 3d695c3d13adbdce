import type { Call } from '../../../calls/model.ts'
import { isCountryClass } from '../../../contributions/countries/model.ts'
import type { FromWhere, Narrowing } from '../../../contributions/narrowing/queries.ts'
import { NOT_RECORDED } from '../../../shared/vocabularies.ts'

/** What stands in an address for a recorded country that is in no class. */
export const NO_CLASS = 'none'

/** A class of countries as an address names it: undefined for what is none. */
export function readClass(text: string): FromWhere | undefined {
  if (text === NO_CLASS) return 'none'
  if (text === NOT_RECORDED) return 'not-recorded'
  return isCountryClass(text) ? { ofClass: text } : undefined
}

/**
 * What the address narrows a list to: a class of countries (`countryClass`), what was chosen in answer to a closed question of the call
 * (`chose`: `3-2` for the second option of the third question, `3` for any). Undefined where it names what is not there.
 */
export function readNarrowing(filters: { readonly countryClass?: string | undefined; readonly chose?: string | undefined }, call: Call | undefined): Narrowing | undefined {
  const from = filters.countryClass === undefined ? undefined : readClass(filters.countryClass)
  const [, number, option] = /^([1-9][0-9]{0,3})(?:-([1-9][0-9]{0,3}))?$/u.exec(filters.chose ?? '') ?? []
  const question = call?.questions.find((each) => each.number === Number(number))
  if ((filters.countryClass !== undefined && from === undefined) || (filters.chose !== undefined && question === undefined)) return undefined
  return { from, chose: question === undefined ? undefined : { questionId: question.id, option: option === undefined ? undefined : Number(option) } }
}
