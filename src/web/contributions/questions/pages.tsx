import type { Question } from '../../../calls/questions/model.ts'
import { parts, type Say } from '../../../calls/translations/model.ts'
import type { View } from '../../context.ts'

/** What was chosen in answer to one closed question. */
export interface ShownChoice {
  readonly question: Question
  /** Numbers of options; in a ranking the first first. */
  readonly options: readonly number[]
}

/** Choices as they were sent, question by question; a ranking as a numbered list. `results` is where they are counted. */
export function ChoiceList(props: { view: View; choices: readonly ShownChoice[]; say: Say; results: string }) {
  const { view, choices, say } = props
  if (choices.length === 0) return null
  return (
    <section class="block" aria-labelledby="choices">
      <h2 id="choices">{view.t('contributions.choice.title')}</h2>
      <dl class="choices">
        {choices.map(({ question, options }) => {
          const asked = say(parts.question(question.number), question.text)
          const chosen = options.flatMap((number) => question.options.filter((option) => option.number === number)).map((option) => say(parts.option(question.number, option.number), option.text))
          const items = chosen.map((said) => <li lang={said.lang} dir="auto">{said.text}</li>)
          return (
            <>
              <dt lang={asked.lang} dir="auto">{question.number}. {asked.text}</dt>
              <dd>{question.kind === 'ranking' ? <ol>{items}</ol> : <ul class="bare">{items}</ul>}</dd>
            </>
          )
        })}
      </dl>
      <p class="hint">{view.t('contributions.choice.counted')} <a href={props.results}>{view.t('contributions.choice.results')}</a></p>
    </section>
  )
}
