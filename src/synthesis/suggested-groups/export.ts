import type { Reader } from '../../platform/database.ts'
import { shortRef, tidy, type FolderNames } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { listDismissalsForFolder } from '../resembling/queries.ts'
import { listGroupsForFolder } from './queries.ts'

const ONE_LINE = new Set(['dismissed'])

/** `cycles/<slug>/suggested.yaml`, which a public folder does not have: what was put forward by machines, and what people said to it. */
export async function writeSuggestedFile(db: Reader, cycle: { readonly id: Id; readonly slug: string }, names: FolderNames): Promise<string | undefined> {
  const groups = (await listGroupsForFolder(db, cycle.id)).map(({ id, questionId, language, terms, machine, madeBy, madeAt, decision, decidedBy, decidedAt, theme, answerIds }) => ({
    id, question: names.of(questionId), language, terms, machine, madeBy, madeAt, decision, decidedBy, decidedAt, theme, answers: answerIds.map((answer) => shortRef(names.of(answer), cycle.slug)),
  }))
  const dismissed = (await listDismissalsForFolder(db, cycle.id)).map(({ theme, answerId, start, end, decidedBy, decidedAt }) => ({ theme, of: shortRef(names.of(answerId), cycle.slug), start, end, decidedBy, decidedAt }))
  if (groups.length + dismissed.length === 0) return undefined
  return writeYaml(tidy({ groups, dismissed }) ?? '', ONE_LINE)
}
