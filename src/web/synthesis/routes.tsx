import { parseNumber } from '../../shared/refs.ts'
import { findPassage } from '../../synthesis/queries.ts'
import type { App, Services } from '../context.ts'
import { loadCycle } from '../forums/data.ts'
import { servePage } from '../page.tsx'
import { amendedRoutes } from './amended/routes.tsx'
import { campaignRoutes } from './campaigns/routes.tsx'
import { breakdownRoutes } from './breakdown/routes.tsx'
import { changeRoutes } from './changes/routes.tsx'
import { codebookRoutes } from './codebook/routes.tsx'
import { quotePassages } from './data.ts'
import { correctionRoutes } from './corrections/routes.tsx'
import { exchangeRoutes } from './exchange/routes.tsx'
import { findingRoutes } from './findings/routes.tsx'
import { languageModelRoutes } from './language-model/routes.tsx'
import { ledgerRoutes } from './ledger/routes.tsx'
import { matrixRoutes } from './matrix/routes.tsx'
import { minorityRoutes } from './minority/routes.tsx'
import { readingRoutes } from './reading/routes.tsx'
import { resemblingRoutes } from './resembling/routes.tsx'
import { similarRoutes } from './similar/routes.tsx'
import { suggestedGroupRoutes } from './suggested-groups/routes.tsx'
import { suggestionRoutes } from './suggestions/routes.tsx'
import { themeRoutes } from './themes/routes.tsx'
import { translationRoutes } from './translations/routes.tsx'

/** Synthesis: the public breakdown and themes, and the desk where passages are marked and findings written. */
export function synthesisRoutes(app: App, services: Services): void {
  breakdownRoutes(app, services)
  themeRoutes(app, services)
  // A passage has no page of its own: its address leads to where its words stand.
  servePage<{ seeOther: string }>(app, services, {
    path: '/:forum/:cycle/passages/:passage',
    load: async (request) => {
      const inCycle = await loadCycle(request)
      const number = parseNumber('P', request.params['passage'] ?? '')
      const passage = inCycle === undefined || number === undefined ? undefined : await findPassage(request.db, inCycle.cycle.id, number)
      if (inCycle === undefined || passage === undefined) return undefined
      const [quotation] = await quotePassages(request.db, inCycle, [passage])
      return quotation === undefined ? undefined : { seeOther: quotation.href }
    },
    json: (data) => data,
    render: () => <></>,
  })
  campaignRoutes(app, services)
  codebookRoutes(app, services)
  amendedRoutes(app, services)
  changeRoutes(app, services)
  translationRoutes(app, services)
  readingRoutes(app, services)
  findingRoutes(app, services)
  matrixRoutes(app, services)
  minorityRoutes(app, services)
  ledgerRoutes(app, services)
  correctionRoutes(app, services)
  suggestionRoutes(app, services)
  exchangeRoutes(app, services)
  similarRoutes(app, services)
  resemblingRoutes(app, services)
  suggestedGroupRoutes(app, services)
  languageModelRoutes(app, services)
}
