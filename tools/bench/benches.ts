/** Everything that `npm run bench` measures, in this order. One line each. */
import type { Bench } from './measure.ts'
import { overviewBench } from './overview.ts'
import { reviewBench } from './review.ts'
import { sendingBench } from './sending.ts'

export { openInstallation } from './installation.ts'

export const BENCHES: readonly Bench[] = [overviewBench, reviewBench, sendingBench]
