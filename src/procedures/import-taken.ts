import { findContributions } from '../contributions/queries.ts'
import { insertTaken } from '../lists/folder/commands.ts'
import type { TakenFrom } from '../lists/taken/model.ts'
import type { Reader } from '../platform/database.ts'
import { findComments } from '../review/comments/queries.ts'
import { within } from '../shared/folder.ts'
import { isId, type Id } from '../shared/ids.ts'
import type { ForumImport } from './open-forum-import.ts'

/** Takes what posts were taken as, when contributions and comments are there: by their ids, or by their references where somebody wrote the folder. */
export async function importTaken({ tx, scope, put, taken }: Pick<ForumImport, 'tx' | 'scope' | 'put' | 'taken'>): Promise<void> {
  const rows: TakenFrom[] = []
  for (const post of taken) {
    for (const [at, item] of post.taken.entries()) {
      const becameId = isId(item.became) ? item.became : scope.find(`ref ${item.became}`)
      if (becameId === undefined) scope.mistake(within(post.place, 'taken', at, 'became'), 'is no contribution or comment of this folder.')
      else await put(async () => {
        const targetId = item.for === undefined ? await findTarget(tx, becameId) : (item.for as Id)
        if (targetId === undefined) scope.mistake(within(post.place, 'taken', at, 'for'), 'is missing: what it was taken as is not here.')
        else rows.push({ id: item.id, postId: post.id as Id<'post'>, kind: item.as, becameId, targetId, by: item.by, at: item.at })
      })
    }
  }
  await put(() => insertTaken(tx, rows))
}

async function findTarget(db: Reader, id: Id): Promise<Id | undefined> {
  const [contribution] = await findContributions(db, [id])
  return contribution?.callId ?? (await findComments(db, [id]))[0]?.reviewId
}
