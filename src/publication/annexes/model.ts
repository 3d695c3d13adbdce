import { counts, publicName, type Contribution } from '../../contributions/model.ts'
import { GROUPINGS, tallyOf, type Grouping, type Overview } from '../../contributions/overview/model.ts'
import type { PinnedFigure } from '../../contributions/pins/model.ts'
import type { Forum } from '../../forums/model.ts'
import type { Meeting } from '../../meetings/model.ts'
import { asPublished, type Comment } from '../../review/model.ts'
import { languageName, textDirection } from '../../shared/language.ts'
import { excerpt } from '../../shared/text.ts'
import { writeShortDate, type PlainDate } from '../../shared/time.ts'
import { NO_REGIONAL_GROUP, NOT_RECORDED } from '../../shared/vocabularies.ts'
import type { Chart } from '../charts/model.ts'
import { annexLetter } from '../composing/model.ts'
import { labelLanguage, labelsOf, type Label, type LabelKey } from '../labels/model.ts'
import { kindOf, type Shortcoming } from '../gate/model.ts'
import type { Residue } from '../model.ts'
import type { AnnexKind, AnnexLine, AnnexPart, PrintAnnex } from '../text/model.ts'

/** What generated annexes are made from, as of one day. */
export interface AnnexGround {
  readonly language: string
  readonly asOf: PlainDate
  /** `https://…/forum/cycle`. */
  readonly base: string
  readonly forumBase: string
  readonly forum: Pick<Forum, 'stakeholderGroups' | 'regionalGroups'>
  readonly contributions: readonly Contribution[]
  readonly meetings: readonly Meeting[]
  readonly overview: Overview | undefined
  readonly words: { readonly language: string; readonly words: readonly { readonly word: string; readonly count: number }[] } | undefined
  readonly comments: readonly Comment[]
  /** Those among them whose commenters are not satisfied, with their words where anyone may read them. */
  readonly objections: readonly { readonly comment: Comment; readonly words: string | null }[]
  readonly references: readonly { readonly number: number; readonly title: string; readonly author: string | null }[]
  readonly residue: readonly Residue[]
  /** What did not agree when the edition was published: printed with the residue. */
  readonly shortcomings: readonly Shortcoming[]
}

/** The annexes asked for that have something to say, lettered after the author's own. */
export function composeAnnexes(kinds: readonly AnnexKind[], ground: AnnexGround, before: number): PrintAnnex[] {
  const label = labelsOf(ground.language)
  const filled = kinds.flatMap((kind) => {
    const parts = WRITERS[kind](ground, label)
    return parts.length === 0 ? [] : [{ kind, title: label(kind), parts }]
  })
  return filled.map((annex, place) => ({ ...annex, label: label('annex', { letter: annexLetter(before + place) }) }))
}

const WRITERS: Readonly<Record<AnnexKind, (ground: AnnexGround, label: Label) => AnnexPart[]>> = {
  contributors: ({ contributions, asOf, language }, label) => {
    const standing = contributions.filter(counts)
    const names = standing.flatMap((contribution) => publicName(contribution) ?? [])
    if (standing.length === 0) return []
    const unnamed = standing.length - names.length
    return [
      { kind: 'text', text: label('contributorsLead', { date: writeShortDate(asOf, labelLanguage(language)) }) },
      { kind: 'list', lines: [...new Set(names)].map((text) => ({ text })) },
      ...(unnamed === 0 ? [] : [{ kind: 'text' as const, text: label('unnamed', { count: unnamed }) }]),
    ]
  },
  participants: ({ meetings, forumBase, language }, _label) =>
    meetings.flatMap((meeting): AnnexPart[] => {
      if (meeting.participants.length === 0) return []
      const [sitting] = meeting.sittings
      const when = sitting === undefined ? [] : [writeShortDate(sitting.date, labelLanguage(language))]
      const lines = meeting.participants.map(({ name, organisation }) => ({ text: organisation === null ? name : `${name}, ${organisation}` }))
      return [{ kind: 'heading', text: [meeting.title, ...when].join(', ') }, { kind: 'list', lines: [...lines, { text: `${forumBase}/meetings/${meeting.slug}`, address: `${forumBase}/meetings/${meeting.slug}` }] }]
    }),
  overview: ({ overview, forum, asOf, language }, label) => {
    if (overview === undefined || overview.total === 0) return []
    const lead: AnnexPart = { kind: 'text', text: label('overviewLead', { date: writeShortDate(asOf, labelLanguage(language)), count: overview.total }) }
    return [lead, ...GROUPINGS.flatMap((grouping): AnnexPart[] => [{ kind: 'heading', text: label(grouping) }, { kind: 'chart', chart: tallyChart(overview, grouping, forum, language, label) }])]
  },
  words: ({ words, asOf, language }, label) => {
    if (words === undefined || words.words.length === 0) return []
    const named = languageName(words.language, labelLanguage(language))
    return [{ kind: 'text', text: label('wordsLead', { language: named, date: writeShortDate(asOf, labelLanguage(language)) }) }, { kind: 'words', ...words }]
  },
  dispositions: ({ comments, base }, label) => commentTable(comments, base, label, label('dispositions')),
  objections: ({ objections, base }, label) => {
    if (objections.length === 0) return []
    const rows = objections.map(({ comment, words }): AnnexLine[] => [...answeredLine(comment, base, label), { text: excerpt(words ?? '', WORDS) }])
    return [{ kind: 'text', text: label('objectionsLead') }, { kind: 'table', title: label('objections'), rows: [headOf(['comment', 'response', 'reason', 'objectionWords'], label), ...rows] }]
  },
  references: ({ references, base }) => (references.length === 0 ? [] : [{ kind: 'list', lines: references.map(({ number, title, author }) => ({ text: `L-${number} ${title}${author === null ? '' : `, ${author}`}`, address: `${base}/references#L-${number}` })) }]),
  residue: ({ residue, shortcomings, base }, label) => [
    ...(residue.length === 0 ? [] : [{ kind: 'text' as const, text: label('residueLead') }, { kind: 'list' as const, lines: residue.map(({ ref }) => ({ text: ref, address: `${base}/trace#${ref.split('/').slice(1).join('-')}` })) }]),
    ...(shortcomings.length === 0 ? [] : [{ kind: 'text' as const, text: label('shortcomingsLead') }, { kind: 'list' as const, lines: shortcomings.map((each) => ({ text: tellShortcoming(each, label) })) }]),
  ],
}

