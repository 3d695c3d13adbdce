import type { Change, FindingWords } from '../../../synthesis/plans/model.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs, type InCycle } from '../../forums/data.ts'
import { ErrorSummary, FileField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { WordingChange } from '../suggestions/pages.tsx'
import type { PreviewData } from './data.ts'

/** Taking the synthesis out to a spreadsheet, and back. */
export function ExchangeDesk(props: { view: View; data: InCycle; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const base = `/desk/${data.forum.slug}/${data.cycle.slug}/exchange`
  const title = t('findings.way.exchange')
  return (
    <Layout view={view} frame={data.frame} title={title} desk crumbs={crumbsOf(view, data, title)}>
      <h1>{title}</h1>
      <p class="lead">{t('exchange.lead')}</p>
      <ErrorSummary view={view} form={form} labels={{ file: t('exchange.file') }} />
      <section class="block">
        <h2>{t('exchange.out')}</h2>
        <p>{t('exchange.out.hint')}</p>
        <p class="actions"><a class="button" href={`${base}/matrix.xlsx`}>{t('exchange.out.matrix')}</a></p>
        <p class="meta"><a href={`${base}/passages.xlsx`}>{t('exchange.out.passages-xlsx')}</a><a href={`${base}/passages.csv`}>{t('exchange.out.passages-csv')}</a></p>
      </section>
      <section class="block">
        <h2>{t('exchange.back')}</h2>
        <p>{t('exchange.back.hint')}</p>
        <form method="post" enctype="multipart/form-data" class="sheet">
          <FileField view={view} form={form} name="file" label={t('exchange.file')} hint={t('exchange.file.hint')} />
          <div class="actions"><button>{t('exchange.preview')}</button></div>
        </form>
      </section>
    </Layout>
  )
}

/** What reading a file back would change, what conflicts, and what cannot be: nothing is done before a person says so. */
export function PreviewPage(props: { view: View; data: PreviewData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { changes, conflicts, problems, missing } = data.plan
  const title = t('exchange.preview.title')
  const exchange = { href: `/desk/${data.forum.slug}/${data.cycle.slug}/exchange`, label: t('findings.way.exchange') }
  return (
    <Layout view={view} frame={data.frame} title={title} desk crumbs={[...crumbsOf(view, data, undefined), exchange, { label: title }]}>
      <h1>{title}</h1>
      <p class="meta"><bdi>{data.name}</bdi></p>
      <ErrorSummary view={view} form={form} labels={{}} />
      {problems.length === 0 ? null : (
        <section class="block">
          <h2>{t('exchange.problems', { count: problems.length })}</h2>
          <ul class="lines">{problems.slice(0, SHOWN).map((problem) => <li><span class="ref">{problem.sheet} <bdi>{problem.id}</bdi></span><span>{t(`exchange.problem.${problem.code}`)}{problem.value === '' ? null : <> <bdi>{problem.value}</bdi></>}</span></li>)}</ul>
          <More view={view} count={problems.length} />
        </section>
      )}
      {conflicts.length === 0 ? null : (
        <section class="block">
          <h2>{t('exchange.conflicts', { count: conflicts.length })}</h2>
          <p>{t('exchange.conflicts.hint')}</p>
          <div class="scroll" tabindex={0} role="region" aria-label={t('exchange.conflicts', { count: conflicts.length })}>
            <table>
              <thead><tr><th scope="col">{t('exchange.cell')}</th><th scope="col">{t('exchange.was')}</th><th scope="col">{t('exchange.sheet-says')}</th><th scope="col">{t('exchange.now')}</th></tr></thead>
              <tbody>{conflicts.slice(0, SHOWN).map((each) => <tr><th scope="row">{each.sheet} {each.id} {each.column}</th><td dir="auto">{each.was}</td><td dir="auto">{each.sheetSays}</td><td dir="auto">{each.now === '' ? t('exchange.gone') : each.now}</td></tr>)}</tbody>
            </table>
          </div>
          <More view={view} count={conflicts.length} />
        </section>
      )}
      <section class="block">
        <h2>{t('exchange.changes', { count: changes.length })}</h2>
        {missing === 0 ? null : <p class="quiet-text">{t('exchange.missing', { count: missing })}</p>}
        <ul class="entries">{changes.slice(0, SHOWN).map((change) => <li><ChangeEntry view={view} language={data.forum.language} change={change} /></li>)}</ul>
        <More view={view} count={changes.length} />
        {changes.length === 0 ? null : <form method="post"><input type="hidden" name="seen" value={data.seen} /><div class="actions"><button>{t('exchange.apply', { count: changes.length })}</button></div></form>}
      </section>
    </Layout>
  )
}

const SHOWN = 200

function More(props: { view: View; count: number }) {
  return props.count <= SHOWN ? null : <p class="quiet-text">{props.view.t('exchange.more', { count: props.count - SHOWN })}</p>
}

function ChangeEntry(props: { view: View; language: string; change: Change }) {
  const { view, language, change } = props
  const { t } = view
  if (change.kind === 'note') return <><h3>{t('exchange.change.note', { ref: change.ref })}</h3><WordingChange view={view} language={language} from={change.from} to={change.to} /></>
  if ('added' in change) {
    return (
      <>
        <h3>{t(`exchange.change.${change.kind}`, { ref: change.ref })}</h3>
        <p>{change.added.map((slug) => <><ins>{slug}</ins> </>)}{change.removed.map((slug) => <><del>{slug}</del> </>)}</p>
      </>
    )
  }
  return (
    <>
      <h3>{change.kind === 'finding' ? t('exchange.change.finding', { ref: change.ref }) : t('exchange.change.new-finding')}</h3>
      {change.kind === 'finding' && change.from.statement !== change.to.statement ? <WordingChange view={view} language={language} from={change.from.statement} to={change.to.statement} /> : <p lang={language} dir="auto">{change.to.statement}</p>}
      <p class="quiet-text">{factsOf(view, change.kind === 'finding' ? change.from : undefined, change.to)}</p>
      {change.passages.length === 0 ? null : <p>{change.passages.map(([ref, stance]) => (stance === null ? <><del>{ref}</del> </> : <><ins>{ref}</ins> {t(`findings.stance.${stance}`)} </>))}</p>}
    </>
  )
}

function factsOf(view: View, from: FindingWords | undefined, to: FindingWords): string {
  const kind = from === undefined || from.kind === to.kind ? view.t(`synthesis.kind.${to.kind}`) : `${view.t(`synthesis.kind.${from.kind}`)} → ${view.t(`synthesis.kind.${to.kind}`)}`
  const question = from === undefined || from.question === to.question ? to.question : `${from.question} → ${to.question}`
  return [kind, question].filter((part) => part !== '').join(' · ')
}

function crumbsOf(view: View, data: InCycle, last: string | undefined) {
  return [...deskCrumbs(view, data), { href: `/desk/${data.forum.slug}/${data.cycle.slug}/findings`, label: view.t('synthesis.findings') }, ...(last === undefined ? [] : [{ label: last }])]
}
