import { isRunning, type DeskImport } from '../../../contributions/imports/model.ts'
import { writeChosen } from '../../../contributions/choices/model.ts'
import type { ImportPreview } from '../../../procedures/preview-import.ts'
import { writeInstant, writeShortDate } from '../../../shared/time.ts'
import type { Told } from '../../../shared/told.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { ErrorSummary } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { fieldLabel, importAddress, REFUSED_PAGE, tell, type ImportList, type ImportPageData, type MappingData } from './data.ts'

/** The imports of a cycle. */
export function ImportsPage(props: { view: View; data: ImportList }) {
  const { view, data } = props
  const { t } = view
  return (
    <Layout view={view} frame={data.frame} desk title={t('imports.title')} crumbs={[...deskCrumbs(view, data), { label: t('imports.title') }]}>
      <h1>{t('imports.title')}</h1>
      <p class="lead">{t(data.calls.length === 0 ? 'imports.no-call' : 'imports.lead')}</p>
      {data.calls.length === 0 ? null : <p class="actions"><a class="button" href={`${view.path}/new`}>{t('imports.new')}</a></p>}
      {data.imports.length === 0 ? <p class="empty">{t('imports.none')}</p> : (
        <ul class="entries aside">
          {data.imports.map((found) => (
            <li>
              <h2><a href={`${view.path}/${found.id}`} dir="auto">{found.name}</a></h2>
              <p class="meta"><span>{t(`imports.state.${found.state}`)}</span> <span>{writeInstant(found.createdAt, view.lang)}</span> {found.state === 'done' ? <span>{t('imports.taken', { taken: found.rows.taken })}</span> : null}</p>
            </li>
          ))}
        </ul>
      )}
    </Layout>
  )
}

