import { REPORT_FORMATS } from '../../../publication/renders/model.ts'
import type { PrintBlock, PrintInline, PrintNote } from '../../../publication/text/model.ts'
import type { View } from '../../context.ts'
import { cycleCrumbs } from '../../forums/data.ts'
import { Layout } from '../../ui/layout.tsx'
import { Part } from '../annexes/pages.tsx'
import type { CompiledReport, ReportsData } from './data.ts'

/** Reports one after the other, with their contents: a paragraph's number leads to where it stands for ever. */
export function ReportsPage(props: { view: View; data: ReportsData }) {
  const { view, data } = props
  const { t } = view
  const { forum, cycle, kind, reports, print } = data
  const base = `/${forum.slug}/${cycle.slug}/reports`
  const here = kind === null ? base : `${base}/${kind}`
  const title = t(`meetings.reports.${kind ?? 'all'}`)
  const crumbs = [...cycleCrumbs(data), { href: `/${forum.slug}/${cycle.slug}/meetings`, label: t('meetings.title') }, ...(kind === null ? [] : [{ href: base, label: t('meetings.reports.all') }]), { label: title }]
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={crumbs}>
      <h1>{title}</h1>
      <p class="lead">{t('meetings.reports.lead', { count: reports.length })}</p>
      <p class="meta">
        {REPORT_FORMATS.map((format) => <a href={`${here}.${format}`}>{t(`publication.formats.${format}`)}</a>)}
        <a href={`${here}.json`}>{t('publication.data')}</a>
        {kind === null ? data.series.map((each) => <a href={`${base}/${each}`}>{t(`meetings.reports.${each}`)}</a>) : <a href={base}>{t('meetings.reports.all')}</a>}
      </p>
      <div class="with-contents">
        <nav class="contents" aria-label={t('publication.contents')}>
          <ol>{reports.map(({ meeting, sections: [first] }) => <li><a href={`#${first?.anchor ?? ''}`} lang={print.language} dir="auto">{meeting.title}</a></li>)}</ol>
        </nav>
        <div lang={print.language} dir={print.direction}>{reports.map((report) => <OneReport view={view} report={report} notes={print.notes} language={print.language} />)}</div>
      </div>
    </Layout>
  )
}

function OneReport(props: { view: View; report: CompiledReport; notes: readonly PrintNote[]; language: string }) {
  const { view, report, notes, language } = props
  const [head, ...sections] = report.sections
  const own = report.sections.flatMap(({ section }) => section.blocks.flatMap(({ content }) => content.flatMap((piece) => (piece.kind === 'note' ? notes.filter(({ number }) => number === piece.number) : []))))
  return (
    <article>
      <h2 id={head?.anchor} dir="auto"><a href={report.href}>{report.meeting.title}</a></h2>
      {head?.section.blocks.map((block) => <p class="meta" dir="auto"><Words content={block.content} /></p>)}
      {sections.map(({ section, anchor }) => (
        <section id={anchor}>
          {section.title === '' ? null : <h3 dir="auto">{section.title}</h3>}
          {section.blocks.length === 0 ? null : <ol class="paras">{section.blocks.map((block) => <Paragraph view={view} block={block} at={report.href} />)}</ol>}
          {section.parts?.map((part) => <Part view={view} language={language} part={part} all={report.href} />)}
        </section>
      ))}
      {own.length === 0 ? null : <dl class="facts">{own.map(({ number, mark, content }) => <><dt><a id={`n${number}`} href={`#r${number}`} aria-label={`${mark ?? number}: ${view.t('meetings.note-back')}`}>{mark ?? number}</a></dt><dd dir="auto"><Words content={content} /></dd></>)}</dl>}
    </article>
  )
}

function Paragraph(props: { view: View; block: PrintBlock; at: string }) {
  const { view, block, at } = props
  const { shown = '' } = block
  const isItem = block.kind === 'item'
  return (
    <li class="para" id={`p${block.number}`}>
      {shown === '' ? <span class="mark"></span> : <a class="mark" href={`${at}#p${shown}`} aria-label={view.t('meetings.paragraph', { number: shown })}>¶ {shown}</a>}
      <div class="text" dir={block.direction}>{isItem ? <ul><li><Words content={block.content} /></li></ul> : <p><Words content={block.content} /></p>}</div>
    </li>
  )
}

function Words(props: { content: readonly PrintInline[] }) {
  return (
    <>
      {props.content.map((piece) => {
        if (piece.kind === 'break') return <br />
        if (piece.kind === 'reference') return piece.label
        if (piece.kind === 'note') return <sup><a id={`r${piece.number}`} href={`#n${piece.number}`}>{piece.mark ?? piece.number}</a></sup>
        const words = piece.marks.includes('superscript') ? <sup>{piece.text}</sup> : piece.text
        return piece.link === null ? words : <a href={piece.link} rel="nofollow noopener">{words}</a>
      })}
    </>
  )
}
