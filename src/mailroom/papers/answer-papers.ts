import { findForumById } from '../../forums/queries.ts'
import { confirmPapers, noteAsked, withdrawPapers } from '../../library/suggestions/commands.ts'
import { suggestionRef, type PaperSuggestion } from '../../library/suggestions/model.ts'
import { findSuggestion, listSuggestionsOfMail, listUnasked } from '../../library/suggestions/queries.ts'
import type { Tx } from '../../platform/database.ts'
import { PUBLIC } from '../../record/model.ts'
import { isRefusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import type { Forum } from '../../forums/model.ts'
import type { MailServices } from '../context.ts'
import { takeReply, unclear, type Handled, type Reply } from '../replies/reply.ts'
import { readIntent } from '../replies/words.ts'
import { writeAsking, writeReceipt } from './letters.ts'
import { askAlso } from './strangers.ts'
import { gatherTold } from './take-papers.ts'

/** Mails that were not asked about within their hour, and are when the address turns out to be somebody's who answers. */
const MOST_ASKED = 3

/** Confirms papers by "yes" to the letter that asked, or takes them back: those that are named by their references, or all that came in one mail. */
export async function answerPapers(services: MailServices, reply: Reply): Promise<Handled> {
  const first = await findSuggestion(services.db, reply.about.id)
  const forum = first === undefined ? undefined : await findForumById(services.db, first.forumId)
  if (first === undefined || forum === undefined) return unclear(reply, 'mailroom.missing.unknown')
  const isAsked = reply.sent.occasion === 'paper-to-confirm'
  const said = readIntent(reply.own, isAsked ? ['yes', 'no', 'withdraw'] : ['withdraw'])
  if (said === undefined) return unclear(reply, reply.own === '' ? 'mailroom.missing.nothing-said' : isAsked ? 'mailroom.missing.paper-confirm' : 'mailroom.missing.unknown')
  const together = await listSuggestionsOfMail(services.db, first.mailKey)
  return said.intent === 'yes' ? confirm(services, reply, forum, first) : withdraw(services, reply, chosen(together, said.rest))
}

function chosen(together: readonly PaperSuggestion[], rest: string): readonly PaperSuggestion[] {
  const named = new Set([...rest.matchAll(/\bLS-([0-9]{1,7})\b/giu)].map(([, number]) => Number(number)))
  return named.size === 0 ? together : together.filter(({ number }) => number !== null && named.has(number))
}

async function confirm(services: MailServices, reply: Reply, forum: Forum, first: PaperSuggestion): Promise<Handled> {
  const sorted = await takeReply(services, reply, async (tx, now) => {
    const outcome = await confirmPapers(tx, PUBLIC, { forumId: forum.id, mailKey: first.mailKey }, now)
    if (isRefusal(outcome)) return outcome
    await askOthers(tx, reply, forum, now)
    return { became: { kind: 'paper-suggestion', id: first.id }, occasion: 'paper-receipt', letter: writeReceipt(reply.say, await gatherTold(tx, services, forum, outcome.suggestions, [])) }
  })
  return isRefusal(sorted) ? unclear(reply, 'mailroom.missing.already') : sorted
}

/** What else came from the address, which nobody was asked about yet: each mail is asked about by itself, for only one of them may be theirs. */
async function askOthers(tx: Tx, reply: Reply, forum: Forum, now: Instant): Promise<void> {
  for (const { id, mailKey, language } of await listUnasked(tx, forum.id, reply.from.address, MOST_ASKED)) {
    const letter = writeAsking(reply.say, forum, await listSuggestionsOfMail(tx, mailKey))
    await askAlso(tx, { forumId: forum.id, recipient: reply.from.address, language }, id, letter, now)
    await noteAsked(tx, mailKey, now)
  }
}

async function withdraw(services: MailServices, reply: Reply, suggestions: readonly PaperSuggestion[]): Promise<Handled> {
  const [first] = suggestions
  if (first === undefined) return unclear(reply, 'mailroom.missing.withdraw-which')
  const sorted = await takeReply(services, reply, async (tx, now) => {
    const outcome = await withdrawPapers(tx, PUBLIC, { ids: suggestions.map(({ id }) => id) }, now)
    if (isRefusal(outcome)) return outcome
    const ref = outcome.suggestions.flatMap(({ number }) => (number === null ? [] : [suggestionRef(number)])).join(', ')
    const became = { kind: 'paper-suggestion', id: first.id }
    // Who says that it was not theirs has said all there is to say.
    return ref === '' ? { became } : { became, letter: { subject: reply.say('mailroom.withdrawn.subject', { ref }), about: null, parts: [reply.say('mailroom.withdrawn.body', { ref })] } }
  })
  return isRefusal(sorted) ? unclear(reply, 'mailroom.missing.already') : sorted
}
