import type { Call } from '../../../calls/model.ts'
import { asShown, type Proposal, type Scoping } from '../../../calls/proposals/model.ts'
import { findScoping, listProposals } from '../../../calls/proposals/queries.ts'
import { listCalls } from '../../../calls/queries.ts'
import { may } from '../../../people/policy.ts'
import type { View } from '../../context.ts'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'

export interface ProposalsData extends InCycle {
  readonly scoping: Scoping | undefined
  readonly proposals: readonly Proposal[]
  readonly calls: readonly Call[]
}

export interface InProposal extends ProposalsData {
  readonly proposal: Proposal
}

/** The proposals of a cycle as anyone may see them; undefined where it never asked for any. */
export async function loadProposals(request: PageRequest): Promise<ProposalsData | undefined> {
  const data = await load(request)
  return data?.scoping === undefined ? undefined : { ...data, proposals: data.proposals.map(asShown) }
}

export async function loadProposalsAtDesk(request: PageRequest): Promise<ProposalsData | 'forbidden' | undefined> {
  const data = await load(request)
  if (data === undefined) return undefined
  return may(request.view.person, 'manage-calls', { forumId: data.forum.id, cycleId: data.cycle.id }) ? data : 'forbidden'
}

export async function loadProposalAtDesk(request: PageRequest): Promise<InProposal | 'forbidden' | undefined> {
  const data = await loadProposalsAtDesk(request)
  if (typeof data !== 'object') return data
  const proposal = data.proposals.find(({ number }) => String(number) === request.params['number'])
  return proposal === undefined ? undefined : { ...data, proposal }
}

async function load(request: PageRequest): Promise<ProposalsData | undefined> {
  const inCycle = await loadCycle(request)
  if (inCycle === undefined) return undefined
  const { db } = request
  return { ...inCycle, scoping: await findScoping(db, inCycle.cycle.id), proposals: await listProposals(db, inCycle.cycle.id), calls: await listCalls(db, inCycle.cycle.id) }
}

/** Where a proposal went: the address of the theme or the question that it became. */
export function becameAddress({ forum, cycle }: InCycle, proposal: Proposal): string | undefined {
  const base = `/${forum.slug}/${cycle.slug}`
  if (proposal.became === null) return undefined
  if (proposal.outcome === 'theme') return `${base}/breakdown`
  const [call = '', number = ''] = proposal.became.split('/')
  return `${base}/calls/${call}#q${number}`
}

/** What became of a proposal, in words. */
export function writeOutcome(view: View, data: ProposalsData, proposal: Proposal): string {
  if (proposal.outcome === null) return view.t('calls.proposals.outcome.none')
  const [slug = '', number = ''] = (proposal.became ?? '').split('/')
  return view.t(`calls.proposals.outcome.${proposal.outcome}`, { number, call: data.calls.find((call) => call.slug === slug)?.title ?? slug })
}

export function toJson({ forum, cycle, scoping, proposals }: ProposalsData): object {
  return {
    forum: forum.slug,
    cycle: cycle.slug,
    open: scoping?.isOpen ?? false,
    until: scoping?.until ?? null,
    proposals: proposals.map(({ number, kind, text, reason, author, language, receivedAt, outcome, outcomeReason, became, isHidden, outcomeAt }) => ({
      number, kind, text, reason, author, language, receivedAt, outcome, outcomeReason, became, hidden: isHidden, outcomeAt,
    })),
  }
}
