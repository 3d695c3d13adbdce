import { isId, type Id } from './ids.ts'
import type { Instant } from './time.ts'
import type { YamlValue } from './yaml.ts'

/** A place in a forum folder: the file, and the way to a value in it, such as `[3].answers[1].text` (entries counted from 1). */
export interface Place {
  readonly file: string
  readonly path: string
}

/** What is wrong in a forum folder, as a sentence that goes on from the place. */
export interface Mistake extends Place {
  readonly reason: string
}

/** A place further in: numbers are places in a list, from 0. */
export function within(place: Place, ...steps: readonly (string | number)[]): Place {
  const path = steps.reduce<string>((way, step) => (typeof step === 'number' ? `${way}[${step + 1}]` : way === '' ? step : `${way}.${step}`), place.path)
  return { file: place.file, path }
}

/**
 * What the readers of a forum folder share: where mistakes go, the names that things have in the folder, and the ids they get.
 * A name is a kind and a reference, such as `call 2026/sharing-the-quay` or `unit 2026/C-3/2`.
 */
export interface FolderScope {
  readonly forumId: Id<'forum'>
  readonly now: Instant
  /** Keys of the forum's own lists. */
  readonly stakeholderGroups: ReadonlySet<string>
  readonly regionalGroups: ReadonlySet<string>
  readonly mistake: (place: Place, reason: string) => void
  /** The id given, or a new one. An id given twice is a mistake. */
  readonly takeId: <Kind extends string>(given: string | undefined, place: Place) => Id<Kind>
  /** Gives a thing its name. A name given twice is a mistake. */
  readonly define: (name: string, id: Id, place: Place) => void
  readonly find: (name: string) => Id | undefined
}

/** At most this many mistakes are told; after that the folder is not worth reading on for more. */
export const MOST_MISTAKES = 500

export function createScope(input: Pick<FolderScope, 'forumId' | 'now' | 'stakeholderGroups' | 'regionalGroups'> & { newId: () => Id; mistakes: Mistake[] }): FolderScope {
  const taken = new Set<string>()
  const names = new Map<string, Id>()
  const mistake = (place: Place, reason: string) => {
    if (input.mistakes.length < MOST_MISTAKES) input.mistakes.push({ ...place, reason })
  }
  return {
    ...input,
    mistake,
    takeId: <Kind extends string>(given: string | undefined, place: Place) => {
      if (given === undefined || !isId(given)) return input.newId() as Id<Kind>
      if (taken.has(given)) mistake(within(place, 'id'), 'is the id of something else in this folder.')
      taken.add(given)
      return given as string as Id<Kind>
    },
    define: (name, id, place) => {
      if (names.has(name)) mistake(place, `is the second of its name (${name.replace(/^ref /u, '')}).`)
      else names.set(name, id)
    },
    find: (name) => names.get(name),
  }
}

/** The name under which the citable reference of a thing is known, `ref 2026/C-3/2`, and the kind of thing it is. */
export interface FolderRef {
  readonly name: string
  readonly kind: 'contribution' | 'answer' | 'document' | 'comment' | 'passage' | 'finding' | 'reference' | 'figure' | 'point' | 'remark' | 'cue'
}

const KINDS = { C: 'contribution', R: 'comment', P: 'passage', F: 'finding', L: 'reference', N: 'figure' } as const

/** Reads `C-3/2`, `C-3/file-1`, `F-1` or, of another cycle, `2025/F-1`; undefined when it is no reference. */
export function readRef(text: string, cycle: string): FolderRef | undefined {
  const said = /^(?:(PT)-[1-9][0-9]{0,8}|[a-z0-9-]{2,60}\/(M)-[1-9][0-9]{0,8}|[a-z0-9-]{2,60}\/(T)-[1-9][0-9]{0,4}-[1-9][0-9]{0,8})$/u.exec(text)
  // Of what was said in meetings: PT-4, second-meeting/M-2, second-meeting/T-1-37, whatever the cycle.
  if (said !== null) return { name: `ref ${text}`, kind: said[1] !== undefined ? 'point' : said[2] !== undefined ? 'remark' : 'cue' }
  const match = /^(?:([a-z0-9-]{2,60})\/)?([CRPFLN])-([1-9][0-9]{0,8})(?:\/((?:file-)?[1-9][0-9]{0,8}))?$/u.exec(text)
  if (match === null) return undefined
  const [, of = cycle, series = '', number = '', answer] = match
  const kind = KINDS[series as keyof typeof KINDS]
  if (answer !== undefined) return kind === 'contribution' ? { name: `ref ${of}/C-${number}/${answer}`, kind: answer.startsWith('file-') ? 'document' : 'answer' } : undefined
  return { name: `ref ${of}/${series}-${number}`, kind }
}

