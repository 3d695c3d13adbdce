import type { WaitingComment } from '../../../review/waiting/model.ts'
import { writeInstant } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { cycleCrumbs } from '../../forums/data.ts'
import { ErrorSummary } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { Said } from '../register/pages.tsx'
import type { MyWaitingData } from './data.ts'

/** What the sender of a comment that waits sees behind the secret link: why it waits, and the button that confirms it. */
export function MyWaitingPage(props: { view: View; data: MyWaitingData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { waiting, review } = data
  const title = t('reviewing.waiting.title')
  const address = `${data.cycleBase}/reviews/${review.number}`
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...cycleCrumbs(data), { href: address, label: review.title }, { label: title }]}>
      <h1>{title}</h1>
      <ErrorSummary view={view} form={form} labels={{}} />
      {waiting.state === 'declined' ? <p class="differs">{t('reviewing.waiting.declined', { at: writeInstant(waiting.declinedAt ?? waiting.receivedAt, view.lang), reason: t(`reviewing.reason.${waiting.declinedFor ?? 'other'}`) })}</p> : <p class="notice">{t(`reviewing.waiting.${waiting.state}`)}</p>}
      {waiting.declinedNote === null ? null : <p dir="auto">{waiting.declinedNote}</p>}
      <WaitingWords view={view} waiting={waiting} />
      <form class="sheet" method="post">
        <div class="actions">
          {waiting.state === 'unconfirmed' ? <button name="act" value="confirm">{t('reviewing.waiting.confirm')}</button> : null}
          <button class="quiet" name="act" value="drop">{t('reviewing.waiting.drop')}</button>
        </div>
        <p class="hint">{t('reviewing.waiting.drop-means')}</p>
      </form>
    </Layout>
  )
}

/** What it says, and on what. */
export function WaitingWords(props: { view: View; waiting: WaitingComment }) {
  const { view, waiting } = props
  const { said } = waiting
  return (
    <>
      <p class="meta">
        <span>{said.target === 'paragraphs' ? `¶ ${said.paragraphs.join(', ')}` : view.t(`review.on-${said.target}`)}</span>
        <span>{view.t(`review.type.${said.type}`)}</span>
        <span>{writeInstant(waiting.receivedAt, view.lang)}</span>
        {[said.author, said.organisation, ...(said.jointBodies ?? [])].map((name) => (name === undefined ? null : <span dir="auto">{name}</span>))}
        {waiting.mail === null ? null : <span dir="ltr">{waiting.mail}</span>}
      </p>
      <Said text={said.text} language={said.language ?? null} />
      {said.proposal === undefined ? null : <><p>{view.t('review.proposes')}</p><Said text={said.proposal} language={said.language ?? null} /></>}
    </>
  )
}
