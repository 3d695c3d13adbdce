import { listMailAddresses } from '../../../contributions/queries.ts'
import { listCalls } from '../../../calls/queries.ts'
import type { Call } from '../../../calls/model.ts'
import { may } from '../../../people/policy.ts'
import { transact } from '../../../platform/database.ts'
import { newId } from '../../../platform/new-id.ts'
import { enterContribution } from '../../../procedures/enter-contribution.ts'
import type { Actor } from '../../../record/model.ts'
import type { App, Services } from '../../context.ts'
import { loadCall, type InCall } from '../../calls/data.ts'
import { serveForm } from '../../form.tsx'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import { forbiddenPage } from '../../errors.tsx'
import { readRequest, servePrivatePage, type PageRequest } from '../../page.tsx'
import { sendFile } from '../file/routes.tsx'
import { takesWords } from '../../../calls/questions/model.ts'
import { readKeptFor, type FromMail } from '../../record/kept/data.ts'
import { wordsField } from '../questions/data.ts'
import { loadContributionList, loadOwnContribution, type ContributionData } from '../data.ts'
import { ContributionPage } from '../pages.tsx'
import { letterWriter, writeEntered } from '../handling/data.ts'
import { readEntry } from '../send/data.ts'
import { ChooseCallPage, ContributionsDeskPage, EntryPage, type ContributionsAtDesk } from './desk.tsx'

/** The desk: all contributions with what is not public, and the form for one that came by another way. */
export function entryRoutes(app: App, services: Services): void {
  const base = '/desk/:forum/:cycle/contributions'
  servePrivatePage<ContributionsAtDesk>(app, services, {
    path: base,
    load: (request) =>
      guarded(request, loadContributionList(request), async (list) => ({ ...list, mail: await listMailAddresses(request.db, list.unpublished.map(({ id }) => id)) })),
    render: (view, data) => <ContributionsDeskPage view={view} data={data} />,
  })
  servePrivatePage<InCycle & { calls: readonly Call[] }>(app, services, {
    path: `${base}/new`,
    load: (request) =>
      guarded(request, loadCycle(request), async (inCycle) => {
        const calls = await listCalls(request.db, inCycle.cycle.id)
        const chosen = calls.find(({ slug }) => slug === request.query['call']) ?? (calls.length === 1 ? calls[0] : undefined)
        return chosen === undefined ? { ...inCycle, calls } : { seeOther: `${request.view.path}/${chosen.slug}` }
      }),
    render: (view, data) => <ChooseCallPage view={view} data={data} />,
  })
  serveForm<InCall & { readonly kept?: FromMail | undefined }>(app, services, {
    path: `${base}/new/:call`,
    load: (request) => guarded(request, loadCall(request), async (inCall) => ({ ...inCall, kept: await readKeptFor(request, inCall.forum.id) })),
    initial: ({ call, kept }) => ({ formKey: newId(), ...(kept === undefined ? {} : { channel: 'mail', contributor: kept.name, mail: kept.address, receivedBy: kept.receivedBy, [wordsField(call.questions.find(takesWords)?.id ?? '')]: kept.text }) }),
    render: (view, data, form) => <EntryPage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = readEntry(submitted, data)
      if (!parsed.ok) return parsed
      const questions = new Map<string, string>(data.call.questions.map(({ id, text }) => [id, text]))
      const sent = writeEntered(parsed.value.answers.map(({ questionId, text }) => ({ question: questions.get(questionId) ?? '', text })))
      const write = letterWriter(request, { ...data, contribution: { language: parsed.value.language ?? null } }, 'asked', { sent })
      const entered = await transact(request.db, (tx) => enterContribution(tx, actorOf(request), { ...parsed.value, write }, request.now))
      if (!('refusal' in entered)) return { seeOther: `/desk/${data.forum.slug}/${data.cycle.slug}/contributions?entered=C-${entered.number}` }
      const isOfDay = entered.refusal === 'received-in-future' || entered.refusal === 'call-closed'
      const key = entered.refusal === 'call-closed' ? 'entry-closed' : entered.refusal
      return { errors: { [isOfDay ? 'receivedBy' : '']: request.view.t(`contributions.refusal.${key}`) } }
    },
  })
  servePrivatePage<ContributionData>(app, services, {
    path: `${base}/:ref`,
    load: (request) => guarded(request, loadOwnContribution(request), async (own) => own),
    render: (view, data) => <ContributionPage view={view} data={data} desk />,
  })
  app.get(`${base}/:ref/files/:position/:name`, async (c) => {
    const request = await readRequest(c, services)
    const data = await guarded(request, loadOwnContribution(request), async (own) => own)
    if (data === 'forbidden') return forbiddenPage(c, request.view)
    return sendFile(c, request, data)
  })
}

/** What was loaded, for whoever may enter contributions here. */
async function guarded<T extends InCycle, R>(request: PageRequest, loading: Promise<T | undefined>, then: (loaded: T) => Promise<R>): Promise<R | 'forbidden' | undefined> {
  const loaded = await loading
  if (loaded === undefined) return undefined
  return may(request.view.person, 'enter-contributions', { forumId: loaded.forum.id, cycleId: loaded.cycle.id }) ? then(loaded) : 'forbidden'
}

/** Who is at the desk; the page has let nobody else in. */
function actorOf(request: PageRequest): Actor {
  const { person } = request.view
  if (person === undefined) throw new Error('Nobody is signed in')
  return { kind: 'person', id: person.id }
}
