import { z } from 'zod'
import { date, flag, group, id, instant, integer, language, listOf, mailAddress, oneOf, optional, optionalShortText, optionalText, shortText, verbatim } from '../../shared/folder-fields.ts'
import { type FolderLink, folderLink, type PendingLink } from '../../shared/folder-links.ts'
import { checkNumbers, findNamed, type FolderScope, partName, type Place, within } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { DOCUMENT_KINDS } from '../../shared/vocabularies.ts'
import type { Body } from '../blocks/model.ts'
import { bodySchema } from '../blocks/schema.ts'

/** `cycles/<slug>/documents/<slug>.yaml`. Sections and paragraphs have an id, or a key of their own when written by hand. */
export const documentFile = group({
  id: id(),
  kind: oneOf(DOCUMENT_KINDS),
  title: shortText(),
  language: language(),
  createdAt: optional(instant()),
  revision: optional(integer(1)),
  rollingSince: optional(instant()),
  agreedIn: optional(id()),
  chosenAt: optional(instant()),
  chosenFor: optionalText(),
  chosenInto: optionalShortText(),
  followers: listOf(group({ id: id(), mail: mailAddress(), language: language(), askedAt: instant(), confirmedAt: optional(instant()), leftAt: optional(instant()) })),
  sections: listOf(
    group({
      id: id(),
      key: optionalShortText(),
      title: headingTitle(),
      level: optional(integer(1, 4)),
      annex: flag(),
      removedAt: optional(instant()),
      paragraphs: listOf(
        group({
          id: id(),
          key: optionalShortText(),
          text: verbatim().default(''),
          body: optional(blockBody()),
          ownVoice: flag(),
          revision: optional(integer(1)),
          removedAt: optional(instant()),
          restsOn: listOf(folderLink()),
        }),
      ),
    }),
  ),
  lineage: listOf(group({ id: id(), from: shortText(), to: shortText(), kind: oneOf(['split', 'merge']), at: instant() })),
  versions: listOf(
    group({
      id: id(),
      number: integer(1),
      title: shortText(),
      note: optionalText(),
      cutOff: optional(date()),
      frozenAt: instant(),
      commentsCutOff: optional(date()),
      circulatedAt: optional(instant()),
      releaseOn: optional(date()),
      releasedAt: optional(instant()),
      held: flag(),
      sections: listOf(
        group({
          of: shortText(),
          title: headingTitle(),
          level: optional(integer(1, 4)),
          annex: flag(),
          paragraphs: listOf(group({ of: shortText(), number: optional(integer(1)), text: verbatim().default(''), body: optional(blockBody()), ownVoice: flag(), restsOn: listOf(folderLink()) })),
        }),
      ),
      findings: listOf(group({ of: shortText(), restsOn: listOf(folderLink()) })),
    }),
  ),
})
export type DocumentFile = z.output<typeof documentFile>

/** A heading may have no words yet, or stand before a text that begins without one. */
function headingTitle() {
  return optionalShortText().transform((title) => title ?? '')
}

