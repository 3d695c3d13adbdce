import { dateInZone, writeShortDate } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import { Layout } from '../../ui/layout.tsx'
import { headingOf } from '../blocks/data.ts'
import { crumbsOf } from '../pages.tsx'
import type { CopyBlock, CopyData } from './data.ts'

/** A version to be marked up: every line numbered at the start, every paragraph beside it, room at the end. */
export function CopyPage(props: { view: View; data: CopyData }) {
  const { view, data } = props
  const { t } = view
  const { document, version, address } = data
  return (
    <Layout view={view} frame={data.frame} title={`${t('copy.title')}: ${version.title}`} crumbs={[...crumbsOf(view, data, undefined).slice(0, -1), { href: address, label: document.title }, { href: `${address}/versions/${version.number}`, label: t('drafts.version', { number: version.number }) }, { label: t('copy.title') }]}>
      <h1 lang={document.language} dir="auto">{t('drafts.version-of', { number: version.number, title: version.title })}</h1>
      <p class="lead">{t('copy.lead')}</p>
      <p class="meta"><span>{data.forum.title}, {data.cycle.title}</span><span>{t('drafts.frozen-at', { date: writeShortDate(dateInZone(version.frozenAt, 'UTC'), view.lang) })}</span></p>
      <div class="line-copy">{data.blocks.map((block) => <Block block={block} />)}</div>
    </Layout>
  )
}

function Block(props: { block: CopyBlock }) {
  const { block } = props
  const lines = block.lines.map(({ number, text }, at) => (
    <span class="line" id={`line-${number}`}>{number % 5 === 0 ? <a class="line-number" href={`#line-${number}`}>{number}</a> : <span class="line-number">{number}</span>}<span class="para-number">{at === 0 && block.paragraph !== null ? `¶ ${block.paragraph}` : ''}</span><span class="words">{block.kind === 'heading' && at === 0 && block.label !== '' ? `${block.label} ` : ''}{text}</span></span>
  ))
  if (block.kind !== 'heading') return <p class={`copied is-${block.kind} in-${block.level}`} lang={block.language} dir="auto">{lines}</p>
  const Tag = headingOf(block.level)
  return <Tag class="copied" lang={block.language} dir="auto">{lines}</Tag>
}
