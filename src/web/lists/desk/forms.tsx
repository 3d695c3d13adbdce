import type { Child } from 'hono/jsx'
import { LIST_KINDS, STRANGERS, type List } from '../../../lists/model.ts'
import { CONTENT_LANGUAGES, languageName } from '../../../shared/language.ts'
import { writeWeekday } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { ChoiceField, ErrorSummary, FileField, LineField, SelectField, TextField, typed } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { listDeskCrumbs, type InListDesk } from '../data.ts'
import { DecisionForm, WaitingPost } from '../joining/forms.tsx'
import type { HeldData, ListsDeskData, MemberDeskData } from './data.ts'

const SETTINGS = ['title', 'description', 'kind', 'language', 'tag', 'sizeLimit', 'trusting', 'strangers', 'isArchivePrivate', 'digestDay', 'digestHour', 'rewrittenDomains', 'moderators', 'slug', 'cycle'] as const

function labelsOf(view: View): Record<(typeof SETTINGS)[number], string> {
  return Object.fromEntries(SETTINGS.map((name) => [name, view.t(`lists.set.${name}`)])) as Record<(typeof SETTINGS)[number], string>
}

/** What a form of settings begins with. */
export function settingsValues(list: List): Record<string, string> {
  return {
    title: list.title,
    description: list.description,
    kind: list.kind,
    language: list.language,
    tag: list.tag ?? '',
    sizeLimit: String(Math.round(list.sizeLimit / 1000)),
    trusting: list.trustedAfter === null ? 'none' : list.trustedAfter === 0 ? 'all' : 'first',
    strangers: list.strangers,
    isArchivePrivate: list.isArchivePrivate ? 'yes' : '',
    digestDay: list.digestDay === null ? '' : String(list.digestDay),
    digestHour: String(list.digestHour),
    rewrittenDomains: list.rewrittenDomains.join('\n'),
    revision: String(list.revision),
  }
}

export const NEW_VALUES: Readonly<Record<string, string>> = { kind: 'open', trusting: 'first', strangers: 'held', sizeLimit: '1000', digestHour: '6', isArchivePrivate: '', digestDay: '' }

function SettingsFields(props: { view: View; form: FormState }) {
  const { view, form } = props
  const { t } = view
  const labels = labelsOf(view)
  return (
    <>
      <LineField view={view} form={form} name="title" label={labels.title} />
      <TextField view={view} form={form} name="description" label={labels.description} rows={3} optional />
      <ChoiceField view={view} form={form} name="kind" label={labels.kind} choices={LIST_KINDS.map((value) => ({ value, label: t(`lists.kind.${value}`), hint: t(`lists.kind.${value}.hint`) }))} />
      <SelectField view={view} form={form} name="language" label={labels.language} hint={t('lists.set.language.hint')} choices={CONTENT_LANGUAGES.map((value) => ({ value, label: languageName(value, view.lang) }))} />
      <LineField view={view} form={form} name="tag" label={labels.tag} hint={t('lists.set.tag.hint')} optional />
      <ChoiceField view={view} form={form} name="trusting" label={labels.trusting} choices={(['first', 'none', 'all'] as const).map((value) => ({ value, label: t(`lists.trusting.${value}`) }))} />
      <ChoiceField view={view} form={form} name="strangers" label={labels.strangers} choices={STRANGERS.map((value) => ({ value, label: t(`lists.strangers.${value}`) }))} />
      <ChoiceField view={view} form={form} name="isArchivePrivate" label={labels.isArchivePrivate} choices={[{ value: '', label: t('lists.archive.public') }, { value: 'yes', label: t('lists.archive.private') }]} />
      <LineField view={view} form={form} name="sizeLimit" type="number" label={labels.sizeLimit} hint={t('lists.set.sizeLimit.hint')} dir="ltr" />
      <SelectField view={view} form={form} name="digestDay" label={labels.digestDay} nothing={t('lists.set.digestDay.each')} choices={[1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), label: writeWeekday(day, view.lang) }))} />
      <LineField view={view} form={form} name="digestHour" type="number" label={labels.digestHour} dir="ltr" />
      <TextField view={view} form={form} name="rewrittenDomains" label={labels.rewrittenDomains} hint={t('lists.set.rewrittenDomains.hint')} rows={2} optional />
    </>
  )
}

