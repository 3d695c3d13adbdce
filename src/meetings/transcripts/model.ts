import type { Id } from '../../shared/ids.ts'
import { normaliseText } from '../../shared/text.ts'
import type { Instant } from '../../shared/time.ts'

/** The words of a recording. */
export interface Transcript {
  readonly id: Id<'transcript'>
  readonly meetingId: Id<'meeting'>
  /** Its number in its meeting. */
  readonly number: number
  readonly title: string | null
  readonly language: string
  /** Where the recording is, with its time where the address can say it. */
  readonly url: string | null
  readonly addedAt: Instant
}

/** A stretch of it, as the file has it. Times are milliseconds from the beginning; null where the file has none. */
export interface Cue {
  readonly number: number
  readonly starts: number | null
  readonly ends: number | null
  /** The name as the file has it; null where it has none. */
  readonly speaker: string | null
  readonly text: string
}

/** Cues of one transcript at most: twelve hours of one every two seconds. */
export const CUES_LIMIT = 20_000

/**
 * Reads a transcript: WebVTT, SubRip, or plain text, told apart by what stands in it. Of plain text each paragraph is a cue; a line
 * `[00:12:30]` or `00:12:30` before words is its time, `Name: ` before words the speaker, where the same name stands so twice. Tags of
 * appearance are left out, entities read; names stay as they are. Undefined where there are no words in it, or too many.
 */
export function parseTranscript(file: string): Cue[] | undefined {
  const text = normaliseText(file.replace(/^\uFEFF/u, ''))
  const isTimed = text.startsWith('WEBVTT') || /^(?:[0-9]{1,3}:)?[0-9]{1,2}:[0-9]{2}[.,][0-9]{1,3}[ \t]+-->/mu.test(text)
  const cues = (isTimed ? parseTimed(text) : parsePlain(text)).filter((cue) => cue.text !== '')
  return cues.length === 0 || cues.length > CUES_LIMIT ? undefined : cues.map((cue, place) => ({ ...cue, number: place + 1 }))
}

type Unnumbered = Omit<Cue, 'number'>

/** Blocks between empty lines with a line of times in them; what stands before that line is an identifier, blocks without one are notes and styles. */
function parseTimed(text: string): Unnumbered[] {
  return text.split(/\n[ \t]*\n/u).flatMap((block) => {
    const lines = block.split('\n')
    const at = lines.findIndex((line) => line.includes('-->'))
    const times = /^\s*((?:[0-9]+:)?[0-9]{1,2}:[0-9]{2}[.,][0-9]{1,3})[ \t]+-->[ \t]+((?:[0-9]+:)?[0-9]{1,2}:[0-9]{2}[.,][0-9]{1,3})/u.exec(lines[at] ?? '')
    if (times === null) return []
    const words = lines.slice(at + 1).join('\n')
    // One cue may have several voices, each by its tag.
    const voiced = [...words.matchAll(/<v(?:\.[^\s>]*)?[ \t]+([^>]+)>([\s\S]*?)(?=<\/v>|<v[ .]|$)/gu)]
    const [starts, ends] = [toMilliseconds(times[1] ?? ''), toMilliseconds(times[2] ?? '')]
    if (voiced.length > 0) return voiced.map(([, name = '', said = '']) => ({ starts, ends, speaker: plain(name), text: plain(said) }))
    return [{ starts, ends, ...splitSpeaker(plain(words)) }]
  })
}

function parsePlain(text: string): Unnumbered[] {
  const parts = text.split(/\n[ \t]*\n/u).map((part) => part.trim()).filter((part) => part !== '')
  const cues = parts.map((part) => {
    const timed = /^[[(]?((?:[0-9]{1,3}:)?[0-9]{1,2}:[0-9]{2}(?:[.,][0-9]{1,3})?)[\])]?[ \t]*[-–—]?[ \t]*\n?([\s\S]*)$/u.exec(part)
    return { starts: timed === null ? null : toMilliseconds(timed[1] ?? ''), ends: null, ...splitSpeaker((timed?.[2] ?? part).replace(/\s*\n\s*/gu, ' ').trim()) }
  })
  // A word before a colon is a name where it speaks twice; once, it may be any sentence.
  const counts = new Map<string, number>()
  for (const { speaker } of cues) if (speaker !== null) counts.set(speaker, (counts.get(speaker) ?? 0) + 1)
  return cues.map((cue) => (cue.speaker === null || (counts.get(cue.speaker) ?? 0) > 1 ? cue : { ...cue, speaker: null, text: `${cue.speaker}: ${cue.text}` }))
}

/** `Name: words`, `>> NAME: words`: a name has no sentence in it. */
function splitSpeaker(words: string): { speaker: string | null; text: string } {
  const named = /^(?:>>\s*)?([^\s:：.!?][^:：.!?\n]{0,60})[:：]\s+(\S[\s\S]*)$/u.exec(words)
  return named === null ? { speaker: null, text: words } : { speaker: (named[1] ?? '').trim(), text: (named[2] ?? '').trim() }
}

function toMilliseconds(time: string): number {
  const [whole = '', fraction = ''] = time.split(/[.,]/u)
  const seconds = whole.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
  return Math.min(seconds * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3)), 2_000_000_000)
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', nbsp: '\u00a0', lrm: '\u200e', rlm: '\u200f' }

function plain(words: string): string {
  return words.replace(/<[^>]*>|\{\\[^}]*\}/gu, '').replace(/&(amp|lt|gt|nbsp|lrm|rlm);/gu, (_, name: string) => ENTITIES[name] ?? '').replace(/\s*\n\s*/gu, ' ').trim()
}

/** `00:12:30`, as it stands on the page and, with hyphens, in the address. */
export function writeTime(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000)
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0')).join(':')
}

/** The cues in which all words of a search stand, whatever their case, in any script. */
export function searchCues<C extends Cue>(cues: readonly C[], words: string): C[] {
  const fold = (text: string): string => text.normalize('NFKC').toLocaleLowerCase('und')
  const asked = fold(words).split(/\s+/u).filter((word) => word !== '')
  if (asked.length === 0) return [...cues]
  return cues.filter((cue) => {
    const said = fold(`${cue.speaker ?? ''} ${cue.text}`)
    return asked.every((word) => said.includes(word))
  })
}
