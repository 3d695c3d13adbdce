import { enterContribution, type Entered } from '../contributions/commands.ts'
import { lockCycleForInput } from '../forums/queries.ts'
import { lockRoom } from '../meetings/room/queries.ts'
import { listRemarksWithNames } from '../meetings/remarks/queries.ts'
import { remarkRef } from '../meetings/citing/model.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import { enterComment } from '../review/comments/commands.ts'
import type { Id } from '../shared/ids.ts'
import { formatRef } from '../shared/refs.ts'
import type { Refusal } from '../shared/result.ts'
import { dateInZone, type Instant, type PlainDate } from '../shared/time.ts'
import { setLinks } from '../trace/commands.ts'
import { listLinksFrom } from '../trace/queries.ts'

interface Registering {
  readonly meetingId: Id
  readonly remark: number
  readonly cycle: { readonly id: Id<'cycle'>; readonly slug: string }
  /** The day of the meeting, on which it came. */
  readonly receivedBy: PlainDate | null
  /** Made when the form was shown: sent twice, it is registered once. */
  readonly formKey: Id
}

/** As what: a comment on all of a reviewed version, or a contribution whose answer to one question it is. */
type As = { readonly kind: 'comment'; readonly reviewId: Id<'review'> } | { readonly kind: 'contribution'; readonly callId: Id<'call'>; readonly questionId: Id<'question'> }

/**
 * Enters a remark in the register, as of the day of the meeting, and says with the remark what it became. Who said it is named in public
 * only where the speaker agreed. Refuses `no-such-remark`, `registered-already`, and what entering refuses.
 */
export async function registerRemark(tx: Tx, actor: Actor, input: Registering & { readonly as: As }, now: Instant): Promise<{ ref: string } | Refusal> {
  const said = await findUnregistered(tx, input)
  if ('refusal' in said) return said
  const { remark, room } = said
  const { as, cycle } = input
  const entered = as.kind === 'comment' ? await enterComment(tx, actor, toComment(input, as, remark, now), now) : await enterContribution(tx, actor, toContribution(input, as, remark, now), now)
  if ('refusal' in entered) return entered
  const to = 'commentId' in entered ? ({ kind: 'comment', id: entered.commentId } as const) : ({ kind: 'contribution', id: entered.contributionId } as const)
  await setLinks(tx, actor, { forumId: room.forumId, cycleId: cycle.id, relation: 'became', from: { kind: 'remark', id: remark.id }, fromRef: remarkRef(room.slug, remark.position), to: [to] }, now)
  return { ref: formatRef(cycle.slug, as.kind === 'comment' ? 'R' : 'C', entered.number) }
}

type Said = { readonly remark: Awaited<ReturnType<typeof listRemarksWithNames>>[number]; readonly room: NonNullable<Awaited<ReturnType<typeof lockRoom>>> }

/** The remark, held until it is registered, so that it is once. */
async function findUnregistered(tx: Tx, { meetingId, remark: number, cycle }: Registering): Promise<Said | Refusal<'no-such-remark' | 'registered-already'>> {
  await lockCycleForInput(tx, cycle.id)
  const room = await lockRoom(tx, meetingId)
  const remark = room === undefined ? undefined : (await listRemarksWithNames(tx, meetingId)).find(({ position }) => position === number)
  if (room === undefined || remark === undefined) return { refusal: 'no-such-remark' }
  return (await listLinksFrom(tx, [remark.id], 'became')).length > 0 ? { refusal: 'registered-already' } : { remark, room }
}

function toComment(input: Registering, as: Extract<As, { kind: 'comment' }>, remark: Said['remark'], now: Instant): Parameters<typeof enterComment>[2] {
  return {
    reviewId: as.reviewId,
    cycleSlug: input.cycle.slug,
    target: 'whole',
    paragraphs: [],
    missingWhere: undefined,
    type: 'general',
    text: remark.text,
    proposal: undefined,
    author: remark.speaker ?? undefined,
    organisation: remark.organisation ?? undefined,
    stakeholderGroup: undefined,
    regionalGroup: undefined,
    language: remark.language ?? undefined,
    consent: remark.isNamed ? 'full' : 'without-name',
    mail: undefined,
    formKey: input.formKey,
    channel: 'meeting',
    receivedBy: input.receivedBy ?? dateInZone(now, 'UTC'),
  }
}

function toContribution(input: Registering, as: Extract<As, { kind: 'contribution' }>, remark: Said['remark'], now: Instant): Entered {
  return {
    cycleId: input.cycle.id,
    callId: as.callId,
    contributor: remark.speaker ?? undefined,
    organisation: remark.organisation ?? undefined,
    language: remark.language ?? undefined,
    consent: remark.isNamed ? 'full' : 'without-name',
    answers: [{ questionId: as.questionId, text: remark.text }],
    attachments: [],
    formKey: input.formKey,
    channel: 'meeting',
    receivedBy: input.receivedBy ?? dateInZone(now, 'UTC'),
  }
}
