import { asPublished, hasPublicText, publicName, type Contribution } from '../../../contributions/model.ts'
import { countContributions, findContributions, listAnswersOf } from '../../../contributions/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import { formatRef } from '../../../shared/refs.ts'
import { additionsOf, commonText, type Additions } from '../../../synthesis/letters/model.ts'
import { weighCampaigns, type Campaign, type CampaignCount, type Member } from '../../../synthesis/campaigns/model.ts'
import { findCampaign, findCountingRule, listApart, listCampaigns, listMembers } from '../../../synthesis/campaigns/queries.ts'
import type { Reader } from '../../../platform/database.ts'
import { loadCycle, loadCycleAtDesk, type InCycle } from '../../forums/data.ts'
import type { PageRequest, SeeOther } from '../../page.tsx'

/** Letters of one page. */
const PAGE = 100
/** Letters of which the common text is made. */
const SAMPLE = 200

export interface CampaignShown {
  readonly campaign: Campaign
  /** The sentences that most letters have, as far as they may be read. */
  readonly common: readonly string[]
  readonly language: string | null
}

export interface CampaignsData extends InCycle {
  readonly campaigns: readonly CampaignShown[]
  readonly total: number
  readonly count: CampaignCount
  readonly revision: number
}

/** One letter of a campaign as anyone may see it; `additions` null where its words may not be read. */
export interface Letter {
  readonly member: Member
  readonly contribution: Contribution
  readonly ref: string
  readonly href: string
  readonly name: string | null
  readonly additions: Additions | null
}

export interface CampaignData extends InCycle {
  readonly shown: CampaignShown
  readonly letters: readonly Letter[]
  /** Letters whose sender may not be named. */
  readonly unnamed: number
  readonly page: number
  readonly pages: number
  /** The other campaigns of the cycle, for joining. */
  readonly others: readonly Campaign[]
  /** Contributions said to stand apart, by reference. */
  readonly apart: readonly { readonly id: Id; readonly ref: string }[]
}

export function campaignRef(campaign: Pick<Campaign, 'number'>): string {
  return `K-${campaign.number}`
}

export async function loadCampaigns(request: PageRequest): Promise<CampaignsData | undefined> {
  const inCycle = await loadCycle(request, 'contributions')
  return inCycle === undefined ? undefined : fill(request, inCycle)
}

export async function loadCampaignsAtDesk(request: PageRequest): Promise<CampaignsData | 'forbidden' | undefined> {
  const inCycle = await loadCycleAtDesk(request, 'synthesise')
  return typeof inCycle === 'object' ? fill(request, inCycle) : inCycle
}

async function fill({ db }: PageRequest, inCycle: InCycle): Promise<CampaignsData> {
  const { id } = inCycle.cycle
  const [campaigns, { rule, revision }, total] = await Promise.all([listCampaigns(db, id), findCountingRule(db, id), countContributions(db, id)])
  const members = campaigns.reduce((sum, campaign) => sum + campaign.members, 0)
  const count = weighCampaigns(rule, total, { campaigns: campaigns.length, members })
  const shown = await Promise.all(campaigns.slice(0, PAGE).map((campaign) => showCampaign(db, campaign, 50)))
  return { forum: inCycle.forum, cycle: inCycle.cycle, frame: inCycle.frame, campaigns: shown, total, count, revision }
}

async function showCampaign(db: Reader, campaign: Campaign, sample: number): Promise<CampaignShown> {
  const ids = (await listMembers(db, campaign.id, { offset: 0, limit: sample })).map(({ contributionId }) => contributionId)
  const answers = (await listAnswersOf(db, ids)).filter(({ text }) => text !== '')
  const texts = [...Map.groupBy(answers, (answer) => answer.contributionId).values()].map((some) => some.map(({ text }) => text).join('\n\n'))
  return { campaign, common: commonText(texts), language: answers[0]?.language ?? null }
}

export async function loadCampaign(request: PageRequest): Promise<CampaignData | SeeOther | undefined> {
  const inCycle = await loadCycle(request, 'contributions')
  return inCycle === undefined ? undefined : fillCampaign(request, inCycle, `/${inCycle.forum.slug}/${inCycle.cycle.slug}`)
}

export async function loadCampaignAtDesk(request: PageRequest): Promise<CampaignData | SeeOther | 'forbidden' | undefined> {
  const inCycle = await loadCycleAtDesk(request, 'synthesise')
  return typeof inCycle === 'object' ? fillCampaign(request, inCycle, `/desk/${inCycle.forum.slug}/${inCycle.cycle.slug}`) : inCycle
}

async function fillCampaign({ db, params, query }: PageRequest, inCycle: InCycle, base: string): Promise<CampaignData | SeeOther | undefined> {
  const number = /^K-([1-9][0-9]{0,8})$/iu.exec(params['campaign'] ?? '')?.[1]
  const found = number === undefined ? undefined : await findCampaign(db, inCycle.cycle.id, Number(number))
  if (found === undefined) return undefined
  if ('movedTo' in found) return { seeOther: `${base}/campaigns/K-${found.movedTo}` }
  const shown = await showCampaign(db, found, SAMPLE)
  const pages = Math.max(1, Math.ceil(found.members / PAGE))
  const page = Math.min(pages, Math.max(1, Math.trunc(Number(query['page'] ?? '1')) || 1))
  const letters = await loadLetters(db, inCycle, found, shown.common, (page - 1) * PAGE)
  const apart = (await findContributions(db, await listApart(db, inCycle.cycle.id))).map(({ id, number: n }) => ({ id, ref: `C-${n}` }))
  const others = (await listCampaigns(db, inCycle.cycle.id)).filter(({ id }) => id !== found.id)
  const { forum, cycle, frame } = inCycle
  return { forum, cycle, frame, shown, letters, unnamed: letters.filter(({ name }) => name === null).length, page, pages, others, apart }
}

async function loadLetters(db: Reader, { forum, cycle }: InCycle, campaign: Campaign, common: readonly string[], offset: number): Promise<Letter[]> {
  const members = await listMembers(db, campaign.id, { offset, limit: PAGE })
  const ids = members.map(({ contributionId }) => contributionId)
  const contributions = new Map((await findContributions(db, ids)).map((contribution) => [contribution.id, contribution]))
  const answers = Map.groupBy(await listAnswersOf(db, ids), (answer) => answer.contributionId)
  return members.flatMap((member): Letter[] => {
    const contribution = contributions.get(member.contributionId)
    if (contribution === undefined) return []
    const text = (answers.get(contribution.id) ?? []).map((answer) => answer.text).join('\n\n')
    return [
      {
        member,
        contribution: asPublished(contribution),
        ref: formatRef(cycle.slug, 'C', contribution.number),
        href: `/${forum.slug}/${cycle.slug}/contributions/C-${contribution.number}`,
        name: publicName(contribution),
        additions: hasPublicText(contribution) ? onlyPublic(additionsOf(text, common), publicName(contribution)) : null,
      },
    ]
  })
}

/** Who signs a letter is not shown where the sender wishes to go without a name. */
function onlyPublic(additions: Additions, name: string | null): Additions {
  return name === null ? { ...additions, signature: [] } : additions
}
