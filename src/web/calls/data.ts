import { findCall } from '../../calls/queries.ts'
import { callState, deadlineEnd, type Call } from '../../calls/model.ts'
import { listTranslations } from '../../calls/translations/queries.ts'
import { parts, speaker, type Say } from '../../calls/translations/model.ts'
import { chooseVariant, type Variant } from '../../calls/variants/model.ts'
import { asShown, type Remark } from '../../calls/remarks/model.ts'
import { listRemarks } from '../../calls/remarks/queries.ts'
import type { Milestone } from '../../forums/model.ts'
import { listMilestones } from '../../forums/queries.ts'
import { countChosen } from '../../contributions/queries.ts'
import { may } from '../../people/policy.ts'
import type { Actor } from '../../record/model.ts'
import { ANYWHERE_ON_EARTH, dateInZone, writeDate, writeInstant } from '../../shared/time.ts'
import type { View } from '../context.ts'
import { loadCycle, type InCycle } from '../forums/data.ts'
import type { PageRequest } from '../page.tsx'

export interface InCall extends InCycle {
  readonly call: Call
  /** How the call speaks to this reader. */
  readonly say: Say
  /** The audience that the address names, `?for=nri`; undefined for everybody. */
  readonly variant: Variant | undefined
}

/** The call that the address names, with its cycle; undefined where there is none. */
export async function loadCall(request: PageRequest): Promise<InCall | undefined> {
  const inCycle = await loadCycle(request)
  const call = inCycle === undefined ? undefined : await findCall(request.db, inCycle.cycle.id, request.params['call'] ?? '')
  if (inCycle === undefined || call === undefined) return undefined
  const say = speaker(await listTranslations(request.db, call.id), inCycle.forum.language, request.view.lang)
  return { ...inCycle, call, say, variant: chooseVariant(call, request.query['for']) }
}

/** As `loadCall`, for whoever may manage calls here. */
export async function loadCallAtDesk(request: PageRequest): Promise<InCall | 'forbidden' | undefined> {
  const inCall = await loadCall(request)
  if (inCall === undefined) return undefined
  return may(request.view.person, 'manage-calls', { forumId: inCall.forum.id, cycleId: inCall.cycle.id }) ? inCall : 'forbidden'
}

/** The cycle, for whoever may manage its calls. */
export async function loadCycleAtDesk(request: PageRequest): Promise<InCycle | 'forbidden' | undefined> {
  const inCycle = await loadCycle(request)
  if (inCycle === undefined) return undefined
  return may(request.view.person, 'manage-calls', { forumId: inCycle.forum.id, cycleId: inCycle.cycle.id }) ? inCycle : 'forbidden'
}

export interface CallPageData extends InCall {
  readonly received: number
  /** How many each cut-off takes in, by its address. */
  readonly takenIn: ReadonlyMap<string, number>
  /** As anyone may see them. */
  readonly remarks: readonly Remark[]
  readonly closesWith: Milestone | undefined
}

export async function loadCallPage(request: PageRequest): Promise<CallPageData | undefined> {
  const inCall = await loadCall(request)
  if (inCall === undefined) return undefined
  const { counted } = await countChosen(request.db, inCall.cycle.id, { callId: inCall.call.id })
  const { call, cycle } = inCall
  const counts = await Promise.all(call.cutOffs.map(async ({ slug, on }) => [slug, (await countChosen(request.db, cycle.id, { callId: call.id, asOf: on })).counted] as const))
  const milestones = call.closesWith === null ? [] : await listMilestones(request.db, cycle.id)
  return { ...inCall, received: counted, takenIn: new Map(counts), remarks: (await listRemarks(request.db, call.id)).map(asShown), closesWith: milestones.find(({ id }) => id === call.closesWith) }
}

