import type { Child } from 'hono/jsx'
import { callState, deadlineEnd, type Call } from '../../calls/model.ts'
import { splitParagraphs } from '../../shared/text.ts'
import { writeDate, writeInstant } from '../../shared/time.ts'
import type { View } from '../context.ts'
import { Layout } from '../ui/layout.tsx'
import { writeWhatIsPossible, writeZone, type CallPageData } from './data.ts'

/** A call: what one can do now and until when, what is asked, and every date it had. */
export function CallPage(props: { view: View; data: CallPageData }) {
  const { view, data } = props
  const { forum, cycle, call } = data
  const base = `/${forum.slug}/${cycle.slug}`
  const state = callState(call, view.now)
  const isOpen = state === 'open' || state === 'late'
  return (
    <Layout view={view} frame={data.frame} title={call.title} crumbs={[{ href: `/${forum.slug}`, label: forum.title }, { href: base, label: cycle.title }, { label: call.title }]}>
      <p class="meta">
        {view.t('calls.call')} <span class={isOpen ? 'tag' : 'tag warn'}>{view.t(`calls.state.${state}`)}</span>
        {call.audience === null ? null : <span> {view.t('calls.for', { audience: call.audience })}</span>}
      </p>
      <h1 lang={forum.language} dir="auto">{call.title}</h1>
      <div class={isOpen ? 'notice' : 'differs'}>
        <p>{writeWhatIsPossible(view, call)}</p>
        {isOpen ? <p class="actions"><a class="button" href={`${base}/calls/${call.slug}/contribute`}>{view.t('calls.contribute')}</a></p> : null}
        {isOpen ? <p>{view.t('calls.no-account')}</p> : null}
      </div>
      <div class="columns beside">
        <div>
          <section class="block reading" lang={forum.language}>
            {splitParagraphs(call.introduction).map((part) => <p dir="auto">{part}</p>)}
          </section>
          <Questions view={view} call={call} language={forum.language} />
        </div>
        <Dates view={view} data={data} />
      </div>
    </Layout>
  )
}

function Questions(props: { view: View; call: Call; language: string }) {
  const { view, call, language } = props
  return (
    <section class="block" aria-labelledby="questions">
      <h2 id="questions">{view.t('calls.questions')}</h2>
      <p>{view.t(call.questions.length === 0 ? 'calls.questions.none' : 'calls.questions.lead')}</p>
      <ol class="paras">
        {call.questions.map((question) => (
          <li class="para" id={`q${question.number}`} value={question.number}>
            <a class="mark" href={`#q${question.number}`} aria-label={view.t('calls.question-mark', { number: question.number })}>{question.number}</a>
            <div class="text" lang={language}>
              {splitParagraphs(question.text).map((part) => <p dir="auto">{part}</p>)}
              {question.guidance === null ? null : splitParagraphs(question.guidance).map((part) => <p class="hint" dir="auto">{part}</p>)}
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}

function Dates(props: { view: View; data: CallPageData }) {
  const { view, data } = props
  const { call } = data
  return (
    <section class="block" aria-labelledby="dates">
      <h2 id="dates">{view.t('calls.deadline')}</h2>
      <dl class="facts">
        {call.opensOn === null ? null : <Fact label={view.t('calls.opens')}>{writeDate(call.opensOn, view.lang)}</Fact>}
        <Fact label={view.t('calls.deadline')}><Deadline view={view} call={call} /></Fact>
        {call.rollingUntil === null ? null : <Fact label={view.t('calls.rolling')}>{call.rollingUntil}</Fact>}
        {call.extensions.length === 0 ? null : (
          <Fact label={view.t('calls.earlier')}>
            {call.extensions.map(({ earlier, changedOn, reason }) => (
              <p>
                <s>{writeDate(earlier, view.lang)}</s>{' – '}
                {changedOn === null ? view.t('calls.earlier.moved-undated', { reason }) : view.t('calls.earlier.moved', { date: writeDate(changedOn, view.lang), reason })}
              </p>
            ))}
          </Fact>
        )}
        <Fact label={view.t('calls.received')}>
          <a href={`/${data.forum.slug}/${data.cycle.slug}/contributions?call=${call.slug}`}>{view.t('calls.received.count', { count: data.received })}</a>
        </Fact>
        {call.source === null ? null : <Fact label={view.t('calls.source')}>{call.source}</Fact>}
      </dl>
    </section>
  )
}

function Deadline(props: { view: View; call: Call }) {
  const { view, call } = props
  const end = deadlineEnd(call)
  if (call.deadline === null || end === undefined) return <>{view.t('calls.deadline.none')}</>
  return (
    <>
      <p>{writeDate(call.deadline, view.lang)}, {view.t('calls.deadline.ends', { utc: writeInstant(end, view.lang), zone: writeZone(view, call) })}</p>
      <p>{view.t(call.isSoft ? 'calls.deadline.soft' : 'calls.deadline.firm')}</p>
    </>
  )
}

function Fact(props: { label: string; children?: Child }) {
  return (
    <>
      <dt>{props.label}</dt>
      <dd>{props.children}</dd>
    </>
  )
}
