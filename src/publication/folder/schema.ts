import type { z } from 'zod'
import { date, group, id, instant, integer, language, listOf, oneOf, optional, optionalShortText, optionalText, shortText, text, verbatim } from '../../shared/folder-fields.ts'
import { checkNumbers, findNamed, type FolderScope, partName, type Place, readRef, within } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { completeShortcomings, shortcomingsField } from '../gate-folder/schema.ts'
import type { Shortcoming } from '../gate/model.ts'
import { ANNEX_KINDS } from '../text/model.ts'

/** `cycles/<slug>/editions.yaml`. */
export const editionsFile = listOf(
  group({
    id: id(),
    number: integer(1),
    document: shortText(),
    version: integer(1),
    title: shortText(),
    summary: optionalText(),
    publishedAt: instant(),
    accounted: integer(),
    units: integer(),
    residue: listOf(shortText()),
    shortcomings: shortcomingsField,
    /** The generated annexes printed after it, or `none`; left out: those that every edition has. */
    annexes: optional(listOf(oneOf([...ANNEX_KINDS, 'none']))),
    credits: optionalText(),
    /** Dated notes; `paragraph` names one of the document's, or nothing for the edition as a whole. */
    errata: listOf(group({ id: id(), number: integer(1), paragraph: optionalShortText(), dated: date(), text: text(), notedAt: instant() })),
    translations: listOf(
      group({
        id: id(),
        language: language(),
        title: shortText(),
        summary: optionalText(),
        translator: optionalText(),
        createdAt: instant(),
        publishedAt: optional(instant()),
        revision: optional(integer(1)),
        sections: listOf(group({ of: shortText(), title: verbatim() })),
        paragraphs: listOf(group({ of: shortText(), text: verbatim() })),
      }),
    ),
  }),
)
export type EditionsFile = z.output<typeof editionsFile>

export interface FolderEdition {
  readonly id: Id
  readonly versionId: Id
  readonly item: EditionsFile[number]
  readonly residue: readonly { readonly kind: string; readonly id: Id; readonly ref: string }[]
  readonly shortcomings: readonly Shortcoming[]
  readonly errata: readonly (ErratumItem & { readonly id: Id; readonly paragraphId: Id | null })[]
  readonly translations: readonly FolderTranslation[]
}

type ErratumItem = EditionsFile[number]['errata'][number]
type TranslationItem = EditionsFile[number]['translations'][number]

export interface FolderTranslation {
  readonly id: Id
  readonly item: TranslationItem
  readonly parts: readonly { readonly kind: 'section' | 'paragraph'; readonly id: Id; readonly text: string }[]
}

/** Gives editions their ids, and finds their versions and what was left without a fate. */
export function completeEditions(scope: FolderScope, cycle: string, file: EditionsFile, place: Place): FolderEdition[] {
  checkNumbers(scope, file, place)
  const published = new Set<Id>()
  return file.flatMap((item, index) => {
    const at = within(place, index)
    const versionId = findNamed(scope, `version ${cycle}/${item.document}/${item.version}`, within(at, 'version'))
    const residue = item.residue.flatMap((name, step) => completeUnit(scope, cycle, name, within(at, 'residue', step)) ?? [])
    const shortcomings = completeShortcomings(scope, item.shortcomings, within(at, 'shortcomings'))
    if (versionId !== undefined && published.has(versionId)) scope.mistake(within(at, 'version'), 'is published already.')
    if (versionId !== undefined) published.add(versionId)
    if (item.accounted > item.units) scope.mistake(within(at, 'accounted'), `is more than there are units (${item.units}).`)
    const errata = completeErrata(scope, cycle, item, at)
    const translations = item.translations.map((translation, step) => completeTranslation(scope, cycle, item.document, translation, within(at, 'translations', step)))
    if (new Set(item.translations.map((translation) => translation.language)).size < translations.length) scope.mistake(within(at, 'translations'), 'have a language more than once.')
    return versionId === undefined ? [] : [{ id: scope.takeId(item.id, at), versionId, item, residue, shortcomings, errata, translations }]
  })
}

function completeUnit(scope: FolderScope, cycle: string, name: string, place: Place) {
  const ref = readRef(name, cycle)
  const id = ref === undefined ? undefined : findNamed(scope, ref.name, place)
  if (ref === undefined) scope.mistake(place, 'should be a reference such as C-3/2 or R-4.')
  return ref === undefined || id === undefined ? undefined : { kind: ref.kind, id, ref: ref.name.slice('ref '.length) }
}

function completeErrata(scope: FolderScope, cycle: string, { errata, document }: EditionsFile[number], at: Place): FolderEdition['errata'] {
  checkNumbers(scope, errata, within(at, 'errata'))
  return errata.map((item, step) => {
    const place = within(at, 'errata', step)
    const paragraphId = item.paragraph === undefined ? null : (findNamed(scope, partName('paragraph', cycle, document, item.paragraph), within(place, 'paragraph')) ?? null)
    return { ...item, id: scope.takeId(item.id, place), paragraphId }
  })
}

function completeTranslation(scope: FolderScope, cycle: string, document: string, item: TranslationItem, at: Place): FolderTranslation {
  const find = (kind: 'section' | 'paragraph', name: string, place: Place): Id[] => {
    const id = findNamed(scope, partName(kind, cycle, document, name), place)
    return id === undefined ? [] : [id]
  }
  const parts = [
    ...item.sections.flatMap(({ of, title }, step) => find('section', of, within(at, 'sections', step, 'of')).map((id) => ({ kind: 'section' as const, id, text: title }))),
    ...item.paragraphs.flatMap(({ of, text: words }, step) => find('paragraph', of, within(at, 'paragraphs', step, 'of')).map((id) => ({ kind: 'paragraph' as const, id, text: words }))),
  ]
  if (new Set(parts.map(({ id }) => id)).size < parts.length) scope.mistake(within(at, 'paragraphs'), 'translate a part more than once.')
  return { id: scope.takeId(item.id, at), item, parts }
}
