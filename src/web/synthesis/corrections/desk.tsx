import { dateInZone, writeShortDate } from '../../../shared/time.ts'
import { SETTLEMENTS } from '../../../synthesis/corrections/model.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs, type InCycle } from '../../forums/data.ts'
import { ErrorSummary, LineField, SelectField, TextField, typed } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import type { CorrectionsDeskData, DigestData, RoundShown, SentenceShown } from './data.ts'
import { OwnWords } from './pages.tsx'

/** From the draft to the published synthesis: whom to ask, what was contested, what bars publishing. */
export function CorrectionsDesk(props: { view: View; data: CorrectionsDeskData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const title = t('findings.way.corrections')
  const labels = { closesOn: t('corrections.desk.until'), reason: t('corrections.desk.reason'), settlement: t('corrections.desk.settlement'), reopen: t('corrections.desk.reopen.reason') }
  return (
    <Layout view={view} frame={data.frame} title={title} desk crumbs={crumbsOf(view, data, title)}>
      <h1>{title}</h1>
      <p class="lead">{t('corrections.desk.lead')}</p>
      <ErrorSummary view={view} form={form} labels={labels} />
      <Publishing view={view} data={data} form={form} />
      {data.open.length === 0 ? null : (
        <section class="block">
          <h2>{t('corrections.desk.contests', { count: data.open.length })}</h2>
          <ul class="entries">{data.open.map((sentence) => <li><Contest view={view} data={data} sentence={sentence} form={form} /></li>)}</ul>
        </section>
      )}
      {isBack(form, 'settle') && !data.open.some(({ correction }) => correction.id === typed(form, 'sentence')) ? <TextField view={view} form={form} name="reason" label={labels.reason} rows={2} lang={data.forum.language} optional /> : null}
      {data.rounds.length === 0 ? null : <section class="block"><h2>{t('corrections.desk.rounds')}</h2>{data.rounds.map((round) => <RoundEntry view={view} data={data} round={round} />)}</section>}
      <Tallies view={view} data={data} />
    </Layout>
  )
}

function Publishing(props: { view: View; data: CorrectionsDeskData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const publication = data.publications.at(-1)
  const isPublished = publication !== undefined && publication.reopenedAt === null
  const isAsking = data.rounds[0]?.isOpen === true
  if (isPublished) {
    return (
      <section class="block">
        <p class="notice">{t('corrections.standing.published', { date: writeShortDate(dateInZone(publication.publishedAt, 'UTC'), view.lang) })}</p>
        <ReopenForm view={view} data={data} form={form} number={publication.number} />
        {data.unseen.sentences === 0 ? null : <p class="differs">{t('corrections.desk.unseen', { ...data.unseen })}</p>}
        {(data.unseen.sentences > 0 && !isAsking) || isBack(form, 'ask') ? <AskForm view={view} form={form} /> : null}
      </section>
    )
  }
  return (
    <section class="block">
      <p class={data.unseen.sentences === 0 ? 'notice' : 'differs'}>{t('corrections.desk.unseen', { sentences: data.unseen.sentences, contributions: data.unseen.contributions })}</p>
      {(data.unseen.sentences > 0 && !isAsking) || isBack(form, 'ask') ? <AskForm view={view} form={form} /> : null}
      {isBack(form, 'reopen') ? <ReopenForm view={view} data={data} form={form} number={publication?.number ?? 0} /> : null}
      <form method="post"><div class="actions"><button class={data.unseen.sentences === 0 ? undefined : 'quiet'} name="shall" value="publish">{t('corrections.desk.publish')}</button></div></form>
    </section>
  )
}

/** True for a form that came back: it is shown with what was typed even where somebody else has taken its ground away meanwhile. */
function isBack(form: FormState, shall: 'ask' | 'reopen' | 'settle'): boolean {
  return Object.keys(form.errors).length > 0 && typed(form, 'shall') === shall
}

function AskForm(props: { view: View; form: FormState }) {
  const { view, form } = props
  return (
    <form method="post" class="sheet">
      <LineField view={view} form={form} name="closesOn" type="date" label={view.t('corrections.desk.until')} hint={view.t('corrections.desk.until.hint')} />
      <div class="actions"><button name="shall" value="ask">{view.t('corrections.desk.ask')}</button></div>
    </form>
  )
}

function ReopenForm(props: { view: View; data: CorrectionsDeskData; form: FormState; number: number }) {
  const { view, data, form } = props
  return (
    <form method="post" class="sheet">
      <input type="hidden" name="number" value={props.number} />
      <TextField view={view} form={form} name="reopen" label={view.t('corrections.desk.reopen.reason')} hint={view.t('corrections.desk.reopen.hint')} rows={2} lang={data.forum.language} />
      <div class="actions"><button class="quiet" name="shall" value="reopen">{view.t('corrections.desk.reopen')}</button></div>
    </form>
  )
}

function Contest(props: { view: View; data: CorrectionsDeskData; sentence: SentenceShown; form: FormState }) {
  const { view, data, sentence, form } = props
  const { t } = view
  const { correction } = sentence
  const base = `/${data.forum.slug}/${data.cycle.slug}`
  const isOwn = typed(form, 'sentence') === correction.id
  const own: FormState = isOwn ? form : { values: { settlement: [sentence.current === correction.statement ? 'kept' : 'changed'] }, errors: {}, uploads: {} }
  return (
    <>
      <h3><a href={sentence.deskHref}>{sentence.ref}</a> <span lang={sentence.language} dir="auto">{correction.statement}</span></h3>
      {sentence.current === correction.statement ? null : <p class="differs">{sentence.current === null ? t('corrections.digest.gone') : <>{t('corrections.digest.now')} <span lang={sentence.language} dir="auto">{sentence.current}</span></>}</p>}
      <p>{t('corrections.contested-by')} <a href={`${base}/contributions/C-${sentence.contribution}`}>C-{sentence.contribution}</a>: <span class="words" dir="auto">{correction.reason}</span></p>
      <OwnWords view={view} sentence={sentence} base={base} />
      <details class="rests" open={isOwn}>
        <summary>{t('corrections.desk.settle', { ref: `C-${sentence.contribution}` })}</summary>
        <form method="post" class="sheet">
          <p class="hint">{t('corrections.desk.settle.hint')}</p>
          <input type="hidden" name="sentence" value={correction.id} />
          <SelectField view={view} form={own} name="settlement" label={t('corrections.desk.settlement')} choices={SETTLEMENTS.map((each) => ({ value: each, label: t(`corrections.settlement.${each}`) }))} />
          <TextField view={view} form={own} name="reason" label={t('corrections.desk.reason')} rows={2} lang={data.forum.language} />
          <div class="actions"><button name="shall" value="settle">{t('corrections.desk.settle.send')}</button></div>
        </form>
      </details>
    </>
  )
}

function RoundEntry(props: { view: View; data: CorrectionsDeskData; round: RoundShown }) {
  const { view, data, round } = props
  const { t } = view
  const date = writeShortDate(round.closesOn, view.lang)
  return (
    <div class="round">
      <h3>{t('corrections.desk.round', { number: round.number })} <span class="tag">{t(round.isOpen ? 'corrections.desk.round.open' : 'corrections.desk.round.over', { date })}</span></h3>
      <p>{t('corrections.desk.round.people', { count: round.people })} · {t('corrections.tally', { ...round.tally })}</p>
      {round.letters.length === 0 ? null : (
        <>
          <p>{t('corrections.desk.letters', { count: round.letters.length })}</p>
          <ul class="lines">{round.letters.map((letter) => <li><a href={`/desk/${data.forum.slug}/${data.cycle.slug}/corrections/${letter.id}`}>{t('corrections.desk.letter', { refs: letter.contributions.map((number) => `C-${number}`).join(', ') })}</a></li>)}</ul>
        </>
      )}
    </div>
  )
}

/** Of each sentence, how those who were shown it as it is worded now answered. */
function Tallies(props: { view: View; data: CorrectionsDeskData }) {
  const { view, data } = props
  const { t } = view
  if (data.rounds.length === 0 || data.tallies.length === 0) return null
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={t('corrections.desk.tallies')}>
      <table class="figures">
        <caption>{t('corrections.desk.tallies')}</caption>
        <thead><tr><th scope="col">{t('synthesis.field.statement')}</th><th scope="col">{t('corrections.verdict.accepted')}</th><th scope="col">{t('corrections.verdict.contested')}</th><th scope="col">{t('corrections.verdict.silent')}</th></tr></thead>
        <tbody>
          {data.tallies.map(({ ref, href, tally }) => (
            <tr><th scope="row">{href === null ? <bdi>{ref}</bdi> : <a href={href}>{ref}</a>}</th><td>{tally.accepted}</td><td>{tally.contested}</td><td>{tally.silent}</td></tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** A digest to be printed, for somebody of whom no address is known. */
export function LetterPage(props: { view: View; data: DigestData & { readonly link: string } }) {
  const { view, data } = props
  const { t } = view
  const base = `/${data.forum.slug}/${data.cycle.slug}`
  const title = t('corrections.digest.title')
  return (
    <Layout view={view} frame={data.frame} title={title} desk crumbs={[...crumbsOf(view, data), { label: title }]}>
      <h1>{title}</h1>
      <p class="lead"><bdi>{data.forum.title}</bdi> · <bdi>{data.cycle.title}</bdi></p>
      <p>{t('corrections.digest.lead', { count: data.sentences.length })} {t('corrections.digest.until', { date: writeShortDate(data.round.closesOn, view.lang) })}</p>
      <p>{t('corrections.letter.where')}</p>
      <p dir="ltr"><a class="address" href={data.link}>{data.link}</a></p>
      {data.sentences.map((sentence) => (
        <section class="block">
          <h2><bdi>{sentence.ref}</bdi></h2>
          <p lang={sentence.language} dir="auto">{sentence.correction.statement}</p>
          <OwnWords view={view} sentence={sentence} base={base} />
          <p class="boxes">☐ {t('corrections.letter.accept')} &#8195; ☐ {t('corrections.letter.contest')} ______________________________</p>
        </section>
      ))}
    </Layout>
  )
}

function crumbsOf(view: View, data: InCycle, last?: string) {
  const desk = `/desk/${data.forum.slug}/${data.cycle.slug}`
  const corrections = last === undefined ? [{ href: `${desk}/corrections`, label: view.t('findings.way.corrections') }] : [{ label: last }]
  return [...deskCrumbs(view, data), { href: `${desk}/findings`, label: view.t('synthesis.findings') }, ...corrections]
}
