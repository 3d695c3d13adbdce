/** One field of a mail's head: its name and its value, unfolded, without a line break. */
export type HeaderField = readonly [name: string, value: string]
