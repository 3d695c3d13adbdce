import type { Child } from 'hono/jsx'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { bodyOf, piecesOf, type Body, type Cell, type Inline, type TextRun } from '../../../drafts/blocks/model.ts'
import type { Section } from '../../../drafts/model.ts'
import type { Id } from '../../../shared/ids.ts'
import type { View } from '../../context.ts'
import { drawPin, writeCounting } from '../../contributions/pins/data.ts'
import { keyTitle, writeNumber } from '../../contributions/overview/data.ts'
import { PAGE_PALETTE } from '../../ui/picture.tsx'
import { anchorOf, headingOf, type SetParagraph, type TextSetting } from './data.ts'

interface Props {
  readonly view: View
  readonly setting: TextSetting
}

/** A paragraph's words as its body has them, in the measure: what stands in `div.text` between the two margins. */
export function BlockText(props: Props & { paragraph: SetParagraph }) {
  const { view, setting, paragraph } = props
  const body = bodyOf(paragraph)
  const language = body.language ?? setting.language
  const direction = body.direction ?? 'auto'
  if (paragraph.body === undefined) return <div class="text" lang={language}><p dir="auto">{paragraph.text}</p></div>
  switch (body.kind) {
    case 'paragraph':
      return <div class="text" lang={language}><p dir={direction}><Words {...props} content={body.content} /></p></div>
    case 'quotation':
      return <div class="text" lang={language}><blockquote class="set-quote" dir={direction}><p dir={direction}><Words {...props} content={body.content} /></p></blockquote></div>
    case 'item':
      return <Item {...props} body={body} />
    case 'table':
      return <div class="text wide" lang={language} dir={direction}><TableBlock view={view} setting={setting} body={body} number={paragraph.number} /></div>
    case 'figure':
      return <div class="text wide" lang={language}><FigureBlock view={view} setting={setting} body={body} number={paragraph.number} /></div>
  }
}

function Item(props: Props & { paragraph: SetParagraph; body: Body & { kind: 'item' } }) {
  const { setting, paragraph, body } = props
  const place = setting.items.get(paragraph.id)
  const ends = `${place?.isFirst === true ? ' first' : ''}${place?.isLast === true ? ' last' : ''}`
  return (
    <div class={`text item ${body.list} depth-${body.depth}${ends}`} lang={body.language ?? setting.language} dir={body.direction ?? 'auto'}>
      <p dir={body.direction ?? 'auto'}><span class="bullet" data-aside="true">{body.list === 'bullet' ? '•' : `${place?.ordinal ?? ''}.`}</span> <Words {...props} content={body.content} /></p>
    </div>
  )
}

/** Pieces of a block: runs with their marks and links, lines, notes by their numbers, references by the numbers of the day. */
export function Words(props: Props & { content: readonly Inline[] }): JSX.Element {
  const { view, setting, content } = props
  return (
    <>
      {content.map((piece) => {
        switch (piece.kind) {
          case 'text':
            return <Run view={view} run={piece} />
          case 'break':
            return <br />
          case 'footnote':
            return <NoteMark view={view} setting={setting} id={piece.id} />
          case 'reference':
            return <Reference view={view} setting={setting} to={piece.to} />
        }
      })}
    </>
  )
}

const TAGS = { strong: 'strong', emphasis: 'em', superscript: 'sup', subscript: 'sub', code: 'code' } as const

function Run(props: { view: View; run: TextRun }): JSX.Element {
  const { view, run } = props
  const marked = (run.marks ?? []).reduceRight<Child>((inner, mark) => {
    const Tag = TAGS[mark]
    return <Tag>{inner}</Tag>
  }, run.text)
  if (run.link === undefined) return <>{marked}</>
  return <a href={run.link} {...(run.link.startsWith(view.publicUrl) ? {} : { rel: 'external noopener' })}>{marked}</a>
}