/** The name of a section or a paragraph: its id, or within its document the key that it has in a folder written by hand. */
export function partName(kind: 'section' | 'paragraph', cycle: string, document: string, idOrKey: string): string {
  return isId(idOrKey) ? `${kind} ${idOrKey}` : `${kind} ${cycle}/${document}#${idOrKey}`
}

/** What things are called in the folder that is being written: the other way round. */
export interface FolderNames {
  readonly give: (id: string, name: string) => void
  /** The name given. A thing without one would be lost without a word, so that is a fault. */
  readonly of: (id: string) => string
}

export function createNames(): FolderNames {
  const names = new Map<string, string>()
  return {
    give: (id, name) => void names.set(id, name),
    of: (id) => {
      const name = names.get(id)
      if (name === undefined) throw new Error(`${id} is referred to in the forum and has no name in its folder`)
      return name
    },
  }
}

/** A citable reference as it is written within a cycle: without the cycle when it is the same. */
export function shortRef(ref: string, cycle: string): string {
  return ref.startsWith(`${cycle}/`) ? ref.slice(cycle.length + 1) : ref
}

/** What is written of a value: nothing of what is empty, not recorded, false or the first revision, for that is what a missing key means. */
export function tidy(value: unknown): YamlValue {
  if (value === null || value === '' || value === undefined) return undefined
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((item: unknown) => tidy(item))
  const kept = Object.entries(value).flatMap(([key, member]) => {
    // Whether a commenter is satisfied has three answers: yes, no, silence.
    const isDefault = (member === false && key !== 'satisfied') || (key === 'revision' && member === 1)
    const tidied = isDefault ? undefined : tidy(member)
    return tidied === undefined ? [] : [[key, tidied] as const]
  })
  return kept.length === 0 ? undefined : Object.fromEntries(kept)
}

/** Parts of a list of at most `size`, so that one statement does not grow beyond its limit. */
export function* inParts<T>(list: readonly T[], size = 1000): Generator<T[]> {
  for (let start = 0; start < list.length; start += size) yield list.slice(start, start + size)
}

/** Finds what a name stands for; a mistake, and undefined, when nothing in the folder has it. */
export function findNamed<Kind extends string>(scope: FolderScope, name: string, place: Place): Id<Kind> | undefined {
  const id = scope.find(name)
  if (id === undefined) scope.mistake(place, `names ${name.replace(/^ref /u, '')}, which is not in this folder.`)
  return id as Id<Kind> | undefined
}

/** Tells of a group that is on none of the forum's lists. */
export function checkGroups(scope: FolderScope, item: { stakeholderGroup?: string | undefined; regionalGroup?: string | undefined }, place: Place): void {
  const { stakeholderGroup, regionalGroup } = item
  const list = (keys: ReadonlySet<string>) => [...keys].join(', ')
  if (stakeholderGroup !== undefined && !scope.stakeholderGroups.has(stakeholderGroup)) {
    scope.mistake(within(place, 'stakeholderGroup'), `is none of the forum's stakeholder groups: ${list(scope.stakeholderGroups)}.`)
  }
  if (regionalGroup !== undefined && regionalGroup !== 'none' && !scope.regionalGroups.has(regionalGroup)) {
    scope.mistake(within(place, 'regionalGroup'), `is none of the forum's regional groups: ${list(scope.regionalGroups)}, none.`)
  }
}

/** Tells of a name that the product's own addresses use. */
export function checkReserved(scope: FolderScope, name: string, reserved: ReadonlySet<string>, place: Place): void {
  if (reserved.has(name)) scope.mistake(place, 'is a word that the product itself uses in addresses.')
}

/** Tells of numbers given twice in a list. */
export function checkNumbers(scope: FolderScope, items: readonly { number: number }[], place: Place): void {
  const seen = new Set<number>()
  for (const [index, { number }] of items.entries()) {
    if (seen.has(number)) scope.mistake(within(place, index, 'number'), `is given twice (${number}).`)
    seen.add(number)
  }
}
