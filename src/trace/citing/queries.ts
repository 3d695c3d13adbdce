import { listAnswerVoices } from '../../contributions/voices/queries.ts'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { listFindings, listPassageSources } from '../../synthesis/queries.ts'
import { listLinksFrom } from '../queries.ts'

/** A finding and a contribution whose words it rests on, whichever way they stand to it. */
export interface Citation {
  readonly findingId: Id<'finding'>
  readonly findingNumber: number
  readonly statement: string
  readonly contributionId: Id<'contribution'>
  readonly contributionNumber: number
}

/** Which findings of a cycle cite which contributions, by number of both; contributions withdrawn or declined are cited by none. */
export async function listCitations(db: Reader, cycleId: Id): Promise<Citation[]> {
  const [findings, sources, voices] = await Promise.all([listFindings(db, cycleId), listPassageSources(db, cycleId), listAnswerVoices(db, cycleId)])
  const links = await listLinksFrom(db, findings.map((finding) => finding.id), 'rests-on')
  const [sourceOf, voiceOf] = [new Map(sources.map(({ id, sourceId }) => [id, sourceId])), new Map<Id, (typeof voices)[number]>(voices.map((voice) => [voice.answerId, voice]))]
  const linksOf = Map.groupBy(links, (link) => link.from.id)
  return findings
    .toSorted((a, b) => a.number - b.number)
    .flatMap((finding) => {
      const cited = (linksOf.get(finding.id) ?? []).flatMap((link) => voiceOf.get(sourceOf.get(link.to.id) ?? link.to.id) ?? [])
      const once = [...new Map(cited.map((voice) => [voice.contributionId, voice])).values()].sort((a, b) => a.contributionNumber - b.contributionNumber)
      return once.map(({ contributionId, contributionNumber }) => ({ findingId: finding.id, findingNumber: finding.number, statement: finding.statement, contributionId, contributionNumber }))
    })
}
