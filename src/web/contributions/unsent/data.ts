import { findInvitation } from '../../../contributions/invitations/queries.ts'
import type { Invitation } from '../../../contributions/invitations/model.ts'
import { findKnownOrganisation, type KnownOrganisation } from '../../../contributions/known/queries.ts'
import { findSentBy } from '../../../contributions/confirmation/queries.ts'
import { listRemarks, findUnsent } from '../../../contributions/unsent/queries.ts'
import { KEPT_DAYS, type Remark, type Unsent } from '../../../contributions/unsent/model.ts'
import { findCycleById } from '../../../forums/queries.ts'
import { equalSecrets, hmac } from '../../../platform/digest.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import { formatRef } from '../../../shared/refs.ts'
import { addDays, dateInZone, writeShortDate } from '../../../shared/time.ts'
import type { Call } from '../../../calls/model.ts'
import { chooseVariant } from '../../../calls/variants/model.ts'
import type { Fields, View } from '../../context.ts'
import { loadCall, type InCall } from '../../calls/data.ts'
import type { PageRequest, SeeOther } from '../../page.tsx'
import { followAddress, readContribution } from '../send/data.ts'

/** The steps of a contribution, each a page of its own. */
export const STEPS = ['answers', 'documents', 'who', 'check'] as const
export type Step = (typeof STEPS)[number]

export interface AtUnsent extends InCall {
  readonly id: Id
  readonly secret: string
  /** Undefined before it is saved for the first time, and once it is gone. */
  readonly unsent: Unsent | undefined
}

/** Who knows this may write on: made with the form, and shown to its writer alone. */
export function unsentSecret(secret: string, id: Id): string {
  return hmac(secret, `unsent:${id}`)
}

/** Who knows this may read what is being written, and clear it where its writer lets them. */
export function previewSecret(secret: string, id: Id): string {
  return hmac(secret, `preview:${id}`)
}

export function unsentAddress({ forum, cycle, call }: InCall, id: Id, secret: string): string {
  return `/${forum.slug}/${cycle.slug}/calls/${call.slug}/unsent/${id}/${secret}`
}

export function previewAddress({ forum, cycle, call }: InCall, id: Id, secret: string): string {
  return `/${forum.slug}/${cycle.slug}/calls/${call.slug}/preview/${id}/${secret}`
}

/**
 * What the secret link names. Sent meanwhile, it leads to its receipt; undefined for a secret that is none. `unsent` is undefined where
 * nothing is kept under it yet, or any more.
 */
export async function loadUnsent(request: PageRequest): Promise<AtUnsent | SeeOther | undefined> {
  const id = request.params['id'] ?? ''
  const secret = request.params['secret'] ?? ''
  if (!isId(id) || !equalSecrets(secret, unsentSecret(request.services.secret, id))) return undefined
  const inCall = await loadCall(request)
  if (inCall === undefined) return undefined
  const unsent = await findUnsent(request.db, id)
  if (unsent !== undefined) return unsent.callId === inCall.call.id ? { ...inCall, variant: variantOf(inCall, unsent.fields), id, secret, unsent } : undefined
  const sent = await findSentBy(request.db, id)
  if (sent !== undefined) return { seeOther: followAddress(request, inCall.forum.slug, inCall.cycle.slug, { number: sent.number, contributionId: sent.id }) }
  return { ...inCall, id, secret, unsent }
}

/** The variant that is being answered: it is kept with what is typed, for the link does not name it. */
export function variantOf({ call }: InCall, fields: Fields): InCall['variant'] {
  return chooseVariant(call, fields['for']?.at(-1))
}

/** Names that a form sends besides what was typed. */
const CONTROLS = new Set(['go', 'remove', 'saved', 'device', 'formKey', 'revision', 'file', 'invitation'])

/** What was typed into a step, without what the form carries for itself. */
export function typedOf(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !CONTROLS.has(name) && !name.startsWith('upload:') && name.length <= 100))
}

/** Reads what is kept as the form that would be sent. */
export function readUnsent(data: InCall, id: Id, unsent: Unsent) {
  const fields: Fields = { ...unsent.fields, formKey: [id], revision: [String(data.call.revision)] }
  return readContribution({ fields, uploads: {}, files: unsent.files.map((file) => ({ ...file, field: 'file' })), value: (name) => fields[name]?.at(-1) ?? '' }, data)
}