/** What a paragraph is made of, as JSON on one line, where it is more than a plain paragraph; its words stand beside it as `text`. */
function blockBody() {
  return verbatim().transform((json, context): Body => {
    const parsed = bodySchema.safeParse(parseJson(json))
    if (parsed.success) return parsed.data
    context.addIssue({ code: 'custom', message: 'is not what a paragraph is made of (see the reference of the forum folder).' })
    return z.NEVER
  })
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

type SectionItem = DocumentFile['sections'][number]
type ParagraphItem = SectionItem['paragraphs'][number]
type VersionItem = DocumentFile['versions'][number]
type Identified<T> = T & { readonly id: Id }

export interface FolderVersion {
  readonly id: Id
  readonly item: VersionItem
  readonly sections: readonly { readonly sectionId: Id; readonly title: string; readonly level: number; readonly isAnnex: boolean }[]
  readonly paragraphs: readonly { readonly paragraphId: Id; readonly sectionId: Id; readonly number: number; readonly text: string; readonly body: Body | undefined; readonly ownVoice: boolean }[]
}

export interface FolderDocument {
  readonly id: Id
  readonly slug: string
  readonly file: DocumentFile
  readonly sections: readonly Identified<SectionItem>[]
  /** `position`: the place in its section, from 1. */
  readonly paragraphs: readonly (Identified<ParagraphItem> & { readonly sectionId: Id; readonly position: number })[]
  readonly followers: readonly Identified<DocumentFile['followers'][number]>[]
  readonly lineage: readonly (Identified<DocumentFile['lineage'][number]> & { readonly fromId: Id; readonly toId: Id })[]
  readonly versions: readonly FolderVersion[]
  readonly links: readonly PendingLink[]
  /** Pictures of its figures, by the names of their files, and where they are named. */
  readonly pictures: ReadonlyMap<string, Place>
}

/** Where a document's own names live: its cycle and its slug. */
interface Context {
  readonly scope: FolderScope
  readonly cycle: string
  readonly slug: string
  readonly links: PendingLink[]
  readonly pictures: Map<string, Place>
}

/** Gives a document, its sections, paragraphs and versions their ids and names, and collects what paragraphs rest on. */
export function completeDocument(scope: FolderScope, cycle: string, slug: string, file: DocumentFile, place: Place): FolderDocument {
  const context: Context = { scope, cycle, slug, links: [], pictures: new Map() }
  const id = scope.takeId(file.id, place)
  const sections = file.sections.map((item, index) => {
    const at = within(place, 'sections', index)
    return { ...item, id: nameByKey(context, 'section', item, at) }
  })
  const paragraphs = sections.flatMap((section, index) =>
    section.paragraphs.map((item, step) => {
      const at = within(place, 'sections', index, 'paragraphs', step)
      const paragraphId = nameByKey(context, 'paragraph', item, at)
      collectLinks(context, paragraphId, null, item.restsOn, at)
      collectPicture(context, item.body, at)
      return { ...item, id: paragraphId, sectionId: section.id, position: step + 1 }
    }),
  )
  const lineage = file.lineage.flatMap((item, index) => {
    const at = within(place, 'lineage', index)
    const [fromId, toId] = [find(context, 'paragraph', item.from, within(at, 'from')), find(context, 'paragraph', item.to, within(at, 'to'))]
    return fromId === undefined || toId === undefined ? [] : [{ ...item, id: scope.takeId(item.id, at), fromId, toId }]
  })
  checkNumbers(scope, file.versions, within(place, 'versions'))
  const versions = file.versions.map((item, index) => completeVersion(context, item, within(place, 'versions', index)))
  scope.define(`document ${cycle}/${slug}`, id, place)
  const followers = file.followers.map((item, index) => ({ ...item, id: scope.takeId(item.id, within(place, 'followers', index)) }))
  return { id, slug, file, followers, sections, paragraphs, lineage, versions, links: context.links, pictures: context.pictures }
}

/** Names a section or a paragraph by its id and, when it was written by hand, by its key. */
function nameByKey({ scope, cycle, slug }: Context, kind: 'section' | 'paragraph', item: { id?: Id | undefined; key?: string | undefined }, place: Place): Id {
  const id = scope.takeId(item.id, place)
  if (item.id !== undefined) scope.define(partName(kind, cycle, slug, item.id), id, place)
  if (item.key !== undefined) scope.define(partName(kind, cycle, slug, item.key), id, within(place, 'key'))
  return id
}

function find({ scope, cycle, slug }: Context, kind: 'section' | 'paragraph', name: string, place: Place): Id | undefined {
  return findNamed(scope, partName(kind, cycle, slug, name), place)
}

function collectLinks({ cycle, links }: Context, id: Id, versionId: Id | null, restsOn: readonly FolderLink[], place: Place): void {
  for (const [position, link] of restsOn.entries()) {
    links.push({ relation: 'rests-on', from: { kind: 'paragraph', id }, versionId, link, cycle, position, place: within(place, 'restsOn', position) })
  }
}

function collectPicture({ pictures }: Context, body: Body | undefined, place: Place): void {
  if (body?.kind === 'figure' && body.source.kind === 'file' && !pictures.has(body.source.sha256)) pictures.set(body.source.sha256, within(place, 'body'))
}

/** Paragraphs are numbered through the version from 1 unless they say their number. */
function completeVersion(context: Context, item: VersionItem, place: Place): FolderVersion {
  const { scope } = context
  const id = scope.takeId(item.id, place)
  scope.define(`version ${context.cycle}/${context.slug}/${item.number}`, id, place)
  const sections: { sectionId: Id; title: string; level: number; isAnnex: boolean }[] = []
  const paragraphs: FolderVersion['paragraphs'][number][] = []
  const [seen, numbers] = [new Set<Id>(), new Set<number>()]
  for (const [index, section] of item.sections.entries()) {
    const at = within(place, 'sections', index)
    const sectionId = find(context, 'section', section.of, within(at, 'of'))
    if (sectionId === undefined) continue
    if (seen.has(sectionId)) scope.mistake(within(at, 'of'), 'is in this version already.')
    seen.add(sectionId)
    sections.push({ sectionId, title: section.title, level: section.level ?? 1, isAnnex: section.annex })
    for (const [step, paragraph] of section.paragraphs.entries()) {
      const where = within(at, 'paragraphs', step)
      const paragraphId = find(context, 'paragraph', paragraph.of, within(where, 'of'))
      if (paragraphId === undefined) continue
      const number = paragraph.number ?? paragraphs.length + 1
      if (seen.has(paragraphId) || numbers.has(number)) scope.mistake(where, 'is in this version already, or has the number of another paragraph.')
      seen.add(paragraphId)
      numbers.add(number)
      paragraphs.push({ paragraphId, sectionId, number, text: paragraph.text, body: paragraph.body, ownVoice: paragraph.ownVoice })
      collectLinks(context, paragraphId, id, paragraph.restsOn, where)
      collectPicture(context, paragraph.body, where)
    }
  }
  for (const [index, { of, restsOn }] of item.findings.entries()) {
    for (const [position, link] of restsOn.entries()) {
      const where = within(place, 'findings', index, 'restsOn', position)
      context.links.push({ relation: 'rests-on', from: { kind: 'finding', ref: of }, versionId: id, link, cycle: context.cycle, position, place: where })
    }
  }
  return { id, item, sections, paragraphs }
}
