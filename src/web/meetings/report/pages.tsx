import { splitAtMarks, type Footnote, type Meeting, type Paragraph } from '../../../meetings/model.ts'
import { splitParagraphs } from '../../../shared/text.ts'
import { writeDate, writeShortDate } from '../../../shared/time.ts'
import { splitAtAddresses } from '../../../shared/web-addresses.ts'
import type { View } from '../../context.ts'
import type { MeetingData } from '../data.ts'
import { BlockView } from '../report-blocks/pages.tsx'
import { Unreached } from '../recordings/pages.tsx'
import { Corrections, Revisions, WayNotice } from '../report-way/pages.tsx'

/** The report of a meeting: numbered paragraphs to be cited, footnotes linked both ways, annexes each with their own day. */
export function Report(props: { view: View; data: MeetingData }) {
  const { view, data } = props
  const { meeting, forum } = data
  if (meeting.paragraphs.length === 0 && meeting.annexes.length === 0) return null
  const missing = missingMarks(meeting)
  return (
    <section class="block" id="report">
      <h2>{view.t('meetings.report')}</h2>
      <WayNotice view={view} data={data} />
      <p class="meta">{['pdf', 'docx'].map((format) => <a href={`/${forum.slug}/meetings/${meeting.slug}/report.${format}`}>{view.t(format === 'pdf' ? 'publication.formats.pdf' : 'publication.formats.docx')}</a>)}</p>
      {meeting.reportDate === null ? null : <p class="meta">{view.t('meetings.report-date', { date: writeDate(meeting.reportDate, view.lang) })}</p>}
      {groupByHeading(meeting.paragraphs).map(({ heading, paragraphs }) => (
        <>
          {heading === null ? null : <h3 lang={forum.language} dir="auto">{heading}</h3>}
          <ol class="paras">{paragraphs.map((paragraph) => <ReportParagraph view={view} data={data} paragraph={paragraph} />)}</ol>
        </>
      ))}
      {missing.length === 0 ? null : <p class="differs">{view.t('meetings.note-missing', { count: missing.length, marks: missing.join(', ') })}</p>}
      <Notes view={view} data={data} />
      {meeting.annexes.map((annex, place) => (
        <section id={`annex-${place + 1}`}>
          <h3 lang={forum.language} dir="auto">{annex.title}</h3>
          {annex.asOf === null ? null : <p class="meta">{view.t('meetings.annex-as-of', { date: writeShortDate(annex.asOf, view.lang) })}</p>}
          <div class="reading" lang={forum.language} dir="auto">{splitParagraphs(annex.text).map((part) => <p>{part.split('\n').map((line, at) => <>{at === 0 ? null : <br />}<Linked view={view} data={data} text={line} /></>)}</p>)}</div>
          {blockOf(view, data, place)}
        </section>
      ))}
      <Corrections view={view} data={data} />
      <Revisions view={view} data={data} />
    </section>
  )
}

function blockOf(view: View, data: MeetingData, place: number) {
  const block = data.blocks.get(place)
  return block === undefined ? null : <BlockView view={view} block={block} />
}

function ReportParagraph(props: { view: View; data: MeetingData; paragraph: Paragraph }) {
  const { view, data, paragraph } = props
  const { number } = paragraph
  return (
    <li class="para" id={number === null ? undefined : `p${number}`}>
      {number === null ? <span class="mark"></span> : <a class="mark" href={`#p${number}`} aria-label={view.t('meetings.paragraph', { number })}>¶ {number}</a>}
      <div class="text" lang={data.forum.language} dir="auto">
        {splitParagraphs(paragraph.text).map((part) => <p><Marked view={view} data={data} text={part} footnotes={data.meeting.footnotes} linkedBefore={marksBefore(data.meeting, paragraph)} /></p>)}
      </div>
    </li>
  )
}

/** Words with their web addresses as links; beside one that could not be reached, since when. */
function Linked(props: { view: View; data: MeetingData; text: string }) {
  const { view, data, text } = props
  return <>{splitAtAddresses(text).map((part, place) => (place % 2 === 0 ? part : <><a href={part} rel="nofollow noopener">{part}</a><Unreached view={view} since={data.unreached.get(part)} /></>))}</>
}

/** A text whose footnote marks lead to their footnotes; brackets that are no mark stay as they are. */
function Marked(props: { view: View; data: MeetingData; text: string; footnotes: readonly Footnote[]; linkedBefore: readonly string[] }) {
  return (
    <>
      {splitAtMarks(props.text).map((part, place) => {
        if (place % 2 === 0) return <Linked view={props.view} data={props.data} text={part} />
        const isNote = props.footnotes.some(({ mark }) => mark === part)
        return isNote ? <sup><a id={props.linkedBefore.includes(part) ? undefined : `mark-${part}`} href={`#note-${part}`}>{part}</a></sup> : `[${part}]`
      })}
    </>
  )
}

/** Marks of the paragraphs before this one: a footnote leads back to where it was marked first. */
function marksBefore(meeting: Meeting, paragraph: Paragraph): string[] {
  const before = meeting.paragraphs.slice(0, meeting.paragraphs.indexOf(paragraph))
  return before.flatMap(({ text }) => splitAtMarks(text).filter((_, place) => place % 2 === 1))
}

function Notes(props: { view: View; data: MeetingData }) {
  const { view, data } = props
  if (data.meeting.footnotes.length === 0) return null
  return (
    <>
      <h3>{view.t('meetings.notes')}</h3>
      <dl class="facts" lang={data.forum.language}>
        {data.meeting.footnotes.map(({ mark, text }) => (
          <>
            <dt id={`note-${mark}`}><a href={`#mark-${mark}`} aria-label={`${mark}: ${view.t('meetings.note-back')}`}>{mark}</a></dt>
            <dd dir="auto"><Linked view={view} data={data} text={text} /></dd>
          </>
        ))}
      </dl>
    </>
  )
}

/** Numbers marked in the text that no footnote belongs to (2016-10-27 report: four marks, three footnotes). */
function missingMarks(meeting: Meeting): string[] {
  const marks = meeting.paragraphs.flatMap(({ text }) => splitAtMarks(text).filter((_, place) => place % 2 === 1))
  return [...new Set(marks)].filter((mark) => /^\p{N}+$/u.test(mark) && !meeting.footnotes.some((note) => note.mark === mark))
}

function groupByHeading(paragraphs: readonly Paragraph[]): { heading: string | null; paragraphs: Paragraph[] }[] {
  const groups: { heading: string | null; paragraphs: Paragraph[] }[] = []
  for (const paragraph of paragraphs) {
    const last = groups.at(-1)
    if (last === undefined || paragraph.heading !== null) groups.push({ heading: paragraph.heading, paragraphs: [paragraph] })
    else last.paragraphs.push(paragraph)
  }
  return groups
}
