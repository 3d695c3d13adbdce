import { transact } from '../platform/database.ts'
import { importForum } from '../procedures/import-forum.ts'
import { SYSTEM } from '../record/model.ts'
import type { Mistake } from '../shared/folder.ts'
import type { Outcome, Verb } from './verb.ts'

/** How many mistakes are written out without `--json`. */
const SHOWN = 50

/** `convoke import forum FOLDER`: a forum folder, all or nothing. docs/reference/forum-folder.md says what it holds. */
export const importForumVerb: Verb = {
  usage: 'import forum FOLDER',
  words: ['import', 'forum'],
  arguments: [1, 1],
  run: async ({ db, files, clock }, [folder = '']) => {
    const done = await transact(db, (tx) => importForum(tx, SYSTEM, { folder, files }, clock()))
    if (!('refusal' in done)) {
      const counts = Object.entries(done.counts).map(([what, count]) => `${what} ${count}`)
      return { exit: 0, result: { read: done.files, taken: done.files, refused: [], forum: done.slug, ...done.counts }, text: [`The forum ${done.slug} is here, from ${done.files} files: ${counts.join(', ')}.`] }
    }
    if (done.refusal === 'forum-exists') {
      const reason = `The forum "${done.slug}", or something of it, is here already. Nothing was taken.`
      return { exit: 1, result: { read: 0, taken: 0, refused: [{ row: 'forum.yaml', field: 'slug', reason }] }, text: [reason] }
    }
    return refuse(done.mistakes)
  },
}

/** As for rows of a table: `row` is the file, `field` the way to the place in it. */
function refuse(mistakes: readonly Mistake[]): Outcome {
  const refused = mistakes.map(({ file, path, reason }) => ({ row: file, field: path === '' ? null : path, reason }))
  const sentences = refused.slice(0, SHOWN).map(({ row, field, reason }) => [row, field, reason].filter((part) => part !== null).join(' '))
  const rest = refused.length > SHOWN ? [`… and ${refused.length - SHOWN} more; --json names them all.`] : []
  return { exit: 1, result: { read: 0, taken: 0, refused }, text: [...sentences, ...rest, `Nothing was taken; mistakes: ${refused.length}.`] }
}
