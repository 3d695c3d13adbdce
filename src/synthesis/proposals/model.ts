/** The most passages that one proposal may hold: as many as a person can still look through. */
export const MOST_PROPOSED = 1000
