/** A content control of a Word file: a place that its maker named, to be filled. */
export interface WordControl {
  readonly tag: string
  readonly text: string
  /** Of a box to tick. */
  readonly isChecked: boolean
}

export interface WordParagraph {
  readonly text: string
  /** Controls in it, or around it. */
  readonly controls: readonly WordControl[]
  readonly bookmarks: readonly string[]
  /** The table cell in which it stands, counted through the file from 0; null outside tables. */
  readonly cell: number | null
}
