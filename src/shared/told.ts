/** Something to be said to a person: a code, whose sentence stands in the message files under `imports.told.`, and what it speaks of. */
export interface Told {
  readonly code: string
  readonly args?: Readonly<Record<string, string | number>>
}

export function told(code: string, args?: Told['args']): Told {
  return args === undefined ? { code } : { code, args }
}

/** A fault of what was read that a person can be told of. */
export class ToldProblem extends Error {
  readonly told: Told
  constructor(problem: Told) {
    super(problem.code)
    this.told = problem
  }
}
