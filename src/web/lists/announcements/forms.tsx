import { audienceKey } from '../../../lists/announcing/model.ts'
import { splitParagraphs } from '../../../shared/text.ts'
import type { FormState, View } from '../../context.ts'
import { ChoiceField, ErrorSummary, LineField, TextField, typed } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { nameAudience, type AnnounceData, type LeavingData, type Preview } from './data.ts'

function deskCrumbs(view: View, { forum }: AnnounceData) {
  const { t } = view
  return [{ href: '/desk', label: t('shell.desk') }, { href: `/desk/${forum.slug}`, label: forum.title }, { href: `/desk/${forum.slug}/lists`, label: t('lists.title') }, { label: t('lists.announce') }]
}

/** An announcement: on lists, to followers, or to both. Whoever is meant more than once gets it once. */
export function AnnounceForm(props: { view: View; data: AnnounceData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const labels = { lists: t('lists.announce.lists'), followers: t('lists.announce.followers'), subject: t('lists.announce.subject'), text: t('lists.announce.text') }
  const open = data.lists.filter(({ closedAt }) => closedAt === null)
  return (
    <Layout view={view} frame={data.frame} title={t('lists.announce')} crumbs={deskCrumbs(view, data)} desk>
      <h1>{t('lists.announce')}</h1>
      <p>{t('lists.announce.lead')}</p>
      <form class="sheet" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={labels} />
        <input type="hidden" name="formKey" value={typed(form, 'formKey')} />
        {open.length === 0 ? null : <ChoiceField view={view} form={form} name="lists" label={labels.lists} several choices={open.map(({ slug, title }) => ({ value: slug, label: title }))} />}
        {data.offered.length === 0 ? null : <ChoiceField view={view} form={form} name="followers" label={labels.followers} hint={t('lists.announce.followers.hint')} several choices={data.offered.map((each) => ({ value: audienceKey(each), label: nameAudience(t, each), hint: t('lists.announce.people', { count: each.people }) }))} />}
        {open.length === 0 && data.offered.length === 0 ? <p class="differs">{t('lists.announce.nobody')}</p> : null}
        <LineField view={view} form={form} name="subject" label={labels.subject} />
        <TextField view={view} form={form} name="text" label={labels.text} rows={12} />
        <div class="actions"><button type="submit" name="shall" value="look">{t('lists.announce.look')}</button></div>
      </form>
    </Layout>
  )
}

/** What would be sent, and to how many: nothing has left yet. */
export function AnnouncePreview(props: { view: View; data: AnnounceData; form: FormState; preview: Preview }) {
  const { view, data, form, preview } = props
  const { t } = view
  const subject = typed(form, 'subject')
  const kept = ['formKey', 'subject', 'text', 'lists', 'followers'].flatMap((name) => (form.values[name] ?? []).map((value) => ({ name, value })))
  return (
    <Layout view={view} frame={data.frame} title={t('lists.announce.preview')} crumbs={deskCrumbs(view, data)} desk>
      <h1>{t('lists.announce.preview')}</h1>
      <p class="count"><strong>{preview.people.toLocaleString(view.lang)}</strong> {t('lists.announce.people.words', { count: preview.people })}</p>
      <p class="meta">{t('lists.announce.once')}</p>
      <ul>
        {preview.lists.map(({ list, people }) => <li><span lang={list.language} dir="auto">{list.title}</span> ({t('lists.announce.people', { count: people })})</li>)}
        {preview.audiences.map((each) => <li><span dir="auto">{nameAudience(t, each)}</span> ({t('lists.announce.people', { count: each.people })})</li>)}
      </ul>
      <section class="block">
        <h2 lang={data.forum.language} dir="auto">{subject}</h2>
        {splitParagraphs(typed(form, 'text')).map((paragraph) => <p lang={data.forum.language} dir="auto">{paragraph}</p>)}
      </section>
      <form method="post" class="sheet" novalidate>
        {kept.map(({ name, value }) => <input type="hidden" name={name} value={value} />)}
        <div class="actions">
          <button type="submit" name="shall" value="send">{t('lists.announce.send')}</button>
          <button type="submit" class="quiet" name="shall" value="change">{t('lists.announce.change')}</button>
        </div>
      </form>
    </Layout>
  )
}

/** What brought an announcement to somebody, each to be ended or kept. What a mail program posts here ends all of it. */
export function LeavePage(props: { view: View; data: LeavingData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { forum, announcement, going, address } = data
  return (
    <Layout view={view} frame={data.frame} title={t('lists.announced.leave')} crumbs={[{ href: `/${forum.slug}`, label: forum.title }, { label: t('lists.announced.leave') }]}>
      <h1>{t('lists.announced.leave')}</h1>
      <p><bdi lang={announcement.language}>{announcement.subject}</bdi></p>
      {going.length === 0 ? <p class="notice" role="status">{t('lists.announced.left', { address, forum: forum.title })}</p> : (
        <form class="sheet" method="post" novalidate>
          <ErrorSummary view={view} form={form} labels={{ of: t('lists.announced.because') }} />
          <p class="meta" dir="auto">{address}</p>
          <ChoiceField view={view} form={form} name="of" label={t('lists.announced.because')} several choices={going.map((each) => ({ value: audienceKey(each), label: nameAudience(t, each) }))} />
          <div class="actions"><button type="submit" name="shall" value="leave">{t('lists.announced.leave.do')}</button></div>
        </form>
      )}
    </Layout>
  )
}
