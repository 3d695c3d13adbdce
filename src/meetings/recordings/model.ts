import type { Reader, Visibility } from '../joining/model.ts'
import type { MeetingLink } from '../model.ts'

/** A link as a reader may see it: its passcode only where they may know it, and that it asks for one. */
export interface ShownLink extends MeetingLink {
  readonly asksForPasscode: boolean
}

const RANK: Readonly<Record<Visibility, number>> = { public: 0, members: 1, roles: 2 }
const OWN: Readonly<Record<Reader, number>> = { public: 0, member: 1, desk: 2 }

/** Whether a reader may see what has this visibility. */
export function maySee(visibility: Visibility, reader: Reader): boolean {
  return RANK[visibility] <= OWN[reader]
}

/** The recordings and documents that a reader may see; of the others nothing is said. */
export function linksFor(links: readonly MeetingLink[], reader: Reader): ShownLink[] {
  return links
    .filter(({ visibility }) => maySee(visibility, reader))
    .map((link) => ({ ...link, asksForPasscode: link.passcode !== null, passcode: maySee(link.passcodeVisibility, reader) ? link.passcode : null }))
}
