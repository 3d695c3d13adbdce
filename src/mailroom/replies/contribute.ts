import { takesWords } from '../../calls/questions/model.ts'
import { findCallById } from '../../calls/queries.ts'
import { parts } from '../../calls/translations/model.ts'
import { listTranslations } from '../../calls/translations/queries.ts'
import { chooseVariant, questionsFor } from '../../calls/variants/model.ts'
import { callState, callStateFor, type Call, type CallState, type Question } from '../../calls/model.ts'
import { decideRegionalGroup } from '../../contributions/model.ts'
import type { SendRefusal, SentByForm } from '../../contributions/sending/commands.ts'
import { findCycleById, findForumById } from '../../forums/queries.ts'
import type { Cycle, Forum } from '../../forums/model.ts'
import { hmac } from '../../platform/digest.ts'
import { sendContributions } from '../../procedures/send-contributions.ts'
import { PUBLIC } from '../../record/model.ts'
import { isRefusal } from '../../shared/result.ts'
import { excerpt } from '../../shared/text.ts'
import type { MailServices } from '../context.ts'
import { writeBody, type LetterKey } from '../letters.ts'
import { readMailedAnswers, type MailedAnswers } from './answers.ts'
import { LARGEST_FILE, MOST_FILES, storeText, takeFiles, type TakenFile } from './files.ts'
import { foreignNote, takeReply, unclear, type Handled, type Reply, type Unclear } from './reply.ts'

/** Characters of a text that are said back. */
const TOLD = 160

interface Read extends MailedAnswers {
  readonly forum: Forum
  readonly cycle: Cycle
  readonly call: Call
  readonly questions: readonly Question[]
}

/** A contribution by answering the mail about its call. */
export async function contribute(services: MailServices, reply: Reply): Promise<Handled> {
  const read = await readContribution(services, reply)
  if (read === undefined) return unclear(reply, 'mailroom.missing.unknown')
  const { forum, call } = read
  const { taken, left } = await takeFiles(services.files, reply.attachments)
  const said = read.answers.length + read.choices.length
  const missing = missingOf(reply, read, said > 0 || read.whole !== '' || taken.length > 0)
  if (missing.length > 0) return { missing }
  const files = read.whole === '' ? taken : [await storeText(services.files, read.whole), ...taken]
  const input: SentByForm = {
    cycleId: call.cycleId, callId: call.id, revision: call.revision, channel: reply.channel,
    ...senderOf(reply, read, forum),
    answers: read.answers, choices: read.choices, variantId: chooseVariant(call, undefined)?.id, attachments: files,
    formKey: reply.keyOf(0),
    writeReceipt: ({ ref, number, contributionId, state }) => ({
      subject: reply.say('mailroom.contribution.subject', { ref }),
      body: writeBody([
        reply.ofPost?.heading,
        reply.say('mailroom.contribution.body', { call: call.title, ref }),
        ...tellTaken(reply, read, taken, left),
        state === 'pending-confirmation' && forum.confirmation === 'hold' ? reply.say('mailroom.contribution.hold') : undefined,
        reply.say('mailroom.contribution.link', { link: `${services.publicUrl}/${forum.slug}/${read.cycle.slug}/contributions/C-${number}/follow/${hmac(services.secret, `contribution:${contributionId}`)}` }),
        reply.say('mailroom.undo.withdraw'),
        foreignNote(reply),
      ]),
    }),
  }
  const sorted = await takeReply<SendRefusal>(services, reply, async (tx) => {
    const [received] = await sendContributions(tx, PUBLIC, [{ input, now: reply.arrival.receivedAt, cameAt: reply.ofPost === undefined ? undefined : reply.cameAt }])
    if (received === undefined) throw new Error('A contribution was neither taken nor refused')
    return isRefusal(received) ? received : { became: { kind: 'contribution', id: received.contributionId }, taken: { cycleId: call.cycleId, isNamed: input.consent === 'full', items: [{ id: received.contributionId, ref: received.state === 'received' ? received.ref : undefined }] } }
  })
  return isRefusal(sorted) ? unclear(reply, sayRefusal(sorted)) : sorted
}

async function readContribution(services: MailServices, reply: Reply): Promise<Read | undefined> {
  const call = await findCallById(services.db, reply.about.id)
  const [forum, cycle] = call === undefined ? [] : [await findForumById(services.db, call.forumId), await findCycleById(services.db, call.cycleId)]
  if (call === undefined || forum === undefined || cycle === undefined) return undefined
  const questions = questionsFor(call, chooseVariant(call, undefined))
  const translated = (await listTranslations(services.db, call.id)).flatMap(({ part, text }) => {
    const number = questions.find((question) => parts.question(question.number) === part)?.number
    return number === undefined ? [] : [{ number, text }]
  })
  return { forum, cycle, call, questions, ...readMailedAnswers(reply.blocks, questions, forum, [...questions, ...translated], reply.ofPost?.questions) }
}

