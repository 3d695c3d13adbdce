import { parseNumber } from '../../shared/refs.ts'
import { findPassage } from '../../synthesis/queries.ts'
import type { App, Services } from '../context.ts'
import { loadCycle } from '../forums/data.ts'
import { servePage } from '../page.tsx'
import { amendedRoutes } from './amended/routes.tsx'
import { changeRoutes } from './changes/routes.tsx'
import { codebookRoutes } from './codebook/routes.tsx'
import { loadBreakdown, quotationToJson, quotePassages, themeToJson, type BreakdownData, type FindingShown } from './data.ts'
import { findingRoutes } from './findings/routes.tsx'
import { BreakdownPage } from './pages.tsx'
import { readingRoutes } from './reading/routes.tsx'
import { themeRoutes } from './themes/routes.tsx'

/** Synthesis: the public breakdown and themes, and the desk where passages are marked and findings written. */
export function synthesisRoutes(app: App, services: Services): void {
  servePage<BreakdownData>(app, services, {
    path: '/:forum/:cycle/breakdown',
    load: loadBreakdown,
    json: breakdownToJson,
    render: (view, data) => <BreakdownPage view={view} data={data} />,
  })
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
  codebookRoutes(app, services)
  amendedRoutes(app, services)
  changeRoutes(app, services)
  readingRoutes(app, services)
  findingRoutes(app, services)
}

function breakdownToJson(data: BreakdownData): object {
  return {
    forum: data.forum.slug,
    cycle: data.cycle.slug,
    questions: data.questions.map(({ call, question }) => ({
      call,
      number: question.number,
      text: question.text,
      findings: data.findings.filter(({ finding }) => finding.questionId === question.id).map(({ finding }) => `${data.cycle.slug}/F-${finding.number}`),
    })),
    findings: data.findings.map((shown) => findingToJson(data, shown)),
    themes: data.themes.map((theme) => themeToJson(data, theme)),
  }
}

function findingToJson(data: BreakdownData, { finding, quotations, backing }: FindingShown): object {
  return {
    ref: `${data.cycle.slug}/F-${finding.number}`,
    kind: finding.kind,
    statement: finding.statement,
    question: data.questions.find(({ question }) => question.id === finding.questionId)?.question.number ?? null,
    url: `/${data.forum.slug}/${data.cycle.slug}/breakdown#F-${finding.number}`,
    contributions: backing.contributions,
    comments: backing.comments,
    voices: Object.fromEntries(backing.voices.map((voice) => [voice.title, voice.count])),
    restsOn: quotations.map((quotation) => quotationToJson(data, quotation)),
  }
}