/** The step in which a field stands, so that a mistake leads there. */
export function stepOf(field: string): Step {
  if (/^(answer|choice|place)-/u.test(field) || field === 'language' || field === '') return 'answers'
  if (field.startsWith('elsewhere-') || field === 'file') return 'documents'
  return 'who'
}

/** Fields that belong to a step, for telling mistakes on it: of the check page all. */
export function isOfStep(field: string, step: Step): boolean {
  return step === 'check' || (field !== '' && stepOf(field) === step)
}

/** An organisation's groups as the forum knows them already, with the contribution they are known from; undefined where they are said. */
export interface Suggestion extends KnownOrganisation {
  readonly ref: string
  readonly href: string
}

export async function suggestGroups(request: PageRequest, { forum }: InCall, fields: Fields): Promise<Suggestion | undefined> {
  const value = (name: string) => fields[name]?.at(-1) ?? ''
  if (value('organisation').trim() === '' || (value('stakeholderGroup') !== '' && (value('regionalGroup') !== '' || value('country') !== ''))) return undefined
  const known = await findKnownOrganisation(request.db, forum.id, value('organisation'))
  const cycle = known === undefined ? undefined : await findCycleById(request.db, known.cycleId)
  if (known === undefined || cycle === undefined) return undefined
  return { ...known, ref: formatRef(cycle.slug, 'C', known.number), href: `/${forum.slug}/${cycle.slug}/contributions/C-${known.number}` }
}

/** The fields that taking a suggestion fills: those alone that are empty. */
export function takeSuggestion({ stakeholderGroup, regionalGroup, country }: Suggestion, fields: Fields): Record<string, string[]> {
  const isEmpty = (name: string) => (fields[name]?.at(-1) ?? '') === ''
  return {
    ...(stakeholderGroup !== null && isEmpty('stakeholderGroup') ? { stakeholderGroup: [stakeholderGroup] } : {}),
    ...(regionalGroup !== null && isEmpty('regionalGroup') ? { regionalGroup: [regionalGroup] } : {}),
    ...(country !== null && isEmpty('country') ? { country: [country] } : {}),
  }
}

export interface StepData extends AtUnsent {
  readonly step: Step
  /** What was kept by another page meanwhile: set for a form that was turned back for it. */
  readonly suggestion: Suggestion | undefined
  readonly remarks: readonly Remark[]
}

export async function loadStep(request: PageRequest, step: Step): Promise<StepData | SeeOther | undefined> {
  const at = await loadUnsent(request)
  if (at === undefined || 'seeOther' in at) return at
  const suggestion = at.unsent === undefined || (step !== 'who' && step !== 'check') ? undefined : await suggestGroups(request, at, at.unsent.fields)
  const remarks = at.unsent === undefined ? [] : await listRemarks(request.db, at.id)
  return { ...at, step, suggestion, remarks }
}

/** The day until which it is kept. */
export function writeKeptUntil(view: View, unsent: Pick<Unsent, 'changedAt'>): string {
  return writeShortDate(addDays(dateInZone(unsent.changedAt, 'UTC'), KEPT_DAYS), view.lang)
}

/** The invitation that an address names, `3.<secret>`: undefined where there is none, or it was stopped. */
export async function loadInvitation(request: PageRequest, call: Call, named: string | undefined): Promise<Invitation | undefined> {
  const [number = '', secret = ''] = (named ?? '').split('.')
  if (!/^[1-9][0-9]{0,8}$/u.test(number)) return undefined
  const invitation = await findInvitation(request.db, call.id, Number(number))
  if (invitation === undefined || invitation.stoppedAt !== null) return undefined
  return equalSecrets(secret, invitationSecret(request.services.secret, invitation.id)) ? invitation : undefined
}

export function invitationSecret(secret: string, id: Id): string {
  return hmac(secret, `invitation:${id}`)
}

/** What an invitation is called in an address. */
export function invitationName(secret: string, { number, id }: Pick<Invitation, 'number' | 'id'>): string {
  return `${number}.${invitationSecret(secret, id)}`
}

/** What is kept of a field, where another page wrote something else into it. */
export function keptInstead(unsent: Unsent | undefined, typed: Fields, name: string): string | undefined {
  const kept = unsent !== undefined && Object.hasOwn(unsent.fields, name) ? unsent.fields[name]?.at(-1) : undefined
  const plain = (text: string | undefined) => (text ?? '').replace(/\r\n?/gu, '\n')
  return kept === undefined || plain(kept) === plain(typed[name]?.at(-1)) ? undefined : kept
}
