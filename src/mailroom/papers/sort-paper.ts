import { noteAsked } from '../../library/suggestions/commands.ts'
import type { PaperSuggestion } from '../../library/suggestions/model.ts'
import type { Forum } from '../../forums/model.ts'
import { findForum } from '../../forums/queries.ts'
import { transact } from '../../platform/database.ts'
import type { Sorted } from '../../record/inbox/model.ts'
import { mailAddress } from '../../shared/fields.ts'
import { isRefusal, type Refusal } from '../../shared/result.ts'
import { readReplyBlocks } from '../../shared/reply-text.ts'
import type { Arrival, MailServices, Sorter } from '../context.ts'
import { answerArrival, speak, type Say } from '../letters.ts'
import { isForged, isSignedByAuthor } from '../posts/checks.ts'
import { textOf } from '../replies/reply.ts'
import { writeAsking, writeReceipt } from './letters.ts'
import { answerOnce } from './strangers.ts'
import { gatherTold, keepPapers, readPapers, type PapersMail } from './take-papers.ts'

/**
 * A paper that somebody suggests to the address of a forum's library. From proves nothing: where the author's own domain has signed the
 * mail it is taken, else it is kept and that address is asked, once an hour at most; an address whose own domain says that it was forged
 * is not written to at all.
 */
export const sortPaper: Sorter = async (services, arrival) => {
  if (arrival.recipient.kind !== 'papers') return undefined
  const forum = await findForum(services.db, arrival.recipient.forum)
  if (arrival.mail.automatic === 'reply' || arrival.envelopeFrom === '' || forum === undefined) return { state: 'refused', reason: 'automatic', forumId: forum?.id ?? null }
  const { from } = arrival.mail
  // What a list or a mass mail brings was not written to us: a person looks at it.
  if (from === null || !mailAddress().safeParse(from.address).success || from.address === '' || arrival.mail.automatic === 'bulk') return { state: 'kept', reason: 'paper', forumId: forum.id }
  const say = speak(forum.language)
  const mail = readStranger(arrival, forum, from)
  const read = await readPapers(services, mail, say)
  if ('missing' in read) return sayMissing(services, arrival, forum, say, read.missing)
  const now = services.clock()
  const sorted = await transact<Sorted | Refusal>(services.db, async (tx) => {
    const kept = await keepPapers(tx, services, mail, read, now)
    if (isRefusal(kept)) return kept
    const { suggestions, isRepeat } = kept
    const to = { forumId: forum.id, recipient: from.address, language: forum.language, arrivalId: arrival.id }
    if (!isRepeat && mail.proof !== null) await answerArrival(tx, to, 'paper-receipt', writeReceipt(say, await gatherTold(tx, services, forum, suggestions, read.left)), now)
    if (!isRepeat && mail.proof === null && !isForged(arrival.checks) && (await answerOnce(tx, to, 'paper-to-confirm', writeAsking(say, forum, suggestions), now))) await noteAsked(tx, keyOf(suggestions), now)
    const done: Sorted = { state: 'done', became: { kind: 'paper-suggestion', id: suggestions[0]?.id ?? arrival.id }, forumId: forum.id }
    await arrival.settle(tx, done)
    return done
  })
  return isRefusal(sorted) ? { state: 'kept', reason: 'too-many', forumId: forum.id } : sorted
}

function readStranger(arrival: Arrival, forum: Forum, from: { readonly name: string; readonly address: string }): PapersMail {
  const { mail } = arrival
  const blocks = readReplyBlocks(textOf(mail))
  const said = (kind: 'own' | 'quoted') => blocks.filter((block) => block.kind === kind).map(({ text }) => text.trim()).join('\n\n')
  const name = from.name.trim()
  return {
    forum,
    arrival,
    from: { name: name === '' || name.includes('@') ? undefined : name, address: from.address },
    language: forum.language,
    proof: isSignedByAuthor(arrival.checks, mail) ? 'signature' : null,
    subject: mail.subject,
    own: said('own'),
    quoted: said('quoted'),
    attachments: mail.attachments,
    isAsked: false,
  }
}

/** What is missing is said where it can be said without writing to somebody who never wrote; a person has the mail either way. */
async function sayMissing(services: MailServices, arrival: Arrival, forum: Forum, say: Say, missing: readonly string[]): Promise<Sorted> {
  const sorted: Sorted = { state: 'kept', reason: 'unclear', forumId: forum.id }
  const { from, subject } = arrival.mail
  if (from === null || isForged(arrival.checks)) return sorted
  await transact(services.db, async (tx) => {
    const letter = {
      // What it is called may be anybody's words, for anybody to read: only the sender's own domain makes it theirs.
      subject: say('mailroom.unclear.subject', { subject: isSignedByAuthor(arrival.checks, arrival.mail) ? subject : forum.title }),
      about: { kind: 'inbox-mail', id: arrival.id } as const,
      parts: [say('mailroom.unclear.head'), missing.map((each) => `– ${each}`).join('\n'), say('mailroom.unclear.answer')],
    }
    await answerOnce(tx, { forumId: forum.id, recipient: from.address, language: forum.language, arrivalId: arrival.id }, 'reply-unclear', letter, services.clock())
    await arrival.settle(tx, sorted)
  })
  return sorted
}

function keyOf([first]: readonly PaperSuggestion[]): PaperSuggestion['mailKey'] {
  if (first === undefined) throw new Error('A mail became no paper')
  return first.mailKey
}
