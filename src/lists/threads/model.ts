/** What a mail's header says of what it answers. */
export interface Headed {
  readonly messageId: string
  readonly inReplyTo: readonly string[]
  /** Oldest first. */
  readonly references: readonly string[]
}

/**
 * The mails that a mail answers, nearest first: what In-Reply-To names, then what References name, from the last. Some programs write a
 * mail's own id, or an address, among them.
 */
export function nearestFirst({ messageId, inReplyTo, references }: Headed): string[] {
  return [...new Set([...inReplyTo, ...references.toReversed()])].filter((id) => id !== messageId)
}

/** All that a mail refers to, oldest first, as it is kept: what In-Reply-To alone names is its nearest. */
export function ancestryOf({ messageId, inReplyTo, references }: Headed): string[] {
  const last = inReplyTo.filter((id) => !references.includes(id))
  return [...references, ...last].filter((id) => id !== messageId)
}

interface InThread {
  readonly id: string
  readonly parentId: string | null
  readonly sortKey: string
}

/** Posts of a thread in the order in which they are read, each after what it answers, with how deep it stands. Posts whose parent is not among them begin at the margin. */
export function orderThread<Post extends InThread>(posts: readonly Post[]): { readonly post: Post; readonly depth: number }[] {
  const here = new Set(posts.map(({ id }) => id))
  const children = new Map<string | null, Post[]>()
  for (const post of posts.toSorted((a, b) => (a.sortKey < b.sortKey ? -1 : a.sortKey > b.sortKey ? 1 : 0))) {
    const parent = post.parentId !== null && here.has(post.parentId) ? post.parentId : null
    const siblings = children.get(parent)
    if (siblings === undefined) children.set(parent, [post])
    else siblings.push(post)
  }
  const ordered: { post: Post; depth: number }[] = []
  const seen = new Set<string>()
  const waiting = (children.get(null) ?? []).map((post) => ({ post, depth: 0 })).toReversed()
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next.post.id)) continue
    seen.add(next.post.id)
    ordered.push(next)
    const { depth } = next
    waiting.push(...(children.get(next.post.id) ?? []).map((post) => ({ post, depth: depth + 1 })).toReversed())
  }
  // Forged headers can make a ring, in which nothing is first: it stands at the end, and is not lost.
  return [...ordered, ...posts.filter(({ id }) => !seen.has(id)).map((post) => ({ post, depth: 0 }))]
}
