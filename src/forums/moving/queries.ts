import type { Reader } from '../../platform/database.ts'

/**
 * Where an address of a cycle that was taken elsewhere leads now; undefined where it was not. `path` without the `/` before, as
 * `forum/2026/reviews/1/comments`; what is not known by itself leads to the cycle.
 */
export async function findMovedTo(db: Reader, path: string): Promise<string | undefined> {
  const [forum = '', cycle = '', ...rest] = path.split('/')
  const left = await db
    .selectFrom('forums_cycle')
    .innerJoin('forums_forum', 'forums_forum.id', 'forum_id')
    .select(['forums_cycle.id', 'moved_to'])
    .where('forums_forum.slug', '=', forum)
    .where('forums_cycle.slug', '=', cycle)
    .where('moved_to', 'is not', null)
    .executeTakeFirst()
  if (left === undefined || left.moved_to === null) return undefined
  // A page of a comment, and all that is below `reviews/1`. Another number may by now be something else: it leads to the cycle.
  const known = await db.selectFrom('forums_moved').select('to_path').where('cycle_id', '=', left.id).where('from_path', '=', rest.slice(0, 2).join('/')).executeTakeFirst()
  return known === undefined ? left.moved_to : [left.moved_to, known.to_path, ...rest.slice(2)].join('/')
}
