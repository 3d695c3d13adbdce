import type { Child } from 'hono/jsx'
import { countGate, GATE_KINDS, GATE_LEVELS, lineOf, type GateKind } from '../../../publication/gate/model.ts'
import type { View } from '../../context.ts'
import { NoticeList } from '../../drafts/checks/desk.tsx'
import { unitAddress } from '../../trace/data.ts'
import type { GateData, LookedAt } from './data.ts'

/** What a line shows of what it counts; the rest is one link away. */
const SHOWN = 50
const LEVELS = ['bars', 'residue', 'warns'] as const
/** Lines that are said to be in order when they are: what a reader would ask after. */
const ASKED = ['ground', 'fates', 'contests', 'dates', 'numbers', 'notes', 'references'] as const

/** Everything that is missing, what bars publishing first, each line with the way to where it is mended; then what is in order. */
export function GateList(props: { view: View; data: GateData; looked: LookedAt }) {
  const { view, data, looked } = props
  const { t } = view
  const counts = countGate(looked.gate)
  const missing = GATE_KINDS.filter((kind) => (counts.get(kind) ?? 0) > 0)
  const fine = ASKED.filter((kind) => counts.get(kind) === 0)
  return (
    <div class="gate">
      <p>{t('gate.lead')}</p>
      {looked.isPublished ? <p class="notice">{t('publication.desk.published')}</p> : null}
      {missing.length === 0 ? <p class="notice">{t('gate.ready')}</p> : null}
      {LEVELS.map((level) => {
        const lines = missing.filter((kind) => GATE_LEVELS[kind] === level)
        return lines.length === 0 ? null : (
          <section class={`block level-${level}`}>
            <h3>{t(`gate.level.${level}`)}</h3>
            <ul class="todo lines-of-gate">{lines.map((kind) => <GateLine view={view} data={data} looked={looked} kind={kind} count={counts.get(kind) ?? 0} />)}</ul>
          </section>
        )
      })}
      {fine.length === 0 ? null : (
        <section class="block">
          <h3>{t('gate.fine')}</h3>
          <ul class="fine">{fine.map((kind) => <li>{t(`gate.fine.${kind}`, { units: looked.gate.units })}</li>)}</ul>
        </section>
      )}
    </div>
  )
}

function GateLine(props: { view: View; data: GateData; looked: LookedAt; kind: GateKind; count: number }) {
  const { view, data, looked, kind, count } = props
  const { t } = view
  const way = wayTo(view, data, looked, kind)
  const isWarning = GATE_LEVELS[kind] !== 'warns'
  return (
    <li id={kind}>
      <div>
        <span class={isWarning ? 'warn' : undefined}>{t(`gate.line.${kind}`, { count, units: looked.gate.units })}</span>
        <Items view={view} data={data} looked={looked} kind={kind} />
      </div>
      <a href={way.href}>{way.label}</a>
    </li>
  )
}

function wayTo(view: View, { base }: GateData, { version }: LookedAt, kind: GateKind): { readonly href: string; readonly label: string } {
  const { t } = view
  const text = `/desk${base}/documents/${version.documentSlug}`
  switch (kind) {
    case 'ground':
      return { href: text, label: t('gate.to.ground') }
    case 'fates':
      return { href: `/desk${base}/trace`, label: t('gate.to.fates') }
    case 'contests':
    case 'round':
      return { href: `/desk${base}/corrections`, label: t(`gate.to.${kind}`) }
    case 'comments':
      return { href: `/desk${base}/reviews`, label: t('gate.to.comments') }
    case 'suggestions':
      return { href: `${text}/suggestions`, label: t('gate.to.suggestions') }
    case 'cut-off':
      return { href: `${text}/freeze`, label: t('gate.to.cut-off') }
    default:
      return { href: text, label: t('gate.to.text') }
  }
}

/** What a line counts, folded, each with its own way. */
function Items(props: { view: View; data: GateData; looked: LookedAt; kind: GateKind }) {
  const { view, data, looked, kind } = props
  const { gate, version, working } = looked
  const text = `/desk${data.base}/documents/${version.documentSlug}`
  const paragraphAt = (id: string, then = ''): string => ([...working].some((known) => known === id) ? `${text}/paragraphs/${id}${then}` : text)
  if (kind === 'ground') return <Fold view={view} items={gate.groundless.map(({ id, number }) => <a href={paragraphAt(id, '/cite')}>¶ {number}</a>)} />
  if (kind === 'fates') return <Fold view={view} items={gate.residue.map((unit) => <a href={unitAddress(data, unit)}>{unit.ref}</a>)} />
  if (kind === 'contests') return <Fold view={view} items={gate.contests.map((contest) => view.t('gate.contest', { source: contest.source, subject: contest.subject }))} />
  const notices = gate.notices.filter(({ problem }) => lineOf(problem) === kind)
  if (notices.length === 0) return null
  return (
    <details>
      <summary>{view.t('gate.list')}</summary>
      <NoticeList view={view} notices={notices.slice(0, SHOWN)} language={version.language} mend={(notice) => (notice.paragraph === null ? text : paragraphAt(notice.paragraph))} />
      {notices.length > SHOWN ? <p>{view.t('gate.more', { count: notices.length - SHOWN })}</p> : null}
    </details>
  )
}

function Fold(props: { view: View; items: readonly Child[] }) {
  const { view, items } = props
  return (
    <details>
      <summary>{view.t('gate.list')}</summary>
      <ul class="names">{items.slice(0, SHOWN).map((item) => <li>{item}</li>)}</ul>
      {items.length > SHOWN ? <p>{view.t('gate.more', { count: items.length - SHOWN })}</p> : null}
    </details>
  )
}
