import { downloadName, safeMediaType } from '../../contributions/model.ts'
import type { App, Services } from '../context.ts'
import { servePage } from '../page.tsx'
import { contributionAddress, contributionJson, loadContribution, loadContributionList, PAGE, type ContributionData, type ContributionListData } from './data.ts'
import { amendRoutes } from './amend/routes.tsx'
import { clearanceRoutes } from './clearance/routes.tsx'
import { invitationRoutes } from './invitations/routes.tsx'
import { waitingRoutes } from './waiting/routes.tsx'
import { checkRoutes } from './check/routes.tsx'
import { entryRoutes } from './entry/routes.tsx'
import { importRoutes } from './import/routes.tsx'
import { fileRoutes } from './file/routes.tsx'
import { followRoutes } from './follow/routes.tsx'
import { inboxRoutes } from './inbox/routes.tsx'
import { ContributionListPage, ContributionPage } from './pages.tsx'
import { resultsRoutes } from './results/routes.tsx'
import { wordFormRoutes } from './word-form/routes.tsx'
import { filesRoutes } from './files/routes.tsx'
import { fromPostJson } from '../lists/taken/data.ts'
import { documentJson } from './text/data.ts'
import { textRoutes } from './text/routes.tsx'
import { sendRoutes } from './send/routes.tsx'

/** Contributions: the form, the receipt, the list, the page of each, its files, and the desk. */
export function contributionRoutes(app: App, services: Services): void {
  sendRoutes(app, services)
  for (const room of [resultsRoutes, wordFormRoutes]) room(app, services)
  followRoutes(app, services)
  amendRoutes(app, services)
  clearanceRoutes(app, services)
  invitationRoutes(app, services)
  // Before the desk's pages by reference, which would take `waiting` for one.
  waitingRoutes(app, services)
  entryRoutes(app, services)
  checkRoutes(app, services)
  inboxRoutes(app, services)
  importRoutes(app, services)
  servePage<ContributionListData>(app, services, {
    path: '/:forum/:cycle/contributions',
    load: loadContributionList,
    json: ({ forum, cycle, calls, filters, page, counted, unlisted, withdrawn, declined, contributions }) => ({
      forum: forum.slug,
      cycle: cycle.slug,
      filters,
      total: counted,
      unlisted,
      withdrawn,
      declined,
      page,
      pages: Math.max(1, Math.ceil((counted - unlisted + withdrawn + declined) / PAGE)),
      contributions: contributions.map((contribution) => contributionJson(contribution, cycle.slug, calls)),
    }),
    render: (view, data) => <ContributionListPage view={view} data={data} />,
  })
  servePage<ContributionData>(app, services, {
    path: '/:forum/:cycle/contributions/:ref',
    load: loadContribution,
    json: toJson,
    render: (view, data) => <ContributionPage view={view} data={data} />,
  })
  fileRoutes(app, services)
  textRoutes(app, services)
  filesRoutes(app, services)
}

/** A contribution as anyone may see it, as data. */
function toJson({ forum, cycle, call, contribution, answers, choices, variant, attachments, documents, fates, contributors, amendments, reference, fromPost, fileRedactions }: ContributionData): object {
  return {
    forum: forum.slug,
    cycle: cycle.slug,
    ...contributionJson(contribution, cycle.slug, [call]),
    contributors: contributors.map(({ name, organisation, capacity, country, stakeholderGroup, regionalGroup }) => ({ name, organisation, capacity, country, stakeholderGroup, regionalGroup })),
    reference,
    fromPost: fromPostJson(fromPost),
    amendments: amendments.map(({ number, amendedAt, isLate, note, changes }) => ({ number, amendedAt, late: isLate, note, changes: changes.map((change) => ({ answer: change.number, before: change.before, after: change.after })) })),
    answers: answers.map(({ number, question, text, redactions = [] }) => ({ number, question, text, redacted: redactions.map(({ start, end, reason }) => ({ start, end, reason })) })),
    choices: choices.map(({ question, options }) => ({ number: question.number, kind: question.kind, chosen: options.map((number) => ({ number, text: question.options.find((option) => option.number === number)?.text ?? '' })) })),
    variant: variant?.slug ?? null,
    whatBecameOfIt: fates.map(({ ref, fate }) => ({ ref, ...fate })),
    files: attachments.map((file) => ({
      name: downloadName(file.name),
      mediaType: safeMediaType(file.mediaType),
      size: file.size,
      sha256: file.sha256,
      read: documents.filter(({ attachmentId }) => attachmentId === file.id).map((document) => documentJson(cycle.slug, document, contributionAddress(forum.slug, cycle.slug, contribution.number)))[0] ?? null,
      redacted: fileRedactions.has(file.id),
      url: fileRedactions.has(file.id) ? null : `${contributionAddress(forum.slug, cycle.slug, contribution.number)}/files/${file.position}/${encodeURIComponent(downloadName(file.name))}`,
    })),
  }
}