function NoteMark(props: Props & { id: Id<'footnote'> }) {
  const number = props.setting.notes.get(props.id) ?? 0
  const { whole } = props.setting
  // A block that stands by itself leads to the page that has its notes; the mark has its anchor there.
  return <sup class="note-mark" data-aside="true"><a {...(whole === '' ? { id: `note-mark-${number}` } : {})} href={`${whole}#note-${number}`} role="doc-noteref" aria-label={props.view.t('blocks.note', { number })}>{number}</a></sup>
}

function Reference(props: Props & { to: Id }) {
  const { view, setting, to } = props
  const place = setting.places.get(to)
  if (place === undefined) return <span class="broken" data-aside="true" lang={view.lang}>{view.t('blocks.reference.broken')}</span>
  const words = place.kind === 'paragraph' ? `¶ ${place.number}` : place.label === '' ? view.t('blocks.reference.untitled') : view.t(place.isAnnex ? 'blocks.reference.annex' : 'blocks.reference.section', { label: place.label })
  return <a class="reference" data-aside="true" lang={view.lang} href={`${setting.whole}#${anchorOf(place)}`}>{words}</a>
}

function TableBlock(props: Props & { body: Body & { kind: 'table' }; number: number }) {
  const { view, setting, body, number } = props
  const first = body.rows.findIndex((row) => row.some(({ isHeading }) => isHeading !== true))
  const heads = body.rows.slice(0, first < 0 ? body.rows.length : first)
  const rest = body.rows.slice(heads.length)
  const caption = body.content.length === 0 ? null : <caption dir={body.direction ?? 'auto'}><Words view={view} setting={setting} content={body.content} /></caption>
  const line = (row: readonly Cell[], scope: 'col' | 'row') => <tr>{row.map((cell) => <CellOf view={view} setting={setting} cell={cell} scope={scope} />)}</tr>
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={view.t('blocks.table', { number })}>
      <table class="set">
        {caption}
        {heads.length === 0 ? null : <thead>{heads.map((row) => line(row, 'col'))}</thead>}
        <tbody>{rest.map((row) => line(row, 'row'))}</tbody>
      </table>
    </div>
  )
}

function CellOf(props: Props & { cell: Cell; scope: 'col' | 'row' }) {
  const { cell, scope } = props
  const spans = { ...(cell.columns === undefined ? {} : { colspan: cell.columns }), ...(cell.rows === undefined ? {} : { rowspan: cell.rows }) }
  const words = <Words {...props} content={cell.content} />
  // A heading cell without words heads nothing: the corner of a table.
  return cell.isHeading === true && cell.content.length > 0 ? <th scope={scope} dir="auto" {...spans}>{words}</th> : <td dir="auto" {...spans}>{words}</td>
}

function FigureBlock(props: Props & { body: Body & { kind: 'figure' }; number: number }) {
  const { view, setting, body } = props
  const { source } = body
  return (
    <figure class="set">
      {source.kind === 'file' ? <img src={`${setting.pictures}/${source.sha256}.${source.mediaType === 'image/png' ? 'png' : 'jpg'}`} alt={body.alternative} loading="lazy" /> : <Pinned view={view} setting={setting} id={source.id} alternative={body.alternative} />}
      {body.content.length === 0 ? null : <figcaption dir={body.direction ?? 'auto'}><Words view={view} setting={setting} content={body.content} /></figcaption>}
    </figure>
  )
}

