import { hasPublicName, hasPublicText, standingOf, type Contribution } from '../model.ts'

type Publishable = Pick<Contribution, 'consent' | 'withdrawnAt' | 'heldAt' | 'declinedAt'> & {
  readonly state?: Contribution['state'] | undefined
  readonly amendments: readonly { readonly before: readonly { readonly answer: number; readonly text: string | null }[] }[]
  readonly answers: readonly { readonly text: string }[] }

/** Whether a public folder holds the attached files: what is attached may say who wrote it, so files go with the name. */
export function hasPublicFiles(item: Omit<Publishable, 'answers' | 'amendments'>): boolean {
  return hasPublicName(item)
}

/** A contribution as a public folder has it: what `asPublished` shows of it, and no address. */
export function toPublic(item: Publishable): object {
  const named = hasPublicName(item) ? {} : { contributor: null, organisation: null, label: null, contributors: [], elsewhere: null, reference: null, attachments: [] }
  const standing = standingOf(item)
  const isOpen = item.consent !== 'not-at-all' && (standing === 'stands' || standing === 'withdrawn')
  const open = isOpen ? {} : { country: null, language: null, capacity: null, licence: null, withdrawnReason: null }
  const groups = standing === 'declined' || standing === 'waiting' ? { stakeholderGroup: null, regionalGroup: null } : {}
  const answers = hasPublicText(item) ? item.answers : item.answers.map((answer) => ({ ...answer, text: '' }))
  const amendments = hasPublicText(item) ? item.amendments : item.amendments.map((amendment) => ({ ...amendment, note: null, before: amendment.before.map(({ answer }) => ({ answer })) }))
  // A choice is counted here as well, but whoever asked for nothing to be published is not to be read from it.
  const choices = hasPublicText(item) ? {} : { choices: [] }
  return { ...item, mail: null, sourceKey: null, sourceDigest: null, moderatedNote: null, stateReason: null, clearance: null, invitation: null, remarks: [], amendments, ...named, ...open, ...groups, answers, ...choices }
}
