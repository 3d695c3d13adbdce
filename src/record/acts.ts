import type { ActName } from './model.ts'

/** The message key of an act's sentence. */
export type ActMessageKey = `act.${ActName}`