/** A figure as it was pinned, drawn in the colours of the page, with its numbers below it. */
function Pinned(props: Props & { id: Id; alternative: string }) {
  const { view, setting, id, alternative } = props
  const { t } = view
  const pin = setting.figures.get(id)
  if (pin === undefined) return <p class="broken" lang={view.lang}>{t('blocks.figure.broken')}</p>
  const drawing = drawPin(view, { forum: setting.forum, pin }, PAGE_PALETTE)
  const title = (key: string): string => keyTitle(view, setting.forum, key)
  const shown = pin.columnsBy === null ? pin.cells : pin.cells.filter(({ count }) => count > 0)
  return (
    <>
      <svg class="drawing" viewBox={`0 0 ${drawing.width} ${drawing.height}`} role="img" lang={view.lang} aria-label={alternative === '' ? pin.title : alternative}>{drawing.marks}</svg>
      <p class="source" lang={view.lang}><a href={`${setting.base}/figures/${pin.number}`}>N-{pin.number}</a> <span dir="auto">{pin.title}</span> · {writeCounting(view, { forum: setting.forum }, pin)}</p>
      {shown.length === 0 ? null : (
        <details class="rests" lang={view.lang}>
          <summary>{t('blocks.figure.numbers')}</summary>
          <div class="scroll" tabindex={0} role="region" aria-label={pin.title}>
            <table class="figures">
              <thead><tr><th scope="col">{t('figures.pin.row')}</th>{pin.columnsBy === null ? null : <th scope="col">{t('figures.pin.column')}</th>}<th scope="col" class="number">{t('blocks.figure.count')}</th></tr></thead>
              <tbody>
                {shown.map(({ row, column, count }) => <tr><th scope="row" dir="auto">{title(row)}</th>{pin.columnsBy === null ? null : <td dir="auto">{title(column)}</td>}<td class="number">{writeNumber(view, count)}</td></tr>)}
                <tr><th scope="row">{t('figures.pin.total')}</th>{pin.columnsBy === null ? null : <td></td>}<td class="number">{writeNumber(view, pin.total)}</td></tr>
              </tbody>
            </table>
          </div>
        </details>
      )}
    </>
  )
}

/** A heading with its number, or an annex with its letter; nothing for what has no title. */
export function SectionHeading(props: Props & { section: Pick<Section<never>, 'id' | 'title' | 'level'> }) {
  const { setting, section } = props
  const place = setting.places.get(section.id)
  const Tag = headingOf(section.level)
  if (section.title === '' || place?.kind !== 'section') return place === undefined ? null : <span id={anchorOf(place)}></span>
  return <Tag id={anchorOf(place)} class={`section-title level-${section.level}`} lang={setting.language} dir="auto"><SectionTitle {...props} /></Tag>
}

/** What a heading is called: `2.1 Findings`, `Annex B: Participants`. */
export function SectionTitle(props: Props & { section: Pick<Section<never>, 'id' | 'title'> }) {
  const { view, setting, section } = props
  const place = setting.places.get(section.id)
  if (place?.kind !== 'section' || place.label === '') return <>{section.title}</>
  const isLetter = place.isAnnex && !place.label.includes('.')
  return <>{isLetter ? <span class="annex" lang={view.lang}>{view.t('blocks.annex', { label: place.label })}</span> : place.label} {section.title}</>
}

/** The footnotes of some paragraphs, each with the way back to its mark. Nothing where there are none. */
export function Notes(props: Props & { paragraphs: readonly SetParagraph[] }) {
  const { view, setting, paragraphs } = props
  const notes = paragraphs.flatMap(({ body }) => (body === undefined ? [] : piecesOf(body).flatMap((piece) => (piece.kind === 'footnote' ? [{ piece, language: body.language }] : []))))
  if (notes.length === 0) return null
  return (
    <ol class="notes" role="doc-endnotes" aria-label={view.t('blocks.notes')}>
      {notes.map(({ piece, language }) => {
        const number = setting.notes.get(piece.id) ?? 0
        return (
          <li id={`note-${number}`} value={number} lang={language ?? setting.language} dir="auto">
            <Words view={view} setting={setting} content={piece.content} />{' '}
            <a href={`#note-mark-${number}`} role="doc-backlink" lang={view.lang} aria-label={view.t('blocks.note.back', { number })}>↩</a>
          </li>
        )
      })}
    </ol>
  )
}
