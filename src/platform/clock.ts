import { instantFromMilliseconds, type Instant } from '../shared/time.ts'

/** Where the time comes from; tests hand in one that stands still. */
export type Clock = () => Instant

export const systemClock: Clock = () => instantFromMilliseconds(Date.now())
