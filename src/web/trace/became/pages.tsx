import { FATES } from '../../../shared/vocabularies.ts'
import type { View } from '../../context.ts'
import { contributionAddress } from '../../contributions/data.ts'
import { cycleCrumbs } from '../../forums/data.ts'
import { Layout } from '../../ui/layout.tsx'
import { WhatBecameOfIt } from '../pages.tsx'
import type { BecameData, BecamePart, BecamePassage, Sentence } from './data.ts'

/** What became of a contribution: each answer with its fate, each passage with the sentences that rest on it. */
export function BecamePage(props: { view: View; data: BecameData }) {
  const { view, data } = props
  const { t } = view
  const title = t('became.title', { ref: data.ref })
  const address = contributionAddress(data.forum.slug, data.cycle.slug, data.contribution.number)
  const back = data.isOwn ? view.path.replace(/\/became$/u, '') : address
  const units = data.parts.filter(({ fate }) => fate !== undefined)
  const counts = FATES.map((fate) => ({ fate, count: units.filter((part) => part.fate?.fate === fate).length })).filter(({ count }) => count > 0)
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...cycleCrumbs(data), { href: back, label: data.ref }, { label: title }]}>
      <h1>{title}</h1>
      <p class="lead">{t('became.lead')}</p>
      <p class="meta">
        {counts.map(({ fate, count }) => <span>{t(`became.count.${fate}`, { count })}</span>)}
        <a href={back}>{t(data.isOwn ? 'became.own' : 'became.public')}</a>
        {data.isOwn ? null : <a href={`${address}/became.json`}>{t('trace.data')}</a>}
      </p>
      {data.isWithheld ? <p class="differs">{t('became.withheld')}</p> : null}
      {data.parts.map((part) => <Part view={view} data={data} part={part} />)}
    </Layout>
  )
}

function Part(props: { view: View; data: BecameData; part: BecamePart }) {
  const { view, data, part } = props
  const { t } = view
  const title = part.kind === 'answer' ? t('became.answer', { number: part.number ?? 0 }) : part.kind === 'document' ? t('became.document') : t('became.whole')
  return (
    <section class="block became" id={part.kind === 'answer' ? `A-${part.number ?? 0}` : undefined}>
      <h2>{title}{part.title === '' ? null : <>: <span dir="auto">{part.title}</span></>}</h2>
      {part.words === '' ? null : <p class="quoted" lang={data.contribution.language ?? undefined} dir="auto">{part.words}</p>}
      <WhatBecameOfIt view={view} fate={part.fate} />
      <SentenceList view={view} sentences={part.sentences} />
      {part.passages.length === 0 ? null : (
        <>
          <h3>{t('became.passages')}</h3>
          <ol class="became-passages">{part.passages.map((passage) => <PassageItem view={view} passage={passage} />)}</ol>
        </>
      )}
    </section>
  )
}

function PassageItem(props: { view: View; passage: BecamePassage }) {
  const { view, passage } = props
  const { t } = view
  return (
    <li id={passage.name}>
      <blockquote class="quote">
        {passage.quote === null ? <p class="source">{t('trace.not-public')}</p> : <p lang={passage.language ?? undefined} dir="auto"><span>{t('trace.quote', { quote: passage.quote })}</span></p>}
        <p class="source">{passage.name}</p>
      </blockquote>
      <SentenceList view={view} sentences={passage.sentences} />
      {passage.findings.map((finding) => {
        const [before, after] = t('became.passage.finding-only', { finding: '\u0000' }).split('\u0000')
        return <p>{before}<a href={finding.url}>{finding.name}</a>{after}</p>
      })}
      {passage.sentences.length + passage.findings.length === 0 ? <p class="waiting">{t('became.passage.unused')}</p> : null}
    </li>
  )
}

/** Sentences of the output, each with its place and what it says. */
function SentenceList(props: { view: View; sentences: readonly Sentence[] }) {
  const { view, sentences } = props
  const { t } = view
  if (sentences.length === 0) return null
  return (
    <ul class="sentences">
      {sentences.map(({ edition, document, number, paragraph, url, text, language, through, stance }) => (
        <li>
          <p class="meta">
            <a href={url}>{t('became.sentence', { edition: edition === null ? 'no' : 'yes', document, number, paragraph })}</a>
            {through === null ? null : <a href={through.url}>{t('became.through', { finding: through.name })}</a>}
            {stance === null ? null : <span class="tag">{t(`became.stance.${stance}`)}</span>}
          </p>
          <p lang={language} dir="auto">{text}</p>
        </li>
      ))}
    </ul>
  )
}
