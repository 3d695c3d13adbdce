import type { Child } from 'hono/jsx'
import type { PlacedBlock } from '../../../shared/extraction.ts'
import { HAS_TEXT, type ContributedDocument } from '../../../contributions/documents/model.ts'
import { downloadName } from '../../../contributions/model.ts'
import type { Redaction } from '../../../contributions/redaction/model.ts'
import { splitByPassages } from '../../../synthesis/model.ts'
import type { View } from '../../context.ts'
import { cycleCrumbs } from '../../forums/data.ts'
import type { Mark } from '../../synthesis/data.ts'
import { Layout } from '../../ui/layout.tsx'
import { contributionAddress, writeLanguage, writeWho } from '../data.ts'
import { beginningOf, writeOutcome, type DocumentTextData } from './data.ts'

/** One part of the text of an attached document, page by page, with the passages marked in it. */
export function DocumentTextPage(props: { view: View; data: DocumentTextData }) {
  const { view, data } = props
  const { document, contribution } = data
  const { t } = view
  const back = contributionAddress(data.forum.slug, data.cycle.slug, contribution.number)
  const name = downloadName(document.name)
  const redactions = data.fileRedactions.get(document.attachmentId) ?? []
  return (
    <Layout view={view} frame={data.frame} title={`${data.ref}: ${name}`} crumbs={[...cycleCrumbs(data), { href: back, label: `C-${contribution.number}` }, { label: name }]}>
      <p class="meta"><span>{data.ref}</span> <bdi>{writeWho(view, contribution)}</bdi></p>
      <h1 dir="auto">{document.title ?? name}</h1>
      <div class="with-contents">
        <div>
          <Parts view={view} data={data} />
          <DocumentText view={view} blocks={data.blocks} marks={data.marks} language={data.language} />
          <Parts view={view} data={data} isAtEnd />
        </div>
        <section class="contents at-start" aria-labelledby="about">
          <h2 id="about">{t('documents.about')}</h2>
          <p>{writeOutcome(view, document)}</p>
          <Warnings view={view} document={document} />
          {data.language === null ? null : <p class="quiet-text">{writeLanguage(view, data.language)}</p>}
          {document.author === null ? null : <p class="quiet-text">{t('documents.author')} <bdi>{document.author}</bdi></p>}
          {redactions.length === 0 ? <p><a href={`${back}/files/${document.position}/${encodeURIComponent(name)}`} download={name}>{t('documents.original')}</a></p> : <Redacted view={view} redactions={redactions} />}
          <Pages view={view} data={data} />
        </section>
      </div>
    </Layout>
  )
}

/** That words of a document are not shown, for what kinds of reason, and that the file is therefore not public. */
export function Redacted(props: { view: View; redactions: readonly Redaction[] }) {
  const { view, redactions } = props
  const reasons = [...new Set(redactions.map(({ reason }) => reason))].map((reason) => view.t(`redaction.reason.${reason}`)).join(', ')
  return <p class="differs">{view.t('documents.redacted', { count: redactions.length, reasons })}</p>
}

function Parts(props: { view: View; data: DocumentTextData; isAtEnd?: boolean }) {
  const { view, data } = props
  const { part, document } = data
  if (document.parts < 2) return null
  const at = (number: number) => (number === 1 ? view.path : `${view.path}?part=${number}`)
  return (
    <nav class="pages" aria-label={view.t(props.isAtEnd === true ? 'documents.parts.end' : 'documents.parts')}>
      {part > 1 ? <a rel="prev" href={at(part - 1)}>{view.t('documents.parts.earlier')}</a> : null}
      <span>{view.t('documents.parts.of', { part, parts: document.parts })}</span>
      {part < document.parts ? <a rel="next" href={at(part + 1)}>{view.t('documents.parts.later')}</a> : null}
    </nav>
  )
}

/** The way to each page by its number; of long documents to the first page of each part. */
function Pages(props: { view: View; data: DocumentTextData }) {
  const { view, data } = props
  if (data.document.parts < 2 || data.pages.length === 0) return null
  const firsts = data.pages.filter((page, index) => page.part !== data.pages[index - 1]?.part)
  const name = (page: { page: number; label: string | null }) => page.label ?? String(page.page)
  return (
    <form method="get" action={view.path} class="to-page">
      <label for="to-page">{view.t('documents.to-page')}</label>
      <select id="to-page" name="page">
        {firsts.map((page) => <option value={name(page)} selected={page.part === data.part}>{view.t('documents.page', { page: name(page) })}</option>)}
      </select>
      <button class="quiet">{view.t('documents.to-page.go')}</button>
    </form>
  )
}

export function Warnings(props: { view: View; document: ContributedDocument }) {
  const { view, document } = props
  if (document.warnings.length === 0) return null
  return <ul class="quiet-text warnings">{document.warnings.map(({ code, count }) => <li>{view.t(`documents.warning.${code}`, { count })}</li>)}</ul>
}

