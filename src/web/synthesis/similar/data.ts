import { findAnswers } from '../../../contributions/queries.ts'
import { findDocumentVoices } from '../../../contributions/documents/queries.ts'
import type { Redaction } from '../../../contributions/redaction/model.ts'
import { findTermProgress } from '../../../contributions/terms/queries.ts'
import { findCountedLanguage } from '../../../contributions/wordings/queries.ts'
import { findComments } from '../../../review/comments/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import { parseNumber } from '../../../shared/refs.ts'
import { countCodePoints, sliceCodePoints } from '../../../shared/text.ts'
import { primaryLanguage } from '../../../shared/words.ts'
import { splitSentences, type SourceKind } from '../../../synthesis/model.ts'
import { cutParts } from '../../../synthesis/passages/model.ts'
import { findPassage } from '../../../synthesis/queries.ts'
import { listSimilar, type Similar } from '../../../synthesis/similar/queries.ts'
import type { InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { loadCycleAtDesk } from '../data.ts'
import { findReadSource } from '../reading/data.ts'

/** Stretches told of one passage. */
const SHOWN = 20

/** What similar words are looked for to: a passage, or a stretch of what is being read. */
export interface Asked {
  /** `P-12`, or the reference of what the stretch is of. */
  readonly ref: string
  /** Where it is read at the desk. */
  readonly href: string
  readonly text: string
  readonly start: number
  readonly redactions: readonly Redaction[]
  readonly language: string | null
}

export interface SimilarData extends InCycle {
  readonly asked: Asked
  readonly found: readonly Similar[]
  /** Whether answers that came lately are not compared yet. */
  readonly isBehind: boolean
}

interface Sought {
  readonly asked: Asked
  readonly kind: SourceKind
  readonly sourceId: Id
}

/** What resembles a passage (`?passage=P-3`) or a stretch (`?of=C-3/2&start=10&end=40`, in code points); undefined where there is none such. */
export async function loadSimilar(request: PageRequest): Promise<SimilarData | 'forbidden' | undefined> {
  const inCycle = await loadCycleAtDesk(request)
  if (typeof inCycle !== 'object') return inCycle
  const sought = request.query['passage'] === undefined ? await findAskedStretch(request, inCycle) : await findAskedPassage(request, inCycle, request.query['passage'])
  if (sought === undefined) return undefined
  const { asked } = sought
  const voice = await findVoice(request, sought)
  const counted = voice.contributionId === undefined ? undefined : await findCountedLanguage(request.db, voice.contributionId)
  const language = counted ?? primaryLanguage(asked.language ?? voice.language ?? inCycle.forum.language)
  const found = await listSimilar(request.db, { forumId: inCycle.forum.id, cycleId: inCycle.cycle.id, language, texts: [asked.text], without: voice.contributionId })
  return { ...inCycle, asked: { ...asked, language: asked.language ?? voice.language }, found: found.slice(0, SHOWN), isBehind: await isBehind(request, inCycle) }
}

/** True while answers that came lately still wait to be compared. */
export async function isBehind({ db }: Pick<PageRequest, 'db'>, { forum }: InCycle): Promise<boolean> {
  const progress = await findTermProgress(db, forum.id)
  return progress.due > 0 || progress.isBehind
}

async function findAskedPassage({ db }: PageRequest, { forum, cycle }: InCycle, ref: string): Promise<Sought | undefined> {
  const number = parseNumber('P', ref)
  const passage = number === undefined ? undefined : await findPassage(db, cycle.id, number)
  if (passage === undefined) return undefined
  const href = `/desk/${forum.slug}/${cycle.slug}/passages/P-${passage.number}`
  return { asked: { ref: `P-${passage.number}`, href, text: passage.quote, start: passage.start, redactions: passage.redactions ?? [], language: null }, kind: passage.sourceKind, sourceId: passage.sourceId }
}

async function findAskedStretch(request: PageRequest, inCycle: InCycle): Promise<Sought | undefined> {
  const [of = '', start, end] = [request.query['of'], readPlace(request.query['start']), readPlace(request.query['end'])]
  if (start === undefined || end === undefined || start >= end) return undefined
  const source = await findReadSource(request, inCycle, of)
  if (source === undefined || end > countCodePoints(source.window.whole)) return undefined
  const { redactions = [], language } = source
  const href = `/desk/${inCycle.forum.slug}/${inCycle.cycle.slug}/reading/${of}`
  return { asked: { ref: of, href, text: sliceCodePoints(source.window.whole, start, end), start, redactions, language }, kind: source.kind, sourceId: source.id }
}

function readPlace(text: string | undefined): number | undefined {
  return /^[0-9]{1,8}$/u.test(text ?? '') ? Number(text) : undefined
}

/** Whose words they are, and in which language. */
async function findVoice({ db }: PageRequest, { kind, sourceId }: Sought): Promise<{ readonly contributionId?: Id; readonly language: string | null }> {
  const [found] = kind === 'answer' ? await findAnswers(db, [sourceId]) : kind === 'document' ? await findDocumentVoices(db, [sourceId]) : await findComments(db, [sourceId])
  return { language: found?.language ?? null, ...(found !== undefined && 'contributionId' in found ? { contributionId: found.contributionId } : {}) }
}

/** Where a stretch of an answer is read at the desk, among what stands around it: its part, with its sentence ticked. */
export function placeInReading(data: InCycle, { of, unit }: Pick<Similar, 'of' | 'unit'>): string {
  const base = `/desk/${data.forum.slug}/${data.cycle.slug}/reading/C-${of.contributionNumber}/${of.number}`
  let start = 0
  for (const [index, part] of cutParts(of.text).entries()) {
    const text = of.text.slice(part.start, part.end)
    const end = start + countCodePoints(text)
    if (unit.start < end) {
      const sentence = splitSentences(text, of.language).findIndex((each) => start + each.end > unit.start)
      return `${base}?part=${index + 1}&tick=${Math.max(0, sentence)}#sentence-${Math.max(0, sentence)}`
    }
    start = end
  }
  return base
}
