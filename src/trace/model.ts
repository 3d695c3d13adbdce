import type { Id } from '../shared/ids.ts'
import type { Stance } from '../shared/vocabularies.ts'

/** What can be linked. An answer and a comment are accounted for; the others rest on them or are rested on. */
export type LinkedKind = 'answer' | 'contribution' | 'comment' | 'passage' | 'finding' | 'paragraph' | 'reference' | 'figure' | 'suggestion' | 'point' | 'remark' | 'cue'

export interface Thing {
  readonly kind: LinkedKind
  readonly id: Id
}

/**
 * `rests-on`: finding → passage, or paragraph → finding, passage, comment, reference. `changed`: comment → the paragraph that
 * changed because of it. `duplicate-of`: comment → comment. `comes-from`: suggestion → the comment whose wording it is. `became`: remark → the comment or the
 * contribution as which it was registered.
 */
export type Relation = 'rests-on' | 'changed' | 'duplicate-of' | 'comes-from' | 'became'

export interface Link {
  readonly relation: Relation
  readonly from: Thing
  readonly to: Thing
  /** The frozen version that the link stands in; null in the working text, and where there are no versions. */
  readonly versionId: Id<'version'> | null
  /** How a passage stands to the finding that rests on it; left out where nothing else was said: it supports it. */
  readonly stance?: Stance | undefined
}
