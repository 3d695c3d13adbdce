import type { View } from '../../context.ts'
import type { MeetingData } from '../data.ts'

/** What came late and could be taken up at a session, and what of the meeting went on into documents. */
export function AftermathBlock(props: { view: View; data: MeetingData }) {
  const { view, data } = props
  const { late, agreed, traces } = data.aftermath
  if (late.length + agreed.length === 0) return null
  return (
    <section class="block" id="output">
      {agreed.length === 0 ? null : (
        <>
          <h2>{view.t('meetings.plan.agreed')}</h2>
          <ul>{agreed.map(({ title, href, language }) => <li><a href={href} lang={language} dir="auto">{title}</a></li>)}</ul>
        </>
      )}
      {late.length === 0 ? null : (
        <>
          <h2>{view.t('meetings.plan.late')}</h2>
          <p>{late.map(({ ref, href }, at) => <>{at === 0 ? '' : ', '}<a href={href} dir="ltr">{ref}</a></>)}</p>
        </>
      )}
      <p>{view.t('meetings.plan.became')} {traces.map(({ cycle, href }) => <> <a href={href}>{cycle}</a></>)}</p>
    </section>
  )
}
