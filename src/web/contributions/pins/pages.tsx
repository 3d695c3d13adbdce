import { writeInstant } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import { cycleCrumbs } from '../../forums/data.ts'
import { ToldList } from '../../record/pages.tsx'
import { Layout } from '../../ui/layout.tsx'
import { keyTitle, writeNumber } from '../overview/data.ts'
import { cellHref, writeCounting, type PinData, type PinsData } from './data.ts'

/** The figures of a cycle that were pinned. */
export function PinsPage(props: { view: View; data: PinsData }) {
  const { view, data } = props
  const { t } = view
  const base = `/${data.forum.slug}/${data.cycle.slug}`
  return (
    <Layout view={view} frame={data.frame} title={t('figures.pins')} crumbs={[...cycleCrumbs(data), { href: `${base}/overview`, label: t('overview.title') }, { label: t('figures.pins') }]}>
      <h1>{t('figures.pins')}</h1>
      <p class="lead">{t('figures.pins.lead')}</p>
      {data.pins.length === 0 ? <p class="empty">{t('figures.pins.none')}</p> : null}
      <ul class="entries">
        {data.pins.map((pin) => (
          <li>
            <h2><a href={`${base}/figures/${pin.number}`}>N-{pin.number}</a> <span dir="auto">{pin.title}</span></h2>
            <p>{writeCounting(view, data, pin)} · {t('figures.pin.total-of', { count: pin.total })}</p>
          </li>
        ))}
      </ul>
    </Layout>
  )
}

/** One pinned figure: its values as they were, what the rows give now for the same day, and what was recorded in between. */
export function PinPage(props: { view: View; data: PinData }) {
  const { view, data } = props
  const { t } = view
  const { pin, ref } = data
  const base = `/${data.forum.slug}/${data.cycle.slug}`
  return (
    <Layout view={view} frame={data.frame} title={pin.title} crumbs={[...cycleCrumbs(data), { href: `${base}/figures`, label: t('figures.pins') }, { label: `N-${pin.number}` }]}>
      <p class="meta">{t('figures.pin.ref', { ref })}</p>
      <h1 dir="auto">{pin.title}</h1>
      <p class="lead">{writeCounting(view, data, pin)}</p>
      <p class="count"><strong>{writeNumber(view, pin.total)}</strong> {t('figures.pin.of-all', { count: pin.total })}</p>
      <p class={data.differs ? 'differs' : 'notice'}>{data.differs ? t('figures.pin.differs', { pinned: pin.total, now: data.total, cells: data.cells.filter((cell) => cell.pinned !== cell.now).length }) : t('figures.pin.same')}</p>
      {pin.rowsBy === null ? null : <Cells view={view} data={data} />}
      <p class="meta">
        <span>{t('figures.keep')}</span> {(['svg', 'png', 'csv'] as const).map((format) => <a href={`${view.path}/figure.${format}`}>{t(`figures.keep.${format}`)}</a>)}
      </p>
      {data.since.length === 0 ? null : (
        <section class="block">
          <h2>{t('figures.pin.since')}</h2>
          <p class="quiet-text">{t('figures.pin.since.lead')}</p>
          <ToldList view={view} told={data.since} />
        </section>
      )}
      <p class="quiet-text">{t('figures.pin.pinned', { at: writeInstant(pin.pinnedAt, view.lang), ref })}</p>
    </Layout>
  )
}

function Cells(props: { view: View; data: PinData }) {
  const { view, data } = props
  const { t } = view
  const { pin } = data
  const shown = data.cells.filter((cell) => pin.columnsBy === null || cell.pinned > 0 || cell.now > 0)
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={pin.title}>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">{pin.rowsBy === null ? '' : t(`overview.column.${pin.rowsBy}`)}</th>
            {pin.columnsBy === null ? null : <th scope="col">{t(`overview.column.${pin.columnsBy}`)}</th>}
            <th scope="col">{t('figures.pin.pinned-value')}</th><th scope="col">{t('figures.pin.now')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((cell) => (
            <tr>
              <th scope="row">{keyTitle(view, data.forum, cell.row)}</th>
              {pin.columnsBy === null ? null : <td>{keyTitle(view, data.forum, cell.column)}</td>}
              <td>{writeNumber(view, cell.pinned)}</td>
              <td class={cell.pinned === cell.now ? undefined : 'warn'}>{cell.now === 0 ? '0' : <a href={cellHref(data, cell)}>{writeNumber(view, cell.now)}</a>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
