import { z } from 'zod'
import { VISIBILITIES } from '../../../meetings/joining/model.ts'
import { LINK_KINDS } from '../../../meetings/model.ts'
import { isLanguageTag } from '../../../shared/language.ts'
import { line, oneOf, optional, webAddress } from '../../../shared/fields.ts'
import type { FormState, View } from '../../context.ts'
import { ErrorSummary, LineField, SelectField } from '../../ui/fields.tsx'
import { WorkPage } from '../desk.tsx'
import { Revision } from '../forms.tsx'
import type { RecordingsData } from './data.ts'
import { kindOf, Unreached } from './pages.tsx'

export const linkSchema = z.object({
  kind: oneOf(LINK_KINDS),
  title: optional(line(300)),
  url: webAddress().refine((text) => text !== '', { error: 'required' }),
  passcode: optional(line(200)),
  visibility: oneOf(VISIBILITIES),
  passcodeVisibility: oneOf(VISIBILITIES),
  language: line(35).refine((text) => text === '' || isLanguageTag(text), { error: 'not-a-language' }),
})

/** Recordings and documents of a meeting at the desk: those there are, and one more. */
export function LinkPage(props: { view: View; data: RecordingsData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const labels = { kind: t('meetings.form.link-kind'), title: t('meetings.form.link-title'), url: t('meetings.form.link-url'), passcode: t('meetings.form.passcode'), visibility: t('meetings.recordings.visibility'), passcodeVisibility: t('meetings.recordings.passcode-visibility'), language: t('meetings.recordings.language') }
  const visibilities = VISIBILITIES.map((each) => ({ value: each, label: t(`meetings.plan.visibility.${each}`) }))
  return (
    <WorkPage view={view} data={data} title="meetings.links">
      {data.all.length === 0 ? null : <LinksTable view={view} data={data} form={form} />}
      <form method="post" action={view.path} class="sheet" novalidate>
        <h2>{t('meetings.desk.links')}</h2>
        <ErrorSummary view={view} form={form} labels={labels} />
        <Revision form={form} />
        <SelectField view={view} form={form} name="kind" label={labels.kind} choices={LINK_KINDS.map((kind) => ({ value: kind, label: t(`meetings.link.${kind}`) }))} />
        <LineField view={view} form={form} name="url" type="url" dir="ltr" label={labels.url} />
        <LineField view={view} form={form} name="title" optional label={labels.title} />
        <LineField view={view} form={form} name="language" dir="ltr" optional label={labels.language} hint={t('meetings.recordings.language-hint')} />
        <SelectField view={view} form={form} name="visibility" label={labels.visibility} choices={visibilities} />
        <LineField view={view} form={form} name="passcode" dir="ltr" autocomplete="off" optional label={labels.passcode} hint={t('meetings.recordings.passcode-hint')} />
        <SelectField view={view} form={form} name="passcodeVisibility" label={labels.passcodeVisibility} choices={visibilities} />
        <div class="actions"><button type="submit">{t('meetings.form.add')}</button></div>
      </form>
    </WorkPage>
  )
}

function LinksTable(props: { view: View; data: RecordingsData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const isShown = view.query['show'] === '1'
  return (
    <>
      {data.all.some(({ passcode }) => passcode !== null) ? <p><a href={isShown ? view.path : '?show=1'}>{t(isShown ? 'meetings.plan.joining.hide' : 'meetings.plan.joining.show')}</a></p> : null}
      <div class="scroll" tabindex={0} role="region" aria-label={t('meetings.links')}>
        <table class="set answers">
          <thead><tr><th scope="col">{t('meetings.form.link-kind')}</th><th scope="col">{t('meetings.form.link-url')}</th><th scope="col">{t('meetings.plan.joining.visibility')}</th><th scope="col">{t('meetings.form.passcode')}</th><th></th></tr></thead>
          <tbody>
            {data.all.map((link) => (
              <tr>
                <th scope="row">{kindOf(view, link)}</th>
                <td><a href={link.url} dir="auto" rel="nofollow noopener">{link.title ?? link.url}</a><Unreached view={view} since={data.unreached.get(link.url)} /></td>
                <td>{t(`meetings.plan.visibility.${link.visibility}`)}</td>
                <td>{link.passcode === null ? '–' : <>{isShown || link.passcodeVisibility === 'public' ? <code dir="ltr">{link.passcode}</code> : <span>•••••• <span class="hidden-words">{t('meetings.plan.joining.masked')}</span></span>} <small>{t(`meetings.plan.visibility.${link.passcodeVisibility}`)}</small></>}</td>
                <td>
                  <form method="post" action={view.path}>
                    <Revision form={form} />
                    <input type="hidden" name="remove" value={link.id} />
                    <button type="submit" class="quiet" aria-label={t('meetings.recordings.remove-one', { link: link.title ?? link.url })}>{t('meetings.plan.remove')}</button>
                  </form>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
