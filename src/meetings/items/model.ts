import type { Id } from '../../shared/ids.ts'

/** One item of a meeting's agenda. Its texts are in the forum's language. */
export interface Item {
  readonly id: Id<'meeting-item'>
  readonly title: string
  /** What it is about; null where nothing more is said. */
  readonly about: string | null
  /** Minutes allotted; null where none are. */
  readonly minutes: number | null
  readonly presenter: string | null
  readonly revision: number
  readonly links: readonly ItemLink[]
}

/** What an item points to: a permanent address, so that the exact revision is found again. */
export interface ItemLink {
  readonly title: string
  readonly url: string
}
