import { IntlMessageFormat } from 'intl-messageformat'
import type { Told } from '../shared/told.ts'
import messages from '../../messages/en/imports.json' with { type: 'json' }

/** What is to be said of a file or of a row of it, in English: the same sentences as at the desk. */
export function tell({ code, args }: Told): string {
  const text = (messages as Readonly<Record<string, string>>)[`imports.told.${code}`]
  if (text === undefined) throw new Error(`There is no sentence for ${code}`)
  return String(new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).format({ ...args }))
}
