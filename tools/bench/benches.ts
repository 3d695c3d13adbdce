/** Everything that `npm run bench` measures, in this order. One line each. */
import { anchorsBench } from './anchors.ts'
import { besideMailmanBench } from './beside-mailman.ts'
import { campaignsBench } from './campaigns.ts'
import { importBench } from './imports.ts'
import { mailingBench } from './mailing.ts'
import type { Bench } from './measure.ts'
import { liveBench } from './live.ts'
import { overviewBench } from './overview.ts'
import { similarBench } from './similar.ts'
import { termsBench } from './terms.ts'
import { readingBench } from './reading.ts'
import { matrixBench } from './matrix.ts'
import { pollsBench } from './polls.ts'
import { publicationBench } from './publication.ts'
import { roomBench } from './room.ts'
import { reviewBench } from './review.ts'
import { meetingsBench } from './meetings.ts'
import { traceBench } from './trace.ts'
import { sendingBench } from './sending.ts'

export { openInstallation } from './installation.ts'

export const BENCHES: readonly Bench[] = [
  importBench, overviewBench, termsBench, similarBench, matrixBench, campaignsBench, readingBench, reviewBench, anchorsBench, traceBench, publicationBench, pollsBench, meetingsBench, mailingBench, besideMailmanBench, sendingBench, liveBench, roomBench,
]
