import type { FileRemark, RemarkKind } from '../../shared/file-remarks.ts'
import type { Id } from '../../shared/ids.ts'
import { isLanguageTag } from '../../shared/language.ts'
import { sliceCodePoints } from '../../shared/text.ts'
import { parsePlainDate, type PlainDate } from '../../shared/time.ts'
import type { CommentType } from '../../shared/vocabularies.ts'
import { readType } from '../exchange-table/model.ts'
import type { Settled, Where } from '../exchange/model.ts'
import type { Target } from '../model.ts'

/** A comment that a remark of a file becomes. */
export interface Entry {
  readonly key: string
  readonly mark: string
  readonly kind: RemarkKind
  /** As the file writes it. */
  readonly dated: string | null
  readonly isResolved: boolean
  readonly answers: { readonly key: string } | { readonly commentId: Id<'comment'> } | undefined
  readonly target: Target
  readonly paragraphs: readonly number[]
  readonly quote: { readonly words: string; readonly start: number } | undefined
  readonly missingWhere: string | undefined
  readonly type: CommentType
  readonly text: string
  readonly proposal: string | undefined
  readonly author: string | undefined
  readonly organisation: string | undefined
  readonly stakeholderGroup: string | undefined
  readonly regionalGroup: string | undefined
  readonly language: string | undefined
  /** The remark's own day; undefined where the file says none. */
  readonly receivedBy: PlainDate | undefined
  /** For the editors alone: what the table says of it. */
  readonly note: string | undefined
}

/** Who speaks: a name of a file with the body that the file names beside it; '' where it names neither. */
export function voiceOf({ author, row }: FileRemark): string {
  const body = row?.organisation ?? ''
  return author === null && body === '' ? '' : `${author ?? ''}\n${body}`
}

/** What a person said of a remark: on a paragraph, on the whole, or not to be taken. */
export type Choice = { readonly kind: 'paragraphs'; readonly numbers: readonly number[] } | { readonly kind: 'whole' } | { readonly kind: 'out' }

/** Who somebody is whom a file names. */
export interface Voice {
  readonly name: string
  readonly organisation: string
  readonly stakeholderGroup: string
}

export interface ToEnter {
  readonly settled: readonly Settled[]
  readonly marks: readonly string[]
  readonly choices: ReadonlyMap<string, Choice>
  /** By `voiceOf`. */
  readonly voices: ReadonlyMap<string, Voice>
  /** Of the version: its paragraphs with their numbers. */
  readonly paragraphs: readonly { readonly id: Id<'paragraph'>; readonly number: number; readonly text: string }[]
  /** Comments of the register by their numbers: what answers them stands where they stand. */
  readonly comments: ReadonlyMap<number, { readonly id: Id<'comment'>; readonly target: Target; readonly paragraphIds: readonly Id<'paragraph'>[]; readonly missingWhere: string | null; readonly isWithdrawn: boolean }>
  /** What a change without words says, in a sentence. */
  readonly describe: (settled: Settled) => string
  readonly today: PlainDate
  readonly groups: ReadonlySet<string>
  readonly regions: ReadonlySet<string>
}

type Place = Pick<Entry, 'target' | 'paragraphs' | 'quote' | 'missingWhere'>

const WHOLE: Place = { target: 'whole', paragraphs: [], quote: undefined, missingWhere: undefined }

/** The comments that a file becomes, each before what answers it; remarks that are known or left out are none. Doubtful ones need a choice. */
export function toEntries(input: ToEnter): { entries: Entry[]; unanswered: string[] } {
  const byKey = new Map(input.settled.map((one) => [one.remark.key, one]))
  const entries = new Map<string, Entry>()
  const unanswered: string[] = []
  const enter = (one: Settled, depth: number): void => {
    const { remark, standing, where } = one
    const choice = input.choices.get(remark.key)
    if (entries.has(remark.key) || standing.kind === 'known' || choice?.kind === 'out' || (standing.kind === 'aside' && choice === undefined)) return
    const parent = where.kind === 'thread' && 'key' in where.to ? byKey.get(where.to.key) : undefined
    // A thread that answers itself is one of nobody's making: it ends here.
    if (parent !== undefined && depth < 100) enter(parent, depth + 1)
    const place = placeOf(one, choice, input, entries)
    if (place === undefined) unanswered.push(remark.key)
    else entries.set(remark.key, { ...toEntry(one, input), ...place.at, answers: place.answers })
  }
  for (const one of input.settled) enter(one, 0)
  return { entries: [...entries.values()], unanswered: [...new Set(unanswered)] }
}

interface Placed {
  readonly at: Place
  readonly answers: Entry['answers']
}

