import type { z } from 'zod'
import { group, id, instant, integer, listOf, oneOf, optional, shortText } from '../../shared/folder-fields.ts'
import { checkNumbers, findNamed, readRef, within, type FolderScope, type Place } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { COUNTING_RULES } from './model.ts'

/** `cycles/<slug>/campaigns.yaml`: a member without a campaign stands apart. */
export const campaignsFile = group({
  rule: optional(oneOf(COUNTING_RULES)),
  revision: optional(integer(1)),
  campaigns: listOf(group({ id: id(), number: integer(1), dissolvedAt: optional(instant()), into: optional(integer(1)) })),
  members: listOf(
    group({
      contribution: shortText(),
      campaign: optional(integer(1)),
      placedBy: oneOf(['machine', 'person']),
      similarity: optional(integer(0)),
      placedAt: optional(instant()),
    }),
  ),
})
export type CampaignsFile = z.output<typeof campaignsFile>

export interface FolderCampaigns {
  readonly rule: CampaignsFile['rule']
  readonly revision: number
  readonly campaigns: readonly (CampaignsFile['campaigns'][number] & { readonly id: Id; readonly intoId: Id | null })[]
  readonly members: readonly (CampaignsFile['members'][number] & { readonly contributionId: Id; readonly campaignId: Id | null })[]
}

/** Gives campaigns their ids and finds what is in them. */
export function completeCampaigns(scope: FolderScope, cycle: string, file: CampaignsFile, place: Place): FolderCampaigns {
  const at = within(place, 'campaigns')
  checkNumbers(scope, file.campaigns, at)
  const identified = file.campaigns.map((item, index) => ({ ...item, id: scope.takeId(item.id, within(at, index)) }))
  const byNumber = new Map<number, Id>(identified.map(({ id: own, number }) => [number, own]))
  const find = (number: number | undefined, where: Place): Id | null => {
    if (number === undefined) return null
    const found = byNumber.get(number)
    if (found === undefined) scope.mistake(where, `names campaign ${number}, which is not in this file.`)
    return found ?? null
  }
  const seen = new Set<Id>()
  const members = file.members.flatMap((item, index) => {
    const here = within(place, 'members', index, 'contribution')
    const ref = readRef(item.contribution, cycle)
    if (ref?.kind !== 'contribution') scope.mistake(here, 'should name a contribution (C-3).')
    const contributionId = ref?.kind === 'contribution' ? findNamed(scope, ref.name, here) : undefined
    if (contributionId === undefined) return []
    if (seen.has(contributionId)) scope.mistake(here, 'is named twice.')
    seen.add(contributionId)
    return [{ ...item, contributionId, campaignId: find(item.campaign, within(place, 'members', index, 'campaign')) }]
  })
  return { rule: file.rule, revision: file.revision ?? 1, campaigns: identified.map((item, index) => ({ ...item, intoId: find(item.into, within(at, index, 'into')) })), members }
}