/** What one can do with a call now, and until when: one sentence. */
export function writeWhatIsPossible(view: View, call: Call, say?: Say): string {
  const { t, lang } = view
  const end = deadlineEnd(call)
  const date = call.deadline === null ? '' : writeDate(call.deadline, lang)
  const until = call.rollingUntil === null || say === undefined ? call.rollingUntil : say(parts.rollingUntil, call.rollingUntil).text
  const utc = end === undefined ? '' : writeInstant(end, lang)
  switch (callState(call, view.now)) {
    case 'closed':
      return writeClosed(view, call)
    case 'draft':
      return call.remarksUntil === null ? t('calls.draft.now') : t('calls.draft.now-until', { date: writeDate(call.remarksUntil, lang) })
    case 'not-yet':
      return t('calls.now.not-yet', { date: call.opensOn === null ? '' : writeDate(call.opensOn, lang) })
    case 'over':
      return t('calls.now.over', { date, utc })
    case 'late':
      return until === null ? t('calls.now.late', { date }) : t('calls.now.late-rolling', { date, until })
    default:
      if (end !== undefined) return t('calls.now.open', { date, utc, zone: writeZone(view, call) })
      return until === null ? t('calls.now.no-deadline') : t('calls.now.rolling', { until })
  }
}

/** When and why a call was closed, as far as recorded. */
export function writeClosed(view: View, call: Pick<Call, 'closedAt' | 'closedReason'>): string {
  if (call.closedAt === null || call.closedReason === null) return view.t('calls.now.closed-undated')
  return view.t('calls.now.closed', { date: writeDate(dateInZone(call.closedAt, 'UTC'), view.lang), reason: call.closedReason })
}

export function writeZone(view: View, call: Call): string {
  return call.deadlineZone === ANYWHERE_ON_EARTH ? view.t('calls.zone.anywhere') : view.t('calls.zone.named', { zone: call.deadlineZone })
}

/** A call as data, at its address with `.json`. */
export function toJson({ forum, cycle, call, received, takenIn, remarks, closesWith }: CallPageData, request: PageRequest): object {
  const state = callState(call, request.now)
  return {
    forum: forum.slug,
    cycle: cycle.slug,
    call: call.slug,
    title: call.title,
    introduction: call.introduction,
    audience: call.audience,
    state,
    opensOn: call.opensOn,
    deadline: call.deadline,
    deadlineZone: call.deadlineZone,
    deadlineEndsAt: deadlineEnd(call) ?? null,
    soft: call.isSoft,
    rollingUntil: call.rollingUntil,
    extensions: call.extensions,
    closedAt: call.closedAt,
    closedReason: call.closedReason,
    source: call.source,
    contributions: received,
    contribute: state === 'open' || state === 'late' ? `/${forum.slug}/${cycle.slug}/calls/${call.slug}/contribute` : null,
    questions: call.questions.map(({ number, text, guidance, kind, isRequired, lengthLimit, hasWords, options }) => ({ number, text, guidance, kind, required: isRequired, lengthLimit, words: hasWords, options })),
    survey: call.isSurvey,
    variants: call.variants.map(({ slug, title, questions }) => ({ for: slug, title, questions })),
    cutOffs: call.cutOffs.map(({ slug, title, on, note }) => ({ cutOff: slug, title, on, note, contributions: takenIn.get(slug) ?? 0 })),
    closesWith: closesWith === undefined ? null : { milestone: closesWith.title, date: closesWith.date },
    draft: call.isDraft,
    remarksUntil: call.remarksUntil,
    remarks: remarks.map(({ number, question, about, text, author, language, receivedAt, answer, isChanged, isHidden, answeredAt }) => ({
      number, question, about, text, author, language, receivedAt, answer, changed: isChanged, hidden: isHidden, answeredAt,
    })),
  }
}

/** Who is at the desk; the page has let nobody else in. */
export function actorOf(request: PageRequest): Actor {
  const { person } = request.view
  if (person === undefined) throw new Error('Nobody is signed in')
  return { kind: 'person', id: person.id }
}