/** Which kind it is, where it stands, and the words: `Date, ¶ 3: Friday, 19 November`. */
function tellShortcoming(shortcoming: Shortcoming, label: Label): string {
  const kind = kindOf(shortcoming)
  const named = kind === 'contests' || kind === 'dates' || kind === 'numbers' || kind === 'notes' || kind === 'references' ? label(`shortcoming.${kind}`) : ''
  if (shortcoming.kind === 'contest') return `${named}: ${shortcoming.subject} (${shortcoming.source})`
  const place = shortcoming.paragraph === null ? named : `${named}, ¶ ${shortcoming.paragraph}`
  return shortcoming.words === '' ? place : `${place}: ${shortcoming.words}`
}

/** Characters of a comment and of a reason in the table; the whole stands at its address. */
const WORDS = 400

function commentTable(comments: readonly Comment[], base: string, label: Label, title: string): AnnexPart[] {
  const shown = comments.filter((comment) => comment.withdrawnAt === null && !comment.isFromEditors)
  if (shown.length === 0) return []
  const rows = shown.map((comment): AnnexLine[] => [...answeredLine(comment, base, label), { text: label(comment.isSatisfied === null ? 'satisfied.silent' : comment.isSatisfied ? 'satisfied.yes' : 'satisfied.no') }])
  return [{ kind: 'table', title, rows: [headOf(['comment', 'response', 'reason', 'satisfied'], label), ...rows] }]
}

/** The reference of a comment, its words, its response and the reason, as anyone may read them. */
function answeredLine(comment: Comment, base: string, label: Label): AnnexLine[] {
  const { number, text, response } = asPublished(comment)
  return [
    { text: `R-${number}`, address: `${base}/comments/R-${number}` },
    { text: excerpt(text, WORDS) },
    { text: label(response === null ? 'disposition.none' : `disposition.${response.disposition}`) },
    { text: excerpt(response?.reason ?? '', WORDS) },
  ]
}

function headOf(keys: readonly LabelKey[], label: Label): AnnexLine[] {
  return [{ text: 'R' }, ...keys.map((key) => ({ text: label(key) }))]
}

type GroupLists = Pick<Forum, 'stakeholderGroups' | 'regionalGroups'>

function tallyChart(overview: Overview, grouping: Grouping, forum: GroupLists, language: string, label: Label): Chart {
  const bars = Object.entries(tallyOf(overview, grouping)).map(([key, count]) => ({ label: keyTitle(key, forum, label), values: [count] }))
  return { title: label(grouping), series: [label('count')], bars, direction: textDirection(language), language }
}

/** A pinned figure as it was when it was pinned; undefined where it pins a total alone. */
export function pinnedChart(figure: PinnedFigure, forum: GroupLists, language: string): Chart | undefined {
  const label = labelsOf(language)
  const { rowsBy, cells } = figure
  if (rowsBy === null) return { title: figure.title, series: [label('count')], bars: [{ label: label('total'), values: [figure.total] }], direction: textDirection(language), language }
  const columns = [...new Set(cells.map(({ column }) => column))]
  const rows = [...new Set(cells.map(({ row }) => row))]
  const counts = new Map(cells.map(({ row, column, count }) => [JSON.stringify([row, column]), count]))
  const used = columns.filter((column) => cells.some((cell) => cell.column === column && cell.count > 0))
  const series = used.length === 0 ? columns.slice(0, 1) : used
  return {
    title: label(rowsBy),
    series: series.map((column) => (column === '' ? label('count') : keyTitle(column, forum, label))),
    bars: rows.map((row) => ({ label: keyTitle(row, forum, label), values: series.map((column) => counts.get(JSON.stringify([row, column])) ?? 0) })),
    direction: textDirection(language),
    language,
  }
}

function keyTitle(key: string, { stakeholderGroups, regionalGroups }: GroupLists, label: Label): string {
  const listed = [...stakeholderGroups, ...regionalGroups].find((entry) => entry.key === key)
  if (listed !== undefined) return listed.title
  if (key === NO_REGIONAL_GROUP) return label('none')
  if (key === NOT_RECORDED) return label('notRecorded')
  return key === 'individual' || key === 'organisation' || key === 'official' ? label(key) : key
}
