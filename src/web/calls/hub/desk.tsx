import type { Child } from 'hono/jsx'
import type { Milestone } from '../../../forums/model.ts'
import { callState } from '../../../calls/model.ts'
import { listLanguages, type Translation } from '../../../calls/translations/model.ts'
import type { Remark } from '../../../calls/remarks/model.ts'
import { writeApproximateDate } from '../../../shared/approximate-date.ts'
import { languageName } from '../../../shared/language.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs, type InCycle } from '../../forums/data.ts'
import { ErrorSummary, SelectField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { writeWhatIsPossible, type InCall } from '../data.ts'

export interface CallHub extends InCall {
  readonly translations: readonly Translation[]
  readonly remarks: readonly Remark[]
  readonly milestones: readonly Milestone[]
}

const ROOMS = ['edit', 'variants', 'languages', 'cut-offs', 'remarks', 'closing', 'announce'] as const
type Room = (typeof ROOMS)[number]

export function callDeskAddress({ forum, cycle, call }: Pick<InCall, 'forum' | 'cycle' | 'call'>): string {
  return `/desk/${forum.slug}/${cycle.slug}/calls/${call.slug}`
}

export function callsDeskCrumbs(view: View, data: InCycle) {
  return [...deskCrumbs(view, data), { href: `/desk/${data.forum.slug}/${data.cycle.slug}/calls`, label: view.t('calls.calls') }]
}

/** A page of the desk of one call: where it stands among the others of that call. */
export function CallDesk(props: { view: View; data: InCall; title: string; room?: Room; children?: Child }) {
  const { view, data, title } = props
  const base = callDeskAddress(data)
  const crumbs = [...callsDeskCrumbs(view, data), { ...(props.room === undefined ? {} : { href: base }), label: data.call.title }, ...(props.room === undefined ? [] : [{ label: title }])]
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={crumbs} desk>
      <h1>{title}</h1>
      {props.room === undefined ? null : <p class="lead" lang={data.forum.language} dir="auto">{data.call.title}</p>}
      <nav class="rooms" aria-label={view.t('calls.hub.nav')}>
        <ul>
          <li><a href={base} aria-current={props.room === undefined ? 'page' : undefined}>{view.t('calls.hub.overview')}</a></li>
          {ROOMS.map((room) => <li><a href={`${base}/${room}`} aria-current={props.room === room ? 'page' : undefined}>{view.t(`calls.hub.${room}`)}</a></li>)}
        </ul>
      </nav>
      {props.children}
    </Layout>
  )
}

/** One call at the desk: where it stands, and what there is of it. */
export function HubPage(props: { view: View; data: CallHub }) {
  const { view, data } = props
  const { t } = view
  const { call } = data
  const base = callDeskAddress(data)
  const unanswered = data.remarks.filter(({ answeredAt }) => answeredAt === null).length
  const languages = listLanguages(call, data.translations)
  const milestone = data.milestones.find(({ id }) => id === call.closesWith)
  return (
    <CallDesk view={view} data={data} title={call.title}>
      <p class="meta"><span class="tag">{t(`calls.state.${callState(call, view.now)}`)}</span> <a href={`/${data.forum.slug}/${data.cycle.slug}/calls/${call.slug}`}>{t('calls.desk.see')}</a></p>
      <p>{writeWhatIsPossible(view, call)}</p>
      {call.isDraft ? <p class="actions"><a class="button" href={`${base}/open`}>{t('calls.draft.open')}</a></p> : null}
      <dl class="facts">
        <Line label={t('calls.hub.edit')} href={`${base}/edit`}>{t('calls.hub.questions', { count: call.questions.length })}</Line>
        <Line label={t('calls.hub.variants')} href={`${base}/variants`}>{call.variants.length === 0 ? t('calls.hub.none') : call.variants.map(({ title }) => title).join(', ')}</Line>
        <Line label={t('calls.hub.languages')} href={`${base}/languages`}>
          {languages.length === 0 ? t('calls.hub.none') : languages.map(({ language, done, of, stale }) => `${languageName(language, view.lang)} ${done}/${of}${stale === 0 ? '' : ` (${t('calls.translations.stale', { count: stale })})`}`).join(', ')}
        </Line>
        <Line label={t('calls.hub.cut-offs')} href={`${base}/cut-offs`}>{call.cutOffs.length === 0 ? t('calls.hub.none') : call.cutOffs.map(({ title }) => title).join(', ')}</Line>
        <Line label={t('calls.hub.remarks')} href={`${base}/remarks`}>{t('calls.hub.remarks.count', { count: data.remarks.length, open: unanswered })}</Line>
        <Line label={t('calls.hub.closing')} href={`${base}/closing`}>{milestone === undefined ? t('calls.hub.none') : `${milestone.title} (${writeApproximateDate(milestone.date, view.lang)})`}</Line>
      </dl>
      <p class="actions">
        {call.isOpen && call.deadline !== null ? <a class="button quiet" href={`${base}/extend`}>{t('calls.desk.extend')}</a> : null}
        <a class="button quiet" href={`${base}/close`}>{t(call.isOpen ? 'calls.desk.close' : 'calls.desk.reopen')}</a>
        <a class="button quiet" href={`/desk/${data.forum.slug}/${data.cycle.slug}/contributions/new?call=${call.slug}`}>{t('calls.desk.enter')}</a>
      </p>
    </CallDesk>
  )
}

function Line(props: { label: string; href: string; children?: Child }) {
  return (
    <>
      <dt><a href={props.href}>{props.label}</a></dt>
      <dd dir="auto">{props.children}</dd>
    </>
  )
}

/** Opens a draft: one button, below what that ends. */
export function OpenDraftPage(props: { view: View; data: InCall; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  return (
    <CallDesk view={view} data={data} title={t('calls.draft.open')} room="edit">
      <form class="sheet" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={{}} />
        <p>{t('calls.draft.open.lead')}</p>
        <div class="actions"><button type="submit">{t('calls.draft.open')}</button></div>
      </form>
    </CallDesk>
  )
}

/** With which milestone the call closes. */
export function ClosingPage(props: { view: View; data: CallHub; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  return (
    <CallDesk view={view} data={data} title={t('calls.hub.closing')} room="closing">
      <p>{t('calls.closing.lead')}</p>
      {data.milestones.length === 0 ? <p class="empty">{t('calls.closing.no-milestones')}</p> : null}
      <form class="sheet" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={{ milestone: t('calls.closing.milestone') }} />
        <SelectField
          view={view} form={form} name="milestone" label={t('calls.closing.milestone')} nothing={t('calls.closing.none')} optional
          choices={data.milestones.map(({ id, title, date }) => ({ value: id, label: `${title} (${writeApproximateDate(date, view.lang)})` }))}
        />
        <div class="actions"><button type="submit">{t('calls.form.save')}</button></div>
      </form>
    </CallDesk>
  )
}
