import type { Child } from 'hono/jsx'
import { takesWords, type Question } from '../../../calls/questions/model.ts'
import { parts, type Said, type Say } from '../../../calls/translations/model.ts'
import { splitParagraphs } from '../../../shared/text.ts'
import type { FormState, View } from '../../context.ts'
import { TextField, typed } from '../../ui/fields.tsx'
import { choiceField, placeField, wordsField } from './data.ts'

interface Props {
  view: View
  form: FormState
  question: Question
  say: Say
  /** At the desk fields are named for somebody who enters what another wrote, and nothing is required. */
  atDesk?: boolean
}

/** One question with the fields of its answer: what is asked, guidance, what can be chosen, and room for words. */
export function QuestionFields(props: Props) {
  const { view, form, question, say } = props
  const atDesk = props.atDesk === true
  const isRequired = question.isRequired && !atDesk
  return (
    <div class="asked">
      <QuestionText question={question} say={say} />
      {question.kind === 'open' ? null : <Closed {...props} />}
      {takesWords(question) ? (
        <TextField
          view={view} form={form} name={wordsField(question.id)} rows={question.kind === 'open' ? 7 : 3} optional={!isRequired || question.kind !== 'open'}
          label={wordsLabel(view, question, atDesk)} hint={question.lengthLimit === null ? undefined : view.t('contributions.question.limit', { limit: question.lengthLimit })}
        />
      ) : null}
    </div>
  )
}

/** What is asked, with its guidance, in whatever language each stands. */
export function QuestionText(props: { question: Question; say: Say }) {
  const { question, say } = props
  const text = say(parts.question(question.number), question.text)
  const guidance = question.guidance === null ? null : say(parts.guidance(question.number), question.guidance)
  return (
    <div class="text">
      {splitParagraphs(text.text).map((part, place) => (place === 0 ? <h3 lang={text.lang} dir="auto">{question.number}. {part}</h3> : <p lang={text.lang} dir="auto">{part}</p>))}
      {guidance === null ? null : splitParagraphs(guidance.text).map((part) => <p class="hint" lang={guidance.lang} dir="auto">{part}</p>)}
    </div>
  )
}

export function wordsLabel(view: View, question: Question, atDesk: boolean): string {
  if (question.kind !== 'open') return view.t('contributions.question.words', { number: question.number })
  return view.t(atDesk ? 'contributions.desk.answer' : 'contributions.send.answer', { number: question.number })
}

export function choiceLabel(view: View, question: Question): string {
  return view.t(`contributions.question.choose.${question.kind === 'open' ? 'one' : question.kind}`, { number: question.number })
}

function Closed(props: Props) {
  const { view, form, question, say } = props
  const name = choiceField(question.id)
  const error = form.errors[name]
  const hint = question.kind === 'ranking' ? view.t('contributions.question.ranking.hint', { count: question.options.length }) : undefined
  const isRequired = question.isRequired && props.atDesk !== true
  const described = [hint === undefined ? '' : `hint-${name}`, error === undefined ? '' : `error-${name}`].filter((id) => id !== '').join(' ')
  return (
    <fieldset class={`field ${error === undefined ? '' : 'wrong '}${question.kind === 'rating' ? 'scale' : ''}`.trim()} id={`field-${name}`} aria-describedby={described === '' ? undefined : described} tabindex={-1}>
      <legend>{choiceLabel(view, question)}{isRequired ? null : <span class="optional"> {view.t('form.optional')}</span>}</legend>
      {hint === undefined ? null : <p class="hint" id={`hint-${name}`}>{hint}</p>}
      {error === undefined ? null : <p class="error" id={`error-${name}`}>{view.error(error)}</p>}
      {question.options.map((option) => {
        const said = say(parts.option(question.number, option.number), option.text)
        return question.kind === 'ranking' ? <Placed {...props} option={option.number} said={said} /> : <Ticked {...props} value={String(option.number)}><span lang={said.lang} dir="auto">{said.text}</span></Ticked>
      })}
      {isRequired || question.kind === 'several' || question.kind === 'ranking' ? null : <Ticked {...props} value=""><span class="hint">{view.t('contributions.question.no-answer')}</span></Ticked>}
    </fieldset>
  )
}

function Ticked(props: Props & { value: string; children?: Child }) {
  const { form, question, value } = props
  const name = choiceField(question.id)
  const chosen = form.values[name] ?? []
  return (
    <label class="choice">
      <input type={question.kind === 'several' ? 'checkbox' : 'radio'} name={name} value={value} checked={value !== '' && chosen.includes(value)} />
      {props.children}
    </label>
  )
}

function Placed(props: Props & { option: number; said: Said }) {
  const { form, question, option, said } = props
  const name = placeField(question.id, option)
  return (
    <label class="choice place">
      <input name={name} type="text" inputmode="numeric" size={3} maxlength={3} autocomplete="off" value={typed(form, name)} />
      <span lang={said.lang} dir="auto">{said.text}</span>
    </label>
  )
}
