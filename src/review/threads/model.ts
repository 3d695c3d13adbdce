import type { Comment } from '../model.ts'

/** A comment with all that was replied to it and to its replies, in the order of their references. */
export interface Thread {
  readonly comment: Comment
  readonly replies: readonly Comment[]
}

/** Puts replies below the comment that their thread began with. One whose beginning is not in the list stands for itself. */
export function toThreads(comments: readonly Comment[]): Thread[] {
  const known = new Map<string, Comment>(comments.map((comment) => [comment.id, comment]))
  const roots = new Map<string, Comment>()
  const rootOf = (comment: Comment): Comment => {
    const found = roots.get(comment.id)
    if (found !== undefined) return found
    const parent = comment.inReplyTo === null ? undefined : known.get(comment.inReplyTo)
    // A reply is always younger than what it replies to, so that this ends.
    const root = parent === undefined || parent.number >= comment.number ? comment : rootOf(parent)
    roots.set(comment.id, root)
    return root
  }
  const threads = Map.groupBy(comments, (comment) => rootOf(comment).id)
  return comments.flatMap((comment) => {
    const ofThread = threads.get(comment.id)
    return ofThread === undefined || rootOf(comment) !== comment ? [] : [{ comment, replies: ofThread.filter((other) => other !== comment) }]
  })
}
