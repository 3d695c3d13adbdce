import type { Child } from 'hono/jsx'
import type { FormState, View } from '../../context.ts'
import { ErrorSummary } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { titleOf, type CodebookData, type InTheme } from '../codebook/data.ts'
import { codebookOf, crumbsOf, dayOf, nameOf } from '../codebook/desk.tsx'
import { ThemeSign } from '../codebook/pages.tsx'
import type { Application, ChangeData, ProposalData, ThemeAtStake } from './data.ts'
import { ApplyForm, DecideForm, MergeForm, SplitForm } from './forms.tsx'
import { writeMachine } from '../similar/pages.tsx'
import { PassageName } from '../pages.tsx'

function Sheet(props: { view: View; data: CodebookData; title: string; theme?: InTheme['theme'] | undefined; children?: Child }) {
  const { view, data, title, theme } = props
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={crumbsOf(view, data, title, theme)} desk>
      <h1>{title}</h1>
      {theme === undefined ? null : <p class="lead" dir="auto"><ThemeSign colour={theme.colour} /> {theme.title}</p>}
      {props.children}
    </Layout>
  )
}

export function MergePage(props: { view: View; data: ThemeAtStake; form: FormState }) {
  const { view, data } = props
  return (
    <Sheet view={view} data={data} title={view.t('codebook.merge')} theme={data.theme}>
      <p>{view.t('codebook.merge.lead', { count: data.passages.length })}</p>
      <MergeForm {...props} />
    </Sheet>
  )
}

export function SplitPage(props: { view: View; data: ThemeAtStake; form: FormState }) {
  const { view, data } = props
  const { t } = view
  return (
    <Sheet view={view} data={data} title={t('codebook.split')} theme={data.theme}>
      {data.passages.length === 0 ? <p class="empty">{t('codebook.split.none')}</p> : null}
      {/* Moved away meanwhile, they leave the form that came back, with what was typed into it. */}
      {data.passages.length === 0 && Object.keys(props.form.errors).length === 0 ? null : (
        <>
          <p>{t('codebook.split.lead')}</p>
          <WordsForm view={view} label={t('codebook.split.filter')} button={t('codebook.split.filter.do')} />
          <SplitForm {...props} />
        </>
      )}
    </Sheet>
  )
}

/** What would happen, and the way to a merge instead. */
export function RemovePage(props: { view: View; data: ThemeAtStake; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const count = data.passages.length
  return (
    <Sheet view={view} data={data} title={t('codebook.remove')} theme={data.theme}>
      <p>{t('codebook.remove.lead')}</p>
      <ul>
        <li>{t('codebook.remove.passages', { count })}</li>
        {count === 0 ? null : <li>{t('codebook.remove.alone', { count: data.alone })}</li>}
        <li>{t('codebook.remove.children', { count: data.children })}</li>
        <li>{t('codebook.remove.findings', { count: data.findings })}</li>
      </ul>
      {count === 0 ? null : <p>{t('codebook.remove.merge')} <a href={`${codebookOf(data)}/${data.theme.slug}/merge`}>{t('codebook.merge')}</a></p>}
      <form method="post" action={view.path} class="sheet">
        <ErrorSummary view={view} form={form} labels={{}} />
        <div class="actions"><button>{t('codebook.remove.do')}</button></div>
      </form>
    </Sheet>
  )
}

export function ApplyPage(props: { view: View; data: Application; form: FormState }) {
  const { view, data } = props
  const { t } = view
  return (
    <Sheet view={view} data={data} title={t('codebook.apply')} theme={data.theme}>
      <p>{t('codebook.apply.lead')}</p>
      <WordsForm view={view} label={t('codebook.field.words')} button={t('codebook.apply.search')} />
      {data.words === '' ? null : <p>{t('codebook.apply.found', { count: data.found.length })}</p>}
      {data.found.length === 0 ? null : <ApplyForm {...props} />}
    </Sheet>
  )
}

function WordsForm(props: { view: View; label: string; button: string }) {
  const { view, label, button } = props
  return (
    <form method="get" action={view.path} class="filters">
      <div class="field">
        <label for="words">{label}</label>
        <input id="words" name="words" value={view.query['words'] ?? ''} dir="auto" maxlength={200} />
      </div>
      <button class="quiet">{button}</button>
    </form>
  )
}

export function ProposalPage(props: { view: View; data: ProposalData; form: FormState }) {
  const { view, data } = props
  const { t } = view
  const { proposal, passages } = data
  const [title, date] = [titleOf(data, proposal.themeId), dayOf(view, proposal.madeAt)]
  const { machine, reason } = proposal
  return (
    <Sheet view={view} data={data} title={t('codebook.proposal', { number: proposal.number })}>
      <p class="lead">{t('codebook.proposal.for', { title, count: passages.length })}</p>
      <p class="meta">{machine === null ? t('codebook.proposal.by', { who: nameOf(view, data.who, proposal.madeBy), date, reason }) : t('codebook.proposal.machine', { machine: writeMachine(view, machine), date, reason })}</p>
      {proposal.decidedAt !== null ? (
        <>
          <ErrorSummary view={view} form={props.form} labels={{}} />
          <p class="notice">{t('codebook.proposal.decided', { date: dayOf(view, proposal.decidedAt), who: nameOf(view, data.who, proposal.decidedBy) })}</p>
          <ul class="lines">
            {passages.map((passage) => (
              <li><span><PassageName view={view} passage={passage} /> <bdi>{passage.quote}</bdi></span><span class="tag">{t(passage.isAccepted === true ? 'codebook.proposal.accepted' : 'codebook.proposal.declined')}</span></li>
            ))}
          </ul>
        </>
      ) : (
        <>
          <p>{t('codebook.proposal.lead', { title })}</p>
          {data.theme?.isProposed === true ? <p class="differs">{t('codebook.proposal.unsigned')} <a href={`${codebookOf(data)}/${data.theme.slug}`}>{title}</a></p> : null}
          <DecideForm {...props} />
        </>
      )}
    </Sheet>
  )
}

export function UndoPage(props: { view: View; data: ChangeData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { change } = data
  return (
    <Sheet view={view} data={data} title={t('codebook.undo.number', { number: change.number })}>
      <p class="lead">{t(`codebook.change.${change.kind}`, { theme: titleOf(data, change.themeId), into: titleOf(data, change.intoId) })}</p>
      <p>{t('codebook.undo.lead')}</p>
      <form method="post" action={view.path} class="sheet">
        <ErrorSummary view={view} form={form} labels={{}} />
        <div class="actions"><button>{t('codebook.undo')}</button></div>
      </form>
    </Sheet>
  )
}
