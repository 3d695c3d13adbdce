import { z } from 'zod'
import { JOINING_KINDS, VISIBILITIES } from '../../../meetings/joining/model.ts'
import { line, oneOf, optional } from '../../../shared/fields.ts'
import { isTimeZone, parsePlainDate, parsePlainTime, writeInstant } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { ErrorSummary, LineField, SelectField } from '../../ui/fields.tsx'
import { WorkPage } from '../desk.tsx'
import { Revision } from '../forms.tsx'
import type { JoiningData } from './data.ts'
import { labelOf } from './pages.tsx'

export const waySchema = z
  .object({
    kind: oneOf(JOINING_KINDS),
    label: optional(line(100)),
    // A passcode keeps every character it has, at its ends too: it is what has to be typed.
    value: z.string({ error: 'required' }).max(2000, { error: 'too-long:2000:2001' }),
    visibility: oneOf(VISIBILITIES),
    sitting: line(2),
    'until-date': line(10).refine((text) => text === '' || parsePlainDate(text) !== undefined, { error: 'not-a-date' }),
    'until-time': line(8).refine((text) => text === '' || parsePlainTime(text) !== undefined, { error: 'not-a-time' }),
    zone: line(60).refine((text) => text === '' || isTimeZone(text), { error: 'not-a-time-zone' }),
  })
  .superRefine((way, context) => {
    const say = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message })
    if (way.value.trim() === '') say('value', 'required')
    else if (/[\u0000-\u001f\u007f]/u.test(way.value) || !way.value.isWellFormed()) say('value', 'control-characters')
    else if (way.kind === 'link' && !/^https?:\/\/[^\s/@]+(\/\S*)?$/u.test(way.value.trim())) say('value', 'not-a-web-address')
    if (way['until-time'] !== '' && way['until-date'] === '') say('until-date', 'required')
  })

/** The ways into a meeting at the desk: what is not for everybody is masked until it is asked for. */
export function JoiningDesk(props: { view: View; data: JoiningData; form: FormState }) {
  const { view, data, form } = props
  const isShown = view.query['show'] === '1'
  return (
    <WorkPage view={view} data={data} title="meetings.plan.desk.joining">
      {data.allWays.length === 0 ? <p class="empty">{view.t('meetings.plan.joining.none')}</p> : (
        <>
          <p><a href={isShown ? view.path : '?show=1'}>{view.t(isShown ? 'meetings.plan.joining.hide' : 'meetings.plan.joining.show')}</a></p>
          <div class="scroll" tabindex={0} role="region" aria-label={view.t('meetings.plan.joining')}>
            <table class="figures">
              <thead><tr><th scope="col">{view.t('meetings.plan.joining.kind')}</th><th scope="col">{view.t('meetings.plan.joining.value')}</th><th scope="col">{view.t('meetings.plan.joining.visibility')}</th><th scope="col">{view.t('meetings.plan.joining.ends')}</th><th></th></tr></thead>
              <tbody>
                {data.allWays.map((way) => (
                  <tr>
                    <th scope="row">{labelOf(view, way)}{way.sitting === null ? null : <> · {view.t('meetings.sitting', { number: way.sitting })}</>}</th>
                    <td>{way.visibility === 'public' || isShown ? <code dir="ltr">{way.value}</code> : <span>•••••• <span class="hidden-words">{view.t('meetings.plan.joining.masked')}</span></span>}</td>
                    <td>{view.t(`meetings.plan.visibility.${way.visibility}`)}</td>
                    <td>{way.expiresAt === null ? '–' : writeInstant(way.expiresAt, view.lang)}{way.expiresAt !== null && way.expiresAt <= view.now ? <> · {view.t('meetings.plan.joining.over')}</> : null}</td>
                    <td>
                      <form method="post" action={view.path}>
                        <Revision form={form} />
                        <input type="hidden" name="remove" value={way.id} />
                        <button type="submit" class="quiet" aria-label={view.t('meetings.plan.joining.remove-one', { way: labelOf(view, way) })}>{view.t('meetings.plan.remove')}</button>
                      </form>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
      <WayForm view={view} data={data} form={form} />
    </WorkPage>
  )
}

function WayForm(props: { view: View; data: JoiningData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const labels = { kind: t('meetings.plan.joining.kind'), label: t('meetings.plan.joining.label'), value: t('meetings.plan.joining.value'), visibility: t('meetings.plan.joining.visibility'), sitting: t('meetings.plan.joining.sitting'), 'until-date': t('meetings.plan.joining.until-date'), 'until-time': t('meetings.plan.joining.until-time'), zone: t('meetings.form.zone') }
  return (
    <form method="post" action={view.path} class="sheet" novalidate>
      <h2>{t('meetings.plan.joining.add')}</h2>
      <ErrorSummary view={view} form={form} labels={labels} />
      <Revision form={form} />
      <SelectField view={view} form={form} name="kind" label={labels.kind} choices={JOINING_KINDS.map((kind) => ({ value: kind, label: t(`meetings.plan.joining.${kind}`) }))} />
      <LineField view={view} form={form} name="value" dir="ltr" autocomplete="off" label={labels.value} hint={t('meetings.plan.joining.value-hint')} />
      <LineField view={view} form={form} name="label" optional label={labels.label} />
      <SelectField view={view} form={form} name="visibility" label={labels.visibility} choices={VISIBILITIES.map((each) => ({ value: each, label: t(`meetings.plan.visibility.${each}`) }))} />
      {data.meeting.sittings.length < 2 ? null : (
        <SelectField view={view} form={form} name="sitting" optional label={labels.sitting} nothing={t('meetings.plan.joining.all-sittings')} choices={data.meeting.sittings.map((_, at) => ({ value: String(at + 1), label: t('meetings.sitting', { number: at + 1 }) }))} />
      )}
      <LineField view={view} form={form} name="until-date" type="date" dir="ltr" optional label={labels['until-date']} hint={t('meetings.plan.joining.until-hint')} />
      <LineField view={view} form={form} name="until-time" type="time" dir="ltr" optional label={labels['until-time']} />
      <LineField view={view} form={form} name="zone" dir="ltr" optional label={labels.zone} />
      <div class="actions"><button type="submit">{t('meetings.form.add')}</button></div>
    </form>
  )
}
