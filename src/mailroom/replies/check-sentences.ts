import { findContributions } from '../../contributions/queries.ts'
import { findParagraphs } from '../../drafts/paragraphs/queries.ts'
import { PUBLIC } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import { isRefusal } from '../../shared/result.ts'
import { sayVerdict, type SayRefusal } from '../../synthesis/corrections/commands.ts'
import { inMailOrder, type Correction } from '../../synthesis/corrections/model.ts'
import { listCorrections, findCycleOfDigest } from '../../synthesis/corrections/queries.ts'
import { listFindingNumbers } from '../../synthesis/findings/queries.ts'
import type { MailServices } from '../context.ts'
import { withoutClosing } from './details.ts'
import { SENTENCE_LABELS, splitByNumbers } from './numbers.ts'
import { takeReply, unclear, type Done, type Handled, type Reply } from './reply.ts'
import { readIntent } from './words.ts'


interface Said {
  readonly number: number
  readonly verdict: 'accepted' | 'contested'
  readonly reason: string | undefined
}

/** Accepts or contests the sentences that a mail listed, each by its number; one that was alone in its mail needs none. */
export async function checkSentences(services: MailServices, reply: Reply): Promise<Handled> {
  const at = await findCycleOfDigest(services.db, reply.about.id)
  const own = at === undefined ? [] : (await listCorrections(services.db, at.cycleId)).filter(({ digestId }) => digestId === reply.about.id)
  const sentences = inMailOrder(own)
  if (at === undefined || sentences.length === 0) return unclear(reply, 'mailroom.missing.unknown')
  const { said, unread } = readVerdicts(reply.own, sentences.length)
  if (said.length === 0) return unclear(reply, reply.own === '' ? 'mailroom.missing.nothing-said' : 'mailroom.missing.sentences')
  const numbers = await listFindingNumbers(services.db, at.cycleId, own.flatMap(({ subject }) => (subject.kind === 'finding' ? [subject.id] : [])))
  const sources = new Map((await findContributions(services.db, own.map(({ contributionId }) => contributionId))).map(({ id, number }) => [id as Id, `C-${number}`]))
  const paragraphs = new Map((await findParagraphs(services.db, own.flatMap(({ subject }) => (subject.kind === 'paragraph' ? [subject.id] : [])))).map(({ id, documentSlug, number }) => [id as Id, `${documentSlug} ¶${number === undefined ? '' : ` ${number}`}`]))
  const refOf = ({ subject }: Correction) => (subject.kind === 'finding' ? `F-${numbers.get(subject.id) ?? 0}` : (paragraphs.get(subject.id) ?? '¶'))
  const sorted = await takeReply<SayRefusal>(services, reply, async (tx, now): Promise<Done | SayRefusal> => {
    for (const { number, verdict, reason } of said) {
      const chosen = sentences[number - 1] ?? []
      for (const correction of chosen) {
        const outcome = await sayVerdict(tx, PUBLIC, { ...at, digestId: reply.about.id, correctionId: correction.id, verdict, reason, ref: refOf(correction), sourceRef: sources.get(correction.contributionId) ?? '' }, now)
        if (isRefusal(outcome)) return outcome
      }
    }
    return { became: { kind: 'correction-digest', id: reply.about.id }, letter: { subject: reply.say('mailroom.sentences.subject'), about: reply.about, parts: tell(reply, said, unread) } }
  })
  if (!isRefusal(sorted)) return sorted
  if (sorted.refusal === 'no-reason') return unclear(reply, 'mailroom.missing.reason')
  return unclear(reply, sorted.refusal === 'round-closed' ? 'mailroom.missing.closed' : sorted.refusal === 'already-settled' ? 'mailroom.missing.already' : 'mailroom.missing.unknown')
}

function tell(reply: Reply, said: readonly Said[], unread: readonly number[]): string[] {
  const accepted = said.filter(({ verdict }) => verdict === 'accepted').map(({ number }) => number)
  return [
    ...(accepted.length === 0 ? [] : [reply.say('mailroom.sentences.accepted', { numbers: accepted.join(', ') })]),
    ...said.filter(({ verdict }) => verdict === 'contested').map(({ number, reason }) => reply.say('mailroom.sentences.contested', { number, words: reason ?? '' })),
    ...(unread.length === 0 ? [] : [reply.say('mailroom.sentences.lost', { numbers: unread.join(', '), why: reply.say('mailroom.missing.sentences') })]),
    reply.say('mailroom.undo.answer-again'),
  ]
}

function readVerdicts(own: string, count: number): { said: Said[]; unread: number[] } {
  const text = withoutClosing(own)
  const { parts } = splitByNumbers(text, SENTENCE_LABELS, { allowBare: true, exists: (number) => number <= count })
  const all = parts.length === 0 && count === 1 ? [{ numbers: [1], text }] : parts
  const said = new Map<number, Said>()
  const unread: number[] = []
  for (const part of all) {
    const intent = readIntent(part.text, ['accept', 'contest', 'yes', 'no'])
    for (const number of part.numbers.filter((each) => each <= count)) {
      if (intent === undefined) unread.push(number)
      else said.set(number, { number, verdict: intent.intent === 'accept' || intent.intent === 'yes' ? 'accepted' : 'contested', reason: intent.rest === '' ? undefined : intent.rest })
    }
  }
  return { said: [...said.values()], unread }
}