/** Under a file: what came of reading it, and the beginning of its text, folded unless it is all that was sent. */
export function FileText(props: { view: View; document: ContributedDocument | undefined; beginning: readonly PlacedBlock[]; href: string; language: string | null; isOpen: boolean }) {
  const { view, document, beginning, href, language } = props
  if (document === undefined) return null
  if (!HAS_TEXT.has(document.outcome)) return <p class="quiet-text">{writeOutcome(view, document)}</p>
  return (
    <details class="file-text" open={props.isOpen}>
      <summary>{writeOutcome(view, document)}</summary>
      <div class="opened">
        <DocumentText view={view} blocks={beginningOf(beginning)} marks={[]} language={language ?? document.language} />
        <p><a href={href}>{view.t('documents.read')}</a></p>
      </div>
    </details>
  )
}

/** Blocks of a text with its pages and its marks: each mark leads to what became of its words. */
export function DocumentText(props: { view: View; blocks: readonly PlacedBlock[]; marks: readonly Mark[]; language: string | null }) {
  const { view, blocks, marks, language } = props
  const begun = new Set<string>()
  let page: number | null = null
  return (
    <div class="document-text" lang={language ?? undefined}>
      {inGroups(blocks).map((group) => {
        const [first] = group
        const isNew = first !== undefined && first.page !== null && first.page !== page
        page = first?.page ?? page
        const label = first?.label ?? String(first?.page ?? '')
        return (
          <>
            {isNew ? <p class="page-mark" id={`page-${label}`} lang={view.lang}><a href={`#page-${label}`}>{view.t('documents.page', { page: label })}</a></p> : null}
            <Group blocks={group} words={(block) => <Words block={block} marks={marks} begun={begun} />} />
          </>
        )
      })}
    </div>
  )
}

/** Items of one list and rows of one table stand together, page by page. */
function inGroups(blocks: readonly PlacedBlock[]): PlacedBlock[][] {
  const groups: PlacedBlock[][] = []
  for (const block of blocks) {
    const last = groups.at(-1)?.at(-1)
    if (last !== undefined && last.kind === block.kind && last.page === block.page && (block.kind === 'item' || block.kind === 'row')) groups.at(-1)?.push(block)
    else groups.push([block])
  }
  return groups
}

function Group(props: { blocks: readonly PlacedBlock[]; words: (block: PlacedBlock) => Child }) {
  const { blocks, words } = props
  const [block] = blocks
  if (block === undefined) return null
  if (block.kind === 'item') return <ul class="items">{blocks.map((item) => <li class={`depth-${Math.min((item.level ?? 1) - 1, 3)}`} dir="auto">{words(item)}</li>)}</ul>
  if (block.kind === 'row') return <RowsOf blocks={blocks} words={words} />
  if (block.kind === 'page-break') return <hr />
  if (block.kind === 'quote') return <blockquote dir="auto"><p>{words(block)}</p></blockquote>
  if (block.kind === 'footnote') return <p class="footnote" dir="auto">{words(block)}</p>
  if (block.kind === 'heading') return (block.level ?? 1) === 1 ? <h2 dir="auto">{words(block)}</h2> : <h3 dir="auto">{words(block)}</h3>
  return <p dir="auto">{words(block)}</p>
}

function RowsOf(props: { blocks: readonly PlacedBlock[]; words: (block: PlacedBlock) => Child }) {
  return (
    <div class="scroll" tabindex={0}>
      <table>
        <tbody>
          {props.blocks.map((row) => {
            let start = row.start
            return (
              <tr>
                {row.text.split('\t').map((text) => {
                  const cell = { ...row, text, start, end: start + Array.from(text).length }
                  start = cell.end + 1
                  return <td dir="auto">{props.words(cell)}</td>
                })}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

/** The words of a block. A passage that goes over several blocks has its anchor in the first. */
function Words(props: { block: PlacedBlock; marks: readonly Mark[]; begun: Set<string> }) {
  const { block, begun } = props
  const marks = props.marks.filter(({ start, end }) => start < block.end && block.start < end).map((mark) => ({ ...mark, start: Math.max(0, mark.start - block.start), end: Math.min(block.end, mark.end) - block.start }))
  if (marks.length === 0) return <>{block.text}</>
  return (
    <>
      {splitByPassages(block.text, marks).map(({ text, passageIds }) => {
        const covering = marks.filter(({ id }) => passageIds.includes(id))
        const beginning = covering.filter(({ id }) => !begun.has(id))
        for (const { id } of beginning) begun.add(id)
        const last = beginning.at(-1) ?? covering.at(-1)
        if (last === undefined) return text
        return (
          <>
            {beginning.map(({ number }) => <span id={`P-${number}`}></span>)}
            <mark class={covering.length > 1 ? 'overlap' : undefined}><a href={last.href} title={covering.map(({ title }) => title).join(' · ')}>{text}</a></mark>
          </>
        )
      })}
    </>
  )
}
