import { z } from 'zod'
import { MAIL_CHOICES, type MailChoice } from '../../../record/preferences/model.ts'
import { isOccasion, type Occasion } from '../../../record/occasions/model.ts'
import type { FormState, View } from '../../context.ts'
import type { Submitted } from '../../form.tsx'
import { ErrorSummary } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { CHOSEN_OCCASIONS, nameOccasion, nameReaders, type ChoosingData } from './data.ts'

const choiceSchema = z.enum(MAIL_CHOICES)

/** What was chosen, from the fields `all` and `kind.<occasion>`; undefined where a value is none that can be chosen. A kind that was not sent is as all are. */
export function readChosen(submitted: Submitted): { readonly all: MailChoice; readonly kinds: Readonly<Partial<Record<Occasion, MailChoice>>> } | undefined {
  const all = choiceSchema.safeParse(submitted.value('all'))
  if (!all.success) return undefined
  const kinds: Partial<Record<Occasion, MailChoice>> = {}
  for (const occasion of CHOSEN_OCCASIONS) {
    const sent = submitted.value(`kind.${occasion}`)
    if (sent === '' || !isOccasion(occasion)) continue
    const choice = choiceSchema.safeParse(sent)
    if (!choice.success) return undefined
    kinds[occasion] = choice.data
  }
  return { all: all.data, kinds }
}

/** How somebody has mails of a forum: all kinds, and single ones otherwise. */
export function ChoosingPage(props: { view: View; data: ChoosingData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { address, forum } = data
  const title = t('notices.yours.title', { forum: forum.title })
  const isClosed = data.state === 'paused' || data.state === 'complained'
  return (
    <Layout view={view} desk={data.person !== undefined} title={title} crumbs={[{ href: `/${forum.slug}`, label: forum.title }, { label: title }]}>
      <h1 dir="auto">{title}</h1>
      {view.query['saved'] === '1' ? <p class="notice" role="status">{t('notices.yours.saved')}</p> : null}
      {view.query['resumed'] === '1' ? <p class="notice" role="status">{t('notices.yours.resumed')}</p> : null}
      <p class="lead">{t(data.person === undefined ? 'notices.yours.lead' : 'notices.yours.signed-in', { address })}</p>
      {isClosed ? (
        <form method="post" novalidate>
          <p class="differs">{t(data.state === 'complained' ? 'notices.yours.complained' : 'notices.yours.paused', { address })}</p>
          <input type="hidden" name="shall" value="resume" />
          <div class="actions"><button type="submit">{t('notices.yours.resume')}</button></div>
        </form>
      ) : null}
      <form class="sheet" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={{ all: t('notices.yours.all') }} />
        <input type="hidden" name="shall" value="save" />
        <fieldset class="field" id="field-all">
          <legend>{t('notices.yours.all')}</legend>
          {MAIL_CHOICES.map((choice) => (
            <label class="choice"><input type="radio" name="all" value={choice} checked={(form.values['all']?.at(-1) ?? data.all) === choice} /> <span>{t(`notices.choose.${choice}`)}</span></label>
          ))}
        </fieldset>
        <h2>{t('notices.yours.kinds')}</h2>
        <p class="hint">{t('notices.yours.always')}</p>
        <ul class="entries">
          {CHOSEN_OCCASIONS.map((occasion) => <Kind view={view} form={form} occasion={occasion} chosen={data.kinds.get(occasion)} />)}
        </ul>
        <div class="actions"><button type="submit">{t('notices.yours.save')}</button></div>
      </form>
      <p><a href={`/${forum.slug}/notices`}>{t('notices.yours.table')}</a></p>
    </Layout>
  )
}

function Kind(props: { view: View; form: FormState; occasion: Occasion; chosen: MailChoice | undefined }) {
  const { t } = props.view
  const { occasion } = props
  const name = `kind.${occasion}`
  const now = props.form.values[name]?.at(-1) ?? props.chosen ?? ''
  return (
    <li>
      <label for={`field-${name}`}><strong>{nameOccasion(t, occasion)}</strong></label>
      <p class="meta">{nameReaders(t, occasion)}</p>
      <select id={`field-${name}`} name={name}>
        <option value="" selected={now === ''}>{t('notices.choose.as-all')}</option>
        {MAIL_CHOICES.map((choice) => <option value={choice} selected={now === choice}>{t(`notices.choose.${choice}`)}</option>)}
      </select>
    </li>
  )
}

/** One button: no more mails of this kind. What a mail program posts here does the same. */
export function EndingPage(props: { view: View; data: ChoosingData & { readonly occasion: Occasion }; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { forum, address, occasion } = data
  const facts = { kind: nameOccasion(t, occasion), forum: forum.title, address }
  const isEnded = data.kinds.get(occasion) === 'never'
  const choosing = view.path.replace(/\/end$/u, '')
  return (
    <Layout view={view} title={t('notices.end.title')} crumbs={[{ href: `/${forum.slug}`, label: forum.title }, { label: t('notices.end.title') }]}>
      <h1>{t('notices.end.title')}</h1>
      {isEnded ? <p class="notice" role="status">{t('notices.end.done', facts)}</p> : (
        <form class="sheet" method="post" novalidate>
          <ErrorSummary view={view} form={form} labels={{}} />
          <p>{t('notices.end.ask', facts)}</p>
          <div class="actions"><button type="submit">{t('notices.end.button')}</button></div>
        </form>
      )}
      <p><a href={choosing}>{t('notices.end.undo')}</a></p>
    </Layout>
  )
}
