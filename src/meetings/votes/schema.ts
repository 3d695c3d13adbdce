import { z } from 'zod'
import { NO_REGIONAL_GROUP } from '../../shared/vocabularies.ts'
import { line, mailAddress, optional, requiredLine } from '../../shared/fields.ts'
import { readTimeZone } from '../../shared/time.ts'

/** Who votes: a name; an address, a regional group and a zone where they are given. */
export const voterSchema = z.object({
  name: requiredLine(120),
  mail: optional(mailAddress()),
  regionalGroup: optional(line(100)),
  zone: zoneField(),
})

/** A zone by its name in the zone database; '' where nothing is written. Refuses: not-a-time-zone. */
export function zoneField() {
  return line(60).refine((text) => text === '' || readTimeZone(text) !== undefined, { error: 'not-a-time-zone' }).transform((text) => (text === '' ? '' : (readTimeZone(text) ?? '')))
}

/** Whether a regional group can be chosen in a forum. */
export function isGroupOf(groups: readonly { readonly key: string }[], group: string): boolean {
  return group === NO_REGIONAL_GROUP || groups.some(({ key }) => key === group)
}
