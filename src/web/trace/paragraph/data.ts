import { publicName } from '../../../contributions/model.ts'
import { findContributions } from '../../../contributions/queries.ts'
import { findDocument } from '../../../drafts/queries.ts'
import type { FrozenParagraph } from '../../../drafts/model.ts'
import { findParagraphByNumber, findVersion, findVersionOfCycle } from '../../../drafts/versions/queries.ts'
import { findEdition } from '../../../publication/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import { formatRef } from '../../../shared/refs.ts'
import { mayRead } from '../../drafts/held/data.ts'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { groundAsData, loadGround, type Ground } from '../ground/data.ts'

export interface ParagraphTrace extends InCycle {
  readonly base: string
  /** The address of the text it stands in, and how that is called. */
  readonly at: string
  readonly place: { readonly edition: number | null; readonly document: string; readonly number: number }
  readonly language: string
  readonly paragraph: FrozenParagraph & { readonly last: number }
  readonly ground: Ground | undefined
  /** The contributions behind it, with whoever may be named. */
  readonly people: readonly { readonly ref: string; readonly url: string; readonly name: string | null }[]
}

/** One paragraph of an edition with all that stands behind it, read without the rest of the text. */
export async function loadEditionParagraph(request: PageRequest): Promise<ParagraphTrace | undefined> {
  const inCycle = await loadCycle(request, 'edition')
  const number = toNumber(request.params['edition'])
  const edition = inCycle === undefined ? undefined : await findEdition(request.db, inCycle.cycle.id, number)
  const version = inCycle === undefined || edition === undefined ? undefined : await findVersionOfCycle(request.db, inCycle.cycle.id, edition.versionId)
  if (inCycle === undefined || version === undefined) return undefined
  const base = `/${inCycle.forum.slug}/${inCycle.cycle.slug}`
  return load(request, inCycle, { versionId: version.id, at: `${base}/editions/${number}`, place: { edition: number, document: version.documentTitle, number }, language: version.language })
}

/** The same of a version. */
export async function loadVersionParagraph(request: PageRequest): Promise<ParagraphTrace | undefined> {
  const inCycle = await loadCycle(request, 'draft')
  const document = inCycle === undefined ? undefined : await findDocument(request.db, inCycle.cycle.id, request.params['document'] ?? '')
  const version = document === undefined ? undefined : await findVersion(request.db, document.id, toNumber(request.params['version']))
  if (inCycle === undefined || document === undefined || version === undefined || !mayRead(request, inCycle, version)) return undefined
  const base = `/${inCycle.forum.slug}/${inCycle.cycle.slug}`
  const at = `${base}/documents/${document.slug}/versions/${version.number}`
  return load(request, inCycle, { versionId: version.id, at, place: { edition: null, document: document.title, number: version.number }, language: document.language })
}

async function load({ db, params }: PageRequest, inCycle: InCycle, of: { versionId: Id; at: string; place: ParagraphTrace['place']; language: string }): Promise<ParagraphTrace | undefined> {
  const paragraph = await findParagraphByNumber(db, of.versionId, toNumber(params['paragraph']))
  if (paragraph === undefined) return undefined
  const base = `/${inCycle.forum.slug}/${inCycle.cycle.slug}`
  const ground = (await loadGround(db, inCycle, of.versionId, [paragraph.id])).get(paragraph.id)
  const contributions = await findContributions(db, ground?.contributionIds ?? [])
  const people = contributions.toSorted((a, b) => a.number - b.number).map((contribution) => ({
    ref: formatRef(inCycle.cycle.slug, 'C', contribution.number), url: `${base}/contributions/C-${contribution.number}/became`, name: publicName(contribution),
  }))
  return { ...inCycle, base, at: of.at, place: of.place, language: of.language, paragraph, ground, people }
}

function toNumber(text: string | undefined): number {
  return /^[1-9][0-9]{0,5}$/u.test(text ?? '') ? Number(text) : 0
}

export function paragraphAsData({ cycle, place, paragraph, ground, people }: ParagraphTrace): object {
  const counted = (counts: ReadonlyMap<string | null, number> | undefined): object => Object.fromEntries([...(counts ?? [])].map(([key, count]) => [key ?? 'not recorded', count]))
  return {
    edition: place.edition,
    document: place.document,
    number: place.number,
    paragraph: paragraph.number,
    id: paragraph.id,
    text: paragraph.text,
    ownVoice: paragraph.isOwnVoice,
    restsOn: groundAsData(cycle.slug, ground),
    byStakeholderGroup: counted(ground?.voices),
    byRegionalGroup: counted(ground?.regions),
    contributions: people,
    findings: (ground?.findings ?? []).map(({ name, kind, statement, quotations }) => ({ name, kind, statement, passages: quotations.map((quotation) => ({ name: quotation.name, quote: quotation.quote, source: quotation.source })) })),
  }
}
