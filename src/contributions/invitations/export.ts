import type { Reader } from '../../platform/database.ts'
import { type FolderNames, tidy } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { listInvitationsForFolder } from './queries.ts'

/** `cycles/<slug>/invitations.yaml`; undefined when there are none. A public folder has none: whom the forum asked is its own affair. */
export async function writeInvitationsFile(db: Reader, cycleId: Id, names: FolderNames, isPublic: boolean): Promise<string | undefined> {
  const invitations = isPublic ? [] : await listInvitationsForFolder(db, cycleId, names)
  return invitations.length === 0 ? undefined : writeYaml(invitations.map((invitation) => tidy(invitation)))
}