/** A new list. */
export function NewListForm(props: { view: View; data: ListsDeskData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const labels = labelsOf(view)
  const crumbs = [{ href: '/desk', label: t('shell.desk') }, { href: `/desk/${data.forum.slug}`, label: data.forum.title }, { href: `/desk/${data.forum.slug}/lists`, label: t('lists.title') }, { label: t('lists.new') }]
  return (
    <Layout view={view} frame={data.frame} title={t('lists.new')} crumbs={crumbs} desk>
      <h1>{t('lists.new')}</h1>
      <form class="sheet" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={labels} />
        <input type="hidden" name="formKey" value={typed(form, 'formKey')} />
        <input type="hidden" name="revision" value="1" />
        <LineField view={view} form={form} name="slug" label={labels.slug} hint={t('lists.set.slug.hint', { domain: data.domain })} dir="ltr" />
        <SelectField view={view} form={form} name="cycle" label={labels.cycle} nothing={t('lists.set.cycle.none')} choices={data.cycles.map(({ slug, title }) => ({ value: slug, label: title }))} />
        <SettingsFields view={view} form={form} />
        <TextField view={view} form={form} name="moderators" label={labels.moderators} hint={t('lists.set.moderators.hint')} rows={3} optional />
        <div class="actions"><button type="submit">{t('lists.new.send')}</button></div>
      </form>
    </Layout>
  )
}

export function SettingsForm(props: { view: View; data: InListDesk; form: FormState }) {
  const { view, data, form } = props
  return (
    <DeskFrame view={view} data={data} title={view.t('lists.settings')}>
      <form class="sheet" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={labelsOf(view)} />
        <input type="hidden" name="revision" value={typed(form, 'revision')} />
        <SettingsFields view={view} form={form} />
        <div class="actions"><button type="submit">{view.t('lists.settings.send')}</button></div>
      </form>
    </DeskFrame>
  )
}

export function ModeratorsForm(props: { view: View; data: InListDesk; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  return (
    <DeskFrame view={view} data={data} title={t('lists.set.moderators')}>
      <form class="sheet" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={{ moderators: t('lists.set.moderators') }} />
        <TextField view={view} form={form} name="moderators" label={t('lists.set.moderators')} hint={t('lists.set.moderators.hint')} rows={6} optional />
        <div class="actions"><button type="submit">{t('lists.settings.send')}</button></div>
      </form>
    </DeskFrame>
  )
}

/** Addresses that the desk enters, with what it holds of their consent. */
export function EnterForm(props: { view: View; data: InListDesk; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const labels = { members: t('lists.enter.members'), consent: t('lists.enter.consent') }
  return (
    <DeskFrame view={view} data={data} title={t('lists.enter')}>
      <p>{t('lists.enter.lead')}</p>
      <form class="sheet" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={labels} />
        <TextField view={view} form={form} name="members" label={labels.members} hint={t('lists.enter.members.hint')} rows={10} />
        <LineField view={view} form={form} name="consent" label={labels.consent} hint={t('lists.enter.consent.hint')} />
        <div class="actions"><button type="submit">{t('lists.enter.send')}</button></div>
      </form>
    </DeskFrame>
  )
}

/** What can be done about one member. */
export function MemberDeskForm(props: { view: View; data: MemberDeskData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { member } = data
  return (
    <DeskFrame view={view} data={data} title={member.name ?? member.mail}>
      <p class="meta"><span dir="ltr">{member.mail}</span><span>{t(`lists.state.${member.state}`)}</span><span>{t(`lists.delivery.${member.delivery}`)}</span></p>
      <form method="post" class="sheet" novalidate>
        <ErrorSummary view={view} form={form} labels={{}} />
        <ChoiceField view={view} form={form} name="shall" label={t('lists.member.shall')} choices={(['let-in', 'trust', 'moderate', 'count', 'resume', 'remove'] as const).map((value) => ({ value, label: t(`lists.member.shall.${value}`) }))} />
        <div class="actions"><button type="submit">{t('lists.moderate.do')}</button></div>
      </form>
    </DeskFrame>
  )
}

/** A post at the desk: decided while it waits, taken out of the archive afterwards. */
export function HeldForm(props: { view: View; data: HeldData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { post } = data
  return (
    <DeskFrame view={view} data={data} title={t('lists.moderate.title')}>
      <WaitingPost view={view} data={data} />
      {post.state === 'held' ? <DecisionForm view={view} form={form} /> : (
        <>
          <p class="notice">{post.removedAt === null ? t(`lists.moderate.is.${post.state}`) : t('lists.removed')}</p>
          {post.state === 'published' && post.removedAt === null ? <p><a class="button" href={`${data.desk}/posts/${post.id}/register`}>{t('lists.register')}</a></p> : null}
          {post.state === 'published' && post.removedAt === null ? (
            <form class="sheet" method="post" novalidate>
              <ErrorSummary view={view} form={form} labels={{}} />
              <p>{t('lists.remove.lead')}</p>
              <div class="actions"><button type="submit" class="quiet" name="decision" value="remove">{t('lists.remove')}</button></div>
            </form>
          ) : null}
        </>
      )}
    </DeskFrame>
  )
}

/** A mailbox to be taken into the archive. */
export function ArchiveImportForm(props: { view: View; data: InListDesk; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { read, taken, known, refused } = view.query
  return (
    <DeskFrame view={view} data={data} title={t('lists.import')}>
      {read === undefined ? null : <p class="notice">{t('lists.import.done', { read: Number(read) || 0, taken: Number(taken) || 0, known: Number(known) || 0, refused: Number(refused) || 0 })}</p>}
      <p>{t('lists.import.lead')}</p>
      <form class="sheet" method="post" enctype="multipart/form-data" novalidate>
        <ErrorSummary view={view} form={form} labels={{ file: t('lists.import.file') }} />
        <FileField view={view} form={form} name="file" label={t('lists.import.file')} hint={t('lists.import.file.hint')} />
        <div class="actions"><button type="submit">{t('lists.import.send')}</button></div>
      </form>
    </DeskFrame>
  )
}

export function DeskFrame(props: { view: View; data: InListDesk; title: string; children?: Child }) {
  const { view, data, title } = props
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={listDeskCrumbs(view, data, title)} desk>
      <h1 dir="auto">{title}</h1>
      <p class="lead" lang={data.list.language} dir="auto">{data.list.title}</p>
      {props.children}
    </Layout>
  )
}
