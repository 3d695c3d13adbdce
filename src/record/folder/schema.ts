import { z } from 'zod'
import type { Json } from '../../shared/canonical-json.ts'
import type { FolderScope, Place } from '../../shared/folder.ts'
import { type Id, isId } from '../../shared/ids.ts'
import { type Instant, parseInstant } from '../../shared/time.ts'
import { type Digest, type Entry, genesis, type OpenedText, verifyEntries } from '../model.ts'

const SHORT = 200

const id = z.string().refine(isId, { error: 'is no id.' })
const sequence = z.int().min(1)
const name = z.string().min(1).max(SHORT)
/** What the database cannot keep: the character zero, and halves of a pair. */
const text = z.string().refine((value) => !value.includes('\u0000') && value.isWellFormed(), { error: 'has characters that are no text.' })

/** One line of `record.jsonl`: an entry of the forum's chain, without the chain's id, which stands in `forum.yaml`. */
export const entryLine = z.strictObject({
  sequence,
  at: z
    .string()
    .refine((value) => parseInstant(value) === value, { error: 'is no instant in UTC with milliseconds.' })
    .transform((value) => value as Instant),
  act: name,
  actorKind: name,
  actorId: id.nullable(),
  subjectKind: name,
  subjectId: id,
  cycleId: id.nullable(),
  detail: z.custom<Readonly<Record<string, Json>>>(isPlainObject, { error: 'should be a group of keys.' }).refine(isKept, { error: 'has characters that are no text.' }),
  commitments: z.record(text, text),
  previous: name,
  hash: name,
})
export type EntryLine = z.output<typeof entryLine>

/** One line of `record-texts.jsonl`: a text behind a commitment, with its salt. */
export const textLine = z.strictObject({ sequence, name: name.and(text), salt: text, text, isPublic: z.boolean() })
export type TextLine = z.output<typeof textLine>

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isKept(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('\u0000') && value.isWellFormed()
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, member]) => isKept(key) && isKept(member))
}

/** A chain as `forum.yaml` states it: where it ends, so that lines cut off its end are missed. */
export interface StatedChain {
  readonly chain: Id
  readonly length: number
  readonly head: string
}

/** Reads one line of the record's files; a mistake, and undefined, when it is none. */
export function readEntryLine(scope: FolderScope, line: string, place: Place): EntryLine | undefined {
  return readLine(scope, line, place, (value) => entryLine.safeParse(value))
}

export function readTextLine(scope: FolderScope, line: string, place: Place): TextLine | undefined {
  return readLine(scope, line, place, (value) => textLine.safeParse(value))
}

type Parsed<T> = { success: true; data: T } | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } }

function readLine<T>(scope: FolderScope, line: string, place: Place, parse: (value: unknown) => Parsed<T>): T | undefined {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    scope.mistake(place, 'is no line of JSON.')
    return undefined
  }
  const parsed = parse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  scope.mistake(place, `is no line of the record: ${issue?.path.map(String).join('.') ?? ''} ${issue?.message ?? ''}`)
  return undefined
}

export interface ChainCheck {
  /** Takes the next entries, in order, with the texts at hand; false when the chain is broken there, which is told once. */
  readonly take: (entries: readonly EntryLine[], texts: readonly TextLine[], place: Place) => readonly Entry[] | undefined
  /** Tells when the chain does not end where it is said to. */
  readonly end: (place: Place) => void
}

/** Verifies a chain while it is read: a record that does not hold is not taken. */
export function checkChain(scope: FolderScope, stated: StatedChain, digest: Digest, commit: (salt: string, text: string) => string): ChainCheck {
  const chainId = stated.chain as Id<'chain'>
  let reached = { length: 0, head: genesis(stated.chain, digest) }
  let isBroken = false
  return {
    take: (lines, texts, place) => {
      if (isBroken) return undefined
      const entries = lines.map((line): Entry => ({ chainId, ...line }))
      const opened: Map<number, OpenedText[]> = Map.groupBy(texts, (text) => text.sequence)
      const verified = verifyEntries(chainId, entries, (sequence) => opened.get(sequence) ?? [], digest, commit, reached)
      if (verified.ok) {
        reached = { length: verified.length, head: verified.head }
        return entries
      }
      isBroken = true
      scope.mistake(place, `breaks the record at entry ${verified.sequence} (${verified.problem}).`)
      return undefined
    },
    end: (place) => {
      if (!isBroken && (reached.length !== stated.length || reached.head !== stated.head)) {
        scope.mistake(place, `ends at entry ${reached.length}; forum.yaml says that the record has ${stated.length} entries, and with which hash it ends.`)
      }
    },
  }
}
