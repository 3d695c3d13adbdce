import { splitParagraphs } from '../../../shared/text.ts'
import type { View } from '../../context.ts'
import { cycleCrumbs } from '../../forums/data.ts'
import { writeWhatIsPossible } from '../../calls/data.ts'
import { Layout } from '../../ui/layout.tsx'
import { takesContributions } from '../send/data.ts'
import type { InvitedData } from './data.ts'

/** What whoever is invited sees: the note, the call, and the way in. */
export function InvitedPage(props: { view: View; data: InvitedData }) {
  const { view, data } = props
  const { t } = view
  const { forum, cycle, call, invitation } = data
  return (
    <Layout view={view} frame={data.frame} title={t('sending.invitation.title')} crumbs={[...cycleCrumbs(data), { href: `/${forum.slug}/${cycle.slug}/calls/${call.slug}`, label: call.title }]}>
      <p class="meta" lang={forum.language} dir="auto">{call.title}</p>
      <h1>{t('sending.invitation.title')}</h1>
      {splitParagraphs(invitation.note).map((part) => <p class="lead" dir="auto">{part}</p>)}
      <p class={takesContributions(call, view) ? 'notice' : 'differs'}>{writeWhatIsPossible(view, call)}</p>
      <p class="actions">
        {takesContributions(call, view) ? <a class="button" href={data.start}>{t('sending.invitation.start')}</a> : null}
        <a class="button quiet" href={`/${forum.slug}/${cycle.slug}/calls/${call.slug}`}>{call.title}</a>
      </p>
      <p class="meta">{t('sending.invitation.forward')}</p>
    </Layout>
  )
}
