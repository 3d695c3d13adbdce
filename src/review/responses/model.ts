import type { WritePlaceNews } from '../followers/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { PlainDate } from '../../shared/time.ts'
import type { Disposition } from '../../shared/vocabularies.ts'

/** Writes the mail by which a commenter learns what became of the comment, with the secret link. */
export type WriteTold = ((told: {
  readonly commentId: Id<'comment'>
  readonly number: number
  readonly disposition: Disposition
  readonly reason: string
  /** Of the comment, where its sender said it. */
  readonly language: string | null
  /** The last day on which the sender may say whether this is satisfactory. */
  readonly judgedUntil: PlainDate | null
}) => { readonly subject: string; readonly body: string; readonly language?: string | undefined }) & {
  /** And to those who follow the places of the comments. */
  readonly toFollowers?: WritePlaceNews | undefined
}
