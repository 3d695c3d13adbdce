/** What a command answers when it declines: a code, and what its sentence needs. A refusal is expected; a fault is an exception. */
export interface Refusal<Code extends string = string> {
  readonly refusal: Code
}

/** True when a command declined. Transactions roll back on a refusal as they do on a fault. */
export function isRefusal<T>(value: T): value is Extract<T, Refusal> {
  return typeof value === 'object' && value !== null && 'refusal' in value
}
