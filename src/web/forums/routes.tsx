import type { App, Services } from '../context.ts'
import { servePage } from '../page.tsx'
import { loadCyclePage, type CyclePageData } from './cycles/data.ts'
import { CyclePage } from './cycles/pages.tsx'
import { deskRoutes } from './desk/routes.tsx'
import { loadForumPage, loadHome, type ForumPageData, type HomePageData, type OpenThing } from './home/data.ts'
import { ForumPage, HomePage } from './home/pages.tsx'
import { timelineRoutes } from './timeline/routes.tsx'

/** The homes of the installation, of forums and of cycles, and their desk. Registered last of all rooms: `/:forum/:cycle` is the widest address. */
export function forumRoutes(app: App, services: Services): void {
  deskRoutes(app, services)
  timelineRoutes(app, services)
  servePage<HomePageData>(app, services, {
    path: '/',
    load: loadHome,
    json: ({ forums }) => ({ forums: forums.map(({ forum, open }) => ({ forum: forum.slug, title: forum.title, demonstration: forum.isDemonstration, open: open.map(openJson) })) }),
    render: (view, data) => <HomePage view={view} data={data} />,
  })
  servePage<ForumPageData>(app, services, {
    path: '/:forum',
    load: loadForumPage,
    json: forumJson,
    render: (view, data) => <ForumPage view={view} data={data} />,
  })
  servePage<CyclePageData>(app, services, {
    path: '/:forum/:cycle',
    load: loadCyclePage,
    json: cycleJson,
    render: (view, data) => <CyclePage view={view} data={data} />,
  })
}

/** A contract seen from outside: forum, title, demonstration and cycles are added to, never renamed. */
function forumJson({ forum, cycles, decisions }: ForumPageData): object {
  return {
    forum: forum.slug,
    title: forum.title,
    demonstration: forum.isDemonstration,
    cycles: cycles.map(({ cycle, open, contributions, meetings, editions }) => ({
      cycle: cycle.slug,
      title: cycle.title,
      focus: cycle.focus,
      contributions,
      meetings,
      editions: editions.map((edition) => edition.number),
      open: open.map(openJson),
    })),
    mandate: forum.mandate,
    conveningBody: forum.conveningBody,
    website: forum.website,
    language: forum.language,
    stakeholderGroups: forum.stakeholderGroups,
    regionalGroups: forum.regionalGroups,
    decisions: decisions.map(({ body, date, outcome, summary, source, cycleId }) => ({
      cycle: cycles.find(({ cycle }) => cycle.id === cycleId)?.cycle.slug ?? null,
      body,
      date,
      outcome,
      summary,
      source,
    })),
  }
}

function cycleJson(data: CyclePageData): object {
  const { forum, cycle } = data
  const base = `/${forum.slug}/${cycle.slug}`
  return {
    forum: forum.slug,
    cycle: cycle.slug,
    title: cycle.title,
    focus: cycle.focus,
    note: cycle.note,
    phases: data.phases,
    milestones: data.milestones.map(({ title, isSoft, date, note, source, earlier }) => ({ title, soft: isSoft, date, note, source, earlier })),
    decisions: data.decisions.map(({ body, date, outcome, summary, source }) => ({ body, date, outcome, summary, source })),
    workstreams: data.workstreams.map(({ title, task, leads }) => ({ title, task, leads })),
    contributions: data.contributions,
    coverage: data.coverage,
    editions: data.editions.map((edition) => ({ edition: edition.number, title: edition.title, publishedAt: edition.publishedAt, url: `${base}/editions/${edition.number}` })),
    open: data.open.map(openJson),
    calls: data.calls.map((call) => ({ call: call.slug, title: call.title, deadline: call.deadline, soft: call.isSoft, url: `${base}/calls/${call.slug}` })),
    documents: data.versions.map((version) => ({ document: version.documentSlug, title: version.documentTitle, version: version.number, url: `${base}/documents/${version.documentSlug}` })),
    meetings: data.meetings.map((meeting) => ({ meeting: meeting.slug, title: meeting.title, sittings: meeting.sittings.map(({ date }) => date), url: `/${forum.slug}/meetings/${meeting.slug}` })),
  }
}

function openJson({ kind, title, href, until }: OpenThing): object {
  return { kind, title, url: href, until }
}
