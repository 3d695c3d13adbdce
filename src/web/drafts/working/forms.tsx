import type { Child } from 'hono/jsx'
import { excerpt, splitParagraphs } from '../../../shared/text.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { ChoiceField, ErrorSummary, LineField, TextField, typed, type Choice } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import type { InDocument } from '../data.ts'
import type { CitableData, ParagraphData, SectionData } from './data.ts'

/** A form of the working text's desk, with the way back to it. */
export function WorkingForm(props: { view: View; data: InDocument; form: FormState; title: string; labels: Readonly<Record<string, string>>; send: string; children?: Child }) {
  const { view, data, form, title } = props
  const crumbs = [...deskCrumbs(view, data), { href: `/desk${data.base}/documents`, label: view.t('drafts.title') }, { href: `/desk${data.address}`, label: data.document.title }, { label: title }]
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={crumbs} desk>
      <h1>{title}</h1>
      <ErrorSummary view={view} form={form} labels={props.labels} />
      <form method="post" class="sheet">
        {props.children}
        <div class="actions"><button type="submit">{props.send}</button><a href={`/desk${data.address}`}>{data.document.title}</a></div>
      </form>
    </Layout>
  )
}

export function Hidden(props: { form: FormState; name: string }) {
  return <input type="hidden" name={props.name} value={typed(props.form, props.name)} />
}

/** The title of a document, or of a section. */
export function TitleForm(props: { view: View; data: InDocument; form: FormState; title: string; guard: string }) {
  const { view, data, form, title, guard } = props
  const labels = { title: view.t('drafts.field.title') }
  return (
    <WorkingForm view={view} data={data} form={form} title={title} labels={labels} send={view.t('drafts.save')}>
      <LineField view={view} form={form} name="title" label={labels.title} />
      <Hidden form={form} name={guard} />
    </WorkingForm>
  )
}

export function SectionForm(props: { view: View; data: SectionData; form: FormState }) {
  return <TitleForm {...props} title={props.view.t('drafts.desk.rename-section')} guard="before" />
}

/** Several paragraphs at once. */
export function ParagraphsForm(props: { view: View; data: InDocument; form: FormState }) {
  const { view, data, form } = props
  const labels = { text: view.t('drafts.field.text') }
  return (
    <WorkingForm view={view} data={data} form={form} title={view.t('drafts.desk.add-paragraphs')} labels={labels} send={view.t('drafts.save')}>
      <TextField view={view} form={form} name="text" label={labels.text} hint={view.t('drafts.field.text.add-hint')} rows={14} lang={data.document.language} />
      <Hidden form={form} name="section" />
      <Hidden form={form} name="after" />
      <Hidden form={form} name="formKey" />
    </WorkingForm>
  )
}

/** One paragraph. When it was changed meanwhile, what stands now is shown above what was typed, and the next sending is measured by it. */
export function ParagraphForm(props: { view: View; data: ParagraphData; form: FormState }) {
  const { view, data, form } = props
  const { paragraph } = data
  const labels = { text: view.t('drafts.field.text') }
  const isStale = form.errors[''] !== undefined && typed(form, 'revision') !== String(paragraph.revision)
  return (
    <WorkingForm view={view} data={data} form={form} title={view.t('drafts.edit.title', { number: paragraph.number })} labels={labels} send={view.t('drafts.save')}>
      {isStale ? (
        <div class="differs">
          <p>{view.t('drafts.edit.changed')}</p>
          <h2>{view.t('drafts.edit.current')}</h2>
          {splitParagraphs(paragraph.text).map((part) => <p lang={data.document.language} dir="auto">{part}</p>)}
        </div>
      ) : null}
      <TextField view={view} form={form} name="text" label={labels.text} hint={view.t('drafts.field.text.split-hint')} rows={10} lang={data.document.language} />
      <input type="hidden" name="revision" value={isStale ? paragraph.revision : typed(form, 'revision')} />
    </WorkingForm>
  )
}

/** What a paragraph rests on: references typed, or ticked among what is at hand. */
export function CiteForm(props: { view: View; data: CitableData; form: FormState }) {
  const { view, data, form } = props
  const labels = { refs: view.t('drafts.field.refs'), more: view.t('drafts.field.more') }
  const choices: Choice[] = [
    ...data.comments.map((comment) => ({ value: `R-${comment.number}`, label: `R-${comment.number}`, hint: excerpt(comment.text, 140) })),
    ...data.findings.map((finding) => ({ value: `F-${finding.number}`, label: `F-${finding.number}`, hint: excerpt(finding.statement, 140) })),
    ...data.figures.map((figure) => ({ value: `N-${figure.number}`, label: `N-${figure.number}`, hint: excerpt(figure.title, 140) })),
    ...data.references.map((reference) => ({ value: `L-${reference.number}`, label: `L-${reference.number}`, hint: excerpt(reference.title, 140) })),
  ].filter(({ value }) => !(data.ground?.refs ?? []).includes(value))
  return (
    <WorkingForm view={view} data={data} form={form} title={view.t('drafts.cite.title', { number: data.paragraph.number })} labels={labels} send={view.t('drafts.save')}>
      <blockquote class="prose" lang={data.document.language}><p dir="auto">{data.paragraph.text}</p></blockquote>
      <LineField view={view} form={form} name="refs" label={labels.refs} hint={view.t('drafts.field.refs.hint')} optional dir="ltr" />
      {choices.length === 0 ? null : <ChoiceField view={view} form={form} name="more" label={labels.more} choices={choices} several optional />}
    </WorkingForm>
  )
}

/** A version to be frozen. */
export function FreezeForm(props: { view: View; data: InDocument; form: FormState }) {
  const { view, data, form } = props
  const labels = { title: view.t('drafts.field.version-title'), note: view.t('drafts.field.note'), cutOff: view.t('drafts.field.cut-off'), commentsCutOff: view.t('release.field.comments-cut-off'), stage: view.t('release.field.stage'), releaseOn: view.t('release.field.release-on'), review: view.t('release.field.review'), reviewCloses: view.t('release.field.review-closes') }
  return (
    <WorkingForm view={view} data={data} form={form} title={view.t('drafts.desk.freeze')} labels={labels} send={view.t('drafts.send.freeze')}>
      <LineField view={view} form={form} name="title" label={labels.title} />
      <TextField view={view} form={form} name="note" label={labels.note} rows={5} />
      <LineField view={view} form={form} name="cutOff" type="date" label={labels.cutOff} hint={view.t('drafts.field.cut-off.hint')} optional dir="ltr" />
      <LineField view={view} form={form} name="commentsCutOff" type="date" label={labels.commentsCutOff} hint={view.t('release.field.comments-cut-off.hint')} optional dir="ltr" />
      <ChoiceField view={view} form={form} name="stage" label={labels.stage} choices={[{ value: 'public', label: view.t('release.stage.public') }, { value: 'held', label: view.t('release.stage.held'), hint: view.t('release.stage.held.hint') }]} />
      <LineField view={view} form={form} name="releaseOn" type="date" label={labels.releaseOn} hint={view.t('release.field.release-on.hint')} optional dir="ltr" />
      <ChoiceField view={view} form={form} name="review" label={labels.review} choices={[{ value: 'yes', label: view.t('release.field.review.yes') }]} several optional />
      <LineField view={view} form={form} name="reviewCloses" type="date" label={labels.reviewCloses} hint={view.t('release.field.review-closes.hint')} optional dir="ltr" />
      <Hidden form={form} name="formKey" />
    </WorkingForm>
  )
}
