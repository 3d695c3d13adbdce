import { setTimeout as pause } from 'node:timers/promises'
import { findVersion } from '../../../drafts/versions/queries.ts'
import { findDocument } from '../../../drafts/queries.ts'
import { listVersionsOfCycle } from '../../../drafts/versions/queries.ts'
import type { Cited } from '../../../publication/citing/model.ts'
import type { Edition } from '../../../publication/model.ts'
import { findEdition } from '../../../publication/queries.ts'
import { askForRender, retryRender } from '../../../publication/renders/commands.ts'
import { RENDER_FORMATS, REVIEW_FORMATS, type Render, type RenderFormat, type RenderSubject } from '../../../publication/renders/model.ts'
import { findRender } from '../../../publication/renders/queries.ts'
import type { Translation } from '../../../publication/translations/model.ts'
import { findTranslation } from '../../../publication/translations/queries.ts'
import { readStamp } from '../../../record/queries.ts'
import { isLanguageTag } from '../../../shared/language.ts'
import { mayRead } from '../../drafts/held/data.ts'
import { cycleCrumbs, loadCycle, type InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import type { Crumb } from '../../ui/layout.tsx'

/** How long a reader waits for a document that is not made yet; then a page says that it is being made. */
const WAIT = 20_000
const LOOK = 200

export interface FileData {
  readonly frame: InCycle['frame']
  /** The way to it, without its own name. */
  readonly crumbs: readonly Crumb[]
  /** The page on which the document is offered. */
  readonly page: string
  readonly title: string
  readonly language: string
  readonly format: RenderFormat
  readonly fileName: string
  readonly render: Render
}

/** The number of an edition in an address; 0 where it is none. */
export function readEditionNumber(text: string | undefined): number {
  return /^[1-9][0-9]{0,5}$/u.test(text ?? '') ? Number(text) : 0
}

/** Which format an address asks for: `edition.pdf`; data are asked for as `edition.json`, whose ending is taken off before. */
function readFormat(file: string | undefined, name: string, json: boolean, formats: readonly RenderFormat[]): RenderFormat | undefined {
  if (json) return file === name ? formats.find((format) => format === 'json') : undefined
  return formats.find((format) => format !== 'json' && file === `${name}.${format}`)
}

/** A document of an edition, or of a translation of it, made if need be; undefined where the address names none. */
export async function loadEditionFile(request: PageRequest, json: boolean, file = request.params['file']): Promise<FileData | undefined> {
  const format = readFormat(file, 'edition', json, RENDER_FORMATS)
  const inCycle = format === undefined ? undefined : await loadCycle(request, 'edition')
  const edition = inCycle === undefined ? undefined : await findEdition(request.db, inCycle.cycle.id, readEditionNumber(request.params['edition']))
  if (format === undefined || inCycle === undefined || edition === undefined) return undefined
  const own = await languageOf(request, edition)
  const translation = await translationAsked(request, edition)
  if (translation === null) return undefined
  const language = translation?.language ?? own
  const base = `/${inCycle.forum.slug}/${inCycle.cycle.slug}`
  const page = `${base}/editions/${edition.number}${translation === undefined ? '' : `/${language}`}`
  const fileName = `${inCycle.forum.slug}-${inCycle.cycle.slug}-${edition.number}${translation === undefined ? '' : `-${language}`}.${format}`
  const render = await readyRender(request, { subject: { kind: 'edition', id: edition.id, language }, forumId: inCycle.forum.id, format })
  return { frame: inCycle.frame, crumbs: [...cycleCrumbs(inCycle), { href: page, label: translation?.title ?? edition.title }], page, title: translation?.title ?? edition.title, language, format, fileName, render }
}

/** The translation that an address names: undefined where it names none, null where none of that language is published. */
async function translationAsked({ db, params }: PageRequest, edition: Edition): Promise<Translation | null | undefined> {
  const asked = params['language']
  if (asked === undefined) return undefined
  const translation = isLanguageTag(asked) ? await findTranslation(db, edition.id, asked) : undefined
  return translation === undefined || translation.publishedAt === null ? null : translation
}

/** A version as a review copy, with numbered lines and the comments so far. */
export async function loadReviewFile(request: PageRequest): Promise<FileData | undefined> {
  const format = readFormat(request.params['file'], 'review', false, REVIEW_FORMATS)
  const inCycle = format === undefined ? undefined : await loadCycle(request, 'draft')
  const document = inCycle === undefined ? undefined : await findDocument(request.db, inCycle.cycle.id, request.params['document'] ?? '')
  const version = document === undefined ? undefined : await findVersion(request.db, document.id, readEditionNumber(request.params['version']))
  if (format === undefined || inCycle === undefined || document === undefined || version === undefined || !mayRead(request, inCycle, version)) return undefined
  const base = `/${inCycle.forum.slug}/${inCycle.cycle.slug}`
  const render = await readyRender(request, { subject: { kind: 'version', id: version.id, language: document.language }, forumId: inCycle.forum.id, format })
  const page = `${base}/documents/${document.slug}/versions/${version.number}`
  return { frame: inCycle.frame, crumbs: [...cycleCrumbs(inCycle), { href: page, label: document.title }], page, title: document.title, language: document.language, format, fileName: `${document.slug}-${version.number}-review.${format}`, render }
}

async function languageOf({ db }: PageRequest, { cycleId, versionId }: Edition): Promise<string> {
  return (await listVersionsOfCycle(db, cycleId)).find(({ id }) => id === versionId)?.language ?? 'en'
}

/** Asks for a document, has it made, and waits for it as long as a reader may wait. */
export async function readyRender({ db, now, services }: PageRequest, asked: { subject: RenderSubject; forumId: Render['forumId']; format: RenderFormat }): Promise<Render> {
  const stamp = await readStamp(db, asked.forumId)
  const first = await askForRender(db, { ...asked, stamp }, now)
  const isGone = first.state === 'made' && (first.sha256 === null || !(await services.renders.store.has(first.sha256)))
  const isOfTheMoment = first.state === 'failed' && (first.failure === 'ended' || first.failure === 'too-slow')
  if (isGone || isOfTheMoment) await retryRender(db, first.renderId)
  else if (first.state !== 'waiting') return first
  const signal = AbortSignal.timeout(WAIT)
  const made = services.renders.make(first.renderId).catch((error: unknown) => services.log('error', 'A document could not be made', { render: first.renderId, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }))
  await Promise.race([made, pause(WAIT, undefined, { ref: false })])
  // Another process may be making it.
  for (;;) {
    const render = await findRender(db, first.renderId)
    if (render === undefined || render.state !== 'waiting' || signal.aborted) return render ?? first
    await pause(LOOK)
  }
}

export interface CitationData extends InCycle {
  readonly cited: Cited
}

/** What the citation of an edition says, or that of a translation of it. */
export async function loadCitation(request: PageRequest): Promise<CitationData | undefined> {
  const inCycle = await loadCycle(request, 'edition')
  const edition = inCycle === undefined ? undefined : await findEdition(request.db, inCycle.cycle.id, readEditionNumber(request.params['edition']))
  if (inCycle === undefined || edition === undefined) return undefined
  const translation = await translationAsked(request, edition)
  if (translation === null) return undefined
  const cited = citedOf(request.view.publicUrl, inCycle, edition, translation?.language ?? (await languageOf(request, edition)))
  if (translation === undefined) return { ...inCycle, cited }
  return { ...inCycle, cited: { ...cited, title: translation.title, abstract: translation.summary, address: `${cited.address}/${translation.language}`, key: `${cited.key}-${translation.language}` } }
}

export function citedOf(publicUrl: string, { forum, cycle }: Pick<InCycle, 'forum' | 'cycle'>, edition: Edition, language: string): Cited {
  const address = `${publicUrl}/${forum.slug}/${cycle.slug}/editions/${edition.number}`
  return { title: edition.title, author: forum.title, edition: edition.number, publishedAt: edition.publishedAt, language, address, abstract: edition.summary, key: `${forum.slug}-${cycle.slug}-${edition.number}` }
}
