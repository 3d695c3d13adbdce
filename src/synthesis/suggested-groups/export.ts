import type { Reader } from '../../platform/database.ts'
import { shortRef, tidy, type FolderNames } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { listModelRequestsForFolder } from '../language-model/queries.ts'
import { listDismissalsForFolder } from '../resembling/queries.ts'
import { listGroupsForFolder } from './queries.ts'

/** What a language model was asked. Whether one may be asked is each installation's own, and not in the folder. */
async function writeRequests(db: Reader, cycle: { readonly id: Id; readonly slug: string }, names: FolderNames) {
  const { requests, slugs } = await listModelRequestsForFolder(db, cycle.id)
  const refOf = (id: Id): string => shortRef(names.of(id), cycle.slug)
  return requests.map(({ id, number, kind, askedBy, askedAt, state, reason, model, repliedAt, reply, passages, suggestions }) => ({
    id, number, kind, madeBy: askedBy, madeAt: askedAt, state, reason, model, repliedAt, reply,
    passages: passages.map(({ passageId, isSent }) => ({ passage: refOf(passageId), sent: isSent === null ? null : isSent ? 'yes' : 'no' })),
    suggestions: suggestions.map(({ id: own, text, passageIds, decision, decidedBy, decidedAt, themeId }) => ({
      id: own, text, passages: passageIds.map(refOf), decision, decidedBy, decidedAt, theme: themeId === null ? null : (slugs.get(themeId) ?? null),
    })),
  }))
}

const ONE_LINE = new Set(['dismissed'])

/** `cycles/<slug>/suggested.yaml`, which a public folder does not have: what was put forward by machines, and what people said to it. */
export async function writeSuggestedFile(db: Reader, cycle: { readonly id: Id; readonly slug: string }, names: FolderNames): Promise<string | undefined> {
  const groups = (await listGroupsForFolder(db, cycle.id)).map(({ id, questionId, language, terms, machine, madeBy, madeAt, decision, decidedBy, decidedAt, theme, answerIds }) => ({
    id, question: names.of(questionId), language, terms, machine, madeBy, madeAt, decision, decidedBy, decidedAt, theme, answers: answerIds.map((answer) => shortRef(names.of(answer), cycle.slug)),
  }))
  const dismissed = (await listDismissalsForFolder(db, cycle.id)).map(({ theme, answerId, start, end, decidedBy, decidedAt }) => ({ theme, of: shortRef(names.of(answerId), cycle.slug), start, end, decidedBy, decidedAt }))
  const requests = await writeRequests(db, cycle, names)
  if (groups.length + dismissed.length + requests.length === 0) return undefined
  return writeYaml(tidy({ groups, dismissed, requests }) ?? '', ONE_LINE)
}
