import { writeInstant } from '../../../shared/time.ts'
import { splitParagraphs } from '../../../shared/text.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { WordDiff } from '../../contributions/amend/pages.tsx'
import { WhatBecameOfIt } from '../../trace/pages.tsx'
import { ErrorSummary, TextField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import type { AmendedData, LostPassage } from './data.ts'

/** What amendments changed under what was built on it: answers that are used, and passages whose words are gone. */
export function AmendedPage(props: { view: View; data: AmendedData; form: FormState; of?: string }) {
  const { view, data } = props
  const { t } = view
  const base = `/desk/${data.forum.slug}/${data.cycle.slug}/amended`
  return (
    <Layout view={view} frame={data.frame} title={t('sending.changed.title')} crumbs={[...deskCrumbs(view, data), { label: t('sending.changed.title') }]} desk>
      <h1>{t('sending.changed.title')}</h1>
      <p class="lead">{t('sending.changed.lead')}</p>
      {data.changed.length === 0 ? <p class="empty">{t('sending.changed.none')}</p> : null}
      <ul class="entries">
        {data.changed.map((answer) => (
          <li>
            <h2><a href={`/desk/${data.forum.slug}/${data.cycle.slug}/contributions/C-${answer.contributionNumber}`}>{answer.ref}</a></h2>
            <p class="meta"><span class="tag warn">{t('sending.changed.since', { at: writeInstant(answer.amendedAt, view.lang) })}</span></p>
            <WhatBecameOfIt view={view} fate={answer.fate} />
            {answer.isRemoved ? <p class="differs">{t('sending.amended.removed', { number: answer.number })}</p> : <WordDiff view={view} before={answer.before} after={answer.text} language={answer.language} />}
            <form method="post" action={`${base}/${answer.id}/check`} novalidate><button class="quiet" type="submit" aria-label={t('sending.changed.holds-named', { ref: answer.ref })}>{t('sending.changed.holds')}</button></form>
          </li>
        ))}
      </ul>
      {data.lost.length === 0 ? null : (
        <section class="block" aria-labelledby="lost">
          <h2 id="lost">{t('sending.lost.title')}</h2>
          <p>{t('sending.lost.lead')}</p>
          <ul class="entries">{data.lost.map((passage) => <Lost {...props} passage={passage} />)}</ul>
        </section>
      )}
    </Layout>
  )
}

function Lost(props: { view: View; data: AmendedData; form: FormState; of?: string; passage: LostPassage }) {
  const { view, data, passage } = props
  const { t } = view
  const form = props.of === passage.id ? props.form : { values: {}, errors: {}, uploads: {} }
  return (
    <li id={`P-${passage.number}`}>
      <h3>P-{passage.number}</h3>
      <blockquote class="quote"><p dir="auto">{passage.quote}</p></blockquote>
      {passage.text === undefined ? <p class="differs">{t('sending.lost.gone')}</p> : (
        <>
          <details class="rests"><summary>{passage.ref}</summary><div class="opened">{splitParagraphs(passage.text).map((part) => <p dir="auto">{part}</p>)}</div></details>
          {passage.candidates.length === 0 ? null : (
            <form method="post" action={`/desk/${data.forum.slug}/${data.cycle.slug}/amended/${passage.id}/anchor`}>
              <p>{t('anchoring.candidates')}</p>
              <ul class="lines">
                {passage.candidates.map(({ start, end, words }) => (
                  <li><bdi class="quoted">{words}</bdi><button class="quiet" name="places" value={`${start}-${end}`} aria-label={t('anchoring.take-named', { ref: `P-${passage.number}`, words })}>{t('anchoring.take')}</button></li>
                ))}
              </ul>
            </form>
          )}
          <form class="sheet" method="post" action={`/desk/${data.forum.slug}/${data.cycle.slug}/amended/${passage.id}/anchor`} novalidate>
            <ErrorSummary view={view} form={form} labels={{ quote: t('sending.lost.quote', { ref: passage.ref }) }} />
            <TextField view={view} form={form} name="quote" label={t('sending.lost.quote', { ref: passage.ref })} rows={3} />
            <div class="actions"><button class="quiet" type="submit">{t('sending.lost.anchor')}</button></div>
          </form>
        </>
      )}
    </li>
  )
}
