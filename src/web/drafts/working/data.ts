import type { PinnedFigure } from '../../../contributions/pins/model.ts'
import { listPinnedFigures } from '../../../contributions/pins/queries.ts'
import { flatten, type Paragraph, type Section, type WorkingText } from '../../../drafts/model.ts'
import { loadWorkingText } from '../../../drafts/queries.ts'
import { listReferences } from '../../../library/queries.ts'
import type { Reference } from '../../../library/model.ts'
import { listAnchors, listComments } from '../../../review/comments/queries.ts'
import type { Comment } from '../../../review/model.ts'
import type { Id } from '../../../shared/ids.ts'
import { listFindings } from '../../../synthesis/queries.ts'
import type { Finding } from '../../../synthesis/model.ts'
import { listLinksTo } from '../../../trace/queries.ts'
import type { PageRequest } from '../../page.tsx'
import { check } from '../checks/data.ts'
import { loadGround, type Ground } from '../../trace/ground/data.ts'
import { loadSetting, type TextSetting } from '../blocks/data.ts'
import { loadDocumentDesk, type InDocument } from '../data.ts'

export interface WorkingData extends InDocument {
  readonly text: WorkingText
  readonly setting: TextSetting
  readonly ground: ReadonlyMap<Id, Ground>
  /** What no paragraph of any working text of the cycle rests on yet. */
  readonly unusedFindings: readonly Finding[]
  readonly unusedComments: readonly Comment[]
  /** How much the checks have to say. */
  readonly notices: number
}

/** The working text at the desk, with what each paragraph rests on and what waits to be used. */
export async function loadWorking(request: PageRequest): Promise<WorkingData | 'forbidden' | undefined> {
  const inDocument = await loadDocumentDesk(request)
  if (inDocument === undefined || inDocument === 'forbidden') return inDocument
  const { db } = request
  const text = await loadWorkingText(db, inDocument.document.id)
  const present = new Set<Id>(flatten(text).map(({ id }) => id))
  const [setting, ground, findings, comments] = await Promise.all([
    loadSetting(db, inDocument, text),
    loadGround(db, inDocument, null, [...present]),
    listFindings(db, inDocument.cycle.id),
    listComments(db, inDocument.cycle.id),
  ])
  const links = await listLinksTo(db, findings.map(({ id }) => id))
  const used = new Set<Id>(links.filter((link) => link.from.kind === 'paragraph' && link.versionId === null && present.has(link.from.id)).map((link) => link.to.id))
  const cited = new Set([...ground.values()].flatMap((each) => each.refs))
  const unusedComments = comments.filter((comment) => comment.withdrawnAt === null && comment.response === null && !cited.has(`R-${comment.number}`))
  const notices = (await check(db, inDocument, { document: inDocument.document, text }, request.now)).length
  return { ...inDocument, text, setting, ground, notices, unusedFindings: findings.filter(({ id }) => !used.has(id)), unusedComments }
}

export interface ParagraphData extends InDocument {
  readonly paragraph: Paragraph
  readonly section: Section<Paragraph>
  readonly text: WorkingText
}

/** One paragraph of the working text. */
export async function loadParagraph(request: PageRequest): Promise<ParagraphData | 'forbidden' | undefined> {
  const inDocument = await loadDocumentDesk(request)
  if (inDocument === undefined || inDocument === 'forbidden') return inDocument
  const text = await loadWorkingText(request.db, inDocument.document.id)
  const paragraph = flatten(text).find(({ id }) => id === request.params['paragraph'])
  const section = text.find(({ id }) => id === paragraph?.sectionId)
  return paragraph === undefined || section === undefined ? undefined : { ...inDocument, paragraph, section, text }
}

export interface SectionData extends InDocument {
  readonly section: Section<Paragraph>
}

/** One section of the working text. */
export async function loadSection(request: PageRequest): Promise<SectionData | 'forbidden' | undefined> {
  const inDocument = await loadDocumentDesk(request)
  if (inDocument === undefined || inDocument === 'forbidden') return inDocument
  const section = (await loadWorkingText(request.db, inDocument.document.id)).find(({ id }) => id === request.params['section'])
  return section === undefined ? undefined : { ...inDocument, section }
}

export interface CitableData extends ParagraphData {
  readonly ground: Ground | undefined
  readonly findings: readonly Finding[]
  /** Comments on this paragraph, in whatever version they were made. */
  readonly comments: readonly Comment[]
  readonly figures: readonly PinnedFigure[]
  readonly references: readonly Reference[]
}

const CHOICES = 100

/** A paragraph with what it rests on and what it could rest on. */
export async function loadCitable(request: PageRequest): Promise<CitableData | 'forbidden' | undefined> {
  const data = await loadParagraph(request)
  if (data === undefined || data === 'forbidden') return data
  const { db } = request
  const { id } = data.paragraph
  const [ground, findings, anchors, comments, figures, references] = await Promise.all([
    loadGround(db, data, null, [id]),
    listFindings(db, data.cycle.id),
    listAnchors(db, [id]),
    listComments(db, data.cycle.id),
    listPinnedFigures(db, data.cycle.id),
    listReferences(db, data.cycle.id, { limit: CHOICES }),
  ])
  const here = new Set(anchors.get(id))
  const onIt = comments.filter((comment) => here.has(comment.id) && comment.withdrawnAt === null)
  return { ...data, ground: ground.get(id), findings: findings.slice(0, CHOICES), comments: onIt.slice(0, CHOICES), figures: figures.slice(-CHOICES), references }
}
