import type { z } from 'zod'
import { group, id, integer, listOf, oneOf, optional, shortText } from '../../shared/folder-fields.ts'
import { within, type FolderScope, type Place } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { MOST_SHARE, TARGET_DIMENSIONS, TARGET_UNITS } from './model.ts'

/** `cycles/<slug>/targets.yaml`: no key is each group of the dimension. */
export const targetsFile = listOf(group({ id: id(), dimension: oneOf(TARGET_DIMENSIONS), key: optional(shortText()), unit: oneOf(TARGET_UNITS), least: integer(1) }))
export type TargetsFile = z.output<typeof targetsFile>

export type FolderTarget = TargetsFile[number] & { readonly id: Id }

export function completeTargets(scope: FolderScope, file: TargetsFile, place: Place): FolderTarget[] {
  const seen = new Set<string>()
  return file.map((item, index) => {
    const at = within(place, index)
    const name = [item.dimension, item.key ?? '', item.unit].join('\n')
    if (seen.has(name)) scope.mistake(at, 'is set already, for the same group and in the same unit.')
    seen.add(name)
    if (item.unit === 'share' && item.least > MOST_SHARE) scope.mistake(within(at, 'least'), `is a share; ${MOST_SHARE} per cent are the most.`)
    return { ...item, id: scope.takeId(item.id, at) }
  })
}
