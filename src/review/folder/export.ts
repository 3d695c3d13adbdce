import type { Reader } from '../../platform/database.ts'
import type { TakeLinks } from '../../shared/folder-links.ts'
import { type FolderNames, tidy } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { toPublic } from './model.ts'
import { listCommentsForFolder, listReviewsForFolder, listWaitingForFolder } from './queries.ts'

const PART = 500
const ONE_LINE = new Set(['changed', 'duplicateOf'])

/** `cycles/<slug>/reviews.yaml`; undefined when there are none. */
export async function writeReviewsFile(db: Reader, cycleId: Id, names: FolderNames): Promise<string | undefined> {
  const reviews = await listReviewsForFolder(db, cycleId, names)
  return reviews.length === 0 ? undefined : writeYaml(reviews.map((review) => tidy(review)))
}

/** `cycles/<slug>/waiting-comments.yaml`: never in a public folder. Undefined when nothing waits. */
export async function writeWaitingFile(db: Reader, cycleId: Id, names: FolderNames): Promise<string | undefined> {
  const waiting = await listWaitingForFolder(db, cycleId, names)
  return waiting.length === 0 ? undefined : writeYaml(waiting.map((item) => tidy(item)))
}

/** `cycles/<slug>/comments.yaml`, entry by entry; nothing when there are none. */
export async function* writeCommentsFile(db: Reader, cycle: { id: Id; slug: string }, names: FolderNames, takeLinks: TakeLinks, isPublic: boolean): AsyncGenerator<string> {
  for (let after = 0; ; ) {
    const items = await listCommentsForFolder(db, cycle.id, after, PART, names)
    const last = items.at(-1)
    if (last === undefined) return
    for (const item of items) {
      const response = item.response === null ? null : withLinks(item.response, item.id, cycle.slug, takeLinks)
      const whole = { ...item, response }
      yield writeYaml([tidy(isPublic ? toPublic(whole) : whole)], ONE_LINE)
    }
    after = last.number
  }
}

function withLinks<T extends { earlier: readonly object[] }>({ earlier, ...response }: T, commentId: Id, cycle: string, takeLinks: TakeLinks) {
  const [duplicateOf] = takeLinks('duplicate-of', commentId, null, cycle)
  return { ...response, changed: takeLinks('changed', commentId, null, cycle), duplicateOf, earlier }
}
