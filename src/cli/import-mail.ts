import { findForum } from '../forums/queries.ts'
import { findList } from '../lists/queries.ts'
import { importMail } from '../procedures/import-mail.ts'
import { SYSTEM } from '../record/model.ts'
import type { Installation } from './installation.ts'
import type { Outcome, Verb } from './verb.ts'

const SAID: Readonly<Record<'unreadable' | 'no-archive' | 'empty' | 'thrown-away' | 'cut-off', string>> = {
  unreadable: 'is nested or long beyond what is read.',
  'no-archive': 'asks not to be kept in an archive (X-No-Archive).',
  empty: 'has nothing in it.',
  'thrown-away': 'is marked as deleted, a draft or spam, or is a note of the mail program.',
  'cut-off': 'and what follows cannot be read: the compressed file is broken or cut off.',
}

/** `convoke import mail FORUM/LIST FILE`: the mails of a mailbox into a list's archive; what is here already is not taken twice. */
export const importMailVerb: Verb = { usage: 'import mail FORUM/LIST FILE', words: ['import', 'mail'], arguments: [2, 2], run: runImport }

async function runImport({ db, files, clock }: Installation, [place = '', file = '']: readonly string[]): Promise<Outcome> {
  const [forumSlug = '', listSlug = '', ...more] = place.split('/')
  const nothing = { read: 0, taken: 0, refused: [] }
  if (listSlug === '' || more.length > 0) return { exit: 2, result: nothing, text: [`Name the list as FORUM/LIST, not “${place}”.`] }
  const forum = await findForum(db, forumSlug)
  const list = forum === undefined ? undefined : await findList(db, forum.id, listSlug)
  const refuse = (reason: string): Outcome => ({ exit: 1, result: { ...nothing, refused: [{ row: null, field: null, reason }] }, text: [reason] })
  if (list === undefined) return refuse(`There is no list ${place} here.`)
  try {
    const done = await importMail(db, SYSTEM, { list, file, files }, clock())
    const refused = done.refused.map(({ row, reason }) => ({ row, field: null, reason: SAID[reason] }))
    return {
      exit: 0,
      result: { read: done.read, taken: done.taken, refused, known: done.known },
      text: [`${done.read} mails were read: ${done.taken} taken, ${done.known} here already, ${refused.length} not taken.`, ...refused.slice(0, 50).map(({ row, reason }) => `Mail ${row} ${reason}`)],
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR' || error.code === 'EACCES')) return refuse(`There is no file ${file} that can be read.`)
    throw error
  }
}
