import type { Child } from 'hono/jsx'
import type { PlainDate } from '../../shared/time.ts'
import type { View } from '../context.ts'

/** Asks for the figures of a page as of another day. What is no day stands there as it was typed, and is told. */
export function DayForm(props: { view: View; data: { readonly asOf: PlainDate; readonly wrongDate: string | undefined }; children?: Child }) {
  const { view, data } = props
  const { t } = view
  const wrong = data.wrongDate !== undefined
  return (
    <form method="get" action={view.path} class="filters" id="date">
      <div class={wrong ? 'field wrong' : 'field'}>
        <label for="field-asOf">{t('overview.date.label')}</label>
        {wrong ? <p class="error" id="error-asOf">{t('form.error.not-a-date')}</p> : null}
        <input
          id="field-asOf" name="asOf" type={wrong ? 'text' : 'date'} dir="ltr" value={data.wrongDate ?? data.asOf}
          aria-invalid={wrong ? 'true' : undefined} aria-describedby={wrong ? 'error-asOf' : undefined}
        />
      </div>
      <button class="quiet">{t('overview.date.change')}</button>
      {props.children}
    </form>
  )
}
