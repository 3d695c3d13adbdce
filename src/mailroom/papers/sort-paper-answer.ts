import { readFile } from 'node:fs/promises'
import { findForumById } from '../../forums/queries.ts'
import { readMailToken } from '../../platform/mail-tokens.ts'
import { readMail, type ReadMail } from '../../platform/mail-reading.ts'
import { findInboxMail, findMailSent, type MailSent } from '../../record/inbox/queries.ts'
import { readMailAddress, splitAddress } from '../../shared/mail-addresses.ts'
import type { Id } from '../../shared/ids.ts'
import { isRefusal } from '../../shared/result.ts'
import type { MailServices, Sorter } from '../context.ts'
import { keepUnclear } from '../replies/keep-unclear.ts'
import { readReply, takeReply, unclear, type Reply } from '../replies/reply.ts'
import { writeReceipt } from './letters.ts'
import { gatherTold, keepPapers, readPapers, type PapersMail } from './take-papers.ts'
import { baseSubject, readBeginning } from './words.ts'

/**
 * A paper that somebody suggests by answering any mail of ours that a forum sent them, beginning with a word for it: the token of the
 * address says who they are. So does an answer to the letter that said what was missing of one.
 */
export const sortPaperAnswer: Sorter = async (services, arrival) => {
  if (arrival.recipient.kind !== 'reply' || arrival.mail.automatic === 'reply' || arrival.envelopeFrom === '') return undefined
  const id = readMailToken(services.secret, 'reply', arrival.recipient.token)
  const sent = id === undefined ? undefined : await findMailSent(services.db, id)
  const forum = sent === undefined || sent.forumId === null ? undefined : await findForumById(services.db, sent.forumId)
  if (sent === undefined || forum === undefined) return undefined
  const earlier = sent.occasion === 'reply-unclear' && sent.about !== null ? await findEarlier(services, sent.about.id) : undefined
  const reply = readReply(arrival, { ...sent, about: sent.about ?? { kind: 'inbox-mail', id: sent.id }, language: sent.language ?? forum.language }, earlier)
  const begun = readBegun(reply.own)
  if (begun === undefined && earlier?.isOfLibrary !== true) return undefined
  const mail = toPapersMail(reply, forum, sent, begun, earlier)
  const read = await readPapers(services, mail, reply.say)
  if ('missing' in read) return keepUnclear(services, reply, read)
  const taken = await takeReply(services, reply, async (tx, now) => {
    const kept = await keepPapers(tx, services, mail, read, now)
    if (isRefusal(kept)) return kept
    const became = { kind: 'paper-suggestion', id: kept.suggestions[0]?.id ?? arrival.id }
    return kept.isRepeat ? { became } : { became, occasion: 'paper-receipt', letter: writeReceipt(reply.say, await gatherTold(tx, services, forum, kept.suggestions, read.left)) }
  })
  return isRefusal(taken) ? keepUnclear(services, reply, unclear(reply, 'mailroom.missing.too-many')) : taken
}

function toPapersMail(reply: Reply, forum: PapersMail['forum'], sent: MailSent, begun: string | undefined, earlier: Earlier | undefined): PapersMail {
  const { arrival, blocks } = reply
  // The subject of an answer is that of our mail, unless its writer has set another.
  const subject = earlier?.isOfLibrary === true ? earlier.mail.subject : sameSubject(arrival.mail.subject, sent.subject) || earlier !== undefined ? '' : arrival.mail.subject
  return {
    forum,
    arrival,
    from: { name: reply.from.name, address: reply.from.address },
    language: reply.language,
    proof: 'answer',
    subject,
    own: begun ?? reply.own,
    quoted: earlier?.isOfLibrary === true ? blocks.filter(({ kind }) => kind === 'quoted').map(({ text }) => text).join('\n\n') : '',
    attachments: reply.attachments,
    isAsked: true,
  }
}

function sameSubject(one: string, other: string): boolean {
  const [a, b] = [one, other].map((subject) => baseSubject(subject).toLowerCase())
  return a === undefined || b === undefined || a === '' || a === b || a.includes(b) || b.includes(a)
}

/** What is said behind the word that begins it; a greeting may stand before. Undefined where it does not begin so. */
function readBegun(own: string): string | undefined {
  const lines = own.split('\n')
  const said = lines.flatMap((line, place) => (line.trim() === '' ? [] : [place])).slice(0, 2)
  for (const [at, place] of said.entries()) {
    const line = lines[place] ?? ''
    const begun = readBeginning(line)
    if (begun !== undefined) return [begun.rest, ...lines.slice(place + 1)].join('\n').trim()
    if (at === 0 && !(line.trim().length <= 60 && /[,،，!！:：]\s*$/u.test(line))) return undefined
  }
  return undefined
}

interface Earlier {
  readonly id: Id
  readonly mail: ReadMail
  /** It had come to the library's own address. */
  readonly isOfLibrary: boolean
}

/** The mail of which something was missing, while nobody has decided on it. */
async function findEarlier(services: MailServices, id: Id): Promise<Earlier | undefined> {
  const kept = await findInboxMail(services.db, id)
  if (kept === undefined || kept.state !== 'kept' || !(await services.files.has(kept.sha256))) return undefined
  const mail = await readMail(await readFile(services.files.path(kept.sha256)))
  if (mail === undefined) return undefined
  return { id: kept.id, mail, isOfLibrary: readMailAddress(splitAddress(kept.recipient)?.local ?? '').kind === 'papers' }
}