/** Everything that stands in the way, at once: who writes again shall do so once. */
function missingOf(reply: Reply, read: Read, isAnything: boolean): string[] {
  const { say } = reply
  const state = stateFor(reply, read.call)
  if (state === 'closed') return [say('mailroom.missing.call-closed')]
  if (state === 'over') return [say('mailroom.missing.deadline-over')]
  if (state === 'draft' || state === 'not-yet') return [say('mailroom.missing.not-open-yet')]
  if (!isAnything) return [...tellLost(reply, read), ...read.unread.flatMap((number) => askToChoose(reply, read, number)), ...(read.lost.length + read.unread.length === 0 ? [say('mailroom.missing.nothing-said')] : [])]
  const missing: string[] = []
  const { details } = read
  if ((details.consent ?? 'full') === 'full' && (details.name ?? reply.from.name) === undefined && details.organisation === undefined) missing.push(say('mailroom.missing.name'))
  const [first] = read.missing
  if (first !== undefined) missing.push(say('mailroom.missing.required', { count: read.missing.length, numbers: read.missing.join(', '), first }))
  for (const number of read.unread) if (read.questions.find((each) => each.number === number)?.isRequired === true) missing.push(...askToChoose(reply, read, number))
  for (const { number, limit, length } of read.tooLong) missing.push(say('mailroom.missing.too-long', { number, limit, length }))
  return missing
}

function askToChoose({ say }: Reply, { questions }: Read, number: number): string[] {
  const question = questions.find((each) => each.number === number)
  return question === undefined ? [] : [say('mailroom.missing.choice', { number, options: question.options.map(({ text }, place) => `${place + 1}. ${text}`).join('; ') })]
}

function tellLost({ say }: Reply, { lost }: Read): string[] {
  return lost.map(({ numbers, text }) => say('mailroom.missing.no-such-question', { numbers: numbers.join(', '), words: excerpt(text, TOLD) }))
}

function senderOf(reply: Reply, { details }: Read, forum: Forum) {
  return {
    contributor: details.name ?? reply.from.name,
    organisation: details.organisation,
    capacity: undefined,
    country: details.country,
    stakeholderGroup: details.group,
    regionalGroup: decideRegionalGroup(undefined, details.country, forum.regionalGroups),
    language: undefined,
    consent: details.consent ?? 'full',
    mail: reply.from.address,
  } as const
}

function stateFor({ ofPost, cameAt }: Reply, call: Call): CallState {
  return ofPost === undefined ? callState(call, cameAt) : callStateFor(call, cameAt)
}

function tellTaken(reply: Reply, read: Read, taken: readonly TakenFile[], left: readonly string[]): (string | undefined)[] {
  const { answered, whole, unread, details } = read
  const { say } = reply
  const end = stateFor(reply, read.call)
  return [
    answered.length === 0 ? undefined : say('mailroom.contribution.answered', { count: answered.length, numbers: answered.join(', ') }),
    whole === '' ? undefined : say('mailroom.contribution.whole'),
    ...tellLost(reply, read),
    taken.length === 0 ? undefined : say('mailroom.contribution.files', { count: taken.length, names: taken.map(({ name }) => name).join(', ') }),
    left.length === 0 ? undefined : say('mailroom.contribution.files-left', { names: left.join(', '), size: LARGEST_FILE / 1_000_000, most: MOST_FILES }),
    ...unread.flatMap((number) => (read.questions.some((each) => each.number === number && takesWords(each)) ? [say('mailroom.contribution.choice-lost', { number })] : askToChoose(reply, read, number))),
    say('mailroom.contribution.consent', { consent: (details.consent ?? 'full').replaceAll('-', '_') }),
    end === 'late' ? say('mailroom.contribution.late') : undefined,
  ]
}

function sayRefusal({ refusal }: SendRefusal): LetterKey {
  if (refusal === 'call-closed' || refusal === 'deadline-over' || refusal === 'not-open-yet' || refusal === 'nothing-said') return `mailroom.missing.${refusal}`
  return refusal === 'form-used' ? 'mailroom.missing.already' : 'mailroom.missing.changed-meanwhile'
}

export type { Unclear }
