import type { Child } from 'hono/jsx'
import { callState, deadlineEnd, type Call } from '../../calls/model.ts'
import { isClosed, type Question } from '../../calls/questions/model.ts'
import { parts, type Say } from '../../calls/translations/model.ts'
import { GENERAL, questionsFor } from '../../calls/variants/model.ts'
import { writeApproximateDate } from '../../shared/approximate-date.ts'
import { splitParagraphs } from '../../shared/text.ts'
import { writeDate, writeInstant } from '../../shared/time.ts'
import type { View } from '../context.ts'
import { Layout } from '../ui/layout.tsx'
import { Remarks } from './remarks/pages.tsx'
import { writeWhatIsPossible, writeZone, type CallPageData } from './data.ts'

/** A call: what one can do now and until when, what is asked, and every date it had. */
export function CallPage(props: { view: View; data: CallPageData }) {
  const { view, data } = props
  const { forum, cycle, call } = data
  const base = `/${forum.slug}/${cycle.slug}`
  const state = callState(call, view.now)
  const isOpen = state === 'open' || state === 'late'
  const title = data.say(parts.title, call.title)
  const audience = call.audience === null ? undefined : data.say(parts.audience, call.audience)
  return (
    <Layout view={view} frame={data.frame} title={title.text} crumbs={[{ href: `/${forum.slug}`, label: forum.title }, { href: base, label: cycle.title }, { label: title.text }]}>
      <p class="meta">
        {view.t(call.isSurvey ? 'calls.survey' : 'calls.call')} <span class={isOpen ? 'tag' : 'tag warn'}>{view.t(`calls.state.${state}`)}</span>
        {audience === undefined ? null : <span> {view.t('calls.for', { audience: audience.text })}</span>}
      </p>
      <h1 lang={title.lang} dir="auto">{title.text}</h1>
      <Variants view={view} data={data} />
      <div class={isOpen ? 'notice' : 'differs'}>
        <p>{writeWhatIsPossible(view, call, data.say)}</p>
        {isOpen ? <p class="actions"><a class="button" href={`${base}/calls/${call.slug}/contribute${data.variant === undefined ? '' : `?for=${data.variant.slug}`}`}>{view.t('calls.contribute')}</a></p> : null}
        {isOpen ? <p>{view.t('calls.no-account')}</p> : null}
        {isOpen ? <p><a href={`${base}/calls/${call.slug}/form.docx${data.variant === undefined ? '' : `?for=${data.variant.slug}`}`}>{view.t('word-form.download')}</a> · <a href={`${base}/calls/${call.slug}/word`}>{view.t('word-form.send.title')}</a></p> : null}
        {call.isOpen ? <p><a href={`${base}/calls/${call.slug}/tell-me`}>{view.t('announcing.tell-me')}</a></p> : null}
      </div>
      <div class="columns beside">
        <div>
          <Introduction data={data} />
          <Questions view={view} data={data} />
          <Remarks view={view} data={data} />
        </div>
        <Dates view={view} data={data} />
      </div>
    </Layout>
  )
}

/** Who the call speaks to: everybody, or one of its audiences, each with its own address. */
function Variants(props: { view: View; data: CallPageData }) {
  const { view, data } = props
  const { call, variant } = data
  if (call.variants.length === 0) return null
  const general = call.variants.find(({ slug }) => slug === GENERAL)
  const others = call.variants.filter(({ slug }) => slug !== GENERAL)
  const generalTitle = general === undefined ? undefined : data.say(parts.variantTitle(general.slug), general.title)
  const here = (isHere: boolean) => (isHere ? ('true' as const) : undefined)
  return (
    <nav class="variants" aria-label={view.t('calls.variants.nav')}>
      <ul>
        <li><a href={view.path} aria-current={here(variant === undefined || variant.slug === GENERAL)} lang={generalTitle?.lang}>{generalTitle?.text ?? view.t('calls.variants.general')}</a></li>
        {others.map((each) => {
          const title = data.say(parts.variantTitle(each.slug), each.title)
          return <li><a href={`${view.path}?for=${each.slug}`} aria-current={here(each.slug === variant?.slug)} lang={title.lang} dir="auto">{title.text}</a></li>
        })}
      </ul>
    </nav>
  )
}

