import type { Correction } from '../../../contributions/corrections/model.ts'
import { listCorrections } from '../../../contributions/corrections/queries.ts'
import type { InboxReason, Note, Progress } from '../../../contributions/handling/model.ts'
import { findInInbox, findModerationNote, listNotes, listProgress, listReadUnits, listSameText } from '../../../contributions/handling/queries.ts'
import { hasPublicText } from '../../../contributions/model.ts'
import type { WriteLetter } from '../../../contributions/moderation/commands.ts'
import { listMailAddresses } from '../../../contributions/queries.ts'
import { HAS_TEXT } from '../../../contributions/documents/model.ts'
import { readText } from '../../../contributions/documents/queries.ts'
import { maskText } from '../../../contributions/redaction/model.ts'
import { listRedactionsOf, type RedactionAtDesk } from '../../../contributions/redaction/queries.ts'
import type { Register } from '../../../people/register/model.ts'
import { findNames } from '../../../people/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import type { Passage } from '../../../synthesis/model.ts'
import { listPassagesOf } from '../../../synthesis/queries.ts'
import { translator, type MessageArguments, type MessageKey, type Translate } from '../../messages.ts'
import type { PageRequest } from '../../page.tsx'
import { loadNamesOf } from '../../people/names/data.ts'
import { followSecret, loadOwnContribution, type ContributionData, type ShownAnswer } from '../data.ts'
import { withholdDocuments } from '../withheld/data.ts'
import { windowOf, type Window } from '../../synthesis/reading/data.ts'
import { loadAtInbox, type AtInbox } from '../inbox/data.ts'

/** One contribution with all that the desk does with it. */
export interface HandlingData extends AtInbox, Omit<ContributionData, keyof AtInbox> {
  readonly reasons: readonly InboxReason[]
  readonly before: number | null
  readonly after: number | null
  readonly progress: readonly Progress[]
  readonly readUnits: ReadonlySet<Id>
  readonly notes: readonly Note[]
  readonly names: ReadonlyMap<Id, string>
  /** Whoever decides; for others nothing is in it. */
  readonly redactions: readonly RedactionAtDesk[]
  readonly passages: readonly Passage[]
  readonly corrections: readonly Correction[]
  readonly mail: string | null
  readonly moderationNote: string | null
  readonly sameText: readonly number[]
  readonly register: Register
  /** Names of it that may be one with another. */
  readonly alike: readonly { readonly own: string; readonly other: string; readonly kind: 'person' | 'organisation' }[]
  readonly address: string
}

/** The contribution of the address, for whoever reads contributions there: whoever does not decide reads it as redacted. */
export async function loadHandling(request: PageRequest): Promise<HandlingData | 'forbidden' | undefined> {
  const at = await loadAtInbox(request)
  if (typeof at !== 'object') return at
  const own = await loadOwnContribution(request)
  if (own?.contribution.state !== 'received') return undefined
  const { db } = request
  const { contribution } = own
  const [place, notes, progress, corrections, names] = await Promise.all([
    findInInbox(db, { cycleId: at.cycle.id, number: contribution.number }, at.choice, at.open),
    listNotes(db, contribution.id),
    listProgress(db, [contribution.id]),
    listCorrections(db, contribution.id),
    loadNamesOf(db, at.forum),
  ])
  const readers = progress.get(contribution.id) ?? []
  const passages = await listPassagesOf(db, own.answers.map(({ id }) => id))
  return {
    ...own, ...at, ...place, notes, progress: readers, corrections, passages,
    answers: at.decides ? own.answers : own.answers.map(maskAnswer),
    attachments: at.decides || hasPublicText(contribution) ? own.attachments : [],
    ...(at.decides ? {} : withholdDocuments(own)),
    readUnits: await listReadUnits(db, contribution.id, at.person.id),
    names: await findNames(db, [...notes.map(({ authorId }) => authorId), ...readers.map(({ personId }) => personId)]),
    redactions: at.decides ? await listRedactionsOf(db, contribution.id) : [],
    mail: at.decides ? ((await listMailAddresses(db, [contribution.id])).get(contribution.id) ?? null) : null,
    moderationNote: at.decides ? await findModerationNote(db, contribution.id) : null,
    sameText: await listSameText(db, contribution.id),
    register: names.register,
    alike: at.decides ? alikeTo(own, names) : [],
    address: `${at.base}/C-${contribution.number}`,
  }
}

function maskAnswer(answer: ShownAnswer): ShownAnswer {
  return { ...answer, text: maskText(answer.text, answer.redactions ?? []) }
}

