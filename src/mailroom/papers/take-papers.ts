import { phasesOn, type Cycle, type Forum } from '../../forums/model.ts'
import { findCycleById, listCycles, listPhases } from '../../forums/queries.ts'
import { takePapers as take } from '../../library/suggestions/commands.ts'
import { MOST_PAPERS, type Paper, type PaperFile, type PaperSuggestion, type Proof } from '../../library/suggestions/model.ts'
import { findListedAs } from '../../library/suggestions/queries.ts'
import type { Reader, Tx } from '../../platform/database.ts'
import { derivedId } from '../../platform/derived-id.ts'
import { hmac } from '../../platform/digest.ts'
import type { ReadAttachment } from '../../platform/mail-reading.ts'
import { PUBLIC } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import { formatRef } from '../../shared/refs.ts'
import type { Refusal } from '../../shared/result.ts'
import { dateInZone, type Instant } from '../../shared/time.ts'
import type { Arrival, MailServices } from '../context.ts'
import type { Say } from '../letters.ts'
import { readDetails, type Details } from '../replies/details.ts'
import { takeFiles } from '../replies/files.ts'
import type { Told } from './letters.ts'
import { readMailedPapers } from './reading.ts'

/** A mail that suggests papers, with what is known of who sent it. */
export interface PapersMail {
  readonly forum: Forum
  readonly arrival: Arrival
  /** In whose name it counts. */
  readonly from: { readonly name: string | undefined; readonly address: string }
  readonly language: string
  readonly proof: Proof | null
  /** '' where the subject is that of the mail that was answered. */
  readonly subject: string
  readonly own: string
  readonly quoted: string
  readonly attachments: readonly ReadAttachment[]
  /** Their words began by saying that a paper is suggested. */
  readonly isAsked: boolean
}

/** What a mail says of papers, its files stored; or what is missing in it. */
export interface ReadPapers {
  readonly papers: readonly { readonly paper: Paper; readonly files: readonly PaperFile[] }[]
  readonly details: Details
  readonly left: readonly string[]
}

/** Mails with papers from one address in a day. */
const [MOST, EVERY] = [20, 86_400_000]

export async function readPapers(services: MailServices, mail: PapersMail, say: Say): Promise<ReadPapers | { readonly missing: readonly string[] }> {
  const { details, rest } = readDetails(mail.own, mail.forum)
  const read = readMailedPapers({ subject: mail.subject, own: rest, quoted: mail.quoted, isAsked: mail.isAsked })
  if (read.papers.length > MOST_PAPERS) return { missing: [say('mailroom.missing.too-many-papers', { most: MOST_PAPERS, count: read.papers.length })] }
  const { taken, left } = await takeFiles(services.files, mail.attachments)
  const [first, ...others] = read.papers
  if (first === undefined && taken.length === 0) return { missing: [say('mailroom.missing.paper')] }
  const nothing: Paper = { title: null, author: null, publisher: null, published: null, address: null, note: rest === '' ? null : rest.slice(0, 5000) }
  return { papers: [{ paper: first ?? nothing, files: taken }, ...others.map((paper) => ({ paper, files: [] }))], details, left }
}

/** Writes what was read, in the transaction that answers it. Refuses: too-many. */
export async function keepPapers(tx: Tx, services: MailServices, mail: PapersMail, read: ReadPapers, now: Instant): Promise<{ suggestions: PaperSuggestion[]; isRepeat: boolean } | Refusal<'too-many'>> {
  const { forum, from, arrival, proof, language } = mail
  const name = read.details.name ?? from.name ?? null
  const organisation = read.details.organisation ?? null
  const isNamed = read.details.consent === undefined || read.details.consent === 'full'
  const address = from.address.toLowerCase()
  return take(
    tx,
    PUBLIC,
    {
      forumId: forum.id,
      cycleId: (await currentCycle(tx, forum.id, now))?.id ?? null,
      mailKey: derivedId(`papers:${forum.id}:${address}:${proof === null ? 'claimed' : 'sure'}:${arrival.mail.messageId ?? arrival.id}`),
      papers: read.papers,
      by: { name, organisation, consent: isNamed && (name !== null || organisation !== null) ? 'full' : 'without-name', mail: from.address, language },
      proof,
      limits: [{ key: hmac(services.secret, `limit:papers:${proof === null ? 'claimed' : 'sure'}:${address}`), most: MOST, every: EVERY }],
    },
    now,
  )
}

/** The cycle that runs: the latest that is in one of its phases today, else the latest there is. */
async function currentCycle(db: Reader, forumId: Id, now: Instant): Promise<Cycle | undefined> {
  const cycles = (await listCycles(db, forumId)).filter(({ movedTo }) => movedTo === null)
  const today = dateInZone(now, 'UTC')
  for (const cycle of cycles) {
    if (phasesOn(await listPhases(db, cycle.id), today).some(({ phase }) => phase !== 'closed')) return cycle
  }
  return cycles[0]
}

/** What a receipt says beside the papers themselves. */
export async function gatherTold(db: Reader, { publicUrl }: Pick<MailServices, 'publicUrl'>, forum: Forum, suggestions: readonly PaperSuggestion[], left: readonly string[]): Promise<Told> {
  const listed = new Map<string, { ref: string; href: string }>()
  for (const suggestion of suggestions) {
    const same = await findListedAs(db, forum.id, suggestion)
    const cycle = same === undefined ? undefined : await findCycleById(db, same.cycleId)
    if (same !== undefined && cycle !== undefined) listed.set(suggestion.id, { ref: formatRef(cycle.slug, 'L', same.number), href: `${publicUrl}/${forum.slug}/${cycle.slug}/references#L-${same.number}` })
  }
  const [first] = suggestions
  const cycle = first?.cycleId == null ? undefined : await findCycleById(db, first.cycleId)
  return { forum, suggestions, listed, left, page: cycle === undefined ? undefined : `${publicUrl}/${forum.slug}/${cycle.slug}/references#papers` }
}

