import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { actOf, touch, type ToMeeting } from '../commands.ts'
import type { Visibility } from '../joining/model.ts'
import type { LinkKind } from '../model.ts'

export interface LinkInput {
  readonly kind: LinkKind
  readonly title: string | null
  readonly url: string
  /** Any characters. */
  readonly passcode: string | null
  /** Who may see the link; everybody where nothing is said. */
  readonly visibility?: Visibility
  /** Who may see its passcode; the desk alone where nothing is said. */
  readonly passcodeVisibility?: Visibility
  /** In which language it is; BCP 47. */
  readonly language?: string | null
}

/** Adds a recording, an agenda or another document after those there are. What is not for everybody is not in the record. Refuses `changed-meanwhile`. */
export async function addLink(tx: Tx, actor: Actor, input: ToMeeting & LinkInput, now: Instant): Promise<{ linkId: Id } | Refusal<'changed-meanwhile'>> {
  const meeting = await touch(tx, input, {})
  if (meeting === undefined) return { refusal: 'changed-meanwhile' }
  const last = await tx.selectFrom('meetings_link').select((select) => select.fn.max('position').as('position')).where('meeting_id', '=', input.meetingId).executeTakeFirst()
  const linkId = newId()
  const { kind, title, url, passcode, visibility = 'public', passcodeVisibility = 'roles', language = null } = input
  await tx.insertInto('meetings_link').values({ id: linkId, meeting_id: input.meetingId, position: Number(last?.position ?? 0) + 1, kind, title, url, passcode, visibility, passcode_visibility: passcodeVisibility, language }).execute()
  const texts = { title: { text: meeting.title, isPublic: true }, ...(visibility === 'public' ? { url: { text: url, isPublic: true } } : {}) }
  await appendAct(tx, actor, { ...actOf(input, meeting), act: 'meeting-link-added', detail: { meeting: meeting.slug, kind }, texts }, now)
  return { linkId }
}

/** Takes a link away. Refuses `changed-meanwhile`, `no-such-link`. */
export async function removeLink(tx: Tx, actor: Actor, input: ToMeeting & { readonly linkId: Id }, now: Instant): Promise<{ removed: true } | Refusal<'changed-meanwhile' | 'no-such-link'>> {
  const meeting = await touch(tx, input, {})
  if (meeting === undefined) return { refusal: 'changed-meanwhile' }
  const gone = await tx.deleteFrom('meetings_link').where('id', '=', input.linkId).where('meeting_id', '=', input.meetingId).returning('kind').executeTakeFirst()
  if (gone === undefined) return { refusal: 'no-such-link' }
  await appendAct(tx, actor, { ...actOf(input, meeting), act: 'meeting-link-removed', detail: { meeting: meeting.slug, kind: gone.kind }, texts: { title: { text: meeting.title, isPublic: true } } }, now)
  return { removed: true }
}
