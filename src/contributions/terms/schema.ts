import type { z } from 'zod'
import { group, id, language, listOf, oneOf, optional, text } from '../../shared/folder-fields.ts'
import { within, type FolderScope, type Place } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { RULE_KINDS } from './model.ts'

/** `terms.yaml`: what the desk decided about single words. */
export const termsFile = listOf(group({ id: id(), language: language(), kind: oneOf(RULE_KINDS), form: text(200), target: optional(text(200)) }))
export type TermsFile = z.output<typeof termsFile>

export type FolderTermRule = TermsFile[number] & { readonly id: Id }

export function completeTermRules(scope: FolderScope, file: TermsFile, place: Place): FolderTermRule[] {
  const seen = new Set<string>()
  return file.map((item, index) => {
    const at = within(place, index)
    const name = [item.language, item.kind, item.form].join('\n')
    if (seen.has(name)) scope.mistake(at, 'is decided already, for the same word and language.')
    seen.add(name)
    if ((item.kind === 'merge') !== (item.target !== undefined)) scope.mistake(at, 'needs a target when it is merged, and none otherwise.')
    return { ...item, id: scope.takeId(item.id, at) }
  })
}