function alikeTo({ contribution }: ContributionData, { proposals, register }: Awaited<ReturnType<typeof loadNamesOf>>): HandlingData['alike'] {
  const own = [{ kind: 'person' as const, name: contribution.contributor }, { kind: 'organisation' as const, name: contribution.organisation }]
  return own.flatMap(({ kind, name }) => {
    if (name === null) return []
    const known = register.knownAs(kind, name)
    return proposals.flatMap((proposal) => (proposal.kind === kind && [proposal.one, proposal.other].includes(known) ? [{ kind, own: known, other: proposal.one === known ? proposal.other : proposal.one }] : []))
  })
}

/** What words are taken from: an answer (`2`), or the text of an attached document (`file-1`); a long text a part at a time. */
export interface ToBeRedacted {
  readonly kind: 'answer' | 'document'
  readonly id: Id
  /** The end of its reference. */
  readonly name: string
  readonly text: string
  readonly window: Window
}

/** What the address names, for whoever may redact. */
export async function loadToRedact(request: PageRequest): Promise<(HandlingData & { readonly source: ToBeRedacted }) | 'forbidden' | undefined> {
  const data = await loadDeciding(request)
  if (typeof data !== 'object') return data
  const name = request.params['answer'] ?? ''
  const answer = data.answers.find(({ number }) => String(number) === name)
  if (answer !== undefined) return { ...data, source: { kind: 'answer', id: answer.id, name, text: answer.text, window: { number: 1, parts: 1, offset: 0, whole: answer.text } } }
  const document = data.documents.find(({ position, outcome }) => `file-${position}` === name && HAS_TEXT.has(outcome))
  return document === undefined ? undefined : { ...data, source: { kind: 'document', id: document.attachmentId, name, ...windowOf(request, await readText(request.db, document.attachmentId)) } }
}

/** As `loadHandling`, for whoever decides. */
export async function loadDeciding(request: PageRequest): Promise<HandlingData | 'forbidden' | undefined> {
  const data = await loadHandling(request)
  return typeof data === 'object' && !data.decides ? 'forbidden' : data
}

export async function loadRedaction(request: PageRequest): Promise<(HandlingData & { readonly redaction: RedactionAtDesk }) | 'forbidden' | undefined> {
  const data = await loadDeciding(request)
  if (typeof data !== 'object') return data
  const redaction = data.redactions.find(({ id, liftedAt }) => id === request.params['redaction'] && liftedAt === null)
  return redaction === undefined ? undefined : { ...data, redaction }
}

/** The correction of the address, as long as it waits. */
export async function loadCorrection(request: PageRequest): Promise<(HandlingData & { readonly correction: Correction }) | 'forbidden' | undefined> {
  const data = await loadDeciding(request)
  if (typeof data !== 'object') return data
  const correction = data.corrections.find(({ id, decidedAt }) => id === request.params['correction'] && decidedAt === null)
  return correction === undefined ? undefined : { ...data, correction }
}

/** Who a letter goes to, and whence. */
interface Addressed {
  readonly forum: Pick<HandlingData['forum'], 'slug' | 'title' | 'language'>
  readonly cycle: Pick<HandlingData['cycle'], 'slug'>
  readonly contribution: Pick<HandlingData['contribution'], 'language'>
}

/** What a letter is written with: the sender's language where the product speaks it, else that of the forum. */
function lettersOf(data: Addressed): Translate {
  return translator(data.contribution.language ?? data.forum.language)
}

/** Which letter it is: each has a subject and a body. */
export type Letter = 'held' | 'declined' | 'released' | 'asked' | 'correction-taken' | 'correction-declined'

/**
 * A letter to the sender of a contribution, with the links that lead to their own page. `facts` goes into the body; a `reason` is
 * the kind, `note` what is said besides.
 */
export function letterWriter(request: PageRequest, data: Addressed, letter: Letter, facts: { readonly reason?: MessageKey; readonly note?: string | undefined; readonly sent?: string } = {}): WriteLetter {
  const t = lettersOf(data)
  return ({ ref, contributionId }) => {
    const own = `${request.services.publicUrl}/${data.forum.slug}/${data.cycle.slug}/contributions/C-${ref.slice(ref.lastIndexOf('-') + 1)}`
    const secret = followSecret(request.services.secret, contributionId)
    const args: MessageArguments = {
      ref, forum: data.forum.title, follow: `${own}/follow/${secret}`, check: `${own}/check/${secret}`,
      reason: facts.reason === undefined ? '' : t(facts.reason), note: facts.note === undefined ? '' : `\n${facts.note}\n`, sent: facts.sent ?? '',
    }
    return { language: data.contribution.language ?? data.forum.language, subject: t(`letter.${letter}.subject`, args), body: t(`letter.${letter}.body`, args) }
  }
}

/** What was entered, as a letter shows it: each question with its answer. */
export function writeEntered(answers: readonly Pick<ShownAnswer, 'question' | 'text'>[]): string {
  return answers.map(({ question, text }) => `${question}\n\n${text}`).join('\n\n----\n\n')
}
