import { listCalls } from '../../calls/queries.ts'
import { counts } from '../../contributions/model.ts'
import { findContributions } from '../../contributions/queries.ts'
import { maskText } from '../../contributions/redaction/model.ts'
import { findRedactions } from '../../contributions/redaction/queries.ts'
import { listSentAnswers } from '../../contributions/voices/queries.ts'
import type { Reader } from '../../platform/database.ts'
import { findComments } from '../../review/comments/queries.ts'
import type { Id } from '../../shared/ids.ts'
import type { Exchange, ExchangeAnswer, ExchangeContribution, ExchangePassage } from '../../synthesis/exchange/model.ts'
import { listNotes } from '../../synthesis/notes/queries.ts'
import { listFindings, listPassages, listThemes } from '../../synthesis/queries.ts'
import { listLinksFrom } from '../queries.ts'

/**
 * A cycle's synthesis as a spreadsheet shows it at the desk, as it was sent, what was redacted blackened: contributions that count, their answers with
 * themes and notes, passages with what rests on them, findings.
 */
export async function loadExchange(db: Reader, at: { readonly forum: string; readonly cycle: string; readonly cycleId: Id }): Promise<Exchange> {
  const { cycleId } = at
  const [calls, sent, passages, themes, findings, notes] = [await listCalls(db, cycleId), await listSentAnswers(db, cycleId), await listPassages(db, cycleId), await listThemes(db, cycleId), await listFindings(db, cycleId), await listNotes(db, cycleId)]
  const questions = calls.flatMap((call) => call.questions.map(({ id, number, text }) => ({ id, key: `${call.slug}/${number}`, text })))
  const keyOf = new Map<Id, string>(questions.map(({ id, key }) => [id, key]))
  const contributions = new Map<Id, Awaited<ReturnType<typeof findContributions>>[number]>((await findContributions(db, sent.map((answer) => answer.contributionId))).filter(counts).map((each) => [each.id, each]))
  const redactions = await findRedactions(db, sent.map((answer) => answer.id))
  const slugOf = new Map<Id, string>(themes.map(({ id, slug }) => [id, slug]))
  const answers = sent.flatMap((answer): (ExchangeAnswer & { contributionId: Id })[] => {
    const contribution = contributions.get(answer.contributionId)
    if (contribution === undefined) return []
    const own = passages.filter((passage) => passage.sourceId === answer.id)
    const slugs = [...new Set(own.flatMap((passage) => passage.themeIds.flatMap((id) => slugOf.get(id) ?? [])))]
    return [{ id: answer.id, contributionId: contribution.id, ref: `C-${contribution.number}/${answer.number}`, question: keyOf.get(answer.questionId) ?? '', text: maskText(answer.text, redactions.get(answer.id) ?? []), themes: slugs.sort(), note: notes.get(answer.id) ?? '' }]
  })
  const answersOf = Map.groupBy(answers, (answer) => answer.contributionId)
  return {
    forum: at.forum,
    cycle: at.cycle,
    questions,
    contributions: [...contributions.values()].map((each): ExchangeContribution => ({
      ref: `C-${each.number}`,
      contributor: [each.contributor, each.organisation].filter((part) => part !== null).join(', '),
      stakeholderGroup: each.stakeholderGroup,
      regionalGroup: each.regionalGroup,
      language: each.language,
      consent: each.consent,
      answers: new Map((answersOf.get(each.id) ?? []).map((answer) => [answer.question, answer.text])),
    })),
    answers,
    passages: await listExchangePassages(db, { answers, contributions, passages, findings, slugOf }),
    findings: findings.map((finding) => ({ id: finding.id, ref: `F-${finding.number}`, kind: finding.kind, question: finding.questionId === null ? '' : (keyOf.get(finding.questionId) ?? ''), statement: finding.statement, revision: finding.revision })),
    themes: themes.map(({ id, slug, title, description }) => ({ id, slug, title, description })),
  }
}

interface Gathered {
  readonly answers: readonly (ExchangeAnswer & { readonly contributionId: Id })[]
  readonly contributions: ReadonlyMap<Id, { readonly stakeholderGroup: string | null; readonly regionalGroup: string | null }>
  readonly passages: Awaited<ReturnType<typeof listPassages>>
  readonly findings: Awaited<ReturnType<typeof listFindings>>
  readonly slugOf: ReadonlyMap<Id, string>
}

/** Passages of answers that count and of comments that were not withdrawn. */
async function listExchangePassages(db: Reader, { answers, contributions, passages, findings, slugOf }: Gathered): Promise<ExchangePassage[]> {
  const answerOf = new Map<Id, (typeof answers)[number]>(answers.map((answer) => [answer.id, answer]))
  const comments = new Map<Id, Awaited<ReturnType<typeof findComments>>[number]>((await findComments(db, passages.filter((passage) => passage.sourceKind === 'comment').map((passage) => passage.sourceId))).filter((comment) => comment.withdrawnAt === null).map((comment) => [comment.id, comment]))
  const refOf = new Map<Id, string>(findings.map(({ id, number }) => [id, `F-${number}`]))
  const restingOn = Map.groupBy(await listLinksFrom(db, findings.map(({ id }) => id), 'rests-on'), (link) => link.to.id)
  return passages.flatMap((passage): ExchangePassage[] => {
    const [answer, comment] = [answerOf.get(passage.sourceId), comments.get(passage.sourceId)]
    const voice = answer === undefined ? comment : contributions.get(answer.contributionId)
    if (voice === undefined) return []
    return [
      {
        id: passage.id,
        ref: `P-${passage.number}`,
        of: answer?.ref ?? `R-${comment?.number ?? ''}`,
        sourceId: passage.sourceId,
        stakeholderGroup: voice.stakeholderGroup,
        regionalGroup: voice.regionalGroup,
        themes: passage.themeIds.flatMap((id) => slugOf.get(id) ?? []).sort(),
        text: passage.quote,
        findings: new Map((restingOn.get(passage.id) ?? []).flatMap((link) => (refOf.has(link.from.id) ? [[refOf.get(link.from.id) ?? '', link.stance ?? 'supports'] as const] : []))),
        isWhole: answer !== undefined && passage.quote === answer.text.trim(),
      },
    ]
  })
}