/** One import: how far it is, or what came of it, and what can be done now. */
export function ImportPage(props: { view: View; data: ImportPageData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { found } = data
  const list = `/desk/${data.forum.slug}/${data.cycle.slug}/imports`
  const runs = isRunning(found)
  return (
    <Layout
      view={view} frame={data.frame} desk title={t('imports.import-of', { name: found.name })} crumbs={[...deskCrumbs(view, data), { href: list, label: t('imports.title') }, { label: found.name }]}
      {...(runs ? { refresh: 2, islands: ['progress.js'] } : {})}
    >
      <h1 dir="auto">{t('imports.import-of', { name: found.name })}</h1>
      <p class="meta" dir="auto">{data.call.title}</p>
      <ErrorSummary view={view} form={form} labels={{}} />
      {runs ? <Progress view={view} data={data} /> : <Result view={view} data={data} />}
    </Layout>
  )
}

function Progress({ view, data }: { view: View; data: ImportPageData }) {
  const { t } = view
  const { found } = data
  const percent = Math.round(found.progress * 100)
  return (
    <section class="block" data-progress={`${importAddress(data)}/progress.json`}>
      <p class="lead" role="status" data-words>{t(`imports.step.${found.step ?? 'checking'}`, { percent })}</p>
      <progress max={100} value={percent} aria-label={t('imports.progress')}>{percent}</progress>
      <p class="hint">{t('imports.progress.hint')}</p>
      <p><a href={importAddress(data)}>{t('imports.refresh')}</a></p>
    </section>
  )
}

function Result({ view, data }: { view: View; data: ImportPageData }) {
  const { t } = view
  const { found, refusalCount } = data
  const { read, taken, known, refused } = found.rows
  const base = importAddress(data)
  return (
    <>
      <p class={found.state === 'done' ? 'notice' : 'differs'} role="status">{t(`imports.outcome.${found.state as 'done' | 'refused' | 'failed'}`, { read, taken, known, refused })}</p>
      <Notes view={view} notes={found.notes} />
      {found.state === 'done' ? <p class="actions"><a class="button" href={`/desk/${data.forum.slug}/${data.cycle.slug}/contributions`}>{t('imports.to-contributions')}</a></p> : <NextSteps view={view} found={found} base={base} />}
      {refusalCount === 0 ? null : (
        <section class="block">
          <h2>{t('imports.refused', { count: refusalCount })}</h2>
          <p><a href={`${base}/refused.csv`} download>{t('imports.refused.download')}</a></p>
          <Refusals view={view} refusals={data.refusals} />
          <RefusalPages view={view} data={data} />
        </section>
      )}
    </>
  )
}

function NextSteps({ view, found, base }: { view: View; found: DeskImport; base: string }) {
  const { t } = view
  return (
    <form method="post" class="actions">
      <input type="hidden" name="revision" value={String(found.revision)} />
      {found.state === 'refused' && found.rows.read > found.rows.refused ? <button type="submit" name="action" value="start-good">{t('imports.take-good', { count: found.rows.read - found.rows.refused })}</button> : null}
      {found.state === 'failed' ? <button type="submit" name="action" value="start">{t('imports.again')}</button> : null}
      <a class="button quiet" href={`${base}/columns`}>{t('imports.change')}</a>
      <button class="quiet" type="submit" name="action" value="drop">{t('imports.drop')}</button>
    </form>
  )
}

function RefusalPages({ view, data }: { view: View; data: ImportPageData }) {
  const last = Math.ceil(data.refusalCount / REFUSED_PAGE)
  if (last < 2) return null
  return (
    <nav class="pages" aria-label={view.t('imports.refused.pages')}>
      {data.page > 1 ? <a href={`?page=${data.page - 1}`} rel="prev">{view.t('contributions.pages.earlier')}</a> : null}
      <span>{data.page} / {last}</span>
      {data.page < last ? <a href={`?page=${data.page + 1}`} rel="next">{view.t('contributions.pages.later')}</a> : null}
    </nav>
  )
}

/** What is to be said of the file as a whole. */
export function Notes({ view, notes }: { view: View; notes: readonly Told[] }) {
  if (notes.length === 0) return null
  return <ul class="lines">{notes.map((note) => <li dir="auto">{tell(view, note)}</li>)}</ul>
}

function Refusals({ view, refusals }: { view: View; refusals: readonly { readonly row: number; readonly field: string | null; readonly reason: Told }[] }) {
  const { t } = view
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={t('imports.refused.table')}>
      <table>
        <thead><tr><th scope="col">{t('imports.refused.row')}</th><th scope="col">{t('imports.refused.field')}</th><th scope="col">{t('imports.refused.reason')}</th></tr></thead>
        <tbody>
          {refusals.map(({ row, field, reason }) => (
            <tr><th scope="row">{row === 0 ? t('imports.refused.file') : row}</th><td>{field === null ? '' : fieldLabel(view, field)}</td><td dir="auto">{tell(view, reason)}</td></tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const PREVIEWED = 50

function isWithoutAnswers({ table }: ImportPreview, { call }: MappingData): boolean {
  return call.questions.length > 0 && ![...table.columns.places.keys()].some((field) => field.startsWith('answer'))
}

/** The first rows as they would be taken, and those that would be refused. */
export function Preview({ view, data, preview }: { view: View; data: MappingData; preview: ImportPreview }) {
  const { t } = view
  const { checked, first, isWhole } = preview
  return (
    <section class="block" id="preview">
      <h2>{t('imports.preview')}</h2>
      {isWithoutAnswers(preview, data) ? <p class="differs">{t('imports.no-answer-column')}</p> : null}
      <p class={checked.refused.length === 0 ? 'notice' : 'differs'}>{t(isWhole ? 'imports.preview.whole' : 'imports.preview.part', { read: checked.read, ready: checked.ready, refused: checked.refusedRows })}</p>
      {first.length === 0 ? null : (
        <ol class="entries aside">
          {first.map(({ row, read, files }) => (
            <li>
              <h3 dir="auto">{t('imports.row', { row })} {[read.contributor, read.organisation].filter((part) => part !== null).join(', ') || t('contributions.name-not-recorded')}</h3>
              <p class="meta">
                {[read.key, read.capacity === null ? null : t(`contributions.capacity.${read.capacity}`), read.country, read.stakeholderGroup, read.regionalGroup, read.language, read.isDated ? writeShortDate(read.receivedBy, view.lang) : null, t(`contributions.consent-fact.${read.consent}`), files === 0 ? null : t('imports.preview.files', { count: files })]
                  .filter((part) => part !== null)
                  .map((part) => <span dir="auto">{part} </span>)}
              </p>
              {read.answers.map(({ number, text }) => <p dir="auto"><strong>{number}.</strong> {Array.from(text).slice(0, 200).join('')}{Array.from(text).length > 200 ? '…' : ''}</p>)}
              {read.choices.map(({ number, options }) => <p dir="auto"><strong>{number}.</strong> {data.call.questions.filter((question) => question.number === number).map((question) => writeChosen(question, options))}</p>)}
            </li>
          ))}
        </ol>
      )}
      {checked.refused.length === 0 ? null : (
        <>
          <h3>{t('imports.refused', { count: checked.refused.length })}</h3>
          <Refusals view={view} refusals={checked.refused.slice(0, PREVIEWED)} />
          {checked.refused.length > PREVIEWED || !isWhole ? <p class="hint">{t('imports.preview.more')}</p> : null}
        </>
      )}
      {data.found.documents === null ? null : <p class="hint" dir="auto">{t('imports.preview.documents', { name: data.found.documents.name })}</p>}
    </section>
  )
}
