/** Reports of meetings as one text: paragraphs by their own numbers, annexes after them; nothing is in it that is not public. */
import type { Cycle, Forum } from '../../forums/model.ts'
import { endDay, splitAtMarks, utcOf, type Annex, type Footnote, type Meeting, type MeetingKind, type Paragraph, type Sitting } from '../../meetings/model.ts'
import type { Block } from '../../meetings/report-blocks/model.ts'
import type { Correction, ReportWay } from '../../meetings/report/model.ts'
import type { Id } from '../../shared/ids.ts'
import { languageName, textDirection } from '../../shared/language.ts'
import { splitParagraphs } from '../../shared/text.ts'
import { dateInZone, writeDate, writeShortDate, type Instant, type PlainDate } from '../../shared/time.ts'
import { splitAtAddresses } from '../../shared/web-addresses.ts'
import { NO_REGIONAL_GROUP, NOT_RECORDED } from '../../shared/vocabularies.ts'
import { directionOfWords } from '../directions/model.ts'
import { labelLanguage, labelsOf, type Label } from '../labels/model.ts'
import type { AnnexPart, Print, PrintBlock, PrintInline, PrintNote, PrintRun, PrintSection } from '../text/model.ts'

/** A report with what stands around it, as everybody may see it. */
export interface ReportGround {
  readonly meeting: Meeting
  readonly way: ReportWay
  readonly corrections: readonly Correction[]
  /** Generated annexes, by their place. */
  readonly blocks: ReadonlyMap<number, Block>
}

export interface ReportPlace {
  readonly forum: Forum
  readonly cycles: readonly Cycle[]
  /** `https://example.org/forum`. */
  readonly forumBase: string
}

/** Which reports: of a cycle, or of a series of its meetings. */
export interface ReportScope {
  readonly cycle: Cycle
  readonly kind: MeetingKind | null
}

interface Desk {
  readonly label: Label
  /** Of the report's own words. */
  readonly language: string
  /** Of what is written beside them. */
  readonly words: string
  /** Where reports follow each other notes are counted through all of them; one by itself keeps its own marks. */
  readonly isCompiled: boolean
  readonly notes: PrintNote[]
  paragraphs: number
}

/** The report of one meeting. */
export function composeReport(place: ReportPlace, ground: ReportGround): Print {
  const { forum, forumBase } = place
  const { meeting, way } = ground
  const desk = openDesk(forum, false)
  const { label, words } = desk
  const sections = sectionsOf(ground, desk, 1)
  const address = addressOf(forumBase, meeting)
  const date = dateOf(meeting)
  const revision = way.revisions.at(-1)
  const facts = [
    ...meeting.sittings.map((sitting) => ({ name: label('held'), value: writeSitting(sitting, words) })),
    ...(meeting.reportDate === null ? [] : [{ name: label('reportDated'), value: writeShortDate(meeting.reportDate, words) }]),
    ...stateFacts(way, desk),
    ...(revision === undefined || revision.number === 1 ? [] : [{ name: label('report.revision', { number: revision.number }), value: [writeShortDate(dateInZone(revision.madeAt, 'UTC'), words), revision.reason ?? ''].filter((part) => part !== '').join(': ') }]),
  ]
  const cycles = place.cycles.filter(({ id }) => meeting.cycleIds.includes(id)).map(({ title }) => title)
  return printOf(place, desk, { title: meeting.title, cycle: [...cycles, label('report')].join(' · '), address, date, facts, sections })
}

/** Reports one after the other, in the order in which the meetings were held. */
export function composeReports(place: ReportPlace, { cycle, kind }: ReportScope, grounds: readonly ReportGround[]): Print {
  const desk = openDesk(place.forum, true)
  const { label, words } = desk
  const base = `${place.forumBase}/${cycle.slug}/reports`
  const sections = grounds.flatMap((ground) => [headOf(place, ground, desk), ...sectionsOf(ground, desk, 2)])
  const days = grounds.flatMap(({ meeting }) => meeting.sittings.map(({ date }) => date)).toSorted()
  const [first] = days
  const last = days.at(-1)
  const date = grounds.map(({ meeting }) => dateOf(meeting)).toSorted().at(-1) ?? NO_DAY
  const facts = [
    { name: label('reports.count'), value: String(grounds.length) },
    ...(first === undefined || last === undefined ? [] : [{ name: label('held'), value: first === last ? writeShortDate(first, words) : `${writeShortDate(first, words)} – ${writeShortDate(last, words)}` }]),
  ]
  return printOf(place, desk, { title: label(`reports.${kind ?? 'all'}`), cycle: cycle.title, address: kind === null ? base : `${base}/${kind}`, date, facts, sections })
}

