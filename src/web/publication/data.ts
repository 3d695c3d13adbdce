import { listContributions } from '../../contributions/queries.ts'
import { counts, publicName } from '../../contributions/model.ts'
import { flatten, type FrozenText } from '../../drafts/model.ts'
import { listVersionsOfCycle, loadFrozenText, type VersionOfCycle } from '../../drafts/versions/queries.ts'
import type { Shortcoming } from '../../publication/gate/model.ts'
import { listShortcomings } from '../../publication/gate/queries.ts'
import type { Edition, Residue } from '../../publication/model.ts'
import type { Erratum } from '../../publication/errata/model.ts'
import { listErrata } from '../../publication/errata/queries.ts'
import type { PrintAnnex } from '../../publication/text/model.ts'
import { translateText, type Translation } from '../../publication/translations/model.ts'
import { listTranslated, listTranslations } from '../../publication/translations/queries.ts'
import { isLanguageTag } from '../../shared/language.ts'
import { findEdition, listEditions, listResidue } from '../../publication/queries.ts'
import type { Id } from '../../shared/ids.ts'
import { dateInZone } from '../../shared/time.ts'
import { loadSetting, type TextSetting } from '../drafts/blocks/data.ts'
import { cutGrounded, type Parts } from '../drafts/parts/data.ts'
import { loadCycle, type InCycle } from '../forums/data.ts'
import type { PageRequest } from '../page.tsx'
import { loadGround, type Ground } from '../trace/ground/data.ts'
import { loadPageAnnexes } from './annexes/data.ts'

export interface EditionsData extends InCycle {
  readonly base: string
  readonly editions: readonly Edition[]
}

/** The editions of a cycle, the latest first. */
export async function loadEditions(request: PageRequest): Promise<EditionsData | undefined> {
  const inCycle = await loadCycle(request, 'edition')
  if (inCycle === undefined) return undefined
  return { ...inCycle, base: `/${inCycle.forum.slug}/${inCycle.cycle.slug}`, editions: await listEditions(request.db, inCycle.cycle.id) }
}

export interface EditionData extends InCycle {
  readonly base: string
  readonly edition: Edition
  readonly version: VersionOfCycle
  readonly text: FrozenText
  readonly setting: TextSetting
  readonly parts: Parts
  readonly ground: ReadonlyMap<Id, Ground>
  /** Who contributed by the day of publication, as far as they may be named; beside them, how many are not named. */
  readonly contributors: { readonly named: readonly string[]; readonly unnamed: number }
  readonly residue: readonly Residue[]
  /** What did not agree when it was published. */
  readonly shortcomings: readonly Shortcoming[]
  /** What its documents print after the text, in the language at hand. */
  readonly annexes: readonly PrintAnnex[]
  readonly errata: readonly Erratum[]
  /** Published translations of it, the one at hand among them. */
  readonly translations: readonly Translation[]
  /** The other editions of the cycle, the earliest first. */
  readonly others: readonly Edition[]
  /** The language version at hand; undefined: the edition itself. */
  readonly translated?: TranslatedEdition | undefined
}

/** An edition as it is read in another language. */
export interface TranslatedEdition {
  readonly translation: Translation
  readonly original: FrozenText
  readonly originalLanguage: string
  readonly originalSetting: TextSetting
  /** Paragraphs that have words in its language. */
  readonly paragraphs: ReadonlySet<Id>
  readonly isBeside: boolean
}

/** Names in an annex at most; a longer list stands on the page of contributions. */
const CONTRIBUTORS = 2000

/** An edition with all that stands on its page, in a fixed number of queries. */
export async function loadEdition(request: PageRequest): Promise<EditionData | undefined> {
  const inCycle = await loadCycle(request, 'edition')
  const number = /^[1-9][0-9]{0,5}$/u.test(request.params['edition'] ?? '') ? Number(request.params['edition']) : 0
  const { db } = request
  const edition = inCycle === undefined ? undefined : await findEdition(db, inCycle.cycle.id, number)
  if (inCycle === undefined || edition === undefined) return undefined
  const { cycle } = inCycle
  const [versions, text, sent, residue, shortcomings] = await Promise.all([
    listVersionsOfCycle(db, cycle.id),
    loadFrozenText(db, edition.versionId),
    listContributions(db, cycle.id, { asOf: dateInZone(edition.publishedAt, 'UTC') }, { offset: 0, limit: CONTRIBUTORS }),
    listResidue(db, edition.id),
    listShortcomings(db, edition.id),
  ])
  const version = versions.find(({ id }) => id === edition.versionId)
  if (version === undefined) throw new Error(`Edition ${edition.number} has no version`)
  const ground = await loadGround(db, inCycle, edition.versionId, flatten(text).map(({ id }) => id))
  const base = `/${inCycle.forum.slug}/${cycle.slug}`
  const setting = await loadSetting(db, { forum: inCycle.forum, base, document: { slug: version.documentSlug, language: version.language } }, text)
  const standing = sent.filter(counts)
  const names = standing.flatMap((contribution) => publicName(contribution) ?? [])
  const contributors = { named: [...new Set(names)], unnamed: standing.length - names.length }
  const [errata, translations, editions] = [await listErrata(db, [edition.id]), await listTranslations(db, [edition.id]), await listEditions(db, cycle.id)]
  const published = translations.filter(({ publishedAt }) => publishedAt !== null)
  const others = editions.filter(({ id }) => id !== edition.id).toReversed()
  const annexes = await loadPageAnnexes(request, { ...inCycle, base, edition, text }, version.language, referencesOf({ ground }))
  return { ...inCycle, base, edition, version, text, annexes, setting, parts: cutGrounded(version.id, text, ground, request.query['part']), ground, contributors, residue, shortcomings, errata, translations: published, others }
}

/** The same in another language: the translation's words in place of the original's, as far as they are there. */
export async function loadTranslatedEdition(request: PageRequest): Promise<EditionData | undefined> {
  const language = request.params['language'] ?? ''
  const data = isLanguageTag(language) ? await loadEdition(request) : undefined
  const translation = data?.translations.find((one) => one.language === language)
  if (data === undefined || translation === undefined) return undefined
  const { db } = request
  const { version, base, forum, edition, ground } = data
  const parts = await listTranslated(db, translation.id)
  const text = translateText(data.text, parts)
  const setting = await loadSetting(db, { forum, base, document: { slug: version.documentSlug, language } }, text)
  const translated = { translation, original: data.text, originalLanguage: version.language, originalSetting: data.setting, paragraphs: new Set<Id>(parts.map(({ partId }) => partId)), isBeside: request.query['beside'] === 'yes' }
  const { title, summary } = translation
  const annexes = await loadPageAnnexes(request, data, language, referencesOf(data))
  return { ...data, annexes, edition: { ...edition, title, summary }, version: { ...version, language }, text, setting, parts: cutGrounded(translation.id, text, ground, request.query['part']), translated }
}

/** Every work that the edition cites, once, in the order of their numbers. */
export function referencesOf(data: { readonly ground: ReadonlyMap<Id, Ground> }): { name: string; title: string; author: string | null; url: string }[] {
  const all = new Map([...data.ground.values()].flatMap(({ references }) => references.map((reference) => [reference.name, reference])))
  return [...all.values()].sort((a, b) => Number(a.name.slice(2)) - Number(b.name.slice(2)))
}
