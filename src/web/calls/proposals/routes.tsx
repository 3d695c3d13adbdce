import { askForProposals, sendProposal } from '../../../calls/proposals/commands.ts'
import { proposalAnswerSchema, proposalSchema, scopingSchema, type ProposalAnswer } from '../../../calls/proposals/schema.ts'
import { transact } from '../../../platform/database.ts'
import { newId } from '../../../platform/new-id.ts'
import { takeProposal, type TakenProposal } from '../../../procedures/take-proposal.ts'
import { PUBLIC } from '../../../record/model.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm } from '../../form.tsx'
import { servePage } from '../../page.tsx'
import { actorOf } from '../data.ts'
import { loadProposalAtDesk, loadProposals, loadProposalsAtDesk, toJson, type InProposal, type ProposalsData } from './data.ts'
import { AnswerProposalPage, ProposalsDeskPage } from './desk.tsx'
import { ProposePage } from './forms.tsx'
import { ProposalsPage } from './pages.tsx'

/** Themes and questions proposed before a cycle asks: the list, the public form, the desk. */
export function proposalRoutes(app: App, services: Services): void {
  servePage<ProposalsData>(app, services, { path: '/:forum/:cycle/proposals', load: loadProposals, json: toJson, render: (view, data) => <ProposalsPage view={view} data={data} /> })
  serveForm<ProposalsData>(app, services, {
    path: '/:forum/:cycle/proposals/new',
    load: loadProposals,
    initial: () => ({ formKey: newId() }),
    render: (view, data, form) => <ProposePage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = parseFields(proposalSchema, fieldsToObject(submitted.fields))
      const { t } = request.view
      if (!parsed.ok) return 'formKey' in parsed.errors ? { errors: { '': t('calls.proposals.refusal.form-used') } } : parsed
      const input = { ...parsed.value, forumId: data.forum.id, cycleId: data.cycle.id, language: request.view.lang }
      const sent = await transact(request.db, (tx) => sendProposal(tx, PUBLIC, input, request.now))
      return isRefusal(sent) ? { errors: { '': t(`calls.proposals.refusal.${sent.refusal}`) } } : { seeOther: `/${data.forum.slug}/${data.cycle.slug}/proposals#proposal-${sent.number}` }
    },
  })
  deskRoutes(app, services, '/desk/:forum/:cycle/proposals')
}

function deskRoutes(app: App, services: Services, base: string): void {
  serveForm<ProposalsData>(app, services, {
    path: base,
    load: loadProposalsAtDesk,
    initial: ({ scoping }) => ({ introduction: scoping?.introduction ?? '', until: scoping?.until ?? '', isOpen: scoping?.isOpen === false ? 'closed' : 'open', revision: String(scoping?.revision ?? 0) }),
    render: (view, data, form) => <ProposalsDeskPage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = parseFields(scopingSchema, fieldsToObject(submitted.fields))
      if (!parsed.ok) return parsed
      const done = await transact(request.db, (tx) => askForProposals(tx, actorOf(request), { ...parsed.value, forumId: data.forum.id, cycleId: data.cycle.id }, request.now))
      return isRefusal(done) ? { errors: { '': 'changed-meanwhile' } } : { seeOther: request.view.path }
    },
  })
  serveForm<InProposal>(app, services, {
    path: `${base}/:number`,
    load: loadProposalAtDesk,
    initial: ({ proposal }) => ({ outcome: proposal.kind, wording: proposal.text, isHidden: 'no' }),
    render: (view, data, form) => <AnswerProposalPage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = parseFields(proposalAnswerSchema, fieldsToObject(submitted.fields))
      if (!parsed.ok) return parsed
      const as = toOutcome(data, parsed.value)
      if (as === undefined) return { errors: { call: 'not-in-list' } }
      const done = await transact(request.db, (tx) => takeProposal(tx, actorOf(request), { forumId: data.forum.id, proposal: data.proposal, reason: parsed.value.reason, as }, request.now))
      return isRefusal(done) ? { errors: { '': request.view.t(`calls.proposals.refusal.${done.refusal}`) } } : { seeOther: `/desk/${data.forum.slug}/${data.cycle.slug}/proposals` }
    },
  })
}

function toOutcome(data: InProposal, answer: ProposalAnswer): TakenProposal['as'] | undefined {
  const wording = answer.wording ?? ''
  if (answer.outcome === 'declined') return { outcome: 'declined', isHidden: answer.isHidden }
  if (answer.outcome === 'theme') return { outcome: 'theme', wording }
  const call = data.calls.find(({ slug, isOpen }) => slug === answer.call && isOpen)
  return call === undefined ? undefined : { outcome: 'question', wording, callId: call.id }
}