function openDesk({ language }: Forum, isCompiled: boolean): Desk {
  return { label: labelsOf(language), language, isCompiled, words: labelLanguage(language), notes: [], paragraphs: 0 }
}

interface Written {
  readonly title: string
  readonly cycle: string
  readonly address: string
  readonly date: PlainDate
  readonly facts: NonNullable<Print['matter']['facts']>
  readonly sections: readonly PrintSection[]
}

function printOf({ forum }: ReportPlace, { label, language, words, notes }: Desk, { title, cycle, address, date, facts, sections }: Written): Print {
  const citation = `${forum.title} (${date.slice(0, 4)}). ${title}. ${date}. ${address}`
  return {
    kind: 'report',
    language,
    direction: textDirection(language),
    matter: {
      forum: forum.title, isDemonstration: forum.isDemonstration, cycle, title, summary: '', edition: null, document: title, version: 1, frozenAt: `${date}T12:00:00.000Z` as Instant, publishedAt: null, cutOff: null,
      credits: [], coverage: null, address, citation, translation: null, others: [],
      facts: [...facts, { name: label('language'), value: languageName(language, words) }, { name: label('address'), value: address, address }, { name: label('cite'), value: citation }],
    },
    sections,
    notes,
    annexes: [],
    errata: [],
    comments: [],
  }
}

function addressOf(forumBase: string, { slug }: Meeting): string {
  return `${forumBase}/meetings/${slug}`
}

const NO_DAY = '1970-01-01' as PlainDate

/** The day that a report bears; else the last on which its meeting sat. */
function dateOf({ reportDate, sittings }: Meeting): PlainDate {
  return reportDate ?? sittings.at(-1)?.date ?? NO_DAY
}

function stateFacts({ state, correctUntil, finalAt }: ReportWay, { label, words }: Desk): { name: string; value: string }[] {
  if (state === null) return []
  const date = state === 'final' ? (finalAt === null ? '' : writeShortDate(dateInZone(finalAt, 'UTC'), words)) : correctUntil === null ? '' : writeShortDate(correctUntil, words)
  return [{ name: label('report.state'), value: label(`report.state.${state}`, { date }) }]
}

/** `Wednesday 11 October 2017, 15:00–16:30 Europe/Berlin (13:00–14:30 UTC), Room 10`. */
function writeSitting(sitting: Sitting, language: string): string {
  const { starts, ends, zone, place } = sitting
  const utc = utcOf(sitting)
  const clock = (at: { date: PlainDate; time: string }, known: PlainDate): string => (at.date === known ? at.time : `${at.time} ${writeShortDate(at.date, language)}`)
  const span = (from: string, to: string | null): string => (to === null ? from : `${from}–${to}`)
  const local = starts === null ? [] : [`${span(starts, ends === null ? null : clock({ date: endDay(sitting), time: ends }, sitting.date))} ${zone ?? ''}`.trim()]
  const both = utc === undefined || zone === 'UTC' ? local : [`${local.join('')} (${span(clock(utc.starts, sitting.date), utc.ends === undefined ? null : clock(utc.ends, utc.starts.date))} UTC)`]
  return [writeDate(sitting.date, language), ...both, ...(place === null ? [] : [place])].join(', ')
}

/** Of several reports, what one begins with: when its meeting was, how the report stands, where it is. */
function headOf({ forumBase }: ReportPlace, ground: ReportGround, desk: Desk): PrintSection {
  const { meeting, way } = ground
  const address = addressOf(forumBase, meeting)
  const lines = [...meeting.sittings.map((sitting) => writeSitting(sitting, desk.words)), ...stateFacts(way, desk).map(({ name, value }) => `${name}: ${value}`), address]
  const content = lines.flatMap((line, at): PrintInline[] => [...(at === 0 ? [] : [{ kind: 'break' } as const]), { kind: 'text', text: line, marks: [], link: line === address ? address : null }])
  return { ...section(meeting.id, meeting.title, 1), blocks: [block(meeting.id, content, '', desk)] }
}

