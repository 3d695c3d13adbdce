/** A uuid v7, branded with the kind of thing it names, so that a paragraph's id cannot be handed in for a comment's. */
export type Id<Kind extends string = string> = string & { readonly __kind: Kind }

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** True for a uuid in lower case with hyphens; anything else from outside is not an id. */
export function isId(value: unknown): value is Id {
  return typeof value === 'string' && UUID.test(value)
}
