import { cueRef } from '../../../meetings/citing/model.ts'
import type { Meeting } from '../../../meetings/model.ts'
import { findMeeting } from '../../../meetings/queries.ts'
import { searchCues, writeTime, type Cue, type Transcript } from '../../../meetings/transcripts/model.ts'
import { listCues, listTranscripts } from '../../../meetings/transcripts/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import { loadForum, type InForum } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'

/** Cues on one page: half an hour or so. */
const PAGE = 400

export interface TranscriptData extends InForum {
  readonly meeting: Meeting
  readonly transcript: Transcript
  /** Of the page that is shown. */
  readonly cues: readonly (Cue & { readonly id: Id })[]
  readonly total: number
  readonly words: string
  readonly page: number
  readonly pages: number
}

/** A transcript, a page of it: the one that has the cue or the time asked for, or of what a search found. */
export async function loadTranscript(request: PageRequest): Promise<TranscriptData | undefined> {
  const inForum = await loadForum(request, 'meetings')
  const meeting = inForum === undefined ? undefined : await findMeeting(request.db, inForum.forum.id, request.params['meeting'] ?? '')
  const transcript = meeting === undefined ? undefined : (await listTranscripts(request.db, meeting.id)).find(({ number }) => String(number) === request.params['transcript'])
  if (inForum === undefined || meeting === undefined || transcript === undefined) return undefined
  const all = await listCues(request.db, transcript.id)
  const words = (request.query['q'] ?? '').slice(0, 200).trim()
  const found = words === '' ? all : searchCues(all, words)
  const pages = Math.max(1, Math.ceil(found.length / PAGE))
  const wanted = pageOf(found, request.query)
  const page = Math.min(pages, Math.max(1, wanted))
  return { ...inForum, meeting, transcript, cues: found.slice((page - 1) * PAGE, page * PAGE), total: found.length, words, page, pages }
}

/** `?cue=37` and `?t=00-12-30` lead to where that stands, `?page=2` to a page. */
function pageOf(cues: readonly Cue[], query: Readonly<Record<string, string>>): number {
  const number = (text: string | undefined): number => (text !== undefined && /^[0-9]{1,8}$/u.test(text) ? Number(text) : 0)
  const time = /^([0-9]{1,3})-([0-9]{2})-([0-9]{2})$/u.exec(query['t'] ?? '')
  const at = time === null ? undefined : (Number(time[1]) * 3600 + Number(time[2]) * 60 + Number(time[3])) * 1000
  const place = query['cue'] !== undefined ? cues.findIndex((cue) => cue.number === number(query['cue'])) : at === undefined ? -1 : cues.findLastIndex(({ starts }) => starts !== null && starts <= at)
  return place >= 0 ? Math.floor(place / PAGE) + 1 : number(query['page'])
}

/** The name of a cue in its page: `t-00-12-30` where it has a time and is the first of that second on the page. */
export function anchorsOf(cues: readonly Cue[]): ReadonlyMap<number, string> {
  const seen = new Set<string>()
  return new Map(cues.flatMap(({ number, starts }) => {
    const name = starts === null ? undefined : `t-${writeTime(starts).replaceAll(':', '-')}`
    if (name === undefined || seen.has(name)) return []
    seen.add(name)
    return [[number, name]]
  }))
}

export function transcriptAsData({ forum, meeting, transcript, cues, total, page, pages }: TranscriptData): object {
  const { number, title, language, url } = transcript
  return {
    meeting: meeting.slug, transcript: number, title, language, recording: url, total, page, pages,
    cues: cues.map((cue) => ({ cue: cue.number, ref: cueRef(meeting.slug, number, cue.number), starts: cue.starts, ends: cue.ends, speaker: cue.speaker, text: cue.text, url: `/${forum.slug}/meetings/${meeting.slug}/transcripts/${number}?cue=${cue.number}#c${cue.number}` })),
  }
}