function section(id: Id, title: string, level: number): PrintSection {
  return { id: id as Id<'section'>, number: '', label: '', title, level, isAnnex: false, blocks: [] }
}

/** Paragraphs under their headings, notes that nothing marks, annexes, corrections with their answers. */
function sectionsOf({ meeting, corrections, blocks }: ReportGround, desk: Desk, level: number): PrintSection[] {
  const own: Own = { footnotes: meeting.footnotes, used: new Map() }
  const sections: PrintSection[] = []
  for (const paragraph of meeting.paragraphs) {
    const last = sections.at(-1)
    const written = blocksOf(paragraph, own, desk)
    if (last === undefined || paragraph.heading !== null) sections.push({ ...section(paragraph.id, paragraph.heading ?? '', level), blocks: written })
    else sections[sections.length - 1] = { ...last, blocks: [...last.blocks, ...written] }
  }
  const unmarked = meeting.footnotes.filter(({ mark }) => !own.used.has(mark))
  const left: AnnexPart[] = unmarked.map(({ mark, text }) => ({ kind: 'text', text: `[${mark}] ${text}` }))
  return [
    ...sections,
    ...(left.length === 0 ? [] : [{ ...section(meeting.id, desk.label('notes'), level), parts: left }]),
    ...meeting.annexes.map((annex, place) => ({ ...section(meeting.id, annex.title, level), parts: annexParts(annex, blocks.get(place), desk) })),
    ...(corrections.length === 0 ? [] : [{ ...section(meeting.id, desk.label('errata'), level), parts: [correctionsPart(corrections, desk)] }]),
  ]
}

interface Own {
  readonly footnotes: readonly Footnote[]
  /** Notes that stand already, by their marks: what is marked again names the note and does not print it again. */
  readonly used: Map<string, number>
}

/** A paragraph with its own number; what follows an empty line in it, and its points, stand below it without one. */
function blocksOf(paragraph: Paragraph, own: Own, desk: Desk): PrintBlock[] {
  const pieces = splitParagraphs(paragraph.text).flatMap((part) => {
    const lines: { text: string; isItem: boolean }[] = []
    for (const line of part.split('\n')) {
      const item = /^\s*[•‣▪◦]\s+(.*)$/su.exec(line)
      const last = lines.at(-1)
      if (item !== null) lines.push({ text: item[1] ?? '', isItem: true })
      else if (last === undefined) lines.push({ text: line, isItem: false })
      else last.text += `\n${line}`
    }
    return lines
  })
  return pieces.map(({ text, isItem }, at) => {
    const id = at === 0 ? paragraph.id : (`${paragraph.id.slice(0, 30)}-${at}` as Id)
    const shown = at === 0 && paragraph.number !== null ? String(paragraph.number) : ''
    const written = block(id, inlineOf(text, own, desk), shown, desk)
    return isItem ? { ...written, kind: 'item', list: 'bullet', depth: 1, mark: '•' } : written
  })
}

function block(id: Id, content: readonly PrintInline[], shown: string, desk: Desk): Extract<PrintBlock, { kind: 'paragraph' | 'quotation' }> {
  desk.paragraphs += 1
  const words = content.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('')
  return { kind: 'paragraph', id: id as Id<'paragraph'>, number: desk.paragraphs, shown, content, language: desk.language, direction: directionOfWords(words, textDirection(desk.language)), isTranslated: true, isOwnVoice: false, restsOn: [], errata: [] }
}

function inlineOf(text: string, own: Own, desk: Desk): PrintInline[] {
  return splitAtMarks(text).flatMap((part, place): PrintInline[] => {
    if (place % 2 === 0) return linesOf(part)
    const note = own.footnotes.find(({ mark }) => mark === part)
    if (note === undefined) return [run(`[${part}]`)]
    const known = own.used.get(part)
    if (known !== undefined) return [{ kind: 'text', text: desk.isCompiled ? String(known) : part, marks: ['superscript'], link: null }]
    const number = desk.notes.length + 1
    own.used.set(part, number)
    const mark = desk.isCompiled ? {} : { mark: part }
    desk.notes.push({ number, ...mark, content: runsOf(note.text), language: desk.language, direction: directionOfWords(note.text, textDirection(desk.language)), paragraph: desk.paragraphs + 1 })
    return [{ kind: 'note', number, ...mark }]
  })
}

