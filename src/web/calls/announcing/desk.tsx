import { INTERFACE_LANGUAGES, languageName } from '../../../shared/language.ts'
import { countCodePoints } from '../../../shared/text.ts'
import type { FormState, View } from '../../context.ts'
import { ChoiceField, ErrorSummary, SelectField, TextField } from '../../ui/fields.tsx'
import { callDeskAddress, CallDesk } from '../hub/desk.tsx'
import { SHORT_LIMITS, type AnnounceData, type Pack } from './data.ts'

/** Texts to make a call known with, a block for other sites, and the mail to those who should hear of it. */
export function AnnouncePage(props: { view: View; data: AnnounceData; form: FormState }) {
  const { view, data } = props
  const { t } = view
  const told = view.query['told'] ?? ''
  return (
    <CallDesk view={view} data={data} title={t('calls.hub.announce')} room="announce">
      {/^[0-9]{1,6}$/u.test(told) ? <p class="notice">{t('announcing.sent', { count: Number(told) })}</p> : null}
      <MailForm {...props} />
      {data.packs.map((pack) => <PackBlock view={view} data={data} pack={pack} />)}
      <section class="block">
        <h2>{t('announcing.embed')}</h2>
        <p>{t('announcing.embed.lead')} <a href={`/${data.forum.slug}/${data.cycle.slug}/calls/${data.call.slug}/embed`}>{t('announcing.embed.see')}</a></p>
        <Copyable label={t('announcing.embed.code')} text={data.embed} rows={3} lang="en" />
      </section>
    </CallDesk>
  )
}

function MailForm(props: { view: View; data: AnnounceData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const canTell = data.call.isOpen && !data.call.isDraft
  return (
    <section class="block">
      <h2>{t('announcing.send')}</h2>
      <p>{t(canTell ? 'announcing.send.lead' : 'announcing.refusal.not-open')}</p>
      {canTell || Object.keys(form.errors).length > 0 ? (
        <form class="sheet" method="post" novalidate>
          <ErrorSummary view={view} form={form} labels={{ addresses: t('announcing.addresses'), language: t('announcing.language') }} />
          <ChoiceField view={view} form={form} name="toFollowers" label={t('announcing.followers', { count: data.followers })} choices={[{ value: 'yes', label: t('announcing.followers.yes') }]} several optional />
          <TextField view={view} form={form} name="addresses" label={t('announcing.addresses')} hint={t('announcing.addresses.hint')} rows={5} optional />
          <SelectField view={view} form={form} name="language" label={t('announcing.language')} choices={INTERFACE_LANGUAGES.map((language) => ({ value: language, label: languageName(language, view.lang) }))} />
          <div class="actions"><button type="submit">{t('announcing.send.do')}</button></div>
        </form>
      ) : null}
    </section>
  )
}

function PackBlock(props: { view: View; data: AnnounceData; pack: Pack }) {
  const { view, data, pack } = props
  const { t } = view
  const base = `${callDeskAddress(data)}/announce/${pack.language}`
  return (
    <section class="block">
      <h2>{t('announcing.pack', { language: languageName(pack.language, view.lang) })}</h2>
      <p class="meta"><a href={`${base}.txt`}>{t('announcing.download.txt')}</a> <a href={`${base}.html`}>{t('announcing.download.html')}</a></p>
      <Copyable label={t('announcing.pack.mail')} text={`${pack.subject}\n\n${pack.mail}`} rows={12} lang={pack.language} />
      <Copyable label={t('announcing.pack.site')} text={pack.site} rows={8} lang={pack.language} />
      <Copyable label={`${t('announcing.pack.short', { limit: SHORT_LIMITS.short })} (${countCodePoints(pack.short)})`} text={pack.short} rows={3} lang={pack.language} />
      <Copyable label={`${t('announcing.pack.short', { limit: SHORT_LIMITS.longer })} (${countCodePoints(pack.longer)})`} text={pack.longer} rows={4} lang={pack.language} />
    </section>
  )
}

/** A text to be copied: a field that can be entered by keyboard and marked whole, and not changed. */
function Copyable(props: { label: string; text: string; rows: number; lang: string }) {
  return (
    <label class="copyable">
      <span>{props.label}</span>
      <textarea readonly rows={props.rows} lang={props.lang} dir="auto">{`\n${props.text}`}</textarea>
    </label>
  )
}
