import type { Reader } from '../../platform/database.ts'
import { type FolderNames, tidy } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { asShown } from '../proposals/model.ts'
import { findScoping, listProposals } from '../proposals/queries.ts'
import { listCallsForFolder } from './queries.ts'

/** `cycles/<slug>/calls.yaml`; undefined when there are none. Calls, questions and variants get their names here. */
export async function writeCallsFile(db: Reader, cycleId: Id, names: FolderNames, isPublic: boolean): Promise<string | undefined> {
  const calls = await listCallsForFolder(db, cycleId, isPublic)
  for (const call of calls) {
    names.give(call.id, call.slug)
    for (const question of call.questions) names.give(question.id, `${call.slug}/${question.number}`)
    for (const variant of call.variants) names.give(variant.id, variant.slug)
  }
  return calls.length === 0 ? undefined : writeYaml(calls.map((call) => tidy(call)))
}

/** `cycles/<slug>/scoping.yaml`; undefined where proposals were never asked for. */
export async function writeScopingFile(db: Reader, cycleId: Id, isPublic: boolean): Promise<string | undefined> {
  const scoping = await findScoping(db, cycleId)
  if (scoping === undefined) return undefined
  const proposals = (await listProposals(db, cycleId)).map((proposal) => (isPublic ? asShown(proposal) : proposal))
  const items = proposals.map(({ id, number, kind, text, reason, author, language, receivedAt, outcome, outcomeReason, became, isHidden, outcomeAt }) => ({
    id, number, kind, text, reason, author, language, receivedAt, outcome, outcomeReason, became, hidden: isHidden, outcomeAt,
  }))
  return writeYaml(tidy({ introduction: scoping.introduction, until: scoping.until, open: scoping.isOpen, revision: scoping.revision, proposals: items }))
}
