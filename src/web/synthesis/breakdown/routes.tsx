import type { Side, Strength } from '../../../synthesis/findings/model.ts'
import type { App, Services } from '../../context.ts'
import { servePage } from '../../page.tsx'
import { quotationToJson, themeToJson } from '../data.ts'
import { suggestionToJson } from '../suggestions/data.ts'
import { listThreads, loadFullBreakdown, loadThread, type FindingInFull, type FullBreakdownData, type ThreadData } from './data.ts'
import { BreakdownPage, ThreadPage } from './pages.tsx'

/** The public breakdown by question, and the themes that run through it. */
export function breakdownRoutes(app: App, services: Services): void {
  servePage<FullBreakdownData>(app, services, {
    path: '/:forum/:cycle/breakdown',
    load: loadFullBreakdown,
    json: breakdownToJson,
    render: (view, data) => <BreakdownPage view={view} data={data} />,
  })
  servePage<ThreadData>(app, services, {
    path: '/:forum/:cycle/threads/:theme',
    load: loadThread,
    json: (data) => ({ theme: data.theme.slug, title: data.theme.title, findings: data.carried.map((shown) => findingToJson(data, shown)) }),
    render: (view, data) => <ThreadPage view={view} data={data} />,
  })
}

function breakdownToJson(data: FullBreakdownData): object {
  const ref = (number: number) => `${data.cycle.slug}/F-${number}`
  return {
    forum: data.forum.slug,
    cycle: data.cycle.slug,
    published: data.publication === undefined || data.publication.reopenedAt !== null ? null : data.publication.publishedAt,
    minorityRule: data.minority,
    questions: data.questions.map(({ call, question }) => ({
      call,
      number: question.number,
      text: question.text,
      findings: data.findings.filter(({ finding }) => finding.questionId === question.id).map(({ finding }) => ref(finding.number)),
    })),
    findings: data.findings.map((shown) => findingToJson(data, shown)),
    themes: data.themes.map((theme) => themeToJson(data, theme)),
    threads: listThreads(data).map(({ theme, findings, questions }) => ({ theme: theme.slug, findings, questions, url: `/${data.forum.slug}/${data.cycle.slug}/threads/${theme.slug}` })),
    setAside: data.discarded.map(({ number, kind, statement, reason, discardedAt }) => ({ ref: ref(number), kind, statement, reason, discardedAt })),
  }
}

function findingToJson(data: FullBreakdownData, shown: FindingInFull): object {
  const { finding, quotations, backing, strength } = shown
  return {
    ref: `${data.cycle.slug}/F-${finding.number}`,
    kind: finding.kind,
    statement: finding.statement,
    question: data.questions.find(({ question }) => question.id === finding.questionId)?.question.number ?? null,
    url: `/${data.forum.slug}/${data.cycle.slug}/breakdown#F-${finding.number}`,
    contributions: backing.contributions,
    comments: backing.comments,
    voices: Object.fromEntries(backing.voices.map((voice) => [voice.title, voice.count])),
    strength: strengthToJson(strength),
    minorityByRule: shown.isMinority,
    broad: shown.isBroad,
    deepDive: finding.isDeepDive,
    against: shown.against === null ? null : `${data.cycle.slug}/F-${shown.against}`,
    themes: shown.themes.map((theme) => theme.slug),
    corrections: shown.said === null ? null : { accepted: shown.said.accepted, contested: shown.said.contested, noAnswer: shown.said.silent },
    contests: shown.contests.map(({ number, statement, reason, settlement, settledReason }) => ({ by: `${data.cycle.slug}/C-${number}`, statement, reason, settlement, answer: settledReason })),
    suggestions: shown.suggestions.map((suggestion) => suggestionToJson(data.cycle.slug, suggestion)),
    restsOn: quotations.map((quotation) => ({ ...quotationToJson(data, quotation), stance: shown.stances.get(quotation.passage.id) ?? 'supports' })),
  }
}

function strengthToJson({ of, supports, opposes, qualifies }: Strength): object {
  const side = ({ contributions, comments, groups, regions }: Side) => ({ contributions, comments, stakeholderGroups: groups, regionalGroups: regions })
  return { of, supports: side(supports), opposes: side(opposes), qualifies: side(qualifies) }
}
