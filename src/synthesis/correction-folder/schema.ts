import type { z } from 'zod'
import { date, flag, group, id, instant, integer, language, listOf, mailAddress, oneOf, optional, optionalShortText, optionalText, shortText, text } from '../../shared/folder-fields.ts'
import { checkNumbers, findNamed, type FolderScope, partName, type Place, readRef, within } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { SETTLEMENTS, VERDICTS } from '../corrections/model.ts'
import { SUGGESTION_VERDICTS } from '../suggestions/model.ts'

/** `cycles/<slug>/corrections.yaml`: when the synthesis was published, what those whom it cites and others said to it, and the desk's notes. */
export const correctionsFile = group({
  publications: listOf(group({ id: id(), number: integer(1), publishedAt: instant(), reopenedAt: optional(instant()), reopenedFor: optionalText() })),
  rounds: listOf(
    group({
      id: id(),
      number: integer(1),
      openedAt: instant(),
      closesOn: date(),
      digests: listOf(
        group({
          id: id(),
          byMail: flag(),
          sentences: listOf(
            group({
              id: id(),
              of: shortText(),
              /** One of the two: a finding, such as F-1, or the id of a paragraph of a draft. */
              finding: optionalShortText(),
              paragraph: optional(id()),
              statement: text(),
              verdict: optional(oneOf(VERDICTS)),
              reason: optionalText(),
              saidAt: optional(instant()),
              settlement: optional(oneOf(SETTLEMENTS)),
              settledReason: optionalText(),
              settledAt: optional(instant()),
            }),
          ),
        }),
      ),
    }),
  ),
  suggestions: listOf(
    group({
      id: id(),
      number: integer(1),
      finding: shortText(),
      statement: text(),
      proposal: optionalText(),
      comment: optionalText(),
      author: optionalShortText(),
      mail: optional(mailAddress()),
      language: optional(language()),
      receivedAt: instant(),
      withdrawnAt: optional(instant()),
      verdict: optional(oneOf(SUGGESTION_VERDICTS)),
      reason: optionalText(),
      answeredAt: optional(instant()),
    }),
  ),
  /** By which minority positions are kept; the usual rule where it is missing. */
  minority: optional(group({ groups: integer(1), voices: integer(1), revision: optional(integer(1)) })),
  notes: listOf(group({ answer: shortText(), text: text(), notedBy: id(), notedAt: instant() })),
})
export type CorrectionsFile = z.output<typeof correctionsFile>

type RoundItem = CorrectionsFile['rounds'][number]
type SentenceItem = RoundItem['digests'][number]['sentences'][number]

export interface FolderCorrections extends Pick<CorrectionsFile, 'minority'> {
  readonly publications: readonly (CorrectionsFile['publications'][number] & { readonly id: Id })[]
  readonly rounds: readonly (Omit<RoundItem, 'digests'> & { readonly id: Id })[]
  readonly digests: readonly { readonly id: Id; readonly roundId: Id; readonly position: number; readonly byMail: boolean }[]
  readonly sentences: readonly (SentenceItem & { readonly id: Id; readonly roundId: Id; readonly digestId: Id; readonly contributionId: Id; readonly findingId: Id | undefined; readonly paragraphId: Id | undefined })[]
  readonly suggestions: readonly (CorrectionsFile['suggestions'][number] & { readonly id: Id; readonly findingId: Id })[]
  readonly notes: readonly (CorrectionsFile['notes'][number] & { readonly answerId: Id })[]
}

/** Gives all of it its ids, and finds the findings, contributions and answers that it is about. */
export function completeCorrections(scope: FolderScope, cycle: string, file: CorrectionsFile, place: Place): FolderCorrections {
  const named = (kind: 'finding' | 'contribution' | 'answer', name: string, at: Place): Id | undefined => {
    const ref = readRef(name, cycle)
    if (ref?.kind === kind) return findNamed(scope, ref.name, at)
    scope.mistake(at, kind === 'finding' ? 'should name a finding, such as F-1.' : kind === 'answer' ? 'should name an answer, such as C-3/2.' : 'should name a contribution, such as C-3.')
    return undefined
  }
  checkNumbers(scope, file.publications, within(place, 'publications'))
  checkNumbers(scope, file.rounds, within(place, 'rounds'))
  checkNumbers(scope, file.suggestions, within(place, 'suggestions'))
  const rounds = file.rounds.map((item, index) => ({ ...item, id: scope.takeId(item.id, within(place, 'rounds', index)) }))
  const digests = rounds.flatMap((round, index) =>
    round.digests.map((item, position) => ({ id: scope.takeId(item.id, within(place, 'rounds', index, 'digests', position)), roundId: round.id, position, byMail: item.byMail, sentences: item.sentences, at: within(place, 'rounds', index, 'digests', position, 'sentences') })),
  )
  const sentences = digests.flatMap((digest) =>
    digest.sentences.flatMap((item, index) => {
      const at = within(digest.at, index)
      const contributionId = named('contribution', item.of, within(at, 'of'))
      const isOne = (item.finding === undefined) !== (item.paragraph === undefined)
      if (!isOne) scope.mistake(at, 'should name either a finding or a paragraph.')
      const findingId = item.finding === undefined ? undefined : named('finding', item.finding, within(at, 'finding'))
      const paragraphId = item.paragraph === undefined ? undefined : findNamed(scope, partName('paragraph', cycle, '', item.paragraph), within(at, 'paragraph'))
      return contributionId === undefined || !isOne || (findingId ?? paragraphId) === undefined ? [] : [{ ...item, id: scope.takeId(item.id, at), roundId: digest.roundId, digestId: digest.id, contributionId, findingId, paragraphId }]
    }),
  )
  const suggestions = file.suggestions.flatMap((item, index) => {
    const at = within(place, 'suggestions', index)
    const findingId = named('finding', item.finding, within(at, 'finding'))
    return findingId === undefined ? [] : [{ ...item, id: scope.takeId(item.id, at), findingId }]
  })
  const notes = file.notes.flatMap((item, index) => {
    const answerId = named('answer', item.answer, within(place, 'notes', index, 'answer'))
    return answerId === undefined ? [] : [{ ...item, answerId }]
  })
  return { minority: file.minority, publications: file.publications.map((item, index) => ({ ...item, id: scope.takeId(item.id, within(place, 'publications', index)) })), rounds, digests, sentences, suggestions, notes }
}