function linesOf(text: string): PrintInline[] {
  return text.split('\n').flatMap((line, at): PrintInline[] => [...(at === 0 ? [] : [{ kind: 'break' } as const]), ...runsOf(line)])
}

function run(text: string, link: string | null = null): PrintRun {
  return { kind: 'text', text, marks: [], link }
}

/** Words, and addresses in them as links; signs that end a sentence are none of the address. */
function runsOf(text: string): PrintRun[] {
  return splitAtAddresses(text)
    .map((part, place) => (place % 2 === 1 ? run(part, part) : run(part)))
    .filter((piece) => piece.text !== '')
}

function annexParts({ asOf, text }: Annex, made: Block | undefined, desk: Desk): AnnexPart[] {
  return [
    ...(asOf === null ? [] : [{ kind: 'text', text: desk.label('asOf', { date: writeShortDate(asOf, desk.words) }) } as const]),
    ...splitParagraphs(text).flatMap((part) => typedPart(part.split('\n'))),
    ...(made === undefined ? [] : madeParts(made, desk)),
  ]
}

/** Lines with tabs are rows of a table, lines with bullets a list; all else is words. */
function typedPart(lines: readonly string[]): AnnexPart[] {
  if (lines.length > 1 && lines.every((line) => line.includes('\t'))) return [{ kind: 'table', title: '', rows: lines.map((line) => line.split('\t').map((cell) => ({ text: cell.trim() }))) }]
  const items = lines.map((line) => /^\s*[•‣▪◦]\s+(.*)$/su.exec(line)?.[1])
  if (items.every((item) => item !== undefined)) return [{ kind: 'list', lines: items.map((text) => ({ text })) }]
  return lines.length > 1 ? [{ kind: 'list', lines: lines.map((text) => ({ text })) }] : lines.map((text) => ({ kind: 'text', text }))
}

function madeParts(made: Block, { label }: Desk): AnnexPart[] {
  if (made.kind === 'words') return [{ kind: 'words', words: made.words, language: made.language }]
  if (made.kind === 'names') return [...(made.names.length === 0 ? [] : [{ kind: 'list', lines: made.names.map((text) => ({ text })) } as const]), ...(made.unnamed === 0 ? [] : [{ kind: 'text', text: label('unnamed', { count: made.unnamed }) } as const])]
  return made.groups.map(({ grouping, rows }) => ({
    kind: 'table',
    title: label(grouping),
    rows: [[{ text: label(grouping) }, { text: label('count') }], ...rows.map(({ key, title, count }) => [{ text: title ?? wordOf(key, label) }, { text: String(count) }]), [{ text: label('total') }, { text: String(made.total) }]],
  }))
}

function wordOf(key: string, label: Label): string {
  if (key === NO_REGIONAL_GROUP) return label('none')
  if (key === NOT_RECORDED) return label('notRecorded')
  return key === 'individual' || key === 'organisation' || key === 'official' ? label(key) : key
}

const RESPONSES = { accepted: 'disposition.accepted', partly: 'disposition.partly', 'not-accepted': 'disposition.not-accepted', noted: 'disposition.noted' } as const

function correctionsPart(corrections: readonly Correction[], { label }: Desk): AnnexPart {
  const rows = corrections.map(({ number, paragraph, name, text, response, reason }) => [
    { text: String(number) },
    { text: paragraph === null ? label('correction.whole', { name }) : label('correction.of', { paragraph, name }) },
    { text },
    { text: response === null ? label('correction.none') : [label(RESPONSES[response]), reason ?? ''].filter((part) => part !== '').join(': ') },
  ])
  return { kind: 'table', title: '', rows: [[{ text: label('correction.number') }, { text: label('correction.by') }, { text: label('correction.words') }, { text: label('response') }], ...rows] }
}
