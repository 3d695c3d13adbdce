import { flatten, type Paragraph, type Section } from '../../../drafts/model.ts'
import { excerpt } from '../../../shared/text.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { ErrorSummary } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { BlockText, Notes, SectionHeading } from '../blocks/pages.tsx'
import type { WorkingData } from './data.ts'

/** The working text: each paragraph with what can be done to it, beside it what waits to be used. */
export function WorkingDesk(props: { view: View; data: WorkingData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { document, text } = data
  const here = `/desk${data.address}`
  const isEmpty = flatten(text).length === 0
  return (
    <Layout view={view} frame={data.frame} title={document.title} desk crumbs={[...deskCrumbs(view, data), { href: `/desk${data.base}/documents`, label: t('drafts.title') }, { label: document.title }]}>
      <h1 lang={document.language} dir="auto">{document.title}</h1>
      <ErrorSummary view={view} form={form} labels={{}} />
      <p class="meta">
        <span>{t('drafts.desk.working')}</span>
        <a href={`${here}/rolling`}>{t('drafts.rolling.name')}</a>
        <a href={`${here}/title`}>{t('drafts.desk.rename')}</a>
        <a href={`${here}/sections/new`}>{t('drafts.desk.add-section')}</a>
        <a href={`${here}/edit`}>{t('drafts.editor.write')}</a>
        {isEmpty ? null : <a href={`${here}/checks`}>{t('checks.link', { count: data.notices })}</a>}
        <a href={`${data.address}/draft-comments`}>{t('early.title')}</a>
        <a href={`${here}/suggestions`}>{t('drafts.suggestion.desk')}</a>
      </p>
      {isEmpty ? null : <p class="actions"><a class="button" href={`${here}/freeze`}>{t('drafts.desk.freeze')}</a> <a href={`${here}/return`}>{t('returning.link')}</a> <a href={`${here}/versions`}>{t('release.desk.title')}</a></p>}
      <div class="columns working">
        <div>
          {text.length === 0 ? <p class="empty">{t('drafts.desk.no-section')}</p> : null}
          {text.map((section, place) => <WorkingSection view={view} data={data} section={section} place={place} />)}
        </div>
        <Ledger view={view} data={data} />
      </div>
    </Layout>
  )
}

function WorkingSection(props: { view: View; data: WorkingData; section: Section<Paragraph>; place: number }) {
  const { view, data, section, place } = props
  const { t } = view
  const here = `/desk${data.address}`
  return (
    <section>
      <SectionHeading view={view} setting={data.setting} section={section} />
      <div class="actions">
        <a href={`${here}/sections/${section.id}`}>{t('drafts.desk.rename-section')}</a>
        {place === 0 ? null : <Act view={view} action="move-section" label={t('drafts.desk.up')} of={section.title} fields={{ section: section.id, direction: 'up' }} />}
        {place === data.text.length - 1 ? null : <Act view={view} action="move-section" label={t('drafts.desk.down')} of={section.title} fields={{ section: section.id, direction: 'down' }} />}
        {section.paragraphs.length > 0 ? null : <Act view={view} action="remove-section" label={t('drafts.desk.remove')} of={section.title} fields={{ section: section.id }} />}
        <a href={`${here}/paragraphs/new?section=${section.id}`}>{t('drafts.desk.add-paragraphs')}</a>
      </div>
      {section.paragraphs.length === 0 ? <p class="empty">{t('drafts.desk.empty')}</p> : null}
      <ol class="paras">
        {section.paragraphs.map((paragraph, index) => <WorkingParagraph view={view} data={data} paragraph={paragraph} next={section.paragraphs[index + 1]} />)}
      </ol>
      <Notes view={view} setting={data.setting} paragraphs={section.paragraphs} />
    </section>
  )
}

function WorkingParagraph(props: { view: View; data: WorkingData; paragraph: Paragraph; next: Paragraph | undefined }) {
  const { view, data, paragraph } = props
  const { t } = view
  const refs = data.ground.get(paragraph.id)?.refs ?? []
  const at = `/desk${data.address}/paragraphs/${paragraph.id}`
  return (
    <li class="para" id={`p${paragraph.number}`} value={paragraph.number}>
      <a class="mark" href={`#p${paragraph.number}`}>¶ {paragraph.number}</a>
      <BlockText view={view} setting={data.setting} paragraph={paragraph} />
      <aside class="voices">
        <p>
          {paragraph.isOwnVoice ? <span class="tag">{t('drafts.own-voice')}</span> : null}{' '}
          {refs.length > 0 ? t('drafts.desk.rests-on', { refs: refs.join(', ') }) : paragraph.isOwnVoice ? null : <span class="tag warn">{t('drafts.desk.rests-on-nothing')}</span>}
        </p>
        <p><a href={at}>{t('drafts.desk.edit')}</a> · <a href={`${at}/cite`}>{t('drafts.desk.cite')}</a> · <a href={`/desk${data.address}/paragraphs/new?section=${paragraph.sectionId}&after=${paragraph.id}`}>{t('drafts.desk.add-after')}</a></p>
      </aside>
      <details class="rests"><summary>{t('drafts.desk.more')}</summary><ParagraphActions {...props} /></details>
    </li>
  )
}

function ParagraphActions(props: { view: View; data: WorkingData; paragraph: Paragraph; next: Paragraph | undefined }) {
  const { view, data, paragraph, next } = props
  const { t } = view
  const of = `¶ ${paragraph.number}`
  const fields = { paragraph: paragraph.id, revision: String(paragraph.revision) }
  const others = data.text.filter(({ id }) => id !== paragraph.sectionId)
  return (
    <div class="actions">
      <Act view={view} action="move" label={t('drafts.desk.up')} of={of} fields={{ ...fields, to: 'up' }} />
      <Act view={view} action="move" label={t('drafts.desk.down')} of={of} fields={{ ...fields, to: 'down' }} />
      {next === undefined ? null : <Act view={view} action="merge" label={t('drafts.desk.merge')} of={of} fields={{ ...fields, next: String(next.revision) }} />}
      <Act view={view} action="voice" label={t(paragraph.isOwnVoice ? 'drafts.desk.not-own-voice' : 'drafts.desk.own-voice')} of={of} fields={{ ...fields, own: paragraph.isOwnVoice ? 'no' : 'yes' }} />
      <Act view={view} action="remove" label={t('drafts.desk.remove')} of={of} fields={fields} />
      {others.length === 0 ? null : (
        <form method="post" class="inline-form">
          <input type="hidden" name="action" value="move" />
          <input type="hidden" name="paragraph" value={paragraph.id} />
          <label for={`to-${paragraph.id}`}>{t('drafts.desk.move-to')}</label>{' '}
          <select name="to" id={`to-${paragraph.id}`}>{others.map(({ id, title }) => <option value={id}>{title}</option>)}</select>{' '}
          <button type="submit" class="quiet" aria-label={`${t('drafts.desk.move')}: ${of}`}>{t('drafts.desk.move')}</button>
        </form>
      )}
    </div>
  )
}

function Act(props: { view: View; action: string; label: string; of: string; fields: Readonly<Record<string, string>> }) {
  return (
    <form method="post" class="inline-form">
      <input type="hidden" name="action" value={props.action} />
      {Object.entries(props.fields).map(([name, value]) => <input type="hidden" name={name} value={value} />)}
      <button type="submit" class="quiet" aria-label={`${props.label}: ${props.of}`}>{props.label}</button>
    </form>
  )
}

const SHOWN = 40

function Ledger(props: { view: View; data: WorkingData }) {
  const { view, data } = props
  const { t } = view
  const { unusedFindings, unusedComments } = data
  return (
    <aside aria-label={t('drafts.desk.ledger')}>
      <h2>{t('drafts.desk.ledger')}</h2>
      {unusedFindings.length + unusedComments.length === 0 ? <p class="empty">{t('drafts.desk.ledger.none')}</p> : null}
      {unusedFindings.length === 0 ? null : (
        <>
          <h3>{t('drafts.desk.ledger.findings')}</h3>
          <ul class="lines">{unusedFindings.slice(0, SHOWN).map((finding) => <li><span><a href={`${data.base}/breakdown#F-${finding.number}`}>F-{finding.number}</a> <span dir="auto">{excerpt(finding.statement, 120)}</span></span></li>)}</ul>
          {unusedFindings.length > SHOWN ? <p>{t('drafts.desk.ledger.more', { count: unusedFindings.length - SHOWN })}</p> : null}
        </>
      )}
      {unusedComments.length === 0 ? null : (
        <>
          <h3>{t('drafts.desk.ledger.comments')}</h3>
          <ul class="lines">{unusedComments.slice(0, SHOWN).map((comment) => <li><span><a href={`${data.base}/comments/R-${comment.number}`}>R-{comment.number}</a> <span lang={comment.language ?? undefined} dir="auto">{excerpt(comment.text, 120)}</span></span></li>)}</ul>
          {unusedComments.length > SHOWN ? <p>{t('drafts.desk.ledger.more', { count: unusedComments.length - SHOWN })}</p> : null}
        </>
      )}
    </aside>
  )
}