function placeOf({ remark, where, standing }: Settled, choice: Choice | undefined, input: ToEnter, entries: ReadonlyMap<string, Entry>): Placed | undefined {
  if (choice?.kind === 'whole') return { at: WHOLE, answers: undefined }
  if (choice?.kind === 'paragraphs' && choice.numbers.length > 0) return { at: { ...WHOLE, target: 'paragraphs', paragraphs: choice.numbers }, answers: undefined }
  if (where.kind === 'thread') return threadOf(where.to, remark, input, entries)
  if (where.kind === 'doubtful') return standing.kind === 'aside' ? { at: WHOLE, answers: undefined } : undefined
  return { at: standAt(where, input), answers: undefined }
}

/** What answers something stands where that stands; where it is not taken, on its own. */
function threadOf(to: Extract<Where, { kind: 'thread' }>['to'], remark: FileRemark, input: ToEnter, entries: ReadonlyMap<string, Entry>): Placed | undefined {
  if ('number' in to) return atComment(to.number, input)
  const parent = entries.get(to.key)
  if (parent !== undefined) {
    const { target, paragraphs, quote, missingWhere } = parent
    return { at: { target, paragraphs, quote, missingWhere }, answers: { key: parent.key } }
  }
  const known = input.settled.find((one) => one.remark.key === to.key)
  if (known?.standing.kind === 'known') return atComment(known.standing.number, input)
  // What it answers is left out, or waits for a person, and so does this.
  return input.choices.get(to.key)?.kind === 'out' || known === undefined || known.standing.kind === 'aside' || known.remark.key === remark.key ? { at: WHOLE, answers: undefined } : undefined
}

function atComment(number: number, { comments, paragraphs }: ToEnter): Placed {
  const comment = comments.get(number)
  if (comment === undefined) return { at: WHOLE, answers: undefined }
  const numbers = comment.paragraphIds.flatMap((id) => paragraphs.find((paragraph) => paragraph.id === id)?.number ?? [])
  const at: Place = comment.target === 'paragraphs' && numbers.length > 0 ? { ...WHOLE, target: 'paragraphs', paragraphs: numbers } : comment.target === 'missing' ? { ...WHOLE, target: 'missing', missingWhere: comment.missingWhere ?? undefined } : WHOLE
  return { at, answers: comment.isWithdrawn ? undefined : { commentId: comment.id } }
}

function standAt(where: Where, { paragraphs }: ToEnter): Place {
  if (where.kind === 'missing') return { ...WHOLE, target: 'missing', missingWhere: where.where === '' ? undefined : sliceCodePoints(where.where, 0, 400) }
  if (where.kind !== 'paragraphs') return WHOLE
  const on = where.ids.flatMap((id) => paragraphs.find((paragraph) => paragraph.id === id) ?? [])
  const [only] = on
  const quote = where.range === null || only === undefined || on.length > 1 ? undefined : { words: sliceCodePoints(only.text, where.range.start, where.range.end), start: where.range.start }
  return { target: 'paragraphs', paragraphs: on.map(({ number }) => number), quote, missingWhere: undefined }
}

function toEntry(one: Settled, input: ToEnter): Omit<Entry, keyof Place | 'answers'> {
  const { remark, proposal } = one
  const { row, words, kind, date } = remark
  const voice = input.voices.get(voiceOf(remark))
  const optional = (text: string | undefined, limit: number): string | undefined => (text === undefined || text.trim() === '' ? undefined : sliceCodePoints(text.trim(), 0, limit))
  const day = parsePlainDate((date ?? '').slice(0, 10))
  return {
    key: remark.key,
    mark: input.marks[input.settled.indexOf(one)] ?? '',
    kind,
    dated: date,
    isResolved: remark.isResolved,
    type: row === undefined ? 'general' : readType(row.type),
    text: words === '' ? input.describe(one) : words,
    proposal: proposal ?? undefined,
    author: optional(voice === undefined ? (remark.author ?? undefined) : voice.name, 200),
    organisation: optional(voice === undefined ? row?.organisation : voice.organisation, 300),
    stakeholderGroup: optional(voice?.stakeholderGroup === undefined || voice.stakeholderGroup === '' ? (input.groups.has(row?.group ?? '') ? row?.group : undefined) : voice.stakeholderGroup, 100),
    regionalGroup: input.regions.has(row?.region ?? '') ? row?.region : undefined,
    language: row !== undefined && row.language !== '' && isLanguageTag(row.language) ? row.language : undefined,
    // A clock that went wrong says no day; then it is the day on which the file came.
    receivedBy: day !== undefined && day <= input.today ? day : undefined,
    note: row === undefined || row.observation === '' ? undefined : row.observation,
  }
}
