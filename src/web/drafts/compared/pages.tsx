import type { Child } from 'hono/jsx'
import type { ComparedPiece, ComparedSection } from '../../../drafts/comparing/model.ts'
import type { ComparedParagraph } from '../../../drafts/versions/model.ts'
import type { View } from '../../context.ts'

const TAGS = { strong: 'strong', emphasis: 'em', superscript: 'sup', subscript: 'sub', code: 'code' } as const

/** One paragraph of a comparison: what is new in it and what is gone, down to marks, links and footnotes, and what became of it. */
export function Compared(props: { view: View; paragraph: ComparedParagraph; language: string; children?: Child }) {
  const { view, paragraph, language } = props
  const { fortune, fromNumber, toNumber } = paragraph
  const isGone = toNumber === null
  return (
    <li class={`para ${fortune}`} id={isGone ? `gone${fromNumber ?? 0}` : `p${toNumber}`}>
      <span class="mark">{isGone ? view.t('drafts.removed-mark') : `¶ ${toNumber}`}</span>
      <div class="text" lang={language}><p dir="auto"><Stretches view={view} paragraph={paragraph} /></p></div>
      <aside class="voices"><p>{writeFortune(view, paragraph)}</p></aside>
      {props.children}
    </li>
  )
}

function Stretches(props: { view: View; paragraph: ComparedParagraph }) {
  const { view, paragraph } = props
  // What is new as a whole is not underlined: that it is new stands beside it.
  const isNew = paragraph.fortune === 'new'
  if (paragraph.pieces === undefined) return <>{paragraph.stretches.map(({ kind, text }) => <Change kind={isNew && kind === 'inserted' ? 'same' : kind}>{text}</Change>)}</>
  return <>{paragraph.pieces.map((piece) => <Change kind={isNew && piece.kind === 'inserted' ? 'same' : piece.kind}><PieceOf view={view} piece={piece} /></Change>)}</>
}

function Change(props: { kind: ComparedPiece['kind']; children?: Child }) {
  if (props.kind === 'inserted') return <ins>{props.children}</ins>
  return props.kind === 'deleted' ? <del>{props.children}</del> : <>{props.children}</>
}

function PieceOf(props: { view: View; piece: ComparedPiece }) {
  const { view, piece } = props
  if (piece.is === 'note') return <span class="note-words">{view.t('compared.note', { text: piece.text })}</span>
  if (piece.is === 'reference') return <span class="note-words">{view.t('compared.reference')}</span>
  const marked = piece.marks.reduceRight<Child>((inner, mark) => {
    const Tag = TAGS[mark]
    return <Tag>{inner}</Tag>
  }, piece.text)
  return piece.link === null ? <>{marked}</> : <a href={piece.link} rel="external noopener" title={piece.link}>{marked}</a>
}

/** What became of a paragraph, in words: split, merged, moved, and what changed of it besides its words. */
export function writeFortune(view: View, paragraph: ComparedParagraph): string {
  const { fortune, isMoved, fromNumber, kin, reshaped } = paragraph
  return [
    view.t(`drafts.fortune.${fortune}`, { from: fromNumber ?? 0, kin: kin ?? 0 }),
    ...(isMoved ? [view.t('drafts.fortune.moved')] : []),
    ...(reshaped === undefined ? [] : [reshaped.isOtherwise ? view.t('compared.reshaped') : view.t('compared.became', { from: view.t(`compared.kind.${reshaped.from}`), to: view.t(`compared.kind.${reshaped.to}`) })]),
  ].join(' · ')
}

/** What became of the headings; nothing where they are the same. */
export function ComparedSections(props: { view: View; sections: readonly ComparedSection[]; language: string }) {
  const { view, sections, language } = props
  if (sections.length === 0) return null
  return (
    <section>
      <h2>{view.t('compared.headings')}</h2>
      <ul class="lines">
        {sections.map(({ fortune, from, to }) => (
          <li>
            <span lang={language} dir="auto">{fortune === 'renamed' ? <><del>{from?.title}</del> <ins>{to?.title}</ins></> : fortune === 'removed' ? <del>{from?.title}</del> : to?.title}</span>
            <span>{view.t(`compared.heading.${fortune}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
