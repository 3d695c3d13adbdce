import type { Reader } from '../../platform/database.ts'
import { shortRef, tidy, type FolderNames } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { listCampaignsForFolder } from './queries.ts'

const ONE_LINE = new Set(['campaigns', 'members'])

/** `cycles/<slug>/campaigns.yaml`; undefined where nothing is alike and no rule was chosen. */
export async function writeCampaignsFile(db: Reader, cycle: { id: Id; slug: string }, names: FolderNames): Promise<string | undefined> {
  const { counting, campaigns, members } = await listCampaignsForFolder(db, cycle.id)
  if (counting === undefined && campaigns.length + members.length === 0) return undefined
  const named = members.map(({ contributionId, ...member }) => ({ contribution: shortRef(names.of(contributionId), cycle.slug), ...member }))
  return writeYaml(tidy({ ...counting, campaigns, members: named }) ?? '', ONE_LINE)
}
