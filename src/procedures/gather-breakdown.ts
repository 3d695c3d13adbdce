import { listCalls } from '../calls/queries.ts'
import { plainBody } from '../drafts/blocks/model.ts'
import type { NewSection } from '../drafts/contents/model.ts'
import { newId } from '../platform/new-id.ts'
import type { Tx } from '../platform/database.ts'
import type { Id } from '../shared/ids.ts'
import { excerpt } from '../shared/text.ts'
import { listThemesOfFindings } from '../synthesis/findings/queries.ts'
import type { Finding } from '../synthesis/model.ts'
import { listFindings, listThemes, lockFindingsForResting } from '../synthesis/queries.ts'
import type { Thing } from '../trace/model.ts'

/** A text to begin with, and what its paragraphs rest on. */
export interface Gathered {
  readonly source: string
  readonly sections: readonly NewSection[]
  readonly carried: readonly { readonly paragraphId: Id<'paragraph'>; readonly to: readonly Thing[] }[]
}

const TITLE = 300

interface Chapter {
  readonly title: string
  readonly level: number
  readonly findings: readonly Finding[]
}

/**
 * The breakdown of a cycle as the text of a draft: a heading for each question or theme, one paragraph for each finding, resting on it.
 * What stands against a finding follows it, so that no minority position is left behind; what belongs to no heading comes first.
 * The findings are held: none is discarded until the links stand.
 */
export async function gatherBreakdown(tx: Tx, cycleId: Id, by: 'question' | 'theme'): Promise<Gathered> {
  const findings = await listFindings(tx, cycleId)
  const held = new Set<Id>(await lockFindingsForResting(tx, cycleId, findings.map(({ id }) => id)))
  const standing = findings.filter(({ id }) => held.has(id))
  const chapters = by === 'question' ? await byQuestion(tx, cycleId, standing) : await byTheme(tx, cycleId, standing)
  const carried: { paragraphId: Id<'paragraph'>; to: Thing[] }[] = []
  const sections = chapters.map(({ title, level, findings: own }): NewSection => ({
    title: excerpt(title, TITLE - 1),
    level,
    isAnnex: false,
    blocks: besideEachOther(own).map((finding) => {
      const paragraphId = newId<'paragraph'>()
      carried.push({ paragraphId, to: [{ kind: 'finding', id: finding.id }] })
      return { id: paragraphId, body: plainBody(finding.statement) }
    }),
  }))
  return { source: by, sections, carried }
}

/** Each finding followed by those that stand against it. */
function besideEachOther(findings: readonly Finding[]): Finding[] {
  const here = new Set<Id>(findings.map(({ id }) => id))
  const against = Map.groupBy(findings, ({ againstId }) => (againstId !== null && here.has(againstId) ? againstId : null))
  const seen = new Set<Id>()
  const follow = (finding: Finding): Finding[] => {
    if (seen.has(finding.id)) return []
    seen.add(finding.id)
    return [finding, ...(against.get(finding.id) ?? []).flatMap(follow)]
  }
  // Two that stand against each other begin with whichever comes first.
  return [...(against.get(null) ?? []), ...findings].flatMap(follow)
}

async function byQuestion(tx: Tx, cycleId: Id, findings: readonly Finding[]): Promise<Chapter[]> {
  const calls = await listCalls(tx, cycleId)
  const of = Map.groupBy(findings, ({ questionId }): Id | null => questionId)
  const asked = calls.map(({ title, questions }) => ({ title, questions: questions.filter(({ id }) => of.has(id)) })).filter(({ questions }) => questions.length > 0)
  const known = new Set<Id | null>(asked.flatMap(({ questions }) => questions.map(({ id }) => id)))
  const level = asked.length > 1 ? 2 : 1
  return [
    ...loose(findings.filter(({ questionId }) => !known.has(questionId))),
    ...asked.flatMap(({ title, questions }): Chapter[] => [
      ...(asked.length > 1 ? [{ title, level: 1, findings: [] }] : []),
      ...questions.map((question) => ({ title: question.text, level, findings: of.get(question.id) ?? [] })),
    ]),
  ]
}

/** By the first theme that a finding carries, in the order of the codebook; a theme above others has its heading though it carries nothing itself. */
async function byTheme(tx: Tx, cycleId: Id, findings: readonly Finding[]): Promise<Chapter[]> {
  const [themes, themesOf] = [await listThemes(tx, cycleId), await listThemesOfFindings(tx, cycleId)]
  const known = new Set<Id>(themes.map(({ id }) => id))
  const first = (finding: Finding): Id | null => themesOf.get(finding.id)?.find((id) => known.has(id)) ?? null
  const of = Map.groupBy(findings, first)
  const isUsed = (id: Id): boolean => of.has(id) || themes.some((theme) => theme.parentId === id && isUsed(theme.id))
  const chapters = themes.filter(({ id }) => isUsed(id)).map(({ id, title, depth }) => ({ title, level: Math.min(4, depth + 1), findings: of.get(id) ?? [] }))
  return [...loose(of.get(null) ?? []), ...chapters]
}

function loose(findings: readonly Finding[]): Chapter[] {
  return findings.length === 0 ? [] : [{ title: '', level: 1, findings }]
}