function Introduction(props: { data: CallPageData }) {
  const { call, variant, say } = props.data
  const own = variant?.introduction ?? null
  const said = own === null || variant === undefined ? say(parts.introduction, call.introduction) : say(parts.variantIntroduction(variant.slug), own)
  return <section class="block reading" lang={said.lang}>{splitParagraphs(said.text).map((part) => <p dir="auto">{part}</p>)}</section>
}

function Questions(props: { view: View; data: CallPageData }) {
  const { view, data } = props
  const questions = questionsFor(data.call, data.variant)
  return (
    <section class="block" aria-labelledby="questions">
      <h2 id="questions">{view.t('calls.questions')}</h2>
      <p>{view.t(questions.length === 0 ? 'calls.questions.none' : 'calls.questions.lead')}</p>
      <ol class="paras">
        {questions.map((question) => (
          <li class="para" id={`q${question.number}`} value={question.number}>
            <a class="mark" href={`#q${question.number}`} aria-label={view.t('calls.question-mark', { number: question.number })}>{question.number}</a>
            <QuestionWords view={view} question={question} say={data.say} />
          </li>
        ))}
      </ol>
      {data.call.questions.some(isClosed) ? <p class="meta"><a href={`${view.path}/results`}>{view.t('contributions.choice.results')}</a></p> : null}
    </section>
  )
}

/** A question as it is printed: its words, what can be chosen, what is asked of the answer. */
function QuestionWords(props: { view: View; question: Question; say: Say }) {
  const { view, question, say } = props
  const text = say(parts.question(question.number), question.text)
  const guidance = question.guidance === null ? undefined : say(parts.guidance(question.number), question.guidance)
  return (
    <div class="text">
      {splitParagraphs(text.text).map((part) => <p lang={text.lang} dir="auto">{part}</p>)}
      {guidance === undefined ? null : splitParagraphs(guidance.text).map((part) => <p class="hint" lang={guidance.lang} dir="auto">{part}</p>)}
      {isClosed(question) ? (
        <>
          <p class="hint">{view.t('calls.question.choice-of', { kind: question.kind })}</p>
          <ul class={question.kind === 'rating' ? 'options steps' : 'options'}>
            {question.options.map((option) => {
              const said = say(parts.option(question.number, option.number), option.text)
              return <li lang={said.lang} dir="auto">{said.text}</li>
            })}
          </ul>
        </>
      ) : null}
      {question.lengthLimit === null ? null : <p class="hint">{view.t('contributions.question.limit', { limit: question.lengthLimit })}</p>}
      {question.isRequired ? <p class="hint"><span class="tag">{view.t('calls.question.tag.required')}</span></p> : null}
    </div>
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
        {call.rollingUntil === null ? null : <Fact label={view.t('calls.rolling')}>{data.say(parts.rollingUntil, call.rollingUntil).text}</Fact>}
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
        {data.closesWith === undefined ? null : <Fact label={view.t('calls.closing.with')}><span lang={data.forum.language} dir="auto">{data.closesWith.title}</span> ({writeApproximateDate(data.closesWith.date, view.lang)})</Fact>}
        {call.cutOffs.length === 0 ? null : (
          <Fact label={view.t('calls.hub.cut-offs')}>
            {call.cutOffs.map(({ slug, title, on, note }) => (
              <p>
                {view.t('calls.cut-offs.takes-in', { title, date: writeDate(on, view.lang) })}{' – '}
                <a href={`/${data.forum.slug}/${data.cycle.slug}/contributions?cutOff=${slug}`}>{view.t('calls.cut-offs.count', { count: data.takenIn.get(slug) ?? 0 })}</a>
                {note === null ? null : <span class="hint" dir="auto"> {note}</span>}
              </p>
            ))}
          </Fact>
        )}
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
