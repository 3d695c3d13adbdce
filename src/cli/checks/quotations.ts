import { readText } from '../../contributions/documents/queries.ts'
import { findAnswers, listAnswersAsSent } from '../../contributions/queries.ts'
import { maskText } from '../../contributions/redaction/model.ts'
import { findRedactions } from '../../contributions/redaction/queries.ts'
import type { Db } from '../../platform/database.ts'
import { findComments } from '../../review/comments/queries.ts'
import type { Id } from '../../shared/ids.ts'
import { formatRef } from '../../shared/refs.ts'
import { sliceCodePoints } from '../../shared/text.ts'
import { findOccurrences, type Passage } from '../../synthesis/model.ts'
import { listPassages } from '../../synthesis/queries.ts'
import { overCycles, type Check } from './check.ts'

/** Every passage quotes what stands at its place in its source. */
export const checkQuotations: Check = {
  name: 'quotations',
  run: ({ db, ...scope }) =>
    overCycles({ db, ...scope }, async (cycle) => {
      // What lost its words to an amendment waits for a person, and says so at the desk.
      const passages = (await listPassages(db, cycle.id)).filter(({ detachedAt }) => detachedAt === null)
      const texts = await loadSources(db, passages)
      const findings = passages.flatMap((passage) => {
        const sentence = problemOf(passage, texts.get(passage.sourceId))
        return sentence === undefined ? [] : [{ subject: formatRef(cycle.slug, 'P', passage.number), sentence, serious: false }]
      })
      return { checked: passages.length, findings }
    }),
}

function problemOf(passage: Passage, text: string | undefined): string | undefined {
  if (text === undefined) return 'What this passage was marked in is gone.'
  if (sliceCodePoints(text, passage.start, passage.end) === passage.quote) return undefined
  return findOccurrences(text, passage.quote).length > 0 ? 'The quotation stands at another place of its source than recorded.' : 'The quotation is not in its source any more.'
}

/** The texts that passages are marked in, whatever the consent, redacted as their quotations are. */
async function loadSources(db: Db, passages: readonly Passage[]): Promise<Map<Id, string>> {
  const ids = (kind: Passage['sourceKind']) => passages.filter(({ sourceKind }) => sourceKind === kind).map(({ sourceId }) => sourceId)
  const texts = new Map<Id, string>()
  for (const comment of await findComments(db, ids('comment'))) texts.set(comment.id, comment.text)
  const contributions = new Set((await findAnswers(db, ids('answer'))).map(({ contributionId }) => contributionId))
  const redactions = await findRedactions(db, [...ids('answer'), ...ids('document')])
  for (const id of new Set(ids('document'))) texts.set(id, maskText(await readText(db, id), redactions.get(id) ?? []))
  for (const id of contributions) {
    for (const answer of await listAnswersAsSent(db, id)) texts.set(answer.id, maskText(answer.text, redactions.get(answer.id) ?? []))
  }
  return texts
}
