import { SHOWN } from '../../../meetings/attendance/model.ts'
import type { FormState, View } from '../../context.ts'
import { ChoiceField, ErrorSummary, FileField, SelectField, typed } from '../../ui/fields.tsx'
import { WorkPage } from '../desk.tsx'
import { Revision } from '../forms.tsx'
import type { AttendanceData, Offered } from './data.ts'

/** Who came, at the desk: to whom names are shown, checking in, those who came by a list or checked in. */
export function AttendanceDesk(props: { view: View; data: AttendanceData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const base = `/desk/${data.forum.slug}/meetings/${data.meeting.slug}`
  const others = data.attendance.attendees.filter(({ channel }) => channel !== 'desk')
  return (
    <WorkPage view={view} data={data} title="meetings.plan.desk.attendance">
      <ul class="lines">
        <li><a href={`${base}/participants`}>{t('meetings.plan.attendance.type')}</a></li>
        <li><a href={`${base}/attendance/list`}>{t('meetings.plan.attendance.import')}</a></li>
      </ul>
      <form method="post" action={view.path} class="sheet" novalidate>
        <ErrorSummary view={view} form={form} labels={{ shown: t('meetings.plan.attendance.shown'), checkIn: t('meetings.plan.attendance.check-in') }} />
        <Revision form={form} />
        <ChoiceField view={view} form={form} name="shown" label={t('meetings.plan.attendance.shown')} hint={t('meetings.plan.attendance.shown-hint')} choices={SHOWN.map((shown) => ({ value: shown, label: t(`meetings.plan.shown.${shown}`) }))} />
        <ChoiceField view={view} form={form} name="checkIn" several optional label={t('meetings.plan.attendance.check-in')} choices={[{ value: 'open', label: t('meetings.plan.attendance.check-in-open') }]} />
        <div class="actions"><button type="submit">{t('meetings.form.save')}</button></div>
      </form>
      {others.length === 0 ? null : (
        <section class="block">
          <h2>{t('meetings.plan.attendance.others', { count: others.length })}</h2>
          <ul class="entries">
            {others.map(({ id, name, organisation, channel, shown, minutes, stakeholderGroup, regionalGroup }) => (
              <li>
                <p dir="auto"><strong>{name === '' ? t('meetings.plan.attendance.nameless') : name}</strong>{organisation === null ? null : `, ${organisation}`}</p>
                <p class="meta">
                  <span>{t(`meetings.plan.channel.${channel}`)}</span>
                  <span>{t(`meetings.plan.shown.mark.${shown}`)}</span>
                  {minutes === null ? null : <span>{t('meetings.plan.agenda.minutes', { count: minutes })}</span>}
                  {[stakeholderGroup, regionalGroup].filter((part) => part !== null).map((part) => <span>{part}</span>)}
                </p>
                <form method="post" action={view.path}>
                  <Revision form={form} />
                  <input type="hidden" name="remove" value={id} />
                  <button type="submit" class="quiet" aria-label={t('meetings.plan.attendance.remove-one', { name })}>{t('meetings.plan.remove')}</button>
                </form>
              </li>
            ))}
          </ul>
        </section>
      )}
    </WorkPage>
  )
}

/** A video service's list: first the file, then what was read of it, to be looked at before anything is taken. */
export function AttendanceListPage(props: { view: View; data: AttendanceData; form: FormState; people?: readonly Offered[]; unread?: number }) {
  const { view, data, form, people } = props
  const { t } = view
  return (
    <WorkPage view={view} data={data} title="meetings.plan.attendance.import">
      <form method="post" action={view.path} class="sheet" enctype="multipart/form-data" novalidate>
        <ErrorSummary view={view} form={form} labels={{ file: t('meetings.plan.attendance.file'), shown: t('meetings.plan.attendance.shown-import') }} />
        <Revision form={form} />
        {people === undefined ? (
          <>
            <p>{t('meetings.plan.attendance.import-lead')}</p>
            <FileField view={view} form={form} name="file" label={t('meetings.plan.attendance.file')} hint={t('meetings.plan.attendance.file-hint')} />
            <div class="actions"><button type="submit">{t('meetings.plan.attendance.look')}</button></div>
          </>
        ) : (
          <>
            <p class="notice" role="status">{t('meetings.plan.attendance.read', { count: people.length })}{(props.unread ?? 0) === 0 ? null : <> {t('meetings.plan.attendance.unread', { count: props.unread ?? 0 })}</>}</p>
            <input type="hidden" name="take" value="1" />
            <SelectField view={view} form={form} name="shown" label={t('meetings.plan.attendance.shown-import')} hint={t('meetings.plan.attendance.shown-import-hint')} choices={SHOWN.map((shown) => ({ value: shown, label: t(`meetings.plan.shown.${shown}`) }))} />
            <ul class="entries">{people.map((person, at) => <OfferedPerson view={view} form={form} person={person} at={at} />)}</ul>
            <div class="actions"><button type="submit">{t('meetings.plan.attendance.take')}</button></div>
          </>
        )}
      </form>
    </WorkPage>
  )
}

function OfferedPerson(props: { view: View; form: FormState; person: Offered; at: number }) {
  const { view, form, person, at } = props
  const { t } = view
  const facts = [person.minutes === null ? null : t('meetings.plan.agenda.minutes', { count: person.minutes }), person.lines === 1 ? null : t('meetings.plan.attendance.lines', { count: person.lines }), person.isThere ? t('meetings.plan.attendance.is-there') : null].filter((fact) => fact !== null)
  return (
    <li>
      <label class="choice"><input type="checkbox" name={`in-${at}`} value="1" checked={typed(form, 'take') === '1' ? typed(form, `in-${at}`) === '1' : !person.isThere} /><span dir="auto">{person.name}</span></label>
      {facts.length === 0 ? null : <p class="meta">{facts.map((fact) => <span>{fact}</span>)}</p>}
      {person.known === undefined ? null : <label class="choice"><input type="checkbox" name={`as-${at}`} value={person.known} /><span>{t('meetings.plan.attendance.known-as', { name: person.known })}</span></label>}
      <label class="inline">{t('meetings.plan.check-in.organisation')} <input name={`organisation-${at}`} dir="auto" maxlength={200} value={typed(form, `organisation-${at}`)} aria-label={t('meetings.plan.attendance.organisation-of', { name: person.name })} /></label>
      <input type="hidden" name={`name-${at}`} value={person.name} />
      <input type="hidden" name={`minutes-${at}`} value={person.minutes === null ? '' : String(person.minutes)} />
      <input type="hidden" name={`mail-${at}`} value={person.mail ?? ''} />
    </li>
  )
}
