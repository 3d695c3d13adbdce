import { resolve } from 'node:path'
import { exportForum } from '../procedures/export-forum.ts'
import type { Verb } from './verb.ts'

/** `convoke export forum FORUM FOLDER [--public]`: a forum as a folder, as it stands at one moment. */
export const exportForumVerb: Verb = {
  usage: 'export forum FORUM FOLDER [--public]',
  words: ['export', 'forum'],
  options: { public: 'flag' },
  arguments: [2, 2],
  run: async ({ db, files }, [slug = '', folder = ''], options) => {
    const done = await exportForum(db, { slug, folder: resolve(folder), files, isPublic: options['public'] === true })
    if (!('refusal' in done)) return { exit: 0, result: { read: done.files, taken: done.files, refused: [], folder: done.folder }, text: [`The forum ${slug} is in ${done.folder}: ${done.files} files.`] }
    const reason = done.refusal === 'forum-not-found' ? `There is no forum "${slug}" here.` : `${resolve(folder)} is there already and is not an empty folder. Nothing was written.`
    return { exit: 1, result: { read: 0, taken: 0, refused: [{ row: null, field: done.refusal === 'forum-not-found' ? 'forum' : 'folder', reason }] }, text: [reason] }
  },
}
