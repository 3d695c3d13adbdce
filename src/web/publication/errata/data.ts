import { findVersionOfCycle, listNumberedParagraphs } from '../../../drafts/versions/queries.ts'
import { listErrata } from '../../../publication/errata/queries.ts'
import type { Erratum } from '../../../publication/errata/model.ts'
import type { Edition } from '../../../publication/model.ts'
import { findEdition } from '../../../publication/queries.ts'
import type { Translation } from '../../../publication/translations/model.ts'
import { listTranslations } from '../../../publication/translations/queries.ts'
import { may } from '../../../people/policy.ts'
import type { Id } from '../../../shared/ids.ts'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { readEditionNumber } from '../formats/data.ts'

export interface EditionDeskData extends InCycle {
  readonly base: string
  readonly edition: Edition
  readonly language: string
  readonly errata: readonly Erratum[]
  readonly translations: readonly Translation[]
  /** Numbers of the paragraphs that notes are on. */
  readonly numbers: ReadonlyMap<Id, number>
  readonly mayPublish: boolean
}

/** An edition at the desk: its notes and its translations, for who may write or publish. */
export async function loadEditionDesk(request: PageRequest): Promise<EditionDeskData | 'forbidden' | undefined> {
  const inCycle = await loadCycle(request)
  const edition = inCycle === undefined ? undefined : await findEdition(request.db, inCycle.cycle.id, readEditionNumber(request.params['edition']))
  if (inCycle === undefined || edition === undefined) return undefined
  const scope = { forumId: inCycle.forum.id, cycleId: inCycle.cycle.id }
  const mayPublish = may(request.view.person, 'publish', scope)
  if (!mayPublish && !may(request.view.person, 'edit-drafts', scope)) return 'forbidden'
  const { db } = request
  const [errata, translations, version, paragraphs] = [await listErrata(db, [edition.id]), await listTranslations(db, [edition.id]), await findVersionOfCycle(db, inCycle.cycle.id, edition.versionId), await listNumberedParagraphs(db, [edition.versionId])]
  const base = `/${inCycle.forum.slug}/${inCycle.cycle.slug}`
  return { ...inCycle, base, edition, language: version?.language ?? 'en', errata, translations, numbers: new Map<Id, number>(paragraphs.map(({ id, number }) => [id, number])), mayPublish }
}
